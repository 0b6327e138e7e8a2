"""Check frozen releases and published trees: hashes, chain, schemas, proofs, ids."""

from __future__ import annotations

import json
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from guidepress.diff import PatchError, apply_patch, canonical
from guidepress.history import read_archive
from guidepress.model import iter_entities
from guidepress.problem import Position, Problem, UnusableError
from guidepress.schema import explain, is_valid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from guidepress.history import Archive, Release

RULE = "verify"
SUMS = "SHA256SUMS"


def verify_folder(folder: Path, shown: str) -> Iterator[Problem]:
    """Verify a project, its ``content/``, or a published ``api/v1/`` tree; yield what is wrong.

    Raises UnusableError where the folder is none of these.
    """
    if (folder / SUMS).is_file():
        yield from _verify_published(folder, shown)
        return
    content = folder if folder.name == "content" else folder / "content"
    archives = _guideline_folders(content)
    if not archives:
        message = f"{shown} holds neither releases nor a {SUMS}"
        raise UnusableError(message)
    for each in archives:
        yield from verify_archive(read_archive(each, each.relative_to(folder).as_posix()), each)


def tell_agreement(folder: Path) -> str:
    """Return what agrees with what in a folder where ``verify_folder`` found no fault."""
    if (folder / SUMS).is_file():
        count = (folder / SUMS).read_bytes().count(b"\n")
        return f"{count} files agree with {SUMS}"
    content = folder if folder.name == "content" else folder / "content"
    archives = _guideline_folders(content)
    files = [file.name for each in archives for file in (each / "releases").glob("*.json")]
    count = sum(name != "index.json" and not name.endswith(".changes.json") for name in files)
    return (
        "1 release agrees with its index"
        if count == 1
        else f"{count} releases agree with their index"
    )


def _guideline_folders(content: Path) -> list[Path]:
    if not content.is_dir():
        return []
    return sorted(each for each in content.iterdir() if (each / "releases").is_dir())


def verify_archive(archive: Archive, folder: Path) -> Iterator[Problem]:
    """Verify what is frozen of one guideline."""
    yield from archive.problems
    shown = f"content/{archive.id}/releases"
    for release in archive.releases:
        yield from _verify_release(release, archive, shown)
    named = {"index.json", "index.json.sig"}
    for version in archive.listed:
        named |= {f"{version}.json", f"{version}.changes.json"}
    for file in sorted((folder / "releases").iterdir()):
        if file.name not in named:
            message = "the index does not name this file"
            hint = (
                "restore index.json from version control; "
                "only if a release was interrupted, release again"
            )
            yield Problem(Position(f"{shown}/{file.name}", 1, 1), RULE, message, hint)
    yield from _index_faults(archive, folder, Position(f"{shown}/index.json", 1, 1))
    yield from _vanished_ids(archive, shown)


def _index_faults(archive: Archive, folder: Path, place: Position) -> Iterator[Problem]:
    """Yield what the index says otherwise than the releases: no hash vouches for its end."""
    if not archive.releases or len(archive.releases) < len(archive.listed):
        return
    index = json.loads((folder / "releases" / "index.json").read_bytes())
    newest = archive.releases[-1].bundle
    stated = {"id": "releases", "guideline": newest["guideline"]["id"]}
    pairs = [("the index", index, stated | {"schema_version": newest["schema_version"]})]
    pairs += [
        (f"the entry of {each.version}", dict(each.entry), _entry_of(each))
        for each in archive.releases
    ]
    for what, said, expected in pairs:
        for key, value in expected.items():
            if said.get(key) != value:
                message = f"{what} says {key} {said.get(key)}, the release says {value}"
                yield Problem(place, RULE, message, "restore it from version control")


def _entry_of(release: Release) -> dict[str, Any]:
    """Return what an entry repeats of its release."""
    stated = release.bundle["guideline"]
    impact = release.changes["impact"] if release.changes else "initial"
    found = {"kind": stated.get("release_kind"), "released": stated.get("released")}
    found |= {key: stated.get(key) for key in ("updated", "corrects")}
    return {"id": release.version, "version": stated.get("version"), "impact": impact, **found}


def _verify_release(release: Release, archive: Archive, shown: str) -> Iterator[Problem]:
    place = Position(f"{shown}/{release.version}.json", 1, 1)
    yield from _schema_faults("bundle", release.bundle, place)
    if canonical(release.bundle) != release.bundle_bytes:
        yield Problem(place, RULE, "the file is not in canonical form")
    if release.changes is None:
        return
    place = Position(f"{shown}/{release.version}.changes.json", 1, 1)
    yield from _schema_faults("changes", release.changes, place)
    before = archive.release(release.changes["from"])
    if before is None and release.changes["from"] in archive.listed:
        # That release was altered, which is told already.
        return
    if before is None:
        message = f"the delta begins at {release.changes['from']}, which is not there"
        yield Problem(place, RULE, message)
    elif not _leads(release.changes, before.bundle_bytes, release.bundle_bytes):
        message = f"the delta does not lead from {before.version} to {release.version}"
        yield Problem(place, RULE, message)


def _schema_faults(kind: str, data: Any, place: Position) -> Iterator[Problem]:
    if not is_valid(kind, data):
        for fault in explain(kind, data):
            yield Problem(place, RULE, fault)


def _leads(changes: Any, old: bytes, new: bytes) -> bool:
    try:
        led_to = canonical(apply_patch(json.loads(old), changes["patch"]))
    except PatchError:
        return False
    proof = changes["proof"]
    hashes = (sha256(old).hexdigest(), sha256(new).hexdigest())
    return led_to == new and hashes == (proof["old_sha256"], proof["new_sha256"])


def _vanished_ids(archive: Archive, shown: str) -> Iterator[Problem]:
    """Yield ids that left without a change that names them."""
    standing = [each for each in archive.releases if not each.guideline.identity.withdrawal]
    for before, after in pairwise(standing):
        told = json.dumps(after.changes, sort_keys=True) if after.changes else ""
        for entity in sorted(_ids(before.bundle) - _ids(after.bundle)):
            if f'"{entity}"' not in told and f"/{entity}" not in told:
                place = Position(f"{shown}/{after.version}.changes.json", 1, 1)
                yield Problem(place, RULE, f"the id {entity} is gone and no change says so")


def _ids(bundle: Any) -> set[str]:
    return {each.id for each in iter_entities(bundle)}


def _verify_published(folder: Path, shown: str) -> Iterator[Problem]:
    text = (folder / SUMS).read_bytes().decode(errors="replace")
    sums = dict(_read_sums(text))
    if "".join(f"{digest}  {name}\n" for name, digest in sums.items()) != text:
        place = Position(f"{shown}/{SUMS}", 1, 1)
        yield Problem(place, RULE, "this is not a list of checksums, one a file and line")
    present = {
        file.relative_to(folder).as_posix(): file
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name not in {SUMS, f"{SUMS}.sig"}
    }
    for name in sorted(sums.keys() | present.keys()):
        place = Position(f"{shown}/{name}", 1, 1)
        if name not in present:
            yield Problem(place, RULE, f"{SUMS} names this file, but it is missing")
        elif name not in sums:
            yield Problem(place, RULE, f"{SUMS} does not name this file")
        elif sha256(present[name].read_bytes()).hexdigest() != sums[name]:
            yield Problem(place, RULE, f"the file is not the one that {SUMS} names")
    yield from _verify_schemas(present, shown)
    yield from _verify_chains(folder, shown)


def _read_sums(text: str) -> Iterator[tuple[str, str]]:
    for line in text.removesuffix("\n").split("\n"):
        digest, _, name = line.partition("  ")
        yield name, digest


_KINDS = {
    "index.json": "index",
    "versions.json": "versions",
    "ids.json": "ids",
    "latest.json": "bundle",
    "bundle.json": "bundle",
    "changes.json": "changes",
}


def _verify_schemas(present: Mapping[str, Path], shown: str) -> Iterator[Problem]:
    for name, file in present.items():
        kind = None if name.startswith("schema/") else _KINDS.get(file.name)
        if kind:
            place = Position(f"{shown}/{name}", 1, 1)
            try:
                yield from _schema_faults(kind, json.loads(file.read_bytes()), place)
            except ValueError:
                yield Problem(place, RULE, "this is not JSON")


def _verify_chains(folder: Path, shown: str) -> Iterator[Problem]:
    """Follow every guideline's deltas from its first version to ``latest.json``."""
    for versions in sorted(folder.glob("*/versions.json")):
        home = versions.parent
        place = Position(f"{shown}/{home.name}/versions.json", 1, 1)
        try:
            listed = json.loads(versions.read_bytes())["versions"]
            yield from _verify_chain(home, f"{shown}/{home.name}", listed)
        except (ValueError, KeyError, TypeError, OSError) as error:
            yield Problem(place, RULE, f"the chain of versions cannot be followed: {error}")


def _verify_chain(home: Path, shown: str, listed: list[Any]) -> Iterator[Problem]:
    for newer, older in pairwise(listed):
        changes = json.loads((home / newer["version"] / "changes.json").read_bytes())
        old = (home / older["version"] / "bundle.json").read_bytes()
        new = (home / newer["version"] / "bundle.json").read_bytes()
        if not _leads(changes, old, new):
            place = Position(f"{shown}/{newer['version']}/changes.json", 1, 1)
            message = f"the delta does not lead from {older['version']} to {newer['version']}"
            yield Problem(place, RULE, message)
    newest = (home / listed[0]["version"] / "bundle.json").read_bytes()
    if (home / "latest.json").read_bytes() != newest:
        place = Position(f"{shown}/latest.json", 1, 1)
        yield Problem(place, RULE, f"this is not the bundle of {listed[0]['version']}")
