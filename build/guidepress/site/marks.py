"""Which change of a version each entity of its page is marked with."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from guidepress.classify.change import ORDER
from guidepress.classify.folding import fold_published
from guidepress.classify.parents import find_places
from guidepress.history.archive import Archive
from guidepress.model import Entity

_WEIGHT = ("major", "minor", "patch")


class Mark(NamedTuple):
    """What is said at an entity, and the fingerprint of the change that it leads to."""

    label: str
    change: str
    alert: bool = False


def mark_changes(
    entities: Sequence[Entity],
    homes: Mapping[str, Sequence[str]],
    changes: Sequence[Mapping[str, Any]],
) -> dict[str, Mark]:
    """Return the mark of each entity that changed: new or changed; safety first, then by weight.

    What was merely recorded (impact ``none``) marks nothing. A text marks no section that holds it:
    the mark at the text is enough.
    """
    sections = {each.id for each in entities if each.kind == "section"}
    reported = [each for each in changes if each["impact"] in _WEIGHT]
    marks: dict[str, Mark] = {}
    for change in sorted(reported, key=lambda e: (not e["alert"], _WEIGHT.index(e["impact"]))):
        entity, *others = find_places(change, homes) or [""]
        mark = Mark("changed", change["id"], change["alert"])
        for each in (entity, *(other for other in others if other not in sections)):
            marks.setdefault(each, mark)
        if change["kind"].endswith("-added") and change["subject"].endswith(f"/{entity}"):
            marks[entity] = Mark("new", change["id"], marks[entity].alert)
    marks.pop("", None)
    return marks


def find_removed(changes: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the changes that took an option away, which no mark at an entity could tell."""
    return [each for each in changes if each["kind"] in {"option-removed", "option-retired"}]


def count_impacts(archive: Archive) -> dict[str, int]:
    """Return how many changes there are of each impact that occurs, and of safety among them."""
    deltas = [fold_published(each.changes["changes"]) for each in archive.releases if each.changes]
    nodes = [node for delta in deltas for node in delta]
    found = Counter(each.impact for each in nodes) + Counter(safety=sum(e.alert for e in nodes))
    return {name: found[name] for name in ("safety", *reversed(ORDER)) if found[name]}
