"""Reading frozen releases: ``releases/index.json`` and the files that it vouches for."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from guidepress.files import NotPlainError, read_plain
from guidepress.history.archive import RESTORE, Archive, Release
from guidepress.history.frozen import MOST_BYTES, find_fault, parse_frozen
from guidepress.problem import Position, Problem

RULE = "frozen-file"
_RELEASED = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+(-consultation\.[0-9]+)?(\.changes)?\.json")


def read_archive(folder: Path, shown: str = "", *, judged: bool = False) -> Archive:
    """Read ``<folder>/releases``; a folder with neither index nor files has no release.

    ``folder`` is the guideline's folder, ``shown`` how problems name it. A file that is missing or
    not the one that was frozen is a problem, and its release is left out: nothing that is not
    known to be released is shown. ``judged`` also asks whether each file is what its schema says,
    which is otherwise asked when it is first used.
    """
    shown = f"{shown or folder}/releases"
    position = Position(f"{shown}/index.json", 1, 1)
    index = folder / "releases" / "index.json"
    if index.parent.is_symlink() or not (
        index.parent.is_dir() or not os.path.lexists(index.parent)
    ):
        message = "releases are kept in a folder, which this is not"
        return _damaged(folder, Position(shown, 1, 1), message, RESTORE)
    if not os.path.lexists(index):
        return _without_index(folder, position)
    try:
        data = parse_frozen("releases", index_bytes := read_plain(index, MOST_BYTES))
    except (ValueError, NotPlainError) as error:
        message = f"this is not an index of releases: {error}"
        return _damaged(folder, position, message, _restore_index(position))
    if data["guideline"] != folder.name:
        message = f"these are releases of {data['guideline']}, and the folder is {folder.name}"
        hint = f"name it {data['guideline']}, or remove releases/ from what is a copy"
        return _damaged(folder, position, message, hint)
    problems = list(_find_chain_faults(data, position))
    tombstones = {each["id"]: each for each in data.get("tombstones", ())}
    gone = {(name, each["sha256"]) for name, each in tombstones.items()}
    releases = []
    for entry in data["releases"]:
        release, faults = _read_release(folder, shown, entry, gone, judged=judged)
        problems += faults
        releases += [release] if release else []
    listed = tuple(entry["version"] for entry in data["releases"])
    return Archive(
        id=folder.name,
        listed=listed,
        releases=tuple(releases),
        problems=tuple(problems),
        unlisted=_hash_unlisted(folder, listed),
        index_bytes=index_bytes,
        tombstones=tombstones,
    )


def _restore_index(position: Position) -> str:
    command = f"git checkout -- {position.file}"
    return f"restore it from version control ({command}): releases are frozen"


def _damaged(folder: Path, position: Position, message: str, hint: str) -> Archive:
    return Archive(id=folder.name, problems=(Problem(position, RULE, message, hint),))


def _without_index(folder: Path, position: Position) -> Archive:
    """Return an archive of no release; files of releases without an index are a fault."""
    unlisted = _hash_unlisted(folder, ())
    message = "the index of releases is missing, but there are files of releases"
    problem = Problem(position, RULE, message, _restore_index(position))
    problems = (problem,) if unlisted else ()
    return Archive(id=folder.name, problems=problems, unlisted=unlisted, has_index=False)


def _hash_unlisted(folder: Path, listed: tuple[str, ...]) -> dict[str, str]:
    files = sorted((folder / "releases").glob("*.json"))
    found = {file.name: file for file in files if _RELEASED.fullmatch(file.name)}
    named = {f"{version}{suffix}" for version in listed for suffix in (".json", ".changes.json")}
    return {name: hash_plain(file) for name, file in found.items() if name not in named}


def hash_plain(file: Path) -> str:
    """Return the SHA-256 of a frozen file, or nothing for what is no such file."""
    try:
        return sha256(read_plain(file, MOST_BYTES)).hexdigest()
    except (NotPlainError, OSError):
        return ""


def entry_sha256(entry: Mapping[str, Any]) -> str:
    """Return the hash by which the next entry of the index names this one."""
    text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def _find_chain_faults(data: Mapping[str, Any], position: Position) -> Iterator[Problem]:
    previous: Mapping[str, Any] | None = None
    for entry in data["releases"]:
        expected = entry_sha256(previous) if previous else None
        if entry.get("previous_sha256") != expected:
            message = f"the entry of {entry['version']} does not follow from the one before it"
            yield Problem(position, RULE, message, RESTORE)
        previous = entry


def _read_release(
    folder: Path, shown: str, entry: Mapping[str, Any], gone: set[tuple[str, str]], *, judged: bool
) -> tuple[Release | None, list[Problem]]:
    """Return the release if each of its files is the one that was frozen, or else what is wrong.

    Those that are ``gone`` by law are not asked for; without its bundle there is no release.
    """
    read: dict[str, bytes] = {}
    problems = []
    for kind, suffix in (("bundle", ".json"), ("changes", ".changes.json")):
        if (digest := entry.get(f"{kind}_sha256")) is None:
            continue
        name = f"{entry['version']}{suffix}"
        if (name, digest) in gone:
            continue
        try:
            read[kind] = read_plain(folder / "releases" / name, MOST_BYTES)
            fault = _fault_of(kind, read[kind], digest, judged=judged)
        except FileNotFoundError:
            fault = "this frozen file is missing"
        except NotPlainError as error:
            fault = str(error)
        if fault:
            problems.append(Problem(Position(f"{shown}/{name}", 1, 1), RULE, fault, RESTORE))
    if problems or "bundle" not in read:
        return None, problems
    release = Release(
        version=entry["version"],
        entry=entry,
        bundle_bytes=read["bundle"],
        changes_bytes=read.get("changes"),
        folder=shown,
        home=folder / "releases",
    )
    return release, []


def _fault_of(kind: str, data: bytes, digest: str, *, judged: bool) -> str:
    if sha256(data).hexdigest() != digest:
        return "this frozen file was changed, or its entry in index.json was"
    return find_fault(kind, data) if judged else ""
