"""A working copy of the older bundle that is led, operation by operation, to the newer one."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from copy import copy
from typing import Any

from guidepress.diff.fact import Fact
from guidepress.diff.pointer import Operation, apply_operation, render_pointer

Path = tuple[str | int, ...]


class Sheet:
    """Holds the working copy, the patch so far, and the facts that own its operations.

    Every operation has one owner (a fact, or the stamps), so nothing changes unsaid. What the sheet
    gave out is never written into: an operation copies what leads to its place, and shares the rest
    with both bundles. A copy of all of it took most of the time of a comparison.
    """

    def __init__(self, old: Any, only: Fact | None = None) -> None:
        self.document = copy(old)
        self.patch: list[Operation] = []
        self.facts: list[Fact] = [only] if only else []
        self.stamps = Fact(kind="stamps", subject="guideline")
        self._only = only

    def fact(self, kind: str, subject: str, old: Any = None, new: Any = None) -> Fact:
        """Note a difference and return it as the owner of operations to come."""
        if self._only:
            return self._only
        found = Fact(kind=kind, subject=subject, old=old, new=new)
        self.facts.append(found)
        return found

    def at(self, path: Path) -> Any:
        """Return the value of the working copy at the path."""
        value = self.document
        for part in path:
            value = value[part]
        return value

    def add(self, owner: Fact, path: Path, value: Any) -> None:
        """Add a key to an object, or an entry to a list before the index."""
        self._do(owner, {"op": "add", "path": render_pointer(path), "value": value}, path)

    def remove(self, owner: Fact, path: Path) -> None:
        """Remove a key or an entry."""
        self._do(owner, {"op": "remove", "path": render_pointer(path)}, path)

    def move(self, owner: Fact, source: Path, target: Path) -> None:
        """Take the entry at the source and put it at the target."""
        operation = {"op": "move", "from": render_pointer(source), "path": render_pointer(target)}
        self._do(owner, operation, source, target)

    def set_key(self, owner: Fact, path: Path, key: str, new: Any) -> None:
        """Make the object at the path hold this key as the newer side has it (None: not at all)."""
        if new is None:
            self.remove(owner, (*path, key))
        else:
            name, place = "replace" if key in self.at(path) else "add", (*path, key)
            self._do(owner, {"op": name, "path": render_pointer(place), "value": new}, place)

    def set_keys(
        self, owner: Fact, path: Path, keys: Iterable[str], new: Mapping[str, Any]
    ) -> None:
        """Do so for each of these keys that differs."""
        old = self.at(path)
        for key in keys:
            if old.get(key) != new.get(key):
                self.set_key(owner, path, key, new.get(key))

    def _do(self, owner: Fact, operation: Operation, *paths: Path) -> None:
        for path in paths:
            home = self.document
            for part in path[:-1]:
                home[part] = home = copy(home[part])
        apply_operation(self.document, operation)
        owner.operations.append(len(self.patch))
        self.patch.append(operation)

    def insert_after_predecessor(
        self, owner: Fact, path: Path, order: Sequence[str], key: str, value: Any
    ) -> None:
        """Insert an entity where the newer order has it, among those that are already there."""
        present = {entry["id"]: index for index, entry in enumerate(self.at(path))}
        before = [each for each in order[: order.index(key)] if each in present]
        self.add(owner, (*path, present[before[-1]] + 1 if before else 0), value)

    def reorder(
        self,
        path: Path,
        order: Sequence[str],
        owner_of: Callable[[str], Fact],
        key: Callable[[Any], str] = lambda entry: entry["id"],
        newcomers: Collection[str] = (),
    ) -> None:
        """Bring the list into the order with as few moves as there can be.

        Newcomers give way: where one stands wrong, it is moved and not those that were there.
        """
        now = [key(entry) for entry in self.at(path)]
        place = {each: index for index, each in enumerate(order)}
        kept = longest_increasing(place[each] for each in now if each not in newcomers)
        for index, each in enumerate(order):
            if index in kept:
                continue
            source = now.index(each)
            del now[source]
            target = now.index(order[index - 1]) + 1 if index else 0
            now.insert(target, each)
            if source != target:
                self.move(owner_of(each), (*path, source), (*path, target))


def longest_increasing(numbers: Iterable[int]) -> set[int]:
    """Return the numbers of a longest increasing subsequence (patience sorting)."""
    tails: list[int] = []
    previous: dict[int, int | None] = {}
    for number in numbers:
        place = bisect_left(tails, number)
        previous[number] = tails[place - 1] if place else None
        tails[place : place + 1] = [number]
    found: set[int] = set()
    number_or_none = tails[-1] if tails else None
    while number_or_none is not None:
        found.add(number_or_none)
        number_or_none = previous[number_or_none]
    return found
