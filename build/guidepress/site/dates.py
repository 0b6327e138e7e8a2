"""Days as readers write them, how old content is, and the status line of a page."""

from collections.abc import Iterator

from guidepress.export.wording import DAY, MONTHS, render_day
from guidepress.model import Identity

# What the disclosure lists, and what it is called where it is not stated.
_DATES = (
    ("released", "Published here", "date of publication here"),
    ("updated", "Content as of", "date of the content"),
    ("reviewed", "Reviewed", "date of a review"),
    ("last_search", "Last search for evidence", "last search for evidence"),
    ("first_published", "First published", "first publication"),
    ("review_due", "Review due", "next review"),
)


def render_month(day: str, *, short: bool = False) -> str:
    """Return ``2015-01-29`` as "January 2015", or "Jan 2015"."""
    if not (found := DAY.fullmatch(day)):
        return day
    name = MONTHS[int(found[2]) - 1]
    return f"{name[:3] if short else name} {found[1]}"


def count_years(first: str | None, last: str | None) -> int:
    """Return the full years between two days; 0 where one is not stated."""
    if not first or not last:
        return 0
    return max(0, int(last[:4]) - int(first[:4]) - (last[5:] < first[5:]))


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


def render_status(identity: Identity) -> list[str]:
    """Return the parts of the status line after the version."""
    return [_render_content(identity), *_render_review(identity)]


def _render_content(identity: Identity) -> str:
    age = render_age(count_years(identity.updated, identity.released))
    return f"{render_content_date(identity)}, {age}" if age else render_content_date(identity)


def _render_review(identity: Identity) -> Iterator[str]:
    if identity.reviewed:
        yield f"reviewed {render_month(identity.reviewed)}"
    elif identity.reconstruction:
        yield "a reconstruction"
    else:
        yield "no review stated since" if identity.updated else "no review stated"
    if identity.review_due:
        yield f"next review due {render_month(identity.review_due)}"


def list_dates(identity: Identity) -> list[tuple[str, str]]:
    """Return the dates that are stated, each with its name."""
    return [
        (name, render_day(getattr(identity, field)))
        for field, name, _ in _DATES
        if getattr(identity, field)
    ]


def render_unstated(identity: Identity) -> str:
    """Return one sentence for all dates that are not stated; nothing where all are."""
    missing = [name for field, _, name in _DATES if not getattr(identity, field)]
    return f"Not stated: {', '.join(missing)}." if missing else ""
