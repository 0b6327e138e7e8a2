"""A published tree as an app sees it: read, checked, followed from version to version."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast

from guidepress.client.errors import (
    AlteredError,
    ClientError,
    NewerSchemaError,
    NotPublishedError,
    WithdrawnError,
)
from guidepress.client.fetch import Cache, Fetch, fetch_from
from guidepress.client.patch import apply, canonical

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from guidepress.client.types import Bundle, Changes, Ids, Index, VersionEntry, Versions

SUMS = "SHA256SUMS"
SCHEMA_MAJOR = "1"
HELD = "the bundle at hand"

_LINE = re.compile(r"([0-9a-f]{64})  (\S{1,300})")
_UNUSABLE = {"withdrawn", "entered-in-error"}


def connect(place: str | Path, cache: Cache | None = None) -> Library:
    """Return the tree at an address such as ``https://…/api/v1/``, or in a folder.

    ``cache`` keeps answers by address for conditional requests; give a mapping of your own to keep
    it longer than the library.
    """
    return Library(fetch_from(place, {} if cache is None else cache))


@dataclass
class Library:
    """The guidelines of one tree. Every file is compared with ``SHA256SUMS`` before it is used.

    Every method raises a ClientError: UnreachableError, NotPublishedError, AlteredError,
    NewerSchemaError; those that return guidelines also WithdrawnError.
    """

    fetch: Fetch
    _sums: Mapping[str, str] = field(default_factory=dict, repr=False)

    def index(self) -> Index:
        """Return all guidelines of the tree, with their newest versions."""
        return cast("Index", self._json("index.json"))

    def versions(self, guideline: str) -> Versions:
        """Return every version of a guideline and its status, newest first."""
        return cast("Versions", self._json(f"{guideline}/versions.json"))

    def ids(self, guideline: str) -> Ids:
        """Return every id that the guideline ever had, and what became of it."""
        return cast("Ids", self._json(f"{guideline}/ids.json"))

    def current_ids(self, guideline: str, old: str) -> list[str]:
        """Return the ids that answer today for one that was ever released; empty if none does."""
        entries = {each["id"]: each for each in self.ids(guideline)["ids"]}
        if old not in entries:
            message = f"{guideline} never had the id {old}"
            raise NotPublishedError(message)
        waiting, seen = [old], set[str]()
        while waiting:
            each = waiting.pop(0)
            if each not in seen:
                seen.add(each)
                waiting += entries[each]["replaced_by"]
        return sorted(each for each in seen if entries[each]["status"] == "present")

    def latest(self, guideline: str, *, even_if_withdrawn: bool = False) -> Bundle:
        """Return the newest version of a guideline."""
        bundle = cast("Bundle", self._json(f"{guideline}/latest.json"))
        if not even_if_withdrawn:
            _refuse_withdrawn(bundle)
        return bundle

    def bundle(self, guideline: str, version: str, *, even_if_withdrawn: bool = False) -> Bundle:
        """Return one version; refuse it if it was withdrawn or entered in error since."""
        status = self._entry(guideline, version)["status"]
        if status in _UNUSABLE and not even_if_withdrawn:
            _refuse_withdrawn(self.latest(guideline, even_if_withdrawn=True))
            raise WithdrawnError(guideline, version, f"its status is {status}")
        bundle = cast("Bundle", self._json(f"{guideline}/{version}/bundle.json"))
        if not even_if_withdrawn:
            _refuse_withdrawn(bundle)
        return bundle

    def changes(self, guideline: str, since: str) -> list[Changes]:
        """Return the deltas that lead from a version to the newest one, in order."""
        newer: list[str] = []
        for entry in self.versions(guideline)["versions"]:
            if entry["version"] == since:
                return [cast("Changes", self._json(name)) for name in reversed(newer)]
            newer.append(entry.get("changes", f"{guideline}/{entry['version']}/changes.json"))
        message = f"{guideline} has no version {since}"
        raise NotPublishedError(message)

    def update(self, bundle: bytes, *, even_if_withdrawn: bool = False) -> bytes:
        """Return the bytes of the newest version, made from an older bundle and the deltas since.

        Each step is held against the proof of its delta, and the end against ``versions.json``.
        """
        held = _parsed(HELD, bundle)
        try:
            guideline, version = held["guideline"]["id"], held["guideline"]["version"]
        except (LookupError, TypeError) as error:
            why = "it is no released bundle"
            raise AlteredError(HELD, why) from error
        self.refresh()
        for delta in self.changes(guideline, version):
            bundle = _step(bundle, delta)
        newest = self.versions(guideline)["versions"][0]
        if sha256(bundle).hexdigest() != newest["bundle_sha256"]:
            why = f"it is not {newest['version']}, though the deltas end there"
            name = f"{guideline}/versions.json"
            raise AlteredError(name, why)
        if not even_if_withdrawn:
            _refuse_withdrawn(json.loads(bundle))
        return bundle

    def read(self, name: str) -> bytes:
        """Return a file by its name below ``api/v1/``, compared with ``SHA256SUMS``.

        A mismatch is asked for once more, past all caches: a new release may have come between.
        """
        if not self._sums:
            self.refresh()
        try:
            return self._read(name, again=False)
        except (AlteredError, NotPublishedError):
            self.refresh(again=True)
            return self._read(name, again=True)

    def refresh(self, *, again: bool = False) -> None:
        """Read the checksums anew; do so before you look for updates in a long-lived process."""
        self._sums = dict(_read_sums(self.fetch(SUMS, again)))

    def verify(self) -> Iterator[ClientError]:
        """Yield what is wrong with any file that ``SHA256SUMS`` names."""
        self.refresh()
        for name in self._sums:
            try:
                self._read(name, again=False)
            except ClientError as error:
                yield error

    def _read(self, name: str, *, again: bool) -> bytes:
        if name not in self._sums:
            message = f"{SUMS} does not name {name}"
            raise NotPublishedError(message)
        data = self.fetch(name, again)
        if sha256(data).hexdigest() != self._sums[name]:
            raise AlteredError(name, f"not the file that {SUMS} names; one of the two was altered")
        return data

    def _json(self, name: str) -> Any:
        data = _parsed(name, self.read(name))
        try:
            version = data["schema_version"].split(".")[0]
        except (LookupError, TypeError, AttributeError) as error:
            why = "it does not say which schema it follows"
            raise AlteredError(name, why) from error
        if version != SCHEMA_MAJOR:
            message = f"{name} follows schema {data['schema_version']}; this client reads 1.x"
            raise NewerSchemaError(message)
        return data

    def _entry(self, guideline: str, version: str) -> VersionEntry:
        for entry in self.versions(guideline)["versions"]:
            if entry["version"] == version:
                return entry
        message = f"{guideline} has no version {version}"
        raise NotPublishedError(message)


def _read_sums(data: bytes) -> Iterator[tuple[str, str]]:
    for line in data.decode("utf-8", "replace").split("\n")[:-1]:
        found = _LINE.fullmatch(line)
        if not found:
            raise AlteredError(SUMS, f"this is no line of it: {line[:80]!r}")
        yield found[2], found[1]


def _parsed(name: str, data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        why = "it is not JSON"
        raise AlteredError(name, why) from error


def _step(bundle: bytes, delta: Changes) -> bytes:
    """Apply one delta, and hold both ends against its proof."""
    guideline, proof = delta["guideline"], delta["proof"]
    name = f"{guideline}/{delta['to']}/changes.json"
    if sha256(bundle).hexdigest() != proof["old_sha256"]:
        why = f"it is not {guideline} {delta['from']} as it was published"
        raise AlteredError(HELD, why)
    try:
        newer = canonical(apply(json.loads(bundle), delta["patch"]))
    except (LookupError, TypeError, ValueError) as error:
        why = f"its patch does not fit {delta['from']}"
        raise AlteredError(name, why) from error
    if sha256(newer).hexdigest() != proof["new_sha256"]:
        raise AlteredError(name, f"its patch does not lead to {delta['to']}")
    return newer


def _refuse_withdrawn(bundle: Bundle) -> None:
    identity = bundle["guideline"]
    if identity["status"] == "withdrawn":
        withdrawal = identity.get("withdrawal", {"reason": "withdrawn", "last_good_version": ""})
        raise WithdrawnError(
            identity["id"],
            identity.get("version", ""),
            f"withdrawn: {withdrawal['reason']}",
            withdrawal["last_good_version"],
        )
