"""Write a planned release so that a kill at any moment leaves none, or a whole one."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from guidepress.files import write_whole
from guidepress.problem import UnusableError
from guidepress.source.parse import read_document

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from guidepress.release.plan import Plan


def with_updated(folder: Path, day: str) -> dict[str, bytes]:
    """Return ``guideline.yaml`` with that day as ``updated``, by name; {} if it is no YAML.

    Raises UnusableError where a later day is written there.
    """
    file = folder / "guideline.yaml"
    document, problems = read_document(file, file.name)
    if document is None or problems:
        return {}  # The content is refused for that.
    found = str(document.data.get("updated", ""))
    if found > day:
        message = f"--updated {day} lies before `updated: {found}`, which is written already"
        raise UnusableError(message)
    lines = list(document.lines)
    mark = document.marks.children.get("updated")
    if mark is None:
        at = document.position(["id"], key=True).line
        lines.insert(at, f"updated: {day}")
    else:
        line = lines[mark.line]
        lines[mark.line] = line[: mark.column] + line[mark.column :].replace(found, day, 1)
    return {file.name: "\n".join(lines).encode()}


def write_release(
    project: Path, folder: Path, plan: Plan, content: Mapping[str, bytes] = MappingProxyType({})
) -> tuple[Path, ...]:
    """Write the frozen files, then the index that vouches for them, then take up the notes.

    Files that the index does not name are no release, so the moment at which the index is replaced
    (an atomic rename) is the moment of the release. Returns the files that were written. The caller
    holds the lock of the guideline; raises UnusableError where the index is another one by now.
    ``content`` are files of content that were released otherwise than they are on the disk; they
    come first, so that a repetition after a kill releases the same.
    """
    written = [folder / name for name in content]
    for file in written:
        write_whole(file, content[file.name])
    releases = folder / "releases"
    releases.mkdir(exist_ok=True)
    for name in sorted(plan.files, key=lambda each: (each == "index.json", each)):
        (releases / name).parent.mkdir(exist_ok=True)
        was = plan.index_bytes if name == "index.json" else None
        write_whole(releases / name, plan.files[name], instead_of=was)
        written.append(releases / name)
    for note in plan.notes:
        (project / note).unlink(missing_ok=True)
    return tuple(written)
