"""``guidepress build``."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guidepress.site import DEFAULT, ENGINES, build_site

if TYPE_CHECKING:
    from collections.abc import Callable

    from guidepress.site import Built, Progress

# How often a line is written where none can be written over.
_SECONDS = 10.0


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
    tell = _say_nothing if quiet else _teller(start)
    built = build_site(
        project, drafts=drafts, jobs=jobs, cached=not no_cache, engine=engine, tell=tell
    )
    if not quiet:
        click.echo(_summary(built, time.monotonic() - start))


def _say_nothing(_: Progress) -> None:
    """Take the place of progress."""


def _teller(start: float) -> Callable[[Progress], None]:
    """Return what tells progress: one line written over on a terminal, else lines now and then."""
    shown = [start]

    def tell(progress: Progress) -> None:
        now = time.monotonic()
        if sys.stderr.isatty():
            end = "\n" if progress.done == progress.total else ""
            click.echo(f"\r\x1b[K{_line(progress, now - start)}{end}", err=True, nl=False)
        elif now - shown[0] >= _SECONDS and progress.done < progress.total:
            shown[0] = now
            click.echo(_line(progress, now - start), err=True)

    return tell


def _line(progress: Progress, spent: float) -> str:
    done, total = progress
    left = spent / done * (total - done) if done else 0
    return f"{done} of {total} guidelines, {left:.0f} s left"


def _summary(built: Built, seconds: float) -> str:
    guidelines = "1 guideline" if built.guidelines == 1 else f"{built.guidelines} guidelines"
    if not built.built and not built.cached:
        return f"{built.folder.name}/ is up to date: {guidelines}, nothing changed"
    parts = f"{built.built} parts built, {built.cached} from the cache"
    told = f"{guidelines}, {built.changed} changed; {parts}; {seconds:.1f} s"
    return f"built {built.folder.name}/: {told}"
