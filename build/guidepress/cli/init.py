"""``guidepress init``."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Make a new project in DIR: an example guideline, and all that builds and checks it."""
    from guidepress.edit.project import make_project

    files = make_project(folder)
    shown = f"{folder}/" if folder.parts else "a project here,"
    click.echo(f"made {shown} with {len(files)} files; content/example/ is a worked example")
    click.echo("next:")
    if folder.parts:
        click.echo(f"  cd {folder}")
    click.echo("  guidepress validate")
    click.echo("  guidepress serve")
