"""MkDocs as an engine; and ProperDocs, which is MkDocs under another name."""

from __future__ import annotations

import importlib
import logging
import os
import sys
from typing import TYPE_CHECKING, Any

from guidepress.problem import UnusableError
from guidepress.site.publication import list_nav
from guidepress.site.staged import write_files
from guidepress.site.task import Result
from guidepress.site.templates import open_compiled

if TYPE_CHECKING:
    from pathlib import Path

    from guidepress.site.setting import Setting
    from guidepress.site.task import Task


# What a generator stamps with the time, it stamps with this: no page shows when it was built.
EPOCH = "946684800"
_NO_NAV = "mkdocs.yml has no nav: name the home page in it, and what else all pages lead to"


class _Collected(logging.Handler):
    """Warnings of the site generator, which in strict mode are errors."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line."""
        self.lines.append(record.getMessage())


def enter_mkdocs() -> None:
    """Make sure that this process builds with MkDocs, and not with what took its name."""
    _claim("mkdocs")


def enter_properdocs() -> None:
    """Let ProperDocs answer to the name of MkDocs, as its own command does, in this process.

    Themes, plugins and hooks were written for that name.
    """
    _claim("properdocs")
    importlib.import_module("properdocs.replacement")


def _claim(name: str) -> None:
    loaded = sys.modules.get("mkdocs")
    if loaded is not None and loaded.__name__ != name:
        message = f"this process has built with {loaded.__name__}: build with {name} in another one"
        raise UnusableError(message)


def run_mkdocs(setting: Setting, room: Path, task: Task) -> Result:
    """Build the pages; what is no page is built into ``room/site``.

    Raises UnusableError if MkDocs stops, or warns of anything.
    """
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    from guidepress.site.mkdocs_pages import Pages

    os.environ["SOURCE_DATE_EPOCH"] = EPOCH
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    handler = _Collected()
    logger = logging.getLogger(sys.modules["mkdocs"].__name__)
    logger.addHandler(handler)
    logger.propagate = False
    (room / "docs").mkdir()
    try:
        config: Any = load_config(
            str(setting.project / "mkdocs.yml"),
            docs_dir=str(room / "docs"),
            site_dir=str(room / "site"),
        )
        own = config.extra.get("guidepress", {})
        config.extra["guidepress"] = {**own, "drafts": setting.drafts, "staged": True}
        if config.nav is None:
            raise UnusableError(_NO_NAV)
        named = {name: task.titles[name] for name in list_nav(config.nav) if name in task.titles}
        write_files(named, room / "docs")
        _prepare_theme(config.theme, setting.compiled, assets=task.assets)
        plugin = Pages({name: data.decode() for name, data in task.pages.items()})
        config.plugins["guidepress-pages"] = plugin
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
    return Result(str(config.site_url or ""), plugin.built)


def _prepare_theme(theme: Any, compiled: Path, *, assets: bool) -> None:
    """Let the theme keep its compiled templates, and bring its files only with assets."""
    get_env = theme.get_env

    def get_prepared_env() -> Any:
        environment = get_env()
        environment.auto_reload = False
        environment.bytecode_cache = open_compiled(compiled)
        if not assets:
            environment.list_templates = lambda **_: []
        return environment

    theme.get_env = get_prepared_env
    if not assets:
        theme.static_templates.discard("404.html")
