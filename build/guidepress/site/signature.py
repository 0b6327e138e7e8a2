"""What changes with any file of a folder, told from names, sizes and times: no file is read."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from operator import attrgetter
from typing import TYPE_CHECKING

from guidepress.site.aside import begin_aside
from guidepress.site.cache import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

API = "api/v1"
# So many folders are worth a second process.
MANY = 100
_NAME = attrgetter("name")
# A file that was written a moment ago could be written again without its times showing it.
_SETTLED_NS = 20_000_000


def find_signature(folder: Path, *, drafts: bool) -> str:
    """Return what changes whenever a file of the guideline does.

    Like git's index it takes size, times and inode. Empty where a file is too fresh to be sure.
    """
    newest = 0

    def describe(stat: os.stat_result) -> str:
        nonlocal newest
        newest = max(newest, stat.st_mtime_ns, stat.st_ctime_ns)
        return f" {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}"

    lines = _list_files(folder if drafts else folder / "releases", describe)
    return "" if newest > time.time_ns() - _SETTLED_NS else key_of(*lines)


def sign_folders(site: Path, known: Mapping[str, str]) -> dict[str, str]:
    """Return by folder of a site what changes when a file there is altered, or comes or goes.

    The API's folder of a guideline counts as part of the guideline's own. What lies in no folder
    has an empty name. Folders that are ``known`` are not looked at.
    """
    names: list[str] = []
    beside: list[str] = []
    for folder, prefix in ((site, ""), (site / "api", "api/"), (site / API, "")):
        for entry in sorted(os.scandir(folder), key=_NAME) if is_folder(folder) else ():
            if entry.is_dir(follow_symlinks=False):
                names.append(prefix + entry.name)
            else:
                beside.append(entry.name + _describe(entry.stat(follow_symlinks=False)))
    looked_at = {"api", API, *known}
    unknown = [name for name in dict.fromkeys(names) if name not in looked_at]
    half = unknown[: len(unknown) // 2] if len(unknown) >= MANY else []
    rest = unknown[len(half) :]
    wait = begin_aside(lambda: _sign(site, half)) if half else dict
    standing = {name: known[name] for name in names if name in known}
    return {"": key_of(*beside)} | standing | _sign(site, rest) | wait()


def _sign(site: Path, names: Iterable[str]) -> dict[str, str]:
    pairs = ((name, (site / name, site / API / name)) for name in names)
    return {
        name: key_of(*(line for folder in folders for line in _list_files(folder, _describe)))
        for name, folders in pairs
    }


def is_folder(path: Path) -> bool:
    """Tell a folder from a link to one."""
    return path.is_dir() and not path.is_symlink()


def _describe(stat: os.stat_result) -> str:
    return f" {stat.st_size} {stat.st_mtime_ns}"


def _list_files(folder: Path, describe: Callable[[os.stat_result], str]) -> list[str]:
    """Return all files below a folder that may be missing; a loop, for a site has very many."""
    start = len(str(folder))
    lines: list[str] = []
    waiting = [str(folder)]
    while waiting:
        path = waiting.pop()
        files, folders = [], []
        with suppress(FileNotFoundError, NotADirectoryError):
            for entry in os.scandir(path):
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    files.append(entry.name + describe(entry.stat(follow_symlinks=False)))
        waiting += sorted(folders)
        lines += [path[start:], *sorted(files)]
    return lines
