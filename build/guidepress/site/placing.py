"""The files of a site by whose they are; what is the same is left alone, the rest replaced.

Files are never written in place: those that two generations of a site share may be one.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from guidepress.problem import UnusableError
from guidepress.site.signature import API, is_folder

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

# The folder below ``search/`` that is joined in pieces, of which few change at a time.
PIECES = "pagefind"


def remove_guideline(tree: Path, gid: str) -> None:
    """Remove all files of a guideline."""
    renew_files(tree, list_guideline(tree, gid), {})


def is_sound(tree: Path) -> bool:
    """Tell whether the folders of a site are its own: no files, and no links to another place."""
    inner = (tree / "api", tree / API, tree / "search", tree / "search" / PIECES)
    return is_folder(tree) and not any(map(_is_file, inner))


def list_guideline(tree: Path, gid: str) -> list[Path]:
    """Return all files of a guideline."""
    return [*list_files(tree / gid), *list_files(tree / API / gid)]


def list_shared(tree: Path, gids: Collection[str]) -> list[Path]:
    """Return all files that belong to none of the guidelines, and are not joined in pieces."""
    folders = {tree, tree / "api", tree / API, tree / "search"}
    others = {folder / gid for folder in (tree, tree / API) for gid in gids}
    kept = folders | others | {tree / "search" / PIECES}
    found: list[Path] = []
    for each in (each for folder in folders if is_folder(folder) for each in folder.iterdir()):
        if each not in kept or _is_file(each):
            found += list_files(each)
    return found


def list_files(path: Path) -> list[Path]:
    """Return the files below a folder, and folders in which nothing is; or a file, if it is one.

    A link is a file, wherever it leads: what lies behind it is somebody else's, and must be
    neither read, nor written, nor removed.
    """
    if not is_folder(path):
        return [path] if _is_file(path) else []
    return [file for each in path.iterdir() for file in list_files(each)] or [path]


def _is_file(path: Path) -> bool:
    return path.is_symlink() or (path.exists() and not path.is_dir())


def renew_files(folder: Path, standing: Sequence[Path], files: Mapping[str, bytes]) -> None:
    """Put files (by name) in the place of those that stand; what is the same is not touched.

    Raises UnusableError, and touches nothing, where a file that stands is not in the folder.
    """
    _check_inside(folder, {file.parent for file in standing})
    names = {folder / name: data for name, data in files.items()}
    stay = set()
    for file in standing:
        if is_folder(file):
            file.rmdir()
        elif file in names and not file.is_symlink() and file.read_bytes() == names[file]:
            stay.add(file)
        else:
            file.unlink()
    # Before anything is written: a folder may stand where a file is to be.
    for left in {file.parent for file in standing} - {file.parent for file in names}:
        _remove_empty(left, folder)
    for file in names.keys() - stay:
        write_new(file, names[file])


def _check_inside(folder: Path, parents: Collection[Path]) -> None:
    """Make sure, once more, that no link leads out to what is somebody else's."""
    top = folder.resolve()
    for parent in parents:
        if not parent.resolve().is_relative_to(top):
            message = f"{parent} leads out of the site to {parent.resolve()}: remove that link"
            raise UnusableError(message)


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
