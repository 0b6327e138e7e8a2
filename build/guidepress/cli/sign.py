"""``guidepress sign``."""

from __future__ import annotations

from pathlib import Path

import click

from guidepress.cli.terminal import write_line
from guidepress.release.signature import find_vouching_files, sign_file


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
def command(project: Path, folder: Path | None, key: Path) -> None:
    """Sign the releases of a project, or a published api/v1/ FOLDER, with an OpenSSH key."""
    for file in find_vouching_files(project / folder if folder else project):
        written = sign_file(file, project / key)
        where = written.relative_to(project) if written.is_relative_to(project) else written
        write_line(f"wrote {where}", err=True)
