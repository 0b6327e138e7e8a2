"""Look at what is there: ``show``, ``explain`` and ``status``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from guidepress.cli.terminal import choose_guidelines, write_line
from guidepress.problem import UnusableError, did_you_mean
from guidepress.resources import RULES_FOLDER

if TYPE_CHECKING:
    from guidepress.content import Content
    from guidepress.history.archive import Archive
    from guidepress.validate.check import Checked


@click.command()
@click.argument("name", metavar="ID")
@click.option("--guideline", metavar="ID", help="Only in this guideline.")
@click.pass_obj
def show_command(project: Path, name: str, guideline: str | None) -> None:
    """Show how the texts of an entity, or of a whole guideline, are read.

    Marks are named: ``10[raised: 9]/L`` is a raised figure, ``CYP2C19*2`` has a star.
    """
    from guidepress.content import read_content

    known: dict[str, None] = {}
    found = False
    for each in choose_guidelines(project, guideline):
        content = read_content(project / "content" / each, f"content/{each}", project)
        known |= dict.fromkeys([each, *content.by_id])
        for line in _lines(content, name):
            found = True
            write_line(line)
    if name not in known:
        hint = did_you_mean(name, known) or "write the id of a guideline, an option, a statement …"
        raise UnusableError(f"nothing has the id {name}; {hint}")
    if not found:
        write_line(f"{name} has no text that is read as prose")


def _lines(content: Content, name: str) -> Iterator[str]:
    from guidepress.classify.context import name_works
    from guidepress.model import iter_entities
    from guidepress.prose.render import render_reading

    works = name_works(content.guideline.references)
    # Outer entities come first: what holds an entity is known before it.
    within: dict[str, set[str]] = {}
    for each in iter_entities(content.bundle):
        within[each.id] = {each.id, *(within[each.owner.id] if each.owner else ())}
    for entity, field, text in content.guideline.prose():
        # A part is named ``owner.part``.
        if name in {content.id, entity} | within.get(entity.split(".", maxsplit=1)[0], set()):
            yield f"{content.find(entity, field, needle=text)}: {entity}"
            reading = render_reading(text, lambda key: works.get(key, f"{key}, which is not known"))
            yield from (f"  {line}" for line in reading.splitlines())


@click.command()
@click.argument("rule", required=False)
def explain_command(rule: str | None) -> None:
    """Say what a rule asks for and why, with an example; without a RULE, list them all."""
    pages = {page.stem: page for page in sorted(RULES_FOLDER.glob("*.md"))}
    if rule is None:
        for name, page in pages.items():
            click.echo(f"{name:26}{page.read_text(encoding='utf-8').splitlines()[2]}")
        return
    # As in a line of `validate`, or alone.
    name = rule.strip("[]")
    if name not in pages:
        raise UnusableError(_no_rule(rule, list(pages)))
    click.echo(pages[name].read_text(encoding="utf-8"), nl=False)


def _no_rule(rule: str, known: list[str]) -> str:
    hint = did_you_mean(rule, known) or "`guidepress explain` lists them"
    return f"there is no rule {rule}; {hint}"


@click.command()
@click.option("--guideline", metavar="ID", help="Only this guideline.")
@click.pass_obj
def status_command(project: Path, guideline: str | None) -> None:
    """Say what is unreleased, which version it needs, and what to type next."""
    from guidepress.validate.check import check_guideline

    known = _read_relations(project)
    for each in choose_guidelines(project, guideline):
        checked = check_guideline(project / "content" / each, project)
        for line in (*_lines_of_status(checked), *_related_lines(checked, known)):
            write_line(line)


def _read_relations(project: Path) -> dict[str, dict[str, Any]]:
    """Return what guidelines need to know of each other, by their ids."""
    from guidepress.history.reading import read_archive
    from guidepress.history.relations import describe_relations
    from guidepress.project import find_guideline_folders

    folders = find_guideline_folders(project)
    return {each.name: describe_relations(read_archive(each)) for each in folders}


def _related_lines(checked: Checked, known: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield what the guideline is related to, as the other end is now."""
    from guidepress.export.wording import RELATIONS, render_related_state, render_warning
    from guidepress.history.relations import find_back_links, list_links, list_mentions, relate

    gid = checked.content.id
    bundle = checked.content.bundle
    links = [*list_links(bundle["guideline"]), *list_mentions(bundle)]
    for each in relate(known, gid, links, find_back_links(known).get(gid, ())):
        name = each.title or each.guideline
        yield f"  {RELATIONS[each.kind].lower()}: {name}, {render_related_state(each)}"
        if warning := render_warning(each):
            yield f"  {warning}"


def _lines_of_status(checked: Checked) -> list[str]:
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
        return [*lines, *_what_stops_a_release(checked)]
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


def _what_stops_a_release(checked: Checked) -> list[str]:
    """Ask the release itself, on the first day on which it could be."""
    from guidepress.release.plan import plan_release
    from guidepress.release.request import Request

    content, archive, _ = checked
    days = [content.guideline.identity.updated or "1800-01-01"]
    days += [archive.latest.entry["released"]] if archive.latest else []
    refusals = plan_release(checked, Request(date=max(days))).refusals
    others = [each for each in refusals if each.rule != "updated-moves"]
    moves = " --updated YEAR-MONTH-DAY" if len(others) < len(refusals) else ""
    if others:
        lines = [
            f"  {each.position}: {each.message}{'; ' * bool(each.hint)}{each.hint}"
            for each in others
        ]
        return [
            "  a release would be refused:",
            *lines,
            "  next: fix this and run `guidepress status` again",
        ]
    return [f"  next: guidepress release {content.id} --date YEAR-MONTH-DAY{moves}"]


def _unreleased(checked: Checked) -> list[str]:
    from guidepress.classify.change import next_version
    from guidepress.validate.context import RuleContext
    from guidepress.validate.rules.notes import asked_about

    content, archive, _ = checked
    context = RuleContext(content, content.guideline, archive)
    delta = context.delta
    if archive.latest is None or delta is None or not delta.changes:
        return ["  nothing has changed since"]
    missing = [change for change in delta.changes if change.lacks_reason]
    impact = "major" if archive.open_consultation else delta.impact
    needed = next_version(archive.latest.version, impact)
    count = len(delta.changes)
    lines = [f"  {count} change{'s' * (count != 1)}, {impact}: needs {needed}"]
    if asked := dict.fromkeys(asked_about(context).values()):
        # A note on what is only renamed is one on nothing, once that is answered.
        lines += [f"  {each.new}: {each.text}" for each in asked]
        return [*lines, "  next: answer this and run `guidepress status` again"]
    lines += [f"  no reason yet: {change.sentence}" for change in missing]
    if missing:
        about = missing[0].name
        return [*lines, f"  next: guidepress add note {about} --guideline {content.id}"]
    return [*lines, *_what_stops_a_release(checked)]
