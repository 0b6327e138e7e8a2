"""Mutations of a bundle with every field, alone and up to four together: what each must show.

The kinds follow from the description: for each field its value changed, taken away and given; for
each list of what has an id an entry added, removed, renamed, moved, split and merged.
"""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.classify.change import ORDER
from guidepress.diff.pointer import apply_patch
from laws.edits import (
    LISTS,
    Path,
    at,
    clean_bundle,
    is_name,
    may_go,
    published_schema,
    renewed,
    without_past,
)
from laws.generate import field_of, leaves, replace_leaf
from laws.surfaces import delta_of, same

if TYPE_CHECKING:
    from collections.abc import Callable

    from guidepress.classify.change import Change, Delta
    from laws.generate import Data

MOST = 4
# What moves with each release is no change: see the table of the laws.
STAMPS = frozenset({"guideline.updated"})
# Lists of what says by which id it was known before.
WITH_PAST = (*LISTS, "content", "rows", "items")
# The kind and the subject of a change that is part of no other.
Headline = tuple[str, str]


class Mutation(NamedTuple):
    """What is done (``act``) at which place; ``kind`` names the act and the sort of place."""

    kind: str
    act: str
    path: Path

    @property
    def part(self) -> str:
        """The list of entities, or the part of the guideline's description, that it is in."""
        return "/".join(map(str, self.path[: 2 if self.path[0] == "guideline" else 1]))


def _entry_added(entries: list[Data], place: int) -> None:
    entries.insert(place + 1, without_past(renewed(entries[place], "new")))


def _entry_removed(entries: list[Data], place: int) -> None:
    del entries[place]


def _entry_moved(entries: list[Data], place: int) -> None:
    entries.append(entries.pop(place))


def _entry_renamed(entries: list[Data], place: int) -> None:
    entries[place] |= {"replaces": [entries[place]["id"]], "id": f"again-{entries[place]['id']}"}


def _entry_split(entries: list[Data], place: int) -> None:
    entry = entries[place]
    entries.insert(place + 1, renewed(entry, "new") | {"replaces": [entry["id"]]})
    _entry_renamed(entries, place)


def _entry_merged(entries: list[Data], place: int) -> None:
    gone = entries.pop(place + 1)
    _entry_renamed(entries, place)
    entries[place]["replaces"].append(gone["id"])


ACTS: dict[str, Callable[[list[Data], int], None]] = {
    "added": _entry_added,
    "removed": _entry_removed,
    "moved": _entry_moved,
    "renamed": _entry_renamed,
    "split": _entry_split,
    "merged": _entry_merged,
}
# Of these the other direction is an edit of the same sort; of a renaming it is none.
REVERSIBLE = frozenset({"changed", "gone", "added", "removed"})


@cache
def kinds() -> dict[str, list[Mutation]]:
    """Return every mutation of the bundle with every field, by its kind."""
    found: dict[str, list[Mutation]] = {}
    for each in (*_of_values(), *_of_entries(clean_bundle(), ())):
        found.setdefault(each.kind, []).append(each)
    return found


def _of_values() -> list[Mutation]:
    found = []
    gone: set[Path] = set()
    for leaf in leaves(clean_bundle()):
        home = leaf.field.rpartition(".")[0] or "guideline"
        if leaf.field in STAMPS:
            continue
        if not is_name(leaf.field):
            found.append(Mutation(f"{home}: value changed", "changed", leaf.path))
        ends = (leaf.path[:end] for end in range(len(leaf.path), 1, -1))
        path = next((each for each in ends if may_go(each)), None)
        if path and path not in gone and not _is_entry(path):
            gone.add(path)
            found.append(Mutation(f"{home}: value gone", "gone", path))
    return found


def _is_entry(path: Path) -> bool:
    value = at(clean_bundle(), path)
    return isinstance(path[-1], int) and isinstance(value, dict) and "id" in value


def _of_entries(data: Any, path: Path) -> list[Mutation]:
    """Return what can be done with the entries of each list whose entries have ids."""
    if isinstance(data, dict):
        return [each for key, value in data.items() for each in _of_entries(value, (*path, key))]
    if not isinstance(data, list) or not all(isinstance(each, dict) for each in data):
        return []
    inner = [each for n, value in enumerate(data) for each in _of_entries(value, (*path, n))]
    if not data or not all("id" in each for each in data) or path == ("lists",):
        return inner
    home = field_of((*path, 0)) or "guideline"
    acts = [
        Mutation(f"{home}: entry {act}", act, (*path, place))
        for place in range(len(data))
        for act in ACTS
        if act == "removed"
        or (act == "added" and path != ("scales",))
        or (place + 1 < len(data) and act == "moved")
        or (path[-1] in WITH_PAST and act in {"renamed", "split"})
        or (path[-1] in WITH_PAST and act == "merged" and place + 1 < len(data))
        # The cells of a column that is split or merged stand in it: what they do is an edit more.
        or (path[-1] == "columns" and act == "renamed")
    ]
    return [*inner, *acts]


def mutated(mutations: list[Mutation]) -> Data:
    """Return a copy of the bundle in which all of it is done; what moves others is done last."""
    new = clean_bundle()
    for each in [each for each in mutations if each.act == "changed"]:
        new = replace_leaf(new, published_schema(), each.path, sum(map(len, map(str, each.path))))
    new = deepcopy(new)
    rest = [each for each in mutations if each.act != "changed"]
    for each in sorted(rest, key=lambda each: tuple(map(str, each.path)), reverse=True):
        home = at(new, each.path[:-1])
        if each.act == "gone":
            del home[each.path[-1]]
        else:
            name = home[int(each.path[-1])]["id"]
            ACTS[each.act](home, int(each.path[-1]))
            if each.act == "renamed":
                new = following(new, name, f"again-{name}")
    return new


def following(data: Any, old: str, new: str, key: str = "") -> Any:
    """Return data in which what named an entity by its former id names it by its new one."""
    if isinstance(data, dict):
        return {name: following(value, old, new, name) for name, value in data.items()}
    if isinstance(data, list):
        return [following(each, old, new, key) for each in data]
    if data == old and key != "replaces":
        return new
    return data


class Verdict(NamedTuple):
    """Mutations that were looked at together, and what does not hold of them."""

    mutations: list[Mutation]
    faults: list[str]


def examine(seed: int) -> Verdict:
    """Draw one to four mutations of different entities, and look at them together."""
    random = Random(seed)
    count = random.randint(1, MOST)
    chosen: dict[str, Mutation] = {}
    names = sorted(kinds())
    while len(chosen) < count:
        one = random.choice(kinds()[random.choice(names)])
        if one.part not in chosen and mutated([one]) != clean_bundle():
            chosen[one.part] = one
    found = [*chosen.values()]
    backwards = seed % 2 == 0 and all(each.act in REVERSIBLE for each in found)
    return Verdict(found, faults_of(found, backwards=backwards))


def faults_of(chosen: list[Mutation], *, backwards: bool = False) -> list[str]:
    """Return what does not hold: the proof, that each is told once, that none weighs less."""

    def between(mutations: list[Mutation]) -> tuple[Data, Data]:
        old, new = clean_bundle(), mutated(mutations)
        return (new, old) if backwards else (old, new)

    old, new = between(chosen)
    delta = delta_of(old, new)
    faults = []
    if not same(apply_patch(deepcopy(old), delta.patch), new):
        faults.append("the patch leads elsewhere")
    steps = [step for change in delta.changes for step in change.fact.operations]
    if sorted([*delta.stamps, *steps]) != list(range(len(delta.patch))):
        faults.append("a step is owned by none or two")
    alone = [delta_of(*between([each])) for each in chosen]
    expected = Counter[Headline]()
    for one, each in zip(chosen, alone, strict=True):
        expected |= Counter(_headlines(each))
        if len(_headlines(each)) != 1:
            faults.append(f"{one.kind} {one.path} is not one line: {_headlines(each)}")
    told = Counter(_headlines(delta))
    faults += [f"told more often: {each}" for each in told - expected]
    faults += [f"told less often: {each}" for each in expected - told]
    if ORDER.index(delta.impact) < max(ORDER.index(each.impact) for each in alone):
        faults.append("it weighs less")
    alerts = set().union(*(_alerted(each) for each in alone)) - _alerted(delta)
    return faults + [f"no alert: {each}" for each in alerts]


def _headlines(delta: Delta) -> list[Headline]:
    return [_headline(each) for each in delta.changes if not each.part_of]


def _headline(change: Change) -> Headline:
    return change.fact.kind, change.fact.subject


def _alerted(delta: Delta) -> set[str]:
    return {change.fact.entity for change in delta.changes if change.alert}
