"""Outcomes of a recommendation: what changed of each, and what a reader must be asked or warned."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from guidepress.classify.context import Context
from guidepress.classify.order import tell_order
from guidepress.classify.rows import NO_EFFECT, STILL, Row, Rule, rows
from guidepress.classify.values import label_of, tell_became, tell_whole
from guidepress.diff.fact import Fact
from guidepress.model.outcome import no_effect_of
from guidepress.words.substance import find_substance, finds_other_words

_NUMBERS = ("baseline", "relative_effect", "absolute_effect", "participants", "studies")
# What says which outcome is meant, and how its numbers are read.
_WORDS = ("name", "measure", "unit", "time")


def tell_outcomes(fact: Fact, context: Context, _words: Any) -> str:
    """Say of each outcome what came, went, or became something else."""
    if phrases := [*_told(fact, context)]:
        return "; ".join(phrases)
    sides = ([each["id"] for each in side.get("outcomes", ())] for side in (fact.old, fact.new))
    old, new = sides
    moved = replace(fact, subject=f"{fact.subject}/outcomes", old=old, new=new)
    return f"their order{tell_order(moved, context, ())}"


def _told(fact: Fact, context: Context) -> Iterator[str]:
    before, after = _by_id(fact.old), _by_id(fact.new)
    for name, old in before.items():
        if name not in after:
            yield f"removed \u201c{old['name']}\u201d: {tell_whole(old, context.then)}"
    for name, new in after.items():
        if name not in before:
            yield f"added \u201c{new['name']}\u201d: {tell_whole(new, context)}"
        else:
            yield from _differences(before[name], new, context)


def _differences(old: Any, new: Any, context: Context) -> Iterator[str]:
    for key in [*old, *(each for each in new if each not in old)]:
        if old.get(key) != new.get(key):
            phrase = tell_became(old.get(key), new.get(key), context, label_of(key), key)
            yield f"\u201c{new['name']}\u201d, {phrase}"


def _by_id(side: Any) -> dict[str, Any]:
    return {each["id"]: each for each in side.get("outcomes", ())}


def harms_changed(fact: Fact, _context: Context) -> bool:
    """Tell whether a harm came or went, is another one, or a number of one changed."""
    before, after = _by_id(fact.old), _by_id(fact.new)
    for name in before.keys() | after.keys():
        old, new = before.get(name), after.get(name)
        if "harm" in {(old or {}).get("kind"), (new or {}).get("kind")}:
            keys = (*_NUMBERS, *_WORDS, "better")
            numbers = [[side.get(key) for key in keys] if side else None for side in (old, new)]
            if numbers[0] != numbers[1] or (old or {}).get("kind") != (new or {}).get("kind"):
                return True
    return False


def harm_unlabelled(fact: Fact, _context: Context) -> bool:
    """Tell whether an outcome that was labelled a harm is none now."""
    return any(old.get("kind") == "harm" != new.get("kind") for old, new in _stayed(fact))


def crossing_changed(fact: Fact, _context: Context) -> bool:
    """Tell whether an effect or its interval began, or ceased, to hold none, or lies beyond it."""
    return any(_sides_of_no_effect(old) != _sides_of_no_effect(new) for old, new in _stayed(fact))


def read_otherwise(fact: Fact, context: Context) -> bool:
    """Tell whether another outcome is meant, or its numbers speak for something else."""
    return any(
        _sense(old) != _sense(new)
        or find_substance(_named(old), _named(new), context.language, context.drugs)
        or finds_other_words(old["name"], new["name"], context.language)
        for old, new in _stayed(fact)
    )


def _stayed(fact: Fact) -> list[tuple[Any, Any]]:
    before, after = _by_id(fact.old), _by_id(fact.new)
    return [(before[name], after[name]) for name in before.keys() & after.keys()]


def _sense(outcome: Any) -> tuple[Any, ...]:
    return outcome.get("better"), (outcome.get("relative_effect") or {}).get("measure")


def _named(outcome: Any) -> str:
    return ". ".join(str(outcome.get(key, "")) for key in _WORDS)


def _sides_of_no_effect(outcome: Any) -> list[tuple[int | None, int | None]]:
    """Tell on which side of no effect both effects lie, the relative first, and their intervals.

    Below 1 of a ratio or 0 of a difference: -1; above it: 1; at it, or an interval that holds it:
    0; None for what is not stated.
    """
    found = []
    for effect in (outcome.get("relative_effect") or {}, outcome.get("absolute_effect") or {}):
        none = no_effect_of(effect.get("measure"))
        value, low, high = (Decimal(effect[key]) if key in effect else None for key in _ENDS)
        estimate = None if value is None else (value > none) - (value < none)
        interval = None if low is None or high is None else (low > none) - (high < none)
        found.append((estimate, interval))
    return found


_ENDS = ("value", "low", "high")


def outcome_rows() -> Iterator[Rule]:
    """Rank what changed of the outcomes of recommendations."""
    outcomes = ("recommendation-outcomes-changed", "Revised the outcomes of {name}: {outcomes}.")
    alert = harms_changed
    unlabelled: Row = ("unlabelled", "major", harm_unlabelled)
    yield from rows(*outcomes, unlabelled, alert=alert, otherwise=None)
    crossing: Row = ("crossing", "minor", crossing_changed)
    yield from rows(*outcomes, crossing, question=NO_EFFECT, alert=alert, otherwise=None)
    otherwise: Row = ("read-otherwise", "minor", read_otherwise)
    yield from rows(*outcomes, otherwise, question=STILL, alert=alert, otherwise=None)
    yield from rows(*outcomes, alert=alert)
