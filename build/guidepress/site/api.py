"""The JSON release: ``api/v1/``, for apps that read files."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from guidepress.classify.change import tell_lowered
from guidepress.diff.fact import canonical
from guidepress.export import EXPORTS, render_tables, with_status
from guidepress.history.figures import list_figures, read_figure
from guidepress.model import SCHEMA_VERSION
from guidepress.release.tombstone import published_tombstones, tombstone_bytes, tombstone_of
from guidepress.resources import SCHEMA_FOLDER
from guidepress.schema.load import PUBLISHED
from guidepress.site.lineage import find_successors, head_of, render_history

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guidepress.history.archive import Archive, Release
    from guidepress.history.relations import Related
    from guidepress.model import Guideline, Identity
    from guidepress.site.summary import Summary

SUMS = "SHA256SUMS"
_TYPES = "guidepress.d.ts"


def stage_api_index(summaries: Sequence[Summary]) -> dict[str, bytes]:
    """Return the index of all guidelines and the schemas, by their names below ``api/v1/``."""
    files = {"index.json": canonical(_index(summaries))}
    for kind in PUBLISHED:
        name = f"{kind}.schema.json"
        files[f"schema/{name}"] = (SCHEMA_FOLDER / name).read_bytes()
    files[f"schema/{_TYPES}"] = (SCHEMA_FOLDER / _TYPES).read_bytes()
    return files


def stage_current_api(
    archive: Archive, related: Sequence[Related] = (), alerts: Sequence[Mapping[str, Any]] = ()
) -> dict[str, bytes]:
    """Return what each release makes anew, by names below ``api/v1/<gid>/``.

    Each safety notice has a file of its own, which never changes; those of guidelines that this
    one renders lie with their own.
    """
    own = (each for each in alerts if each["guideline"] == archive.id)
    latest = archive.latest
    return {
        "versions.json": canonical({**_versions(archive, alerts), "related": _related(related)}),
        **(
            {"latest.json": latest.bundle_bytes, "ids.json": canonical(_ids(archive, latest))}
            if latest
            else {}
        ),
        "history.json": canonical(render_history(archive)),
        **{f"alerts/{each['id']}.json": canonical(each) for each in own},
    }


def stage_release_api(archive: Archive, release: Release) -> dict[str, bytes]:
    """Return the files of one release, by names below ``api/v1/<gid>/<version>/``.

    Bundle and delta are the frozen bytes; the exports beside them are derived, and may improve.
    """
    guideline = exported(archive, release)
    files = {each.file: each.render(guideline).encode() for each in EXPORTS.values()}
    files |= {name: text.encode() for name, text in render_tables(guideline).items()}
    files |= _stage_images(release)
    files["bundle.json"] = release.bundle_bytes
    if release.changes_bytes is not None:
        files["changes.json"] = release.changes_bytes
    return files | stage_removed_api(archive, release.version)


def _stage_images(release: Release) -> dict[str, bytes]:
    """Return the images of a release by their names below its folder, but those that are gone."""
    if release.home is None:
        return {}
    found = {name: read_figure(release.home, name) for name in list_figures(release.bundle)}
    return {f"files/{name}": data for name, data in found.items() if data is not None}


def exported(archive: Archive, release: Release) -> Guideline:
    """Return a release as it is exported: it says so if it was withdrawn or found in error."""
    return with_status(release.guideline, status_of(archive, release.version))


def stage_sums(digests: Mapping[str, str]) -> dict[str, bytes]:
    """Return the checksum files of a tree, by their names below ``api/v1/``.

    ``digests`` are those of all its files. Each guideline has a file of its own, with names below
    its folder; that of the tree names the shared files, and these. So an app that follows one
    guideline reads two short lists, however many there are.
    """
    shared: dict[str, str] = {}
    own: dict[str, dict[str, str]] = {}
    for name, digest in digests.items():
        folder, _, file = name.partition("/")
        if file and folder != "schema":
            own.setdefault(folder, {})[file] = digest
        else:
            shared[name] = digest
    files = {f"{folder}/{SUMS}": render_sums(own[folder]) for folder in own}
    shared |= {name: sha256(data).hexdigest() for name, data in files.items()}
    return {**files, SUMS: render_sums(shared)}


def render_sums(digests: Mapping[str, str]) -> bytes:
    """Return the checksums as ``sha256sum --check`` reads them, by name."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode()


def _index(summaries: Sequence[Summary]) -> dict[str, Any]:
    entries = [
        {**_index_entry(each.current, each.bundle_sha256), "related": _related(each.related)}
        for each in summaries
        if each.current
    ]
    return {"id": "index", "schema_version": SCHEMA_VERSION, "guidelines": entries}


def _index_entry(current: Identity, digest: str) -> dict[str, Any]:
    updated = {"updated": current.updated} if current.updated else {}
    return {
        "id": current.id,
        "title": current.title,
        "version": current.version,
        "status": current.status,
        "language": current.language,
        "released": current.released,
        "latest": f"{current.id}/latest.json",
        "versions": f"{current.id}/versions.json",
        "bundle_sha256": digest,
        **updated,
    }


def _related(related: Sequence[Related]) -> list[dict[str, Any]]:
    """Return each relation as apps read it; what is not known of the other end is left out."""
    found = []
    for each in related:
        stated = {key: value for key in _OF_RELATED if (value := getattr(each, key))}
        if each.guideline and each.title:
            stated["versions"] = f"{each.guideline}/versions.json"
        found.append({**stated, "behind": each.behind, "alert": each.alert})
    return found


_OF_RELATED = (
    *("kind", "guideline", "title", "publisher", "url", "language"),
    *("version", "status", "released", "rendered", "reason"),
)


def _versions(archive: Archive, alerts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        **head_of(archive),
        **({"latest": archive.latest.version} if archive.latest else {}),
        "alerts": list(alerts),
        "versions": [_version(archive, entry) for entry in reversed(archive.entries)],
    }


def _version(archive: Archive, listed: Mapping[str, Any]) -> dict[str, Any]:
    version = listed["version"]
    entry = {key: value for key, value in listed.items() if key != "previous_sha256"}
    entry["status"] = status_of(archive, version)
    gone = archive.tombstones.get(f"{version}.json")
    if gone:
        entry["removed"] = {"date": gone["date"], "reason": gone["reason"]}
    else:
        entry["bundle"] = f"{archive.id}/{version}/bundle.json"
    if "changes_sha256" in listed and f"{version}.changes.json" not in archive.tombstones:
        entry["changes"] = f"{archive.id}/{version}/changes.json"
    lowered = filter(None, map(tell_lowered, _changes_of(archive.release(version))))
    stated = {"reasons": find_reasons(archive, version), "lowered": list(lowered)}
    return entry | {key: value for key, value in stated.items() if value}


def find_reasons(archive: Archive, version: str) -> list[str]:
    """Return why a version corrects another one, or why it must not be used any more."""
    # A correction knows why another version was in error; a withdrawal why none is to be used.
    judges = [archive.release(archive.corrected_by(version) or version)]
    judges += [archive.latest] if status_of(archive, version) == "withdrawn" else []
    found: list[str] = []
    for release in filter(None, judges):
        withdrawal = release.bundle["guideline"].get("withdrawal")
        found += [withdrawal["reason"]] if withdrawal else []
        if "corrects" in release.entry:
            found += [each["reason"] for each in _changes_of(release) if "reason" in each]
    return list(dict.fromkeys(found))


def _changes_of(release: Release | None) -> Sequence[Mapping[str, Any]]:
    delta = release.changes if release else None
    return delta["changes"] if delta else ()


def stage_removed_api(archive: Archive, version: str) -> dict[str, bytes]:
    """Return what is published in place of the files of a version that were removed by law."""
    start = f"{archive.id}/{version}/"
    return {
        tombstone_of(name).removeprefix(start): tombstone_bytes(each)
        for name, each in published_tombstones(archive).items()
        if name.startswith(start)
    }


def status_of(archive: Archive, version: str) -> str:
    """Return what became of a version, also of one that was removed by law.

    It is in-consultation, active, superseded, withdrawn or entered-in-error.
    """
    if archive.corrected_by(version):
        return "entered-in-error"
    latest, consultation = archive.latest, archive.open_consultation
    if consultation and consultation.version == version:
        return "in-consultation"
    if latest and latest.guideline.identity.withdrawal:
        return "withdrawn"
    return "active" if latest and latest.version == version else "superseded"


def _ids(archive: Archive, newest: Release) -> dict[str, Any]:
    first: dict[str, tuple[str, str]] = {}
    last: dict[str, str] = {}
    for release in archive.final:
        for entity in release.entities:
            first.setdefault(entity.id, (entity.kind, release.version))
            last[entity.id] = release.version
    successors = find_successors(each.entities for each in archive.final)
    fates = _fates(newest, last, successors)
    return {
        **head_of(archive),
        "ids": [
            {
                "id": entity,
                "type": first[entity][0],
                "status": fates[entity],
                "first_version": first[entity][1],
                "last_version": last[entity],
                "replaced_by": sorted(successors[entity] if fates[entity] == "replaced" else ()),
            }
            for entity in sorted(first)
        ],
    }


def _fates(
    newest: Release, last: Mapping[str, str], successors: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """Tell of each id what became of it; a withdrawal takes what was present before it."""
    withdrawn = newest.guideline.identity.withdrawal
    current = withdrawn.last_good_version if withdrawn else newest.version
    retired = {each.id for each in newest.guideline.identity.retired}
    fates = {}
    for entity, version in last.items():
        if version == current:
            fates[entity] = "withdrawn" if withdrawn else "present"
        elif entity in successors:
            fates[entity] = "replaced"
        else:
            fates[entity] = "retired" if entity in retired else "removed"
    return fates
