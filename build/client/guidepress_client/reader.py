"""The checked files of a tree, read within one call.

Each call begins with ``SHA256SUMS``, so that a withdrawal is seen at once and no state of before
lasts; what it names is then taken from the cache where the hash fits, and asked for otherwise.

``SHA256SUMS`` names the shared files and, for each guideline, its own ``SHA256SUMS``; trees of
before name every file in the one. A file is used, and kept in the cache, only if it is the one
that they name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast

from guidepress_client.documents import (
    CONSULTATION,
    SUMS,
    check_once,
    check_owner,
    order_of,
    read_document,
    read_sums,
)
from guidepress_client.errors import AlteredError, NotPublishedError
from guidepress_client.fetch import Kept, Question
from guidepress_client.types import Versions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guidepress_client.deadline import Deadline
    from guidepress_client.fetch import Cache, Fetch
    from guidepress_client.seen import Seen
    from guidepress_client.types import VersionEntry


@dataclass
class Tree:
    """A published tree, and what is known of it between calls.

    ``place`` is its address or folder, by which the cache tells trees apart; a folder has no cache.
    """

    fetch: Fetch
    place: str
    cache: Cache | None
    seen: Seen


@dataclass(frozen=True)
class Reader:
    """Reads a tree within a deadline; ``again`` asks past every cache on the way.

    ``sums`` holds what each checksum file names that was read in this call.
    """

    tree: Tree
    deadline: Deadline
    again: bool = False
    sums: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def read(self, name: str) -> bytes:
        """Return a file that is the one that the checksums name."""
        return self._checked(name, self._digest(name))

    def names(self) -> list[str]:
        """Return each file that the checksums of the tree name."""
        return list(self._shared())

    def names_in(self, name: str) -> list[str]:
        """Return each file that a guideline's own checksums name; none for any other file."""
        folder, _, file = name.rpartition("/")
        return [f"{folder}/{each}" for each in self._sums_of(folder)] if file == SUMS else []

    def document(self, name: str, kind: Any) -> Any:
        """Return the data of a JSON file of the shape of ``kind``."""
        return read_document(name, self.read(name), kind, self.deadline)

    def versions(self, guideline: str) -> Versions:
        """Return the versions of a guideline: each once, newest first, none lost since before."""
        name = f"{guideline}/versions.json"
        found = cast("Versions", self.document(name, Versions))
        check_owner(name, found, guideline)
        numbers = {each["version"]: order_of(name, each["version"]) for each in found["versions"]}
        in_force = [each for each in found["versions"] if each["kind"] != CONSULTATION]
        order = [numbers[each["version"]] for each in in_force]
        check_once(name, (each["version"] for each in found["versions"]))
        if order != sorted(order, reverse=True) or not found["versions"]:
            raise AlteredError(name, "its versions are not in order")
        if ("latest" in found) != bool(in_force):
            raise AlteredError(name, "it does not say which version is in force")
        if "latest" in found:
            if found["latest"] not in numbers:
                raise AlteredError(name, f"it does not list {found['latest'][:80]}, its newest")
            self.tree.seen.keep(name, {guideline: found["latest"]})
        return found

    def entry(self, guideline: str, version: str) -> VersionEntry:
        """Return what is known of a version."""
        for entry in self.versions(guideline)["versions"]:
            if entry["version"] == version:
                return entry
        message = f"{guideline} has no version {version}"
        raise NotPublishedError(message)

    def newest(self, guideline: str) -> VersionEntry:
        """Return what is known of the newest version in force."""
        found = self.versions(guideline)
        if "latest" not in found:
            message = f"no version of {guideline} is in force, only one in consultation"
            raise NotPublishedError(message, "ask again later, or read that one with bundle()")
        return next(each for each in found["versions"] if each["version"] == found["latest"])

    def _shared(self) -> Mapping[str, str]:
        """Return what the checksum file of the tree names."""
        if SUMS in self.sums:
            return self.sums[SUMS]
        try:
            answer = self._ask(SUMS, None if self.again else self._kept(SUMS))
        except NotPublishedError as error:
            message = str(error).partition(";")[0]
            advice = "give the address, or the folder, that ends in api/v1"
            raise NotPublishedError(message, advice) from error
        named = read_sums(SUMS, answer.body)
        if "index.json" not in named:
            raise AlteredError(SUMS, "it does not name index.json")
        self.sums[SUMS] = named
        self._keep(SUMS, answer)
        return named

    def _digest(self, name: str) -> str:
        shared = self._shared()
        guideline, _, file = name.partition("/")
        if name in shared:
            return shared[name]
        if file and f"{guideline}/{SUMS}" in shared:
            own = self._sums_of(guideline)
            if file in own:
                return own[file]
        message = f"{SUMS} does not name {name[:200]}"
        raise NotPublishedError(message)

    def _sums_of(self, guideline: str) -> Mapping[str, str]:
        """Return what a guideline's own checksum file names, below its folder."""
        name = f"{guideline}/{SUMS}"
        if name not in self.sums:
            self.sums[name] = read_sums(name, self._checked(name, self._shared()[name]))
        return self.sums[name]

    def _checked(self, name: str, digest: str) -> bytes:
        kept = self._kept(name)
        if kept is None or sha256(kept.body).hexdigest() != digest:
            kept = self._ask(name, None)
            if sha256(kept.body).hexdigest() != digest:
                why = f"not the file that {SUMS} names; one of the two was altered"
                raise AlteredError(name, why)
            self._keep(name, kept)
        return kept.body

    def _ask(self, name: str, kept: Kept | None) -> Kept:
        return self.tree.fetch(Question(name, self.deadline, self.again, kept))

    def _kept(self, name: str) -> Kept | None:
        cache = self.tree.cache
        return None if cache is None else cache.get(f"{self.tree.place}/{name}")

    def _keep(self, name: str, answer: Kept) -> None:
        if self.tree.cache is not None:
            self.tree.cache[f"{self.tree.place}/{name}"] = answer
