"""What differs between a release and each one before it, as the page that compares two reads it.

The net difference of two releases does not follow from the steps between them, so each pair is
compared when the newer one is staged. Most pairs share most changes, which are written once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guidepress.classify import tell_lowered
from guidepress.diff import canonical
from guidepress.release import compare_releases
from guidepress.site.images import with_images
from guidepress.site.label_citations import label_citations, label_works
from guidepress.site.words import REASON_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guidepress.history import Archive, Release

# The name of the file, beside the page of the newer release.
NET = "compared.json"
# What readers are not shown: the patch, and what the sentence says of both sides.
_INSIDE = frozenset({"new", "old", "operations", "rule", "subject"})


def render_net(archive: Archive, release: Release) -> dict[str, Any]:
    """Return ``compared.json``: each change once, and by version which of them that one needs.

    An earlier version is missing where what changed since then was removed by law.
    """
    numbers: dict[bytes, int] = {}
    changes: list[Mapping[str, Any]] = []
    since = {}
    for old in _comparable(archive, release):
        delta = read_net(archive, old, release)
        told = label_citations(delta["changes"], label_works([old.bundle, release.bundle]))
        folders = (f"api/v1/{archive.id}/{each.version}" for each in (old, release))
        places = _find_steps(archive, old, release)
        found = [_shown(each, places) for each in with_images(told, *folders)]
        for each in found:
            if (key := canonical(each)) not in numbers:
                numbers[key] = len(changes)
                changes.append(each)
        since[old.version] = {
            "changes": [numbers[canonical(each)] for each in found],
            "summary": delta.get("summary", ()),
        }
    return {"changes": changes, "since": since}


def read_net(archive: Archive, old: Release, new: Release) -> Mapping[str, Any]:
    """Return the delta of two releases as ``changes.json`` has it: the frozen one if there is."""
    if new.changes and new.changes["from"] == old.version:
        return new.changes
    return compare_releases(archive, old, new).to_json()


def _comparable(archive: Archive, release: Release) -> Iterator[Release]:
    """Yield the final releases before this one, newest first, until a delta is lost."""
    after = release
    for old in reversed(archive.final[: archive.final.index(release)]):
        if after.lost_changes:
            return
        yield old
        after = old


def _find_steps(archive: Archive, old: Release, new: Release) -> dict[str, str]:
    """Return the last release that made a change, by the id of the change."""
    first, last = archive.final.index(old) + 1, archive.final.index(new) + 1
    return {
        change["id"]: release.version
        for release in archive.final[first:last]
        for change in (release.changes or {}).get("changes", ())
    }


def _shown(change: Mapping[str, Any], steps: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page shows of a change, with the ids of the places that it is about."""
    sides = [change.get("new"), change.get("old")]
    homes = [each["in"] for each in sides if isinstance(each, dict) and "in" in each]
    shown = {key: value for key, value in change.items() if key not in _INSIDE}
    shown["about"] = list(
        dict.fromkeys(each.rpartition("/")[2] for each in [change["subject"], *homes])
    )
    said = {
        "why": REASON_TYPES[change["reason_type"]].lower() if change.get("reason_type") else "",
        "lowered": tell_lowered(change),
        "step": steps.get(change["id"]),
    }
    return shown | {key: value for key, value in said.items() if value}
