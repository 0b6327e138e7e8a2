"""``guidepress serve``."""

from __future__ import annotations

from pathlib import Path

import click

from guidepress.site.engine import serve_site


@click.command()
@click.option("--address", default="127.0.0.1:8000", help="Where to listen.")
@click.pass_obj
def command(project: Path, address: str) -> None:
    """Show the site with drafts, and reload it when content is saved."""
    serve_site(project, address)
