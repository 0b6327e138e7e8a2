"""The patients that a condition can tell apart, by each value that matters to it."""

from __future__ import annotations

from decimal import Decimal, localcontext
from itertools import pairwise, product
from math import prod
from typing import TYPE_CHECKING, Any

from guidepress.conditions.evaluate import BOUNDS, kind_of, walk_condition
from guidepress.conditions.facts import number_of, values_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from guidepress.conditions.evaluate import Condition, Facts, Terms

# With more patients than these, nothing is said of the condition as a whole.
MOST_PATIENTS = 1_000


def find_patients(conditions: Iterable[Condition], terms: Terms) -> list[Facts] | None:
    """Return one patient of each sort, everything known of each; None where there are too many."""
    leaves: dict[str, list[Condition]] = {}
    for leaf in _leaves(conditions, terms):
        leaves.setdefault(leaf["factor"], []).append(leaf)
    choices = {name: _choices(terms.factors[name], of) for name, of in leaves.items()}
    if prod(map(len, choices.values())) > MOST_PATIENTS:
        return None
    return [dict(zip(choices, each, strict=True)) for each in product(*choices.values())]


def _leaves(conditions: Iterable[Condition], terms: Terms) -> Iterator[Condition]:
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
    told = [each for each in values if each in named]
    if 2 ** len(told) > MOST_PATIENTS:
        return [None] * (MOST_PATIENTS + 1)
    sets = [dict(zip(told, each, strict=True)) for each in product((True, False), repeat=len(told))]
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
