"""Dates: real, and in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from guidepress.problem import Problem
from guidepress.source import iter_values
from guidepress.validate.subject import Subject, warning

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
_DATE_KEYS = frozenset(
    {
        "accessed",
        "date",
        "declared",
        "first_published",
        "from",
        "issued",
        "last_search",
        "review_due",
        "reviewed",
        "to",
        "until",
        "updated",
        "updated_between",
    }
)
# Each must not lie after the next, as far as both are stated.
_ORDER = (
    ("first_published", "updated"),
    ("last_search", "reviewed"),
    ("first_published", "reviewed"),
    ("reviewed", "review_due"),
    ("updated", "review_due"),
)


def real_date(subject: Subject) -> Iterator[Problem]:
    """A day is one that the calendar has."""
    for document in subject.content.documents.values():
        for path, value in iter_values(document.data):
            # Under the key of a date, or in its list.
            if _DATE_KEYS.intersection(map(str, path[-2:])) and _is_unreal_day(value):
                message = f"the calendar has no day {value}"
                yield Problem(document.position(path), "real-date", message, "correct the date")


def _is_unreal_day(value: Any) -> bool:
    return isinstance(value, str) and bool(_DAY.fullmatch(value)) and not is_day(value)


def is_day(text: str) -> bool:
    """Tell whether ``2015-01-29`` or ``2015-01`` is in the calendar (from the year 1800 on)."""
    from datetime import date

    year, month, *day = (int(part) for part in text.split("-"))
    try:
        date(year, month, *(day or [1]))
    except ValueError:
        return False
    return year >= 1800  # noqa: PLR2004 - no guideline is older


def date_order(subject: Subject) -> Iterator[Problem]:
    """Dates follow each other: published, updated, searched, reviewed, due."""
    identity = subject.guideline.identity
    for earlier, later in _ORDER:
        first, second = getattr(identity, earlier), getattr(identity, later)
        if first and second and first > second:
            place = subject.content.file_position("guideline", later)
            message = f"`{later}` ({second}) lies before `{earlier}` ({first})"
            yield Problem(place, "date-order", message, "correct one of the two")
    theirs = identity.source.updated if identity.source else None
    if theirs and identity.updated and theirs > identity.updated:
        place = subject.content.file_position("guideline", "updated")
        message = f"`updated` ({identity.updated}) lies before the source's own ({theirs})"
        yield Problem(place, "date-order", message, "correct one of the two")
    if identity.reconstruction and len(identity.reconstruction.updated_between) == 2:  # noqa: PLR2004
        first, last = identity.reconstruction.updated_between
        if first > last:
            path = ("reconstruction", "updated_between")
            place = subject.content.file_position("guideline", *path)
            message = "the first day lies after the last"
            yield Problem(place, "date-order", message, "write the earlier day first")


def updated_stated(subject: Subject) -> Iterator[Problem]:
    """`updated` is stated, unless a reconstruction says between which days it lies."""
    identity = subject.guideline.identity
    if not identity.updated and not identity.reconstruction:
        place = subject.content.file_position("guideline")
        hint = "write the day on which the content last changed, such as `updated: 2015-01-29`"
        yield Problem(place, "updated-stated", "`updated` is missing", hint)


def updated_moves(subject: Subject) -> Iterator[Problem]:
    """Minor and major changes move `updated`; anything less leaves it alone."""
    latest = subject.archive.latest
    if subject.delta is None or latest is None:
        return
    before = last_known_update(latest.bundle["guideline"])
    now = subject.guideline.identity.updated or ""
    place = subject.content.file_position("guideline", "updated")
    if subject.delta.impact in {"minor", "major"}:
        if now <= before:
            message = f"the content changed since {latest.version}"
            hint = f"release with --updated DAY, or set `updated`, to a day after {before}"
            yield warning(place, "updated-moves", message, hint)
    elif now > before and "updated" in latest.bundle["guideline"]:
        message = f"`updated` moved, but nothing of substance changed since {before}"
        yield warning(place, "updated-moves", message, f"write {before} again")


def last_known_update(identity: dict[str, object]) -> str:
    """Return the day of the last update, or the last day on which it can have been."""
    stated = identity.get("updated")
    if isinstance(stated, str):
        return stated
    reconstruction = identity.get("reconstruction")
    days = reconstruction.get("updated_between", []) if isinstance(reconstruction, dict) else []
    return str(days[-1]) if days else ""
