"""``guidepress release``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from guidepress.cli.choose import choose_guidelines
from guidepress.cli.terminal import write_line
from guidepress.files import one_writer
from guidepress.release import KINDS, Plan, Request, plan_release, refuse_senseless, write_release
from guidepress.release.freeze import with_updated


@click.command()
@click.argument("guideline")
@click.option("--date", required=True, help="The day of the release, such as 2015-01-29.")
@click.option("--kind", type=click.Choice(KINDS), default="release", help="What kind of release.")
@click.option("--version", help="A higher version than the changes ask for.")
@click.option("--corrects", metavar="VERSION", help="The release that a correction corrects.")
@click.option("--reason", help="Why the guideline is withdrawn.")
@click.option("--updated", metavar="DAY", help="The day of the change, for `updated`.")
@click.option("--future", is_flag=True, help="Take a --date after today.")
@click.option("--dry-run", is_flag=True, help="Show what would be released; write nothing.")
@click.pass_obj
def command(project: Path, /, guideline: str, *, dry_run: bool, **asked: Any) -> None:
    """Freeze the content of GUIDELINE as its next version."""
    choose_guidelines(project, guideline)
    folder = project / "content" / guideline
    request = Request(**asked)
    refuse_senseless(request)
    if dry_run:
        _show(_plan(folder, project, request, _content(folder, request)))
        return
    with one_writer(folder, project, "guidepress release"):
        content = _content(folder, request)
        plan = _plan(folder, project, request, content)
        for file in write_release(project, folder, plan, content):
            write_line(f"wrote {file.relative_to(project)}", err=True)
    for note in plan.notes:
        write_line(f"took up {note}", err=True)
    _say_what_to_commit(plan)


def _content(folder: Path, request: Request) -> Mapping[str, bytes]:
    """Return the files of content that the release writes."""
    return with_updated(folder, request.updated) if request.updated else {}


def _plan(folder: Path, project: Path, request: Request, content: Mapping[str, bytes]) -> Plan:
    from guidepress.validate.check import check_guideline

    plan = plan_release(check_guideline(folder, project, content), request)
    if plan.refusals:
        _refuse(plan)
    if request.corrects:
        write_line(f"{request.corrects} will be marked as entered in error")
    return plan


def _refuse(plan: Plan) -> None:
    from guidepress.report.problems import PROBLEM_REPORTS

    click.echo(PROBLEM_REPORTS["text"](plan.refusals), nl=False)
    write_line("guidepress: nothing was released", err=True)
    sys.exit(1)


def _show(plan: Plan) -> None:
    from guidepress.report.changes import CHANGE_REPORTS
    from guidepress.report.changes.compared import Compared

    write_line(f"would release {plan.guideline} {plan.version} ({plan.impact})")
    if plan.delta:
        click.echo(CHANGE_REPORTS["text"]([Compared(plan.delta)]), nl=False)
    for name, data in sorted(plan.files.items()):
        where = f"content/{plan.guideline}/releases/{name}"
        write_line(f"would write {where} ({len(data)} bytes)")
    for note in plan.notes:
        write_line(f"would take up {note}")


def _say_what_to_commit(plan: Plan) -> None:
    write_line(f"released {plan.guideline} {plan.version} ({plan.impact}); now commit it:")
    write_line(f"  git add content/{plan.guideline}")
    write_line(f'  git commit -m "Release {plan.guideline} {plan.version}"')
