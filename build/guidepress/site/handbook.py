"""The handbook, and pages of the publisher's own: Markdown files as staged pages of the site.

The handbook is below ``docs/`` of the site. Links between its pages lead on. What else a link
names, such as a test, is no part of the site and stays text. Like bodies of other pages, all but
headings is finished HTML, without raw HTML.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from functools import cache, partial
from html import escape
from textwrap import shorten
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from guidepress.files import read_plain, working_in
from guidepress.problem import UnusableError, find_nearest
from guidepress.resources import HANDBOOK_FOLDER
from guidepress.site.blocks import join_blocks
from guidepress.site.templates import heading

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    Lead = Callable[[str], str | None]

HOME = "index.md"
_MOST_BYTES = 1_000_000
# What a search engine shows of a description.
_DESCRIBED = 160
_META = {"hide": ["navigation"]}


def stage_handbook(folder: Path = HANDBOOK_FOLDER) -> dict[str, bytes]:
    """Return the staged page of each Markdown page in the folder, and in folders of it."""
    files = {file.relative_to(folder).as_posix(): file for file in sorted(folder.rglob("*.md"))}
    names = frozenset(files)
    return {
        staged_name(name): _render(name, file.read_text(encoding="utf-8"), names).encode()
        for name, file in files.items()
    }


def stage_pages(files: Mapping[str, Path]) -> dict[str, bytes]:
    """Return the staged page of each Markdown page of a project, by its name below ``pages/``.

    Raises UnusableError where one cannot be read, or has no title.
    """
    names = frozenset(files)
    pages = {}
    for name, file in files.items():
        with working_in(file):
            text = read_plain(file, _MOST_BYTES).decode()
        if not text.startswith("# "):
            raise UnusableError(f"pages/{name}:1: begin with a title, as in `# Legal notice`")
        pages[name] = _render(name, text, names, place=str).encode()
    return pages


def find_dead_links(files: Mapping[str, Path], site: Collection[str]) -> Iterator[str]:
    """Yield a line for each link or image of a project's pages that leads to no file of the site.

    ``files`` are as for ``stage_pages``; ``site`` are the names of all files of the site.
    """
    for name, file in files.items():
        folder = posixpath.dirname(name)
        for line, address in _list_addresses(file.read_text(encoding="utf-8-sig")):
            parts = urlsplit(address)
            target = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
            if parts.path and not (parts.scheme or parts.netloc or _built(target) in site):
                advice = _advise(folder, target.lstrip("/"), site)
                yield f"pages/{name}:{line}: the site has nothing at {address}; {advice}"


def _list_addresses(text: str) -> Iterator[tuple[int, str]]:
    """Yield the address of each link and image with its line."""
    for token in _parser().parse(text):
        line = token.map[0] + 1 if token.map else 1
        for each in token.children or ():
            line += each.type.endswith("break")
            if address := each.attrs.get("href") or each.attrs.get("src"):
                yield line, str(address)


def _advise(folder: str, target: str, site: Collection[str]) -> str:
    """Return what to write in place of a link, by the nearest name of the site."""
    names = {re.sub(r"\.html$", ".md", each) for each in site if not each.startswith("api/")}
    meant = [each for each in (target, posixpath.normpath(f"{target}/index.md")) if each in names]
    if near := meant[0] if meant else find_nearest(target, names):
        return f"did you mean {posixpath.relpath(near, folder or '.')}?"
    place = "pages" if target.endswith(".md") else "pages/static"
    return f"put it into the project as {place}/{target}, or link to what is there"


def stage_handbook_home(folder: Path = HANDBOOK_FOLDER) -> dict[str, bytes]:
    """Return its first page alone, which leads nowhere: for navigations that name it."""
    text = (folder / HOME).read_text(encoding="utf-8")
    return {staged_name(HOME): _render(HOME, text, frozenset()).encode()}


def staged_name(name: str) -> str:
    """Return where a page of the handbook is staged: a folder each, as all pages of the site."""
    return f"docs/{name}" if name == HOME else f"docs/{name.removesuffix('.md')}/index.md"


def _render(
    name: str, text: str, names: frozenset[str], place: Callable[[str], str] = staged_name
) -> str:
    tokens = _parser().parse(text)
    for token in tokens:
        token.children = _led(token.children or [], partial(_lead, name, names, place))
    title, *blocks = _blocks(tokens)
    paragraphs = (at for at, token in enumerate(tokens) if token.type == "paragraph_open")
    summary = _plain(tokens[next(paragraphs, 0) + 1])
    meta = {**_META, "summary": shorten(summary, _DESCRIBED, placeholder=" …")}
    trail = _trail(name) if place is staged_name else ()
    return join_blocks(meta, [title, *trail, *blocks])


def _lead(
    name: str, names: frozenset[str], place: Callable[[str], str], address: str
) -> str | None:
    """Return where a link of a page leads on the site, or nothing where that has no such page.

    A page of the publisher's may lead to whatever the build makes, and to files beside it.
    """
    parts = urlsplit(address)
    if parts.scheme or not parts.path:
        return address
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
    known = target in names or (place is str and not target.startswith("/"))
    return parts._replace(path=quote(_way(name, target, place))).geturl() if known else None


def _way(name: str, target: str, place: Callable[[str], str] = staged_name) -> str:
    return posixpath.relpath(_built(place(target)), posixpath.dirname(place(name)))


def _built(name: str) -> str:
    return re.sub(r"\.md$", ".html", name)


def _trail(name: str) -> Iterator[str]:
    """Yield links to what a page is part of."""
    above = {} if name == HOME else {HOME: "Handbook"}
    if folder := posixpath.dirname(name):
        above[f"{folder}.md"] = folder.capitalize()
    links = [f'<a href="{_way(name, each)}">{phrase}</a>' for each, phrase in above.items()]
    if links:
        yield f'<p class="gp-note">{", ".join(links)}</p>'


def _led(children: Sequence[Token], lead: Lead) -> list[Token]:
    """Let links lead where ``lead`` says; of one that leads nowhere, keep the text."""
    kept: list[Token] = []
    gone = False
    for token in children:
        if token.type == "link_open":
            address = lead(str(token.attrs["href"]))
            gone = address is None
            token.attrs["href"] = address or ""
        if not (gone and token.type in {"link_open", "link_close"}):
            kept.append(token)
    return kept


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield headings with their anchors, and between them finished HTML."""
    taken: Counter[str] = Counter()
    start = 0
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0:
            yield from _body(tokens[start:index])
            text = _plain(tokens[index + 1])
            anchor = "_title" if token.tag == "h1" else _anchor(text, taken)
            yield heading(int(token.tag[1:]), text, anchor)
            start = index + len(("heading_open", "inline", "heading_close"))
    yield from _body(tokens[start:])


def _body(tokens: Sequence[Token]) -> Iterator[str]:
    if tokens:
        yield f"<div>\n{_parser().renderer.render(tokens, _parser().options, {})}</div>"


def _anchor(text: str, taken: Counter[str]) -> str:
    """Return the anchor that services which show Markdown give a heading, so that links fit both.

    https://docs.github.com/get-started/writing-on-github, section links.
    """
    slug = re.sub(r"[^a-z0-9_ -]", "", text.lower()).replace(" ", "-")
    taken[slug] += 1
    return slug if taken[slug] == 1 else f"{slug}-{taken[slug] - 1}"


def _plain(inline: Token) -> str:
    parts = (" " if each.type == "softbreak" else each.content for each in inline.children or [])
    return "".join(parts)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.add_render_rule("table_open", _open_table)
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    parser.add_render_rule("fence", _render_fence)
    return parser


# What is wider than a phone scrolls by itself, and with the keyboard too.
def _open_table(*_: Any) -> str:
    return (
        '<div class="gp-wide" role="group" aria-label="Table" tabindex="0">'
        '<table class="gp-table">\n'
    )


def _render_fence(_self: Any, tokens: Sequence[Token], index: int, *_: Any) -> str:
    # MkDocs writes spaces for tabs, even inside of finished HTML.
    code = escape(tokens[index].content).replace("\t", "&#9;")
    return f'<pre><code tabindex="0">{code}</code></pre>\n'
