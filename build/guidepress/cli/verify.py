"""``guidepress verify``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from guidepress.cli.terminal import write_line
from guidepress.problem import UnusableError
from guidepress.release import tell_agreement, verify_against, verify_folder, verify_signatures
from guidepress.report.problems import PROBLEM_REPORTS, has_errors


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
def command(project: Path, folder: Path | None, against: str | None, signers: Path | None) -> None:
    """Check the frozen releases of a project, or a published api/v1/ FOLDER."""
    shown = str(folder) if folder else "."
    target = project / folder if folder else project
    if not target.is_dir():
        message = f"{shown} is not a folder of the project; looked for {target.absolute()}"
        raise UnusableError(message)
    problems = list(verify_folder(target, shown, may_be_empty=bool(against)))
    if against:
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
