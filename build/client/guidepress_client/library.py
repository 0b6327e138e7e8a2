"""A published tree as an app sees it: read, checked, followed from version to version."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from difflib import get_close_matches
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast

from guidepress_client.documents import (
    HELD,
    KEEP,
    SUMS,
    read_document,
    read_sums,
    refuse_withdrawn,
    release_of,
)
from guidepress_client.errors import (
    AlteredError,
    ClientError,
    NotPublishedError,
    WithdrawnError,
)
from guidepress_client.fetch import Cache, Fetch, fetch_from
from guidepress_client.patch import follow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from guidepress_client.types import Bundle, Changes, Ids, Index, VersionEntry, Versions

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
        return cast("Versions", self._json_of(guideline, "versions.json"))

    def ids(self, guideline: str) -> Ids:
        """Return every id that the guideline ever had, and what became of it."""
        return cast("Ids", self._json_of(guideline, "ids.json"))

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
        """Return the newest version of a guideline, compared with ``versions.json`` too."""
        try:
            data = self._latest(guideline)
        except AlteredError:
            # A new release may have come between the two files.
            self.refresh(again=True)
            data = self._latest(guideline)
        bundle = cast("Bundle", read_document(f"{guideline}/latest.json", data))
        if not even_if_withdrawn:
            refuse_withdrawn(bundle)
        return bundle

    def bundle(self, guideline: str, version: str, *, even_if_withdrawn: bool = False) -> Bundle:
        """Return one version; refuse it if it was withdrawn or entered in error since."""
        entry = self._entry(guideline, version)
        if entry["status"] in _UNUSABLE and not even_if_withdrawn:
            refuse_withdrawn(self.latest(guideline, even_if_withdrawn=True))
            self._refuse_erroneous(guideline, entry)
        bundle = cast("Bundle", self._json(f"{guideline}/{version}/bundle.json"))
        if not even_if_withdrawn:
            refuse_withdrawn(bundle)
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

        Keep the bytes as ``read("<gid>/<version>/bundle.json")`` or an earlier update gave them:
        each step is held against the proof of its delta, and both ends against ``versions.json``.
        """
        guideline, version = release_of(bundle)
        self.refresh()
        if sha256(bundle).hexdigest() != self._entry(guideline, version)["bundle_sha256"]:
            why = f"it is not {guideline} {version} as it was published; {KEEP}"
            raise AlteredError(HELD, why)
        for delta in self.changes(guideline, version):
            bundle = follow(bundle, delta)
        newest = self.versions(guideline)["versions"][0]
        if sha256(bundle).hexdigest() != newest["bundle_sha256"]:
            why = f"it is not {newest['version']}, though the deltas end there"
            name = f"{guideline}/versions.json"
            raise AlteredError(name, why)
        if not even_if_withdrawn:
            refuse_withdrawn(json.loads(bundle))
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
        try:
            data = self.fetch(SUMS, again)
        except NotPublishedError as error:
            message = f"{error}; give the address, or the folder, that ends in api/v1"
            raise NotPublishedError(message) from error
        self._sums = dict(read_sums(data))

    def verify(self) -> Iterator[ClientError]:
        """Yield what is wrong with any file that ``SHA256SUMS`` names, or any ``latest.json``."""
        self.refresh()
        names, faulty = tuple(self._sums), set[str]()
        for name in names:
            try:
                self._read(name, again=False)
            except ClientError as error:
                faulty.add(name)
                yield error
        for name in names:
            guideline, _, file = name.partition("/")
            if file == "latest.json" and not faulty & {name, f"{guideline}/versions.json"}:
                try:
                    self._latest(guideline)
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

    def _latest(self, guideline: str) -> bytes:
        """Return ``latest.json``, which must be the bundle that ``versions.json`` names first."""
        name, data = f"{guideline}/latest.json", self._read_of(guideline, "latest.json")
        newest = self.versions(guideline)["versions"][0]
        if sha256(data).hexdigest() != newest["bundle_sha256"]:
            why = f"it is not the bundle of {newest['version']} that versions.json names"
            raise AlteredError(name, why)
        return data

    def _read_of(self, guideline: str, file: str) -> bytes:
        try:
            return self.read(f"{guideline}/{file}")
        except NotPublishedError as error:
            known = [each["id"] for each in self.index()["guidelines"]]
            if guideline in known:
                raise
            near = get_close_matches(guideline, known, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            message = f"there is no guideline {guideline}{hint}"
            raise NotPublishedError(message) from error

    def _json(self, name: str) -> Any:
        return read_document(name, self.read(name))

    def _json_of(self, guideline: str, file: str) -> Any:
        return read_document(f"{guideline}/{file}", self._read_of(guideline, file))

    def _refuse_erroneous(self, guideline: str, entry: VersionEntry) -> None:
        versions = self.versions(guideline)["versions"]
        better = [each["version"] for each in versions if each.get("corrects") == entry["version"]]
        corrected_by = better[0] if better else None
        reason = f"its status is {entry['status']}"
        reason += f"; {corrected_by} corrects it" if corrected_by else ""
        raise WithdrawnError(guideline, entry["version"], reason, corrected_by=corrected_by)

    def _entry(self, guideline: str, version: str) -> VersionEntry:
        for entry in self.versions(guideline)["versions"]:
            if entry["version"] == version:
                return entry
        message = f"{guideline} has no version {version}"
        raise NotPublishedError(message)
