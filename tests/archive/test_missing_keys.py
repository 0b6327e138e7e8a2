"""A key that is missing in a frozen file, though all hashes fit, is reported, and never an exception."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from archive.alterations import rehash
from conftest import REPOSITORY
from guidepress.diff.fact import canonical
from guidepress.release.verify import verify_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Place = tuple[str | int, ...]
RELEASES = REPOSITORY / "content/childhood-sts-recurrent/releases"
# A change that is no part of another one is shown no less.
HARMLESS = {"changes.part_of"}


def keys_of(data: Any, at: Place = ()) -> Iterator[Place]:
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        if isinstance(data, dict):
            yield (*at, key)
        if isinstance(value, dict | list):
            yield from keys_of(value, (*at, key))


def one_of_each(data: Any) -> dict[str, Place]:
    """Return one place of each key, by the keys that lead to it."""
    return {
        ".".join(part for part in each if isinstance(part, str)): each for each in keys_of(data)
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", ["1.0.0.json", "2.0.0.json", "2.0.0.changes.json", "index.json"])
def test_each_missing_key_is_reported(name: str, tmp_path: Path) -> None:
    folder = tmp_path / RELEASES.parent.name
    shutil.copytree(RELEASES.parent, folder)
    file = folder / "releases" / name
    sound, untold = json.loads(file.read_bytes()), set()
    for key, place in one_of_each(sound).items():
        data: Any = json.loads(json.dumps(sound))
        home = data
        for part in place[:-1]:
            home = home[part]
        del home[place[-1]]
        file.write_bytes(canonical(data))
        if name != "index.json":
            shutil.copy(RELEASES / "index.json", folder / "releases")
            rehash(folder / "releases")
        if not verify_archive(folder, "content/x"):
            untold.add(key)
    # The test's own rehashing makes a proof anew.
    assert untold - HARMLESS - {"proof.old_sha256", "proof.new_sha256"} == set()
