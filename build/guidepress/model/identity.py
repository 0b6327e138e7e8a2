"""What a guideline is, for whom, from where, and when."""

from typing import Annotated as A

from msgspec import field

from guidepress.model.block import STATEMENT_KINDS
from guidepress.model.coding import Codings
from guidepress.model.data import Value
from guidepress.model.facts import (
    Day,
    Field,
    Id,
    Language,
    Line,
    Paragraph,
    PartId,
    Remark,
    Short,
    Url,
    Version,
    choice,
    example,
    stamp,
)


class Population(Value, frozen=True, kw_only=True):
    """Whom the guideline is about (apart from who reads it)."""

    condition: A[Line, "Disease.", example("soft tissue sarcoma")]
    age: A[Line | None, "Age group.", example("children and adolescents")] = None
    setting: A[Line | None, "Setting, e.g. recurrent.", example("recurrent disease")] = None
    codes: Codings = ()


class Contact(Value, frozen=True, kw_only=True):
    """A way to reach the publisher of the source."""

    label: A[Line, "What it is for.", example("Questions about cancer")]
    phone: A[Short | None, "Telephone number, as printed.", example("1-800-4-CANCER")] = None
    email: A[
        str | None,
        "E-mail address.",
        example(
            "errors@example.org",
            most=200,
            pattern='^[^ @<>"\t\r\n]{1,100}@[^ @<>"\t\r\n]{1,100}$',
            form="an e-mail address such as errors@example.org",
        ),
    ] = None
    url: Url | None = None


class Source(Value, frozen=True, kw_only=True):
    """Where the content comes from."""

    id: A[
        PartId | None,
        "What statements name it by, where there are several.",
        example("national-guideline"),
    ] = None
    title: A[Line, "Title of the source.", example("Childhood Soft Tissue Sarcoma (PDQ®)")]
    section: A[
        Line | None,
        "The section of the source that this guideline is made from.",
        example("Treatment of Recurrent Disease"),
    ] = None
    not_here: A[
        Paragraph | None,
        "What the source holds and this guideline does not.",
        example("All other sections of the PDQ summary."),
    ] = None
    publisher: A[Line, "Publisher of the source.", example("National Cancer Institute")]
    abstract: A[
        Remark | None,
        "What the source says of itself; an empty line begins a paragraph.",
        example("A summary for health professionals.", most=5_000),
    ] = None
    version: A[Short | None, "Its version, as it says.", example("7.0", digits=True)] = None
    number: A[Short | None, "Its number in a register.", example("AWMF 113-001", digits=True)] = (
        None
    )
    url: Url | None = None
    updated: A[Day | None, "Day of its update, as it says.", Field(change="dates-changed")] = None
    contact: A[tuple[Contact, ...], "Contacts of the source's publisher; never ours."] = ()
    licence: A[Paragraph | None, "Terms of use of the source.", example("Free to reuse.")] = None
    adaptation: A[
        Paragraph,
        "How the content was adapted, and what it is not.",
        example("Facts restated in our own words; not a PDQ summary, not medical advice."),
    ]


class Reconstruction(Value, frozen=True, kw_only=True):
    """Says that it is put together from archives."""

    source: A[
        Paragraph,
        "The archive it was put together from.",
        example("An undated copy of the section."),
    ] = field(name="from")
    updated_between: A[
        tuple[A[Day, "A day."], ...],
        "First and last day on which the text can have been current.",
        example(["2008-12-06", "2015-01-28"], least=2, most=2),
    ]
    not_known: A[
        tuple[
            A[str, choice("factors", "options", "sections", "references", "citations", "evidence")],
            ...,
        ],
        "What the archive does not tell; it is first recorded later, never added.",
        example(["references"], unique=True),
    ]


class Retired(Value, frozen=True, kw_only=True):
    """An id that is gone for good."""

    id: A[Id, "The id that was released."]
    reason: A[Paragraph, "Why it is gone.", example("The trial is closed.")]


class Abbreviation(Value, frozen=True, kw_only=True):
    """An abbreviation."""

    id: A[Short, "The short form.", example("ET-743")]
    expansion: A[Line, "What it stands for.", example("ecteinascidin 743")]


class Difference(Value, frozen=True, kw_only=True):
    """What differs from the original on purpose."""

    entity: A[Id, "Id of the entity that differs, or of the one that is left out."]
    reason: A[Remark, "Why it differs.", example("The drug is not approved here.")]


class Link(Value, frozen=True, kw_only=True):
    """Another guideline at one version."""

    guideline: A[Id, "Id of the other guideline."]
    version: A[Version, "The version that is rendered."]
    differences: A[
        tuple[Difference, ...], "What differs from that version on purpose, each with its reason."
    ] = ()


class RelatedDocument(Value, frozen=True, kw_only=True):
    """Another guideline or document that this one is related to: of this project, or elsewhere."""

    kind: A[
        str,
        "What the other one is to this guideline; replaces: this guideline takes its place.",
        choice(*("replaces", "replaced-by", "translation-of", "evidence-review", "companion")),
    ]
    guideline: A[Id | None, "Id of the other guideline, where it is one of this project."] = None
    title: A[
        Line | None,
        "Title of what is published elsewhere.",
        example("Screening for osteoporosis: evidence review"),
    ] = None
    publisher: A[Line | None, "Its publisher.", example("Example Society")] = None
    version: A[Short | None, "Its version or edition.", example("2018", digits=True)] = None
    date: A[Day | None, "Day of its publication."] = None
    language: Language | None = None
    url: Url | None = None


class Subject(Value, frozen=True, kw_only=True):
    """What the guideline is, for whom, and from where."""

    id: A[Id, "Id of the guideline; the name of its folder."]
    title: A[Line, "Title.", example("Treatment of recurrent disease")]
    document_type: A[
        str,
        "evidence-summary makes no recommendations.",
        choice("evidence-summary", "guideline", "protocol", change="type-changed"),
    ]
    language: Language
    audience: A[str, "Who reads it.", choice("health-professional", "patient", "public")]
    population: A[Population, "Whom the guideline is about (apart from who reads it)."]
    publisher: A[
        Line | None,
        "Publisher of this guideline (not of its source).",
        example("Example Society", detail="text"),
    ] = None
    updated: A[
        Day | None, "Day on which our content last changed in a way that is not trivial.", stamp()
    ] = None
    reviewed: A[Day | None, "Day of the last review.", Field(change="dates-changed")] = None
    last_search: A[Day | None, "Day of the last search.", Field(change="dates-changed")] = None
    first_published: A[
        Day | None, "Day of first publication.", Field(detail="text", change="dates-changed")
    ] = None
    review_due: A[Day | None, "Day by which a review is due.", Field(change="dates-changed")] = None
    source: A[Source | None, "Where the content comes from.", Field(detail="source")] = None
    sources: A[
        tuple[Source, ...],
        "Further sources, where there are several.",
        Field(change="source-changed", detail="sources"),
    ] = ()
    error_contact: A[
        Contact | None,
        "Whom to tell of an error in this guideline.",
        Field(change="terms-changed", detail="use"),
    ] = None
    not_covered: A[
        tuple[A[str, choice(*STATEMENT_KINDS, example="dose")], ...],
        "What the editors say that this document does not cover.",
        example(["dose"], detail="text", unique=True),
    ] = ()
    body: A[
        tuple[A[Id, "factors, options, or the id of a section."], ...],
        "The order in which factors, options and sections are read.",
        example(["options"], needed=True, least=1, unique=True),
    ] = ()
    abbreviations: A[
        tuple[Abbreviation, ...], "Short forms in the text.", Field(detail="text")
    ] = ()
    retired: A[
        tuple[Retired, ...],
        "Ids that are gone for good.",
        Field(detail="text", change="lineage-changed"),
    ] = ()
    reconstruction: A[Reconstruction | None, "Says that it is put together from archives."] = None
    translation_of: A[
        Link | None,
        "Another guideline at one version.",
        Field(change="links-changed", detail="relations"),
    ] = None
    patient_version_of: A[
        Link | None,
        "Another guideline at one version.",
        Field(change="links-changed", detail="relations"),
    ] = None
    related: A[
        tuple[RelatedDocument, ...],
        "Other guidelines and documents that belong to this one.",
        Field(change="links-changed", detail="relations"),
    ] = ()

    def variants(self) -> set[str]:
        """Return the ids of the guidelines of the project that this one names."""
        links = (self.translation_of, self.patient_version_of, *self.related)
        return {link.guideline for link in links if link and link.guideline}

    @property
    def titles(self) -> dict[str, str]:
        """The title of each source that has an id."""
        every = [*self.sources, *([self.source] if self.source else [])]
        return {each.id: each.title for each in every if each.id}
