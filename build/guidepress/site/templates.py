"""Our templates: bodies of pages as finished HTML, everything from content escaped."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
)
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from guidepress.resources import SITE_OVERRIDES_FOLDER

# A number and its unit, also "30 mg/24 h"; with a sign before it also one without a unit.
_UNIT = r" [A-Za-z%µ°][\w/.²^*%]{0,12}(?: [a-z][2²]?\b)?"
_QUANTITY = re.compile(
    rf"((?:[≥≤±]|&[lg]t;) ?)?[0-9](?:[0-9.,]{{0,11}}[0-9])?(?(1)(?:{_UNIT})?|{_UNIT})"
)
_TAG = re.compile(r"(<[^<>]{1,2000}>)")
# Everything that Markdown, its extensions or HTML could take for a mark of their own.
_MARKS = {ord(sign): f"&#{ord(sign)};" for sign in "!\"#$%&'()*+-./:;<=>?@[\\]^_`{|}~"}


def render_template(name: str, **values: Any) -> str:
    """Return the template of that name: one block of HTML, which Markdown passes on as it is."""
    return _environment().get_template(name).render(**values).strip()


def heading(level: int, text: str, anchor: str, beside: str = "") -> str:
    """Return a Markdown heading with a permanent anchor; its text cannot be read as Markdown.

    What stands beside it is in smaller letters.
    """
    # A no-break space is the author's.
    literal = re.sub("[ \t\r\n]+", " ", text).strip(" ").translate(_MARKS)
    return f"{'#' * level} {literal}{f' *{beside}*' if beside else ''} {{#{anchor}}}"


@lru_cache(maxsize=1_024)
def keep_units(text: str) -> str:
    """Return a text as HTML in which no line ends between a sign, its number and its unit."""
    # It is escaped before.
    return Markup(_mark_units(str(escape(text))))  # noqa: S704


@lru_cache(maxsize=1_024)
def keep_units_in(html: str) -> str:
    """Return finished HTML likewise."""
    parts = _TAG.split(html)
    return "".join(each if each.startswith("<") else _mark_units(each) for each in parts)


# What a sentence on a change is about, where it is short; else what was done.
_LEAD = re.compile("[^“:(]{1,80}(?=[“:(])(?:“[^”]{1,60}”)?")
_MOST_BOLD = 90


def begin_bold(sentence: str) -> str:
    """Return a sentence as HTML; of a long one all but its beginning is no longer a heading."""
    found = _LEAD.match(sentence)
    end = len(sentence)
    if end > _MOST_BOLD:
        end = found.end() if found else 0
    rest = f'<span class="gp-rest">{keep_units(sentence[end:])}</span>' if sentence[end:] else ""
    return keep_units(sentence[:end]) + Markup(rest)  # noqa: S704


def _mark_units(text: str) -> str:
    return _QUANTITY.sub(r'<span class="gp-unit">\g<0></span>', text)


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
    folder.mkdir(parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


def forget_templates() -> None:
    """Read templates anew from now on: somebody may be at work on them."""
    _environment.cache_clear()


class _Context(Context):
    """A call from a template costs a third of Jinja's: of ours, macros alone ask for its state."""

    def call(self, called: Any, /, *args: Any, _loop_vars: Any = None, **named: Any) -> Any:
        """Call what a template names."""
        return called(*((self.eval_ctx, *args) if isinstance(called, Macro) else args), **named)


class _Environment(Environment):
    context_class = _Context

    def make_globals(self, d: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return what all templates know as one dictionary, which each import goes through."""
        return {**self.globals, **(d or {})}


@cache
def _environment() -> Environment:
    from guidepress.bibliography.nlm import render_authors, render_source
    from guidepress.bibliography.write import render_coins
    from guidepress.classify.change import IN_WORDS
    from guidepress.classify.context import cite
    from guidepress.classify.folding import fold_published, list_first_published
    from guidepress.export import condition_words, wording
    from guidepress.export.details import describe_value
    from guidepress.export.evidence import find_cautions
    from guidepress.export.wording import CAUTIONS
    from guidepress.prose.render import render_claim
    from guidepress.site import dates, words
    from guidepress.site.legend import scales_of_advice
    from guidepress.site.pictures import draw_effects

    environment = _Environment(
        auto_reload=False,
        autoescape=True,
        loader=FileSystemLoader(SITE_OVERRIDES_FOLDER / "templates", encoding="utf-8"),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    named = environment.globals
    named["words"] = vars(wording) | vars(condition_words) | vars(words)
    named["impacts"] = IN_WORDS
    named |= {"fold_published": fold_published, "list_first_published": list_first_published}
    named |= {"describe_value": describe_value, "coins": render_coins, "authors": render_authors}
    named |= {"source_of": render_source, "cite": cite, "claim": render_claim}
    named["scales_of_advice"] = scales_of_advice
    named |= {
        "draw_effects": draw_effects,
        "day": wording.render_day,
        "status": dates.render_status,
    }
    named |= {"dates": dates.list_dates, "unstated": dates.render_unstated}
    named |= {"cautions": CAUTIONS, "find_cautions": find_cautions}
    for each in (words.alert_anchor, words.change_anchor, words.version_anchor, words.mark_note):
        named[each.__name__] = each
    environment.tests["warns"] = wording.render_warning
    environment.filters |= {
        "html": Markup,
        "begin_bold": begin_bold,
        "units": keep_units,
        "days": wording.write_days,
    }
    return environment
