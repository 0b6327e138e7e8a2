"""What an entity holds under ids of its own, such as the rows of a table or the doses of an option.

An entry that comes is added without what is below it, and that follows as changes of its own; one
that goes is taken down in reverse. So each has its own weight, and the patch stays exact.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.diff.pairing import Regrouping, pair
from guidepress.doses import read_as_one

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guidepress.diff.fact import Fact
    from guidepress.diff.sheet import Path
    from guidepress.diff.walk import Walk

# How the kinds of change begin of what is in these lists, wherever they are.
KINDS = {"doses": "dose", "equivalents": "dose-equivalent", "parts": "recommendation-part"}
_OF_DOSES = (KINDS["doses"], KINDS["equivalents"])
# Lists that are judged as a whole.
WHOLE = frozenset({"outcomes"})
# They come last: the citations, which follow from them, belong to their change.
_TEXTS = ("text", "source", "title", "caption", "description")
# What an image is known by: one change, whichever of them differs.
_IMAGE = ("file", "absent", "sha256", "media_type")
# By what an entry of a list is known in it. Cells, which are known by their column, stay with the
# row that comes or goes, and levels with the axis of their scale.
_NAMES = ("id", "column")
# What stands in a cell, or why nothing does.
_IN_CELL = frozenset({"absent", "dose", "text"})


class Spot(NamedTuple):
    """Where a comparison is: the path, what the changes there are about, how their kinds begin."""

    path: Path
    subject: str
    prefix: str

    def entry(self, index: int, name: str) -> Spot:
        """Return the spot of an entry of the list that is here."""
        return Spot((*self.path, index), f"{self.subject}/{name}", self.prefix)


def emptied(value: Any) -> Any:
    """Return a value without the entries that are compared on their own."""
    if not isinstance(value, dict):
        return value
    return {
        key: [] if _is_apart(key, each) else emptied(each) if holds_entries(each) else each
        for key, each in value.items()
    }


def stated(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same as a change quotes it: what is reported beside it is left out."""
    return {
        key: stated(each) if holds_entries(each) else each
        for key, each in value.items()
        if not _is_apart(key, each)
    }


def are_entries(old: Any, new: Any) -> bool:
    """Tell lists whose entries can be matched by name."""
    both = [old or [], new or []]
    return any(both) and all(isinstance(each, list) and _are_named(each) for each in both)


def name_of(entry: Mapping[str, Any]) -> str:
    """Return what an entry is known by in its list."""
    return str(next(entry[name] for name in _NAMES if name in entry))


def compare_part(walk: Walk, spot: Spot, key: str, new: Any) -> None:
    """Compare one field of the object at the spot; each leaf that differs is a fact of its own."""
    old = walk.sheet.at(spot.path).get(key)
    if old == new:
        return
    if holds_entries(old) or holds_entries(new):
        _compare_holder(walk, spot, key, new)
    elif key == "figure" and old and new:
        _compare_figure(walk, spot, new)
    elif are_entries(old, new) and None not in (old, new):
        prefix = KINDS.get(key, spot.prefix)
        place = Spot((*spot.path, key), f"{spot.subject}/{key}", prefix)
        compare_entries(walk, place, new)
    elif key == "replaces":
        fact = walk.sheet.fact(f"{spot.prefix}-lineage-changed", spot.subject, old, new)
        walk.sheet.set_key(fact, spot.path, key, new)
    else:
        walk.sheet.set_key(_changed(walk, spot, key, (old, new)), spot.path, key, new)


def compare_entries(walk: Walk, spot: Spot, new: list[Any]) -> None:
    """Compare a list by the names of its entries."""
    _begin_entries(walk, spot, new)
    before = [name_of(each) for each in walk.sheet.at(spot.path)]
    order = [name_of(each) for each in new]
    for name in [each for each in before if each not in set(order)]:
        _remove_entry(walk, spot, name)
    added = _add_entries(walk, spot, new)

    def owner_of(name: str) -> Fact:
        kind = f"{spot.prefix}-reordered"
        return added.get(name) or walk.once(kind, spot.subject, before, order)

    walk.sheet.reorder(spot.path, order, owner_of, name_of, added)
    for index, entry in enumerate(new):
        _compare_fields(walk, spot.entry(index, order[index]), entry)


def _begin_entries(walk: Walk, spot: Spot, new: list[Any]) -> None:
    """Let each entry begin as what it replaces; the cells of a column go with it.

    The first of several pieces takes the place of their origin. An origin that no piece begins as
    stays, so that what it holds is reported as it goes.
    """
    if not _has_ids(new):
        return
    old = walk.sheet.at(spot.path)
    entries = {each["id"]: each for each in (*new, *old)}
    pairing = pair(old, new)
    _note_absorbed(walk, spot, pairing.absorbed, new)
    for group in pairing.regroupings:
        before, after = group.old[0], group.new[0]
        is_one = len(group.new) == 1
        sides: Any = (before, after)
        if group.verb != "renamed":
            sides = ([stated(entries[each]) for each in side] for side in (group.old, group.new))
        subject = f"{spot.subject}/{after if is_one else before}"
        fact = walk.sheet.fact(f"{spot.prefix}-{group.verb}", subject, *sides)
        for number, name in enumerate(group.new):
            piece, now = entries[name], [each["id"] for each in walk.sheet.at(spot.path)]
            origin = next(each for each in piece["replaces"] if each in group.old)
            if origin in now:
                path = (*spot.path, now.index(origin))
                walk.sheet.set_keys(fact, path, ("id", "replaces"), piece)
                if spot.path[-1] == "columns":
                    _rename_cells(walk, spot.path[:-1], fact, origin, name)
            else:
                path = (*spot.path, now.index(group.new[number - 1]) + 1)
                own = {key: piece[key] for key in ("id", "replaces")}
                walk.sheet.add(fact, path, emptied(entries[origin]) | own)


def _note_absorbed(walk: Walk, spot: Spot, groups: Iterable[Regrouping], new: list[Any]) -> None:
    """Note mergers into entries that were there before; what went is reported below them."""
    old = walk.sheet.at(spot.path)
    for group in groups:
        gone = [stated(each) for each in old if each["id"] in {*group.old} - {*group.new}]
        heirs = [each for each in new if each["id"] in group.new]
        subject = f"{spot.subject}/{heirs[0]['id'] if len(heirs) == 1 else gone[0]['id']}"
        sides = (gone, [stated(each) for each in heirs])
        fact = walk.sheet.fact(f"{spot.prefix}-{group.verb}", subject, *sides)
        for each in heirs:
            index = [entry["id"] for entry in old].index(each["id"])
            walk.sheet.set_keys(fact, (*spot.path, index), ("replaces",), each)


def _rename_cells(walk: Walk, table: Path, fact: Fact, before: str, after: str) -> None:
    for row, each in enumerate(walk.sheet.at(table)["rows"]):
        for index in [i for i, cell in enumerate(each["cells"]) if cell["column"] == before]:
            walk.sheet.set_key(fact, (*table, "rows", row, "cells", index), "column", after)


def _compare_fields(walk: Walk, spot: Spot, new: Any) -> None:
    old = walk.sheet.at(spot.path)
    if old == new:
        return
    keys = {*old, *new} - {*_NAMES, "citations"}
    if spot.prefix in _OF_DOSES:
        _compare_as_one(walk, spot, old, new, read_as_one(old, new))
    elif "column" in new and len(_IN_CELL & old.keys()) == len(_IN_CELL & new.keys()) == 1:
        # The same key on both sides is compared below, as every field.
        _compare_as_one(walk, spot, old, new, (_IN_CELL & old.keys()) ^ (_IN_CELL & new.keys()))
    for key in sorted(keys, key=lambda each: (each in _TEXTS, each)):
        compare_part(walk, spot, key, new.get(key))
    if old.get("citations") != new.get("citations"):
        facts = (each for each in reversed(walk.sheet.facts) if each.subject == spot.subject)
        sides = (old.get("citations"), new.get("citations"))
        owner = next(facts, None) or _changed(walk, spot, "citations", sides)
        walk.sheet.set_key(owner, spot.path, "citations", new.get("citations"))


def _compare_as_one(walk: Walk, spot: Spot, old: Any, new: Any, fields: Iterable[str]) -> None:
    """Note several fields as one fact: an amount that becomes a range is not three changes."""
    keys = [each for each in sorted(fields) if old.get(each) != new.get(each)]
    if keys:
        sides = ({key: side[key] for key in keys if key in side} for side in (old, new))
        fact = walk.sheet.fact(f"{spot.prefix}-changed", spot.subject, *sides)
        walk.sheet.set_keys(fact, spot.path, keys, new)


def _compare_holder(walk: Walk, spot: Spot, key: str, new: Any) -> None:
    """Compare an object that holds entries, such as a table; it may come or go."""
    old = walk.sheet.at(spot.path).get(key)
    if old is None:
        owner = _changed(walk, spot, key, (None, stated(new)))
        walk.sheet.set_key(owner, spot.path, key, emptied(new))
    goal = emptied(old) if new is None else new
    inner = Spot((*spot.path, key), spot.subject, spot.prefix)
    _compare_fields(walk, inner, goal)
    if new is None:
        owner = _changed(walk, spot, key, (stated(old), None))
        walk.sheet.set_key(owner, spot.path, key, None)


def _compare_figure(walk: Walk, spot: Spot, new: Any) -> None:
    place = Spot((*spot.path, "figure"), spot.subject, spot.prefix)
    old = walk.sheet.at(place.path)
    sides = [{key: side[key] for key in _IMAGE if key in side} for side in (old, new)]
    fact = walk.sheet.fact("statement-image-changed", spot.subject, *sides)
    walk.sheet.set_keys(fact, place.path, _IMAGE, new)
    _compare_fields(walk, place, new)


def _remove_entry(walk: Walk, spot: Spot, name: str) -> None:
    index = [name_of(each) for each in walk.sheet.at(spot.path)].index(name)
    place = spot.entry(index, name)
    entry = walk.sheet.at(place.path)
    fact = walk.sheet.fact(f"{spot.prefix}-removed", place.subject, stated(entry))
    # What is below it goes first, each as a change of its own.
    for key, goal in emptied(entry).items():
        compare_part(walk, place, key, goal)
    walk.sheet.remove(fact, place.path)


def _add_entries(walk: Walk, spot: Spot, new: Sequence[Any]) -> dict[str, Fact]:
    kind = f"{spot.prefix}-{'recorded' if walk.is_recorded(spot.subject) else 'added'}"
    now = [name_of(each) for each in walk.sheet.at(spot.path)]
    added: dict[str, Fact] = {}
    present, previous = set(now), ""
    for entry in new:
        name = name_of(entry)
        if name not in present:
            place = spot.entry(now.index(previous) + 1 if previous else 0, name)
            added[name] = walk.sheet.fact(kind, place.subject, None, stated(entry))
            walk.sheet.add(added[name], place.path, emptied(entry))
            now.insert(int(place.path[-1]), name)
        previous = name
    return added


def _changed(walk: Walk, spot: Spot, key: str, sides: tuple[Any, Any]) -> Fact:
    before, after = ({} if each is None else {key: each} for each in sides)
    return walk.sheet.fact(f"{spot.prefix}-changed", spot.subject, before, after)


def _are_named(value: list[Any]) -> bool:
    if not all(isinstance(each, dict) and any(n in each for n in _NAMES) for each in value):
        return False
    return len({name_of(each) for each in value}) == len(value)


def _has_ids(value: Any) -> bool:
    named = isinstance(value, list) and value and _are_named(value)
    return bool(named) and all("id" in each for each in value)


def _is_apart(key: str, value: Any) -> bool:
    return _has_ids(value) and key not in {*WHOLE, "levels"}


def holds_entries(value: Any) -> bool:
    """Tell an object with entries that are compared on their own, such as a table."""
    return isinstance(value, dict) and any(_is_apart(*item) for item in value.items())
