"""Pictures that say what the words beside them say: where the evidence lies, and effects."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log
from typing import NamedTuple

from guidepress.model import Evidence, Guideline, Outcome, Scale, Statement, codes_of
from guidepress.model.outcome import RATIOS, Interval
from guidepress.model.scale import Level

# A map has rows and columns: a scale of one axis is a list, and its levels say all there is.
MAP_AXES = 2


class Graded(NamedTuple):
    """A graded statement on the map: its number, where it is stated, and its level."""

    number: int
    statement: Statement
    place: str
    evidence: Evidence


class EvidenceMap(NamedTuple):
    """The levels of a scale's two axes, and the graded statements by row and column."""

    scale: Scale
    cells: Mapping[tuple[str, str], Sequence[Graded]]
    listed: Sequence[Graded]


def read_maps(
    guideline: Guideline, placed: Sequence[tuple[str, Statement]]
) -> Iterator[EvidenceMap]:
    """Yield a map for each scale of two axes that statements are graded on.

    A statement that is about options is named by them, else by the place where it is stated.
    """
    names = {each.id: each.name for each in guideline.entries}
    named = [
        ("; ".join(names.get(key, key) for key in each.about) or place, each)
        for place, each in placed
    ]
    for scale in guideline.scales:
        wanted = (scale.id, scale.version)
        found = [
            (place, statement, evidence)
            for place, statement in named
            for evidence in statement.evidence
            if (evidence.scale, evidence.scale_version) == wanted
            and _levels_of(scale, evidence.level)
        ]
        if found and len(scale.axes) == MAP_AXES:
            yield _draw_map(scale, found)


def _levels_of(scale: Scale, code: str) -> tuple[Level, ...]:
    """Return the level on each axis; nothing for a code that leaves out one of them."""
    found = codes_of(scale).get(code)
    return found.levels if found and len(found.levels) == MAP_AXES else ()


def _draw_map(scale: Scale, found: Sequence[tuple[str, Statement, Evidence]]) -> EvidenceMap:
    cells: dict[tuple[str, str], list[Graded]] = {}
    listed = []
    for number, (place, statement, evidence) in enumerate(found, start=1):
        row, column = (each.id for each in _levels_of(scale, evidence.level))
        listed.append(Graded(number, statement, place, evidence))
        cells.setdefault((row, column), []).append(listed[-1])
    return EvidenceMap(scale, cells, listed)


class Bar(NamedTuple):
    """An effect on a scale from 0 to 100 whose middle is no effect; what is not stated is None."""

    value: float | None
    low: float | None
    high: float | None


def draw_effects(outcomes: Iterable[Outcome]) -> dict[str, Bar]:
    """Return the bar of each outcome that has an effect, by its id.

    Effects of one kind share one scale: ratios a logarithmic one, differences of one measure (or
    in so many people) a linear one.
    """
    kinds: dict[str, dict[str, tuple[float | None, ...]]] = {}
    for outcome in outcomes:
        kind, effect = _effect_of(outcome)
        if effect:
            points = tuple(_place(kind, each) for each in (effect.low, effect.value, effect.high))
            kinds.setdefault(kind, {})[outcome.id] = points
    return {
        key: _bar(points, _reach(each.values()))
        for each in kinds.values()
        for key, points in each.items()
        if any(point is not None for point in points)
    }


def _effect_of(outcome: Outcome) -> tuple[str, Interval | None]:
    if outcome.absolute_effect:
        return f"per {outcome.absolute_effect.per}", outcome.absolute_effect
    effect = outcome.relative_effect
    if effect is None:
        return "", None
    return ("ratio" if effect.measure in RATIOS else f"{effect.measure} {outcome.unit}"), effect


def _place(kind: str, number: str | None) -> float | None:
    """Return how far a number is from no effect; none for a ratio that cannot be."""
    if number is None:
        return None
    value = float(number)
    if kind != "ratio":
        return value
    return log(value) if value > 0 else None


def _reach(every: Iterable[tuple[float | None, ...]]) -> float:
    return max((abs(each) for points in every for each in points if each is not None), default=0)


def _bar(points: tuple[float | None, ...], reach: float) -> Bar:
    low, value, high = (
        None if each is None else round(50 + 47 * each / (reach or 1), 1) for each in points
    )
    return Bar(value, low, high)
