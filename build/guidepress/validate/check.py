"""Run every rule over a guideline; report files that look like content and are not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from guidepress.content import Content, read_content
from guidepress.content.folder import FILE_KINDS
from guidepress.history import Archive, read_archive
from guidepress.problem import Position, Problem
from guidepress.project import printable
from guidepress.validate.context import RuleContext
from guidepress.validate.rules import RULE_IDS, RULES
from guidepress.validate.suppress import suppress


def find_stray_files(folder: Path, shown: str) -> Iterator[Problem]:
    """Yield a warning for each file that looks like content, and is not read for its name."""
    read = {f"{kind}.yaml" for kind in FILE_KINDS}
    notes = (folder / "notes", lambda name: name.endswith(".yaml"))
    for below, is_read in ((folder, read.__contains__), notes):
        # What a link leads to is not named to anybody.
        for file in sorted(below.iterdir()) if below.is_dir() and not below.is_symlink() else ():
            looks = below != folder or ".yaml" in file.name.lower() or ".yml" in file.name.lower()
            if file.name.startswith(".") or not looks or is_read(file.name):
                continue
            name = "/".join(file.relative_to(folder).parts)
            hint = "remove it, or put what it says into a file of content"
            if below != folder:
                hint = f"name it {file.name.split('.')[0]}.yaml, or remove it"
            place = Position(f"{shown}/{printable(name)}", 1, 1)
            phrase = "this file is not read"
            yield Problem(place, "unreadable-file", phrase, hint, severity="warning")


class Checked(NamedTuple):
    """A guideline's content and archive, with all that is wrong with them."""

    content: Content
    archive: Archive
    problems: tuple[Problem, ...]


def check_guideline(
    folder: Path, project: Path, instead: Mapping[str, bytes] = MappingProxyType({})
) -> Checked:
    """Check one guideline's folder; ``instead`` holds files that are to be written, by name."""
    shown = (
        folder.relative_to(project).as_posix() if folder.is_relative_to(project) else str(folder)
    )
    content = read_content(folder, shown, project, instead=instead)
    archive = read_archive(folder, shown, judged=True)
    strays = find_stray_files(folder, shown)
    return Checked(content, archive, (*find_problems(content, archive, project), *strays))


def find_problems(
    content: Content, archive: Archive, project: Path | None = None
) -> Iterator[Problem]:
    """Yield every problem of the content, and of its frozen releases.

    What a guideline says of other ones is only looked at inside their project.
    """
    yield from archive.problems
    yield from suppress(content, [*content.problems, *_judge(content, archive, project)], RULE_IDS)


def _judge(content: Content, archive: Archive, project: Path | None) -> Iterator[Problem]:
    context = RuleContext(content, content.guideline, archive, project)
    for rule, needs in RULES:
        if not content.lost & needs:
            yield from rule(context)
