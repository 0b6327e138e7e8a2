"""What an entity holds under ids of its own, such as the rows of a table or the doses of an option.

An entry that comes is added without what is below it, and that follows as changes of its own; one
that goes is taken down in reverse. So each has its own weight, and the patch stays exact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guidepress.diff.fact import Fact
    from guidepress.diff.sheet import Path
    from guidepress.diff.walk import Walk

# By what an entry of a list is known in it. Cells, which are known by their column, stay with the
# row that comes or goes.
_NAMES = ("id", "column")


def emptied(value: Any) -> Any:
    """Return a value without the entries that are compared on their own."""
    if not isinstance(value, dict):
        return value
    return {
        key: [] if _has_ids(each) else emptied(each) if holds_entries(each) else each
        for key, each in value.items()
    }


def stated(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same as a change quotes it: what is reported beside it is left out."""
    return {
        key: stated(each) if holds_entries(each) else each
        for key, each in value.items()
        if not _has_ids(each)
    }


def are_entries(old: Any, new: Any) -> bool:
    """Tell lists whose entries can be matched by name."""
    both = [old or [], new or []]
    return any(both) and all(isinstance(each, list) and _are_named(each) for each in both)


def name_of(entry: Mapping[str, Any]) -> str:
    """Return what an entry is known by in its list."""
    return str(next(entry[name] for name in _NAMES if name in entry))


def compare_part(walk: Walk, path: Path, subject: str, key: str, new: Any, prefix: str) -> None:
    """Compare one field of the object at the path; each leaf that differs is a fact of its own."""
    old = walk.sheet.at(path).get(key)
    if old == new:
        return
    if holds_entries(old) or holds_entries(new):
        _compare_holder(walk, path, subject, key, new, prefix)
    elif are_entries(old, new) and None not in (old, new):
        compare_entries(walk, (*path, key), f"{subject}/{key}", prefix, new)
    else:
        walk.sheet.set_key(_changed(walk, subject, key, old, new, prefix), path, key, new)


def compare_entries(walk: Walk, path: Path, subject: str, prefix: str, new: list[Any]) -> None:
    """Compare a list by the names of its entries; ``prefix`` begins the kinds of change."""
    before = [name_of(each) for each in walk.sheet.at(path)]
    order = [name_of(each) for each in new]
    for name in [each for each in before if each not in set(order)]:
        _remove_entry(walk, path, f"{subject}/{name}", prefix)
    added = _add_entries(walk, path, subject, prefix, new)

    def owner_of(name: str) -> Fact:
        return added.get(name) or walk.once(f"{prefix}-reordered", subject, before, order)

    walk.sheet.reorder(path, order, owner_of, name_of, added)
    for index, entry in enumerate(new):
        _compare_entry(walk, (*path, index), f"{subject}/{order[index]}", entry, prefix)


def _compare_entry(walk: Walk, path: Path, subject: str, new: Any, prefix: str) -> None:
    old = walk.sheet.at(path)
    if old == new:
        return
    for key in sorted({*old, *new} - {*_NAMES, "citations"}):
        compare_part(walk, path, subject, key, new.get(key), prefix)
    if old.get("citations") != new.get("citations"):
        # They follow from the text.
        facts = (each for each in reversed(walk.sheet.facts) if each.subject == subject)
        owner = next(facts, None) or _changed(walk, subject, "citations", None, None, prefix)
        walk.sheet.set_key(owner, path, "citations", new.get("citations"))


def _compare_holder(walk: Walk, path: Path, subject: str, key: str, new: Any, prefix: str) -> None:
    """Compare an object that holds entries, such as a table; it may come or go."""
    old = walk.sheet.at(path).get(key)
    if old is None:
        owner = walk.sheet.fact(f"{prefix}-changed", subject, {}, {key: stated(new)})
        walk.sheet.set_key(owner, path, key, emptied(new))
    goal = emptied(old) if new is None else new
    for each in sorted({*walk.sheet.at((*path, key)), *goal} - {*_NAMES}):
        compare_part(walk, (*path, key), subject, each, goal.get(each), prefix)
    if new is None:
        owner = walk.sheet.fact(f"{prefix}-changed", subject, {key: stated(old)}, {})
        walk.sheet.set_key(owner, path, key, None)


def _remove_entry(walk: Walk, path: Path, subject: str, prefix: str) -> None:
    name = subject.rpartition("/")[2]
    index = [name_of(each) for each in walk.sheet.at(path)].index(name)
    entry = walk.sheet.at((*path, index))
    fact = walk.sheet.fact(f"{prefix}-removed", subject, stated(entry))
    # What is below it goes first, each as a change of its own.
    for key, goal in emptied(entry).items():
        compare_part(walk, (*path, index), subject, key, goal, prefix)
    walk.sheet.remove(fact, (*path, index))


def _add_entries(
    walk: Walk, path: Path, subject: str, prefix: str, new: Sequence[Any]
) -> dict[str, Fact]:
    verb = "recorded" if walk.is_recorded(subject) else "added"
    now = [name_of(each) for each in walk.sheet.at(path)]
    added: dict[str, Fact] = {}
    present, previous = set(now), ""
    for entry in new:
        name = name_of(entry)
        if name not in present:
            place = now.index(previous) + 1 if previous else 0
            fact = walk.sheet.fact(f"{prefix}-{verb}", f"{subject}/{name}", None, stated(entry))
            walk.sheet.add(fact, (*path, place), emptied(entry))
            now.insert(place, name)
            added[name] = fact
        previous = name
    return added


def _changed(walk: Walk, subject: str, key: str, old: Any, new: Any, prefix: str) -> Fact:
    before = {} if old is None else {key: old}
    after = {} if new is None else {key: new}
    return walk.sheet.fact(f"{prefix}-changed", subject, before, after)


def _are_named(value: list[Any]) -> bool:
    if not all(isinstance(each, dict) and any(n in each for n in _NAMES) for each in value):
        return False
    return len({name_of(each) for each in value}) == len(value)


def _has_ids(value: Any) -> bool:
    named = isinstance(value, list) and value and _are_named(value)
    return bool(named) and all("id" in each for each in value)


def holds_entries(value: Any) -> bool:
    """Tell an object with entries that are compared on their own, such as a table."""
    return isinstance(value, dict) and any(map(_has_ids, value.values()))
