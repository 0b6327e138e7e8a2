"""A published tree as an app sees it: read, checked, followed from version to version."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar, cast

from guidepress_client.deadline import Deadline
from guidepress_client.documents import (
    CONSULTATION,
    HELD,
    KEEP,
    SUMS,
    check_once,
    check_owner,
    read_bundle,
    refuse_withdrawn,
    release_of,
)
from guidepress_client.errors import (
    AlteredError,
    ClientError,
    NewerSchemaError,
    NotPublishedError,
    WithdrawnError,
)
from guidepress_client.fetch import Cache, fetch_from, is_address
from guidepress_client.patch import follow
from guidepress_client.reader import Reader, Tree
from guidepress_client.seen import Seen
from guidepress_client.steps import IN_ERROR, Step, corrections_of, make_steps
from guidepress_client.types import Changes, Ids, Index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from guidepress_client.types import Alert, Bundle, VersionEntry, Versions

Result = TypeVar("Result")

SECONDS = 30.0


def connect(
    place: str | Path,
    cache: Cache | None = None,
    *,
    remember: str | Path | None = None,
    seconds: float = SECONDS,
) -> Library:
    """Return the tree at an address such as ``https://…/api/v1/``, or in a folder.

    ``cache`` keeps answers by address; give a mapping of your own to keep it longer than the
    library. ``remember`` is a file that keeps the highest version of each guideline that was seen,
    so that an older one is refused also by a later process: one file a tree. ``seconds`` is the
    longest that a call may take. Raises UnreachableError or AlteredError.
    """
    kept = {} if cache is None and is_address(place) else cache
    tree = Tree(fetch_from(place), str(place).rstrip("/"), kept, Seen(remember))
    return Library(tree, seconds)


@dataclass
class Library:
    """The guidelines of one tree. Every file is compared with ``SHA256SUMS`` before it is used.

    Every method raises a ClientError: UnreachableError, NotPublishedError, AlteredError (of which
    RolledBackError is one), NewerSchemaError; those that return guidelines also WithdrawnError.
    """

    tree: Tree
    seconds: float = SECONDS

    def index(self) -> Index:
        """Return all guidelines of the tree, with their newest versions."""
        return self._call(_index)

    def versions(self, guideline: str) -> Versions:
        """Return every version of a guideline and its status, newest first."""
        return self._call(lambda reader: reader.versions(guideline), guideline)

    def alerts(self, guideline: str) -> list[Alert]:
        """Return the safety notices that hold for a guideline, newest first: ask with each version.

        They come from outside, without a release, and are no part of any bundle. Those of the
        guidelines that this one renders are among them.
        """
        return self.versions(guideline)["alerts"]

    def ids(self, guideline: str) -> Ids:
        """Return every id that the guideline ever had, and what became of it."""
        return self._call(lambda reader: _ids(reader, guideline), guideline)

    def current_ids(self, guideline: str, old: str) -> list[str]:
        """Return the ids that answer today for one that was ever released; empty if none does."""
        entries = {each["id"]: each for each in self.ids(guideline)["ids"]}
        if old not in entries:
            message = f"{guideline} never had the id {old}"
            raise NotPublishedError(message, "ids() names those that it had")
        waiting, seen = [old], set[str]()
        while waiting:
            each = waiting.pop()
            if each in entries and each not in seen:
                seen.add(each)
                waiting += entries[each]["replaced_by"]
        return sorted(each for each in seen if entries[each]["status"] == "present")

    def latest(self, guideline: str, *, even_if_withdrawn: bool = False) -> Bundle:
        """Return the newest version of a guideline, compared with ``versions.json`` too."""
        bundle = self._call(lambda reader: _latest(reader, guideline), guideline)
        if not even_if_withdrawn:
            refuse_withdrawn(bundle)
        return bundle

    def bundle(self, guideline: str, version: str, *, even_if_withdrawn: bool = False) -> Bundle:
        """Return one version; refuse it if it was withdrawn or entered in error since."""
        return self._call(
            lambda reader: _bundle(reader, guideline, version, usable=not even_if_withdrawn),
            guideline,
        )

    def changes(self, guideline: str, since: str) -> list[Step]:
        """Return the steps that lead from a version to the newest one, in order.

        A step to a version that was entered in error has no changes to show; those that still hold
        are told by the step that corrects it.
        """
        return self._call(lambda reader: _steps(reader, guideline, since), guideline)

    def update(self, bundle: bytes, *, even_if_withdrawn: bool = False) -> bytes:
        """Return the bytes of the newest version, made from an older bundle and the deltas since.

        Keep the bytes as ``read("<gid>/<version>/bundle.json")`` or an earlier update gave them:
        each step is held against the proof of its delta, and both ends against ``versions.json``.
        """
        guideline, version = release_of(bundle)
        updated, newest = self._call(
            lambda reader: _updated(reader, guideline, version, bundle), guideline
        )
        if not even_if_withdrawn:
            refuse_withdrawn(newest)
        return updated

    def read(self, name: str) -> bytes:
        """Return a file by its name below ``api/v1/``, compared with ``SHA256SUMS``."""
        return self._call(lambda reader: reader.read(name))

    def verify(self) -> Iterator[ClientError]:
        """Yield what is wrong with any file that the checksums name, or any ``latest.json``.

        Each file has the time of a call.
        """
        shared, sums = self._call(lambda reader: (reader.names(), reader.sums))
        good: set[str] = set()
        for name in shared:
            for each in (name, *self._names_in(name, sums)):
                try:
                    reader = self._reader(sums)
                    reader.read(each)
                    reader.names_in(name)
                    good.add(each)
                except ClientError as error:
                    yield error
        for name in sorted(good):
            guideline, _, file = name.partition("/")
            if file == "latest.json" and f"{guideline}/versions.json" in good:
                try:
                    _latest(self._reader(sums), guideline)
                except ClientError as error:
                    yield error

    def _names_in(self, name: str, sums: dict[str, Mapping[str, str]]) -> list[str]:
        """Return what a checksum file names, nothing where it cannot be read."""
        try:
            return self._reader(sums).names_in(name)
        except ClientError:
            return []

    def _reader(self, sums: dict[str, Mapping[str, str]] | None = None) -> Reader:
        return Reader(self.tree, Deadline(self.seconds), sums={} if sums is None else sums)

    def _call(self, work: Callable[[Reader], Result], guideline: str | None = None) -> Result:
        """Do the work within the deadline; on a mismatch once more, past all caches.

        A new release may have come between two files, or lie in some caches and not in others.
        """
        reader = self._reader()
        try:
            return work(reader)
        except (AlteredError, NotPublishedError, NewerSchemaError):
            past_caches = Reader(self.tree, reader.deadline, again=True)
        try:
            return work(past_caches)
        except NotPublishedError as error:
            if guideline is not None:
                _refuse_unknown(past_caches, guideline, error)
            raise


def _refuse_unknown(reader: Reader, guideline: str, error: NotPublishedError) -> None:
    """Raise a better error where the tree has no such guideline at all."""
    known = [each["id"] for each in _index(reader)["guidelines"]]
    # One of which only a version in consultation is published is not in the index.
    if guideline in known or f"{guideline}/{SUMS}" in reader.names():
        return
    near = get_close_matches(guideline[:200], known[:2000], 1)
    message = f"there is no guideline {guideline[:200]}"
    raise NotPublishedError(message, f"did you mean {near[0]}?" if near else "") from error


def _index(reader: Reader) -> Index:
    name = "index.json"
    found = cast("Index", reader.document(name, Index))
    check_once(name, (each["id"] for each in found["guidelines"]))
    for each in found["guidelines"]:
        reader.tree.seen.check(name, each["id"], each["version"])
    return found


def _ids(reader: Reader, guideline: str) -> Ids:
    name = f"{guideline}/ids.json"
    found = cast("Ids", reader.document(name, Ids))
    check_owner(name, found, guideline)
    check_once(name, (each["id"] for each in found["ids"]))
    return found


def _latest(reader: Reader, guideline: str) -> Bundle:
    """Return ``latest.json``, which must be the newest version that ``versions.json`` names."""
    name, newest = f"{guideline}/latest.json", reader.newest(guideline)
    bundle = _bundle_of(reader, name, guideline, newest)
    reader.tree.seen.remember(guideline, newest["version"])
    return bundle


def _bundle_of(reader: Reader, name: str, guideline: str, entry: VersionEntry) -> Bundle:
    data = reader.read(name)
    if sha256(data).hexdigest() != entry["bundle_sha256"]:
        why = f"it is not the bundle of {entry['version']} that versions.json names"
        raise AlteredError(name, why)
    return read_bundle(name, data, guideline, entry["version"])


def _bundle(reader: Reader, guideline: str, version: str, *, usable: bool) -> Bundle:
    entry = reader.entry(guideline, version)
    if usable and entry["status"] in {"withdrawn", IN_ERROR}:
        refuse_withdrawn(_latest(reader, guideline))
        _refuse_erroneous(reader, guideline, entry)
    if "bundle" not in entry:
        removed = entry.get("removed", {"date": "", "reason": "no reason is given"})
        message = f"{guideline} {version} was removed on {removed['date']}: {removed['reason']}"
        raise NotPublishedError(message, "delete your copies of it")
    bundle = _bundle_of(reader, f"{guideline}/{version}/bundle.json", guideline, entry)
    if usable:
        refuse_withdrawn(bundle)
    return bundle


def _refuse_erroneous(reader: Reader, guideline: str, entry: VersionEntry) -> None:
    corrections = corrections_of(reader.versions(guideline)["versions"])
    corrected_by = corrections.get(entry["version"])
    reason = f"its status is {entry['status']}"
    reason += f"; {corrected_by} corrects it" if corrected_by else ""
    raise WithdrawnError(guideline, entry["version"], reason, corrected_by=corrected_by)


def _newer(reader: Reader, guideline: str, since: str) -> list[VersionEntry]:
    """Return the versions in force after one, oldest first."""
    if reader.entry(guideline, since)["kind"] == CONSULTATION:
        message = f"{since} of {guideline} was in consultation: no changes lead on from it"
        raise NotPublishedError(message, "begin with latest()")
    versions = reader.versions(guideline)["versions"]
    place = [each["version"] for each in versions].index(since)
    return [each for each in versions[:place] if each["kind"] != CONSULTATION][::-1]


def _deltas(reader: Reader, guideline: str, entries: Sequence[VersionEntry]) -> Iterator[Changes]:
    """Yield the delta to each version; each must lead from published bytes to published bytes."""
    hashes = {e["version"]: e["bundle_sha256"] for e in reader.versions(guideline)["versions"]}
    for entry in entries:
        name = f"{guideline}/{entry['version']}/changes.json"
        if "changes" not in entry:
            message = f"the changes of {guideline} {entry['version']} were removed by law"
            raise NotPublishedError(message, "begin again with latest()")
        delta = cast("Changes", reader.document(name, Changes))
        check_owner(name, delta, guideline)
        ends = (hashes.get(delta["from"]), hashes[entry["version"]])
        proof = delta["proof"]
        if (proof["old_sha256"], proof["new_sha256"]) != ends or delta["to"] != entry["version"]:
            why = f"its proof does not lead to {entry['version']} as versions.json names it"
            raise AlteredError(name, why)
        yield delta


def _steps(reader: Reader, guideline: str, since: str) -> list[Step]:
    entries = _newer(reader, guideline, since)
    deltas = list(_deltas(reader, guideline, entries))
    return list(make_steps(reader.versions(guideline)["versions"], entries, deltas))


def _updated(reader: Reader, guideline: str, version: str, bundle: bytes) -> tuple[bytes, Bundle]:
    """Return the newest bundle as bytes and as data, made by the deltas since a version."""
    if sha256(bundle).hexdigest() != reader.entry(guideline, version)["bundle_sha256"]:
        raise AlteredError(HELD, f"it is not {guideline} {version} as it was published", KEEP)
    for delta in _deltas(reader, guideline, _newer(reader, guideline, version)):
        bundle = follow(bundle, delta, reader.deadline)
    newest = reader.newest(guideline)
    if sha256(bundle).hexdigest() != newest["bundle_sha256"]:
        name = f"{guideline}/versions.json"
        raise AlteredError(name, f"the deltas do not end at {newest['version']}, its newest")
    data = read_bundle(f"{guideline}/latest.json", bundle, guideline, newest["version"])
    reader.tree.seen.remember(guideline, newest["version"])
    return bundle, data
