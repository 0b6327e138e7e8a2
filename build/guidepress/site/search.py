"""The search index: the engine's own, or, where no reader should load so much, Pagefind's pieces.

A guideline belongs to one piece by its id, so that an edit indexes one piece anew. The pages that
all guidelines share are the first piece, into which the search box merges the others.
"""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.resources import SITE_OVERRIDES_FOLDER
from guidepress.site.additions import find_pages, key_of_addition
from guidepress.site.cache import damaged, fetch_part, key_of, size_of_part, store_part
from guidepress.site.engine import ENGINES
from guidepress.site.ledger import JOIN
from guidepress.site.pagefind import has_pagefind, index_pages
from guidepress.site.placing import PIECES, list_files, renew_files, write_new
from guidepress.site.run import SITE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from guidepress.site.engine import Engine
    from guidepress.site.ledger import Record
    from guidepress.site.setting import Setting

ADDED = "search.json"
# Every reader loads Material's index with the first page. About fifteen guidelines fill this.
LARGEST_INDEX = 1_000_000
# A word is looked up in each piece, at about 22 kB: eight of them let a search load 360 kB.
MOST_PIECES = 8
FEW_IN_A_PIECE = 64
# The piece with the shared pages and the program, into which the search box merges the others.
MAIN = "shared"
WORKERS = "assets/javascripts/workers/"
WORKER = "pagefind-worker.js"


class Piece(NamedTuple):
    """Pages that are indexed together, in a folder of their own; the key of all that is in it."""

    folder: str
    key: str
    records: Sequence[Record]


def write_search(
    setting: Setting, records: Sequence[Record], standing: Mapping[str, str], jobs: int
) -> dict[str, str]:
    """Write the index of all records, of which the shared pages' is the first.

    ``standing`` are the states of the pieces that stand; returns those that stand then.
    Raises UnusableError where the index cannot be made.
    """
    cache, tree, engine = setting.cache, setting.tree, ENGINES[setting.engine]
    index, bundle = tree / engine.index_file, tree / "search" / PIECES
    if not index.is_file():
        return {}
    settings = json.dumps(json.loads(index.read_bytes())["config"], separators=(",", ":"))
    head = f'{{"config":{settings},"{engine.entries}":['
    index.unlink()
    if _is_large(cache, engine, records):
        _write_index(index, head, ())
        return _write_pieces(setting, _cut(setting, records), standing, jobs)
    _write_index(index, head, find_pages(cache, records, ADDED))
    if bundle.is_dir():
        shutil.rmtree(bundle)
        _place_worker(tree, _find_worker(cache, records[0]))
    return {}


def _is_large(cache: Path, engine: Engine, records: Sequence[Record]) -> bool:
    if not engine.pagefind or not has_pagefind():
        return False
    sizes = (size_of_part(cache, key_of_addition(record, ADDED)) for record in records)
    return sum(sizes) > LARGEST_INDEX


def _write_index(index: Path, head: str, pages: Iterable[tuple[str, Any]]) -> None:
    with index.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write(head)
        between = ""
        for _, entries in pages:
            for entry in entries:
                stream.write(between + json.dumps(entry, separators=(",", ":")))
                between = ","
        stream.write("]}")


def _cut(setting: Setting, records: Sequence[Record]) -> list[Piece]:
    """Share the guidelines out among as many pieces as their number is worth."""
    shared, *guidelines = records
    doublings = (len(guidelines) // FEW_IN_A_PIECE).bit_length() - 1
    count = min(MOST_PIECES, 1 << max(0, doublings))
    shares: dict[str, list[Record]] = {MAIN: [shared]}
    for record in guidelines:
        number = sha256(record.id.encode()).digest()[0] % count
        shares.setdefault(str(number), []).append(record)
    return [_piece(setting, *share) for share in sorted(shares.items())]


def _piece(setting: Setting, folder: str, records: Sequence[Record]) -> Piece:
    added = (key_of_addition(record, ADDED) for record in records)
    return Piece(folder, key_of("search", setting.shell, folder, *added), records)


def _write_pieces(
    setting: Setting, pieces: Sequence[Piece], standing: Mapping[str, str], jobs: int
) -> dict[str, str]:
    """Put the pieces that do not stand into the site, side by side, and the worker that asks."""
    bundle = setting.tree / "search" / PIECES
    states = {JOIN + piece.folder: piece.key for piece in pieces}
    if not bundle.is_dir() or states.keys() != standing.keys():
        shutil.rmtree(bundle, ignore_errors=True)
        standing = {}
    anew = [piece for piece in pieces if standing.get(JOIN + piece.folder) != piece.key]
    with ThreadPoolExecutor(jobs) as executor:
        list(executor.map(partial(_place_piece, setting, bundle), anew))
    # A piece without a page to be found has no folder.
    folders = [piece.folder for piece in pieces if (bundle / piece.folder).is_dir()]
    merged = json.dumps([folder for folder in folders if folder != MAIN])
    write_new(bundle / "pieces.json", merged.encode())
    _place_worker(setting.tree, (SITE_OVERRIDES_FOLDER / "assets" / WORKER).read_bytes())
    return states


def _place_piece(setting: Setting, bundle: Path, piece: Piece) -> None:
    """Put an index in the place of the old one."""
    files = fetch_part(setting.cache, piece.key)
    if files is None:
        pages = find_pages(setting.cache, piece.records, ADDED)
        files = index_pages(setting.cache, pages, whole=piece.folder == MAIN)
        store_part(setting.cache, piece.key, files)
    # Most files of an index are named by what is in them, and stay.
    renew_files(bundle / piece.folder, list_files(bundle / piece.folder), files)


def _place_worker(tree: Path, worker: bytes) -> None:
    for file in sorted((tree / WORKERS).glob("search.*.min.js")):
        write_new(file, worker)


def _find_worker(cache: Path, shared: Record) -> bytes:
    """Return the worker of the theme, as it came with the shared pages."""
    for key in shared.parts:
        for name, data in (fetch_part(cache, key) or {}).items():
            if name.startswith(SITE + WORKERS) and name.endswith(".min.js"):
                return data
    raise damaged(cache)
