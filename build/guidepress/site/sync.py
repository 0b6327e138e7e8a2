"""The folder of the site is brought up to date, file by file; what is not ours is taken out.

A link is a file, wherever it leads: what is behind it belongs to somebody else, and must be neither
read, nor written, nor removed.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.problem import UnusableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from guidepress.site.build_manifest import Manifest

    # Size and time of change in nanoseconds of each file below a folder, by its name there.
    Listing = Mapping[str, tuple[int, int]]

_LINK = (-1, 0)
_EMPTY_FOLDER = (-2, 0)


class Target(NamedTuple):
    """A file that is to be in the site: the folder in which it was made, and its SHA-256."""

    folder: Path
    digest: str


def list_site(site: Path) -> dict[str, tuple[int, int]]:
    """Return the files below a folder, and links and empty folders, without following any link."""
    found: dict[str, tuple[int, int]] = {}
    waiting = [(str(site), "")]
    while waiting:
        path, prefix = waiting.pop()
        try:
            entries = list(os.scandir(path))
        except FileNotFoundError:
            continue
        if not entries and prefix:
            found[prefix[:-1]] = _EMPTY_FOLDER
        for entry in entries:
            name = prefix + entry.name
            if entry.is_symlink():
                found[name] = _LINK
            elif entry.is_dir():
                waiting.append((entry.path, f"{name}/"))
            else:
                stat = entry.stat(follow_symlinks=False)
                found[name] = (stat.st_size, stat.st_mtime_ns)
    return found


def is_empty_folder(found: tuple[int, int]) -> bool:
    """Tell an empty folder from files and links in a listing."""
    return found == _EMPTY_FOLDER


def find_altered(site: Path, listing: Listing, manifest: Manifest) -> set[str]:
    """Return the units of which a file is missing or has other contents than it was given.

    A file with other times and the same contents is as it was; its times are taken over.
    """
    altered = set()
    for name, unit in manifest.units.items():
        for file, known in unit["files"].items():
            size, changed, digest = known
            found = listing.get(file)
            if found == (size, changed):
                continue
            if found is None or found[0] != size or _hash(site / file) != digest:
                altered.add(name)
                break
            known[1] = found[1]
    return altered


def _hash(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


def place_files(
    site: Path, targets: Mapping[str, Target], known: Mapping[str, list[Any]], listing: Listing
) -> dict[str, list[Any]]:
    """Put files into the site; return size, time of change and SHA-256 of each.

    What is there with the same contents is left alone: ``known`` tells what is where ``listing``
    finds the same. Raises UnusableError where a folder of the site is a link.
    """
    checked: set[Path] = set()
    placed = {}
    for name, target in targets.items():
        before = known.get(name)
        if before and before[2] == target.digest and listing.get(name) == (*before[:2],):
            placed[name] = before
            continue
        file = site / name
        _make_folder(site, file.parent, checked)
        _move(target.folder / name, file)
        stat = file.stat(follow_symlinks=False)
        placed[name] = [stat.st_size, stat.st_mtime_ns, target.digest]
    return placed


def _make_folder(site: Path, folder: Path, checked: set[Path]) -> None:
    """Make the folder, unless a link is on the way to it."""
    if folder in checked:
        return
    if folder != site:
        _make_folder(site, folder.parent, checked)
    if folder.is_symlink():
        message = f"{folder} is a link, which leads out of the site: remove it and build again"
        raise UnusableError(message)
    folder.mkdir(exist_ok=True, parents=folder == site)
    checked.add(folder)


def _move(source: Path, file: Path) -> None:
    try:
        source.replace(file)
    except OSError:
        # The site may be on another disk; there the file must be whole before it has its name.
        part = file.with_name(f".{file.name}.part")
        shutil.copy2(source, part)
        part.replace(file)


def remove_files(site: Path, names: Iterable[str], listing: Listing) -> None:
    """Remove files, links and empty folders, and the folders that are empty then."""
    for name in names:
        path = site / name
        if any(parent.is_symlink() for parent in path.parents if parent.is_relative_to(site)):
            message = f"{path} is behind a link, which leads out of the site: remove that link"
            raise UnusableError(message)
        if listing[name] == _EMPTY_FOLDER:
            path.rmdir()
        else:
            path.unlink()
        with suppress(OSError):
            while (path := path.parent) != site:
                path.rmdir()
