"""Check a published ``api/v1/`` tree: sums, schemas, and each chain of versions."""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from guidepress.files import NotPlainError, read_plain
from guidepress.history.archive import is_consultation
from guidepress.history.frozen import find_fault, parse_frozen
from guidepress.problem import Position, Problem
from guidepress.project import printable
from guidepress.release.checksums import MOST_BYTES, SUMS, read_checksums
from guidepress.release.partition import leads
from guidepress.release.tombstone import tombstone_of

RULE = "verify"


def is_published(folder: Path) -> bool:
    """Tell whether the folder is a published tree; a project may keep earlier sums beside it."""
    is_project = (folder / "mkdocs.yml").exists() or any((folder / "content").glob("*/releases"))
    return folder.name != "content" and not is_project and (folder / SUMS).is_file()


def verify_published(folder: Path, shown: str) -> Iterator[Problem]:
    """Verify a tree whose files are those that its SHA256SUMS names; yield what is wrong."""
    sums, malformed, _ = read_checksums(folder / SUMS)
    for name in malformed:
        place = Position(f"{shown}/{printable(name)}", 1, 1)
        yield Problem(place, RULE, "this is not a list of checksums, one a file and line")
    present = {
        file.relative_to(folder).as_posix(): file
        for file in sorted(folder.rglob("*"))
        if file.is_symlink() or not file.is_dir()
    }
    for name in (SUMS, f"{SUMS}.sig"):
        present.pop(name, None)
    for name in sorted(sums.keys() | present.keys()):
        if fault := _fault_of(present.get(name), sums.get(name)):
            yield Problem(Position(f"{shown}/{printable(name)}", 1, 1), RULE, fault)
    yield from _verify_schemas(present, shown)
    yield from _verify_tombstones(folder, present, shown)
    yield from _verify_chains(folder, shown)


def _read(file: Path) -> bytes:
    """Return the bytes of a published file; nothing of a link or a device, which is said once."""
    try:
        return read_plain(file, MOST_BYTES)
    except NotPlainError:
        return b""


def _fault_of(file: Path | None, digest: str | None) -> str:
    if file is None:
        return f"{SUMS} names this file, but it is missing"
    if digest is None:
        return f"{SUMS} does not name this file"
    try:
        is_same = sha256(read_plain(file, MOST_BYTES)).hexdigest() == digest
    except NotPlainError as error:
        return str(error)
    return "" if is_same else f"the file is not the one that {SUMS} names"


_KINDS = {
    "index.json": "index",
    "versions.json": "versions",
    "ids.json": "ids",
    "history.json": "history",
    "latest.json": "bundle",
    "bundle.json": "bundle",
    "changes.json": "changes",
}


def _verify_schemas(present: Mapping[str, Path], shown: str) -> Iterator[Problem]:
    for name, file in present.items():
        kind = _KINDS.get(file.name)
        if kind and (fault := find_fault(kind, _read(file))):
            yield Problem(Position(f"{shown}/{printable(name)}", 1, 1), RULE, fault)


def read_tombstone(folder: Path, name: str) -> dict[str, str]:
    """Return the hash of the file that a tombstone beside it stands for, by the file's name."""
    try:
        found = json.loads(_read(folder / name))
        return {found["id"]: found["sha256"]} if tombstone_of(found["id"]) == name else {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _verify_tombstones(folder: Path, present: Mapping[str, Path], shown: str) -> Iterator[Problem]:
    for name in present:
        if name.endswith(tombstone_of("")) and not read_tombstone(folder, name).keys() - present:
            message = "this stands for no file that was removed"
            yield Problem(Position(f"{shown}/{printable(name)}", 1, 1), RULE, message)


def _verify_chains(folder: Path, shown: str) -> Iterator[Problem]:
    """Follow every guideline's deltas from its first version to ``latest.json``."""
    for versions in sorted(folder.glob("*/versions.json")):
        home = versions.parent
        name = f"{shown}/{printable(home.name)}"
        try:
            known = parse_frozen("versions", _read(versions))
            listed = [each["version"] for each in known["versions"]]
            yield from _verify_chain(home, name, listed, known.get("latest"))
        except (ValueError, OSError) as error:
            message = f"the chain of versions cannot be followed: {error}"
            yield Problem(Position(f"{name}/versions.json", 1, 1), RULE, message)


def _verify_chain(
    home: Path, shown: str, listed: list[str], latest: str | None
) -> Iterator[Problem]:
    for place, newer in enumerate(listed):
        older = next((each for each in listed[place + 1 :] if not is_consultation(each)), None)
        if older is None:
            continue
        places = ((older, "bundle"), (newer, "bundle"), (newer, "changes"))
        names = (f"{at}/{what}.json" for at, what in places)
        gone = (each for each in names if not (home / each).exists())
        if any((home / tombstone_of(each)).is_file() for each in gone):
            continue
        changes = parse_frozen("changes", _read(home / newer / "changes.json"))
        old, new = (_read(home / each / "bundle.json") for each in (older, newer))
        if not leads(changes, old, new):
            where = Position(f"{shown}/{newer}/changes.json", 1, 1)
            yield Problem(where, RULE, f"the delta does not lead from {older} to {newer}")
    newest = next((each for each in listed if not is_consultation(each)), None)
    if newest != latest:
        where = Position(f"{shown}/versions.json", 1, 1)
        yield Problem(where, RULE, f"it calls {latest} the latest version, which is {newest}")
    elif latest and _read(home / "latest.json") != _read(home / latest / "bundle.json"):
        where = Position(f"{shown}/latest.json", 1, 1)
        yield Problem(where, RULE, f"this is not the bundle of {latest}")
