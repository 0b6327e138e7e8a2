"""Trees of files, from a folder or as they are served."""

from __future__ import annotations

import sys
from contextlib import suppress
from hashlib import sha256
from socket import socket
from subprocess import DEVNULL
from time import sleep
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from guidepress.site.stage import stage_current, stage_release, stage_removed
from limits import LIMIT, running

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from guidepress.history.archive import Archive
    from guidepress.site.publication import Publication


def digests(folder: Path) -> dict[str, str]:
    """Return the hash of each file; that of a folder of links is the links' own."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {
        file.relative_to(folder).as_posix(): sha256(file.read_bytes()).hexdigest() for file in files
    }


def folders(place: Path) -> set[str]:
    return {each.relative_to(place).as_posix() for each in place.rglob("*") if each.is_dir()}


def served_tree(project: Path, words: Sequence[str]) -> tuple[dict[str, bytes], bytes]:
    """Serve a project until it is there; return its files, without what a server adds, and its address."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", *words, place]
    with running(command, cwd=project, stdout=DEVNULL, stderr=DEVNULL):
        wait_for_server(f"http://{place}/")
        tree = project / ".cache/guidepress/preview"
        files = (file for file in tree.rglob("*") if file.is_file())
        found = {file.relative_to(tree).as_posix(): file.read_bytes() for file in files}
    return found, f"http://{place}/".encode()


def wait_for_server(address: str) -> None:
    for _ in range(10 * LIMIT):
        with suppress(OSError), urlopen(address, timeout=LIMIT) as answer:
            answer.read()
            return
        sleep(0.1)
    pytest.fail(f"nobody answers at {address}")


def stage_guideline(archive: Archive, publication: Publication) -> dict[str, bytes]:
    """Return the pages and JSON files of one guideline's releases; a pure function of them."""
    tree = stage_current(archive, publication)
    for release in archive.releases:
        tree |= stage_release(archive, release, publication)
    for version in (each for each in archive.listed if archive.release(each) is None):
        tree |= stage_removed(archive, version)
    return tree
