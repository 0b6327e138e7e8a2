"""A later file is merged into edited content; what both sides changed is asked.

Three-way merge by key of each entry: the baseline holds hashes of what the last import brought.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from guidepress.bring_in.account import (
    Baseline,
    address_of,
    flatten,
    hash_of,
    hashes_below,
    is_units,
    subtree,
)
from guidepress.bring_in.parts import keep_part_ids
from guidepress.words.differences import find_differences, find_places

Data = dict[str, Any]
_SHOWN = 60


class Merged(NamedTuple):
    """The content, what becomes the baseline, what happened, and what left the source."""

    data: Data
    values: dict[str, dict[str, str]]
    lists: dict[str, list[str]]
    counts: Counter[str]
    removed: list[str]


class Merge:
    """One merge; ``ask`` is called with an address and a text for each conflict."""

    def __init__(
        self,
        base: Baseline,
        ours: Data,
        theirs: Data,
        ask: Callable[[str, str], None],
        keep: Collection[str] = (),
    ) -> None:
        self.base, self.ask, self.keep = base, ask, frozenset(keep)
        self.ours = flatten(ours)
        keep_part_ids(theirs, base, self.ours)
        self.theirs = flatten(theirs)
        self.counts: Counter[str] = Counter()
        self.removed: list[str] = []
        self.open: dict[str, dict[str, str]] = {}
        self.unanswered: set[str] = set()
        self.places = {each: at for at, ids in base.lists.items() for each in ids}

    def run(self) -> Merged:
        """Return what comes of it."""
        data = self._unit("", self.ours.entries[""], self.theirs.entries[""])
        values = {at: dict(keys) for at, keys in self.theirs.values.items()}
        for at, keys in self.open.items():
            values.setdefault(at, {}).update(keys)
        lists = {at: list(ids) for at, ids in self.theirs.lists.items()}
        for at in self.unanswered:
            values[at] = dict(self.base.values.get(at, {}))
        return Merged(data, values, lists, self.counts, self.removed)

    def _unit(self, at: str, ours: Data, theirs: Data) -> Data:
        """Merge an entry key by key, in the order of ours; new keys of theirs follow."""
        found: Data = {}
        for key in dict.fromkeys((*ours, *theirs)):
            value = self._key(at, key, ours.get(key), theirs.get(key))
            if value not in (None, [], {}):
                found[key] = value
        return found

    def _key(self, at: str, key: str, ours: Any, theirs: Any) -> Any:
        below = f"{at}/{key}"
        if is_units(ours) or is_units(theirs):
            return self._list(below, key, ours or [], theirs or [])
        if isinstance(ours, dict) and isinstance(theirs, dict):
            found = self._unit(below, ours, theirs)
            return _order_cells(found) if key == "table" else found
        if key == "id" and at:
            return ours
        return self._value(at, key, ours, theirs)

    def _value(self, at: str, key: str, ours: Any, theirs: Any) -> Any:
        here, there = hash_of(ours), hash_of(theirs)
        if here == there or self._is_before(at, key, theirs):
            return ours
        if self._is_before(at, key, ours):
            self.counts["changed"] += 1
            return theirs
        if at in self.keep:
            return ours
        before = self.base.values.get(at, {}).get(key, "")
        self.open.setdefault(at, {})[key] = before
        was = "changed here and in the file" if before else "written here and in the file"
        places = (f"here “{mine}”, there “{other}”" for mine, other in _apart(ours, theirs))
        self.ask(at, f"{key} was {was}: {'; '.join(places)}")
        return ours

    def _is_before(self, at: str, key: str, value: Any) -> bool:
        """Tell whether a value is that of the last import."""
        below = f"{at}/{key}"
        if isinstance(value, dict):
            base = {each: self.base.values.get(each, {}) for each in (below, *self._inside(below))}
            return hashes_below(value, below) == base
        before = self.base.values.get(at, {}).get(key, "")
        return hash_of(value) == before and below not in self.base.values

    def _inside(self, at: str) -> Iterator[str]:
        return (each for each in self.base.values if each.startswith(f"{at}/"))

    def _list(self, at: str, key: str, ours: Sequence[Data], theirs: Sequence[Data]) -> list[Data]:
        owner = at.rpartition("/")[0]
        here = {address_of(owner, key, each): each for each in ours}
        there = {address_of(owner, key, each): each for each in theirs}
        known = set(self.base.lists.get(at, ()))
        kept: dict[str, Data] = {}
        for each, entry in here.items():
            if each in there:
                kept[each] = self._unit(each, entry, there[each])
            elif not self._leaves(each, at, known):
                kept[each] = entry
        for each, entry in there.items():
            if each not in here and (comes := self._arrival(each, entry, known)) is not None:
                kept[each] = comes
        return [kept[each] for each in self._order(at, list(here), list(there)) if each in kept]

    def _leaves(self, at: str, place: str, known: set[str]) -> bool:
        """Tell whether an entry goes from its place: moved by the source, or gone from it."""
        if at in self.theirs.entries:
            return self.places.get(at) == place
        if at not in known:
            return False
        if all(self._is_unchanged(each) for each in subtree(self.ours, at)):
            self.counts["removed"] += 1
            self.removed.append(at)
            return True
        if at not in self.keep:
            self.unanswered.add(at)
            gone = "the source no longer has it, and it was changed here: remove it, or keep it"
            self.ask(at, gone)
        return False

    def _is_unchanged(self, at: str) -> bool:
        return self.ours.values.get(at, {}) == dict(self.base.values.get(at, {}))

    def _arrival(self, at: str, entry: Data, known: set[str]) -> Data | None:
        """Return what comes to a place; what editors took out or moved stays where they put it."""
        if at in self.ours.entries:
            if self.ours.parents.get(at) != self.places.get(at):
                return None
            self.counts["moved"] += 1
            return self._unit(at, self.ours.entries[at], entry)
        if at not in known:
            self.counts["added"] += 1
            return self._new(at, entry)
        before = self.base.values.get(at, {})
        if self.theirs.values.get(at) != before and at not in self.keep:
            self.open[at] = dict(before)
            self.ask(at, "it was taken out here, and changed in the file: add it, or leave it out")
        return None

    def _new(self, at: str, entry: Data) -> Data:
        """Return a new entry; what it holds may have been elsewhere, with edits."""
        found: Data = {}
        for key, value in entry.items():
            if is_units(value):
                inner = {address_of(at, key, each): each for each in value}
                arrived = (self._arrival(each, data, set()) for each, data in inner.items())
                found[key] = [each for each in arrived if each is not None]
            else:
                found[key] = value
        return found

    def _order(self, at: str, ours: list[str], theirs: list[str]) -> Iterable[str]:
        """Return the order of ours where editors changed it, of theirs where they did not."""
        before = [each for each in self.base.lists.get(at, ()) if each in ours]
        if before != [each for each in ours if each in before]:
            return _insert(ours, theirs)
        return _insert(theirs, ours)


def _order_cells(table: Data) -> Data:
    """Put the cells of each row in the order of the columns, some of which came or moved."""
    place = {each["id"]: number for number, each in enumerate(table.get("columns", ()))}
    for row in table.get("rows", ()):
        if cells := row.get("cells"):
            row["cells"] = {at: cells[at] for at in sorted(cells, key=lambda at: place.get(at, 0))}
    return table


def _insert(main: list[str], other: list[str]) -> list[str]:
    """Put what only ``other`` has behind what it follows there."""
    found = list(main)
    for number, each in enumerate(other):
        if each not in found:
            before = next((prior for prior in reversed(other[:number]) if prior in found), None)
            found.insert(found.index(before) + 1 if before else 0, each)
    return found


def _apart(*values: Any) -> Iterator[tuple[str, str]]:
    """Yield two values side by side, or where they are long each place in which they differ."""
    here, there = (" ".join(str(each or "nothing").split()) for each in values)
    long = max(len(here), len(there)) > _SHOWN
    for pair in find_places(find_differences(here, there)) if long else ((here, there),):
        mine, other = (each.strip() or "nothing" for each in pair)
        yield _short(mine), _short(other)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
