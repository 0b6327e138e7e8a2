"""Changes that are one act to a reader are one line that unfolds; what to know first is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter, itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from guidepress.classify.change import ORDER, Change, Impact
from guidepress.classify.context import Context, listed
from guidepress.classify.part_names import name_homes
from guidepress.classify.values import name_scale
from guidepress.prose.citations import cited_keys

T = TypeVar("T")

MOST_LINES = 5
# So many references are named, and as many references that came make a group.
MOST_NAMED = 8
FEWEST = 3
_MOVED = "Moved {count} statements from {old} to {new}."
_SWAPPED = "Replaced the reference {old} by {new}."
_REGRADED = "Regraded {{count}} levels, from “{old}” to “{new}”."
_DATES = "Recorded {count} dates."
_REFERENCES = {
    "reference-added": "Added {count} references: {names}.",
    "reference-removed": "Removed {count} references: {names}.",
}
_SAFETY = "Safety: "
_MORE_ON_SAFETY = (
    "{count} further changes, of which {alerts} on safety and {heavy} {change} what applies."
)
_MIXED = re.compile(r"[0-9]+ further changes, of which [0-9]+ on safety and ")
_OF_SEVERAL, _OF_ONE = " 1 change what applies.", " 1 changes what applies."
_MORE = "{count} further changes, of which {heavy} {change} what applies."
_FEWER = "{count} further changes; none of them changes what applies."
_COUNTS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


class Node(NamedTuple, Generic[T]):
    """A change with those that came with it; of a group only its title is known."""

    head: T | None
    title: str
    inside: list[Node[T]]
    weigh: Callable[[T], tuple[Impact, bool]]

    @property
    def impact(self) -> Impact:
        """The greatest impact of its own changes."""
        return max((self.weigh(each)[0] for each in self.heads()), key=ORDER.index)

    @property
    def alert(self) -> bool:
        """Whether any of its own changes raises an alert."""
        return any(self.weigh(each)[1] for each in self.heads())

    def urgent(self) -> list[Node[T]]:
        """Return what came with a change and raises an alert of its own, the innermost."""
        inside = [each for each in self.inside if each.alert] if self.head is not None else []
        return [one for each in inside for one in (each.urgent() or [each])]

    def heads(self) -> Iterator[T]:
        """Yield the changes of the node that weigh for it: its own, or those of its group."""
        if self.head is not None:
            yield self.head
        else:
            for each in self.inside:
                yield from each.heads()


def _fold(
    items: Sequence[T],
    keys_of: Callable[[T], tuple[str, str, str]],
    weigh: Callable[[T], tuple[Impact, bool]],
) -> list[Node[T]]:
    """Return the changes as a tree; ``keys_of`` gives fingerprint, parent and group of a change."""
    keys = [keys_of(each) for each in items]
    nodes = {key[0]: Node(item, "", [], weigh) for item, key in zip(items, keys, strict=True)}
    groups: dict[str, Node[T]] = {}
    roots: list[Node[T]] = []
    for fingerprint, parent, group in keys:
        home = nodes[parent].inside if parent in nodes else roots
        if group and group not in groups:
            groups[group] = Node(None, group, [], weigh)
            home.append(groups[group])
        (groups[group].inside if group else home).append(nodes[fingerprint])
    return roots


def fold_changes(changes: Sequence[Change]) -> list[Node[Change]]:
    """Return changes as a tree."""
    return _fold(
        changes,
        lambda each: (each.fact.fingerprint, each.part_of, each.group),
        lambda each: (each.impact, each.alert),
    )


def fold_published(changes: Sequence[Mapping[str, Any]]) -> list[Node[Mapping[str, Any]]]:
    """Return changes of ``changes.json`` as a tree."""
    return _fold(
        changes,
        lambda each: (each["id"], each.get("part_of", ""), each.get("group", "")),
        lambda each: (each["impact"], each["alert"]),
    )


def summarise(changes: Sequence[Change]) -> tuple[str, ...]:
    """Return what a clinician must know now in at most five lines: alerts first."""
    return _summary(fold_changes(changes), attrgetter("sentence"))


def summarise_published(changes: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the same of ``changes.json``, whose ``summary`` it is."""
    return _summary(fold_published(changes), itemgetter("sentence"))


def list_first(changes: Sequence[Change]) -> tuple[str, ...]:
    """Return what readers must know first: all changes on safety, and what fits in five lines.

    The summary of ``changes.json`` has five lines at most, and counts what is beyond them.
    """
    return _first(fold_changes(changes), attrgetter("sentence"))


def list_first_published(changes: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the same of ``changes.json``, whatever its summary counts."""
    return _first(fold_published(changes), itemgetter("sentence"))


def _first(folded: Sequence[Node[T]], sentence: Callable[[T], str]) -> tuple[str, ...]:
    nodes = _by_weight(folded)
    safety = [each for each in nodes if each.alert or each.urgent()]
    others = [each for each in nodes if each not in safety]
    lines = [_line(one, sentence) for each in safety for one in (each, *each.urgent())]
    room = MOST_LINES - len(lines)
    kept = others if len(others) <= max(room, 1) else others[: max(room - 1, 0)]
    lines += [_line(each, sentence) for each in kept]
    if rest := others[len(kept) :]:
        heavy = sum(each.impact == "major" for each in rest)
        more = _MORE if heavy else _FEWER
        change = "changes" if heavy == 1 else "change"
        lines.append(more.format(count=len(rest), heavy=heavy, change=change))
    return tuple(lines)


def _by_weight(folded: Iterable[Node[T]]) -> list[Node[T]]:
    nodes = [each for each in folded if each.impact not in {"none", "patch"}]
    return sorted(nodes, key=lambda each: (not each.alert, -ORDER.index(each.impact)))


def _line(node: Node[T], sentence: Callable[[T], str]) -> str:
    return f"{_SAFETY if node.alert else ''}{node.title or sentence(next(node.heads()))}"


def is_summary(lines: Sequence[str], changes: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether this is the summary of the changes, as it is made today or once was.

    What came with a change was not told with it, a mixed rest was called safety, and one change
    had the verb of several.
    """
    expected = summarise_published(changes)
    if tuple(lines) == expected:
        return True
    lines = [each.replace(_OF_SEVERAL, _OF_ONE) for each in lines]
    if tuple(lines) == expected:
        return True
    expected = _summary(fold_published(changes), itemgetter("sentence"), unfolded=False)
    mixed = expected[MOST_LINES - 1 :] and _MIXED.match(expected[-1])
    once = (*expected[:-1], f"{_SAFETY}{expected[-1]}") if mixed else expected
    return tuple(lines) in {expected, once}


def _summary(
    folded: Sequence[Node[T]], sentence: Callable[[T], str], *, unfolded: bool = True
) -> tuple[str, ...]:
    nodes = _by_weight(folded)
    told = [[each, *(each.urgent() if unfolded else ())] for each in nodes]
    room = MOST_LINES - len(nodes)
    lines = []
    for node, *urgent in told:
        # What a new section or option holds is told with it, where there is room for all of it.
        fits = len(urgent) <= room
        room -= len(urgent) if fits else 0
        lines += [_line(each, sentence) for each in (node, *(urgent if fits else ()))]
    if len(lines) <= MOST_LINES:
        return tuple(lines)
    rest = nodes[MOST_LINES - 1 :]
    heavy = sum(each.impact == "major" for each in rest)
    alerts = sum(each.alert for each in rest)
    more = _MORE_ON_SAFETY if alerts else _MORE if heavy else _FEWER
    change = "changes" if heavy == 1 else "change"
    counts = more.format(count=len(rest), alerts=alerts, heavy=heavy, change=change)
    # Of a mixed rest the line says how many are on safety, and does not call all of it that.
    label = _SAFETY if alerts == len(rest) else ""
    return (*lines[: MOST_LINES - 1], f"{label}{counts}")


def join_groups(changes: Sequence[Change], context: Context) -> list[Change]:
    """Return the changes, each with the sentence of its group where it belongs to one."""
    groups: dict[str, list[str]] = {}
    for title, members in (
        *_moved(changes, context),
        *_swapped(changes, context),
        *_of_references(changes, context),
        *_regraded(changes, context),
    ):
        groups.setdefault(title, []).extend(each.fact.fingerprint for each in members)
    titles: dict[str, str] = {}
    for title, ids in groups.items():
        for each in ids:
            titles.setdefault(each, title)
    return [replace(each, group=titles.get(each.fact.fingerprint, "")) for each in changes]


Group = tuple[str, list[Change]]


def _moved(changes: Iterable[Change], context: Context) -> Iterator[Group]:
    found: dict[tuple[str, str, str], list[Change]] = {}
    for change in changes:
        if change.fact.kind == "statement-moved":
            homes = (change.fact.old, change.fact.new, change.part_of)
            found.setdefault(homes, []).append(change)
    for members in found.values():
        if len(members) > 1:
            old, new = name_homes(members[0].fact, context)
            yield _MOVED.format(count=count_in_words(len(members)), old=old, new=new), members


def _swapped(changes: Sequence[Change], context: Context) -> Iterator[Group]:
    """Yield each reference that another one replaced, with the changes of what cites it."""
    found: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        removed, added = _cited(change.fact.old), _cited(change.fact.new)
        gone, come = removed - added, added - removed
        if change.fact.kind.endswith(_OF_CITATIONS) and len(gone) == len(come) == 1:
            found.setdefault((*gone, *come), []).append(change)  # type: ignore[arg-type]
    for (old, new), members in found.items():
        ends = {f"references/{old}": "reference-removed", f"references/{new}": "reference-added"}
        members += [each for each in changes if ends.get(each.fact.subject) == each.fact.kind]
        if len(members) > 1:
            names = {"old": context.works.get(old, old), "new": context.works.get(new, new)}
            yield _SWAPPED.format(**names), members


_OF_CITATIONS = ("-citations-changed", "-references-changed")


def _cited(side: Any) -> set[str]:
    if isinstance(side, dict):
        return set(side.get("references", ()))
    return set(cited_keys(side)) if isinstance(side, str) else set()


def _of_references(changes: Iterable[Change], context: Context) -> Iterator[Group]:
    for kind, title in _REFERENCES.items():
        found = [each for each in changes if each.fact.kind == kind]
        if len(found) >= FEWEST:
            names = [context.works.get(each.fact.entity, each.fact.entity) for each in found]
            named = [*names[:MOST_NAMED], "others"] if len(names) > MOST_NAMED else names
            yield title.format(count=count_in_words(len(found)), names=listed(named)), found


def _regraded(changes: Iterable[Change], context: Context) -> Iterator[Group]:
    """Yield the levels that went from one scale to another, and the dates that were recorded."""
    found: dict[str, list[Change]] = {}
    for change in (each for each in changes if not each.part_of):
        if change.fact.kind == "evidence-regraded":
            old, new = (name_scale(each, context) for each in (change.fact.old, change.fact.new))
            found.setdefault(_REGRADED.format(old=old, new=new), []).append(change)
        elif change.fact.kind == "guideline-dates-changed":
            found.setdefault(_DATES, []).append(change)
    for title, members in found.items():
        if len(members) > 1:
            yield title.replace("{count}", count_in_words(len(members))), members


def count_in_words(number: int) -> str:
    """Return a small number in words."""
    return _COUNTS[number] if number < len(_COUNTS) else str(number)
