"""Grading systems: axes, their levels, and the order of each axis."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import product
from typing import Annotated as A
from typing import NamedTuple

from guidepress.model.data import Value
from guidepress.model.facts import Field, Id, Line, Paragraph, Remark, Short, Url, choice, example


class Level(Value, frozen=True, kw_only=True):
    """A grade on one axis."""

    id: A[str, "The code on this axis.", example("1i", least=1, most=20)]
    rank: A[
        int | None,
        "1 is the strongest; a level that stands outside of the order has none.",
        example(1, least=1, most=100),
    ] = None
    meaning: A[
        Line,
        "What the code means, in plain words.",
        example("randomised controlled trial, double-blind"),
    ]
    partial: A[bool, "true: a code that leaves a detail open.", Field(example=False)] = False
    direction: A[
        str | None,
        "The direction of a recommendation that is graded so, where the scale settles it.",
        choice("for", "against", "either", "none"),
    ] = None


class Axis(Value, frozen=True, kw_only=True):
    """One thing that the scale grades."""

    id: A[Id, "Id of the axis.", example("design")]
    name: A[Line, "What the axis grades.", example("Study design")]
    order_note: A[Paragraph | None, "What is known of the order.", example("It is inferred.")] = (
        None
    )
    levels: A[tuple[Level, ...], "The levels.", Field(least=1)]


class Scale(Value, frozen=True, kw_only=True):
    """A versioned grading system."""

    id: A[Id, "Id of the scale.", example("pdq-treatment")]
    version: A[Short, "Version of the scale.", example("2010", digits=True)]
    title: A[Line, "Name of the scale.", example("Levels of evidence")]
    grades: A[
        str,
        "What is graded.",
        choice(*("study", "body-of-evidence", "recommendation", "consensus", "benefit", "other")),
    ]
    rates: A[
        Line,
        "What a level rates and what it does not.",
        example("Rates the design of the study, not the size of the benefit."),
    ]
    description: A[Remark, "What the scale is.", example("A level has two parts.")]
    source: A[Paragraph | None, "Where it is published.", example("Example Society, 2010")] = None
    url: Url | None = None
    axes: A[tuple[Axis, ...], "A code is one level of each axis, in this order.", Field(least=1)]


class Code(NamedTuple):
    """A code of a scale: its level on each axis that it states."""

    levels: tuple[Level, ...]
    partial: bool


@lru_cache(maxsize=64)
def codes_of(scale: Scale) -> Mapping[str, Code]:
    """Return every code of the scale: one level of each axis, in the order of the axes.

    Codes that leave out the later axes, or a detail of one, are partial; a full code wins.
    """
    found: dict[str, Code] = {}
    for count in range(len(scale.axes), 0, -1):
        for levels in product(*(axis.levels for axis in scale.axes[:count])):
            partial = count < len(scale.axes) or any(level.partial for level in levels)
            code = "".join(level.id for level in levels)
            if code not in found or (found[code].partial and not partial):
                found[code] = Code(levels, partial)
    return found


def meaning_of(scale: Scale, code: str) -> str:
    """Return the code in plain words, axis by axis; empty for a code that the scale lacks."""
    found = codes_of(scale).get(code)
    return "; ".join(level.meaning for level in found.levels) if found else ""
