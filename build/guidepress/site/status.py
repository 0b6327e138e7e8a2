"""The status line of a page: which version, how old, when reviewed; and what is not stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.site.dates import (
    count_years,
    render_age,
    render_content_date,
    render_day,
    render_month,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

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
