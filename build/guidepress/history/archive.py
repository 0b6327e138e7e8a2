"""The frozen releases of a guideline: ``releases/index.json`` and the files that it vouches for."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from guidepress.files import NotPlainError, read_plain
from guidepress.history.frozen import MOST_BYTES, find_fault, parse_frozen
from guidepress.model import Guideline, from_data, iter_entities
from guidepress.problem import Position, Problem, UnusableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from guidepress.model import Entity

RULE = "frozen-file"

_RELEASED = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+(-consultation\.[0-9]+)?(\.changes)?\.json")

# What a release writes into the identity of a draft.
STAMPED = frozenset(
    {"version", "status", "release_kind", "corrects", "consultation", "released", "withdrawal"}
)


def is_consultation(version: str) -> bool:
    """Tell whether a version was frozen for a consultation, and is never in force."""
    return "-" in version


@dataclass(frozen=True, kw_only=True)
class Release:
    """One frozen version: its bytes are the truth, and are read only as far as they are asked.

    ``home`` is the folder that holds them, and the figures beside them, where they lie in one.
    """

    version: str
    entry: Mapping[str, Any]
    bundle_bytes: bytes
    changes_bytes: bytes | None
    folder: str = ""
    home: Path | None = None

    @property
    def lost_changes(self) -> bool:
        """Tell whether the delta that led to the version was removed by law."""
        return self.changes_bytes is None and "changes_sha256" in self.entry

    @cached_property
    def bundle(self) -> Mapping[str, Any]:
        """The bundle as JSON data; raises UnusableError where the bytes are no bundle."""
        return self._parsed("bundle", self.bundle_bytes, ".json")

    @cached_property
    def guideline(self) -> Guideline:
        """The guideline that the bundle holds."""
        return from_data(Guideline, self.bundle)

    @cached_property
    def entities(self) -> tuple[Entity, ...]:
        """Every entity of the bundle, in the order of the description."""
        return tuple(iter_entities(self.bundle))

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """What each entity of the bundle is (``option``, ``statement`` and so on), by its id."""
        return {each.id: each.kind for each in self.entities}

    @cached_property
    def changes(self) -> Mapping[str, Any] | None:
        """The delta from the version before, as JSON data; None for the first release, or if lost.

        Raises UnusableError where the bytes are no delta.
        """
        if self.changes_bytes is None:
            return None
        return self._parsed("changes", self.changes_bytes, ".changes.json")

    def _parsed(self, kind: str, data: bytes, suffix: str) -> Mapping[str, Any]:
        try:
            return parse_frozen(kind, data)
        except ValueError as error:
            message = f"{self.folder}/{self.version}{suffix}: {error}; {_RESTORE}"
            raise UnusableError(message) from None

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
    ``tombstones`` stand for files that were removed by law, by their names.
    """

    id: str
    listed: tuple[str, ...] = ()
    releases: tuple[Release, ...] = ()
    problems: tuple[Problem, ...] = ()
    unlisted: Mapping[str, str] = field(default_factory=dict)
    has_index: bool = True
    index_bytes: bytes = b""
    tombstones: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def entries(self) -> list[Mapping[str, Any]]:
        """The entries of the index, also those of versions whose files were removed."""
        if not self.index_bytes:
            return [each.entry for each in self.releases]
        return list(json.loads(self.index_bytes)["releases"])

    @property
    def latest(self) -> Release | None:
        """The newest release that is, or was, in force: no version in consultation."""
        return self.final[-1] if self.final else None

    @property
    def final(self) -> tuple[Release, ...]:
        """The releases without those for a consultation."""
        return tuple(each for each in self.releases if not is_consultation(each.version))

    @property
    def open_consultation(self) -> Release | None:
        """The version that is in consultation: no release or withdrawal has followed it."""
        for each in reversed(self.releases):
            if each.entry["kind"] == "consultation":
                return each
            if each.entry["kind"] in {"release", "withdrawal"}:
                return None
        return None

    def base_of(self, version: str) -> str | None:
        """Return the version that a listed one is compared with: the last final one before it."""
        earlier = self.listed[: self.listed.index(version)]
        return next((each for each in reversed(earlier) if not is_consultation(each)), None)

    def consultation_before(self, version: str | None, kind: str) -> str | None:
        """Return which consultation a release of that kind says that a final version followed.

        ``version`` is None for one that is not listed yet. Only an ordinary release ends one.
        """
        earlier = self.listed[: self.listed.index(version)] if version else self.listed
        if kind == "release":
            return next((each for each in reversed(earlier) if is_consultation(each)), None)
        base = next((each for each in reversed(earlier) if not is_consultation(each)), None)
        found = self.release(base) if base else None
        return found.bundle["guideline"].get("consultation") if found else None

    def release(self, version: str) -> Release | None:
        """Return the release of that version."""
        return next((each for each in self.releases if each.version == version), None)

    def stood_before(self, bundle: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Return the bundle that a withdrawal took; None for one that is no withdrawal."""
        found = self._stood_before(bundle)
        return found.bundle if found else None

    def before(self, version: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield the releases before a version with their bundles, the newest first."""
        after = [each.version for each in reversed(self.releases)]
        for each in self.releases[::-1][after.index(version) + 1 :] if version in after else ():
            yield each.version, each.bundle

    def is_left_withdrawn(self, draft: Mapping[str, Any]) -> bool:
        """Tell whether the guideline is withdrawn, and its draft still is what was withdrawn."""
        stood = self._stood_before(self.latest.bundle) if self.latest else None
        return stood is not None and stood.is_same_as(draft)

    def _stood_before(self, bundle: Mapping[str, Any]) -> Release | None:
        withdrawal = bundle["guideline"].get("withdrawal")
        return self.release(withdrawal["last_good_version"]) if withdrawal else None


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
        return _damaged(folder, Position(shown, 1, 1), message, _RESTORE)
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
    if not data["releases"]:
        return _without_index(folder, position)
    problems = list(_find_chain_faults(data, position))
    tombstones = {each["id"]: each for each in data.get("tombstones", ())}
    releases = []
    for entry in data["releases"]:
        gone = {name for name, each in tombstones.items() if each["sha256"] in entry.values()}
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


_RESTORE = "restore it from version control: a release never changes"


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
            yield Problem(position, RULE, message, _RESTORE)
        previous = entry


def _read_release(
    folder: Path, shown: str, entry: Mapping[str, Any], gone: set[str], *, judged: bool
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
        if name in gone:
            continue
        try:
            read[kind] = read_plain(folder / "releases" / name, MOST_BYTES)
            fault = _fault_of(kind, read[kind], digest, judged=judged)
        except FileNotFoundError:
            fault = "this frozen file is missing"
        except NotPlainError as error:
            fault = str(error)
        if fault:
            problems.append(Problem(Position(f"{shown}/{name}", 1, 1), RULE, fault, _RESTORE))
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
