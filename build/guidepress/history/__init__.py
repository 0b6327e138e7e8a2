"""Where an earlier version comes from: the archive, a git revision, a file."""

from guidepress.history.archive import (
    Archive,
    Release,
    entry_sha256,
    hash_plain,
    is_consultation,
    read_archive,
)
from guidepress.history.sides import NoSuchSideError, Side, guideline_ids, read_side

__all__ = [
    "Archive",
    "NoSuchSideError",
    "Release",
    "Side",
    "entry_sha256",
    "guideline_ids",
    "hash_plain",
    "is_consultation",
    "read_archive",
    "read_side",
]
