"""The folder of the site: made beside the old one, and put in its place as a whole.

The site that was replaced is kept as the ground of the next one, so that a build writes only what
changed. Files are never written in place: those that two generations share may be one.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.files import write_cached
from guidepress.problem import UnusableError
from guidepress.site.inputs import find_tree_signature

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

API = "api/v1"


class Tree(NamedTuple):
    """A folder with a site in it, and of which state each guideline in it is."""

    folder: Path
    states: Mapping[str, str]


@contextmanager
def locked(cache: Path) -> Iterator[None]:
    """Hold the only build of a project. Raises UnusableError if there is one already.

    The lock goes with the process, however that ends.
    """
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("ab") as stream:
        try:
            _lock(stream.fileno())
        except OSError as error:
            message = "another build of this project is running: wait until it has ended"
            raise UnusableError(message) from error
        yield


if sys.platform == "win32":

    def _lock(descriptor: int) -> None:
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:

    def _lock(descriptor: int) -> None:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def read_site(project: Path, cache: Path) -> dict[str, Any]:
    """Return what is known of the site that stands; empty if it is not as it was left."""
    known = _read_known(cache / "site.json", project / "site")
    sound = known and known["signature"] == find_tree_signature(project / "site")
    return known if sound else {}


def _read_known(file: Path, folder: Path) -> dict[str, Any]:
    try:
        known = json.loads(file.read_bytes())
        same = known["inode"] == folder.stat().st_ino
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return dict(known) if same else {}


def begin_tree(project: Path, cache: Path, known: Mapping[str, Any]) -> Tree:
    """Return a folder beside the site to make the new one in, with as much in it as is known.

    That is the site before the one that stands, or files linked from that one, or nothing.
    """
    for left in project.glob(".site.*.part"):
        shutil.rmtree(left, ignore_errors=True)
    fresh = project / f".site.{os.getpid()}.part"
    spare = cache / "spare"
    before = _read_known(cache / "spare.json", spare) if known else {}
    (cache / "spare.json").unlink(missing_ok=True)
    if before:
        spare.rename(fresh)
        return Tree(fresh, before["states"])
    shutil.rmtree(spare, ignore_errors=True)
    if known and _linked(project / "site", fresh):
        return Tree(fresh, known["states"])
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    return Tree(fresh, {})


def _linked(old: Path, new: Path) -> bool:
    try:
        shutil.copytree(old, new, copy_function=os.link)
    except (OSError, shutil.Error):
        return False
    return True


def replace_site(project: Path, cache: Path, fresh: Path, states: Mapping[str, str]) -> None:
    """Put the new site in the place of the old one, and keep the old one for the next build."""
    site, spare = project / "site", cache / "spare"
    known = _read_known(cache / "site.json", site)
    told = {"states": states, "signature": find_tree_signature(fresh), "inode": fresh.stat().st_ino}
    if site.is_dir():
        _exchange(fresh, site)
    else:
        fresh.rename(site)
    write_cached(cache / "site.json", json.dumps(told).encode())
    if fresh.is_dir() and known:
        fresh.rename(spare)
        write_cached(cache / "spare.json", json.dumps(known).encode())
    shutil.rmtree(fresh, ignore_errors=True)


def _exchange(fresh: Path, site: Path) -> None:
    """Let two folders change places: at once where the system can, else with a moment between."""
    if not _exchanged_at_once(fresh, site):
        aside = site.with_name(f".site.{os.getpid()}.old.part")
        site.rename(aside)
        fresh.rename(site)
        aside.rename(fresh)


def _exchanged_at_once(one: Path, other: Path) -> bool:
    """https://man7.org/linux/man-pages/man2/rename.2.html, RENAME_EXCHANGE."""
    if sys.platform != "linux":
        return False
    here, exchange = -100, 2
    rename: Any = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    return bool(rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)


def remove_guideline(tree: Path, gid: str) -> None:
    """Remove all files of a guideline."""
    shutil.rmtree(tree / gid, ignore_errors=True)
    shutil.rmtree(tree / API / gid, ignore_errors=True)


def remove_shared(tree: Path, gids: Collection[str]) -> None:
    """Remove all files that belong to none of the guidelines."""
    kept = {*gids, "api"}
    api = tree / API
    for each in (*tree.iterdir(), *(api.iterdir() if api.is_dir() else ())):
        if each.name not in kept:
            shutil.rmtree(each) if each.is_dir() else each.unlink()


def write_new(file: Path, data: bytes) -> None:
    """Write a file that is not there; one that is, is replaced and not written into."""
    try:
        stream = file.open("xb")
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        stream = file.open("xb")
    except FileExistsError:
        file.unlink()
        stream = file.open("xb")
    with stream:
        stream.write(data)
