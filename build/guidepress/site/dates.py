"""Days as readers write them, and how old content is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guidepress.model import Identity

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def render_day(day: str) -> str:
    """Return ``2015-01-29`` as "29 January 2015"."""
    found = date.fromisoformat(day)
    return f"{found.day} {MONTHS[found.month - 1]} {found.year}"


def render_month(day: str, *, short: bool = False) -> str:
    """Return ``2015-01-29`` as "January 2015", or "Jan 2015"."""
    found = date.fromisoformat(day)
    name = MONTHS[found.month - 1]
    return f"{name[:3] if short else name} {found.year}"


def count_years(first: str | None, last: str | None) -> int:
    """Return the full years between two days; 0 where one is not stated."""
    if not first or not last:
        return 0
    one, other = date.fromisoformat(first), date.fromisoformat(last)
    return max(0, other.year - one.year - ((other.month, other.day) < (one.month, one.day)))


def render_age(years: int) -> str:
    """Return the age as words; nothing for less than a year."""
    return "" if years < 1 else "1 year old" if years == 1 else f"{years} years old"


def render_content_date(identity: Identity) -> str:
    """Say which time the content is of, as far as it is known."""
    if identity.updated:
        return f"content of {render_month(identity.updated)}"
    if identity.reconstruction and identity.reconstruction.updated_between:
        first, last = map(render_month, identity.reconstruction.updated_between)
        return f"content from between {first} and {last}"
    return "date of the content not stated"
