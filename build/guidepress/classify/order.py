"""Questions about an order that changed: of steps, of rows, and of what stands below a heading."""

from collections.abc import Mapping
from typing import Any

from guidepress.classify.conditions import dangerous, in_option
from guidepress.classify.context import Context
from guidepress.diff.fact import Fact
from guidepress.model.block import Table
from guidepress.model.data import from_data


def in_order(fact: Fact, context: Context) -> bool:
    """Tell whether steps of an ordered list changed places, in an option or where danger is."""
    held = [each.get("list") or {} for each in context.sides_of(fact.entity)]
    is_ordered = any(each.get("ordered") for each in held) and fact.subject.endswith("/items")
    return is_ordered and (in_option(fact, context) or dangerous(fact, context))


def in_free_order(fact: Fact, context: Context) -> bool:
    """Tell whether the order was said to say nothing, and each row kept what stands above it."""
    table = context.latter.get(fact.entity, {}).get("table") or {}
    is_free = fact.subject.endswith("/rows") and table.get("row_order") == "free"
    return is_free and not _came_elsewhere(fact, context)


def means_otherwise(fact: Fact, context: Context) -> bool:
    """Tell whether a row came below another heading, in an option or where danger is.

    Or another cell from above takes it in.
    """
    is_of_weight = in_option(fact, context) or dangerous(fact, context)
    return is_of_weight and _came_elsewhere(fact, context)


def endangers(fact: Fact, context: Context) -> bool:
    """Tell the same of a statement of harm, dose or contraindication."""
    return dangerous(fact, context) and _came_elsewhere(fact, context)


def _came_elsewhere(fact: Fact, context: Context) -> bool:
    """Tell whether a row says something else where it is now than where it was."""
    if not fact.subject.endswith("/rows"):
        return False
    now = _places(context.latter.get(fact.entity, {}))
    before = {
        row: place
        for side in context.sides_of(fact.entity)
        if side is not context.latter.get(fact.entity)
        for row, place in _places(side).items()
    }
    return any(before[row] != now[row] for row in before.keys() & now.keys())


def _places(claim: Mapping[str, Any]) -> dict[str, tuple[str, frozenset[tuple[str, str]]]]:
    """Return for each row the heading that it stands below, and what reaches down into it.

    A cell that began above is named by its row and column, so that its words may change.
    """
    found: dict[str, tuple[str, frozenset[tuple[str, str]]]] = {}
    heading, began = "", dict[int, str]()
    table = from_data(Table, claim["table"]) if claim.get("table") else None
    for row, cells in table.grid() if table else ():
        heading = row.id if row.heading else heading
        began |= {id(cell): row.id for cell, is_from_above in cells if cell and not is_from_above}
        above = {(began[id(cell)], cell.column) for cell, is_above in cells if cell and is_above}
        found[row.id] = heading, frozenset(above)
    return found
