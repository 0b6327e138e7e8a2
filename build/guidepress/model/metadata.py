"""How a guideline was made and may be used: bodies, funding, searches, consultations, terms."""

from typing import Annotated as A

from msgspec import field

from guidepress.model.data import Value
from guidepress.model.facts import (
    AnyVersion,
    Day,
    Field,
    Id,
    Line,
    Paragraph,
    PartId,
    Remark,
    Short,
    Version,
    choice,
    derived,
    example,
    stamp,
)
from guidepress.model.identity import Subject

Doi = A[
    str,
    "DOI without the address in front.",
    example(
        "10.1200/JCO.2006.10.4117",
        least=1,
        most=200,
        pattern="^10[.][0-9]{4,9}/[^ \\t\\r\\n]+$",
        form="a DOI such as 10.1200/JCO.2006.10.4117",
    ),
]


class Role(Value, frozen=True, kw_only=True):
    """A part that people have in a body; who they are stands in people.yaml."""

    id: A[PartId, example("chair")]
    name: A[Line, "Name of the role.", example("Chair")]
    number: A[Short | None, "How many have it.", example("17", digits=True)] = None
    votes: A[bool | None, "Whether it has a vote.", Field(example=False)] = None


class Body(Value, frozen=True, kw_only=True):
    """A panel, committee or group that had a part in the guideline."""

    id: A[PartId, example("panel")]
    name: A[Line, "Its name.", example("Guideline panel")]
    task: A[Remark | None, "What it did.", example("Rated each draft.")] = None
    power: A[
        str | None,
        "Whether it decides, advises, reviews or comments.",
        choice("decides", "advises", "reviews", "comments"),
    ] = None
    size: A[Short | None, "How many sit in it.", example("17", digits=True)] = None
    roles: A[tuple[Role, ...], "The parts that people have in it."] = ()


class Funding(Value, frozen=True, kw_only=True):
    """Who paid, what for, and with which influence."""

    funder: A[Line, "Who paid.", example("Ministry of Health")]
    for_: A[Line | None, "What for.", example("The search")] = field(default=None, name="for")
    influence: A[
        Remark | None,
        "Which influence the funder had on the content.",
        example("None on the content."),
    ] = None


class Search(Value, frozen=True, kw_only=True):
    """A search for evidence."""

    database: A[
        tuple[A[Line, "Name of a database."], ...],
        "What was searched.",
        example(["MEDLINE"], least=1, unique=True, single=True),
    ]
    question: A[Remark | None, "What was asked.", example("Which doses are safe?")] = None
    from_: A[Day | None, "First day that is covered."] = field(default=None, name="from")
    to: A[Day | None, "Last day that is covered."] = None
    languages: A[Line | None, "Languages that were read.", example("English")] = None
    strategy: A[Remark | None, "How it was searched.", example("See the appendix.")] = None
    registered: A[Line | None, "Where its protocol is registered.", example("PROSPERO")] = None
    found: A[Short | None, "How much was found.", example("4209", digits=True)] = None
    kept: A[Short | None, "How much of it was kept.", example("39", digits=True)] = None


class Consultation(Value, frozen=True, kw_only=True):
    """A time in which others could comment on a draft."""

    with_: A[Line | None, "Who was asked.", example("The public")] = field(
        default=None, name="with"
    )
    from_: A[Day | None, "First day."] = field(default=None, name="from")
    to: A[Day | None, "Last day."] = None
    where: A[Line | None, "Where it took place.", example("Federal Register")] = None
    received: A[Short | None, "How many comments came.", example("more than 4350", digits=True)] = (
        None
    )


class Endorsement(Value, frozen=True, kw_only=True):
    """An organisation that endorses the guideline."""

    organisation: A[Line, "The organisation.", example("Example Society")]
    date: A[Day | None, "Day of the endorsement."] = None
    words: A[Remark | None, "How it says so.", example("Endorsed with comments.")] = None


class Approval(Value, frozen=True, kw_only=True):
    """A decision of a body on the guideline."""

    body: A[Id, "Id of the body that decided.", example("panel", named=True)]
    role: A[Id | None, "Id of the role that signed for it.", example("chair", named=True)] = None
    date: A[Day, "Day of the decision."]
    decision: A[str, "The decision.", choice("approved", "rejected", "deferred")]


class Metadata(Subject, frozen=True, kw_only=True):
    """What the first page of a guideline says of how it was made and may be used."""

    licence: A[
        Paragraph | None,
        "Terms of use of this guideline.",
        example("CC BY 4.0", change="terms-changed", detail="use"),
    ] = None
    copyright: A[
        Line | None,
        "Who holds the copyright.",
        example("2015 Example Society", change="terms-changed", detail="use"),
    ] = None
    disclaimer: A[
        Remark | None,
        "What each page says of its limits.",
        example("Not a position of the government.", change="terms-changed", detail="use"),
    ] = None
    cite_as: A[
        Paragraph | None,
        "How the publisher wants it to be cited.",
        example("Example Society. Recurrent disease.", change="terms-changed", detail="use"),
    ] = None
    doi: A[Doi | None, Field(change="terms-changed", detail="use")] = None
    bodies: A[
        tuple[Body, ...],
        "Panels, committees and groups that had a part in it.",
        Field(change="people-changed", detail="making"),
    ] = ()
    decision_rule: A[
        Remark | None,
        "How decisions were made.",
        example("No vote; the agency decides.", change="people-changed", detail="making"),
    ] = None
    interests: A[
        Remark | None,
        "What is said of interests as a whole, and how they were found.",
        example("None significant were declared.", change="people-changed", detail="making"),
    ] = None
    funding: A[tuple[Funding, ...], "Who paid.", Field(detail="making")] = ()
    search: A[tuple[Search, ...], "Evidence searches.", Field(detail="making")] = ()
    consultations: A[
        tuple[Consultation, ...], "When others could comment.", Field(detail="making")
    ] = ()
    endorsements: A[
        tuple[Endorsement, ...], "Who endorses it.", Field(change="people-changed", detail="making")
    ] = ()
    approvals: A[
        tuple[Approval, ...],
        "Decisions on the guideline.",
        Field(change="people-changed", detail="making"),
    ] = ()


class Withdrawal(Value, frozen=True, kw_only=True):
    """Why the guideline was withdrawn."""

    reason: A[Remark, "Why it is no longer to be used.", example("Out of date.")]
    last_good_version: A[Version, "The last version before it."]


class Identity(Metadata, frozen=True, kw_only=True):
    """What the guideline is, for whom, from where, and its dates."""

    version: A[AnyVersion | None, "Version; absent in a draft.", stamp(derived=True)] = None
    status: A[
        str,
        "draft, in-consultation, active or withdrawn at the time of the release; versions.json "
        "tells what became of it.",
        choice(
            *("draft", "in-consultation", "active", "withdrawn"),
            change="stamp",
            derived=True,
            example="active",
        ),
    ] = "draft"
    release_kind: A[
        str | None,
        "What kind of release.",
        choice(
            *("release", "consultation", "correction", "reviewed", "withdrawal"),
            change="stamp",
            derived=True,
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
    withdrawal: A[Withdrawal | None, "Why the guideline was withdrawn.", derived()] = None


class Held(Value, frozen=True, kw_only=True):
    """A role that somebody has, or had."""

    body: A[Id, "Id of the body, as guideline.yaml names it.", example("panel")]
    role: A[Id | None, "Id of the role in it.", example("chair")] = None
    from_: A[Day | None, "First day."] = field(default=None, name="from")
    until: A[Day | None, "Last day."] = None
    speaks_for: A[Line | None, "For whom they speak, if others.", example("Patients")] = None


class Interest(Value, frozen=True, kw_only=True):
    """An interest that was declared, and what followed from it."""

    kind: A[str, "Its kind.", choice("financial", "intellectual", "public-position", "other")]
    about: A[Remark, "What it is.", example("Lectures on drug testing")]
    declared: A[Day | None, "Day on which it was declared."] = None
    from_: A[Day | None, "Since when it has been so."] = field(default=None, name="from")
    until: A[Day | None, "Last day."] = None
    consequence: A[
        str | None,
        "What followed from it.",
        choice("none", "disclosed", "left-the-discussion", "no-vote", "excluded"),
        example("left-the-discussion"),
    ] = None


class Person(Value, frozen=True, kw_only=True):
    """A person, or an organisation that holds a role; without a name, the roles are shown."""

    id: A[PartId, "An id that is unique in this file.", example("member-1")]
    name: A[Line | None, "Name.", example("A. Example")] = None
    affiliation: A[Line | None, "Where they work.", example("Example Hospital")] = None
    orcid: A[
        str | None,
        "ORCID of a person.",
        example(
            "0000-0002-1825-0097",
            pattern="^[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]$",
            form="an ORCID such as 0000-0002-1825-0097",
        ),
    ] = None
    roles: A[tuple[Held, ...], "The roles that they have or had.", Field(needed=True, least=1)] = ()
    interests: A[tuple[Interest, ...], "Interests that were declared."] = ()


class PeopleFile(Value, frozen=True, kw_only=True):
    """Who made the guideline: shown on its current page, and never frozen."""

    people: A[tuple[Person, ...], "People and organisations, in the order of showing."]
