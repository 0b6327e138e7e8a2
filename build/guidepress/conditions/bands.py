"""Rows by a number, such as doses by weight: questions where no row fits, or several do."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

from guidepress.codes import render_quantity
from guidepress.conditions.domain import find_numbers
from guidepress.conditions.evaluate import evaluate, kind_of, walk_condition

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from guidepress.conditions.evaluate import Condition, Facts, Terms

QUESTIONS = {
    "gap": "No row is for {factor} {numbers}. Is that meant?",
    "overlap": "{rows} are both for {factor} {numbers}. Is that meant?",
    "at": "of {first}",
    "between": "between {first} and {last}",
}


class Question(NamedTuple):
    """A gap or an overlap; values for the placeholders."""

    kind: Literal["gap", "overlap"]
    values: Mapping[str, str]

    @property
    def text(self) -> str:
        """The question, in English."""
        return QUESTIONS[self.kind].format(**self.values)


def find_band_questions(
    rows: Sequence[tuple[str, Condition]], factor: str, terms: Terms
) -> Iterator[Question]:
    """Yield the numbers between the first and the last bound that no row, or several rows, are for.

    ``rows`` are the names of rows with their conditions. A row that another factor decides, too,
    closes a gap, and overlaps with none.
    """
    points = find_numbers(
        node
        for _, condition in rows
        for _, node in walk_condition(condition)
        if isinstance(node, dict) and kind_of(node) == "factor" and node["factor"] == factor
    )
    numbers = [f"{point:f}" for point in points]
    fits = [_fitting(rows, {factor: number}, terms) for number in numbers]
    shown = terms.factors[factor]
    for first, last in _stretches(fits):
        # Bounds have odd places; what is beside one is only a number between two.
        ends = numbers[first - (first + 1) % 2], numbers[last + (last + 1) % 2]
        yield Question(
            "overlap" if fits[first] else "gap",
            {
                "factor": str(shown.get("name", factor)),
                "numbers": _numbers(*ends, str(shown.get("unit", "1"))),
                "rows": " and ".join(fits[first] or ()),
            },
        )


def _fitting(
    rows: Sequence[tuple[str, Condition]], facts: Facts, terms: Terms
) -> tuple[str, ...] | None:
    """Return the rows where several fit, none where none does, and None where all is well."""
    truths = [(name, evaluate(condition, facts, terms)) for name, condition in rows]
    if all(truth == "false" for _, truth in truths):
        return ()
    certain = tuple(name for name, truth in truths if truth == "true")
    return certain if len(certain) > 1 else None


def _stretches(fits: Sequence[tuple[str, ...] | None]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last place of each gap or overlap between the outermost bounds."""
    places = list(range(1, len(fits) - 1))
    # What lies outside all rows is a question to nobody.
    while places and fits[places[0]] == () == fits[places[0] - 1]:
        places.pop(0)
    while places and fits[places[-1]] == () == fits[places[-1] + 1]:
        places.pop()
    for fit, group in groupby(places, key=lambda place: fits[place]):
        found = list(group)
        if fit is not None:
            yield found[0], found[-1]


def _numbers(first: str, last: str, unit: str) -> str:
    name = "at" if first == last else "between"
    shown = first if name == "between" else render_quantity(first, unit)
    return QUESTIONS[name].format(first=shown, last=render_quantity(last, unit))
