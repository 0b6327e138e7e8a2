"""What is known of a patient, as one factor sees it, in Kleene's three truth values.

Unknown is never taken for false.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal, TypeAlias

Truth: TypeAlias = Literal["true", "unknown", "false"]
VALUES: tuple[Truth, ...] = ("true", "unknown", "false")


def at_least(count: int, values: Iterable[Truth]) -> Truth:
    """Return whether so many are true: unknown while those that are unknown decide."""
    found = list(values)
    true, unknown = found.count("true"), found.count("unknown")
    if true >= count:
        return "true"
    return "unknown" if true + unknown >= count else "false"


def all_of(values: Iterable[Truth]) -> Truth:
    """Return whether all are true."""
    found = list(values)
    return at_least(len(found), found)


def any_of(values: Iterable[Truth]) -> Truth:
    """Return whether at least one is true."""
    return at_least(1, values)


def negate(value: Truth) -> Truth:
    """Return the opposite; of unknown it is unknown."""
    return VALUES[2 - VALUES.index(value)]


def weaken(value: Truth, *, sufficient: bool = True, necessary: bool = True) -> Truth:
    """Return what is left of a value where it is not sufficient, or not necessary."""
    if (value == "true" and not sufficient) or (value == "false" and not necessary):
        return "unknown"
    return value


# A fact that is not there is unknown; one that is null is known not to be known.
ABSENT = object()
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")


def number_of(value: object) -> Decimal | None:
    """Return a decimal string as a number; None for anything else, floats included."""
    return _decimal(value) if isinstance(value, str) else None


# The same few bounds and facts are asked for again and again.
@lru_cache(maxsize=4096)
def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text.isascii() and _NUMBER.fullmatch(text) else None


def values_of(factor: Mapping[str, Any]) -> list[str]:
    """Return the ids of a factor's values."""
    return [each["id"] for each in factor.get("values", ())]


def has_value(fact: object, value: str, factor: Mapping[str, Any]) -> Truth:
    """Return whether the factor has the value, as far as the fact says.

    A fact is a value, a list of values that hold, or a mapping of values to true and false. Values
    exclude each other only where the factor is not ``multiple``; one that is not stated is unknown.
    """
    values = values_of(factor)
    stated = _stated(fact, values)
    if factor.get("multiple") is False:
        stated = _excluded(stated, values, exhaustive=factor.get("exhaustive") is True)
    if value not in values or value not in stated:
        return "unknown"
    return "true" if stated[value] else "false"


def _stated(fact: object, values: Sequence[str]) -> dict[str, bool]:
    """Return what is stated; nothing where any part of it means nothing here."""
    listed = [fact] if isinstance(fact, str) else fact
    if isinstance(listed, list):
        listed = {each if isinstance(each, str) else "": True for each in listed}
    if not isinstance(listed, dict):
        return {}
    usable = all(key in values and isinstance(held, bool) for key, held in listed.items())
    return listed if usable else {}


def _excluded(
    stated: dict[str, bool], values: Sequence[str], *, exhaustive: bool
) -> dict[str, bool]:
    """Return what follows where values exclude each other; nothing from a contradiction."""
    true = [each for each in values if stated.get(each)]
    left = [each for each in values if each not in stated]
    if exhaustive and stated and not true and len(left) <= 1:
        # One of all values holds, so it is the one that was not denied.
        return {each: each in left for each in values} if left else {}
    if not true:
        return stated
    return {each: each in true for each in values} if len(true) == 1 else {}


def in_bounds(fact: object, bounds: Mapping[str, Decimal], factor: Mapping[str, Any]) -> Truth:
    """Return whether a number lies within the bounds, which are all that the condition names.

    A fact is a decimal string in the unit of the factor, or ``{value, unit}`` with that unit.
    """
    number = measured(fact, factor)
    if number is None:
        return "unknown"
    held = (
        number >= bounds.get("at_least", number)
        and number <= bounds.get("at_most", number)
        and ("above" not in bounds or number > bounds["above"])
        and ("below" not in bounds or number < bounds["below"])
    )
    return "true" if held else "false"


def measured(fact: object, factor: Mapping[str, Any]) -> Decimal | None:
    """Return the number of a fact; None where it is none, or of another unit."""
    if isinstance(fact, dict):
        return number_of(fact.get("value")) if fact.get("unit") == factor.get("unit") else None
    return number_of(fact)


def is_known(fact: object, factor: Mapping[str, Any]) -> Truth:
    """Return whether a factor is known: not where the fact is null; unknown where there is none."""
    if fact is ABSENT:
        return "unknown"
    if fact is None:
        return "false"
    kind = factor.get("type")
    if kind == "number":
        return "true" if measured(fact, factor) is not None else "unknown"
    if kind != "choice":
        return "true"
    held = {has_value(fact, each, factor) for each in values_of(factor)}
    # That it is not severe does not say how severe it is.
    decided = {"true"} if factor.get("multiple") is False else {"true", "false"}
    return "true" if held & decided else "unknown"
