"""What a guideline is, for whom, from where, and when."""

from typing import Annotated as A

from msgspec import field

from guidepress.model.block import STATEMENT_KINDS
from guidepress.model.data import Value
from guidepress.model.facts import (
    AnyVersion,
    Day,
    Field,
    Id,
    Language,
    Line,
    Paragraph,
    Remark,
    Short,
    Url,
    Version,
    choice,
    derived,
    stamp,
)


class Population(Value, frozen=True, kw_only=True):
    """Whom the guideline is about (apart from who reads it)."""

    condition: A[Line, "Disease.", Field(example="soft tissue sarcoma")]
    age: A[Line | None, "Age group.", Field(example="children and adolescents")] = None
    setting: A[Line | None, "Setting, e.g. recurrent.", Field(example="recurrent disease")] = None


class Contact(Value, frozen=True, kw_only=True):
    """A way to reach the publisher of the source."""

    label: A[Line, "What it is for.", Field(example="Questions about cancer")]
    phone: A[
        Short | None,
        "Telephone number as the source prints it.",
        Field(example="1-800-4-CANCER"),
    ] = None
    url: Url | None = None


class Source(Value, frozen=True, kw_only=True):
    """Where the content comes from."""

    title: A[Line, "Title of the source.", Field(example="Childhood Soft Tissue Sarcoma (PDQ®)")]
    section: A[
        Line | None,
        "The section of the source that this guideline is made from.",
        Field(example="Treatment of Recurrent Disease"),
    ] = None
    not_here: A[
        Paragraph | None,
        "What the source holds and this guideline does not.",
        Field(example="All other sections of the PDQ summary."),
    ] = None
    publisher: A[Line, "Publisher of the source.", Field(example="National Cancer Institute")]
    url: Url | None = None
    updated: A[Day | None, "The day on which the source says it was updated.", stamp()] = None
    contact: A[tuple[Contact, ...], "Contacts of the source's publisher; never ours."] = ()
    licence: A[Paragraph | None, "Terms of use of the source.", Field(example="Free to reuse.")] = (
        None
    )
    adaptation: A[
        Paragraph,
        "How the content was adapted, and what it is not.",
        Field(example="Facts restated in our own words; not a PDQ summary, not medical advice."),
    ]


class Reconstruction(Value, frozen=True, kw_only=True):
    """Says that this version was put together from archives."""

    source: A[
        Paragraph,
        "The archive it was put together from.",
        Field(example="An undated copy of the section."),
    ] = field(name="from")
    updated_between: A[
        tuple[A[Day, "A day."], ...],
        "First and last day on which the text can have been current.",
        Field(least=2, most=2, example=["2008-12-06", "2015-01-28"]),
    ]
    not_known: A[
        tuple[
            A[
                str,
                choice("factors", "options", "sections", "references", "citations", "evidence"),
            ],
            ...,
        ],
        "What the archive does not tell; it is first recorded later, never added.",
        Field(unique=True, example=["references"]),
    ]


class Retired(Value, frozen=True, kw_only=True):
    """An id that is gone for good."""

    id: A[Id, "The id that was released."]
    reason: A[Paragraph, "Why it is gone.", Field(example="The trial is closed.")]


class Abbreviation(Value, frozen=True, kw_only=True):
    """An abbreviation."""

    id: A[Short, "The short form.", Field(example="ET-743")]
    expansion: A[Line, "What it stands for.", Field(example="ecteinascidin 743")]


class Link(Value, frozen=True, kw_only=True):
    """Another guideline at one version."""

    guideline: A[Id, "Id of the other guideline."]
    version: A[Version, "The version that is rendered."]


class Withdrawal(Value, frozen=True, kw_only=True):
    """Why the guideline was withdrawn."""

    reason: A[Remark, "Why it is no longer to be used.", Field(example="Out of date.")]
    last_good_version: A[Version, "The last version before it."]


class Identity(Value, frozen=True, kw_only=True):
    """What the guideline is, for whom, from where, and its dates."""

    id: A[Id, "Id of the guideline; the name of its folder."]
    title: A[
        Line, "Title.", Field(change="title-changed", example="Treatment of recurrent disease")
    ]
    document_type: A[
        str,
        "evidence-summary makes no recommendations.",
        choice(
            "evidence-summary",
            "guideline",
            "protocol",
            change="type-changed",
            example="evidence-summary",
        ),
    ]
    language: A[Language, Field(change="language-changed")]
    audience: A[
        str,
        "Who reads it.",
        choice(
            "health-professional",
            "patient",
            "public",
            change="audience-changed",
            example="health-professional",
        ),
    ]
    population: A[
        Population,
        "Whom the guideline is about (apart from who reads it).",
        Field(change="population-changed"),
    ]
    publisher: A[
        Line | None,
        "Publisher of this guideline (not of its source).",
        Field(change="publisher-changed", example="Example Society"),
    ] = None
    updated: A[
        Day | None,
        "Day on which our content last changed in a way that is not trivial.",
        stamp(),
    ] = None
    reviewed: A[Day | None, "Day of the last review.", stamp()] = None
    last_search: A[Day | None, "Day of the last search for evidence.", stamp()] = None
    first_published: A[Day | None, "Day of first publication.", stamp()] = None
    review_due: A[Day | None, "Day by which a review is due.", stamp()] = None
    source: A[Source | None, "Where the content comes from.", Field(change="source-changed")] = None
    not_covered: A[
        tuple[A[str, choice(*STATEMENT_KINDS, example="dose")], ...],
        "What the editors say that this document does not cover.",
        Field(change="not-covered-changed", unique=True, example=["dose"]),
    ] = ()
    body: A[
        tuple[A[Id, "factors, options, or the id of a section."], ...],
        "The order in which factors, options and sections are read.",
        Field(change="body-changed", needed=True, least=1, unique=True, example=["options"]),
    ] = ()
    abbreviations: A[
        tuple[Abbreviation, ...],
        "Short forms used in the text.",
        Field(change="abbreviations-changed"),
    ] = ()
    retired: A[
        tuple[Retired, ...], "Ids that are gone for good.", Field(change="lineage-changed")
    ] = ()
    reconstruction: A[
        Reconstruction | None, "Says that this version was put together from archives.", stamp()
    ] = None
    translation_of: A[
        Link | None, "Another guideline at one version.", Field(change="links-changed")
    ] = None
    patient_version_of: A[
        Link | None, "Another guideline at one version.", Field(change="links-changed")
    ] = None
    version: A[
        AnyVersion | None,
        "Version of this release; absent in a draft.",
        stamp(derived=True),
    ] = None
    status: A[
        str,
        "draft, in-consultation, active or withdrawn at the time of the release; versions.json "
        "tells what became of it.",
        choice(
            "draft",
            "in-consultation",
            "active",
            "withdrawn",
            change="stamp",
            derived=True,
            example="active",
        ),
    ] = "draft"
    release_kind: A[
        str | None,
        "What kind of release.",
        choice(
            "release",
            "consultation",
            "correction",
            "reviewed",
            "withdrawal",
            change="stamp",
            derived=True,
            example="release",
        ),
    ] = None
    corrects: A[Version | None, "The version that a correction corrects.", stamp(derived=True)] = (
        None
    )
    consultation: A[
        AnyVersion | None,
        "The last consultation version that was followed by a final one.",
        derived(change="consultation-ended", example="3.0.0-consultation.1"),
    ] = None
    released: A[Day | None, "Day on which it was released.", stamp(derived=True)] = None
    withdrawal: A[
        Withdrawal | None,
        "Why the guideline was withdrawn.",
        derived(change="withdrawal-changed"),
    ] = None

    def variants(self) -> set[str]:
        """Return the ids of the guidelines that this one renders for others."""
        links = (self.translation_of, self.patient_version_of)
        return {link.guideline for link in links if link}
