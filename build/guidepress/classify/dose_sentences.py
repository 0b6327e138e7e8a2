"""What sentences say of doses: whole ones, and what a part of one became."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from guidepress.classify.context import Context, quoted
from guidepress.classify.part_names import name_of, place_name
from guidepress.classify.values import became, is_condition, label_of, tell_became
from guidepress.conditions.evaluate import Terms
from guidepress.conditions.words import describe
from guidepress.diff.fact import Fact
from guidepress.doses import (
    AMOUNTS,
    HOW_MUCH,
    render_amount,
    render_dose,
    render_given,
    render_value,
)


def _dose(fact: Fact, context: Context, _words: Any) -> str:
    """Return a whole dose in words, with its source."""
    dose = fact.new or fact.old
    phrase = render_dose(dose, context.terms)
    return f"{phrase}; {quoted(dose['source'])}" if "source" in dose else phrase


def _dose_name(fact: Fact, context: Context, _words: Any) -> str:
    """Name a dose by its intervention and purpose, and by what it was where others share them.

    Others are those of either version, and as much is said as tells it from them.
    """
    dose, terms = _dose_of(fact, context), context.then.terms
    beside = {
        each["id"]: each
        for side in (context.entities, context.gone)
        for each in _doses_beside(fact, side)
    }
    former = beside.pop(dose.get("id"), dose)
    others = [each for each in beside.values() if _called(each) == _called(dose)]
    said = next(
        (
            phrase
            for way in _WAYS
            for phrase in [way(former, terms)]
            if all(way(each, terms) != phrase for each in others)
        ),
        _WAYS[-1](former, terms),
    )
    more = ", ".join(filter(None, (dose.get("purpose"), said)))
    return " ".join(filter(None, (dose.get("intervention"), f"({more})" if more else "")))


def _called(dose: Mapping[str, Any]) -> tuple[Any, Any]:
    return dose.get("intervention"), dose.get("purpose")


def _amount_and_condition(dose: Mapping[str, Any], terms: Terms) -> str:
    when = dose.get("applies_when")
    return ", ".join(filter(None, (render_amount(dose), describe(when, terms) if when else "")))


def _all_of_it(dose: Mapping[str, Any], terms: Terms) -> str:
    return render_given(dose, partial(describe, terms=terms))


_WAYS: tuple[Callable[[Mapping[str, Any], Terms], str], ...] = (
    lambda *_: "",
    _amount_and_condition,
    _all_of_it,
)


def _doses_beside(fact: Fact, entities: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return the doses of the option, or of the part of a recommendation, that a dose is of."""
    kind, owner, *steps = fact.subject.rpartition("/doses/")[0].split("/")
    held: Mapping[str, Any] = entities.get(f"{kind}/{owner}") or {}
    for key, name in zip(steps[::2], steps[1::2], strict=True):
        held = next((each for each in held.get(key, ()) if each["id"] == name), {})
    found: Sequence[Mapping[str, Any]] = held.get("doses", ())
    return found


def _dose_of(fact: Fact, context: Context) -> Mapping[str, Any]:
    name = fact.subject.rpartition("/doses/")[2].partition("/")[0]
    found: Mapping[str, Any] = context.doses.get(name, {})
    return found


def _owner(fact: Fact, context: Context, _words: Any) -> str:
    kind, name = fact.subject.split("/")[:2]
    place = f"{kind}/{name}"
    origins = (name, *context.entities.get(place, {}).get("replaces", ()))
    known = (context.gone.get(f"{kind}/{each}") for each in origins)
    # What went is named as it was known where it went from.
    former = next(filter(None, known), None) if fact.new is None else None
    return name_of(former) if former else place_name(place, context)


# How much of what a dose or an equivalent says.
_AMOUNT = frozenset({*AMOUNTS, "unit", "per"})
# A dose as a whole, what the fact has of it, and what conditions name.
_Side = tuple[Mapping[str, Any], Mapping[str, Any], Terms]


def values_of_dose(fact: Fact, context: Context, keys: Sequence[str]) -> str:
    """Say what parts of a dose became, with units and in readers' words."""
    dose = _dose_of(fact, context)
    former = context.former_doses.get(str(dose.get("id")), dose)
    if fact.kind.startswith("dose-equivalent"):
        dose, former = (_equivalent(each, fact) for each in (dose, former))
    sides = ((former, fact.old, context.then.terms), (dose, fact.new, context.terms))
    phrases = []
    if len(keys) > 1:
        old, new = (f"“{_as_one(each, keys)}”" for each in sides)
        if old != new:
            phrases = [f"{old} became {new}"]
            # What has the same words on both sides is told by the data behind them.
            keys = [key for key in keys if _shown(sides[0], key) == _shown(sides[1], key)]
    return "; ".join([*phrases, *(_tell_value(sides, key, context) for key in keys)])


def _tell_value(sides: tuple[_Side, _Side], key: str, context: Context) -> str:
    old, new = (side.get(key) for _, side, _ in sides)
    if any(map(_has_parts, (old, new))):
        return tell_became(old, new, context, label_of(key), key)
    before, after = (_shown(each, key) for each in sides)
    return f"{label_of(key)} {became(before, after, old, new)}"


def _shown(side: _Side, key: str) -> str:
    whole, stated, terms = side
    value = stated.get(key)
    if value in (None, []):
        return "nothing stated"
    return f"“{render_value({**whole, **stated}, key, value, terms)}”"


def _as_one(side: _Side, keys: Sequence[str]) -> str:
    """Return how much is given and, where that changed with it, how."""
    whole, stated, terms = side
    stayed = {key: whole[key] for key in HOW_MUCH & whole.keys() - {*keys}}
    dose = {**stayed, **stated}
    if _AMOUNT.issuperset(keys):
        return render_amount(dose)
    return render_given(dose, partial(describe, terms=terms))


def _has_parts(value: Any) -> bool:
    """Tell whether a value holds others, of which each is told by itself; a quantity is one."""
    return isinstance(value, dict) and "unit" not in value and not is_condition(value)


def _equivalent(dose: Mapping[str, Any], fact: Fact) -> Mapping[str, Any]:
    """Return the equivalent that a fact is about, which has a unit of its own."""
    listed: Sequence[Mapping[str, Any]] = dose.get("equivalents", ())
    name = fact.subject.rpartition("/")[2]
    return next((each for each in listed if each["id"] == name), {})


DOSE_PARTS: Mapping[str, Callable[[Fact, Context, Any], str]] = {
    "dose": _dose,
    "dose_name": _dose_name,
    "owner": _owner,
    "home_of_dose": lambda fact, context, words: f"on {_owner(fact, context, words)}",
}
