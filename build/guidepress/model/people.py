"""Who made a guideline: kept outside of what is frozen, so that a person can be taken out."""

from typing import Annotated as A

from msgspec import field

from guidepress.model.data import Value
from guidepress.model.facts import Day, Field, Id, Line, PartId, Remark, choice


class Held(Value, frozen=True, kw_only=True):
    """A role that somebody has, or had."""

    body: A[Id, "Id of the body, as guideline.yaml names it.", Field(example="panel")]
    role: A[Id | None, "Id of the role in it.", Field(example="chair")] = None
    from_: A[Day | None, "First day."] = field(default=None, name="from")
    until: A[Day | None, "Last day."] = None
    speaks_for: A[
        Line | None, "Whom they speak for, if not for themselves.", Field(example="Patients")
    ] = None


class Interest(Value, frozen=True, kw_only=True):
    """An interest that was declared, and what followed from it."""

    kind: A[
        str,
        "What kind of interest.",
        choice("financial", "intellectual", "public-position", "other", example="financial"),
    ]
    about: A[Remark, "What it is.", Field(example="Lectures on drug testing")]
    declared: A[Day | None, "Day on which it was declared."] = None
    from_: A[Day | None, "Since when it has been so."] = field(default=None, name="from")
    until: A[Day | None, "Last day."] = None
    consequence: A[
        str | None,
        "What followed from it.",
        choice("none", "disclosed", "left-the-discussion", "no-vote", "excluded"),
        Field(example="left-the-discussion"),
    ] = None


class Person(Value, frozen=True, kw_only=True):
    """A person, or an organisation that holds a role; without a name, the roles are shown."""

    id: A[PartId, "An id that is unique in this file.", Field(example="member-1")]
    name: A[Line | None, "Name.", Field(example="A. Example")] = None
    affiliation: A[Line | None, "Where they work.", Field(example="Example Hospital")] = None
    orcid: A[
        str | None,
        "ORCID of a person.",
        Field(
            pattern="^[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]$",
            form="an ORCID such as 0000-0002-1825-0097",
            example="0000-0002-1825-0097",
        ),
    ] = None
    roles: A[tuple[Held, ...], "The roles that they have or had.", Field(needed=True, least=1)] = ()
    interests: A[tuple[Interest, ...], "Interests that were declared."] = ()


class PeopleFile(Value, frozen=True, kw_only=True):
    """Who made the guideline: shown on its current page, and never frozen."""

    people: A[tuple[Person, ...], "People and organisations, in the order of showing."]
