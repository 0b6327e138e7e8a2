"""Frozen versions: ``release``, ``tombstone``, ``verify`` and ``sign``."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from guidepress.cli.terminal import choose_guidelines, write_line
from guidepress.files import one_writer
from guidepress.problem import UnusableError
from guidepress.release.against import verify_against
from guidepress.release.freeze import with_updated, write_release
from guidepress.release.plan import Plan, plan_release
from guidepress.release.request import KINDS, Request, refuse_senseless
from guidepress.release.signature import find_vouching_files, sign_file, verify_signatures
from guidepress.release.tombstone import remove_frozen
from guidepress.release.verify import tell_agreement, verify_folder
from guidepress.report.problems import PROBLEM_REPORTS, has_errors
from guidepress.validate.check import check_guideline


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
def release_command(project: Path, /, guideline: str, *, dry_run: bool, **asked: Any) -> None:
    """Freeze the content of GUIDELINE as its next version."""
    choose_guidelines(project, guideline)
    folder = project / "content" / guideline
    request = Request(**asked)
    refuse_senseless(request)
    if dry_run:
        _show_plan(_plan(folder, project, request, _content(folder, request)))
        return
    with one_writer(folder, project, "guidepress release"):
        content = _content(folder, request)
        plan = _plan(folder, project, request, content)
        for file in write_release(project, folder, plan, content):
            write_line(f"wrote {file.relative_to(project)}", err=True)
    for note in plan.notes:
        write_line(f"took up {note}", err=True)
    _show_what_to_commit(plan)


def _content(folder: Path, request: Request) -> Mapping[str, bytes]:
    """Return the files of content that the release writes."""
    return with_updated(folder, request.updated) if request.updated else {}


def _plan(folder: Path, project: Path, request: Request, content: Mapping[str, bytes]) -> Plan:
    plan = plan_release(check_guideline(folder, project, content), request)
    if plan.refusals:
        _show_refusals(plan)
    if request.corrects:
        write_line(f"{request.corrects} will be marked as entered in error")
    return plan


def _show_refusals(plan: Plan) -> None:
    click.echo(PROBLEM_REPORTS["text"](plan.refusals), nl=False)
    write_line("guidepress: nothing was released", err=True)
    sys.exit(1)


def _show_plan(plan: Plan) -> None:
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


def _show_what_to_commit(plan: Plan) -> None:
    write_line(f"released {plan.guideline} {plan.version} ({plan.impact}); now commit it:")
    write_line(f"  git add content/{plan.guideline}")
    write_line(f'  git commit -m "Release {plan.guideline} {plan.version}"')


@click.command()
@click.argument("guideline")
@click.argument("what", metavar="VERSION|FILE")
@click.option("--date", required=True, help="The day of the removal, such as 2015-01-29.")
@click.option("--reason", required=True, help="Which law or order asks for it, for everybody.")
@click.option("--future", is_flag=True, help="Take a --date after today.")
@click.pass_obj
def tombstone_command(  # noqa: PLR0913 - the options of the command
    project: Path, guideline: str, what: str, date: str, reason: str, *, future: bool
) -> None:
    """Remove a frozen VERSION or FILE of GUIDELINE by law; its hash and the reason stay."""
    choose_guidelines(project, guideline)
    refuse_senseless(Request(date=date, kind="withdrawal", reason=reason, future=future))
    folder = project / "content" / guideline
    with one_writer(folder, project, "guidepress tombstone"):
        for name in remove_frozen(folder, what, date, reason.strip()):
            click.echo(f"removed content/{guideline}/releases/{name}", err=True)
    click.echo("what git, backups and mirrors hold of it stays there: remove it there, too")


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option(
    "--against",
    metavar="SIDE",
    help="Also compare with a git revision, an earlier SHA256SUMS, or another folder.",
)
@click.option(
    "--signed",
    "signers",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Also ask for the signature of one of these allowed signers.",
)
@click.pass_obj
def verify_command(
    project: Path, folder: Path | None, against: str | None, signers: Path | None
) -> None:
    """Check the frozen releases of a project, or a published api/v1/ FOLDER."""
    shown = str(folder) if folder else "."
    target = project / folder if folder else project
    if not target.is_dir():
        message = f"{shown} is not a folder of the project; looked for {target.absolute()}"
        raise UnusableError(message)
    problems = list(verify_folder(target, shown, may_be_empty=against is not None))
    if against is not None:
        problems += verify_against(project, target, shown, against)
    if signers:
        problems += verify_signatures(target, shown, project / signers)
    click.echo(PROBLEM_REPORTS["text"](problems), nl=False)
    if not has_errors(problems):
        write_line(_agreement(target, against, signers), err=True)
        return
    write_line("1 problem" if len(problems) == 1 else f"{len(problems)} problems", err=True)
    sys.exit(1)


def _agreement(target: Path, against: str | None, signers: Path | None) -> str:
    """Say what was compared, and what was not: a consistent forgery agrees with itself."""
    phrases = [tell_agreement(target)]
    if signers:
        phrases.append(f"signed by one of {signers}")
    phrases.append(f"frozen as in {against}" if against else "nothing earlier was compared")
    return "; ".join(phrases)


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option(
    "--key",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The private key of OpenSSH, or the public one of a key that an agent holds.",
)
@click.pass_obj
def sign_command(project: Path, folder: Path | None, key: Path) -> None:
    """Sign the releases of a project, or a published api/v1/ FOLDER, with an OpenSSH key."""
    for file in find_vouching_files(project / folder if folder else project):
        written = sign_file(file, project / key)
        where = written.relative_to(project) if written.is_relative_to(project) else written
        write_line(f"wrote {where}", err=True)
