"""What sentences say of levels of evidence: on which scale, along which axis, at which citation."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from guidepress.classify.context import Context
from guidepress.classify.values import name_scale, tell_became, tell_level
from guidepress.diff.fact import Fact
from guidepress.model import Axis, Code, Level, Scale, codes_of


def _axes(fact: Fact, context: Context, _words: Any) -> str:
    scale = context.scales.get((fact.new["scale"], fact.new["scale_version"]))
    phrase = compare_levels(scale, fact.old["level"], fact.new["level"]) if scale else ""
    return f": {phrase}" if phrase else ""


def _place_of_level(fact: Fact, context: Context, _words: Any) -> str:
    before, after = (_citation_at(side.get("at"), context) for side in (fact.old, fact.new))
    return tell_became(before, after, context)


def _citation_at(place: str | None, context: Context) -> str | None:
    key, _, number = (place or "").partition("#")
    name = context.works.get(key, key)
    return f"{name}, citation {number}" if number else name or None


LEVEL_PARTS: Mapping[str, Callable[[Fact, Context, Any], str]] = {
    "level": lambda fact, _context, _words: str((fact.new or fact.old)["level"]),
    "graded": lambda fact, context, _words: tell_level(fact.new or fact.old, context),
    "scale": lambda fact, context, _words: f"“{name_scale(fact.new, context)}”",
    "old_scale": lambda fact, context, _words: f"“{name_scale(fact.old, context)}”",
    "old_level": lambda fact, _context, _words: str(fact.old["level"]),
    "axes": _axes,
    "finding": lambda fact, context, _words: tell_became(
        fact.old.get("finding"), fact.new.get("finding"), context
    ),
    "place_of_level": _place_of_level,
}


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
