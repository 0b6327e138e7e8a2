"""The grading systems that a guideline names, from the project's own folder or the shipped one."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from guidepress.resources import SCALES_FOLDER
from guidepress.schema import is_valid, typed
from guidepress.source import read_document

_LONGEST_NAME = 255


def read_scale(project: Path | None, scale: str, version: str) -> dict[str, Any] | None:
    """Return the scale as JSON data, or None where no valid file of that name holds it."""
    name = f"{scale}-{version}.yaml"
    # What no file can be called is not looked for: a path, or more than a system takes.
    if Path(name).name != name or len(name.encode(errors="replace")) > _LONGEST_NAME:
        return None
    folders = [project / "schema" / "scales"] if project else []
    for folder in [*folders, SCALES_FOLDER]:
        found = _read_scale_file(folder / name)
        if found and (found["id"], found["version"]) == (scale, version):
            return found
    return None


@cache
def _read_scale_file(file: Path) -> dict[str, Any] | None:
    if not file.is_file():
        return None
    document, problems = read_document(file, str(file))
    if document is None or problems:
        return None
    data = typed("scale", replace(document).data)
    if not is_valid("scale", data):
        return None
    for axis in data["axes"]:
        axis["levels"] = [{"partial": False, **level} for level in axis["levels"]]
    return dict(data)
