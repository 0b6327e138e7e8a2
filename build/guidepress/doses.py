"""Doses in words, and the amounts that texts state: where a guideline has both, they must agree.

Input is plain JSON data, as that of ``guidepress.conditions``, whose ``Terms`` say what conditions
name.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, NamedTuple

from guidepress.codes import ROUTES
from guidepress.conditions.evaluate import Terms
from guidepress.conditions.facts import number_of
from guidepress.conditions.words import describe
from guidepress.model import Dose, condition_keys
from guidepress.model.facts import fields_of
from guidepress.units import render_quantity, render_unit

# How texts write units, with UCUM's unit and how many of it one is.
_UNITS: Mapping[str, tuple[str, str]] = {
    "ng": ("mg", "0.000001"),
    "ug": ("mg", "0.001"),
    "µg": ("mg", "0.001"),
    "μg": ("mg", "0.001"),
    "mcg": ("mg", "0.001"),
    "mg": ("mg", "1"),
    "g": ("mg", "1000"),
    "ml": ("mL", "1"),
    "l": ("mL", "1000"),
    "iu": ("IU", "1"),
    "[iu]": ("IU", "1"),
    "mmol": ("mmol", "1"),
    "meq": ("meq", "1"),
    "gy": ("Gy", "1"),
    "mgy": ("Gy", "0.001"),
}
_NUMBER = r"[0-9]{1,3}(?:[,\u202f\u00a0][0-9]{3}){1,3}(?:\.[0-9]{1,6})?|[0-9]{1,9}(?:\.[0-9]{1,6})?"
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?<![\w.,/])(?P<number>{_NUMBER})[ \u00a0]?(?P<unit>{_UNIT})"
    r"(?:/(?P<per>kg|m2|m²|ml|l))?(?![\w/])",
    re.IGNORECASE,
)


class Stated(NamedTuple):
    """An amount in the smallest common unit of its kind, and per what."""

    number: Decimal
    unit: str
    per: str = ""


def find_amounts(text: str) -> Iterator[tuple[str, Stated]]:
    """Yield each amount with a unit as the text writes it, and what it states."""
    for found in _AMOUNT.finditer(text):
        number = re.sub("[,\u202f\u00a0]", "", found["number"])
        yield found[0], _stated(number, found["unit"], found["per"] or "")


# The keys of a dose and of a quantity that are numbers.
AMOUNTS = ("amount", "low", "high", "at_least", "at_most")
# What says together how much is given, and what says neither that nor how.
HOW_MUCH = frozenset({*AMOUNTS, "absent", "unit", "per", "percent_of", "basis"})
_BESIDE = frozenset({"id", "intervention", "purpose", "equivalents", "source", "citations"})
_QUANTITIES = ("concentration", "increase", "max_per_dose", "max_per_day")


def states_of(dose: Mapping[str, Any]) -> set[Stated]:
    """Return every amount that a dose states: its own, its bounds, strength and equivalents."""
    parts = [dose.get(key, {}) for key in _QUANTITIES]
    return {
        found
        for part in ({**dose, "unit": _unit_of(dose)}, *parts, *dose.get("equivalents", ()))
        for key in AMOUNTS
        if key in part and (found := _of(part[key], part.get("unit", "")))
    }


def find_excesses(dose: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield each limit that less is allowed by than is stated: its key, both amounts in words."""
    own = {"max_per_dose": dose.get("max_per_dose", {}), f"for each {dose.get('basis')}": dose}
    for name, limit in _WITHIN:
        stated, most = own.get(name, {}), dose.get(limit, {})
        much, bound = _most_of(stated), _most_of(most)
        if much and bound and much[1:] == bound[1:] and much > bound:
            yield limit, render_amount(stated), render_amount(most)


# What lies within which limit: a day holds each of its doses.
_WITHIN = (
    ("for each dose", "max_per_dose"),
    ("for each dose", "max_per_day"),
    ("for each day", "max_per_day"),
    ("max_per_dose", "max_per_day"),
)


def _most_of(quantity: Mapping[str, Any]) -> Stated | None:
    keys = (key for key in ("amount", "high", "at_most", "at_least") if key in quantity)
    return next((_of(quantity[key], _unit_of(quantity)) for key in keys), None)


def _of(number: str, unit: str) -> Stated | None:
    first, _, per = unit.partition("/")
    known = first.lower() in _UNITS and number_of(number) is not None
    return _stated(number, first, per) if known else None


# Guidelines state the same few amounts, each in several places.
@lru_cache(maxsize=4096)
def _stated(number: str, unit: str, per: str) -> Stated:
    base, factor = _UNITS[unit.lower()]
    amount = (Decimal(number) * Decimal(factor)).normalize()
    return Stated(amount, base, per.lower().replace("²", "2"))


# Why something is not there, in a cell, a judgement, a grade or a dose.
ABSENT = {
    "not-stated": "not stated",
    "not-graded": "not graded",
    "not-considered": "not considered",
    "not-recommended": "not recommended",
    "no-data": "no data",
}
# Every line is made of these; the placeholders are for translators.
MESSAGES = {
    "line": "{head}: {parts}",
    "purpose": "{intervention} ({purpose})",
    "range": "{low} to {high}",
    "at_least": "{amount} or more",
    "at_most": "{amount} or less",
    "percent-of": "{amount} of {whole}",
    "basis-dose": "{amount} for each dose",
    "basis-day": "{amount} a day in all",
    "basis-course": "{amount} for the whole course",
    "basis-not-stated": "{amount} (not stated whether for a dose, a day or a course)",
    "route": "{words} ({code})",
    "or": "{first} or {second}",
    "form": "as {form}",
    "concentration": "strength {quantity}",
    "infusion_time": "each over {quantity}",
    "interval": "every {quantity}",
    "increase": "raised by {quantity}",
    "increase_every": "a step every {quantity}",
    "once-a-day": "once a day",
    "twice-a-day": "twice a day",
    "times-a-day": "{times} times a day",
    "duration": "for {quantity}",
    "once": "once",
    "until": "until {condition}",
    "max_per_dose": "at most {quantity} for each dose",
    "max_per_day": "at most {quantity} a day",
    "equivalent": "equal to {quantity}",
    "equivalent-of": "equal to {quantity} of {name}",
    "equivalent-number": "equal to {quantity} {name}",
    "applies_when": "applies when {condition}",
}
_TIMES = {"1": "once-a-day", "2": "twice-a-day"}
# What an amount is for lies in its unit: mg/h, [IU]/kg/h, mg/(kg.d).
_RATE = re.compile(r"/[^/]*\b(s|min|h|d|wk|mo|a)\b")


def render_dose(
    dose: Mapping[str, Any], terms: Terms, say: Callable[[Any], str] | None = None
) -> str:
    """Return the dose in words, without its source, whose citations each surface shows its way.

    ``say`` puts its conditions into words, where these are others than everywhere.
    """
    say = say or partial(describe, terms=terms)
    head = dose["intervention"]
    if "purpose" in dose:
        head = MESSAGES["purpose"].format(intervention=head, purpose=dose["purpose"])
    return MESSAGES["line"].format(head=head, parts=render_given(dose, say))


def render_given(dose: Mapping[str, Any], say: Callable[[Any], str]) -> str:
    """Return how much is given and how: the dose in words, without what it is of and for."""
    return ", ".join(_parts(dose, say))


def read_as_one(old: Mapping[str, Any], new: Mapping[str, Any]) -> frozenset[str]:
    """Return the keys of a dose, or of an equivalent, whose change readers take for one.

    An amount becomes a range; where there was none, all of how it is given comes with it.
    """
    if ("absent" in old) == ("absent" in new):
        return HOW_MUCH
    return frozenset({*old, *new}) - _BESIDE - condition_keys()


def render_step(step: Mapping[str, Any], part: Callable[[str], str]) -> str:
    """Return a step of an option in words: what is given together, what instead, and after what.

    ``part`` puts the id of a dose, or the name of an intervention, into words.
    """
    ways = (
        " and ".join(map(part, step.get("all", ()))),
        " or ".join(map(part, step.get("any", ()))),
    )
    phrase = "; ".join(filter(None, ways))
    return f"after {step['after']}: {phrase}" if step.get("after") else phrase


def _parts(dose: Mapping[str, Any], say: Callable[[Any], str]) -> Iterator[str]:
    yield _amount(dose)
    if routes := dose.get("routes"):
        yield _routes(routes)
    if "form" in dose:
        yield MESSAGES["form"].format(form=dose["form"])
    for key in ("concentration", "infusion_time", "interval", "increase", "increase_every"):
        if key in dose:
            recurs = key in {"interval", "increase_every"} and dose[key].get("amount") == "1"
            quantity = _quantity(dose[key])
            # Every week, and not every 1 week.
            yield MESSAGES[key].format(quantity=quantity.removeprefix("1 ") if recurs else quantity)
    yield from _times(dose, say)
    for key in ("max_per_dose", "max_per_day"):
        if key in dose:
            yield MESSAGES[key].format(quantity=_quantity(dose[key]))
    yield from _equivalents(dose)
    for each in fields_of(Dose):
        if each.facts.detail == "text" and each.key in dose:
            yield f"{each.key.replace('_', ' ')}: {_words_of(dose[each.key])}"
    if "applies_when" in dose:
        yield MESSAGES["applies_when"].format(condition=say(dose["applies_when"]))


def _equivalents(dose: Mapping[str, Any]) -> Iterator[str]:
    for each in dose.get("equivalents", ()):
        of = "equivalent-number" if each["unit"] == "1" else "equivalent-of"
        name = of if "name" in each else "equivalent"
        quantity = render_quantity(each["amount"], each["unit"])
        yield MESSAGES[name].format(quantity=quantity, name=each.get("name"))


def _words_of(value: Any) -> str:
    if isinstance(value, dict) and "unit" not in value:
        return ", ".join(f"{key.replace('_', ' ')} {_words_of(value[key])}" for key in value)
    return _quantity(value) if isinstance(value, dict) else str(value)


def render_amount(dose: Mapping[str, Any]) -> str:
    """Return how much in words, or why there is no amount; not what it is the whole of."""
    if "absent" in dose:
        return ABSENT.get(dose["absent"], str(dose["absent"]))
    return _quantity({**dose, "unit": _unit_of(dose)})


def _unit_of(dose: Mapping[str, Any]) -> str:
    unit = dose.get("unit", "1")
    return f"{unit}/{dose['per']}" if "per" in dose else unit


def _amount(dose: Mapping[str, Any]) -> str:
    amount = render_amount(dose)
    if "absent" in dose:
        return amount
    if "percent_of" in dose:
        amount = MESSAGES["percent-of"].format(amount=amount, whole=dose["percent_of"])
    if "basis" not in dose and ("percent_of" in dose or _RATE.search(_unit_of(dose))):
        return amount
    basis = f"basis-{dose.get('basis')}"
    return MESSAGES[basis if basis in MESSAGES else "basis-not-stated"].format(amount=amount)


def _quantity(quantity: Mapping[str, Any]) -> str:
    unit = quantity["unit"]
    if "amount" in quantity:
        return render_quantity(quantity["amount"], unit)
    for key in ("at_least", "at_most"):
        if key in quantity:
            return MESSAGES[key].format(amount=render_quantity(quantity[key], unit))
    high = render_quantity(quantity.get("high", ""), unit)
    return MESSAGES["range"].format(low=quantity.get("low", ""), high=high)


def _routes(routes: list[str]) -> str:
    *before, last = [
        MESSAGES["route"].format(words=ROUTES[each].words if each in ROUTES else each, code=each)
        for each in routes
    ]
    for each in reversed(before):
        last = MESSAGES["or"].format(first=each, second=last)
    return last


def _times(dose: Mapping[str, Any], say: Callable[[Any], str]) -> Iterator[str]:
    if times := dose.get("times_per_day"):
        yield MESSAGES[_TIMES.get(times, "times-a-day")].format(times=times)
    if duration := dose.get("duration"):
        once = duration.get("amount") == "1" and duration["unit"] == "{dose}"
        quantity = _quantity(duration)
        yield MESSAGES["once" if once else "duration"].format(quantity=quantity)
    if "until" in dose:
        yield MESSAGES["until"].format(condition=say(dose["until"]))


def render_value(dose: Mapping[str, Any], key: str, value: Any, terms: Terms) -> str:
    """Return one part of a dose in words, as a sentence about its change quotes it."""
    if key in AMOUNTS and "unit" in dose:
        return render_quantity(str(value), str(dose["unit"]))
    if key in {"unit", "per"}:
        return render_unit(str(value), one=True)
    if key == "routes":
        return _routes(value) if value else ""
    if key in condition_keys():
        return describe(value, terms)
    if isinstance(value, dict) and "unit" in value:
        return _quantity(value)
    return ABSENT.get(value, str(value)) if key == "absent" else str(value)
