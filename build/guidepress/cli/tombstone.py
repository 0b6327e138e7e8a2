"""``guidepress tombstone``."""

from __future__ import annotations

from pathlib import Path

import click

from guidepress.cli.choose import choose_guidelines
from guidepress.files import one_writer


@click.command()
@click.argument("guideline")
@click.argument("what", metavar="VERSION|FILE")
@click.option("--date", required=True, help="The day of the removal, such as 2015-01-29.")
@click.option("--reason", required=True, help="Which law or order asks for it, for everybody.")
@click.option("--future", is_flag=True, help="Take a --date after today.")
@click.pass_obj
def command(  # noqa: PLR0913 - the options of the command
    project: Path, guideline: str, what: str, date: str, reason: str, *, future: bool
) -> None:
    """Remove a frozen VERSION or FILE of GUIDELINE by law; its hash and the reason stay."""
    from guidepress.release.request import Request, refuse_senseless
    from guidepress.release.tombstone import remove_frozen

    choose_guidelines(project, guideline)
    refuse_senseless(Request(date=date, kind="withdrawal", reason=reason, future=future))
    folder = project / "content" / guideline
    with one_writer(folder, project, "guidepress tombstone"):
        for name in remove_frozen(folder, what, date, reason.strip()):
            click.echo(f"removed content/{guideline}/releases/{name}", err=True)
    click.echo("what git, backups and mirrors hold of it stays there: remove it there, too")
