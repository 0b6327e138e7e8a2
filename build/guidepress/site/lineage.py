"""What became of every id that was ever released, so that an old link still leads somewhere.

The history of each entity: since when it is there, what changed in it, when it was reviewed.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from guidepress.classify.change import tell_lowered
from guidepress.classify.parents import find_places
from guidepress.history.archive import Archive, Release
from guidepress.model import SCHEMA_VERSION, Entity, join_homes


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


def render_history(archive: Archive) -> dict[str, Any]:
    """Return ``history.json``: every entity that was ever released, in the order of its release."""
    return {**head_of(archive), "entities": [*trace_entities(archive).values()]}


def head_of(archive: Archive) -> dict[str, Any]:
    """Return what each file for apps on a guideline as a whole begins with."""
    return {"id": archive.id, "schema_version": SCHEMA_VERSION, "guideline": archive.id}


def trace_entities(archive: Archive) -> dict[str, dict[str, Any]]:
    """Return the history of each entity by its id.

    What changed in a statement is also part of the history of the option, recommendation or section
    that holds it: that is what gets updated; and of what it is about.
    """
    found: dict[str, dict[str, Any]] = {}
    homes: dict[str, list[str]] = {}
    before: Mapping[str, Sequence[str]] = {}
    for release in archive.final:
        for each in release.entities:
            first = {"id": each.id, "kind": each.kind, "since": release.version, "changes": []}
            entry = found.setdefault(each.id, first)
            if "reviewed" in each.value:
                entry["reviewed"] = each.value["reviewed"]
        # Of what is gone, what is said is where it was.
        homes |= join_homes(before, release.homes)
        before = release.homes
        by = archive.corrected_by(release.version)
        for change in release.changes["changes"] if release.changes else ():
            for name in find_places(change, homes):
                if name in found:
                    found[name]["changes"].append(_entry(release, change, by))
    return found


def _entry(release: Release, change: Mapping[str, Any], corrected_by: str | None) -> dict[str, Any]:
    # What was entered in error is history and must not be read as a fact, wherever it is quoted.
    warning = f"In error, corrected by {corrected_by}: " if corrected_by else ""
    return {
        "id": change["id"],
        "version": release.version,
        "released": release.entry["released"],
        "impact": change["impact"],
        "alert": change["alert"],
        "sentence": warning + change["sentence"],
        **({"lowered": who} if (who := tell_lowered(change)) else {}),
    }
