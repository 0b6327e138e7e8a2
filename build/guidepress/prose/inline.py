"""One run of prose as nodes: emphasis, raised and lowered signs, code, links, citations, text.

A sign is markup only where an author can have meant nothing else; everywhere else it is text.
The handbook has the table of what each sign means.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

from guidepress.prose.citations import CITATION, keys_of
from guidepress.prose.entities import ENTITY, sign_of
from guidepress.units import WORDS, is_unit

Style: TypeAlias = Literal["strong", "emphasis", "raised", "lowered", "code", "link"]


class Text(NamedTuple):
    """Letters and signs, shown as they are; a line break inside is a space to the reader."""

    text: str


class Span(NamedTuple):
    """Styled nodes; ``target`` is the address of a link, and empty otherwise."""

    style: Style
    children: tuple[Inline, ...]
    target: str = ""


class Cited(NamedTuple):
    """A citation of these references."""

    keys: tuple[str, ...]


class Break(NamedTuple):
    """A line break that the author asked for."""


Inline: TypeAlias = Text | Span | Cited | Break


class _Mark(NamedTuple):
    """Signs that may begin or end emphasis."""

    signs: str
    opens: bool
    closes: bool


_WEB = r"(?:https?://|mailto:)"
# Ids are anchors of the page that shows them all. One pair of parentheses may be inside an address.
_TARGET = (
    rf"{_WEB}(?:[^\s()<>\\]|\([^\s()<>\\]{{0,200}}\)){{1,2000}}|\#[a-z][a-z0-9-]{{0,79}}"
    r"|guideline:[a-z][a-z0-9-]{0,79}(?:\#[a-z][a-z0-9-]{0,79})?"
)
_TOKEN = re.compile(
    rf"""
    \\(?P<escaped>[!-/:-@\[-`{{-~])
    | (?P<hard>\\\n|[ ]{{2,9}}\n)
    | (?P<cited>{CITATION.pattern.replace(" ", "[ ]")})
    | (?<![\w`])`(?P<code>[^`\s](?:[^`]{{0,998}}[^`\s])?)`(?![\w`])
    | <(?P<auto>{_WEB}[^\s<>\\]{{1,2000}})>
    | (?<!\w)(?P<bare>https?://\w[^\s<>"`\[\]\\^{{}}|]{{0,2000}})
    | &(?P<entity>{ENTITY});
    | (?<!!)\[(?P<label>(?:[^\[\]\\]|\\.){{1,500}})\]
        \((?:<(?P<boxed>{_TARGET})>|(?P<target>{_TARGET}))\)
    | (?<!\^)\^(?P<raised>[^\s^~\[\]<>\\`_|$]{{1,40}})\^(?![\d^])
    | (?<!~)~(?P<lowered>[^\s^~\[\]<>\\`_|$]{{1,40}})~(?![\d~])
    | (?P<mark>\*{{1,999}}|_{{1,999}})
    """,
    re.VERBOSE,
)
_SPECIAL = re.compile(r"[\\`*_\[<&^~]|://|  \n")
_ENTITY_ENDS = re.compile(r"&#?\w{1,32};\Z")
_ENTITY_BEGINS = re.compile(r"&#?\w")
_WORD = re.compile(r"[\"'“‘_(]{0,3}[^\W\d_]")
_AMOUNT = re.compile(r"[0-9.,]{1,20} ?([^\W\d_][^\s*,;:()]{0,29})")
_COUNTED = frozenset(word for words in WORDS.values() for word in words)
# Marks that wait for their end at one time: how deep styles can be nested.
_MOST_OPEN = 20
_STYLES: dict[str, Style] = {"**": "strong", "_": "emphasis", "*": "emphasis"}
_CHARGES = frozenset("+-\N{MINUS SIGN}\N{EN DASH}*†‡§°∞′″™®")
_NEVER_FIRST, _NEVER_LAST = frozenset(")]}.,;:!?%"), frozenset("([{")


def parse_inline(text: str) -> tuple[Inline, ...]:
    """Return the nodes of one paragraph, or of one line."""
    if not _SPECIAL.search(text):
        return (Text(text),) if text else ()
    return _nested(list(_pieces(text)))


def _pieces(text: str) -> Iterator[Inline | _Mark]:
    start = after = 0
    while found := _TOKEN.search(text, after):
        piece, end = _read(found)
        after = end
        if piece is None:
            after = found.start() + 1
            continue
        before = text[start : found.start()]
        # The mark of a citation follows the word, whatever space the author left between.
        yield Text(before.rstrip(" ") if isinstance(piece, Cited) else before)
        yield piece
        start = end
    yield Text(text[start:])


def _read(found: re.Match[str]) -> tuple[Inline | _Mark | None, int]:
    """Return the node and where it ends; None where the sign is only a sign."""
    kind = str(found.lastgroup)
    node = _READERS[kind](found[kind], found)
    if kind == "bare" and isinstance(node, Span):
        return node, found.start() + len(node.target)
    return node, found.end()


def _link(target: str, found: re.Match[str]) -> Span:
    return Span("link", tuple(_without_links(parse_inline(found["label"]))), target)


def _address(target: str, _found: re.Match[str]) -> Span:
    return Span("link", (Text(target),), target)


def _bare(written: str, found: re.Match[str]) -> Span:
    """Return a link to an address without what belongs to the sentence around it."""
    while written[-1] in ".,;:!?'*_~&" or (
        written[-1] == ")" and written.count(")") > written.count("(")
    ):
        written = written[:-1]
    return _address(written, found)


def _code(written: str, _found: re.Match[str]) -> Span:
    return Span("code", (Text(" ".join(written.split("\n"))),))


def _without_links(nodes: Sequence[Inline]) -> Iterator[Inline]:
    """Yield what a link shows: an address inside it is no link of its own."""
    for node in nodes:
        if not isinstance(node, Span):
            yield node
        elif node.style == "link":
            yield from node.children
        else:
            yield node._replace(children=tuple(_without_links(node.children)))


def _entity(name: str, _found: re.Match[str]) -> Text | None:
    sign = sign_of(name)
    return None if sign is None else Text(sign)


def _raised(inside: str, found: re.Match[str]) -> Span | None:
    """Return a raised or lowered figure, word or charge, but nothing between two powers."""
    after = found.string[found.end() : found.end() + 1]
    if not (_CHARGES.issuperset(inside) or any(each.isalnum() for each in inside)):
        return None
    if inside[0] in ",.;:)/=" or inside[-1] in ",.;:(/=":
        return None
    if after.isalnum() and not (inside.isalnum() or _CHARGES.issuperset(inside)):
        return None
    return Span("raised" if found.lastgroup == "raised" else "lowered", (Text(inside),))


def _mark(signs: str, found: re.Match[str]) -> _Mark:
    if signs not in _STYLES:
        # Three stars or two underscores mean nothing here; the whole run is text.
        return _Mark(signs, opens=False, closes=False)
    text, start, end = found.string, found.start(), found.end()
    before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
    opens = not after.isspace() and after not in _NEVER_FIRST and _parts(before)
    closes = not before.isspace() and before not in _NEVER_LAST and _parts(after)
    # What an entity beside it stands for may be a letter.
    opens = opens and not _ENTITY_ENDS.search(text, max(0, start - 34), start)
    closes = closes and not _ENTITY_BEGINS.match(text, end)
    if signs == "*":
        opens = opens and _begins_words(text, start)
        closes = closes and not (before.isdigit() and text[end : end + 9].lstrip()[:1].isdigit())
    return _Mark(signs, opens, closes)


def _parts(sign: str) -> bool:
    return sign.isspace() or sign in "$+<=>`|" or unicodedata.category(sign).startswith("P")


def _begins_words(text: str, start: int) -> bool:
    """Tell a star before emphasised words from an allele, a product or a note: ``CYP2C19 *2``."""
    before, after = text[start - 1 : start] or " ", text[start + 1 : start + 2]
    if not (before.isspace() or before in "([{\"'“‘—_*"):
        return False
    if after.isdigit():
        multiplied = text[max(0, start - 9) : start].rstrip()[-1:].isdigit()
        amount = _AMOUNT.match(text, start + 1)
        return not multiplied and amount is not None and _is_unit(amount[1].rstrip("."))
    return bool(_WORD.match(text, start + 1))


def _is_unit(word: str) -> bool:
    """Tell a unit from any other word: ``*2 carriers`` begins with an allele."""
    return word in _COUNTED or is_unit(re.sub("[\u00b5\u03bc]", "u", word))


_READERS: dict[str, Callable[[str, re.Match[str]], Inline | _Mark | None]] = {
    "escaped": lambda sign, _found: Text(sign),
    "hard": lambda _written, _found: Break(),
    "cited": lambda mark, _found: Cited(keys_of(mark)),
    "code": _code,
    "auto": _address,
    "bare": _bare,
    "entity": _entity,
    "boxed": _link,
    "target": _link,
    "raised": _raised,
    "lowered": _raised,
    "mark": _mark,
}


def _nested(pieces: Sequence[Inline | _Mark]) -> tuple[Inline, ...]:
    ends = _pair(pieces)
    starts = set(ends.values())
    levels: list[list[Inline]] = [[]]
    for place, piece in enumerate(pieces):
        if place in starts:
            levels.append([])
        elif place in ends and isinstance(piece, _Mark):
            children = tuple(levels.pop())
            levels[-1].append(Span(_STYLES[piece.signs], children))
        else:
            _append(levels[-1], Text(piece.signs) if isinstance(piece, _Mark) else piece)
    return tuple(levels[0])


def _append(nodes: list[Inline], node: Inline) -> None:
    if isinstance(node, Text) and nodes and isinstance(nodes[-1], Text):
        nodes[-1] = Text(nodes[-1].text + node.text)
    elif node != Text(""):
        nodes.append(node)


def _pair(pieces: Sequence[Inline | _Mark]) -> dict[int, int]:
    """Return, by the place of each mark that ends emphasis, the place of the one that begins it."""
    waiting: list[int] = []
    ends: dict[int, int] = {}
    star = -1
    for place, piece in enumerate(pieces):
        if not isinstance(piece, _Mark):
            continue
        start = _begin(pieces, waiting, piece.signs) if piece.closes else None
        # A star that is a sign makes the stars around it signs, too.
        if start is not None and not (piece.signs == "*" and start < star):
            ends[place] = start
            del waiting[waiting.index(start) :]
        elif piece.opens and len(waiting) < _MOST_OPEN:
            waiting.append(place)
        elif piece.signs == "*":
            star = place
    return ends


def _begin(pieces: Sequence[Inline | _Mark], waiting: Sequence[int], signs: str) -> int | None:
    for place in reversed(waiting):
        piece = pieces[place]
        if isinstance(piece, _Mark) and piece.signs == signs:
            return place
    return None
