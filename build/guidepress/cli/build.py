"""``guidepress build``."""

from __future__ import annotations

from pathlib import Path

import click

from guidepress.site import build_site


@click.command()
@click.option("--drafts", is_flag=True, help="Show drafts too, marked as such.")
@click.pass_obj
def command(project: Path, *, drafts: bool) -> None:
    """Build the website and the JSON release into site/."""
    built = build_site(project, drafts=drafts, tell=lambda line: click.echo(line, err=True))
    click.echo(f"built {built.pages} pages and {built.files} JSON files in {built.folder.name}/")
