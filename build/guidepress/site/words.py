"""What values of the model are called on pages."""

from __future__ import annotations

from guidepress.export.wording import DOCUMENT_TYPES, STANDINGS

__all__ = [
    "AUDIENCES",
    "DOCUMENT_TYPES",
    "FINDINGS",
    "LANGUAGES",
    "NOTICES",
    "NOT_STATED",
    "REASON_TYPES",
    "RELEASE_KINDS",
    "STANDINGS",
    "as_of",
]

NOT_STATED = "not stated"

AUDIENCES = {
    "health-professional": "Health professionals",
    "patient": "Patients",
    "public": "The public",
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
