"""The history of each entity: since when it is there, what changed in it, when it was reviewed."""

from collections.abc import Mapping
from typing import Any

from guidepress.classify.change import tell_lowered
from guidepress.history.archive import Archive, Release
from guidepress.model import SCHEMA_VERSION
from guidepress.site.marks import find_places


def render_history(archive: Archive) -> dict[str, Any]:
    """Return ``history.json``: every entity that was ever released, in the order of its release."""
    return {
        "id": archive.id,
        "schema_version": SCHEMA_VERSION,
        "guideline": archive.id,
        "entities": [*trace_entities(archive).values()],
    }


def trace_entities(archive: Archive) -> dict[str, dict[str, Any]]:
    """Return the history of each entity by its id.

    What changed in a statement is also part of the history of the option, recommendation or section
    that holds it: that is what gets updated; and of what it is about.
    """
    found: dict[str, dict[str, Any]] = {}
    homes: dict[str, list[str]] = {}
    for release in archive.final:
        for each in release.entities:
            first = {"id": each.id, "kind": each.kind, "since": release.version, "changes": []}
            entry = found.setdefault(each.id, first)
            if "reviewed" in each.value:
                entry["reviewed"] = each.value["reviewed"]
        # Of what is gone, what is said is where it was.
        homes |= release.homes
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
