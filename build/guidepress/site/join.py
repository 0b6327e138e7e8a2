"""What names the pages of all guidelines: search index, sitemap, checksums, joined at the end."""

from __future__ import annotations

import gzip
import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from guidepress.site.api import render_sums
from guidepress.site.cache import damaged, fetch_part
from guidepress.site.engine import ENGINES
from guidepress.site.pagefind import has_pagefind, write_pagefind
from guidepress.site.tree import API, write_new

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from guidepress.site.engine import Engine
    from guidepress.site.ledger import Record
    from guidepress.site.setting import Setting

# Every reader loads Material's index with the first page. About fifteen guidelines fill this.
LARGEST_INDEX = 1_000_000


def write_joined(setting: Setting, records: Sequence[Record], newest: int) -> None:
    """Write the files that are joined from all records; ``newest`` is their time in seconds."""
    cache, tree = setting.cache, setting.tree
    sums: dict[str, str] = {}
    for record in records:
        sums |= _read(cache, record, "sums.json")
    write_new(tree / API / "SHA256SUMS", render_sums(sums))
    _write_sitemap(cache, tree, records, newest)
    _write_search(cache, tree, ENGINES[setting.engine], records)


def _read(cache: Path, record: Record, name: str) -> dict[str, Any]:
    from guidepress.site.run import JOINED

    files = fetch_part(cache, record.joins[JOINED.index(name)])
    if files is None:
        raise damaged(cache)
    return dict(json.loads(files[name]))


def find_pages(cache: Path, records: Sequence[Record], name: str) -> Iterator[tuple[str, Any]]:
    """Yield what each page adds to a joined file, in the order in which one build reads pages.

    That is folder by folder, by name. Only one guideline is in memory at a time: its pages lie
    in a folder of its own, and the shared pages, which are few, are sorted in between.
    """
    guidelines = {record.id: record for record in records if record.id}
    shared: dict[str, dict[str, Any]] = {}
    for record in records:
        for page, added in _read(cache, record, name).items() if not record.id else ():
            shared.setdefault(_head(page), {})[page] = added
    for head in sorted({*guidelines, *shared}):
        pages = shared[head] if head in shared else _read(cache, guidelines[head], name)
        for page in sorted(pages, key=_order):
            yield page, pages[page]


def _head(page: str) -> str:
    return page.partition("/")[0] if "/" in page else ""


def _order(page: str) -> tuple[tuple[str, ...], bool, str]:
    path = PurePosixPath(page)
    return path.parent.parts, path.stem != "index", path.name


def _write_sitemap(cache: Path, tree: Path, records: Sequence[Record], newest: int) -> None:
    """Write the theme's own sitemap of the shared pages, with the pages of all in it."""
    from guidepress.site.run import URL

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
    packed = tree / "sitemap.xml.gz"
    packed.unlink(missing_ok=True)
    with (
        packed.open("xb") as stream,
        gzip.GzipFile(filename="sitemap.xml.gz", mode="wb", fileobj=stream, mtime=newest) as file,
    ):
        file.write(text.encode())


def _write_search(cache: Path, tree: Path, engine: Engine, records: Sequence[Record]) -> None:
    """Write the engine's index page by page, or Pagefind's where Material's would be too large."""
    index = tree / engine.index_file
    if not index.is_file():
        return
    settings = json.dumps(json.loads(index.read_bytes())["config"], separators=(",", ":"))
    head = f'{{"config":{settings},"{engine.entries}":['
    index.unlink()
    _write_index(index, head, find_pages(cache, records, "search.json"))
    if engine.pagefind and index.stat().st_size > LARGEST_INDEX and has_pagefind():
        index.unlink()
        _write_index(index, head, ())
        write_pagefind(tree, find_pages(cache, records, "search.json"))


def _write_index(index: Path, head: str, pages: Iterable[tuple[str, Any]]) -> None:
    with index.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write(head)
        between = ""
        for _, entries in pages:
            for entry in entries:
                stream.write(between + json.dumps(entry, separators=(",", ":")))
                between = ","
        stream.write("]}")
