"""Where a project keeps its guidelines."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def find_guideline_folders(project: Path) -> Iterator[Path]:
    """Yield the folders below ``content/`` that hold guidelines, by name."""
    root = project / "content"
    if root.is_dir():
        for folder in sorted(root.iterdir()):
            if folder.is_dir() and not folder.name.startswith("."):
                yield folder
