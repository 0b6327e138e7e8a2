"""MkDocs builds the staged tree; the old site stays whole until the new one is."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.problem import UnusableError
from guidepress.site.policy import write_policies
from guidepress.site.stage import find_archives, list_tree

if TYPE_CHECKING:
    from collections.abc import Callable


class Built(NamedTuple):
    """What a build made."""

    folder: Path
    pages: int
    files: int


def build_site(project: Path, *, drafts: bool, tell: Callable[[str], None]) -> Built:
    """Stage, build and check the site, then put it in the place of the old one.

    Raises UnusableError, and leaves the old site as it was, where anything is wrong.
    """
    config_file = project / "mkdocs.yml"
    if not config_file.is_file():
        message = f"{project} has no mkdocs.yml"
        raise UnusableError(message)
    _fix_clock(project)
    fresh = project / ".site.part"
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        staged = _run_mkdocs(config_file, fresh, drafts=drafts, tell=tell)
        missing = [name for name in staged if not _came_out(fresh, name)]
        if missing:
            message = f"the site generator lost {missing[0]}"
            raise UnusableError(message)
        write_policies(fresh)
        _replace(project / "site", fresh)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    pages = sum(name.endswith(".md") for name in staged)
    return Built(project / "site", pages, len(staged) - pages)


def _fix_clock(project: Path) -> None:
    """Stamp what MkDocs stamps with the day of the newest release, never with today."""
    days = [
        release.entry["released"]
        for archive in find_archives(project)
        for release in archive.releases
    ]
    newest = datetime.fromisoformat(max(days, default="2000-01-01")).replace(tzinfo=UTC)
    os.environ["SOURCE_DATE_EPOCH"] = str(int(newest.timestamp()))
    os.environ["NO_MKDOCS_2_WARNING"] = "1"


class _Collected(logging.Handler):
    """Warnings of the site generator, which in strict mode are errors."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line."""
        self.lines.append(record.getMessage())


def _run_mkdocs(
    config_file: Path, fresh: Path, *, drafts: bool, tell: Callable[[str], None]
) -> tuple[str, ...]:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    handler = _Collected()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    logger.propagate = False
    try:
        config: Any = load_config(str(config_file), site_dir=str(fresh))
        config.extra["guidepress"] = {**config.extra.get("guidepress", {}), "drafts": drafts}
        tell("building the site …")
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
    except (MkDocsException, SystemExit) as error:
        said = "; ".join(handler.lines) or str(error)
        message = f"the site generator stopped: {said}"
        raise UnusableError(message) from error
    finally:
        logger.removeHandler(handler)
    if handler.lines:
        message = f"the site generator warned: {'; '.join(handler.lines)}"
        raise UnusableError(message)
    return tuple(list_tree(Path(config.docs_dir)))


def _came_out(site: Path, name: str) -> bool:
    page = f"{name.removesuffix('.md')}.html" if name.endswith(".md") else name
    return (site / page).is_file()


def _replace(site: Path, fresh: Path) -> None:
    old = site.with_name(".site.old")
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    fresh.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def serve_site(project: Path, address: str) -> None:
    """Serve the site with drafts; MkDocs watches content and reloads the page."""
    from mkdocs.commands.serve import serve
    from mkdocs.exceptions import MkDocsException

    if not (project / "mkdocs.yml").is_file():
        message = f"{project} has no mkdocs.yml"
        raise UnusableError(message)
    _fix_clock(project)
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(message)s")
    try:
        serve(config_file=str(project / "mkdocs.yml"), dev_addr=address, livereload=True)
    except MkDocsException as error:
        raise UnusableError(str(error)) from error
