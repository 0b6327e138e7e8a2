"""The time line of a guideline: when the content of each version is from, and what it changed."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from guidepress.classify.change import IN_WORDS
from guidepress.export.wording import render_day
from guidepress.history.archive import Release
from guidepress.site.dates import render_month

# Per cent of the width: what is nearer than this cannot be told apart.
DOT_APART = 3.5
# Pixels: the axis where it has all its words, and on the smallest phone; and what words take there.
WIDE, NARROW = 660, 270
_LETTER, _HERE, _DAY, _GAP = 8, 15, 64, 6
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
    roomy: bool
    label_end: bool


class Timeline(NamedTuple):
    """The dots, where the known content ends, and the days that are written below the axis."""

    dots: Sequence[Dot]
    known: float
    reviewed: bool
    days: Sequence[tuple[float, str, bool]]
    words: str
    end_named: bool


class _Axis(NamedTuple):
    first: int
    last: int

    def at(self, day: int) -> float:
        return round(100 * (day - self.first) / (self.last - self.first), 1)


def read_timeline(releases: Sequence[Release], here: Release) -> Timeline | None:
    """Return the time line up to the newest of the releases; none where it would be one dot."""
    spans = [_span(each) for each in releases[-MOST_DOTS:]]
    reviewed = here.guideline.identity.reviewed
    if len(spans) == 1 and spans[0][0] == spans[0][1] and not reviewed:
        return None
    published = date.fromisoformat(here.entry["released"]).toordinal()
    last = max(published, *(day for _, day in spans))
    axis = _Axis(min(first for first, _ in spans), last)
    if axis.first == axis.last:
        return None
    shown = releases[-MOST_DOTS:]
    content = spans[shown.index(here)][1]
    known = max(content, date.fromisoformat(reviewed).toordinal()) if reviewed else content
    dots = list(_dots(shown, here, spans, axis))
    at = next(each.at for each in dots if each.here)
    days = [(0.0, axis.first), (100.0, axis.last)]
    if _has_room(at, WIDE):
        days.insert(1, (axis.at(content), content))
    end_named = all(each.at < END_ROOM for each in dots if each.labelled)
    # Right below the newest dot the end would be read as the day of its content.
    end = "" if end_named or content == axis.last else "published "
    return Timeline(
        dots=dots,
        known=axis.at(known),
        reviewed=bool(reviewed),
        days=[
            (
                x,
                f"{end if x == 100 else ''}{render_month(_iso(day), short=True)}",  # noqa: PLR2004 - per cent
                x in {0, 100} or _has_room(x, NARROW),
            )
            for x, day in days
        ],
        words=_render_words(axis, dots, here),
        end_named=end_named,
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


def _has_room(at: float, width: int) -> bool:
    """Whether a day can be written below the axis between its two ends."""
    return 1.5 * _DAY + _GAP < at * width / 100 < width - 1.5 * _DAY - _GAP


def _dots(
    releases: Sequence[Release], here: Release, spans: Sequence[tuple[int, int]], axis: _Axis
) -> Iterator[Dot]:
    places: list[float] = []
    for first, last in spans:
        middle = (axis.at(first) + axis.at(last)) / 2
        least = places[-1] + DOT_APART if places else 0
        places.append(min(100.0, max(middle if first != last else axis.at(last), least)))
    wide, narrow = (_find_named(releases, here, spans, places, width) for width in (WIDE, NARROW))
    for release, (first, last), at in zip(releases, spans, places, strict=True):
        yield Dot(
            version=release.version,
            at=round(at, 1),
            since=axis.at(first) if first != last else None,
            impact=release.entry["impact"],
            name=_name(release),
            here=release is here,
            labelled=release.version in wide,
            roomy=release.version in narrow,
            label_end=at > END_ROOM,
        )


def _find_named(
    releases: Sequence[Release],
    here: Release,
    spans: Sequence[tuple[int, int]],
    places: Sequence[float],
    width: int,
) -> set[str]:
    """Return the versions whose names do not meet; the reader's own is one of them."""
    found: set[str] = set()
    taken: list[tuple[float, float]] = []
    listed = [*zip(releases, spans, places, strict=True)]
    for release, (first, last), at in sorted(listed, key=lambda each: each[0] is not here):
        length = _LETTER * (len(release.version) + _HERE * (release is here and width == WIDE))
        before = length / 2 if first != last else length if at > END_ROOM else _GAP
        start = at * width / 100 - before
        end = start + length
        if all(start > other_end + _GAP or end + _GAP < other for other, other_end in taken):
            taken.append((start, end))
            found.add(release.version)
    return found


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
