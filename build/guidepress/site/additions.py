"""What each guideline adds to the files that are joined from all, as the cache keeps it."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from guidepress.site.cache import damaged, fetch_part
from guidepress.site.run import JOINED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from guidepress.site.ledger import Record


def read_addition(cache: Path, record: Record, name: str) -> dict[str, Any]:
    """Return what a guideline adds to a joined file. Raises UnusableError if it was lost since."""
    files = fetch_part(cache, key_of_addition(record, name))
    if files is None:
        raise damaged(cache)
    return dict(json.loads(files[name]))


def key_of_addition(record: Record, name: str) -> str:
    """Return the key of the part that holds what a guideline adds to a joined file."""
    return record.joins[JOINED.index(name)]


def find_pages(cache: Path, records: Sequence[Record], name: str) -> Iterator[tuple[str, Any]]:
    """Yield what each page adds to a joined file, in the order in which one build reads pages.

    That is folder by folder, by name. Only one guideline is in memory at a time: its pages lie
    in a folder of its own, and the shared pages, which are few, are sorted in between.
    """
    guidelines = {record.id: record for record in records if record.id}
    shared: dict[str, dict[str, Any]] = {}
    for record in records:
        for page, added in read_addition(cache, record, name).items() if not record.id else ():
            shared.setdefault(_head(page), {})[page] = added
    for head in sorted({*guidelines, *shared}):
        pages = shared[head] if head in shared else read_addition(cache, guidelines[head], name)
        for page in sorted(pages, key=_order):
            yield page, pages[page]


def _head(page: str) -> str:
    return page.partition("/")[0] if "/" in page else ""


def _order(page: str) -> tuple[tuple[str, ...], bool, str]:
    path = PurePosixPath(page)
    return path.parent.parts, path.stem != "index", path.name
