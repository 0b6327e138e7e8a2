"""What sentences say of levels of evidence: on which scale, along which axis, at which citation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guidepress.classify.axes import compare_levels
from guidepress.classify.values import name_scale, tell_became, tell_level

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from guidepress.classify.context import Context
    from guidepress.diff import Fact


def _level(fact: Fact, _context: Context, _words: Any) -> str:
    return str((fact.new or fact.old)["level"])


def _graded(fact: Fact, context: Context, _words: Any) -> str:
    return tell_level(fact.new or fact.old, context)


def _scale(fact: Fact, context: Context, _words: Any) -> str:
    return f"“{name_scale(fact.new, context)}”"


def _old_scale(fact: Fact, context: Context, _words: Any) -> str:
    return f"“{name_scale(fact.old, context)}”"


def _old_level(fact: Fact, _context: Context, _words: Any) -> str:
    return str(fact.old["level"])


def _axes(fact: Fact, context: Context, _words: Any) -> str:
    scale = context.scales.get((fact.new["scale"], fact.new["scale_version"]))
    said = compare_levels(scale, fact.old["level"], fact.new["level"]) if scale else ""
    return f": {said}" if said else ""


def _finding(fact: Fact, context: Context, _words: Any) -> str:
    return tell_became(fact.old.get("finding"), fact.new.get("finding"), context)


def _place_of_level(fact: Fact, context: Context, _words: Any) -> str:
    before, after = (_citation_at(side.get("at"), context) for side in (fact.old, fact.new))
    return tell_became(before, after, context)


def _citation_at(place: str | None, context: Context) -> str | None:
    key, _, number = (place or "").partition("#")
    name = context.works.get(key, key)
    return f"{name}, citation {number}" if number else name or None


LEVEL_PARTS: Mapping[str, Callable[[Fact, Context, Any], str]] = {
    "level": _level,
    "graded": _graded,
    "scale": _scale,
    "old_scale": _old_scale,
    "old_level": _old_level,
    "axes": _axes,
    "finding": _finding,
    "place_of_level": _place_of_level,
}
