"""Dates of bibliographies: year, month and day as far as a calendar has them, and what is left."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME_OF_MONTH = re.compile(
    r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\b\.?",
    re.IGNORECASE,
)
_NUMERIC = re.compile(
    r"\[?([0-9]{4})(?:[-/.]?([0-9]{0,2})(?![0-9]{3})(?:[-/.]?([0-9]{0,2})(?![0-9]))?)?(.*)",
    re.DOTALL,
)
_YEAR = re.compile(r"(?<![0-9])([12][0-9]{3})(?![0-9])")
_DAY = re.compile(r"(?<![0-9])([0-9]{1,2})(?:st|nd|rd|th)?(?![0-9:])")
_SEASONS = ("spring", "summer", "autumn", "winter")
_FIRST_SEASON = 21
_LONGEST = 200


class Day(NamedTuple):
    """A date as references.yaml writes it (empty where none is stated), and what it cannot say."""

    iso: str
    rest: str = ""


def read_date(value: Any, year: str = "") -> Day:
    """Return the date that a text or a CSL date states; ``year`` is that of another field."""
    if isinstance(value, dict):
        return _csl_date(value)
    if isinstance(value, list):
        return read_date({"date-parts": value if value and isinstance(value[0], list) else [value]})
    text = " ".join(str(value).split())[:_LONGEST]
    found = _NUMERIC.fullmatch(text)
    if found:
        return _numeric(text, found)
    return _in_words(text, year)


def _numeric(text: str, found: re.Match[str]) -> Day:
    year, month, day, rest = (part or "" for part in found.groups())
    rest = re.sub(r"^[T ][0-9]{2}:[0-9]{2}[0-9:.]{0,10}(?:Z|[+-][0-9:]{4,6})?$", "", rest)
    rest = rest.strip(" /-.],;")
    if not month and not day and rest and re.match(r"[0-9]{4}[ ]", text):
        return _in_words(text, "")
    if month.isdecimal() and _FIRST_SEASON <= int(month) < _FIRST_SEASON + len(_SEASONS):
        return Day(year, f"{_SEASONS[int(month) - _FIRST_SEASON]} ({text})")
    iso = calendar_date(year, month, day)
    # biblatex: "2014-03/" has no end.
    rest = rest or "/" * ("-" in text and text.endswith("/"))
    whole = iso and not rest and iso.count("-") == bool(month.strip("0")) + bool(day.strip("0"))
    return Day(iso, "" if whole else text)


def _in_words(text: str, year: str) -> Day:
    stated = _YEAR.search(text)
    months = _NAME_OF_MONTH.findall(text)
    year = stated[1] if stated else year
    if not year:
        return Day("", text)
    left = _NAME_OF_MONTH.sub(" ", text.replace(year, " ", 1))
    days = _DAY.findall(left)
    left = _DAY.sub(" ", left).strip(" ,.;/()[]c\u00a9~")
    if len(months) == 1 and len(days) > 1 and left in {"", "-"}:
        return Day(calendar_date(year, _number(months[0]), ""), text)
    if len(months) != 1 or len(days) > 1 or left:
        only_year = stated is not None and not months and not days and not left
        return Day(year, "" if only_year else text)
    iso = calendar_date(year, _number(months[0]), days[0] if days else "")
    return Day(iso, "" if iso.count("-") == 1 + len(days) else text)


def _number(month: str) -> str:
    return str(_MONTHS.index(month.lower()) + 1)


def calendar_date(year: str, month: str, day: str) -> str:
    """Return the date as far as the calendar has it."""
    if not year.isdecimal() or not int(year):
        return ""
    numbers = [int(part) if part.isdecimal() else 0 for part in (month, day)]
    try:
        date(int(year), numbers[0] or 1, 1)
    except ValueError:
        return year
    if not numbers[0]:
        return year
    try:
        date(int(year), numbers[0], numbers[1] or 1)
    except ValueError:
        numbers[1] = 0
    parts = [year, *(f"{part:02}" for part in numbers if part)]
    return "-".join(parts)


def _csl_date(value: dict[str, Any]) -> Day:
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else []
    stated = [str(part) for part in first if part not in {None, ""}] if _is_list(first) else []
    if not stated:
        written = next(
            (value[key] for key in ("raw", "literal", "date-time") if value.get(key)), ""
        )
        if not written and first in ([], [None]):
            return Day("")
        return read_date(str(written or value))
    found = read_date("-".join(stated))
    season = str(value.get("season") or "")
    if season and not found.rest:
        number = int(season) if season.isdecimal() else 0
        named = _SEASONS[number - 1] if 0 < number <= len(_SEASONS) else season
        found = Day(found.iso, f"{named} {found.iso[:4]}")
    if isinstance(parts, list) and len(parts) > 1 and not found.rest:
        found = Day(found.iso, f"until {parts[1]}")
    if value.get("circa"):
        found = Day(found.iso, f"circa {found.rest or found.iso}")
    return found


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str | int | None) for each in value)


def join_dates(days: Sequence[Day]) -> tuple[str, list[int]]:
    """Return the date that several fields state together, and which of them say something else.

    The first year stands; of that year the most exact date, the first of its kind.
    """
    year = next((day.iso[:4] for day in days if day.iso), "")
    same = [day.iso for day in days if day.iso.startswith(year) and year]
    best = max(same, key=len, default="")
    other = [number for number, day in enumerate(days) if day.iso and not best.startswith(day.iso)]
    return best, other
