"""The frozen releases of a guideline, and what is asked of them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from guidepress.history.frozen import parse_frozen
from guidepress.model import Entity, Guideline, find_homes, from_data, iter_entities
from guidepress.problem import Problem, UnusableError

RESTORE = "restore it from version control: a release never changes"

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
    def homes(self) -> Mapping[str, list[str]]:
        """What holds each entity, what it is about, and what rests on it, by its id."""
        return find_homes(self.entities)

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
            message = f"{self.folder}/{self.version}{suffix}: {error}; {RESTORE}"
            raise UnusableError(message) from None

    def is_same_as(self, draft: Mapping[str, Any]) -> bool:
        """Tell whether the draft's bundle is this one, but for what the release stamped on it."""
        mine = {key: value for key, value in self.bundle["guideline"].items() if key not in STAMPED}
        theirs = {key: value for key, value in draft["guideline"].items() if key not in STAMPED}
        parts = self.bundle.keys() - {"id", "guideline"}
        return mine == theirs and all(self.bundle[part] == draft.get(part) for part in parts)


# It is asked for by each version of a guideline, and may have hundreds of entries.
_parse_index = lru_cache(maxsize=64)(json.loads)


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
        return list(_parse_index(self.index_bytes)["releases"])

    def corrected_by(self, version: str) -> str | None:
        """Return the newest version that corrects this one, which was entered in error.

        The index names it also where it was itself removed by law.
        """
        found = (each for each in reversed(self.entries) if each.get("corrects") == version)
        return next((each["version"] for each in found), None)

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
