"""What became of every id that was ever released, so that an old link still leads somewhere."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from guidepress.model import Entity


class Lineage(NamedTuple):
    """Where old ids lead: ``former`` by the id that answers for them now, ``gone`` with why."""

    former: Mapping[str, Sequence[str]]
    gone: Sequence[tuple[str, str]]


def find_successors(listed: Iterable[Iterable[Entity]]) -> dict[str, list[str]]:
    """Return, for each id that was ever replaced, the ids that replaced it."""
    found: dict[str, list[str]] = {}
    for entities in listed:
        for entity in entities:
            for old in entity.value.get("replaces", ()):
                if entity.id not in found.setdefault(old, []):
                    found[old].append(entity.id)
    return found


def trace(listed: Sequence[Sequence[Entity]], latest: Mapping[str, Any]) -> Lineage:
    """Return where ids lead in the latest bundle, of the entities of all until it (oldest first).

    An id that was split leads to its first part: an anchor can stand on a page only once.
    """
    present = {entity.id for entity in listed[-1]}
    successors = find_successors(listed)
    ever = {entity.id for entities in listed for entity in entities} | set(successors)
    reasons = {each["id"]: each["reason"] for each in latest["guideline"].get("retired", ())}
    former: dict[str, list[str]] = {}
    gone = []
    for old in sorted((ever | set(reasons)) - present):
        heir = _heir(old, successors, present)
        if heir:
            former.setdefault(heir, []).append(old)
        else:
            gone.append((old, reasons.get(old, "")))
    return Lineage(former, gone)


def _heir(old: str, successors: Mapping[str, Sequence[str]], present: set[str]) -> str | None:
    """Return the first id of the page that replaced the old one, directly or over others."""
    waiting, seen = [old], set[str]()
    while waiting:
        each = waiting.pop(0)
        if each in present:
            return each
        if each not in seen:
            seen.add(each)
            waiting += successors.get(each, ())
    return None
