"""The highest version of each guideline that was seen: what was newer must not become older."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from guidepress_client.documents import order_of, parse
from guidepress_client.errors import AlteredError, RolledBackError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import Mapping


class Seen:
    """Remembers versions by guideline for as long as it lives, or in a file for longer.

    Raises UnreachableError where the file cannot be used, AlteredError where it is another's.
    """

    def __init__(self, file: str | Path | None = None) -> None:
        self._file = None if file is None else Path(file)
        self._known: dict[str, str] = {}
        self._add(self._read())

    def keep(self, name: str, newest: Mapping[str, str]) -> None:
        """Keep the newest version of each guideline that a checked file states.

        Raises RolledBackError where a newer one was seen.
        """
        if newest.items() <= self._known.items():
            return
        # Another process may have seen more since.
        self._add(self._read())
        for guideline, version in newest.items():
            order, known = order_of(name, version), self._known.get(guideline)
            if known is not None and order < order_of(name, known):
                raise RolledBackError(name, known, version)
        self._add(newest)
        self._write()

    def _add(self, versions: Mapping[str, str]) -> None:
        for guideline, version in versions.items():
            known = self._known.get(guideline, version)
            self._known[guideline] = max(known, version, key=lambda each: order_of("", each))

    def _read(self) -> dict[str, str]:
        if self._file is None:
            return {}
        name = str(self._file)
        try:
            found = parse(name, self._file.read_bytes())
            for version in found.values():
                order_of(name, version)
        except FileNotFoundError:
            return {}
        except (AlteredError, AttributeError, TypeError) as error:
            why = "it is not what this client wrote"
            advice = "restore it, or delete it and lose what it knows of versions seen before"
            raise AlteredError(name, why, advice) from error
        except (OSError, ValueError) as error:
            message = f"{name} cannot be read: {error}"
            raise UnreachableError(message, "see to the file") from error
        return dict(found)

    def _write(self) -> None:
        if self._file is None:
            return
        text = json.dumps(self._known, indent=1, sort_keys=True) + "\n"
        new = self._file.with_name(f"{self._file.name}.{uuid4().hex}")
        try:
            new.write_text(text, encoding="utf-8")
            new.replace(self._file)
        except (OSError, ValueError) as error:
            with suppress(OSError, ValueError):
                new.unlink(missing_ok=True)
            message = f"{self._file} cannot be written: {error}"
            raise UnreachableError(message, "see to its folder") from error
