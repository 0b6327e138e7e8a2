"""``guidepress status``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from guidepress.cli.choose import choose_guidelines
from guidepress.cli.terminal import write_line
from guidepress.validate.check import Checked, check_guideline

if TYPE_CHECKING:
    from guidepress.history import Archive


@click.command()
@click.option("--guideline", metavar="ID", help="Only this guideline.")
@click.pass_obj
def command(project: Path, guideline: str | None) -> None:
    """Say what is unreleased, which version it needs, and what to type next."""
    known = _read_relations(project)
    for each in choose_guidelines(project, guideline):
        checked = check_guideline(project / "content" / each, project)
        for line in (*_lines(checked), *_related_lines(checked, known)):
            write_line(line)


def _read_relations(project: Path) -> dict[str, dict[str, Any]]:
    """Return what guidelines need to know of each other, by their ids."""
    from guidepress.history import describe_relations, read_archive
    from guidepress.project import find_guideline_folders

    return {
        folder.name: describe_relations(read_archive(folder))
        for folder in find_guideline_folders(project)
    }


def _related_lines(checked: Checked, known: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield what the guideline is related to, as the other end is now."""
    from guidepress.export.wording import RELATIONS, render_related_state, render_warning
    from guidepress.history import find_back_links, list_links, list_mentions, relate

    gid = checked.content.id
    bundle = checked.content.bundle
    links = [*list_links(bundle["guideline"]), *list_mentions(bundle)]
    for each in relate(known, gid, links, find_back_links(known).get(gid, ())):
        name = each.title or each.guideline
        yield f"  {RELATIONS[each.kind].lower()}: {name}, {render_related_state(each)}"
        if warning := render_warning(each):
            yield f"  {warning}"


def _lines(checked: Checked) -> list[str]:
    content, archive, problems = checked
    errors = [problem for problem in problems if problem.severity == "error"]
    latest = archive.latest
    lines = [f"{content.id}: {_released(archive)}"]
    if archive.problems:
        problem = archive.problems[0]
        return [*lines, f"  {problem.position.file}: {problem.message}", f"  next: {problem.hint}"]
    if errors:
        return [*lines, f"  errors: {len(errors)}", "  next: guidepress validate"]
    if latest is None:
        return [*lines, *_say_what_stops(checked)]
    if archive.is_left_withdrawn(content.bundle):
        return [*lines, "  nothing to do. To bring it back, set `updated` to the day of that"]
    return [*lines, *_unreleased(checked)]


def _released(archive: Archive) -> str:
    latest, opened = archive.latest, archive.open_consultation
    if archive.problems:
        return "what was released is damaged"
    more = f"; {opened.version} is in consultation" if opened else ""
    if latest is None:
        return f"not released yet{more}"
    day = latest.entry["released"]
    if latest.guideline.identity.withdrawal:
        return f"withdrawn on {day} by {latest.version}{more}"
    return f"{latest.version} of {day}{more}"


def _say_what_stops(checked: Checked) -> list[str]:
    """Ask the release itself, on the first day on which it could be."""
    from guidepress.release import Request, plan_release

    content, archive, _ = checked
    days = [content.guideline.identity.updated or "1800-01-01"]
    days += [archive.latest.entry["released"]] if archive.latest else []
    refusals = plan_release(checked, Request(date=max(days))).refusals
    moves = (
        ""
        if all(each.rule != "updated-moves" for each in refusals)
        else " --updated YEAR-MONTH-DAY"
    )
    refusals = tuple(each for each in refusals if each.rule != "updated-moves")
    if refusals:
        lines = [
            f"  {each.position}: {each.message}{'; ' * bool(each.hint)}{each.hint}"
            for each in refusals
        ]
        return ["  a release would be refused:", *lines, "  next: mend that, and see again"]
    return [f"  next: guidepress release {content.id} --date YEAR-MONTH-DAY{moves}"]


def _unreleased(checked: Checked) -> list[str]:
    from guidepress.classify import next_version
    from guidepress.validate.context import RuleContext

    content, archive, _ = checked
    delta = RuleContext(content, content.guideline, archive).delta
    if archive.latest is None or delta is None or not delta.changes:
        return ["  nothing has changed since"]
    missing = [change for change in delta.changes if change.lacks_reason]
    impact = "major" if archive.open_consultation else delta.impact
    needed = next_version(archive.latest.version, impact)
    count = len(delta.changes)
    lines = [f"  {count} change{'s' * (count != 1)}, {impact}: needs {needed}"]
    lines += [f"  no reason yet: {change.sentence}" for change in missing]
    if missing:
        about = missing[0].name
        return [*lines, f"  next: guidepress add note {about} --guideline {content.id}"]
    return [*lines, *_say_what_stops(checked)]
