"""Which change of a version each entity of its page is marked with."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.classify import ORDER, fold_published

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from guidepress.history import Archive
    from guidepress.model import Guideline

_WEIGHT = ("major", "minor", "patch")


class Mark(NamedTuple):
    """What is said at an entity, and the fingerprint of the change that it leads to."""

    label: str
    change: str


def mark_changes(guideline: Guideline, changes: Sequence[Mapping[str, Any]]) -> dict[str, Mark]:
    """Return the mark of each entity that changed: new or changed, by its weightiest change.

    A change of a statement is marked at its option too, and at the options that it is about.
    What was merely recorded (impact ``none``) marks nothing.
    """
    homes = _find_homes(guideline)
    reported = [each for each in changes if each["impact"] in _WEIGHT]
    marks: dict[str, Mark] = {}
    for change in sorted(reported, key=lambda each: _WEIGHT.index(each["impact"])):
        first, *others = change["subject"].split("/")
        entity = others[0] if first == "statements" else change["subject"].rpartition("/")[2]
        if change["kind"].endswith("-added"):
            marks[entity] = Mark("new", change["id"])
        for each in (entity, *_find_affected(change, entity, homes)):
            marks.setdefault(each, Mark("changed", change["id"]))
    return marks


def find_removed(changes: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the changes that took an option away, which no mark at an entity could tell."""
    return [each for each in changes if each["kind"] in {"option-removed", "option-retired"}]


def _find_homes(guideline: Guideline) -> dict[str, list[str]]:
    """Return, for each statement, the options that it stands at or is about."""
    homes = {
        statement.id: [option.id] for option in guideline.options for statement in option.statements
    }
    for statement in guideline.statements():
        homes.setdefault(statement.id, []).extend(statement.about)
    return homes


def _find_affected(
    change: Mapping[str, Any], entity: str, homes: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    yield from homes.get(entity, ())
    for side in ("old", "new"):
        value = change.get(side)
        if isinstance(value, dict) and str(value.get("in", "")).startswith("options/"):
            yield value["in"].removeprefix("options/")


def count_impacts(archive: Archive) -> dict[str, int]:
    """Return how many changes there are of safety, and of each impact that occurs, as listed."""
    deltas = [fold_published(each.changes["changes"]) for each in archive.releases if each.changes]
    found = Counter("safety" if each.alert else each.impact for nodes in deltas for each in nodes)
    return {name: found[name] for name in ("safety", *reversed(ORDER)) if found[name]}
