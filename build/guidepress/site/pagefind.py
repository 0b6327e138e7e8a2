"""A search index in pieces, for sites of which no reader should load the whole index.

Pagefind indexes what Material would have: a page, its headings with their anchors, their text.
Material's search box asks a worker; ours takes the place of that file, so pages stay as they are.
"""

from __future__ import annotations

import subprocess
import sys
from html import escape
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from guidepress.problem import UnusableError
from guidepress.site.placing import write_new

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Pagefind's own search boxes, which nobody loads.
OTHER_BOXES = ("pagefind-*-ui.*", "pagefind-ui.*", "pagefind-highlight.js")
# What an index consists of; beside it stands the program, which is the same for all.
INDEX = ("pagefind-entry.json", "*.pf_meta", "index/*", "fragment/*")


def has_pagefind() -> bool:
    """Tell whether the extra ``pagefind`` is installed."""
    return find_spec("pagefind_bin") is not None


def index_pages(
    room: Path, pages: Iterable[tuple[str, Sequence[Any]]], *, whole: bool
) -> dict[str, bytes]:
    """Index the pages (name, Material's entries); return the files of the index, none if of none.

    A whole index has the program beside it. ``room`` is where files may lie meanwhile.
    Raises UnusableError where Pagefind fails.
    """
    with TemporaryDirectory(prefix="run-", dir=room) as place:
        source, index = Path(place) / "pages", Path(place) / "index"
        for name, entries in pages:
            write_new(source / name, _render_entries(entries).encode())
        if not source.is_dir():
            return {}
        _index(source, index)
        found = index.rglob("*") if whole else (file for each in INDEX for file in index.glob(each))
        return {
            file.relative_to(index).as_posix(): file.read_bytes()
            for file in sorted(found)
            if file.is_file() and not any(map(file.match, OTHER_BOXES))
        }


def _render_entries(entries: Sequence[Any]) -> str:
    """Return a page of headings and text alone, as Pagefind reads it."""
    title, parts = "", []
    for entry in entries:
        anchor = entry["location"].partition("#")[2]
        level = "h2" if anchor else "h1"
        title = title or entry["title"]
        parts.append(f'<{level} id="{escape(anchor)}">{entry["title"]}</{level}>{entry["text"]}')
    head = f"<title>{title}</title>"
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{"".join(parts)}</body></html>'


def _index(site: Path, output: Path) -> None:
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
