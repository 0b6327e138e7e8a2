"""What names the pages of all guidelines: search index, sitemap, checksums, joined at the end."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from guidepress.site.additions import find_pages, read_addition
from guidepress.site.api import stage_sums
from guidepress.site.placing import write_new
from guidepress.site.run import URL
from guidepress.site.search import write_search
from guidepress.site.signature import API

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from guidepress.site.ledger import Record
    from guidepress.site.setting import Setting


def write_joined(
    setting: Setting, records: Sequence[Record], pieces: Mapping[str, str], jobs: int
) -> dict[str, str]:
    """Write the files that are joined from all records, of which the shared pages' is the first.

    ``pieces`` are the states of those of the search index that stand already; returns those that
    stand now. Raises UnusableError where the cache is damaged, or the index cannot be made.
    """
    cache, tree = setting.cache, setting.tree
    sums: dict[str, str] = {}
    for record in records:
        sums |= read_addition(cache, record, "sums.json")
    for name, data in stage_sums(sums).items():
        write_new(tree / API / name, data)
    _write_sitemap(cache, tree, records)
    return write_search(setting, records, pieces, jobs)


def _write_sitemap(cache: Path, tree: Path, records: Sequence[Record]) -> None:
    """Write the theme's own sitemap of the shared pages, with the pages of all in it."""
    sitemap = tree / "sitemap.xml"
    if not sitemap.is_file():
        return
    text = sitemap.read_text(encoding="utf-8")
    urls = [url for _, url in find_pages(cache, records, "urls.json")]
    found = URL.findall(text)
    if found:
        head, tail = text.split(found[0])[0], text.rsplit(found[-1])[-1]
        indent = head[head.rfind("\n") :] if "\n" in head else ""
        text = head + indent.join(urls) + tail
    write_new(sitemap, text.encode())
    newest = datetime.fromisoformat(records[0].newest or "2000-01-01").replace(tzinfo=UTC)
    seconds = int(newest.timestamp())
    packed = tree / "sitemap.xml.gz"
    packed.unlink(missing_ok=True)
    with (
        packed.open("xb") as stream,
        gzip.GzipFile("sitemap.xml.gz", "wb", fileobj=stream, mtime=seconds) as file,
    ):
        file.write(text.encode())
