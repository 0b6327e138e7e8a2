"""What values of the model are called on pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guidepress.model import Condition, Conditions, Factor

NOT_STATED = "not stated"

DOCUMENT_TYPES = {
    "evidence-summary": "Evidence summary",
    "guideline": "Guideline",
    "protocol": "Protocol",
}
AUDIENCES = {
    "health-professional": "Health professionals",
    "patient": "Patients",
    "public": "The public",
}
STANDINGS = {
    "standard": "Standard, as stated by the source",
    "listed": "Listed as an option",
    "under-clinical-evaluation": "Under clinical evaluation",
    "not-stated": "Not stated",
}
# Languages by their own names; any other is shown by its tag.
LANGUAGES = {
    "ar": "العربية",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "it": "Italiano",
    "nl": "Nederlands",
    "pt": "Português",
    "zh": "中文",
}
NOTICES = {
    "erratum": "Erratum",
    "expression-of-concern": "Expression of concern",
    "retraction": "Retracted",
    "comment": "Comment",
}
FINDINGS = {
    "favours": "favours it",
    "no-difference": "found no difference",
    "against": "speaks against it",
    "descriptive": "descriptive, without comparison",
}
REASON_TYPES = {
    "new-evidence": "New evidence",
    "safety": "Safety",
    "error-corrected": "Error corrected",
    "editorial": "Editorial",
    "source-updated": "Source updated",
}
RELEASE_KINDS = {
    "release": "Release",
    "correction": "Correction",
    "reviewed": "Reviewed, nothing changed",
    "withdrawal": "Withdrawal",
}


def as_of(updated: str | None) -> str:
    """Say how old the content is, in the middle of a sentence."""
    return f"content as of {updated}" if updated else "date of the content not stated"


def render_conditions(conditions: Conditions | None, factors: Sequence[Factor]) -> list[str]:
    """Return the conditions in words, one line each; an empty list where there are none."""
    if conditions is None:
        return []
    names = {factor.id: factor.name for factor in factors}
    lines = [_render_condition(each, names) for each in conditions.all]
    if conditions.any:
        either = "; or ".join(_render_condition(each, names) for each in conditions.any)
        lines.append(f"at least one of: {either}" if len(conditions.any) > 1 else either)
    return lines


def _render_condition(condition: Condition, names: dict[str, str]) -> str:
    if condition.text:
        return condition.text
    return f"{names.get(condition.factor, condition.factor)}: {' or '.join(condition.values)}"
