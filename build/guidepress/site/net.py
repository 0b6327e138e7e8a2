"""Changes as pages show them, and the net difference of a release and each one before it.

The net difference of two releases does not follow from the steps between them, so each pair is
compared when the newer one is staged. Most pairs share most changes, which are written once.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from guidepress.classify.change import tell_lowered
from guidepress.classify.context import name_works
from guidepress.classify.folding import list_first_published
from guidepress.classify.parents import find_places
from guidepress.content.figures import FOLDER
from guidepress.diff.fact import canonical
from guidepress.history.archive import Archive, Release
from guidepress.history.figures import name_figure
from guidepress.model import Guideline, join_homes
from guidepress.prose.citations import name_citations
from guidepress.release.reasons import compare_releases
from guidepress.site.words import REASON_TYPES

Changes = list[dict[str, Any]]
REPLACED = "statement-image-changed"
# The name of the file, beside the page of the newer release.
NET = "compared.json"
# What readers are not shown: the patch, and what the sentence says of both sides.
_INSIDE = frozenset({"new", "old", "operations", "rule", "subject"})


def render_net(archive: Archive, release: Release) -> dict[str, Any]:
    """Return ``compared.json``: each change once, and by version which of them that one needs.

    An earlier version is missing where what changed since then was removed by law.
    """
    numbers: dict[bytes, int] = {}
    since = {}
    home = f"api/v1/{archive.id}"
    steps: dict[str, str] = {}
    for old, after in _comparable(archive, release):
        steps = {
            each["id"]: after.version for each in (after.changes or {}).get("changes", ())
        } | steps
        delta = read_net(archive, old, release)
        reported = label_citations(delta, label_works([old.guideline, release.guideline]))
        folders = (f"{home}/{old.version}", f"{home}/{release.version}")
        reported = with_images(reported, *folders, archive.tombstones)
        places = join_homes(old.homes, release.homes)
        keys = [canonical(_shown(each, steps, places)) for each in reported]
        found = [numbers.setdefault(key, len(numbers)) for key in keys]
        since[old.version] = {"changes": found, "summary": list_first_published(reported)}
    return {"changes": [json.loads(key) for key in numbers], "since": since}


def read_net(archive: Archive, old: Release, new: Release) -> Sequence[Mapping[str, Any]]:
    """Return the changes of two releases as ``changes.json`` has them: as frozen, if so."""
    if new.changes and new.changes["from"] == old.version:
        return new.changes["changes"]  # type: ignore[no-any-return]
    return [each.to_json() for each in compare_releases(archive, old, new).changes]


def _comparable(archive: Archive, release: Release) -> Iterator[tuple[Release, Release]]:
    """Yield the final releases before this one and what followed each, until a delta is lost."""
    upto = archive.final[: archive.final.index(release) + 1]
    for old, after in zip(upto[-2::-1], reversed(upto), strict=False):
        if after.lost_changes:
            return
        yield old, after


def _shown(
    change: Mapping[str, Any], steps: Mapping[str, str], homes: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Return what the page shows of a change, with every entity that it counts for."""
    shown = {key: value for key, value in change.items() if key not in _INSIDE}
    shown["about"] = find_places(change, homes)
    phrase = {
        "why": REASON_TYPES[change["reason_type"]].lower() if change.get("reason_type") else "",
        "lowered": tell_lowered(change),
        "step": steps.get(change["id"]),
    }
    return shown | {key: value for key, value in phrase.items() if value}


def label_works(guidelines: Iterable[Guideline]) -> Mapping[str, str]:
    """Return what each reference of some versions, oldest first, is called."""
    return name_works(chain.from_iterable(each.references for each in guidelines))


def label_citations(changes: Sequence[Mapping[str, Any]], works: Mapping[str, str]) -> Changes:
    """Return changes of ``changes.json`` whose words name the works that they cite."""
    return [{**each, "words": _named(each["words"], works)} for each in changes]


def _named(words: Sequence[Mapping[str, str]], works: Mapping[str, str]) -> list[dict[str, str]]:
    return [{**each, "text": name_citations(each["text"], works)} for each in words]


def with_images(
    changes: Sequence[Mapping[str, Any]], before: str, after: str, gone: Collection[str]
) -> Changes:
    """Return changes of which those of an image say where it is shown, as it was and as it is.

    ``before`` and ``after`` lead from the page to the folders of the two versions; of what is
    ``gone`` by law there is no address.
    """
    found = [{**each} for each in changes]
    for each in (each for each in found if each["kind"] == REPLACED):
        each["images"] = list(_find_images(each, before, after, gone))
    return found


def _find_images(
    change: Mapping[str, Any], before: str, after: str, gone: Collection[str]
) -> Iterator[tuple[str, str]]:
    for label, folder, side in (("Before", before, "old"), ("Now", after, "new")):
        if "sha256" in (change.get(side) or ()):
            name = name_figure(change[side])
            yield label, "" if f"{FOLDER}/{name}" in gone else f"{folder}/files/{name}"
