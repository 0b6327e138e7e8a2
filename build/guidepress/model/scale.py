"""Grading systems: axes, their levels, and the order of each axis."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from guidepress.model.data import Value


class Level(Value):
    """A grade on one axis. Rank 1 is the strongest; equal ranks are not told apart."""

    id: str
    rank: int
    meaning: str
    partial: bool = False


class Axis(Value):
    """One thing that a scale grades, e.g. the design of a study."""

    id: str
    name: str
    order_note: str | None = None
    levels: tuple[Level, ...] = ()


class Scale(Value):
    """A versioned grading system; a code is one level of each axis, in the order of the axes."""

    id: str
    version: str
    title: str
    grades: str
    rates: str
    description: str
    source: str | None = None
    url: str | None = None
    axes: tuple[Axis, ...] = ()


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
