"""Which fields of an entity are told as which kind of change, and which are only stamps."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# The closed list of what changes with every release and is never told as a change.
TOP_STAMPS = ("id", "schema_version")
GUIDELINE_STAMPS = (
    "version",
    "status",
    "release_kind",
    "corrects",
    "released",
    "updated",
    "reviewed",
    "last_search",
    "first_published",
    "review_due",
    "reconstruction",
)
SOURCE_STAMPS = ("updated",)

# Lists of entities, in the order in which their changes are told: their name, and one of them.
LISTS: Mapping[str, str] = {
    "factors": "factor",
    "options": "option",
    "sections": "section",
    "references": "reference",
    "scales": "scale",
}

# (kind without the entity's name in front) -> the fields that it covers. A field that stands here
# nowhere is told as "other-changed": nothing is ever left out.
FIELDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "guideline": {
        "title-changed": ("title",),
        "type-changed": ("document_type",),
        "language-changed": ("language",),
        "audience-changed": ("audience",),
        "population-changed": ("population",),
        "publisher-changed": ("publisher",),
        "abbreviations-changed": ("abbreviations",),
        "links-changed": ("translation_of", "patient_version_of"),
        "withdrawal-changed": ("withdrawal",),
    },
    "list": {"exhaustive-changed": ("exhaustive",)},
    "factor": {
        "name-changed": ("name",),
        "values-changed": ("values",),
        "description-changed": ("description",),
    },
    "option": {
        "name-changed": ("name",),
        "standing-changed": ("standing", "standing_population"),
        "conditions-changed": ("applies_when",),
        "recommendation-changed": ("recommendation",),
        "components-changed": ("components",),
        "interventions-changed": ("interventions",),
        "regulatory-changed": ("regulatory",),
    },
    "section": {"title-changed": ("title",)},
    "statement": {
        "kind-changed": ("kind",),
        "population-changed": ("population",),
        "about-changed": ("about",),
        "locator-changed": ("source_locator",),
        "retraction-acknowledged": ("cites_retracted",),
    },
    "reference": {
        "title-changed": ("title",),
        "authors-changed": ("author", "editor"),
        "identifier-changed": ("PMID", "PMCID", "DOI", "ISBN", "ISSN"),
        "details-changed": (
            "type",
            "issued",
            "container-title",
            "collection-title",
            "publisher",
            "publisher-place",
            "edition",
            "volume",
            "issue",
            "page",
            "number",
            "language",
            "accessed",
            "URL",
        ),
    },
    "scale": {},
}

EVIDENCE_FIELDS: Mapping[str, tuple[str, ...]] = {
    "evidence-references-changed": ("references",),
    "evidence-finding-changed": ("finding",),
    "evidence-note-changed": ("note",),
}
