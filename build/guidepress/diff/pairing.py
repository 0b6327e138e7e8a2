"""Which entity of the older side is which of the newer: the same id, or a declared successor."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

Entity = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Regrouping:
    """Old ids that new ids replace together: one to many is a split, many to one a merger."""

    old: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def verb(self) -> str:
        """The kind of change: renamed, split, merged or regrouped."""
        if len(self.old) == 1:
            return "renamed" if len(self.new) == 1 else "split"
        return "merged" if len(self.new) == 1 else "regrouped"


@dataclass(frozen=True, kw_only=True)
class Pairing:
    """How the entities of one list correspond.

    ``absorbed`` are the mergers into entities that were there before.
    """

    kept: Mapping[str, str]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    regroupings: tuple[Regrouping, ...] = field(default=())
    absorbed: tuple[Regrouping, ...] = field(default=())


def pair(old: Sequence[Entity], new: Sequence[Entity]) -> Pairing:
    """Match by id, then by what the newer entities declare in ``replaces``.

    ``kept`` maps new ids to old ones and holds the renamed ones too.
    """
    old_ids, new_ids = [each["id"] for each in old], [each["id"] for each in new]
    before, after = set(old_ids), set(new_ids)
    gone = [each for each in old_ids if each not in after]
    come = [each for each in new if each["id"] not in before]
    groups = tuple(_regroupings(come, set(gone)))
    taken = {each for group in groups for each in group.old}
    staying = (each for each in new if each["id"] in before)
    absorbed = _regroupings(staying, set(gone) - taken)
    renamed = {group.new[0]: group.old[0] for group in groups if group.verb == "renamed"}
    return Pairing(
        kept={each: each for each in new_ids if each in before} | renamed,
        added=tuple(each["id"] for each in come if each["id"] not in renamed),
        removed=tuple(each for each in gone if each not in renamed.values()),
        regroupings=groups,
        absorbed=tuple(replace(each, old=(*each.old, *each.new)) for each in absorbed),
    )


def _regroupings(come: Iterable[Entity], gone: set[str]) -> Iterable[Regrouping]:
    """Join successors that share a predecessor, and predecessors that share a successor."""
    groups: list[tuple[list[str], list[str]]] = []
    for entity in come:
        old = [each for each in entity.get("replaces", []) if each in gone]
        if not old:
            continue
        touching = [group for group in groups if set(group[0]) & set(old)]
        joined = (
            list(dict.fromkeys([each for group in touching for each in group[0]] + old)),
            [each for group in touching for each in group[1]] + [entity["id"]],
        )
        groups = [group for group in groups if group not in touching] + [joined]
    return [Regrouping(old=tuple(old), new=tuple(new)) for old, new in groups]


def match(
    old: Sequence[Entity], new: Sequence[Entity], ways: Iterable[Callable[[Entity, Entity], bool]]
) -> dict[int, int]:
    """Match what has no ids: new index -> old index, by what makes two entries alike.

    The strictest way is tried first over the whole list, so that a near one cannot take its place.
    """
    pairs: dict[int, int] = {}
    for alike in ways:
        for number, entry in enumerate(new):
            taken = set(pairs.values())
            free = [index for index in range(len(old)) if index not in taken]
            found = [index for index in free if alike(old[index], entry)]
            if number not in pairs and found:
                pairs[number] = found[0]
    return pairs
