"""The site generators that can build a folder of staged pages, and how they differ."""

from __future__ import annotations

import logging
import os
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from guidepress.problem import UnusableError
from guidepress.site.mkdocs_engine import EPOCH, enter_mkdocs, enter_properdocs, run_mkdocs
from guidepress.site.zensical_engine import run_zensical

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from guidepress.site.setting import Setting
    from guidepress.site.task import Result, Task


class Engine(NamedTuple):
    """A site generator.

    ``run`` builds in a room of its own; what it does not return lies in the folder ``site`` there.
    ``index_file``
    holds the search index, in its list ``entries``; ``pagefind`` tells whether the search box can
    ask Pagefind instead. ``enter`` is called in each process before anything else is done there.
    """

    name: str
    run: Callable[[Setting, Path, Task], Result]
    index_file: str = "search/search_index.json"
    entries: str = "docs"
    pagefind: bool = True
    enter: Callable[[], None] = lambda: None


DEFAULT = "mkdocs"
# By the name of the package, which is that of the extra too.
ENGINES = {
    "mkdocs": Engine("MkDocs", run_mkdocs, enter=enter_mkdocs),
    "properdocs": Engine("ProperDocs", run_mkdocs, enter=enter_properdocs),
    "zensical": Engine(
        "Zensical", run_zensical, index_file="search.json", entries="items", pagefind=False
    ),
}


def check_engine(name: str) -> None:
    """Raise UnusableError unless the engine is known and installed."""
    if name not in ENGINES:
        message = f"there is no engine {name}: choose one of {', '.join(ENGINES)}"
        raise UnusableError(message)
    if find_spec(name) is None:
        message = f'{ENGINES[name].name} is not installed: pip install "guidepress[{name}]"'
        raise UnusableError(message)


def serve_site(project: Path, address: str) -> None:
    """Serve the site with drafts; MkDocs watches content and reloads the page."""
    from mkdocs.commands.serve import serve
    from mkdocs.exceptions import MkDocsException

    if not (project / "mkdocs.yml").is_file():
        message = f"{project} has no mkdocs.yml: serve in the folder of a project (guidepress init)"
        raise UnusableError(message)
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(message)s")
    try:
        serve(config_file=str(project / "mkdocs.yml"), dev_addr=address, livereload=True)
    except MkDocsException as error:
        raise UnusableError(str(error)) from error
