"""Prose as blocks: paragraphs and lists, which nest.

A list is one only where an author can have meant nothing else: bullets are ``- ``, numbers are
1, 2, 3 …; a single ``- 5 mg`` is a step down, a single ``5. Line`` is a line of treatment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from guidepress.prose.inline import Break, Inline, Text, parse_inline


class Paragraph(NamedTuple):
    """One paragraph; ``source`` are its lines as they are written, without their indentation."""

    children: tuple[Inline, ...]
    source: tuple[str, ...]


class Items(NamedTuple):
    """A list, each item made of blocks."""

    ordered: bool
    items: tuple[tuple[Block, ...], ...]


Block: TypeAlias = Paragraph | Items

_ITEM = re.compile(r"( {0,99})(?:(-)|([0-9]{1,9})\.) {1,9}(?=\S)")
_FIGURE = re.compile(r"[0-9.,+<>=~%\-±≤≥−–]")
# Nobody reads a list inside more lists than that.
_DEEPEST = 6


class _Attempt(NamedTuple):
    """Lines that begin like items: those of each item, where they end, whether numbers fit."""

    ordered: bool
    items: list[list[str]]
    end: int
    fits: bool


@lru_cache(maxsize=1_024)
def parse_prose(text: str) -> tuple[Block, ...]:
    """Return the blocks; kept, since a page says most things twice and each release most again."""
    return tuple(_blocks(text.expandtabs(4).split("\n"), depth=0))


def number_of_item(line: str) -> int | None:
    """Return the number of a line that begins like an item, 0 for a bullet."""
    found = _ITEM.match(line)
    return int(found[3] or 0) if found else None


def _blocks(lines: Sequence[str], depth: int) -> Iterator[Block]:
    written: list[str] = []
    place = literal = 0
    while place < len(lines):
        if place >= literal and depth < _DEEPEST and _ITEM.match(lines[place]):
            attempt = _attempt(lines, place)
            if _is_list(attempt, lines[:place], nested=depth > 0):
                yield from _paragraph(written)
                yield Items(attempt.ordered, tuple(_item(each, depth) for each in attempt.items))
                written, place = [], attempt.end
                continue
            literal = attempt.end
        if lines[place].strip():
            written.append(lines[place])
        else:
            yield from _paragraph(written)
            written = []
        place += 1
    yield from _paragraph(written)


def _attempt(lines: Sequence[str], start: int) -> _Attempt:
    first = _ITEM.match(lines[start])
    indent, ordered = (len(first[1]), not first[2]) if first else (0, False)
    items: list[list[str]] = []
    for place in range(start, len(lines)):
        line = lines[place]
        mark = _ITEM.match(line)
        if mark and len(mark[1]) == indent and ordered is not bool(mark[2]):
            if ordered and int(mark[3]) != len(items) + 1:
                return _Attempt(ordered, items, max(place, start + 1), fits=False)
            items.append([line[mark.end() :]])
        elif not line.strip() or _indent(line) >= indent + 2:
            items[-1].append(line)
        else:
            return _Attempt(ordered, items, place, fits=True)
    return _Attempt(ordered, items, len(lines), fits=True)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_list(attempt: _Attempt, above: Sequence[str], *, nested: bool) -> bool:
    """Tell a list from a sign or a number at the start of a sentence, or of a wrapped line."""
    items = attempt.items
    if attempt.ordered:
        return attempt.fits and len(items) > 1
    figures = any(_FIGURE.match(each[0]) for each in items)
    alone = len(items) == 1 and not any(map(_ITEM.match, items[0][1:]))
    introduced = any(line.strip() for line in above)
    if alone and (figures or not introduced):
        return False
    line = above[-1].rstrip() if above else ""
    return nested or not line or line.endswith(":") or not (alone or figures)


def _item(lines: Sequence[str], depth: int) -> tuple[Block, ...]:
    first, *others = lines
    cut = min((_indent(line) for line in others if line.strip()), default=0)
    return tuple(_blocks([first, *(line[cut:] for line in others)], depth + 1))


def _paragraph(lines: Sequence[str]) -> Iterator[Paragraph]:
    source = tuple(line.lstrip(" ") for line in lines)
    if source:
        yield Paragraph(tuple(_without_end(parse_inline("\n".join(source)))), source)


def _without_end(nodes: Sequence[Inline]) -> Sequence[Inline]:
    """Return the nodes without line breaks and spaces behind the last word."""
    end = len(nodes)
    while end and (isinstance(nodes[end - 1], Break) or _is_blank(nodes[end - 1])):
        end -= 1
    last = nodes[end - 1] if end else None
    return [*nodes[: end - 1], Text(last.text.rstrip())] if isinstance(last, Text) else nodes[:end]


def _is_blank(node: Inline) -> bool:
    return isinstance(node, Text) and not node.text.strip()
