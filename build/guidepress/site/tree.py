"""The folder of the site: made beside the old one, and put in its place as a whole.

The site that was replaced is kept as the ground of the next one, so that a build writes only what
changed.
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
from guidepress.site.ledger import is_guideline
from guidepress.site.placing import is_sound
from guidepress.site.signature import sign_folders

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path


class Tree(NamedTuple):
    """A folder with a site in it: of which state each thing there is, and what each folder shows.

    ``states`` are by guideline, and by SHARED, JOIN and its pieces for what is not one
    guideline's; ``signatures`` are those of ``sign_folders``.
    """

    folder: Path
    states: Mapping[str, str]
    signatures: Mapping[str, str]

    def without(self, names: Collection[str]) -> Tree:
        """Return the tree with nothing known of the state of these."""
        states = {name: state for name, state in self.states.items() if name not in names}
        return self._replace(states=states)


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


def read_site(project: Path, cache: Path) -> Tree:
    """Return the site that stands, as the last build left it; without states if none did."""
    return _read_known(cache / "site.json", project / "site")


def find_altered(site: Tree) -> set[str]:
    """Return what of a site is not as it was left, by the names of its states."""
    now, before = sign_folders(site.folder, {}), site.signatures
    altered = {name for name in {*now, *before} if now.get(name) != before.get(name)}
    if all(map(is_guideline, altered)) and altered <= site.states.keys():
        return altered
    return {name for name in site.states if name in altered or not is_guideline(name)}


def _read_known(file: Path, folder: Path) -> Tree:
    try:
        known = json.loads(file.read_bytes())
        if known["inode"] == folder.stat().st_ino:
            return Tree(folder, dict(known["states"]), dict(known["signatures"]))
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return Tree(folder, {}, {})


def _write_known(file: Path, tree: Tree) -> None:
    known = {**tree._asdict(), "inode": tree.folder.stat().st_ino}
    del known["folder"]
    write_cached(file, json.dumps(known).encode())


def begin_tree(project: Path, cache: Path, site: Tree, altered: Collection[str]) -> Tree:
    """Return a folder beside the site to make the new one in, with as much in it as is known.

    That is the site before the one that stands, or files linked from that one, or nothing. What
    was altered in one may be so in the other: they share files.
    """
    for left in project.glob(".site.*.part"):
        shutil.rmtree(left, ignore_errors=True)
    fresh = project / f".site.{os.getpid()}.part"
    spare = _read_known(cache / "spare.json", cache / "spare")
    (cache / "spare.json").unlink(missing_ok=True)
    if site.states and altered:
        _write_known(cache / "site.json", site.without(altered))
    # One that was built otherwise (with drafts) is further from the new site than this one is.
    near = len(spare.states.items() & site.states.items()) * 2 > len(site.states)
    if near and is_sound(spare.folder):
        spare.folder.rename(fresh)
        return spare._replace(folder=fresh).without(altered)
    shutil.rmtree(spare.folder, ignore_errors=True)
    if site.states and is_sound(site.folder) and _linked(site.folder, fresh):
        return site._replace(folder=fresh).without(altered)
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    return Tree(fresh, {}, {})


def _linked(old: Path, new: Path) -> bool:
    try:
        shutil.copytree(old, new, copy_function=os.link, symlinks=True)
    except (OSError, shutil.Error):
        return False
    return True


def replace_site(project: Path, cache: Path, tree: Tree) -> None:
    """Put the new site in the place of the old one, and keep the old one for the next build.

    Of the tree the signatures are known of what was not written.
    """
    site, fresh = project / "site", tree.folder
    old = _read_known(cache / "site.json", site)
    told = Tree(site, tree.states, sign_folders(fresh, tree.signatures))
    if site.is_dir():
        _exchange(fresh, site)
    else:
        fresh.rename(site)
    _write_known(cache / "site.json", told)
    if fresh.is_dir() and old.states:
        fresh.rename(cache / "spare")
        _write_known(cache / "spare.json", old._replace(folder=cache / "spare"))
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
