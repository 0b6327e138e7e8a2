"""When something applies: a tree of conditions over factors."""

from collections.abc import Iterator
from typing import Annotated as A
from typing import Optional

from msgspec import field

from guidepress.model.coding import Codings
from guidepress.model.data import Value
from guidepress.model.facts import EntityId, Field, Id, Line, Paragraph, Replaces, example

Number = A[
    str,
    example(
        "65",
        least=1,
        most=20,
        pattern=r"^-?(0|[1-9][0-9]{0,9})(\.[0-9]{1,9})?$",
        form="a decimal number, such as 65 or 0.5",
        digits=True,
    ),
]


# What leads back to itself has an example of its own.
_NODES = [{"factor": "site-of-recurrence", "is": ["local"]}, {"text": "fit for surgery"}]


class Count(Value, frozen=True, kw_only=True):
    """At least so many of these must hold."""

    at_least: A[int, "How many.", example(2, least=1, most=100)]
    of: A[tuple["Condition", ...], "Of which conditions.", example(_NODES, least=1)]


class Condition(Value, frozen=True, kw_only=True):
    """One of: all, any, not or count of other conditions; a factor with its value; ref; text."""

    all: A[tuple["Condition", ...] | None, "Every one must hold.", example(_NODES, least=1)] = None
    any: A[tuple["Condition", ...] | None, "At least one must hold.", example(_NODES, least=1)] = (
        None
    )
    not_: A[Optional["Condition"], "This must not hold.", example(_NODES[0])] = field(
        default=None, name="not"
    )
    count: A[Count | None, "At least so many must hold."] = None
    factor: A[Id | None, "Id of a factor.", example("site-of-recurrence")] = None
    is_: A[
        tuple[A[Id, "Id of a value of that factor."], ...] | None,
        "The factor has one of these values.",
        example(["local", "isolated-pulmonary"], least=1, unique=True, single=True),
    ] = field(default=None, name="is")
    at_least: A[Number | None, "The number is this or more."] = None
    above: A[Number | None, "The number is more than this."] = None
    below: A[Number | None, "The number is less than this."] = None
    at_most: A[Number | None, "The number is this or less."] = None
    known: A[bool | None, "Whether the factor is known at all.", Field(example=True)] = None
    ref: A[Id | None, "Id of a condition that factors.yaml names."] = None
    text: A[
        Paragraph | None,
        "The condition in words, as the page shows it; alone, words that no program can judge.",
        example("the recurrence is local, or isolated in the lung"),
    ] = None
    sufficient: A[
        bool | None,
        "false: that this holds is not enough (“only for some children”).",
        Field(example=False),
    ] = None
    necessary: A[
        bool | None,
        "false: that this does not hold rules nothing out (“such as”).",
        Field(example=False),
    ] = None


class NamedCondition(Condition, frozen=True, kw_only=True):
    """A condition that others refer to by its id."""

    id: A[EntityId, example("fit-for-surgery", after="")]
    replaces: Replaces = ()


class FactorValue(Value, frozen=True, kw_only=True):
    """A value that a factor can have."""

    id: A[Id, "Id of the value, used by conditions.", example("local")]
    name: A[Line, "Name as readers see it.", example("local")]
    codes: Codings = ()


def iter_nodes(condition: Condition | None) -> Iterator[tuple[tuple[str | int, ...], Condition]]:
    """Yield the condition and every one inside it, each with the path that leads to it."""
    if condition is None:
        return
    yield (), condition
    for path, child in _children(condition):
        yield from (((*path, *deeper), each) for deeper, each in iter_nodes(child))


def _children(condition: Condition) -> Iterator[tuple[tuple[str | int, ...], Condition]]:
    for key, group in (("all", condition.all), ("any", condition.any)):
        yield from (((key, index), each) for index, each in enumerate(group or ()))
    if condition.not_:
        yield ("not",), condition.not_
    if condition.count:
        yield from ((("count", "of", index), each) for index, each in enumerate(condition.count.of))


class Subpopulation(Value, frozen=True, kw_only=True):
    """For whom something is: in words, and as data that mean the same; a text is its words."""

    text: A[Line, "In words.", example("adults", single=True)]
    when: A[Condition | None, "A condition that says the same."] = None
    codes: Codings = ()


AppliesWhen = A[Condition | None, "When it applies."]
