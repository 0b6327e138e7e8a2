"""Finished parts of the site by the hash of all that went into them.

A part is one file: the sha256 of what follows, then the names and sizes of its files as one line
of JSON, then their bytes. It is written whole or not at all, and a damaged one is no part.
"""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from guidepress.files import write_cached
from guidepress.problem import UnusableError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

# What is no longer used is kept up to this size: another branch, or drafts, may want it again.
UNUSED_BYTES = 256_000_000


def key_of(*words: str) -> str:
    """Return the name of what depends on all these words, and on nothing else."""
    return sha256("\0".join(words).encode(errors="surrogateescape")).hexdigest()


def store_part(cache: Path, key: str, files: Mapping[str, bytes]) -> None:
    """Keep the files of a part."""
    sizes = json.dumps([[name, len(data)] for name, data in files.items()])
    body = b"".join((sizes.encode(), b"\n", *files.values()))
    write_cached(_place(cache, key), sha256(body).hexdigest().encode() + b"\n" + body)


def fetch_part(cache: Path, key: str) -> dict[str, bytes] | None:
    """Return the files of a part; None if it is not kept, or not as it was written."""
    try:
        data = _place(cache, key).read_bytes()
    except FileNotFoundError:
        return None
    digest, _, body = data.partition(b"\n")
    if digest != sha256(body).hexdigest().encode():
        return None
    sizes, _, rest = body.partition(b"\n")
    files, start = {}, 0
    for name, size in json.loads(sizes):
        files[name] = rest[start : start + size]
        start += size
    return files


def damaged(cache: Path) -> UnusableError:
    """Return what to say where a part is gone that was there a moment ago."""
    return UnusableError(f"the cache was damaged while building: remove {cache} and build again")


def size_of_part(cache: Path, key: str) -> int:
    """Return the bytes of a part as it is kept. Raises UnusableError if it was lost."""
    try:
        return _place(cache, key).stat().st_size
    except FileNotFoundError as error:
        raise damaged(cache) from error


def prune_parts(cache: Path, used: Collection[str], limit: int = UNUSED_BYTES) -> None:
    """Remove unused parts, the oldest first, until the rest of them is within the limit."""
    unused = []
    for folder in (cache / "parts").glob("*"):
        for entry in os.scandir(folder):
            if entry.name not in used:
                stat = entry.stat()
                unused.append((stat.st_mtime_ns, stat.st_size, entry.path))
    size = sum(each[1] for each in unused)
    for _, bytes_, file in sorted(unused):
        if size <= limit:
            break
        Path(file).unlink(missing_ok=True)
        size -= bytes_


def _place(cache: Path, key: str) -> Path:
    return cache / "parts" / key[:2] / key
