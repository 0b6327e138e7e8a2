"""The shapes of published files, from their schemas by ``docs/generate_types.py``.

Fields may be added within ``api/v1``: ignore what you do not know.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict


class Abbreviation(TypedDict):
    """An abbreviation."""

    id: str
    expansion: str


class AbsoluteEffect(TypedDict):
    """A difference in so many people, as the source states it; what is fewer has a minus."""

    value: NotRequired[str]
    low: NotRequired[str]
    high: NotRequired[str]
    confidence: NotRequired[str]
    per: str


class Approval(TypedDict):
    """A decision of a body on the guideline."""

    body: str
    role: NotRequired[str]
    date: str
    decision: Literal["approved", "rejected", "deferred"]


class ScaleAxis(TypedDict):
    """One thing that the scale grades."""

    id: str
    name: str
    order_note: NotRequired[str]
    levels: list[ScaleLevel]


class Baseline(TypedDict):
    """What happens without the intervention."""

    value: str
    per: str
    source: NotRequired[str]
    references: list[str]


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
    population: NotRequired[Subpopulation]
    text: NotRequired[str]
    citations: list[str]
    evidence: list[Evidence]
    source: NotRequired[str]
    source_locator: NotRequired[str]
    cites_retracted: list[str]
    renders: list[str]
    reviewed: NotRequired[str]
    replaces: list[str]
    type: Literal["text", "list", "table", "figure", "show"]
    list: NotRequired[ItemList]
    table: NotRequired[Table]
    figure: NotRequired[Figure]
    show: NotRequired[str]


class Body(TypedDict):
    """A panel, committee or group that had a part in the guideline."""

    id: str
    name: str
    task: NotRequired[str]
    power: NotRequired[Literal["decides", "advises", "reviews", "comments"]]
    size: NotRequired[str]
    roles: list[BodyRole]


class Cell(TypedDict):
    """A cell of a table, in the column that it begins in."""

    column: str
    text: NotRequired[str]
    absent: NotRequired[
        Literal["not-stated", "not-graded", "not-considered", "not-recommended", "no-data"]
    ]
    when: NotRequired[Condition]
    dose: NotRequired[str]
    columns: NotRequired[int]
    rows: NotRequired[int]
    citations: list[str]


class Certainty(TypedDict):
    """How certain the evidence on one outcome is."""

    scale: str
    scale_version: str
    level: NotRequired[str]
    absent: NotRequired[
        Literal["not-stated", "not-graded", "not-considered", "not-recommended", "no-data"]
    ]
    reasons: list[CertaintyReason]


class Coding(TypedDict):
    """A code of another system."""

    system: Literal["ATC", "RxNorm", "SNOMED CT", "ICD-10", "ICD-11", "LOINC", "MeSH", "UCUM"]
    code: str
    display: NotRequired[str]


class Column(TypedDict):
    """A column of a table."""

    id: str
    title: NotRequired[str]
    group: NotRequired[str]
    unit: NotRequired[str]
    replaces: list[str]


class Component(TypedDict):
    """A step of an option: all, or any one, of these interventions, possibly after another."""

    all: list[str]
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
    votes_for: NotRequired[str]
    votes_against: NotRequired[str]
    abstained: NotRequired[str]


# A time in which others could comment on a draft.
Consultation = TypedDict(
    "Consultation",
    {
        "with": NotRequired[str],
        "from": NotRequired[str],
        "to": NotRequired[str],
        "where": NotRequired[str],
        "received": NotRequired[str],
    },
)


class Contact(TypedDict):
    """A way to reach the publisher of the source."""

    label: str
    phone: NotRequired[str]
    email: NotRequired[str]
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


class Difference(TypedDict):
    """What differs from the original on purpose."""

    entity: str
    reason: str


class Dissent(TypedDict):
    """An opinion that the panel did not share."""

    by: str
    text: str


class Dose(TypedDict):
    """How much of one intervention is given, how, how often and for how long."""

    id: str
    intervention: str
    purpose: NotRequired[str]
    amount: NotRequired[str]
    low: NotRequired[str]
    high: NotRequired[str]
    at_least: NotRequired[str]
    at_most: NotRequired[str]
    absent: NotRequired[
        Literal["not-stated", "not-graded", "not-considered", "not-recommended", "no-data"]
    ]
    unit: NotRequired[str]
    per: NotRequired[str]
    percent_of: NotRequired[str]
    basis: NotRequired[Literal["dose", "day", "course"]]
    routes: list[
        Literal[
            "PO",
            "IM",
            "IV",
            "SC",
            "ID",
            "INH",
            "NAS",
            "PR",
            "PV",
            "SL",
            "BUC",
            "TOP",
            "TD",
            "OPH",
            "OT",
            "IO",
            "IT",
            "IP",
            "IA",
            "IVES",
            "EPI",
        ]
    ]
    form: NotRequired[str]
    concentration: NotRequired[Quantity]
    infusion_time: NotRequired[Quantity]
    interval: NotRequired[Quantity]
    times_per_day: NotRequired[str]
    increase: NotRequired[Quantity]
    increase_every: NotRequired[Quantity]
    duration: NotRequired[Quantity]
    until: NotRequired[Condition]
    max_per_dose: NotRequired[Quantity]
    max_per_day: NotRequired[Quantity]
    equivalents: list[Equivalent]
    applies_when: NotRequired[Condition]
    source: NotRequired[str]
    citations: list[str]


class Endorsement(TypedDict):
    """An organisation that endorses the guideline."""

    organisation: str
    date: NotRequired[str]
    words: NotRequired[str]


class Equivalent(TypedDict):
    """Another measure or substance that amounts to the same."""

    id: str
    name: NotRequired[str]
    amount: str
    unit: str


class Evidence(TypedDict):
    """A level of evidence as the source gave it."""

    scale: str
    scale_version: str
    level: str
    references: list[str]
    at: NotRequired[str]
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
    minimum: NotRequired[str]
    maximum: NotRequired[str]
    codes: list[Coding]
    values: list[FactorValue]
    description: NotRequired[str]
    reviewed: NotRequired[str]
    replaces: list[str]


class FactorValue(TypedDict):
    """A value that a factor can have."""

    id: str
    name: str
    codes: list[Coding]


class Figure(TypedDict):
    """An image with its text alternative, or the words alone where the image may not be shown."""

    file: NotRequired[str]
    absent: NotRequired[Literal["not-permitted", "not-supplied"]]
    sha256: NotRequired[str]
    media_type: NotRequired[Literal["image/png", "image/jpeg", "image/webp", "image/svg+xml"]]
    alt: str
    caption: NotRequired[str]
    description: NotRequired[str]
    credit: NotRequired[str]
    permission: NotRequired[str]
    citations: list[str]


# Who paid, what for, and with which influence.
Funding = TypedDict(
    "Funding",
    {
        "funder": str,
        "for": NotRequired[str],
        "influence": NotRequired[str],
    },
)


# How strong a recommendation is, and how certain the evidence behind it.
Grade = TypedDict(
    "Grade",
    {
        "strength": "NotRequired[GradedLevel]",
        "certainty": "NotRequired[GradedLevel]",
        "further": "list[GradedLevel]",
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


class Group(TypedDict):
    """Options that belong together: what is stated of the group holds for each of them."""

    id: str
    name: str
    group: NotRequired[str]
    alternative_to: list[str]
    applies_when: NotRequired[Condition]
    population: NotRequired[Subpopulation]
    reviewed: NotRequired[str]
    content: list[Block]
    replaces: list[str]


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
    sources: list[Source]
    error_contact: NotRequired[Contact]
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
    related: list[RelatedDocument]
    licence: NotRequired[str]
    copyright: NotRequired[str]
    disclaimer: NotRequired[str]
    cite_as: NotRequired[str]
    doi: NotRequired[str]
    bodies: list[Body]
    decision_rule: NotRequired[str]
    interests: NotRequired[str]
    funding: list[Funding]
    search: list[EvidenceSearch]
    consultations: list[Consultation]
    endorsements: list[Endorsement]
    approvals: list[Approval]
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

    kind: NotRequired[
        Literal["drug", "vaccine", "device", "procedure", "radiation", "test", "behaviour", "other"]
    ]
    name: str
    synonyms: list[str]
    codes: list[Coding]


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
    population: NotRequired[Subpopulation]
    text: str
    citations: list[str]
    evidence: list[Evidence]
    source: NotRequired[str]
    source_locator: NotRequired[str]
    cites_retracted: list[str]
    renders: list[str]
    reviewed: NotRequired[str]
    replaces: list[str]
    ordered: NotRequired[bool]
    items: list[Item]


class ItemList(TypedDict):
    """A list whose entries are statements."""

    title: NotRequired[str]
    ordered: NotRequired[bool]
    items: list[Item]
    citations: list[str]


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
    rank: NotRequired[int]
    meaning: str
    partial: bool
    direction: NotRequired[Literal["for", "against", "either", "none"]]


class GuidelineLink(TypedDict):
    """Another guideline at one version."""

    guideline: str
    version: str
    differences: list[Difference]


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
    short_name: NotRequired[str]
    group: NotRequired[str]
    standing: Literal["standard", "listed", "under-clinical-evaluation", "not-stated"]
    standing_population: NotRequired[str]
    interventions: list[Intervention]
    components: list[Component]
    applies_when: NotRequired[Condition]
    population: NotRequired[Subpopulation]
    doses: list[Dose]
    regulatory: list[Regulatory]
    reviewed: NotRequired[str]
    content: list[Block]
    replaces: list[str]


class Outcome(TypedDict):
    """What was found on one outcome."""

    id: str
    name: str
    kind: NotRequired[Literal["benefit", "harm"]]
    importance: NotRequired[str]
    measure: NotRequired[str]
    unit: NotRequired[str]
    time: NotRequired[str]
    better: NotRequired[Literal["lower", "higher"]]
    baseline: NotRequired[Baseline]
    relative_effect: NotRequired[RelativeEffect]
    absolute_effect: NotRequired[AbsoluteEffect]
    studies: NotRequired[str]
    participants: NotRequired[str]
    certainty: NotRequired[Certainty]
    summary: NotRequired[str]
    references: list[str]


class Part(TypedDict):
    """One of several things that a recommendation says in one sentence."""

    id: str
    text: str
    citations: list[str]
    about: list[str]
    direction: NotRequired[Literal["for", "against", "either", "none"]]
    grades: list[Grade]
    applies_when: NotRequired[Condition]
    target: NotRequired[Condition]
    population: NotRequired[Subpopulation]
    doses: list[Dose]


class Population(TypedDict):
    """Whom the guideline is about (apart from who reads it)."""

    condition: str
    age: NotRequired[str]
    setting: NotRequired[str]
    codes: list[Coding]


class Quantity(TypedDict):
    """An amount with its unit, a range from low to high, or so much or more, or less."""

    amount: NotRequired[str]
    low: NotRequired[str]
    high: NotRequired[str]
    at_least: NotRequired[str]
    at_most: NotRequired[str]
    unit: str


class Question(TypedDict):
    """A question that the guideline answers: whom, what, compared with what, for which outcomes."""

    id: str
    number: NotRequired[str]
    text: NotRequired[str]
    population: NotRequired[str]
    intervention: NotRequired[str]
    comparator: NotRequired[str]
    outcomes: list[str]
    replaces: list[str]


class CertaintyReason(TypedDict):
    """Why the certainty was rated so, for one domain."""

    domain: str
    judgement: str
    words: NotRequired[str]


class Recommendation(TypedDict):
    """What the document recommends; never in an evidence summary."""

    id: str
    number: NotRequired[str]
    text: str
    citations: list[str]
    about: list[str]
    kind: NotRequired[
        Literal["recommendation", "good-practice", "consensus", "statement", "research-only"]
    ]
    direction: Literal["for", "against", "either", "none"]
    grades: list[Grade]
    consensus: NotRequired[Consensus]
    dissent: list[Dissent]
    parts: list[Part]
    applies_when: NotRequired[Condition]
    target: NotRequired[Condition]
    population: NotRequired[Subpopulation]
    question: NotRequired[str]
    outcomes: list[Outcome]
    judgements: list[Judgement]
    status: NotRequired[str]
    source: NotRequired[str]
    source_version: NotRequired[str]
    source_locator: NotRequired[str]
    source_url: NotRequired[str]
    reviewed: NotRequired[str]
    content: list[Block]
    replaces: list[str]


# Says that it is put together from archives.
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


class RelatedDocument(TypedDict):
    """Another guideline or document that this one is related to: of this project, or elsewhere."""

    kind: Literal["replaces", "replaced-by", "translation-of", "evidence-review", "companion"]
    guideline: NotRequired[str]
    title: NotRequired[str]
    publisher: NotRequired[str]
    version: NotRequired[str]
    date: NotRequired[str]
    language: NotRequired[str]
    url: NotRequired[str]


class RelativeEffect(TypedDict):
    """An effect that compares two groups."""

    measure: Literal["RR", "OR", "HR", "IRR", "RD", "MD", "SMD"]
    value: NotRequired[str]
    low: NotRequired[str]
    high: NotRequired[str]
    confidence: NotRequired[str]


class RetiredId(TypedDict):
    """An id that is gone for good."""

    id: str
    reason: str


class BodyRole(TypedDict):
    """A part that people have in a body; who they are stands in people.yaml."""

    id: str
    name: str
    number: NotRequired[str]
    votes: NotRequired[bool]


class Row(TypedDict):
    """A row of a table."""

    id: str
    heading: NotRequired[str]
    cells: list[Cell]
    applies_when: NotRequired[Condition]
    evidence: list[Evidence]
    replaces: list[str]


class Scale(TypedDict):
    """A versioned grading system."""

    id: str
    version: str
    title: str
    grades: Literal["study", "body-of-evidence", "recommendation", "consensus", "benefit", "other"]
    rates: str
    description: str
    source: NotRequired[str]
    url: NotRequired[str]
    axes: list[ScaleAxis]


# A search for evidence.
EvidenceSearch = TypedDict(
    "EvidenceSearch",
    {
        "database": list[str],
        "question": NotRequired[str],
        "from": NotRequired[str],
        "to": NotRequired[str],
        "languages": NotRequired[str],
        "strategy": NotRequired[str],
        "registered": NotRequired[str],
        "found": NotRequired[str],
        "kept": NotRequired[str],
    },
)


class Section(TypedDict):
    """Prose that is neither a factor nor an option."""

    id: str
    number: NotRequired[str]
    title: str
    parent: NotRequired[str]
    reviewed: NotRequired[str]
    content: list[Block]
    replaces: list[str]


class Source(TypedDict):
    """Where the content comes from."""

    id: NotRequired[str]
    title: str
    section: NotRequired[str]
    not_here: NotRequired[str]
    publisher: str
    abstract: NotRequired[str]
    version: NotRequired[str]
    number: NotRequired[str]
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
    population: NotRequired[Subpopulation]
    text: str
    citations: list[str]
    evidence: list[Evidence]
    source: NotRequired[str]
    source_locator: NotRequired[str]
    cites_retracted: list[str]
    renders: list[str]
    reviewed: NotRequired[str]
    replaces: list[str]


class Subpopulation(TypedDict):
    """For whom something is: in words, and as data that mean the same; a text is its words."""

    text: str
    when: NotRequired[Condition]
    codes: list[Coding]


class Table(TypedDict):
    """A table as data: compared row by row and cell by cell."""

    title: str
    columns: list[Column]
    rows: list[Row]
    row_order: NotRequired[Literal["free"]]
    notes: list[Note]


class Term(TypedDict):
    """A word of the document with its meaning; links in texts lead to it."""

    id: str
    term: str
    definition: NotRequired[str]
    citations: list[str]
    codes: list[Coding]
    replaces: list[str]


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
    groups: list[Group]
    options: list[Option]
    questions: list[Question]
    recommendations: list[Recommendation]
    sections: list[Section]
    terms: list[Term]
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
    part_of: NotRequired[str]
    group: NotRequired[str]
    question: NotRequired[str]
    reason: NotRequired[str]
    reason_type: NotRequired[
        Literal["new-evidence", "safety", "error-corrected", "editorial", "source-updated"]
    ]
    link: NotRequired[str]
    accepted_by: NotRequired[str]
    operations: list[int]
    answer: NotRequired[str]
    computed: NotRequired[Literal["major", "minor", "patch", "none"]]
    refused: NotRequired[Literal["major", "minor", "patch", "none"]]


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
        "summary": NotRequired[list[str]],
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
    related: list[RelatedGuideline]


class RelatedGuideline(TypedDict):
    """What a guideline is related to, as it is now."""

    kind: Literal[
        "translation-of",
        "translation",
        "other-translation",
        "patient-version-of",
        "patient-version",
        "replaces",
        "replaced-by",
        "evidence-review",
        "evidence-review-of",
        "companion",
        "refers-to",
        "referred-to-by",
    ]
    guideline: NotRequired[str]
    title: NotRequired[str]
    publisher: NotRequired[str]
    url: NotRequired[str]
    language: NotRequired[str]
    version: NotRequired[str]
    status: NotRequired[Literal["active", "withdrawn"]]
    released: NotRequired[str]
    rendered: NotRequired[str]
    reason: NotRequired[str]
    versions: NotRequired[str]
    behind: bool
    alert: bool


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
    reasons: NotRequired[list[str]]
    lowered: NotRequired[list[str]]
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
