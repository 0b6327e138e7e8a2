"""A guideline as text that other people's tools read; the formats are one table."""

from guidepress.bibliography.write import REFERENCE_EXPORTS
from guidepress.export.formats import EXPORTS, Export, as_reference
from guidepress.export.standing import with_status
from guidepress.export.table import render_tables

__all__ = ["EXPORTS", "REFERENCE_EXPORTS", "Export", "as_reference", "render_tables", "with_status"]
