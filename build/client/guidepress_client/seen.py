"""The highest version of each guideline that was seen: what was newer must not become older."""

from __future__ import annotations

import json
import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, TypedDict

from guidepress_client.documents import order_of, parse
from guidepress_client.errors import AlteredError, RolledBackError, UnreachableError
from guidepress_client.shape import find_misfits

if TYPE_CHECKING:
    from guidepress_client.types import Versions


class Newest(TypedDict):
    """The highest version of a guideline that was seen, and the sha256 of its bundle."""

    version: str
    bundle_sha256: str


class Seen:
    """Remembers versions for as long as it lives, or in a file for longer."""

    def __init__(self, file: str | Path | None = None) -> None:
        self._file = None if file is None else Path(file)
        self._known: dict[str, Newest] = {}
        self._read()

    def check(self, name: str, versions: Versions) -> None:
        """Raise RolledBackError where a guideline is older than it was, or has lost a version."""
        known = self._known.get(versions["guideline"])
        if known is None:
            return
        if order_of(name, versions["latest"]) < order_of(name, known["version"]):
            raise RolledBackError(name, known["version"], versions["latest"])
        hashes = {each["version"]: each["bundle_sha256"] for each in versions["versions"]}
        if hashes.get(known["version"]) != known["bundle_sha256"]:
            raise RolledBackError(name, known["version"], known["version"])

    def check_version(self, name: str, guideline: str, version: str) -> None:
        """Raise RolledBackError where a newer version of the guideline was seen."""
        known = self._known.get(guideline)
        if known and order_of(name, version) < order_of(name, known["version"]):
            raise RolledBackError(name, known["version"], version)

    def remember(self, guideline: str, version: str, bundle_sha256: str) -> None:
        """Keep a version that was checked; raise UnreachableError where the file cannot be."""
        newest = Newest(version=version, bundle_sha256=bundle_sha256)
        if self._known.get(guideline) != newest:
            self._known[guideline] = newest
            self._write()

    def _read(self) -> None:
        """Add what the file holds, unless a higher version is known."""
        if self._file is None:
            return
        try:
            data = self._file.read_bytes()
        except FileNotFoundError:
            return
        except (OSError, ValueError) as error:
            message = f"{self._file} cannot be read: {error}"
            raise UnreachableError(message, "see to the file") from error
        for guideline, stated in self._checked(data).items():
            known = self._known.setdefault(guideline, stated)
            if order_of(guideline, known["version"]) < order_of(guideline, stated["version"]):
                self._known[guideline] = stated

    def _checked(self, data: bytes) -> dict[str, Newest]:
        name, why = str(self._file), "it is not what this client wrote"
        advice = "restore it, or delete it and lose what it knows of versions seen before"
        try:
            found: dict[str, Newest] = parse(name, data)
            fits = isinstance(found, dict)
            fits = fits and not any(
                m for each in found.values() for m in find_misfits(each, Newest)
            )
            for each in found.values() if fits else ():
                order_of(name, each["version"])
        except AlteredError as error:
            raise AlteredError(name, why, advice) from error
        if not fits:
            raise AlteredError(name, why, advice)
        return found

    def _write(self) -> None:
        if self._file is None:
            return
        # Another process may have seen more since.
        self._read()
        text = json.dumps(self._known, indent=1, sort_keys=True) + "\n"
        try:
            with NamedTemporaryFile(
                "w", dir=self._file.parent, delete=False, encoding="utf-8"
            ) as new:
                new.write(text)
            os.replace(new.name, self._file)  # noqa: PTH105 - a name, not a path
        except (OSError, ValueError) as error:
            message = f"{self._file} cannot be written: {error}"
            raise UnreachableError(message, "see to its folder") from error
