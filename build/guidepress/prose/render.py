"""Prose as safe HTML: CommonMark without raw HTML, images, or links out of the web and the page."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from guidepress.prose.citations import CITATION, keys_of, without_citations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from markdown_it import MarkdownIt

_WEB = re.compile(r"(?:https?://|mailto:)[^\s]{1,2000}", re.IGNORECASE)
# Ids are anchors of the page that shows them all.
_INSIDE = re.compile(r"#[a-z][a-z0-9-]{0,79}")
# A text in brackets, an address in parentheses: what CommonMark may take for a link.
_WRITTEN = re.compile(r"(?<!\\)\]\(<?([^()<>\s]{1,300})")
_HTML = re.compile(r"(?<!\\)<(?:/?[A-Za-z][^<>]{0,300}|!--[^<>]{0,300}|[?!][^<>]{0,300})>")

# Headings are ours (they carry permanent ids), and a hash at the start of a line stays a hash.
_REFUSED = ("heading", "lheading", "html_block", "html_inline", "autolink")


def render_html(text: str, mark_citation: Callable[[tuple[str, ...]], str]) -> str:
    """Return safe HTML. ``mark_citation`` gives the (trusted) HTML of a citation of these keys.

    All that the text itself brings is escaped; a link leads to http, https or
    mailto, or to an id of the page, or is text.
    A citation is marked inside emphasis, never inside code or a link: what would link it is text.
    A heading stays a paragraph with its hash, an image is the text that stands for it.
    """
    env = {"mark_citation": mark_citation}
    return str(_parser().renderer.render(_parsed(text), _parser().options, env)).rstrip("\n")


def render_inline_html(text: str, mark_citation: Callable[[tuple[str, ...]], str]) -> str:
    """Return the same without paragraphs, for a line such as a name or a list's introduction."""
    return str(_parser().renderInline(text, {"mark_citation": mark_citation}))


def render_plain(text: str) -> str:
    """Return the text without Markdown marks, paragraphs parted by line breaks.

    Citations stay as they are written; ``without_citations`` takes them out first.
    """
    return "\n".join(_plain_blocks(text))


def render_claim(text: str) -> str:
    """Return what the text says, on one line, without marks and citations."""
    return " ".join(render_plain(without_citations(text)).split())


def _plain_blocks(text: str) -> Iterator[str]:
    for token in _parsed(text):
        if token.type in {"code_block", "fence"}:
            yield token.content
        elif token.children is not None:
            yield "".join(_plain_inline(child) for child in token.children)


def _plain_inline(token: Any) -> str:
    return " " if token.type in {"softbreak", "hardbreak"} else str(token.content)


def find_raw_html(text: str) -> Iterator[str]:
    """Yield what an author may have meant as HTML; it is shown as it is written."""
    # The sign is looked for first: hardly a text holds one.
    if "<" in text:
        yield from (found[0] for found in _HTML.finditer(text))


def find_links(text: str) -> Iterator[str]:
    """Yield the targets of links that do not lead to the web."""
    for found in _WRITTEN.finditer(text) if "](" in text else ():
        if not _WEB.fullmatch(found[1]):
            yield found[1]


def _leads_somewhere(url: str) -> bool:
    return bool(_WEB.fullmatch(url) or _INSIDE.fullmatch(url))


@lru_cache(maxsize=1_024)
def _parsed(text: str) -> list[Any]:
    """Return the parsed text: a page says most things twice, and each release says most again."""
    return _parser().parse(text, {})


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).disable(list(_REFUSED))
    parser.validateLink = _leads_somewhere  # type: ignore[method-assign]
    parser.inline.ruler.before("link", "citation", _citation)
    parser.block.ruler.at("reference", _definition, {"alt": []})
    parser.add_render_rule("citation", _render_citation)
    parser.add_render_rule("image", _render_image)
    parser.add_render_rule("fence", _render_fence)
    return parser


def _citation(state: Any, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    found = CITATION.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        # The mark stands close to the word, whatever space the author left before it.
        state.pending = state.pending.rstrip(" ")
        token = state.push("citation", "", 0)
        token.content = found[0]
    state.pos = found.end()
    return True


def _definition(state: Any, first: int, last: int, silent: bool) -> bool:  # noqa: FBT001 - as above
    """Define a link, unless its label is a citation, whose paragraph would vanish."""
    from markdown_it.rules_block import reference

    start = state.bMarks[first] + state.tShift[first]
    return not state.src.startswith("[@", start) and reference(state, first, last, silent)


def _render_citation(_self: Any, tokens: Any, index: int, _options: Any, env: Any) -> str:
    return str(env["mark_citation"](keys_of(tokens[index].content)))


def _render_image(_self: Any, tokens: Any, index: int, _options: Any, _env: Any) -> str:
    from html import escape

    return escape(tokens[index].content)


def _render_fence(_self: Any, tokens: Any, index: int, _options: Any, _env: Any) -> str:
    """Show code without the name of its language, which would become a class of ours."""
    from html import escape

    return f"<pre><code>{escape(tokens[index].content)}</code></pre>\n"
