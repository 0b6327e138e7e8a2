"""Amounts with a unit in texts, so that they can be compared with doses."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.conditions import number_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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


def states_of(dose: Mapping[str, Any]) -> set[Stated]:
    """Return every amount that a dose states: its own, its bounds, strength and equivalents."""
    whole = {**dose, "unit": f"{dose.get('unit', '')}/{dose['per']}"} if "per" in dose else dose
    parts = [dose.get(key, {}) for key in ("concentration", "max_per_dose", "max_per_day")]
    return {
        found
        for part in (whole, *parts, *dose.get("equivalents", ()))
        for key in ("amount", "low", "high")
        if key in part and (found := _of(part[key], part.get("unit", "")))
    }


def _of(number: str, unit: str) -> Stated | None:
    first, _, per = unit.partition("/")
    known = first.lower() in _UNITS and number_of(number) is not None
    return _stated(number, first, per) if known else None


def _stated(number: str, unit: str, per: str) -> Stated:
    base, factor = _UNITS[unit.lower()]
    return Stated(
        (Decimal(number) * Decimal(factor)).normalize(), base, per.lower().replace("²", "2")
    )
