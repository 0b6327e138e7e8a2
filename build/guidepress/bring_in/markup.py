"""Parsed text becomes prose that is read as exactly these nodes."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence

from guidepress.prose.blocks import Paragraph, parse_prose
from guidepress.prose.inline import Cited, Inline, Span, Text
from guidepress.prose.misreadings import find_misreadings

_MARKS = {"strong": "**", "emphasis": "_", "raised": "^", "lowered": "~"}
_SPACE = re.compile(r"[ \t\r\n]+")
_SIGNS = re.compile(r"[\\`*_\[\]<>^~&@#|!]")
_BEGINS = re.compile(r"(?m)^([-+•>#=|]|[0-9]{1,9}(?=[.)]))")
# What may be read as a mark. The first that leads to the same nodes is taken: fewer backslashes
# are easier to read.
_ESCAPES: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    lambda text: re.sub(r"[\\`*_^~&]|(?<=\s)\[|^\[|<(?=\S)", r"\\\g<0>", text),
    lambda text: _SIGNS.sub(r"\\\g<0>", text),
    lambda text: _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", text),
)


def write_prose(paragraphs: Iterable[Sequence[Inline]]) -> tuple[str, bool]:
    """Return the paragraphs as prose, and whether all styles could be written.

    A style that prose lacks at its place (emphasis inside a word) is left out; no letter is.
    """
    texts, whole = [], True
    for nodes in paragraphs:
        text, styled = _paragraph(tidy(nodes))
        whole = whole and styled
        texts.append(text)
    return "\n\n".join(text for text in texts if text), whole


def _paragraph(nodes: tuple[Inline, ...]) -> tuple[str, bool]:
    without = tidy(_without(nodes, {"strong", "emphasis"}))
    spelt = tidy(_without(nodes, {*_MARKS, "link"}))
    for wanted, styled in ((nodes, True), (without, False), (spelt, False)):
        for escape in _ESCAPES:
            text = _written(wanted, escape)
            for attempt in (text, _BEGINS.sub(_escaped_begin, text)):
                if _reads_as(attempt, wanted):
                    return attempt, styled
    return _written(spelt, _ESCAPES[-1]), False


def _escaped_begin(found: re.Match[str]) -> str:
    return f"{found[0]}\\" if found[0].isdecimal() else f"\\{found[0]}"


def _reads_as(text: str, nodes: tuple[Inline, ...]) -> bool:
    if not text:
        return not nodes
    # A single line with a dash is text; below another paragraph it is a list.
    blocks = [*parse_prose(text), *parse_prose(f"a\n\n{text}")[1:]]
    found = [tidy(each.children) for each in blocks if isinstance(each, Paragraph)]
    return found == [nodes, nodes] and len(blocks) == len(found) and not any(find_misreadings(text))


def _written(nodes: Iterable[Inline], escape: Callable[[str], str]) -> str:
    return "".join(_node(node, escape) for node in nodes)


def _node(node: Inline, escape: Callable[[str], str]) -> str:
    match node:
        case Text(text):
            return escape(text)
        case Cited(keys):
            return f" [{'; '.join(f'@{key}' for key in keys)}]"
        case Span("link", children, target):
            return f"[{_written(children, escape)}]({target})"
        case Span(style, children):
            mark = _MARKS[style]
            return f"{mark}{_written(children, escape)}{mark}"
        case _:
            return "\\\n"


def _without(nodes: Iterable[Inline], styles: Collection[str]) -> Iterable[Inline]:
    """Yield the nodes without styles; what was raised or lowered gets a sign instead."""
    for node in nodes:
        if not isinstance(node, Span) or node.style not in styles:
            yield node
            continue
        # 10 raised to 9 must not become 109.
        sign = {"raised": "^(", "lowered": "_("}.get(node.style, "")
        yield Text(sign)
        yield from _without(node.children, styles)
        yield Text(")" if sign else "")


def tidy(nodes: Iterable[Inline]) -> tuple[Inline, ...]:
    """Return the nodes with texts joined, white space as one space and none at the ends."""
    found = _merged(nodes)
    for place in (0, -1):
        if found and isinstance(end := found[place], Text):
            text = end.text.rstrip(" ") if place else end.text.lstrip(" ")
            found[place : place + 1 or None] = [Text(text)] if text else []
    return tuple(found)


def _merged(nodes: Iterable[Inline]) -> list[Inline]:
    found: list[Inline] = []
    for node in nodes:
        if not isinstance(node, Span):
            _append(found, node)
            continue
        # White space at the ends of a style is put outside, where prose can write it.
        inner = _merged(node.children)
        kept = tidy(inner)
        if _is_blank_at(inner, 0):
            _append(found, Text(" "))
        last = found[-1] if found else None
        if kept and isinstance(last, Span) and last[::2] == node[::2] and node.style != "link":
            kept = tidy((*last.children, *kept))
            found.pop()
        if kept:
            found.append(node._replace(children=kept))
        if kept and _is_blank_at(inner, -1):
            _append(found, Text(" "))
    return found


def _is_blank_at(nodes: Sequence[Inline], place: int) -> bool:
    end = nodes[place] if nodes else None
    return isinstance(end, Text) and end.text[place] == " "


def _append(found: list[Inline], node: Inline) -> None:
    last = found[-1] if found else None
    if isinstance(node, Text):
        if isinstance(last, Text):
            found.pop()
            node = Text(last.text + node.text)
        text = _SPACE.sub(" ", node.text)
        found += [Text(text)] if text else []
        return
    if isinstance(node, Cited):
        # A citation follows its word, whatever space the author left between.
        if isinstance(last, Text):
            found.pop()
            found += [Text(text)] if (text := last.text.rstrip(" ")) else []
            last = found[-1] if found else None
        if isinstance(last, Cited):
            found.pop()
            node = Cited((*last.keys, *(key for key in node.keys if key not in last.keys)))
    found.append(node)
