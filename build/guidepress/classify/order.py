"""Questions about an order that changed: of steps, of rows, and of what stands below a heading."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from guidepress.classify.conditions import dangerous, in_option
from guidepress.classify.context import Context, quoted, title_of
from guidepress.classify.part_names import label_in, name_entry, name_of
from guidepress.classify.values import tell_level
from guidepress.diff.fact import Fact, canonical
from guidepress.diff.sheet import longest_increasing
from guidepress.model.block import Table
from guidepress.model.data import from_data
from guidepress.words.tokens import read_lists, tokens_of

_MOST_ROWS = 6


class _Place(NamedTuple):
    """What says what a row means: the heading above, and each cell that reaches down into it.

    Cells are named by row and column, so that their words may change.
    """

    heading: str = ""
    cells: frozenset[tuple[str, str]] = frozenset()


def in_order(fact: Fact, context: Context) -> bool:
    """Tell whether steps of an ordered list changed places, in an option or where danger is."""
    held = [each.get("list") or {} for each in context.sides_of(fact.entity)]
    is_ordered = any(each.get("ordered") for each in held) and fact.subject.endswith("/items")
    return is_ordered and (in_option(fact, context) or dangerous(fact, context))


def in_free_order(fact: Fact, context: Context) -> bool:
    """Tell whether the order was said to say nothing, and each row kept what stands above it."""
    table = context.latter.get(fact.entity, {}).get("table") or {}
    is_free = fact.subject.endswith("/rows") and table.get("row_order") == "free"
    return is_free and not _came_elsewhere(fact, context) and not _points(fact, context)


def means_otherwise(fact: Fact, context: Context) -> bool:
    """Tell whether a row came below another heading, in an option or where danger is.

    Or another cell from above takes it in, or a cell speaks of the rows beside it.
    """
    is_of_weight = in_option(fact, context) or dangerous(fact, context)
    return is_of_weight and (_came_elsewhere(fact, context) or _points(fact, context))


def endangers(fact: Fact, context: Context) -> bool:
    """Tell the same of a statement of harm, dose or contraindication."""
    return dangerous(fact, context) and means_otherwise(fact, context)


def _points(fact: Fact, context: Context) -> bool:
    """Tell whether a cell speaks of another row by its place: "as above", "half of that"."""
    words = (read_lists(context.language) or {"pointing": {"rows": ()}})["pointing"]["rows"]
    texts = [
        cell.get("text") or ""
        for side in context.sides_of(fact.entity)
        for row in (side.get("table") or {}).get("rows", ())
        for cell in row.get("cells", ())
    ]
    is_table = fact.subject.endswith("/rows")
    return is_table and any(_points_by(text, words) for text in texts)


def _points_by(text: str, words: Collection[str]) -> bool:
    return "\u3003" in text or not {*words}.isdisjoint(each.casefold() for each in tokens_of(text))


def tell_rows(fact: Fact, context: Context, _words: Any) -> str:
    """Say of each row that came elsewhere what it stands below now."""
    table = (context.latter.get(fact.entity) or {}).get("table") or {}
    rows = {each["id"]: each for each in table.get("rows", ())}

    def name(row: str) -> str:
        return quoted(label_in([rows[row]], row))

    def above(place: _Place) -> str:
        texts = {
            cell.get("text") or ""
            for row, column in place.cells
            for cell in rows[row].get("cells", ())
            if cell["column"] == column
        }
        found = [name(place.heading)] if place.heading else []
        return " and ".join([*found, *map(quoted, sorted(texts - {""}))]) or "nothing"

    moved = [f"{name(row)} below {above(place)}" for row, place in _elsewhere(fact, context)]
    return _now(moved)


def tell_order(fact: Fact, context: Context, _words: Any) -> str:
    """Say of what came elsewhere what it stands behind now."""
    sides = [[_key(each) for each in side] for side in (fact.old, fact.new)]
    before, after = ([each for each in side if each in sides[0]] for side in sides)
    places = {each: number for number, each in enumerate(before)}
    kept = longest_increasing(places[each] for each in after)
    moved = [
        f"{_name(each, fact, context)} "
        + (f"behind {_name(after[number - 1], fact, context)}" if number else "first")
        for number, each in enumerate(after)
        if places[each] not in kept
    ]
    return f": {_now(moved)}" if moved else ""


def _now(moved: Sequence[str]) -> str:
    more = [f"and {len(moved) - _MOST_ROWS} more"] if len(moved) > _MOST_ROWS else []
    return f"now {', '.join([*moved[:_MOST_ROWS], *more])}" if moved else ""


def _key(entry: Any) -> str:
    """Return what an entry is known by; a level has no id."""
    return entry if isinstance(entry, str) else canonical(entry).decode()


def _name(entry: str, fact: Fact, context: Context) -> str:
    part = fact.kind.removesuffix("-reordered")
    if part == "evidence":
        return str(tell_level(json.loads(entry), context))
    known = context.latter if part == "statements" else context.entities
    entity = known.get(entry if part == "statements" else f"{part}/{entry}")
    if entity is None:
        is_dose = entry in context.doses
        return quoted(context.dose(entry)) if is_dose else name_entry(fact, entry, context)
    title = title_of(entity) if part == "statements" else ""
    return context.works.get(entry) or (quoted(title) if title else name_of(entity))


def _came_elsewhere(fact: Fact, context: Context) -> bool:
    return any(_elsewhere(fact, context))


def _elsewhere(fact: Fact, context: Context) -> Iterator[tuple[str, _Place]]:
    """Yield each row that says something else where it is now, and its place."""
    now = context.latter.get(fact.entity)
    if now is None or not fact.subject.endswith("/rows"):
        return
    before = {
        row: place
        for side in context.sides_of(fact.entity)
        if side is not now
        for row, place in _places(side)
    }
    yield from ((row, place) for row, place in _places(now) if before.get(row, place) != place)


def _places(claim: Mapping[str, Any]) -> Iterator[tuple[str, _Place]]:
    heading, began = "", dict[int, str]()
    table = from_data(Table, claim["table"]) if claim.get("table") else None
    for row, cells in table.grid() if table else ():
        heading = row.id if row.heading else heading
        began |= {id(cell): row.id for cell, is_from_above in cells if cell and not is_from_above}
        above = {(began[id(cell)], cell.column) for cell, is_above in cells if cell and is_above}
        yield row.id, _Place(heading, frozenset(above))
