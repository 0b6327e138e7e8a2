"""Bibliographic items in CSL's fields, so that Zotero, Pandoc and citation processors read them."""

from typing import Annotated as A

from msgspec import field

from guidepress.model.data import Value
from guidepress.model.facts import (
    Code,
    EntityId,
    Field,
    Language,
    Line,
    Paragraph,
    Remark,
    Short,
    Url,
    choice,
    derived,
    example,
)

Pmid = A[
    str,
    "PubMed id.",
    example(
        "17602081",
        least=1,
        most=9,
        pattern="^[1-9][0-9]{0,8}$",
        form="a PubMed id: digits only, such as 17602081",
        digits=True,
    ),
]
Doi = A[
    str,
    "DOI without the address in front.",
    example(
        "10.1200/JCO.2006.10.4117",
        least=1,
        most=300,
        pattern="^10\\.[0-9]{4,9}/[^ \\t\\r\\n]+$",
        form="a DOI such as 10.1200/JCO.2006.10.4117, without https://doi.org/",
    ),
]
Pmcid = A[
    str,
    "PubMed Central id.",
    example(
        "PMC3000020",
        most=12,
        pattern="^PMC[1-9][0-9]{0,8}$",
        form="a PubMed Central id such as PMC3000020",
    ),
]
Isbn = A[
    str,
    "ISBN of a book, with or without hyphens.",
    example(
        "978-3-16-148410-0",
        most=17,
        pattern="^(?:[0-9][ -]?){9}(?:(?:[0-9][ -]?){3})?[0-9Xx]$",
        form="an ISBN of 10 or 13 digits, such as 978-3-16-148410-0",
        digits=True,
    ),
]
Issn = A[
    str,
    "ISSN of the journal or series.",
    example(
        "0378-5955", most=9, pattern="^[0-9]{4}-[0-9]{3}[0-9X]$", form="an ISSN such as 0378-5955"
    ),
]
RegistryId = A[
    str,
    "An id in a register of trials.",
    example(
        "NCT00000102",
        most=40,
        pattern="^(NCT[0-9]{8}|ISRCTN[0-9]{8}|EudraCT [0-9]{4}-[0-9]{6}-[0-9]{2})$",
        form="NCT00000102, ISRCTN00000000 or EudraCT 2004-000446-20",
    ),
]
DETAILS = "details-changed"


class Name(Value, frozen=True, kw_only=True):
    """A person (family, given) or a corporate author (literal)."""

    family: A[Line | None, "Family name.", example("Belal")] = None
    given: A[Line | None, "Given names or initials.", example("A")] = None
    non_dropping_particle: A[Short | None, "e.g. van der", example("van der")] = field(
        default=None, name="non-dropping-particle"
    )
    dropping_particle: A[Short | None, "e.g. de", example("de")] = field(
        default=None, name="dropping-particle"
    )
    suffix: A[Short | None, "e.g. Jr", example("Jr")] = None
    literal: A[Line | None, "A corporate author.", example("Study Group")] = None

    @property
    def whole_family(self) -> str:
        """The family name with its particles: ``van der Graaf``."""
        parts = (self.dropping_particle, self.non_dropping_particle, self.family)
        return " ".join(part for part in parts if part)


DatePart = A[int, "Year, month or day.", Field(least=0, most=9_999)]
DateParts = A[tuple[DatePart, ...], "Year, month, day; as far as known.", Field(least=1, most=3)]


class Date(Value, frozen=True, kw_only=True):
    """A date in CSL's form."""

    date_parts: A[
        tuple[DateParts, ...], "CSL's form of a date.", example([[2001]], least=1, most=1)
    ] = field(name="date-parts")

    @property
    def iso(self) -> str:
        """The date as ISO 8601 writes it, as far as it is known."""
        return "-".join(f"{part:02}" for part in self.date_parts[0])


class Notice(Value, frozen=True, kw_only=True):
    """A notice about the work."""

    kind: A[str, "Its kind.", choice("erratum", "expression-of-concern", "retraction", "comment")]
    citation: A[Paragraph, "Where it was published.", example("J Clin Oncol 2007;25(24):3790")]
    pmid: Pmid | None = field(default=None, name="PMID")
    doi: Doi | None = field(default=None, name="DOI")


class Custom(Value, frozen=True, kw_only=True):
    """What CSL has no field for; its schema allows ``custom`` for that."""

    authors_complete: A[
        bool | None,
        "Whether the list of authors is whole; absent where nobody said so.",
        Field(example=True, change="authors-changed"),
    ] = None
    notices: A[tuple[Notice, ...], "Errata, retractions, comments."] = ()
    registry: A[
        tuple[RegistryId, ...] | None,
        "Ids of the trial in registers.",
        example(["NCT00000102"], change="identifier-changed"),
    ] = None


class Reference(Value, frozen=True, kw_only=True):
    """A bibliographic item in CSL's fields (https://docs.citationstyles.org, CSL 1.0.2)."""

    id: A[EntityId, example("belal-2001")]
    type: A[
        str,
        "Type in CSL's terms.",
        choice(
            "article-journal",
            "article",
            "book",
            "chapter",
            "dataset",
            "document",
            "entry",
            "legislation",
            "paper-conference",
            "post",
            "regulation",
            "report",
            "review",
            "speech",
            "standard",
            "thesis",
            "webpage",
            change=DETAILS,
        ),
    ]
    author: A[
        tuple[Name, ...],
        "The authors that are known, in order.",
        Field(change="authors-changed", least=1),
    ] = ()
    editor: A[
        tuple[Name, ...] | None,
        "The editors that are known, in order.",
        example([{"family": "Belal", "given": "A"}], change="authors-changed"),
    ] = None
    title: A[Remark, "Title, verbatim.", example("A trial of rest")]
    container_title: A[Line | None, "Journal or book.", example("J Clin Oncol", change=DETAILS)] = (
        field(default=None, name="container-title")
    )
    collection_title: A[Line | None, "Series.", example("Technical reports", change=DETAILS)] = (
        field(default=None, name="collection-title")
    )
    publisher: A[Line | None, "Publisher.", example("Example Press", change=DETAILS)] = None
    publisher_place: A[Line | None, "Place.", example("Geneva", change=DETAILS)] = field(
        default=None, name="publisher-place"
    )
    edition: A[Code | None, "Edition.", example("2", change=DETAILS, digits=True)] = None
    issued: A[Date | None, "A date in CSL's form.", Field(change=DETAILS)] = None
    accessed: A[Date | None, "A date in CSL's form.", Field(change=DETAILS)] = None
    volume: A[Short | None, "Volume.", example("42", change=DETAILS, digits=True)] = None
    issue: A[Short | None, "Issue.", example("6", change=DETAILS, digits=True)] = None
    page: A[
        Short | None,
        "Pages in full, e.g. 2755-2763.",
        example("835-840", change=DETAILS, most=60, digits=True),
    ] = None
    number: A[
        Code | None,
        "Number of a report or standard; of an article, its article number.",
        example("17", change=DETAILS, digits=True),
    ] = None
    language: A[Language | None, Field(change=DETAILS)] = None
    pmid: A[Pmid | None, Field(change="identifier-changed")] = field(default=None, name="PMID")
    pmcid: A[Pmcid | None, Field(change="identifier-changed")] = field(default=None, name="PMCID")
    doi: A[Doi | None, Field(change="identifier-changed")] = field(default=None, name="DOI")
    isbn: A[Isbn | None, Field(change="identifier-changed")] = field(default=None, name="ISBN")
    issn: A[Issn | None, Field(change="identifier-changed")] = field(default=None, name="ISSN")
    url: A[Url | None, Field(change=DETAILS)] = field(default=None, name="URL")
    custom: A[Custom, "What CSL has no field for.", derived()] = Custom()

    @property
    def year(self) -> int | None:
        """The year of publication, where it is stated."""
        return self.issued.date_parts[0][0] if self.issued else None
