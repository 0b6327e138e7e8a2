"""Where an earlier version comes from: the archive, a git revision, a file."""

from guidepress.history.archive import Archive, Release, is_consultation
from guidepress.history.reading import entry_sha256, hash_plain, read_archive
from guidepress.history.relations import (
    Related,
    describe_relations,
    find_alerts,
    find_back_links,
    list_links,
    list_mentions,
    relate,
)
from guidepress.history.sides import NoSuchSideError, Side, guideline_ids, read_side

__all__ = [
    "Archive",
    "NoSuchSideError",
    "Related",
    "Release",
    "Side",
    "describe_relations",
    "entry_sha256",
    "find_alerts",
    "find_back_links",
    "guideline_ids",
    "hash_plain",
    "is_consultation",
    "list_links",
    "list_mentions",
    "read_archive",
    "read_side",
    "relate",
]
