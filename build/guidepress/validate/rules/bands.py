"""Whom doses and rows are for: by numbers, without a gap, and in words that say the same."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import yaml

from guidepress.conditions.applies import ROWS, Chain, list_chains, list_rows, stated_of
from guidepress.conditions.domain import find_band_questions, find_leaves
from guidepress.conditions.evaluate import BOUNDS, Condition, Terms, terms_of
from guidepress.conditions.facts import number_of
from guidepress.model import Dose
from guidepress.problem import Position, Problem
from guidepress.source.text import DataPath
from guidepress.units import is_unit
from guidepress.validate.context import RuleContext, warning
from guidepress.validate.rules.doses import MEANT


def dose_bands(context: RuleContext) -> Iterator[Problem]:
    """Doses, or rows, by a number leave none out, and none is for two of them."""
    bundle = context.content.bundle
    terms = terms_of(bundle["factors"], bundle["conditions"])
    numbers = [each["id"] for each in bundle["factors"] if each.get("type") == "number"]
    for owner, path, rows, what in _banded(context):
        for factor in numbers if len(rows) > 1 else ():
            for question in find_band_questions(rows, factor, terms, what):
                message = question.text.removesuffix(". Is that meant?")
                hint = "is that meant? Correct the conditions, or accept it under `suppressions`"
                yield warning(context.at(owner, *path), "dose-bands", message, hint)
    for dose, message in _beside_bands(context, {*numbers}, terms):
        hint = "is that meant? Say whom it is for in `applies_when` or a row, or accept this "
        hint += "under `suppressions`"
        yield warning(context.at(dose, "id"), "dose-bands", message, hint)


def _beside_bands(
    context: RuleContext, numbers: set[str], terms: Terms
) -> Iterator[tuple[str, str]]:
    """Yield each dose that has no place among its siblings, which go by a number, and how."""
    chains = dict(list_chains(context.content.bundle))
    tables = [(each.id, {*each.names()}) for each in context.guideline.blocks() if each.table]
    for doses, steps in _held_doses(context):
        own = {each.id: [*_own_conditions(chains[each.id])] for each in doses}
        by = {name: {*_factors(each, terms)} & numbers for name, each in own.items()}
        for dose in doses:
            beside = [each.id for each in doses if _is_sibling(dose, each, steps)]
            banded = [each for each in beside if by[each]]
            table = next((name for name, of in tables if of.intersection(beside)), None)
            if table and not any(dose.id in of for _, of in tables):
                shown = " and ".join(each for each in beside if each in dict(tables)[table])
                yield dose.id, f"{dose.id} is in no row of {table}, which shows {shown}"
            elif banded and not own[dose.id]:
                beside_it = f"{' and '.join(banded)} beside it states one"
                yield dose.id, f"{dose.id} states no condition, and {beside_it}"


def _held_doses(context: RuleContext) -> Iterator[tuple[Sequence[Dose], Sequence[set[str]]]]:
    """Yield the doses of each option and each part, with what its steps name."""
    for option in context.guideline.options:
        yield option.doses, [{*step.all, *step.any} for step in option.components]
    yield from (
        (part.doses, ()) for each in context.guideline.recommendations for part in each.parts
    )


def _is_sibling(one: Dose, other: Dose, steps: Sequence[set[str]]) -> bool:
    """Tell whether two doses are for the same, as far as both state it, and of the same step."""
    ways = {*one.routes} & {*other.routes} or not (one.routes and other.routes)
    alike = (one.intervention, one.purpose) == (other.intervention, other.purpose)
    in_steps = [[each for each in steps if dose.id in each] for dose in (one, other)]
    return one.id != other.id and alike and bool(ways) and in_steps[0] == in_steps[1]


def _own_conditions(chain: Chain) -> Iterator[Condition]:
    """Yield what a dose and the rows that show it state, and nothing that holds the dose."""
    *outer, dose = chain
    rows = [each for each in outer if each["id"] == ROWS]
    yield from (condition for each in (*rows, dose) for condition in stated_of(each))


def _factors(conditions: Iterable[Condition], terms: Terms) -> Iterator[str]:
    yield from (each["factor"] for each in find_leaves(conditions, terms))


_Bands = tuple[str, DataPath, list[tuple[str, Any]], str]


def _banded(context: RuleContext) -> Iterator[_Bands]:
    """Yield doses of one intervention and purpose, and rows of a table, with their conditions.

    The last is what each of them is called.
    """
    for option in context.guideline.options:
        found: dict[tuple[str, str | None], list[tuple[str, Any]]] = {}
        for dose in option.doses:
            rows = found.setdefault((dose.intervention, dose.purpose), [])
            rows.append((dose.id, context.values[dose.id].get("applies_when")))
        for (intervention, purpose), rows in found.items():
            what = f"dose of {intervention}" + (f" ({purpose})" if purpose else "")
            # Where one is for everybody, no other is a band.
            if all(condition for _, condition in rows):
                yield option.id, ("doses",), rows, what
    for block in context.guideline.blocks():
        # Two statements may share an id: another rule reports that.
        rows_of = context.values[block.id].get("table", {}).get("rows", ())
        stated = [(each["id"], each["applies_when"]) for each in rows_of if "applies_when" in each]
        yield block.id, ("table", "rows"), stated, "row"


_TIMES = {("a", "mo"): 12, ("wk", "d"): 7}
# How words begin and end that say which side of a number is meant, and the limits of the other one.
_TURNED = [
    (
        re.compile(rf"(?:{signs}|(?<!no )(?<!not )\b(?:{words}))[ \u00a0]?$", re.IGNORECASE),
        re.compile(rf"[ \u00a0]?(?:or|and) (?:{ends})\b", re.IGNORECASE),
        frozenset(limits),
    )
    for signs, words, ends, limits in (
        (
            "[<\u2264]=?",
            "below|under|less than|up to|at most",
            "less|below|under|lighter|younger",
            ("at_least", "above"),
        ),
        (
            "[>\u2265]=?",
            "above|over|more than|at least",
            "more|above|over|heavier|older",
            ("at_most", "below"),
        ),
    )
]
_UNDER = re.compile(r"(?:<|\b(?:below|under|than))[ \u00a0]?$", re.IGNORECASE)
_COUNTED = re.compile(r"([0-9]{1,9}(?:[.,][0-9]{1,6})?)[ \u00a0\u202f]?([^\W\d_]{1,12}|%)?")


def row_differs(context: RuleContext) -> Iterator[Problem]:
    """The numbers in the first words of a row are those of its condition, on the same side."""
    bundle = context.content.bundle
    terms = terms_of(bundle["factors"], bundle["conditions"])
    for block in (each for each in context.entities if each.value.get("table")):
        for index, (row, cells, stated) in enumerate(list_rows(block.value["table"])):
            own = [*stated_of(row)] if row.get("heading") else stated
            limits = [*_limits_of(own, terms)]
            text = row.get("heading") or next((each.get("text", "") for each in cells), "")
            for words, number, unit, (before, after) in _counted_in(text):
                bounds = {each: key for each, key, of in limits if of == unit}
                keys = {key for each, key, of in limits if (each, of) == (number, unit)}
                # Of what is counted in whole numbers, “to 14” is below 15.
                whole = not _UNDER.search(before) and bounds.get(number + 1) == "below"
                is_turned = bool(keys) and any(
                    keys <= other and (first.search(before) or last.match(after))
                    for first, last, other in _TURNED
                )
                if is_turned or (bounds and number not in bounds and not whole):
                    place = context.at(block.id, "table", "rows", index, "id")
                    turned = " the other way round than its condition"
                    said = turned if is_turned else ", which its condition does not"
                    message = f"{block.id}.{row['id']} says {words}{said}"
                    hint = "correct one of the two, or accept it under `suppressions`"
                    yield warning(place, "row-differs", message, hint)


def _limits_of(conditions: Iterable[Condition], terms: Terms) -> Iterator[tuple[Decimal, str, str]]:
    """Yield each number that conditions name, what it is a limit of, and its unit."""
    for leaf in find_leaves(conditions, terms):
        unit = str(terms.factors[leaf["factor"]].get("unit", ""))
        for key in BOUNDS:
            if key in leaf and (number := number_of(leaf[key])) is not None:
                yield number, key, unit
                for (large, small), times in _TIMES.items():
                    if unit == large:
                        yield number * times, key, small
                    elif unit == small:
                        yield number / times, key, large


def _counted_in(text: str) -> Iterator[tuple[str, Decimal, str, tuple[str, str]]]:
    """Yield each number with its unit, also where that stands behind the last of a few.

    The last are the words before it, and those behind it.
    """
    unit, start = "", len(text)
    for found in reversed([*_COUNTED.finditer(text)]):
        word = found[2] or ""
        own = MEANT.get(word, word)
        between = text[found.end(1) : start]
        inherits = len(between) <= _BETWEEN and not set(between) & set(",;()/")
        unit = own if is_unit(own) else unit if inherits else ""
        start = found.start()
        if unit:
            number = Decimal(found[1].replace(",", "."))
            yield found[0], number, unit, (text[:start], text[found.end() :])


_BETWEEN = 16


def condition_only_shown(context: RuleContext) -> Iterator[Problem]:
    """A condition that a table shows beside a dose is stated of the row, or of the dose."""
    chains = dict(list_chains(context.content.bundle))
    for block in (each for each in context.entities if each.value.get("table")):
        # A population in words alone is of the whole table, and no condition of a cell.
        around = any("all" in each for each in stated_of(block.value))
        for index, (row, cells, stated) in enumerate(list_rows(block.value["table"])):
            shown = {str(cell["when"]): cell["when"] for cell in cells if "when" in cell}.values()
            held = {each: chains[each] for cell in cells if (each := cell.get("dose")) in chains}
            left = {dose: [*_not_stated(shown, chain)] for dose, chain in held.items()}
            missing = [each for each in shown if any(each in some for some in left.values())]
            if missing and not (around or stated or row.get("heading")):
                columns = (cell["column"] for cell in row["cells"] if cell.get("when") in missing)
                # Where the cell begins above, the place is that of the row's own cells.
                way = (block.id, "table", "rows", index, "cells", next(columns, ""))
                names = " or ".join(dose for dose, some in left.items() if some)
                yield _only_shown(context.at(*way), f"{block.id}.{row['id']}", names, missing)


def _not_stated(shown: Iterable[Condition], chain: Chain) -> Iterator[Condition]:
    """Yield the conditions that are stated neither of a dose nor of anything that it is in."""
    stated = [condition for each in chain for condition in stated_of(each)]
    known = [part for each in stated for part in (each, *each.get("all", ()))]
    if "applies_when" not in chain[-1]:
        yield from (each for each in shown if each not in (*known, chain[-1].get("until")))


def _only_shown(place: Position, row: str, names: str, missing: list[Condition]) -> Problem:
    condition = {"all": missing} if missing[1:] else missing[0]
    written = yaml.safe_dump(
        condition, default_flow_style=True, allow_unicode=True, sort_keys=False, width=math.inf
    ).strip()
    message = (
        f"the row {row} shows a condition, and neither it nor {names} states one: "
        "cards, the filter, the text for the record and apps give the dose without it"
    )
    hint = (
        f"write `applies_when: {written}` in the row; where the cell says something else (when to "
        "stop is `until` of the dose), write there whom the row is for, or accept this for the "
        f"whole table under `suppressions` with `where: {row.partition('.')[0]}`"
    )
    return warning(place, "condition-only-shown", message, hint)
