"""The search index: Material's own, or, where no reader should load so much, Pagefind's pieces.

A guideline belongs to one piece by its id, so that an edit indexes one piece again. The pages that
all guidelines share are the first piece, into which the search box merges the others. Material's
search box asks a worker; ours takes the place of that file, so pages stay as they are.
"""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from html import escape
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.problem import UnusableError
from guidepress.resources import SITE_OVERRIDES_FOLDER
from guidepress.site.build_manifest import recall
from guidepress.site.inputs import key_of
from guidepress.site.joins import page_at, write_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from guidepress.site.build_manifest import Record

INDEX = "search/search_index.json"
PIECES = "search/pagefind"
# Every reader loads Material's index with the first page. About fifteen guidelines fill this.
LARGEST_INDEX = 1_000_000
# A word is looked up in each piece, at about 22 kB: eight of them let a search load 360 kB.
MOST_PIECES = 8
FEW_IN_A_PIECE = 64
# The piece with the shared pages and the program, into which the search box merges the others.
MAIN = "shared"
WORKER = "pagefind-worker.js"
# Pagefind's own search boxes, which nobody loads.
_OTHER_BOXES = ("pagefind-*-ui.*", "pagefind-ui.*", "pagefind-highlight.js")
# What an index consists of; beside it is the program, which is the same for all.
_INDEX = ("pagefind-entry.json", "*.pf_meta", "index/*", "fragment/*")


class Frame(NamedTuple):
    """Settings of the index as JSON, and the name and hash of the theme's search worker."""

    settings: str
    worker: Sequence[str]


def read_search(index: Path) -> tuple[dict[str, list[Any]], str]:
    """Return the entries by page, and the settings of the index; nothing without a search."""
    if not index.is_file():
        return {}, ""
    data = json.loads(index.read_bytes())
    found: dict[str, list[Any]] = {}
    for entry in data["docs"]:
        found.setdefault(page_at(entry["location"].partition("#")[0]), []).append(entry)
    return found, json.dumps(data["config"], separators=(",", ":"))


def write_search(
    home: Path,
    room: Path,
    units: Mapping[str, Record],
    frame: Frame,
    standing: Mapping[str, Record],
) -> dict[str, Record]:
    """Write the index of all units into the room; return the records of the units it consists of.

    A piece that is ``standing`` under the same key is not written. Raises UnusableError where the
    index cannot be made.
    """
    if not frame.settings:
        return {}
    found = {name: unit for name, unit in sorted(units.items()) if "search" in unit}
    size = sum(unit["search_size"] for unit in found.values())
    if size <= LARGEST_INDEX or not frame.worker[0] or not _has_pagefind():
        entries = b",".join(recall(home, unit["search"])[1:-1] for unit in found.values())
        theirs = {frame.worker[0]: recall(home, frame.worker[1])} if frame.worker[0] else {}
        return {"/search": _write_index(room, frame, entries, theirs)}
    shares = dict(_share_out(found, sum("/current" in name for name in units)))
    records: dict[str, Record] = {}
    stale: dict[str, str] = {}
    for name, digests in shares.items():
        key = key_of("search", frame.settings, name, *digests)
        before = standing.get(_piece(name), {})
        if before.get("key") == key:
            records[_piece(name)] = before
        else:
            stale[name] = key
    with ThreadPoolExecutor() as executor:
        calls = [executor.submit(_index, home, room, name, shares[name]) for name in stale]
        made = zip(stale.items(), calls, strict=True)
        records |= {
            _piece(name): {"key": key, "files": call.result()} for (name, key), call in made
        }
    # A piece without a page to be found has no files.
    merged = [name for name in sorted(shares) if name != MAIN and records[_piece(name)]["files"]]
    worker = (SITE_OVERRIDES_FOLDER / "assets" / WORKER).read_bytes()
    listed = json.dumps(merged).encode()
    files = {frame.worker[0]: worker, f"{PIECES}/pieces.json": listed}
    return records | {"/search": _write_index(room, frame, b"", files)}


def _has_pagefind() -> bool:
    """Tell whether the extra ``pagefind`` is installed."""
    return find_spec("pagefind_bin") is not None


def _piece(name: str) -> str:
    return f"/search/{name}"


def _write_index(room: Path, frame: Frame, entries: bytes, more: Mapping[str, bytes]) -> Record:
    index = b'{"config":%s,"docs":[%s]}' % (frame.settings.encode(), entries)
    return write_unit(room, {INDEX: index, **more})


def _share_out(found: Mapping[str, Record], guidelines: int) -> Iterator[tuple[str, list[str]]]:
    """Yield pieces, as many as the guidelines are worth, with the hashes of their entries."""
    doublings = (guidelines // FEW_IN_A_PIECE).bit_length() - 1
    count = min(MOST_PIECES, 1 << max(0, doublings))
    shares: dict[str, list[str]] = {MAIN: []}
    for name, unit in found.items():
        gid = name.partition("/")[0]
        piece = str(sha256(gid.encode()).digest()[0] % count) if gid else MAIN
        shares.setdefault(piece, []).append(unit["search"])
    yield from shares.items()


def _index(home: Path, room: Path, name: str, digests: Sequence[str]) -> dict[str, list[str]]:
    """Index the pages of a piece; return the files with their hashes.

    Pagefind indexes what Material would: a page, its headings with their anchors, their text. The
    main piece has the program beside it. Raises UnusableError where Pagefind fails.
    """
    pages: dict[str, list[Any]] = {}
    for entry in (entry for digest in digests for entry in json.loads(recall(home, digest))):
        pages.setdefault(entry["location"].partition("#")[0], []).append(entry)
    if not pages:
        return {}
    with TemporaryDirectory(prefix="run-", dir=home) as place:
        source, index = Path(place) / "pages", Path(place) / "index"
        write_unit(source, {page: _render(entries) for page, entries in pages.items()})
        _run_pagefind(source, index)
        wanted = ["**/*"] if name == MAIN else _INDEX
        found = (file for each in wanted for file in sorted(index.glob(each)) if file.is_file())
        files = {
            f"{PIECES}/{name}/{file.relative_to(index).as_posix()}": file.read_bytes()
            for file in found
            if not any(map(file.match, _OTHER_BOXES))
        }
    files_of: dict[str, list[str]] = write_unit(room, files)["files"]
    return files_of


def _render(entries: Sequence[Any]) -> bytes:
    """Return a page of headings and text alone, as Pagefind reads it."""
    title, parts = "", []
    for entry in entries:
        anchor = entry["location"].partition("#")[2]
        level = "h2" if anchor else "h1"
        title = title or entry["title"]
        parts.append(f'<{level} id="{escape(anchor)}">{entry["title"]}</{level}>{entry["text"]}')
    head = f"<title>{title}</title>"
    page = f'<!doctype html><html lang="en"><head>{head}</head><body>{"".join(parts)}</body></html>'
    return page.encode()


def _run_pagefind(site: Path, output: Path) -> None:
    command = [sys.executable, "-m", "pagefind_bin", "--site", str(site), "--keep-index-url"]
    done = subprocess.run(  # noqa: S603  # a program of ours, no shell
        [*command, "--output-path", str(output), "--silent"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        message = f"Pagefind stopped: {done.stderr.strip() or done.stdout.strip()}"
        raise UnusableError(message)
