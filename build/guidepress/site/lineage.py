"""What became of every id that was ever released, so that an old link still leads somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.model import iter_entities

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


class Entity(NamedTuple):
    """An id of a bundle, what it names, and the ids that it replaces."""

    id: str
    type: str
    replaces: Sequence[str]


class Lineage(NamedTuple):
    """Where old ids lead: ``former`` by the id that answers for them now, ``gone`` with why."""

    former: Mapping[str, Sequence[str]]
    gone: Sequence[tuple[str, str]]


def find_entities(bundle: Mapping[str, Any]) -> Iterator[Entity]:
    """Yield everything in a bundle that has a permanent id."""
    for each in iter_entities(bundle):
        yield Entity(each.id, each.kind, each.value.get("replaces", ()))


def find_successors(bundles: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Return, for each id that was ever replaced, the ids that replaced it."""
    found: dict[str, list[str]] = {}
    for bundle in bundles:
        for entity in find_entities(bundle):
            for old in entity.replaces:
                if entity.id not in found.setdefault(old, []):
                    found[old].append(entity.id)
    return found


def trace(bundles: Sequence[Mapping[str, Any]]) -> Lineage:
    """Return where the ids of earlier bundles lead in the last one (oldest first).

    An id that was split leads to its first part: an anchor can stand on a page only once.
    """
    latest = bundles[-1]
    present = {entity.id for entity in find_entities(latest)}
    successors = find_successors(bundles)
    ever = {entity.id for bundle in bundles for entity in find_entities(bundle)} | set(successors)
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
