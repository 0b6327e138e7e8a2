"""Run every rule over a guideline; a warning that the guideline accepts becomes a note."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from guidepress.content import Content, read_content
from guidepress.content.folder import FILE_KINDS, Place
from guidepress.history.archive import Archive
from guidepress.history.reading import read_archive
from guidepress.problem import Position, Problem, Severity, did_you_mean
from guidepress.project import printable
from guidepress.validate.context import RuleContext, Suppression, list_suppressions
from guidepress.validate.rules import RULE_IDS, RULES

RULE = "unused-suppression"
# Warnings while a draft is written; nothing is released with them, so none can be accepted.
ERROR_AT_RELEASE = frozenset({"missing-reason", "uncited-reference", "updated-moves"})


# What these ask of changes is no longer asked once the changes are released: an answer that is left
# over is no error then.
_OF_CHANGES = frozenset({"probable-rename", "stale-variant"})


def suppress(content: Content, problems: Sequence[Problem]) -> Iterator[Problem]:
    """Yield the problems, as notes where a suppression accepts them, and what accepts nothing.

    A suppression accepts warnings only; ``where`` is the id of the entity that holds the place of
    the warning, or of the guideline for other places in guideline.yaml.
    """
    left = list(list_suppressions(content))
    used: set[int] = set()
    for problem in problems:
        accepting = [each for each in left if _accepts(content, each, problem)]
        used |= {each.number for each in accepting}
        note = f"accepted: {accepting[0].reason}" if accepting else ""
        yield problem._replace(severity="note", hint=note) if note else problem
    if content.problems:
        return  # What a rule could not look at may still need its suppression.
    for each in left:
        if each.number not in used:
            yield _unused(content, each, problems)


def is_accepted(content: Content, problem: Problem) -> bool:
    """Say whether a suppression accepts this warning."""
    return any(_accepts(content, each, problem) for each in list_suppressions(content))


def _accepts(content: Content, suppression: Suppression, problem: Problem) -> bool:
    if problem.severity != "warning" or problem.rule != suppression.rule:
        return False
    if problem.rule in ERROR_AT_RELEASE:
        return False
    return _stands_in(content, suppression.where, problem.position)


def _stands_in(content: Content, where: str, position: Position) -> bool:
    if where == content.id:
        return position.file.endswith("/guideline.yaml") and not any(
            _holds(place, position) for place in content.places
        )
    return any(_holds(place, position) for place in content.by_id.get(where, ()))


def _holds(place: Place, position: Position) -> bool:
    mark = place.document.marks
    for part in place.path:
        # Cells are written by the id of their column: the nearest that has a place holds them.
        mark = mark.children.get(part, mark)
    return place.document.file == position.file and mark.line < position.line <= mark.end + 1


def _unused(content: Content, suppression: Suppression, problems: Sequence[Problem]) -> Problem:
    rule, where, _, number = suppression
    path = ("suppressions", number)
    if rule not in RULE_IDS:
        place = content.file_position("guideline", *path, "rule")
        hint = did_you_mean(rule, RULE_IDS) or "`guidepress explain` lists the rules"
        return Problem(place, RULE, f"there is no rule {rule}", hint)
    if where != content.id and where not in content.by_id:
        place = content.file_position("guideline", *path, "where")
        hint = did_you_mean(where, {*content.by_id, content.id}) or "name an id of this guideline"
        return Problem(place, RULE, f"nothing here has the id {where}", hint)
    place = content.file_position("guideline", *path)
    found = [each for each in problems if each.rule == rule]
    if rule in ERROR_AT_RELEASE or any(_stands_in(content, where, each.position) for each in found):
        message = f"{rule} cannot be accepted here"
        return Problem(place, RULE, message, "mend what it says, and remove this entry")
    message = f"{rule} has nothing to say of {where}"
    severity: Severity = "warning" if rule in _OF_CHANGES else "error"
    return Problem(place, RULE, message, "remove this entry", severity=severity)


def find_stray_files(folder: Path, shown: str) -> Iterator[Problem]:
    """Yield a warning for each file that looks like content, and is not read for its name."""
    read = {f"{kind}.yaml" for kind in FILE_KINDS}
    notes = (folder / "notes", lambda name: name.endswith(".yaml"))
    for below, is_read in ((folder, read.__contains__), notes):
        # What a link leads to is not named to anybody.
        inside, is_there = below != folder, below.is_dir() and not below.is_symlink()
        for name in sorted(each.name for each in os.scandir(below)) if is_there else ():
            looks = inside or ".yaml" in name.lower() or ".yml" in name.lower()
            if name.startswith(".") or not looks or is_read(name):
                continue
            hint = "remove it, or put what it says into a file of content"
            if inside:
                hint = f"name it {name.split('.')[0]}.yaml, or remove it"
            place = Position(f"{shown}/{'notes/' * inside}{printable(name)}", 1, 1)
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
    inside = folder.is_relative_to(project)
    shown = folder.relative_to(project).as_posix() if inside else str(folder)
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
    yield from suppress(content, [*content.problems, *_judge(content, archive, project)])


def _judge(content: Content, archive: Archive, project: Path | None) -> Iterator[Problem]:
    context = RuleContext(content, content.guideline, archive, project)
    for rule, needs in RULES:
        if not content.lost & needs:
            yield from rule(context)
