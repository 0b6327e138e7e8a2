"""The grading systems that a guideline names, from the project's own folder or the shipped one."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from guidepress.problem import Problem
from guidepress.resources import SCALES_FOLDER
from guidepress.schema import find_faults
from guidepress.schema.load import is_valid, typed
from guidepress.source.parse import parse_document, read_document
from guidepress.source.text import Document

_LONGEST_NAME = 255

Scales = Path | Mapping[str, bytes] | None


def read_scale(project: Scales, scale: str, version: str) -> dict[str, Any] | None:
    """Return the scale as JSON data, or None where no valid file of that name holds it.

    ``project`` is its folder, or the bytes of its files of ``schema/scales/`` by their names.
    """
    name = f"{scale}-{version}.yaml"
    # What no file can be called is not looked for: a path, or more than a system takes.
    if Path(name).name != name or len(name.encode(errors="replace")) > _LONGEST_NAME:
        return None
    file = SCALES_FOLDER / name
    if isinstance(project, Path) and (project / "schema" / "scales" / name).is_file():
        file = project / "schema" / "scales" / name
    # A file of the project's own that cannot be used is a fault: the shipped one may say otherwise.
    own = project.get(name) if isinstance(project, Mapping) else None
    found = _read_scale_file(file) if own is None else _scale_in(*parse_document(own, name))
    return found if found and (found["id"], found["version"]) == (scale, version) else None


def find_scale_problems(project: Path | None, scale: str, version: str) -> list[Problem]:
    """Return what is wrong with the project's own file of a scale; nothing where it has none."""
    name = f"{scale}-{version}.yaml"
    if project is None or Path(name).name != name or len(name) > _LONGEST_NAME:
        return []
    file, shown = project / "schema" / "scales" / name, f"schema/scales/{name}"
    if not file.is_file():
        return []
    document, problems = read_document(file, shown)
    if document is None:
        return problems
    document = replace(document, data=typed("scale", document.data))
    found = [*problems, *find_faults("scale", document, problems)]
    return found or [
        Problem(document.position(path), "unknown-scale", message, hint)
        for path, message, hint in _scale_faults(document.data, scale, version)
    ]


def _scale_faults(data: Any, scale: str, version: str) -> Iterator[tuple[list[Any], str, str]]:
    """Yield place, message and advice for what the schema of a scale cannot say."""
    if (data["id"], data["version"]) != (scale, version):
        phrase = f"this is {data['id']} {data['version']}, and the file is {scale}-{version}.yaml"
        yield ["id"], phrase, "give both the same name"
    for number, axis in enumerate(data["axes"]):
        for key in ("id", "rank"):
            seen: set[Any] = set()
            for place, level in enumerate(axis["levels"]):
                value = level.get(key)
                if value is not None and value in seen and not level.get("partial"):
                    message = f"the {key} {value} is used twice on this axis"
                    hint = "give each level its own; without a rank it is outside of the order"
                    yield ["axes", number, "levels", place, key], message, hint
                seen.add(value)


@cache
def _read_scale_file(file: Path) -> dict[str, Any] | None:
    if not file.is_file():
        return None
    return _scale_in(*read_document(file, str(file)))


def _scale_in(document: Document | None, problems: list[Problem]) -> dict[str, Any] | None:
    if document is None or problems:
        return None
    data = typed("scale", replace(document).data)
    if not is_valid("scale", data) or any(_scale_faults(data, data["id"], data["version"])):
        return None
    for axis in data["axes"]:
        axis["levels"] = [{"partial": False, **level} for level in axis["levels"]]
    return dict(data)
