"""Write the site: ``build`` and ``serve``."""

import logging
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from guidepress.cli import terminal
from guidepress.files import working_in
from guidepress.problem import UnusableError
from guidepress.site.build import Built, build_site
from guidepress.site.inputs import refuse_path

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
def build_command(  # noqa: PLR0913  # its options
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
    report = (lambda _done, _total: None) if quiet else terminal.progress_reporter(start)
    with working_in(project / "site"):
        built = build_site(
            project, drafts=drafts, jobs=jobs, cached=not no_cache, against=against, report=report
        )
    if not quiet:
        terminal.write_line(_summary(built, time.monotonic() - start))
    for line in _list_warnings(built, drafts=drafts):
        terminal.write_line(line, err=True)
    if built.problems:
        sys.exit(1)


def _stage(project: Path, *, drafts: bool, against: str | None, cached: bool) -> None:
    from guidepress.site.stage import stage_for_others

    folder = project / STAGE
    with working_in(folder):
        warnings = stage_for_others(project, folder, drafts=drafts, against=against, cached=cached)
    for line in warnings:
        terminal.write_line(line, err=True)


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


@click.command()
@click.option("--address", default="127.0.0.1:8000", help="Where to listen.")
@click.pass_obj
def serve_command(project: Path, address: str) -> None:
    """Show the site with drafts, and reload it when content is saved."""
    if not (project / "mkdocs.yml").is_file():
        message = f"{project} has no mkdocs.yml: serve in the folder of a project (guidepress init)"
        raise UnusableError(message)
    _refuse_what_cannot_listen(address)
    _refuse_settings(project)
    _serve(project, address)


def _serve(project: Path, address: str) -> None:
    """Let MkDocs watch and serve; its hooks build what is shown."""
    from mkdocs.commands.serve import serve
    from mkdocs.exceptions import MkDocsException

    from guidepress.site.batch import set_environment

    set_environment()
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(message)s")
    try:
        serve(config_file=str(project / "mkdocs.yml"), dev_addr=address, livereload=True)
    except MkDocsException as error:
        raise UnusableError(str(error)) from error


def _refuse_settings(project: Path) -> None:
    """Report in one line what MkDocs would report in many, or in a traceback."""
    from guidepress.site.batch import load_settings, set_environment
    from guidepress.site.publication import read_publication

    refuse_path(project)
    read_publication(project / "mkdocs.yml")
    set_environment()
    logger = logging.getLogger("mkdocs")
    logger.propagate = False
    load_settings(project)
    logger.propagate = True


def _refuse_what_cannot_listen(address: str) -> None:
    """Report at once what would otherwise be reported once the whole site is built."""
    host, _, port = address.rpartition(":")
    if not (host and port.isdecimal() and int(port) < 2**16):
        message = f"--address {address} is no place to listen; write one such as 127.0.0.1:8000"
        raise UnusableError(message)
    with working_in(Path(address)):
        family = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)[0][0]
        socket.create_server((host.strip("[]"), int(port)), family=family).close()
