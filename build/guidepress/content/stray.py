"""Files that look like content and are not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.content.folder import KINDS
from guidepress.problem import Position, Problem
from guidepress.project import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def find_stray_files(folder: Path, shown: str) -> Iterator[Problem]:
    """Yield a warning for each file that looks like content, and is not read for its name."""
    read = {f"{kind}.yaml" for kind in KINDS}
    for below, is_read in ((folder, read.__contains__), (folder / "notes", _is_note)):
        for file in sorted(below.iterdir()) if below.is_dir() else ():
            looks = below != folder or ".yaml" in file.name.lower() or ".yml" in file.name.lower()
            if file.name.startswith(".") or not looks or is_read(file.name):
                continue
            name = "/".join(file.relative_to(folder).parts)
            hint = "remove it, or put what it says into a file of content"
            if below != folder:
                hint = f"name it {file.name.split('.')[0]}.yaml, or remove it"
            place = Position(f"{shown}/{printable(name)}", 1, 1)
            said = "this file is not read"
            yield Problem(place, "unreadable-file", said, hint, severity="warning")


def _is_note(name: str) -> bool:
    return name.endswith(".yaml")
