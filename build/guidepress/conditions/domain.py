"""The patients that a condition can tell apart, by each value that matters to it.

Of rows by a number, such as doses by weight: questions where no row fits, or several do.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, localcontext
from itertools import groupby, pairwise, product
from math import prod
from typing import Any, Literal, NamedTuple

from guidepress.conditions.evaluate import (
    BOUNDS,
    Condition,
    Facts,
    Terms,
    evaluate,
    kind_of,
    walk_condition,
)
from guidepress.conditions.facts import number_of, values_of
from guidepress.units import render_quantity

# With more patients than these, nothing is said of the condition as a whole.
MOST_PATIENTS = 1_000


def find_patients(conditions: Iterable[Condition], terms: Terms) -> list[Facts] | None:
    """Return one patient of each sort, everything known of each; None where there are too many."""
    leaves: dict[str, list[Condition]] = {}
    for leaf in find_leaves(conditions, terms):
        leaves.setdefault(leaf["factor"], []).append(leaf)
    choices = {name: _choices(terms.factors[name], of) for name, of in leaves.items()}
    if prod(map(len, choices.values())) > MOST_PATIENTS:
        return None
    return [dict(zip(choices, each, strict=True)) for each in product(*choices.values())]


def find_leaves(conditions: Iterable[Condition], terms: Terms) -> Iterator[Condition]:
    """Yield what is asked of known factors, also in the named conditions that these refer to."""
    waiting, seen = list(conditions), set[str]()
    while waiting:
        for _, node in walk_condition(waiting.pop()):
            kind = kind_of(node) if isinstance(node, dict) else ""
            name = node[kind] if kind in {"factor", "ref"} else None
            if not isinstance(name, str):
                continue
            if kind == "factor" and name in terms.factors:
                yield node
            if kind == "ref" and name in terms.named and name not in seen:
                seen.add(name)
                waiting.append(terms.named[name])


def _choices(factor: Mapping[str, Any], leaves: Iterable[Condition]) -> list[Any]:
    """Return the facts that leaves tell apart; null where one asks whether the factor is known."""
    leaves = list(leaves)
    unknown = [None] if any("known" in each for each in leaves) else []
    if factor.get("type") == "number":
        return [*(f"{number:f}" for number in find_numbers(leaves)), *unknown]
    named = {each for leaf in leaves for each in _values(leaf)}
    values = values_of(factor)
    if factor.get("multiple") is False:
        none = [] if factor.get("exhaustive") is True else [dict.fromkeys(values, False)]
        return [*values, *none, *unknown] or [None]
    # Who asks only whether it is known, is answered by any value.
    kept = [each for each in values if each in named] or (values[:1] if unknown else [])
    if 2 ** len(kept) > MOST_PATIENTS:
        return [None] * (MOST_PATIENTS + 1)
    sets = [dict(zip(kept, each, strict=True)) for each in product((True, False), repeat=len(kept))]
    return [*sets, *unknown]


def _values(leaf: Condition) -> list[Any]:
    wanted = leaf.get("is", [])
    return wanted if isinstance(wanted, list) else [wanted]


def find_numbers(leaves: Iterable[Condition]) -> list[Decimal]:
    """Return, in order, each bound of the leaves, and one number below, between and above them."""
    found = {number_of(leaf[name]) for leaf in leaves for name in BOUNDS if name in leaf}
    bounds = sorted(each for each in found if each is not None)
    if not bounds:
        return [Decimal(0)]
    with localcontext(prec=60):
        between = [(one + other) / 2 for one, other in pairwise(bounds)]
        return sorted([bounds[0] - 1, *bounds, *between, bounds[-1] + 1])


QUESTIONS = {
    "gap": "No {what} is for {factor} {numbers}. Is that meant?",
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
    rows: Sequence[tuple[str, Condition]], factor: str, terms: Terms, what: str = "row"
) -> Iterator[Question]:
    """Yield the numbers between the first and the last bound that no row, or several rows, are for.

    ``rows`` are the names of rows with their conditions, ``what`` is what each of them is. A row
    that another factor decides, too, closes a gap, and overlaps with none.
    """
    points = find_numbers(
        node
        for _, condition in rows
        for _, node in walk_condition(condition)
        if isinstance(node, dict) and kind_of(node) == "factor" and node["factor"] == factor
    )
    if len(points) == 1:
        return
    numbers = [f"{point:f}" for point in points]
    fits = [_fitting(rows, {factor: number}, terms) for number in numbers]
    shown = terms.factors[factor]
    for first, last in _stretches(fits):
        # Bounds have odd places; what is beside one is only a number between two.
        ends = numbers[first - (first + 1) % 2], numbers[last + (last + 1) % 2]
        # What is counted has nothing between one and the next.
        if str(shown.get("unit", "")).startswith("{") and first == last and _follow(*ends):
            continue
        yield Question(
            "overlap" if fits[first] else "gap",
            {
                "what": what,
                "factor": str(shown.get("name", factor)),
                "numbers": _numbers(*ends, str(shown.get("unit", "1"))),
                "rows": " and ".join(fits[first] or ()),
            },
        )


def _follow(first: str, last: str) -> bool:
    return Decimal(first) == Decimal(first).to_integral_value() == Decimal(last) - 1


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
