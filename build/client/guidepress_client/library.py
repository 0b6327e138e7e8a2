"""A published tree as an app sees it: read, checked, followed from version to version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from guidepress_client.deadline import Deadline
from guidepress_client.documents import (
    refuse_withdrawn,
    release_of,
)
from guidepress_client.errors import (
    AlteredError,
    ClientError,
    NewerSchemaError,
    NotPublishedError,
)
from guidepress_client.fetch import Cache, fetch_from, is_address
from guidepress_client.guidelines import (
    lead_to_newest,
    read_ids,
    read_index,
    read_latest,
    read_steps,
    read_version,
    refuse_unknown,
)
from guidepress_client.reader import Reader, Tree
from guidepress_client.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from guidepress_client.steps import Step
    from guidepress_client.types import Alert, Bundle, Ids, Index, Versions

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
        return self._call(read_index)

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
        return self._call(lambda reader: read_ids(reader, guideline), guideline)

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
        bundle = self._call(lambda reader: read_latest(reader, guideline), guideline)
        if not even_if_withdrawn:
            refuse_withdrawn(bundle)
        return bundle

    def bundle(self, guideline: str, version: str, *, even_if_withdrawn: bool = False) -> Bundle:
        """Return one version; refuse it if it was withdrawn or entered in error since."""
        return self._call(
            lambda reader: read_version(reader, guideline, version, usable=not even_if_withdrawn),
            guideline,
        )

    def changes(self, guideline: str, since: str) -> list[Step]:
        """Return the steps that lead from a version to the newest one, in order.

        A step to a version that was entered in error has no changes to show; those that still hold
        are told by the step that corrects it.
        """
        return self._call(lambda reader: read_steps(reader, guideline, since), guideline)

    def update(self, bundle: bytes, *, even_if_withdrawn: bool = False) -> bytes:
        """Return the bytes of the newest version, made from an older bundle and the deltas since.

        Keep the bytes as ``read("<gid>/<version>/bundle.json")`` or an earlier update gave them:
        each step is held against the proof of its delta, and both ends against ``versions.json``.
        """
        guideline, version = release_of(bundle)
        updated, newest = self._call(
            lambda reader: lead_to_newest(reader, guideline, version, bundle), guideline
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
                    read_latest(self._reader(sums), guideline)
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
                refuse_unknown(past_caches, guideline, error)
            raise
