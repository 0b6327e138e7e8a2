"""The files of a site by whose they are; what is the same is left alone, the rest replaced.

Files are never written in place: those that two generations of a site share may be one.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from guidepress.site.signature import API

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

# The folder below ``search/`` that is joined in pieces, of which few change at a time.
PIECES = "pagefind"


def remove_guideline(tree: Path, gid: str) -> None:
    """Remove all files of a guideline."""
    shutil.rmtree(tree / gid, ignore_errors=True)
    shutil.rmtree(tree / API / gid, ignore_errors=True)


def list_guideline(tree: Path, gid: str) -> list[Path]:
    """Return all files of a guideline."""
    return [*list_files(tree / gid), *list_files(tree / API / gid)]


def list_shared(tree: Path, gids: Collection[str]) -> list[Path]:
    """Return all files that belong to none of the guidelines, and are not joined in pieces."""
    folders = {tree, tree / "api", tree / API, tree / "search"}
    others = {folder / gid for folder in (tree, tree / API) for gid in gids}
    kept = folders | others | {tree / "search" / PIECES}
    found: list[Path] = []
    for each in (each for folder in folders if folder.is_dir() for each in folder.iterdir()):
        if each.is_file():
            found.append(each)
        elif each not in kept:
            found += list_files(each)
    return found


def list_files(folder: Path) -> list[Path]:
    """Return all files below a folder, which may be missing."""
    return [file for file in folder.rglob("*") if not file.is_dir()]


def renew_files(folder: Path, standing: Sequence[Path], files: Mapping[str, bytes]) -> None:
    """Put files (by name) in the place of those that stand; what is the same is not touched."""
    names = {folder / name: data for name, data in files.items()}
    stay = set()
    for file in standing:
        if file in names and file.read_bytes() == names[file]:
            stay.add(file)
        else:
            file.unlink()
    for file in names.keys() - stay:
        write_new(file, names[file])
    for left in {file.parent for file in standing} - {file.parent for file in names}:
        _remove_empty(left, folder)


def _remove_empty(folder: Path, top: Path) -> None:
    with suppress(OSError):
        while folder != top:
            folder.rmdir()
            folder = folder.parent


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
