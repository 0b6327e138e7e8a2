"""The JSON release: ``api/v1/``, for apps that read files."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from guidepress.diff import canonical
from guidepress.model import SCHEMA_VERSION
from guidepress.resources import SCHEMA_FOLDER
from guidepress.schema import PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from guidepress.history import Archive, Release

_TYPES = {
    "factors": "factor",
    "options": "option",
    "sections": "section",
    "references": "reference",
}


def stage_api(archives: Sequence[Archive]) -> dict[str, bytes]:
    """Return the files of ``api/v1/`` by their name below it, checksums included."""
    released = [archive for archive in archives if archive.releases]
    files = {"index.json": canonical(_index(released))}
    for kind in PUBLISHED:
        name = f"{kind}.schema.json"
        files[f"schema/{name}"] = (SCHEMA_FOLDER / name).read_bytes()
    for archive in released:
        for name, data in _guideline_files(archive):
            files[f"{archive.id}/{name}"] = data
    files["SHA256SUMS"] = render_sums(files)
    return files


def render_sums(files: Mapping[str, bytes]) -> bytes:
    """Return the checksums as ``sha256sum --check`` reads them, by name."""
    lines = (f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return "".join(lines).encode()


def _guideline_files(archive: Archive) -> Iterator[tuple[str, bytes]]:
    yield "versions.json", canonical(_versions(archive))
    yield "latest.json", archive.releases[-1].bundle_bytes
    yield "ids.json", canonical(_ids(archive))
    for release in archive.releases:
        yield f"{release.version}/bundle.json", release.bundle_bytes
        if release.changes_bytes is not None:
            yield f"{release.version}/changes.json", release.changes_bytes


def _index(archives: Sequence[Archive]) -> dict[str, Any]:
    entries = [_index_entry(archive) for archive in archives]
    return {"id": "index", "schema_version": SCHEMA_VERSION, "guidelines": entries}


def _index_entry(archive: Archive) -> dict[str, Any]:
    release = archive.releases[-1]
    identity = release.guideline.identity
    updated = {"updated": identity.updated} if identity.updated else {}
    return {
        "id": archive.id,
        "title": identity.title,
        "version": release.version,
        "status": identity.status,
        "language": identity.language,
        "released": release.entry["released"],
        "latest": f"{archive.id}/latest.json",
        "versions": f"{archive.id}/versions.json",
        "bundle_sha256": release.entry["bundle_sha256"],
        **updated,
    }


def _versions(archive: Archive) -> dict[str, Any]:
    return {
        "id": archive.id,
        "schema_version": SCHEMA_VERSION,
        "guideline": archive.id,
        "latest": archive.releases[-1].version,
        "versions": [_version(archive, release) for release in reversed(archive.releases)],
    }


def _version(archive: Archive, release: Release) -> dict[str, Any]:
    entry = {key: value for key, value in release.entry.items() if key != "previous_sha256"}
    entry["status"] = status_of(archive, release)
    entry["bundle"] = f"{archive.id}/{release.version}/bundle.json"
    if release.changes_bytes is not None:
        entry["changes"] = f"{archive.id}/{release.version}/changes.json"
    return entry


def status_of(archive: Archive, release: Release) -> str:
    """Return what became of a version: active, superseded, withdrawn or entered-in-error."""
    if any(each.entry.get("corrects") == release.version for each in archive.releases):
        return "entered-in-error"
    latest = archive.releases[-1]
    if latest.guideline.identity.withdrawal:
        return "withdrawn"
    return "active" if release is latest else "superseded"


def _ids(archive: Archive) -> dict[str, Any]:
    first: dict[str, tuple[str, str]] = {}
    last: dict[str, str] = {}
    successors: dict[str, list[str]] = {}
    for release in archive.releases:
        for entity, kind, replaces in _entities(release.bundle):
            first.setdefault(entity, (kind, release.version))
            last[entity] = release.version
            for old in replaces:
                if entity not in successors.setdefault(old, []):
                    successors[old].append(entity)
    newest = archive.releases[-1]
    retired = {each.id for each in newest.guideline.identity.retired}
    entries = []
    for entity in sorted(first):
        kind, version = first[entity]
        status = "removed"
        if last[entity] == newest.version:
            status = "present"
        elif entity in successors:
            status = "replaced"
        elif entity in retired:
            status = "retired"
        entries.append(
            {
                "id": entity,
                "type": kind,
                "status": status,
                "first_version": version,
                "last_version": last[entity],
                "replaced_by": sorted(successors.get(entity, [])),
            }
        )
    return {
        "id": archive.id,
        "schema_version": SCHEMA_VERSION,
        "guideline": archive.id,
        "ids": entries,
    }


def _entities(bundle: Mapping[str, Any]) -> Iterator[tuple[str, str, list[str]]]:
    for each in bundle["lists"]:
        if "intro" in each:
            yield each["intro"]["id"], "statement", each["intro"]["replaces"]
    for name, kind in _TYPES.items():
        for entity in bundle[name]:
            yield entity["id"], kind, entity.get("replaces", [])
            for statement in entity.get("statements", ()):
                yield statement["id"], "statement", statement["replaces"]
