"""Levels of evidence told axis by axis; levels of different scales are never compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.model import codes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guidepress.model import Axis, Code, Level, Scale


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
    if old.partial or new.partial or not old.rank or not new.rank or old.rank == new.rank:
        return "changed"
    return "stronger" if new.rank < old.rank else "weaker"
