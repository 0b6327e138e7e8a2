"""Names of our resources: version 5 UUIDs, so that the same content has the same names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

if TYPE_CHECKING:
    from guidepress.model import Guideline

_NAMESPACE = UUID("b8f0a0a4-6c39-5f5a-9b8e-0f6a7e3d2c11")


def uuid_of(guideline: Guideline, kind: str, name: str = "") -> str:
    """Return the UUID of a resource of this version of the guideline."""
    return str(uuid5(_NAMESPACE, f"{guideline.id}/{kind}/{name}"))


def urn_of(guideline: Guideline, kind: str, name: str = "") -> str:
    """Return the address of the resource within the Bundle."""
    return f"urn:uuid:{uuid_of(guideline, kind, name)}"


def pointer(guideline: Guideline, kind: str, name: str) -> dict[str, Any]:
    """Return a Reference to a resource of the same Bundle."""
    return {"reference": urn_of(guideline, kind, name)}


def stated(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data without what is not stated: FHIR knows no empty value."""
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}


def code(system: str, value: str, display: str | None = None) -> dict[str, Any]:
    """Return a CodeableConcept of one code."""
    return {"coding": [stated({"system": system, "code": value, "display": display})]}
