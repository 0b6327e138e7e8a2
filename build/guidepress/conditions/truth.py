"""Kleene's three truth values: true, false, and unknown, which is never taken for false."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Truth: TypeAlias = Literal["true", "unknown", "false"]
VALUES: tuple[Truth, ...] = ("true", "unknown", "false")


def at_least(count: int, values: Iterable[Truth]) -> Truth:
    """Return whether so many are true: unknown while those that are unknown decide."""
    found = list(values)
    true, unknown = found.count("true"), found.count("unknown")
    if true >= count:
        return "true"
    return "unknown" if true + unknown >= count else "false"


def all_of(values: Iterable[Truth]) -> Truth:
    """Return whether all are true."""
    found = list(values)
    return at_least(len(found), found)


def any_of(values: Iterable[Truth]) -> Truth:
    """Return whether at least one is true."""
    return at_least(1, values)


def negate(value: Truth) -> Truth:
    """Return the opposite; of unknown it is unknown."""
    return VALUES[2 - VALUES.index(value)]


def weaken(value: Truth, *, sufficient: bool = True, necessary: bool = True) -> Truth:
    """Return what is left of a value where it is not sufficient, or not necessary."""
    if (value == "true" and not sufficient) or (value == "false" and not necessary):
        return "unknown"
    return value


def render_truth_tables() -> str:
    """Return the tables as Markdown, for the handbook."""
    pairs = [(*each, all_of(each), any_of(each)) for each in product(VALUES, repeat=2)]
    triples = [(*each, at_least(2, each)) for each in product(VALUES, repeat=3)]
    single = [
        (
            each,
            negate(each),
            weaken(each, sufficient=False),
            weaken(each, necessary=False),
            weaken(each, sufficient=False, necessary=False),
        )
        for each in VALUES
    ]
    return "\n".join(
        (
            _table(("a", "b", "all of a, b", "any of a, b"), pairs),
            _table(("a", "not a", "`sufficient: false`", "`necessary: false`", "both"), single),
            _table(("a", "b", "c", "at least 2 of a, b, c"), triples),
        )
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = (head, ["---"] * len(head), *rows)
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
