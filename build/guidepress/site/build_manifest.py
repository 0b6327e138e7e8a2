"""What the last build put into the site, and what it read to make that.

The manifest is written last. A build that was killed leaves the manifest of the one before; the
files that differ from it are then made again.
"""

import json
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from guidepress.files import write_cached
from guidepress.problem import UnusableError

# A unit in the site: its key, its files (size, time of change in ns, SHA-256 by name), and what
# it adds to sitemap and search.
Record = dict[str, Any]


@dataclass
class Manifest:
    """``guidelines`` hold what was read, by id; ``units`` what is in the site, by name.

    ``frame`` holds what joined files have around the parts of the units. ``placing`` names the
    files that the last build was about to place when it was interrupted.
    """

    shell: str
    guidelines: dict[str, dict[str, Any]] = field(default_factory=dict)
    units: dict[str, Record] = field(default_factory=dict)
    frame: dict[str, Any] = field(default_factory=dict)
    placing: frozenset[str] | None = None

    def list_files(self) -> dict[str, list[Any]]:
        """Return all files that are known to be in the site."""
        every = self.units.values()
        return {name: known for unit in every for name, known in unit["files"].items()}


def read_manifest(home: Path, shell: str) -> Manifest:
    """Return the manifest; what was made under another shell is stale, but its files are known."""
    found = _read_json(home / "manifest.json")
    names = _read_json(home / "placing.json").get("names")
    placing = None if names is None else frozenset(names)
    if found.get("shell") == shell:
        return Manifest(**found, placing=placing)
    units = {name: {**unit, "key": ""} for name, unit in found.get("units", {}).items()}
    return Manifest(shell, units=units, placing=placing)


def _read_json(file: Path) -> dict[str, Any]:
    """Return the data of a file that begins with the hash of the rest, or nothing."""
    try:
        digest, _, body = file.read_bytes().partition(b"\n")
    except OSError:
        return {}
    return dict(json.loads(body)) if digest == sha256(body).hexdigest().encode() else {}


def _write_json(file: Path, data: dict[str, Any]) -> None:
    body = json.dumps(data, separators=(",", ":")).encode()
    write_cached(file, sha256(body).hexdigest().encode() + b"\n" + body)


def write_manifest(home: Path, manifest: Manifest) -> None:
    """Write the manifest; the build is complete."""
    data = {name: value for name, value in vars(manifest).items() if name != "placing"}
    _write_json(home / "manifest.json", data)
    (home / "placing.json").unlink(missing_ok=True)


def announce(home: Path, names: Collection[str]) -> None:
    """Write down which files are about to be placed, so that they are known after a kill."""
    _write_json(home / "placing.json", {"names": sorted(names)})


def keep(home: Path, data: bytes) -> str:
    """Keep what a unit adds to a joined file; return the hash that it is kept by."""
    digest = sha256(data).hexdigest()
    write_cached(home / "kept" / digest, data)
    return digest


def recall(home: Path, digest: str) -> bytes:
    """Return what was kept. Raises UnusableError if it was lost or damaged since."""
    file = home / "kept" / digest
    data = file.read_bytes() if file.is_file() else b""
    if sha256(data).hexdigest() != digest:
        raise UnusableError(f"{file} was damaged: build with --no-cache")
    return data


def prune(home: Path, used: Collection[str]) -> None:
    """Remove what is kept and no longer used."""
    for file in (home / "kept").glob("*"):
        if file.name not in used:
            file.unlink()


@contextmanager
def lock(home: Path) -> Iterator[None]:
    """Hold the only build into a site. Raises UnusableError if there is one already.

    The lock ends with the process, however that ends.
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("ab") as stream:
        try:
            _lock(stream.fileno())
        except OSError as error:
            message = "another build of this project is running: wait until it has ended"
            raise UnusableError(message) from error
        yield


if sys.platform == "win32":

    def _lock(descriptor: int) -> None:
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:

    def _lock(descriptor: int) -> None:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
