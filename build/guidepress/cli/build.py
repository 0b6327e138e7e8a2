"""``guidepress build``."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from guidepress.cli.terminal import progress_reporter, write_line
from guidepress.files import working_in
from guidepress.site.build import Built, build_site

# More names than these are counted.
NAMED = 20
STAGE = ".stage"


@click.command()
@click.option("--drafts", is_flag=True, help="Show drafts too, marked as such.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes (default: one a core).")
@click.option("--no-cache", is_flag=True, help="Build everything again.")
@click.option(
    "--against",
    metavar="SIDE",
    help="Refuse if what was released there is not the same here: a git revision, an earlier "
    "SHA256SUMS, or another folder.",
)
@click.option(
    "--stage-only",
    is_flag=True,
    help=f"Write pages, theme and settings for other site generators into {STAGE}/.",
)
@click.option("--quiet", is_flag=True, help="Report nothing but what is wrong.")
@click.pass_obj
def command(  # noqa: PLR0913  # its options
    project: Path,
    *,
    drafts: bool,
    jobs: int | None,
    no_cache: bool,
    against: str | None,
    stage_only: bool,
    quiet: bool,
) -> None:
    """Build the website and the JSON release into site/.

    Exit codes: 0 fine, 1 a draft that is shown has errors, 2 could not run.
    """
    if stage_only:
        _stage(project, drafts=drafts, against=against, cached=not no_cache)
        return
    start = time.monotonic()
    report = (lambda _done, _total: None) if quiet else progress_reporter(start)
    with working_in(project / "site"):
        built = build_site(
            project, drafts=drafts, jobs=jobs, cached=not no_cache, against=against, report=report
        )
    if not quiet:
        write_line(_summary(built, time.monotonic() - start))
    for line in _list_warnings(built, drafts=drafts):
        write_line(line, err=True)
    if built.problems:
        sys.exit(1)


def _stage(project: Path, *, drafts: bool, against: str | None, cached: bool) -> None:
    from guidepress.site.stage import stage_for_others

    folder = project / STAGE
    with working_in(folder):
        warnings = stage_for_others(project, folder, drafts=drafts, against=against, cached=cached)
    for line in warnings:
        write_line(line, err=True)


def _summary(built: Built, seconds: float) -> str:
    folder = f"{built.folder.name}/"
    guidelines = _count(built.guidelines, "guideline")
    if not (built.rendered or built.written or built.removed):
        return f"{folder} is up to date: {guidelines}, nothing changed"
    also = "; files that had been altered were restored" if built.restored else ""
    also = "; the last build, which was interrupted, is completed" if built.completed else also
    units = _count(len(built.rendered), "unit")
    return f"built {folder}: {guidelines}, {units} rendered; {seconds:.1f} s{also}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _list_warnings(built: Built, *, drafts: bool) -> Iterator[str]:
    yield from built.warnings
    if built.removed:
        names = _enumerate(built.removed)
        advice = "keep files for the host in pages/static/"
        yield f"removed from {built.folder.name}/, which belongs to the build: {names}; {advice}"
    if not built.released and not drafts:
        yield (
            "no guideline is released yet, so the site lists none: "
            "`guidepress build --drafts` and `guidepress serve` show drafts"
        )
    yield from built.describe_problems()


def _enumerate(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")
