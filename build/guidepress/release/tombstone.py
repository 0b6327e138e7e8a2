"""What had to be removed by law leaves a tombstone: which file it was, its hash, when and why.

The index names tombstones, so a file that is missing is accepted with one, and with nothing else.
The index is written first: a kill before the files are gone leaves what a repetition completes.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from guidepress.content.figures import FOLDER
from guidepress.diff.fact import canonical
from guidepress.files import write_whole
from guidepress.history.archive import Archive, is_consultation
from guidepress.history.figures import list_figures
from guidepress.history.reading import hash_plain, read_archive
from guidepress.problem import UnusableError, did_you_mean


def remove_frozen(folder: Path, what: str, date: str, reason: str) -> tuple[str, ...]:
    """Remove a version, or one frozen file, and return the names of the files that are gone.

    Of a version, the deltas that lead to and from it go too, since they quote it. The caller holds
    the lock of the guideline. Raises UnusableError, and removes nothing, for what is not frozen, or
    is in force.
    """
    archive = read_archive(folder, f"content/{folder.name}")
    if archive.problems:
        raise UnusableError(str(archive.problems[0]))
    names = _find_files(archive, what)
    if archive.latest and f"{archive.latest.version}.json" in names:
        message = f"{archive.latest.version} is the latest version: release another one, or "
        message += "withdraw it, before it is removed"
        raise UnusableError(message)
    digests = _frozen_digests(archive)
    new = [
        {"id": name, "sha256": digests[name], "date": date, "reason": reason}
        for name in names
        if name not in archive.tombstones
    ]
    if new:
        index = json.loads(archive.index_bytes)
        index["tombstones"] = [*index.get("tombstones", ()), *new]
        text = json.dumps(index, indent=2, sort_keys=True, ensure_ascii=False)
        file = folder / "releases" / "index.json"
        write_whole(file, f"{text}\n".encode(), instead_of=archive.index_bytes)
    for name in names:
        (folder / "releases" / name).unlink(missing_ok=True)
    return names


def _find_files(archive: Archive, what: str) -> tuple[str, ...]:
    digests = _frozen_digests(archive)
    if what in digests:
        return (what,)
    if what not in archive.listed:
        hint = did_you_mean(what, [*archive.listed, *digests]) or "name a version"
        raise UnusableError(f"{what[:80]} is not frozen in {archive.id}; {hint}")
    quoting = [each for each in archive.listed if what in {each, archive.base_of(each)}]
    names = [f"{what}.json", *(f"{each}.changes.json" for each in quoting)]
    return (*(name for name in names if name in digests), *_own_images(archive, what))


def _own_images(archive: Archive, version: str) -> Iterator[str]:
    """Yield the images that no other version shows."""
    others = (each for each in archive.releases if each.version != version)
    shown = {name for each in others for name in list_figures(each.bundle)}
    release = archive.release(version)
    for name in list_figures(release.bundle) if release else ():
        if name not in shown:
            yield f"{FOLDER}/{name}"


def _frozen_digests(archive: Archive) -> dict[str, str]:
    """Return the hash of each file that the index names, and of the images of the releases."""
    found = {}
    for entry in archive.entries:
        found[f"{entry['version']}.json"] = entry["bundle_sha256"]
        if "changes_sha256" in entry:
            found[f"{entry['version']}.changes.json"] = entry["changes_sha256"]
    # An image is named by its hash.
    names = (name for release in archive.releases for name in list_figures(release.bundle))
    return found | {f"{FOLDER}/{name}": name.partition(".")[0] for name in names}


def find_tombstone_faults(archive: Archive, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the file and what is wrong with it, or with the tombstone in its place."""
    digests = _frozen_digests(archive)
    for name, each in archive.tombstones.items():
        # The version that showed an image may have been removed, too.
        named = PurePosixPath(name).stem if name.startswith(f"{FOLDER}/") else None
        if digests.get(name, named) != each["sha256"]:
            yield "index.json", f"there is a tombstone of {name}, which was never frozen so"
        elif hash_plain(folder / "releases" / name):
            yield name, "this file was removed by law, and is here again: remove it"
    newest = [each for each in archive.listed if not is_consultation(each)]
    if newest and f"{newest[-1]}.json" in archive.tombstones:
        yield "index.json", f"{newest[-1]} is the latest version, and has a tombstone"


def published_tombstones(archive: Archive) -> dict[str, Mapping[str, Any]]:
    """Return what is published in place of each file that was removed, by the name of the file.

    Names are those below ``api/v1/``; the tombstone of ``bundle.json`` is
    ``bundle.tombstone.json``.
    """
    found: dict[str, Mapping[str, Any]] = {}
    for name, each in archive.tombstones.items():
        if name.startswith(f"{FOLDER}/"):
            found |= _published_images(archive, name.partition("/")[2], each)
            continue
        version, _, rest = name.removesuffix(".json").partition(".changes")
        kind = "changes" if name == f"{version}.changes.json" and not rest else "bundle"
        place = f"{archive.id}/{version}/{kind}.json"
        found[place] = {**each, "id": place, "guideline": archive.id}
    return found


def _published_images(
    archive: Archive, name: str, tombstone: Mapping[str, Any]
) -> dict[str, Mapping[str, Any]]:
    showing = (each.version for each in archive.releases if name in list_figures(each.bundle))
    places = (f"{archive.id}/{version}/files/{name}" for version in showing)
    return {place: {**tombstone, "id": place, "guideline": archive.id} for place in places}


def tombstone_of(published: str) -> str:
    """Return where the tombstone of a published file is."""
    return published.removesuffix(".json") + ".tombstone.json"


def tombstone_bytes(tombstone: Mapping[str, Any]) -> bytes:
    """Return the file that is published in place of what was removed."""
    return canonical(tombstone)
