"""Abbreviations are spelt out where a page first uses them; no reader has to hover for them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from guidepress.model import Abbreviation, Guideline
from guidepress.prose.render import render_plain

# Not an id that anyone can write.
ADAPTATION = "_adaptation"
_TAG = re.compile(r"(<[^<>]{1,2000}>)")


def find_first_uses(guideline: Guideline) -> Mapping[str, Sequence[Abbreviation]]:
    """Return, by the id of a statement, the abbreviations that it is the first to use.

    The line on the source stands before all statements, as ``ADAPTATION``. An abbreviation whose
    meaning the text itself gives is not spelt out a second time.
    """
    found: dict[str, list[Abbreviation]] = {}
    texts = list(_find_texts(guideline))
    for abbreviation in guideline.identity.abbreviations:
        pattern = _pattern(abbreviation.id)
        first = next(((key, text) for key, text in texts if pattern.search(text)), None)
        if first and abbreviation.expansion.casefold() not in first[1].casefold():
            found.setdefault(first[0], []).append(abbreviation)
    return found


def _find_texts(guideline: Guideline) -> Iterator[tuple[str, str]]:
    if guideline.identity.source:
        yield ADAPTATION, guideline.identity.source.adaptation
    for statement in guideline.statements():
        yield statement.id, render_plain(statement.text)


def spell_out(html: str, abbreviations: Sequence[Abbreviation]) -> str:
    """Return the safe HTML of a statement with the meaning behind each of its abbreviations."""
    for abbreviation in abbreviations:
        html = "".join(_spell_out_once(html, abbreviation))
    return html


def _spell_out_once(html: str, abbreviation: Abbreviation) -> Iterator[str]:
    pattern = _pattern(escape(abbreviation.id, quote=False))
    meaning = f' <span class="gp-expansion">({escape(abbreviation.expansion)})</span>'
    pieces = iter(_TAG.split(html))
    for piece in pieces:
        found = None if piece.startswith("<") else pattern.search(piece)
        if found:
            yield piece[: found.end()] + meaning + piece[found.end() :]
            break
        yield piece
    yield from pieces


def _pattern(abbreviation: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(abbreviation)}(?![\w-])")
