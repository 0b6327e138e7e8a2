"""Prose as safe HTML, as plain text, as Markdown for other readers, and as it is read here."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape

from guidepress.prose.blocks import Block, Items, Paragraph, parse_prose
from guidepress.prose.inline import Break, Cited, Inline, Span, Text, parse_inline

_ELEMENTS = {
    "strong": "strong",
    "emphasis": "em",
    "raised": "sup",
    "lowered": "sub",
    "code": "code",
}
_FIGURES = {
    "raised": str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "lowered": str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"),
}
_RAISED = {"raised": "^", "lowered": "~"}
_STYLES = {"strong": "**", "emphasis": "_"}
_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]<>#|~!^&$@"})
# Behind brackets these would be a link, or define one.
_AFTER_CITATION = re.compile(r"\]\0([:(])")
# What begins a block for a reader of CommonMark.
_BEGINS = re.compile(r"^[-+=]|^[0-9]{1,9}(?=[.)])", re.MULTILINE)


def render_html(text: str, mark_citation: Callable[[tuple[str, ...]], str]) -> str:
    """Return safe HTML. ``mark_citation`` gives the (trusted) HTML of a citation of these keys.

    All that the text itself brings is escaped; a link leads to http, https or
    mailto, or to an id of the page, or is text.
    """
    return "\n".join(_html_block(each, mark_citation) for each in parse_prose(text))


def render_inline_html(text: str, mark_citation: Callable[[tuple[str, ...]], str]) -> str:
    """Return the same without paragraphs, for a line such as a name or a list's introduction."""
    return _html(parse_inline(text), mark_citation)


def _html_block(block: Block, cite: Callable[[tuple[str, ...]], str]) -> str:
    if isinstance(block, Paragraph):
        return f"<p>{_html(block.children, cite)}</p>"
    element = "ol" if block.ordered else "ul"
    items = (f"<li>{_html_item(each, cite)}</li>\n" for each in block.items)
    return f"<{element}>\n{''.join(items)}</{element}>"


def _html_item(blocks: Sequence[Block], cite: Callable[[tuple[str, ...]], str]) -> str:
    first, *others = blocks
    if isinstance(first, Paragraph) and not any(isinstance(each, Paragraph) for each in others):
        return "\n".join(
            [_html(first.children, cite), *(_html_block(each, cite) for each in others)]
        )
    return "\n".join(_html_block(each, cite) for each in blocks)


def _html(nodes: Iterable[Inline], cite: Callable[[tuple[str, ...]], str]) -> str:
    return "".join(_html_node(each, cite) for each in nodes)


def _html_node(node: Inline, cite: Callable[[tuple[str, ...]], str]) -> str:
    match node:
        case Text(text):
            return escape(text, quote=False).replace('"', "&quot;")
        case Break():
            return "<br />\n"
        case Cited(keys):
            return cite(keys)
        case Span("link", children, target):
            return f'<a href="{escape(target)}">{_html(children, cite)}</a>'
        case Span(style, children):
            element = _ELEMENTS[style]
            return f"<{element}>{_html(children, cite)}</{element}>"


def render_plain(text: str) -> str:
    """Return the text without marks, paragraphs and items on lines of their own.

    Bullets are •. Raised and lowered figures are figures of that form (10⁹), other raised and
    lowered signs keep their marks (``IC~max~``), so that no power becomes a number.
    Citations are in brackets, as they are written; ``render_claim`` leaves them out.
    """
    return "\n".join(_lines(parse_prose(text), _plain))


def render_claim(text: str) -> str:
    """Return what the text says, on one line, without marks and citations."""
    return re.sub("[ \t\r\n]+", " ", " ".join(_lines(parse_prose(text), _uncited))).strip(" ")


def _lines(blocks: Iterable[Block], render: Callable[[Iterable[Inline]], str]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from render(block.children).split("\n")
            continue
        for number, item in enumerate(block.items, start=1):
            mark = f"{number}. " if block.ordered else "• "
            for place, line in enumerate(_lines(item, render)):
                yield (" " * len(mark) if place else mark) + line


def _plain(nodes: Iterable[Inline]) -> str:
    return _joined(nodes, lambda node: _plain_node(node, _plain))


def _uncited(nodes: Iterable[Inline]) -> str:
    kept = (node for node in nodes if not isinstance(node, Cited))
    return _joined(kept, lambda node: _plain_node(node, _uncited))


def _joined(nodes: Iterable[Inline], render: Callable[[Inline], str]) -> str:
    """Join what the nodes are; before a citation there is a space, whatever the author left."""
    parts: list[str] = []
    for node in nodes:
        apart = isinstance(node, Cited) and parts and not parts[-1].endswith((" ", "\n"))
        parts += [" ", render(node)] if apart else [render(node)]
    return "".join(parts)


def _plain_node(node: Inline, inside: Callable[[Iterable[Inline]], str]) -> str:
    match node:
        case Text(text):
            return " ".join(text.split("\n"))
        case Break():
            return "\n"
        case Cited(keys):
            return _citation(keys)
        case Span("raised" | "lowered" as style, children):
            return _figures(style, inside(children))
        case Span(_, children):
            return inside(children)


def _figures(style: str, text: str) -> str:
    if text.isascii() and text.isdecimal():
        return text.translate(_FIGURES[style])
    return f"{_RAISED[style]}{text}{_RAISED[style]}"


def _citation(keys: Iterable[str]) -> str:
    return f"[{'; '.join(f'@{key}' for key in keys)}]"


def render_commonmark(text: str) -> str:
    """Return Markdown in which a reader of CommonMark or Pandoc sees what the page shows.

    Whatever would be markup there and is text here is escaped. Citations are Pandoc's.
    """
    return _markdown_blocks(parse_prose(text))


def escape_markdown(text: str) -> str:
    """Return one line of plain text, such as a name, for the inside of a line of Markdown."""
    return " ".join(text.split()).translate(_MARKDOWN)


def _markdown_blocks(blocks: Sequence[Block], indent: str = "") -> str:
    parts, marks = [], "-."
    for place, block in enumerate(blocks):
        # Two lists side by side would be one, with numbers that go on, but for other marks.
        beside = place > 0 and isinstance(blocks[place - 1], Items) and isinstance(block, Items)
        marks = "+)" if beside and marks == "-." else "-."
        parts.append(_markdown_block(block, indent, marks))
    return f"\n\n{indent}".join(parts)


def _markdown_block(block: Block, indent: str, marks: str) -> str:
    if isinstance(block, Paragraph):
        text = _markdown(block.children).strip(" ")
        return _BEGINS.sub(_escaped, text).replace("\n", f"\n{indent}")
    items = []
    for number, item in enumerate(block.items, start=1):
        mark = f"{number}{marks[1]} " if block.ordered else f"{marks[0]} "
        items.append(mark + _markdown_blocks(item, indent + " " * len(mark)))
    return f"\n{indent}".join(items)


def _escaped(found: re.Match[str]) -> str:
    return f"{found[0]}\\" if found[0].isdecimal() else f"\\{found[0]}"


def _markdown(nodes: Iterable[Inline]) -> str:
    return _AFTER_CITATION.sub(r"]\\\1", _joined(nodes, _markdown_node)).replace("\0", "")


def _markdown_node(node: Inline) -> str:
    match node:
        case Text(text):
            return text.translate(_MARKDOWN)
        case Break():
            return "\\\n"
        case Cited(keys):
            # Where the mark ends is seen by a sign that no text holds.
            return f"{_citation(keys)}\0"
        case Span():
            return _markdown_span(node)


def _markdown_span(span: Span) -> str:
    style, children, target = span
    match style:
        case "raised" | "lowered":
            return _figures(style, _plain(children).translate(_MARKDOWN))
        case "code":
            return f"`{_plain(children)}`"
        case "link":
            return _markdown_link(_markdown(children), _plain(children), target)
        case "strong" | "emphasis":
            return _styled(_STYLES[style], _markdown(children))


def _markdown_link(shown: str, plain: str, target: str) -> str:
    if target.startswith("#"):
        # An id is an anchor of the page, not of this file.
        return shown
    address = target.replace("&", "&amp;")
    return f"<{target}>" if plain == target else f"[{shown}](<{address}>)"


def _styled(mark: str, text: str) -> str:
    """Put marks around words; a space between a mark and its word would make it a sign."""
    words = text.strip()
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{mark}{words}{mark}{after}" if words else text


def render_reading(text: str, works: Callable[[str], str]) -> str:
    """Return the text with each mark named: ``10[raised: 9]/L``; ``works`` names what is cited."""

    def read(nodes: Iterable[Inline]) -> str:
        return _joined(nodes, read_node)

    def read_node(node: Inline) -> str:
        match node:
            case Cited(keys):
                return f"[cites: {'; '.join(map(works, keys))}]"
            case Span("link", children, target):
                return f"[link: {read(children)} -> {target}]"
            case Span(style, children):
                return f"[{style}: {read(children)}]"
            case _:
                return _plain_node(node, read)

    return "\n".join(_lines(parse_prose(text), read))
