"""``guidepress build``."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guidepress.cli.progress import teller
from guidepress.files import working_in
from guidepress.site.build import build_site
from guidepress.site.engine import DEFAULT, ENGINES

if TYPE_CHECKING:
    from guidepress.site.work import Built


@click.command()
@click.option("--drafts", is_flag=True, help="Show drafts too, marked as such.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes (default: one a core).")
@click.option("--no-cache", is_flag=True, help="Build everything anew.")
@click.option(
    "--engine",
    type=click.Choice(list(ENGINES)),
    default=DEFAULT,
    help="Site generator; those that are not MkDocs are extras.",
)
@click.option("--quiet", is_flag=True, help="Say nothing but what is wrong.")
@click.pass_obj
def command(  # noqa: PLR0913  # its options
    project: Path, *, drafts: bool, jobs: int | None, no_cache: bool, engine: str, quiet: bool
) -> None:
    """Build the website and the JSON release into site/."""
    start = time.monotonic()
    tell = _say_nothing if quiet else teller(start)
    with working_in(project / "site"):
        built = build_site(
            project, drafts=drafts, jobs=jobs, cached=not no_cache, engine=engine, tell=tell
        )
    if not quiet:
        click.echo(_summary(built, time.monotonic() - start))


def _say_nothing(_done: int, _total: int) -> None:
    """Take the place of progress."""


def _summary(built: Built, seconds: float) -> str:
    guidelines = "1 guideline" if built.guidelines == 1 else f"{built.guidelines} guidelines"
    if not built.built and not built.cached:
        return f"{built.folder.name}/ is up to date: {guidelines}, nothing changed"
    parts = f"{built.built} parts built, {built.cached} from the cache"
    told = f"{guidelines}, {built.changed} changed; {parts}; {seconds:.1f} s"
    righted = "; what was altered in it since the last build was put right" if built.altered else ""
    return f"built {built.folder.name}/: {told}{righted}"
