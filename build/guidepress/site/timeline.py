"""The time line of a guideline: when the content of each version is from, and what it changed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from guidepress.classify import IN_WORDS
from guidepress.site.dates import render_day, render_month

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guidepress.history import Release

# Per cent of the width: what is nearer than this cannot be told apart, or would be written over.
DOT_APART = 3.5
LABEL_APART = 10
# A dot nearer to the end than this leaves no room for the words of the end.
END_ROOM = 72
# The newest releases; all of them are on the page of changes.
MOST_DOTS = 16


class Dot(NamedTuple):
    """A version: where it lies (per cent), since when its content may be, what is said of it."""

    version: str
    at: float
    since: float | None
    impact: str
    name: str
    here: bool
    labelled: bool
    label_end: bool


class Timeline(NamedTuple):
    """The dots, where the known content ends, and the days that are written below the axis."""

    dots: Sequence[Dot]
    known: float
    reviewed: bool
    days: Sequence[tuple[float, str]]
    words: str
    end_named: bool


class _Axis(NamedTuple):
    first: int
    last: int

    def at(self, day: int) -> float:
        return round(100 * (day - self.first) / (self.last - self.first), 1)


def read_timeline(releases: Sequence[Release], here: Release) -> Timeline | None:
    """Return the time line up to the newest of the releases; none where it would be one day."""
    spans = [_span(each) for each in releases[-MOST_DOTS:]]
    published = date.fromisoformat(here.entry["released"]).toordinal()
    last = max(published, *(day for _, day in spans))
    axis = _Axis(min(first for first, _ in spans), last)
    if axis.first == axis.last:
        return None
    reviewed = here.guideline.identity.reviewed
    shown = releases[-MOST_DOTS:]
    content = spans[shown.index(here)][1]
    known = max(content, date.fromisoformat(reviewed).toordinal()) if reviewed else content
    dots = list(_dots(shown, here, spans, axis))
    at = next(each.at for each in dots if each.here)
    days = [(0.0, axis.first), (100.0, axis.last)]
    if LABEL_APART < at < 100 - LABEL_APART:
        days.insert(1, (axis.at(content), content))
    return Timeline(
        dots=dots,
        known=axis.at(known),
        reviewed=bool(reviewed),
        days=[(x, render_month(_iso(day), short=True)) for x, day in days],
        words=_render_words(axis, dots, here),
        end_named=all(each.at < END_ROOM for each in dots if each.labelled),
    )


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def _span(release: Release) -> tuple[int, int]:
    """Return the first and the last day that the content can be of."""
    identity = release.guideline.identity
    known = identity.reconstruction and identity.reconstruction.updated_between
    days = known or (identity.updated or release.entry["released"],) * 2
    first, last = (date.fromisoformat(each).toordinal() for each in days)
    return first, last


def _dots(
    releases: Sequence[Release], here: Release, spans: Sequence[tuple[int, int]], axis: _Axis
) -> Iterator[Dot]:
    taken = [axis.at(spans[releases.index(here)][1])]
    before = -DOT_APART
    for release, (first, last) in zip(releases, spans, strict=True):
        spread = first != last
        middle = (axis.at(first) + axis.at(last)) / 2
        at = min(100.0, max(middle if spread else axis.at(last), before + DOT_APART))
        before = at
        is_here = release is here
        labelled = is_here or all(abs(at - each) >= LABEL_APART for each in taken)
        taken += [at] if labelled else []
        yield Dot(
            version=release.version,
            at=round(at, 1),
            since=axis.at(first) if spread else None,
            impact=release.entry["impact"],
            name=_name(release),
            here=is_here,
            labelled=labelled,
            label_end=at > END_ROOM,
        )


def _name(release: Release) -> str:
    identity = release.guideline.identity
    known = identity.reconstruction and identity.reconstruction.updated_between
    if known:
        first, last = map(render_day, known)
        content = f"content from between {first} and {last}, reconstructed"
    elif identity.updated:
        content = f"content of {render_day(identity.updated)}"
    else:
        content = "date of the content not stated"
    what = IN_WORDS[release.entry["impact"]]
    day = render_day(release.entry["released"])
    return f"Version {release.version}, {content}, published here on {day}: {what}."


def _render_words(axis: _Axis, dots: Sequence[Dot], here: Release) -> str:
    """Return in words what the line shows; the rest is said by the names of its dots."""
    identity = here.guideline.identity
    first, last = (render_month(_iso(day)) for day in axis)
    review = (
        f"Last reviewed on {render_day(identity.reviewed)}."
        if identity.reviewed
        else "No review is stated."
    )
    number = "1 version" if len(dots) == 1 else f"{len(dots)} versions"
    return f"Time line from {first} to {last}, {number}. {review}"
