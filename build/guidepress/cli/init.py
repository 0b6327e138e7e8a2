"""``guidepress init``."""

from __future__ import annotations

from pathlib import Path

import click

from guidepress.cli.terminal import write_line


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Make a new project in DIR: an example guideline, and all that builds and checks it."""
    from guidepress.edit.skeleton import make_project

    files = make_project(folder)
    shown = f"{folder}/" if folder.parts else "a project here,"
    write_line(f"made {shown} with {len(files)} files; content/example/ is a worked example")
    write_line("next:")
    if folder.parts:
        write_line(f"  cd {folder}")
    write_line("  guidepress validate")
    write_line("  guidepress serve")
