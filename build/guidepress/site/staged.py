"""The folder of the staged files, which is written into and not made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

KEPT = frozenset({".gitkeep"})


def write_files(tree: Mapping[str, bytes], folder: Path) -> None:
    """Write the files below the folder; those that are the same are not touched."""
    for name, data in tree.items():
        file = folder / name
        if not file.is_file() or file.read_bytes() != data:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)


def remove_orphans(folder: Path, names: Iterable[str]) -> None:
    """Remove the files that are not named, and folders that are empty then."""
    kept = set(names)
    for name in list_tree(folder):
        if name not in kept:
            (folder / name).unlink()
    for each in sorted(folder.rglob("*"), reverse=True):
        if each.is_dir() and not any(each.iterdir()):
            each.rmdir()


def list_tree(folder: Path) -> list[str]:
    """Return the names of the staged files, sorted."""
    files = (file for file in folder.rglob("*") if file.is_file() and file.name not in KEPT)
    return sorted(file.relative_to(folder).as_posix() for file in files)
