"""Checksums of a published tree that fit whatever a test has put into it."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from guidepress.site.api import SUMS, stage_sums

if TYPE_CHECKING:
    from pathlib import Path


def write_sums(tree: Path) -> None:
    """Write every checksum file of a tree anew."""
    for file in tree.rglob(SUMS):
        file.unlink()
    digests = {
        file.relative_to(tree).as_posix(): sha256(file.read_bytes()).hexdigest()
        for file in tree.rglob("*")
        if file.is_file() and file.name != f"{SUMS}.sig"
    }
    for name, data in stage_sums(digests).items():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_bytes(data)
