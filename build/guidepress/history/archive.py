"""The frozen releases of a guideline: ``releases/index.json`` and the files that it vouches for."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from guidepress.model import Guideline, from_data, iter_entities
from guidepress.problem import Position, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

RULE = "frozen-file"

_RELEASED = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+(\.changes)?\.json")

# What a release writes into the identity of a draft.
STAMPED = frozenset({"version", "status", "release_kind", "corrects", "released", "withdrawal"})


@dataclass(frozen=True, kw_only=True)
class Release:
    """One frozen version: its bytes are the truth, and are read only as far as they are asked."""

    version: str
    entry: Mapping[str, Any]
    bundle_bytes: bytes
    changes_bytes: bytes | None

    @cached_property
    def bundle(self) -> Mapping[str, Any]:
        """The bundle as JSON data."""
        return dict(json.loads(self.bundle_bytes))

    @cached_property
    def guideline(self) -> Guideline:
        """The guideline that the bundle holds."""
        return from_data(Guideline, self.bundle)

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """What each entity of the bundle is (``option``, ``statement`` and so on), by its id."""
        return {each.id: each.kind for each in iter_entities(self.bundle)}

    @cached_property
    def changes(self) -> Mapping[str, Any] | None:
        """The delta from the version before, as JSON data; None for the first release."""
        return dict(json.loads(self.changes_bytes)) if self.changes_bytes else None

    def is_same_as(self, draft: Mapping[str, Any]) -> bool:
        """Tell whether the draft's bundle is this one, but for what the release stamped on it."""
        mine = {key: value for key, value in self.bundle["guideline"].items() if key not in STAMPED}
        theirs = {key: value for key, value in draft["guideline"].items() if key not in STAMPED}
        parts = self.bundle.keys() - {"id", "guideline"}
        return mine == theirs and all(self.bundle[part] == draft.get(part) for part in parts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Archive:
    """All releases of one guideline, oldest first; ``problems`` name what was tampered with.

    ``listed`` are the versions that the index names, whether or not their files are sound;
    ``unlisted`` the SHA-256 of each file of a release that the index does not name, by its name.
    """

    id: str
    listed: tuple[str, ...] = ()
    releases: tuple[Release, ...] = ()
    problems: tuple[Problem, ...] = ()
    unlisted: Mapping[str, str] = field(default_factory=dict)
    has_index: bool = True

    @property
    def latest(self) -> Release | None:
        """The newest release."""
        return self.releases[-1] if self.releases else None

    def release(self, version: str) -> Release | None:
        """Return the release of that version."""
        return next((each for each in self.releases if each.version == version), None)

    def stood_before(self, bundle: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Return the bundle that a withdrawal took; None for one that is no withdrawal."""
        found = self._stood_before(bundle)
        return found.bundle if found else None

    def is_left_withdrawn(self, draft: Mapping[str, Any]) -> bool:
        """Tell whether the guideline is withdrawn, and its draft still is what was withdrawn."""
        stood = self._stood_before(self.latest.bundle) if self.latest else None
        return stood is not None and stood.is_same_as(draft)

    def _stood_before(self, bundle: Mapping[str, Any]) -> Release | None:
        withdrawal = bundle["guideline"].get("withdrawal")
        return self.release(withdrawal["last_good_version"]) if withdrawal else None


def read_archive(folder: Path, shown: str = "") -> Archive:
    """Read ``<folder>/releases``; a folder with neither index nor files has no release.

    ``folder`` is the guideline's folder, ``shown`` how problems name it. A file that is missing or
    not the one that was frozen is a problem, and its release is left out: nothing that is not
    known to be released is shown.
    """
    shown = shown or str(folder)
    index = folder / "releases" / "index.json"
    if index.parent.is_symlink() or index.is_symlink():
        position = Position(f"{shown}/releases", 1, 1)
        problem = Problem(position, RULE, "releases are kept in a folder, not in a link", _RESTORE)
        return Archive(id=folder.name, problems=(problem,))
    position = Position(f"{shown}/releases/index.json", 1, 1)
    if not index.is_file():
        return _without_index(folder, position)
    data = _parsed(index.read_bytes())
    if not _is_index(data):
        message = "this is not an index of releases"
        problem = Problem(position, RULE, message, _restore_index(position))
        return Archive(id=folder.name, problems=(problem,))
    if not data["releases"]:
        return _without_index(folder, position)
    problems = list(_find_chain_faults(data, position))
    releases = []
    for entry in data["releases"]:
        release, faults = _read_release(folder, shown, entry)
        problems += faults
        releases += [release] if release else []
    listed = tuple(entry["version"] for entry in data["releases"])
    return Archive(
        id=folder.name,
        listed=listed,
        releases=tuple(releases),
        problems=tuple(problems),
        unlisted=_hash_unlisted(folder, listed),
    )


_RESTORE = "restore it from version control: a release never changes"


def _restore_index(position: Position) -> str:
    command = f"git checkout -- {position.file}"
    return f"restore it from version control ({command}): releases are frozen"


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
    return {
        name: sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
        for name, file in found.items()
        if name not in named
    }


def entry_sha256(entry: Mapping[str, Any]) -> str:
    """Return the hash by which the next entry of the index names this one."""
    text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def _parsed(text: bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _is_index(data: Any) -> bool:
    from guidepress.schema import is_valid

    return is_valid("releases", data)


def _find_chain_faults(data: Mapping[str, Any], position: Position) -> Iterator[Problem]:
    previous: Mapping[str, Any] | None = None
    for entry in data["releases"]:
        expected = entry_sha256(previous) if previous else None
        if entry.get("previous_sha256") != expected:
            message = f"the entry of {entry['version']} does not follow from the one before it"
            yield Problem(position, RULE, message, _RESTORE)
        previous = entry


def _read_release(
    folder: Path, shown: str, entry: Mapping[str, Any]
) -> tuple[Release | None, list[Problem]]:
    """Return the release if each of its files is the one that was frozen, or else what is wrong."""
    read: dict[str, bytes] = {}
    problems = []
    for key, suffix in (("bundle_sha256", ".json"), ("changes_sha256", ".changes.json")):
        if key not in entry:
            continue
        name = f"releases/{entry['version']}{suffix}"
        file, position = folder / name, Position(f"{shown}/{name}", 1, 1)
        if not file.is_file():
            problems.append(Problem(position, RULE, "this frozen file is missing", _RESTORE))
            continue
        read[key] = file.read_bytes()
        if sha256(read[key]).hexdigest() != entry[key]:
            message = "this frozen file was changed, or its entry in index.json was"
            problems.append(Problem(position, RULE, message, _RESTORE))
    if problems:
        return None, problems
    release = Release(
        version=entry["version"],
        entry=entry,
        bundle_bytes=read["bundle_sha256"],
        changes_bytes=read.get("changes_sha256"),
    )
    return release, []
