"""The shapes of published files, from their schemas by ``docs/generate_types.py``.

Fields may be added within ``api/v1``: ignore what you do not know.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict


class Abbreviation(TypedDict):
    """An abbreviation."""

    id: str
    expansion: str


class ScaleAxis(TypedDict):
    """One thing that the scale grades."""

    id: str
    name: str
    order_note: NotRequired[str]
    levels: list[ScaleLevel]


class Block(TypedDict):
    """One claim, a list or a table, or an option that is shown at this place."""

    id: str
    kind: NotRequired[
        Literal[
            "benefit",
            "harm",
            "dose",
            "contraindication",
            "interaction",
            "monitoring",
            "prognosis",
            "diagnosis",
            "regulatory",
            "rationale",
            "practical",
            "resources",
            "values",
            "background",
        ]
    ]
    about: list[str]
    population: NotRequired[str]
    text: NotRequired[str]
    citations: list[str]
    evidence: list[Evidence]
    source_locator: NotRequired[str]
    cites_retracted: list[str]
    replaces: list[str]
    type: Literal["text", "list", "table", "show"]
    list: NotRequired[ItemList]
    table: NotRequired[Table]
    show: NotRequired[str]


class Cell(TypedDict):
    """A cell of a table, in the column that it begins in."""

    column: str
    text: NotRequired[str]
    absent: NotRequired[
        Literal["not-stated", "not-graded", "not-considered", "not-recommended", "no-data"]
    ]
    when: NotRequired[Condition]
    columns: NotRequired[int]
    rows: NotRequired[int]
    citations: list[str]


class Column(TypedDict):
    """A column of a table."""

    id: str
    title: str
    group: NotRequired[str]
    unit: NotRequired[str]


class Component(TypedDict):
    """A step of an option: any one of these interventions, possibly after another."""

    any: list[str]
    after: NotRequired[str]


# One of: all, any, not or count of other conditions; a factor with its value; ref; text.
Condition = TypedDict(
    "Condition",
    {
        "all": "NotRequired[list[Condition]]",
        "any": "NotRequired[list[Condition]]",
        "not": "NotRequired[Condition]",
        "count": "NotRequired[Count]",
        "factor": NotRequired[str],
        "is": NotRequired[list[str]],
        "at_least": NotRequired[str],
        "above": NotRequired[str],
        "below": NotRequired[str],
        "at_most": NotRequired[str],
        "known": NotRequired[bool],
        "ref": NotRequired[str],
        "text": NotRequired[str],
        "sufficient": NotRequired[bool],
        "necessary": NotRequired[bool],
    },
)


class Consensus(TypedDict):
    """How far the panel agreed."""

    level: NotRequired[str]
    percentage: NotRequired[str]


class Contact(TypedDict):
    """A way to reach the publisher of the source."""

    label: str
    phone: NotRequired[str]
    url: NotRequired[str]


class Count(TypedDict):
    """At least so many of these must hold."""

    at_least: int
    of: list[Condition]


class ReferenceCustom(TypedDict):
    """What CSL has no field for; its schema allows `custom` for that."""

    authors_complete: NotRequired[bool]
    notices: list[ReferenceNotice]
    registry: NotRequired[list[str]]


# A date in CSL's form.
CSLDate = TypedDict(
    "CSLDate",
    {
        "date-parts": list[list[int]],
    },
)


class Evidence(TypedDict):
    """A level of evidence as the source gave it."""

    scale: str
    scale_version: str
    level: str
    references: list[str]
    finding: NotRequired[Literal["favours", "no-difference", "against", "descriptive"]]
    note: NotRequired[str]


class Factor(TypedDict):
    """A consideration that a decision depends on."""

    id: str
    name: str
    type: NotRequired[Literal["choice", "number"]]
    multiple: NotRequired[bool]
    exhaustive: NotRequired[bool]
    unit: NotRequired[str]
    values: list[FactorValue]
    description: NotRequired[str]
    replaces: list[str]


class FactorValue(TypedDict):
    """A value that a factor can have."""

    id: str
    name: str


# How strong a recommendation is, and how certain the evidence behind it.
Grade = TypedDict(
    "Grade",
    {
        "strength": "NotRequired[GradedLevel]",
        "certainty": "NotRequired[GradedLevel]",
        "for": NotRequired[str],
    },
)


class GradedLevel(TypedDict):
    """A level on one scale, or why there is none."""

    scale: str
    scale_version: str
    level: NotRequired[str]
    absent: NotRequired[
        Literal["not-stated", "not-graded", "not-considered", "not-recommended", "no-data"]
    ]


class Identity(TypedDict):
    """What the guideline is, for whom, from where, and its dates."""

    id: str
    title: str
    document_type: Literal["evidence-summary", "guideline", "protocol"]
    language: str
    audience: Literal["health-professional", "patient", "public"]
    population: Population
    publisher: NotRequired[str]
    updated: NotRequired[str]
    reviewed: NotRequired[str]
    last_search: NotRequired[str]
    first_published: NotRequired[str]
    review_due: NotRequired[str]
    source: NotRequired[Source]
    not_covered: list[
        Literal[
            "benefit",
            "harm",
            "dose",
            "contraindication",
            "interaction",
            "monitoring",
            "prognosis",
            "diagnosis",
            "regulatory",
            "rationale",
            "practical",
            "resources",
            "values",
            "background",
        ]
    ]
    body: list[str]
    abbreviations: list[Abbreviation]
    retired: list[RetiredId]
    reconstruction: NotRequired[Reconstruction]
    translation_of: NotRequired[GuidelineLink]
    patient_version_of: NotRequired[GuidelineLink]
    version: NotRequired[str]
    status: Literal["draft", "in-consultation", "active", "withdrawn"]
    release_kind: NotRequired[
        Literal["release", "consultation", "correction", "reviewed", "withdrawal"]
    ]
    corrects: NotRequired[str]
    consultation: NotRequired[str]
    released: NotRequired[str]
    withdrawal: NotRequired[Withdrawal]


class Intervention(TypedDict):
    """A drug, an operation or a device."""

    name: str
    synonyms: list[str]
    codes: list[str]


class Item(TypedDict):
    """An entry of a list: a statement, with entries below it."""

    id: str
    kind: NotRequired[
        Literal[
            "benefit",
            "harm",
            "dose",
            "contraindication",
            "interaction",
            "monitoring",
            "prognosis",
            "diagnosis",
            "regulatory",
            "rationale",
            "practical",
            "resources",
            "values",
            "background",
        ]
    ]
    about: list[str]
    population: NotRequired[str]
    text: str
    citations: list[str]
    evidence: list[Evidence]
    source_locator: NotRequired[str]
    cites_retracted: list[str]
    replaces: list[str]
    ordered: NotRequired[bool]
    items: list[Item]


class ItemList(TypedDict):
    """A list whose entries are statements."""

    title: NotRequired[str]
    ordered: bool
    items: list[Item]


class Judgement(TypedDict):
    """What the panel judged on one criterion on the way to the recommendation."""

    id: str
    criterion: str
    judgement: NotRequired[str]
    absent: NotRequired[
        Literal["not-stated", "not-graded", "not-considered", "not-recommended", "no-data"]
    ]
    words: NotRequired[str]


class ScaleLevel(TypedDict):
    """A grade on one axis."""

    id: str
    rank: int
    meaning: str
    partial: bool


class GuidelineLink(TypedDict):
    """Another guideline at one version."""

    guideline: str
    version: str


class ListIntroduction(TypedDict):
    """How a list is introduced."""

    id: Literal["factors", "options"]
    intro: NotRequired[Statement]
    exhaustive: bool


# A person (family, given) or a corporate author (literal).
PersonName = TypedDict(
    "PersonName",
    {
        "family": NotRequired[str],
        "given": NotRequired[str],
        "non-dropping-particle": NotRequired[str],
        "dropping-particle": NotRequired[str],
        "suffix": NotRequired[str],
        "literal": NotRequired[str],
    },
)


# A condition that others refer to by its id.
NamedCondition = TypedDict(
    "NamedCondition",
    {
        "id": str,
        "all": "NotRequired[list[Condition]]",
        "any": "NotRequired[list[Condition]]",
        "not": "NotRequired[Condition]",
        "count": "NotRequired[Count]",
        "factor": NotRequired[str],
        "is": NotRequired[list[str]],
        "at_least": NotRequired[str],
        "above": NotRequired[str],
        "below": NotRequired[str],
        "at_most": NotRequired[str],
        "known": NotRequired[bool],
        "ref": NotRequired[str],
        "text": NotRequired[str],
        "sufficient": NotRequired[bool],
        "necessary": NotRequired[bool],
        "replaces": list[str],
    },
)


class Note(TypedDict):
    """A note below a table, marked in cells as ^id^."""

    id: str
    text: str
    citations: list[str]


class ReferenceNotice(TypedDict):
    """A notice about the work."""

    kind: Literal["erratum", "expression-of-concern", "retraction", "comment"]
    citation: str
    PMID: NotRequired[str]
    DOI: NotRequired[str]


class Option(TypedDict):
    """One thing that can be done."""

    id: str
    name: str
    standing: Literal["standard", "listed", "under-clinical-evaluation", "not-stated"]
    standing_population: NotRequired[str]
    interventions: list[Intervention]
    components: list[Component]
    applies_when: NotRequired[Condition]
    regulatory: list[Regulatory]
    content: list[Block]
    replaces: list[str]


class Part(TypedDict):
    """One of several things that a recommendation says in one sentence."""

    id: str
    text: str
    citations: list[str]
    direction: NotRequired[Literal["for", "against", "either", "none"]]
    grades: list[Grade]
    applies_when: NotRequired[Condition]
    population: NotRequired[str]


class Population(TypedDict):
    """Whom the guideline is about (apart from who reads it)."""

    condition: str
    age: NotRequired[str]
    setting: NotRequired[str]


class Recommendation(TypedDict):
    """What the document recommends; never in an evidence summary."""

    id: str
    number: NotRequired[str]
    text: str
    citations: list[str]
    about: list[str]
    kind: NotRequired[Literal["recommendation", "good-practice", "consensus", "research-only"]]
    direction: Literal["for", "against", "either", "none"]
    grades: list[Grade]
    consensus: NotRequired[Consensus]
    parts: list[Part]
    applies_when: NotRequired[Condition]
    population: NotRequired[str]
    judgements: list[Judgement]
    status: NotRequired[str]
    source_version: NotRequired[str]
    reviewed: NotRequired[str]
    content: list[Block]
    replaces: list[str]


# Says that this version was put together from archives.
Reconstruction = TypedDict(
    "Reconstruction",
    {
        "from": str,
        "updated_between": list[str],
        "not_known": list[
            Literal["factors", "options", "sections", "references", "citations", "evidence"]
        ],
    },
)


# A bibliographic item in CSL's fields (https://docs.citationstyles.org, CSL 1.0.2).
Reference = TypedDict(
    "Reference",
    {
        "id": str,
        "type": Literal[
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
        ],
        "author": "list[PersonName]",
        "editor": "NotRequired[list[PersonName]]",
        "title": str,
        "container-title": NotRequired[str],
        "collection-title": NotRequired[str],
        "publisher": NotRequired[str],
        "publisher-place": NotRequired[str],
        "edition": NotRequired[str],
        "issued": "NotRequired[CSLDate]",
        "accessed": "NotRequired[CSLDate]",
        "volume": NotRequired[str],
        "issue": NotRequired[str],
        "page": NotRequired[str],
        "number": NotRequired[str],
        "language": NotRequired[str],
        "PMID": NotRequired[str],
        "PMCID": NotRequired[str],
        "DOI": NotRequired[str],
        "ISBN": NotRequired[str],
        "ISSN": NotRequired[str],
        "URL": NotRequired[str],
        "custom": "ReferenceCustom",
    },
)


class Regulatory(TypedDict):
    """What an authority has approved."""

    authority: NotRequired[str]
    indication: str
    population: NotRequired[str]
    date: NotRequired[str]


class RetiredId(TypedDict):
    """An id that is gone for good."""

    id: str
    reason: str


class Row(TypedDict):
    """A row of a table."""

    id: str
    heading: NotRequired[str]
    cells: list[Cell]
    applies_when: NotRequired[Condition]
    evidence: list[Evidence]


class Scale(TypedDict):
    """A versioned grading system."""

    id: str
    version: str
    title: str
    grades: Literal["study", "body-of-evidence", "recommendation"]
    rates: str
    description: str
    source: NotRequired[str]
    url: NotRequired[str]
    axes: list[ScaleAxis]


class Section(TypedDict):
    """Prose that is neither a factor nor an option."""

    id: str
    title: str
    content: list[Block]
    replaces: list[str]


class Source(TypedDict):
    """Where the content comes from."""

    title: str
    section: NotRequired[str]
    not_here: NotRequired[str]
    publisher: str
    url: NotRequired[str]
    updated: NotRequired[str]
    contact: list[Contact]
    licence: NotRequired[str]
    adaptation: str


class Statement(TypedDict):
    """One claim."""

    id: str
    kind: NotRequired[
        Literal[
            "benefit",
            "harm",
            "dose",
            "contraindication",
            "interaction",
            "monitoring",
            "prognosis",
            "diagnosis",
            "regulatory",
            "rationale",
            "practical",
            "resources",
            "values",
            "background",
        ]
    ]
    about: list[str]
    population: NotRequired[str]
    text: str
    citations: list[str]
    evidence: list[Evidence]
    source_locator: NotRequired[str]
    cites_retracted: list[str]
    replaces: list[str]


class Table(TypedDict):
    """A table as data: compared row by row and cell by cell."""

    title: str
    columns: list[Column]
    rows: list[Row]
    row_order: NotRequired[Literal["free"]]
    notes: list[Note]


class Withdrawal(TypedDict):
    """Why the guideline was withdrawn."""

    reason: str
    last_good_version: str


class Bundle(TypedDict):
    """One version of a guideline, whole: all that is needed to show it for ever."""

    id: str
    schema_version: str
    guideline: Identity
    lists: list[ListIntroduction]
    conditions: list[NamedCondition]
    factors: list[Factor]
    options: list[Option]
    recommendations: list[Recommendation]
    sections: list[Section]
    references: list[Reference]
    scales: list[Scale]


class Change(TypedDict):
    """One change."""

    id: str
    kind: str
    impact: Literal["major", "minor", "patch", "none"]
    alert: bool
    rule: str
    subject: str
    old: NotRequired[Any]
    new: NotRequired[Any]
    words: list[WordPiece]
    sentence: str
    question: NotRequired[str]
    reason: NotRequired[str]
    reason_type: NotRequired[
        Literal["new-evidence", "safety", "error-corrected", "editorial", "source-updated"]
    ]
    link: NotRequired[str]
    accepted_by: NotRequired[str]
    operations: list[int]


# An operation of JSON Patch.
Operation = TypedDict(
    "Operation",
    {
        "op": Literal["add", "remove", "replace", "move"],
        "path": str,
        "from": NotRequired[str],
        "value": NotRequired[Any],
    },
)


class WordPiece(TypedDict):
    """A piece of a word difference."""

    op: Literal["same", "removed", "added"]
    text: str


class Proof(TypedDict):
    """What the patch leads from and to."""

    old_sha256: str
    new_sha256: str


# changes.json: what changed from one version of a guideline to the next, with reasons and proof.
Changes = TypedDict(
    "Changes",
    {
        "id": str,
        "schema_version": str,
        "guideline": str,
        "from": str,
        "to": str,
        "impact": Literal["major", "minor", "patch", "none"],
        "changes": "list[Change]",
        "patch": "list[Operation]",
        "stamps": list[int],
        "proof": "Proof",
    },
)


class IndexEntry(TypedDict):
    """A guideline."""

    id: str
    title: str
    version: str
    status: Literal["active", "withdrawn"]
    language: str
    released: str
    updated: NotRequired[str]
    latest: str
    versions: str
    bundle_sha256: str


class Index(TypedDict):
    """index.json: all guidelines of a site."""

    id: str
    schema_version: str
    guidelines: list[IndexEntry]


class VersionEntry(TypedDict):
    """A version."""

    id: str
    version: str
    kind: Literal["release", "consultation", "correction", "reviewed", "withdrawal"]
    impact: Literal["initial", "major", "minor", "patch", "none"]
    released: str
    updated: NotRequired[str]
    corrects: NotRequired[str]
    bundle_sha256: str
    changes_sha256: NotRequired[str]
    status: Literal["in-consultation", "active", "superseded", "withdrawn", "entered-in-error"]
    bundle: NotRequired[str]
    changes: NotRequired[str]
    removed: NotRequired[Removal]


class Alert(TypedDict):
    """A safety notice from outside, which readers see at once, without a release."""

    guideline: str
    id: str
    authority: str
    date: str
    url: NotRequired[str]
    about: list[str]
    text: str
    alert: bool


class Removal(TypedDict):
    """When and why a file was removed by law."""

    date: str
    reason: str


class Versions(TypedDict):
    """versions.json: every version of a guideline and what became of it."""

    id: str
    schema_version: str
    guideline: str
    latest: NotRequired[str]
    alerts: list[Alert]
    versions: list[VersionEntry]


class IdEntry(TypedDict):
    """What became of an id."""

    id: str
    type: Literal[
        "factor", "option", "section", "statement", "reference", "recommendation", "named-condition"
    ]
    status: Literal["present", "replaced", "retired", "removed", "withdrawn"]
    first_version: str
    last_version: str
    replaced_by: list[str]


class Ids(TypedDict):
    """ids.json: every id that was ever released, and what became of it."""

    id: str
    schema_version: str
    guideline: str
    ids: list[IdEntry]
