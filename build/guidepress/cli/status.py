"""``guidepress status``."""

from __future__ import annotations

from pathlib import Path

import click

from guidepress.cli.choose import choose_guidelines
from guidepress.validate.check import Checked, check_guideline


@click.command()
@click.option("--guideline", metavar="ID", help="Only this guideline.")
@click.pass_obj
def command(project: Path, guideline: str | None) -> None:
    """Say what is unreleased, which version it needs, and what to type next."""
    for each in choose_guidelines(project, guideline):
        for line in _lines(check_guideline(project / "content" / each, project)):
            click.echo(line)


def _lines(checked: Checked) -> list[str]:
    content, archive, problems = checked
    errors = [problem for problem in problems if problem.severity == "error"]
    latest = archive.latest
    released = f"{latest.version} of {latest.entry['released']}" if latest else "not released yet"
    lines = [f"{content.id}: {released}"]
    if errors:
        return [*lines, f"  errors: {len(errors)}", "  next: guidepress validate"]
    if latest is None:
        return [*lines, f"  next: guidepress release {content.id} --date YEAR-MONTH-DAY"]
    return [*lines, *_unreleased(checked)]


def _unreleased(checked: Checked) -> list[str]:
    from guidepress.classify import describe, next_version
    from guidepress.validate.subject import notes_of

    content, archive, _ = checked
    latest = archive.latest
    if latest is None:
        return []
    notes = notes_of(content)
    delta = describe(latest.bundle, content.bundle, latest.version, "draft", notes)
    if not delta.changes:
        return ["  nothing has changed since"]
    missing = [
        change
        for change in delta.changes
        if change.impact in {"major", "minor"} and change.reason is None
    ]
    needed = next_version(latest.version, delta.impact)
    count = len(delta.changes)
    lines = [f"  {count} change{'s' * (count != 1)}, {delta.impact}: needs {needed}"]
    lines += [f"  no reason yet: {change.sentence}" for change in missing]
    if missing:
        entity = missing[0].fact.entity
        return [*lines, f"  next: guidepress add note {entity} --guideline {content.id}"]
    return [*lines, f"  next: guidepress release {content.id} --date YEAR-MONTH-DAY"]
