"""What a reconstructed release could not know is first recorded later, never added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

# Evidence rests on references and scales serve evidence: who knows no citations knows neither.
_IMPLIED = {
    "sections": {"section"},
    "references": {"reference"},
    "citations": {"citations", "evidence", "scale"},
    "evidence": {"evidence", "scale"},
    "factors": {"factor"},
    "options": {"option", "group"},
}


def unknown_to(bundle: Any) -> frozenset[str]:
    """Return the types of entity that the bundle, being a reconstruction, does not know."""
    reconstruction = bundle["guideline"].get("reconstruction", {})
    return _implied(reconstruction.get("not_known", []))


def _implied(not_known: Iterable[str]) -> frozenset[str]:
    return frozenset(kind for each in not_known for kind in _IMPLIED.get(each, ()))
