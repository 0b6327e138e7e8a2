"""Levels of evidence told axis by axis; levels of different scales are never compared."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from guidepress.model import Axis, Level, Scale


class Code(NamedTuple):
    """A code of a scale: its level on each axis that it states."""

    levels: tuple[Level, ...]
    partial: bool


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


def compare_levels(scale: Scale, old: str, new: str) -> str:
    """Say how two codes of one scale differ, such as "study design weaker, endpoint the same"."""
    codes = codes_of(scale)
    if old not in codes or new not in codes:
        return ""
    return ", ".join(_compare_axes(scale.axes, codes[old], codes[new]))


def _compare_axes(axes: Sequence[Axis], old: Code, new: Code) -> Iterator[str]:
    for index, axis in enumerate(axes):
        if index >= min(len(old.levels), len(new.levels)):
            yield f"{axis.name.lower()} not comparable"
            continue
        yield f"{axis.name.lower()} {_compare_ranks(old.levels[index], new.levels[index])}"


def _compare_ranks(old: Level, new: Level) -> str:
    if old.id == new.id:
        return "the same"
    if old.partial or new.partial or old.rank == new.rank:
        return "changed"
    return "stronger" if new.rank < old.rank else "weaker"
