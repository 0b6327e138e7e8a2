"""The guideline as a FHIR R5 document Bundle (https://hl7.org/fhir/R5); experimental."""

from guidepress.export.fhir.bundle import render_fhir

__all__ = ["render_fhir"]
