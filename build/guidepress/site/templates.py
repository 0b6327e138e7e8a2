"""Our templates: bodies of pages as finished HTML, everything from content escaped."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from guidepress.resources import SITE_OVERRIDES_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jinja2 import BytecodeCache, Environment

# Everything that Markdown, its extensions or HTML could take for a mark of their own.
_MARKS = {ord(sign): f"&#{ord(sign)};" for sign in "!\"#$%&'()*+-./:;<=>?@[\\]^_`{|}~"}


def render_template(name: str, **values: Any) -> str:
    """Return the template of that name: one block of HTML, which Markdown passes on as it is."""
    return _environment().get_template(name).render(**values).strip()


def heading(level: int, text: str, anchor: str) -> str:
    """Return a Markdown heading with a permanent anchor; its text cannot be read as Markdown."""
    literal = " ".join(text.split()).translate(_MARKS)
    return f"{'#' * level} {literal} {{#{anchor}}}"


@contextmanager
def compiled_in(folder: Path) -> Iterator[None]:
    """Keep compiled templates in a folder meanwhile, and take from there what the last run kept."""
    environment = _environment()
    environment.bytecode_cache = open_compiled(folder)
    try:
        yield
    finally:
        environment.bytecode_cache = None


def open_compiled(folder: Path) -> BytecodeCache:
    """Return what keeps compiled templates in the folder, each by its name and its text."""
    from jinja2 import FileSystemBytecodeCache

    folder.mkdir(parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


def forget_templates() -> None:
    """Read templates anew from now on: somebody may be at work on them."""
    _environment.cache_clear()


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    from guidepress.bibliography.nlm import render_authors, render_source
    from guidepress.bibliography.write import render_coins
    from guidepress.classify import IN_WORDS, cite, fold_published
    from guidepress.export.details import describe_value
    from guidepress.prose import render_claim
    from guidepress.site import status, words
    from guidepress.site.dates import render_day
    from guidepress.site.pictures import draw_effects
    from guidepress.site.words import alert_anchor, change_anchor, version_anchor

    environment = Environment(
        auto_reload=False,
        autoescape=True,
        loader=FileSystemLoader(SITE_OVERRIDES_FOLDER / "templates", encoding="utf-8"),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.globals["words"] = words
    environment.globals["impacts"] = IN_WORDS
    environment.globals["fold_published"] = fold_published
    environment.globals["describe_value"] = describe_value
    environment.globals["coins"] = render_coins
    environment.globals["authors"] = render_authors
    environment.globals["source_of"] = render_source
    environment.globals["cite"] = cite
    environment.globals["claim"] = render_claim
    environment.globals["draw_effects"] = draw_effects
    environment.globals["day"] = render_day
    environment.globals["status"] = status.render_status
    environment.globals["dates"] = status.list_dates
    environment.globals["unstated"] = status.render_unstated
    environment.filters["html"] = Markup
    environment.globals["version_anchor"] = version_anchor
    environment.globals["change_anchor"] = change_anchor
    environment.globals["alert_anchor"] = alert_anchor
    return environment
