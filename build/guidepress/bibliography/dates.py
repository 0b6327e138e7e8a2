"""Dates of bibliographies: year, month and day as far as a calendar has them, and what is left."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from guidepress.bibliography.draft import Draft
from guidepress.bibliography.records import Raw

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME_OF_MONTH = re.compile(
    rf"\b({'|'.join(_MONTHS)})(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\b\.?", re.IGNORECASE
)
_NUMERIC = re.compile(
    r"\[?([0-9]{4})(?:[-/.]?([0-9]{0,2})(?![0-9]{3})(?:[-/.]?([0-9]{0,2})(?![0-9]))?)?(.*)",
    re.DOTALL,
)
_TIME = re.compile(r"[T ][0-9]{2}:[0-9]{2}[0-9:.]{0,10}(?:Z|[+-][0-9:]{4,6})?")
_YEAR = re.compile(r"(?<![0-9])([12][0-9]{3})(?![0-9])")
_DAY = re.compile(r"(?<![0-9])([0-9]{1,2})(?:st|nd|rd|th)?(?![0-9:])")
# EDTF writes them as months from 21 on, CSL counts them from 1.
_SEASONS = dict(enumerate(("spring", "summer", "autumn", "winter"), start=1))
_LONGEST = 200


class Day(NamedTuple):
    """A date as references.yaml writes it (empty: none is stated), and what it cannot express."""

    iso: str
    rest: str = ""


def read_date(value: Any, year: str = "") -> Day:
    """Return the date that a text or a CSL date states; ``year`` is that of another field."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        value = value[0]
    if isinstance(value, list):
        value = {"date-parts": value if value and isinstance(value[0], list) else [value]}
    if isinstance(value, dict):
        return _csl_date(value)
    text = " ".join(str(value).split())[:_LONGEST]
    # PubMed's XML writes some months as numbers.
    text = re.sub(r"^([0-9]{4}) ([0-9]{1,2})(?: ([0-9]{1,2}))?$", r"\1-\2-\3", text).rstrip("-")
    found = _NUMERIC.fullmatch(text)
    return _numeric(text, found) if found else _in_words(text, year)


def _numeric(text: str, found: re.Match[str]) -> Day:
    year, month, day, rest = (part or "" for part in found.groups())
    rest = "" if _TIME.fullmatch(rest) else rest.strip(" /-.],;")
    named = _NAME_OF_MONTH.search(rest) or re.match(r"[0-9]{4}[ ,]", text)
    if not month and not day and rest and named:
        return _in_words(text, "")
    if month.isdecimal() and int(month) - 20 in _SEASONS:
        return Day(year, f"{_SEASONS[int(month) - 20]} ({text})")
    iso = calendar_date(year, month, day)
    # biblatex: "2014-03/" has no end.
    rest = rest or "/" * ("-" in text and text.endswith("/"))
    whole = iso and not rest and iso.count("-") == bool(month.strip("0")) + bool(day.strip("0"))
    return Day(iso, "" if whole else text)


def _in_words(text: str, year: str) -> Day:
    stated = _YEAR.search(text)
    year = stated[1] if stated else year
    if not year:
        return Day("", text)
    months = [str(_MONTHS.index(each.lower()) + 1) for each in _NAME_OF_MONTH.findall(text)]
    left = _NAME_OF_MONTH.sub(" ", text.replace(year, " ", 1))
    days = _DAY.findall(left)
    left = _DAY.sub(" ", left).strip(" ,.;/()[]c\u00a9~")
    left = left.strip("- ") if len(days) < 2 else left  # noqa: PLR2004 - a span has two
    if len(months) == 1 and len(days) > 1 and left in {"", "-"}:
        return Day(calendar_date(year, months[0], ""), text)
    if len(months) != 1 or len(days) > 1 or left:
        only_year = stated is not None and not months and not days and not left
        return Day(year, "" if only_year else text)
    iso = calendar_date(year, months[0], "".join(days))
    return Day(iso, "" if iso.count("-") == 1 + len(days) else text)


def calendar_date(year: str, month: str, day: str) -> str:
    """Return the date as far as the calendar has it."""
    known: list[int] = []
    for part in (year, month, day):
        known.append(int(part) if part.isdecimal() else 0)
        try:
            date(*[*known, 1, 1][:3])
        except ValueError:
            known.pop()
            break
    return "-".join(f"{part:0{4 if place == 0 else 2}}" for place, part in enumerate(known))


def _csl_date(value: dict[str, Any]) -> Day:
    # Before CSL 1.0 a date was {"year": 2013, "month": 4}.
    older = [value[key] for key in ("year", "month", "day") if value.get(key)]
    parts = value.get("date-parts", [older] if older else None)
    first = parts[0] if isinstance(parts, list) and parts else []
    listed = isinstance(first, list) and all(isinstance(each, str | int | None) for each in first)
    stated = [str(part) for part in first if part not in {None, ""}] if listed else []
    if not stated:
        written = next(
            (value[key] for key in ("raw", "literal", "date-time") if value.get(key)), ""
        )
        empty = not written and first in ([], [None])
        return Day("") if empty else read_date(str(written or value))
    found = read_date("-".join(stated))
    season = str(value.get("season") or "")
    rest = found.rest
    if season and not rest:
        number = int(season) if season.isdecimal() and len(season) < 3 else 0  # noqa: PLR2004
        rest = f"{_SEASONS.get(number, season)} {found.iso[:4]}"
    if isinstance(parts, list) and len(parts) > 1 and not rest:
        rest = f"until {parts[1]}"
    return Day(found.iso, f"circa {rest or found.iso}" if value.get("circa") else rest)


def join_dates(days: Sequence[Day]) -> tuple[str, list[int]]:
    """Return the date that several fields state together, and which of them differ from it.

    The first year counts; of that year the most exact date, the first of its kind.
    """
    year = next((day.iso[:4] for day in days if day.iso), "")
    same = [day.iso for day in days if day.iso.startswith(year) and year]
    best = max(same, key=len, default="")
    other = [number for number, day in enumerate(days) if day.iso and not best.startswith(day.iso)]
    return best, other


def take_dates(draft: Draft) -> None:
    """Take the dates; a month and a day may have fields of their own."""
    raws = draft.take("issued")
    more = {raw.name: draft.text(raw) for raw in draft.take("month")}
    if more and raws:
        sign = "-" if more.get("month", "").isdecimal() else " "
        parts = (draft.text(raws[0]), more.get("month"), more.get("day"))
        raws[0] = raws[0]._replace(value=sign.join(part for part in parts if part))
    _take(draft, "issued", raws)
    _take(draft, "accessed", draft.take("accessed"))


def _take(draft: Draft, field: str, raws: Sequence[Raw]) -> None:
    """Join several fields of one date; what is no date is left out, as it is written."""
    values = [raw.value for raw in raws]
    if draft.form == "bibtex":
        # In a date of biblatex, "~" marks it as approximate.
        kept = [str(value).replace("~", r"\textasciitilde{}") for value in values]
        pairs = zip(raws, kept, strict=True)
        values = [draft.text(raw._replace(value=text)) for raw, text in pairs]
    year = next((day.iso[:4] for day in map(read_date, values) if day.iso), "")
    days = [read_date(value, year) for value in values]
    best, others = join_dates(days)
    draft.data |= {field: best} if best else {}
    for number, (raw, day) in enumerate(zip(raws, days, strict=True)):
        if number in others:
            draft.leave(raw, "another date")
        elif not day.iso:
            draft.leave(raw, "it is no date", day.rest or None)
        elif day.rest:
            draft.leave(raw, f"only {day.iso} of it is a date", day.rest)
