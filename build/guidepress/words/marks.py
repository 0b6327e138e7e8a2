"""Which marks between words carry meaning: a closed list says which do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.words.tokens import is_citation, is_number, is_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HARMLESS = frozenset(
    ".,;:!?()[]{}\"'\u201c\u201d\u2018\u201e\u201a\u00ab\u00bb\u2039\u203a\u2026*_`\\"
)
_STOPS = frozenset(".,;:!?")
_DASH, _TIMES = frozenset("-"), frozenset("*")
# They belong to the number before them, as a unit does.
UNIT_SIGNS = frozenset("%\u2030\u00b0")


def find_meaningful(tokens: Sequence[str]) -> Iterator[str]:
    """Yield words, numbers, citations and signs, and the stops that part a citation from its claim.

    ``true [@a]. False`` and ``true. [@a] False`` differ in what the citation is for.
    """
    for index, token in enumerate(tokens):
        if is_word(token) or is_sign(tokens, index):
            yield token
        elif token in _STOPS and is_citation(_next_word(tokens, index)):
            yield "."


def is_sign(tokens: Sequence[str], index: int) -> bool:
    """Tell a mark that carries meaning, such as ``<``, ``+`` or a minus, from punctuation."""
    token = tokens[index]
    if is_word(token) or token.isspace():
        return False
    if token in _DASH:
        return not _is_spaced(tokens, index) or is_between_numbers(tokens, index)
    if token in _TIMES:
        return all(is_number(beside) for beside in _beside(tokens, index))
    return token not in _HARMLESS


def is_between_numbers(tokens: Sequence[str], index: int) -> bool:
    """Tell whether a dash stands beside a number, with or without a space between."""
    return tokens[index] in _DASH and any(is_number(beside) for beside in _beside(tokens, index))


def _beside(tokens: Sequence[str], index: int) -> tuple[str, str]:
    """Return the tokens before and after, over one white space; empty where there is none."""
    padded = ["", "", *tokens[max(index - 2, 0) : index]]
    before = padded[-2] if padded[-1].isspace() else padded[-1]
    first, second, *_ = [*tokens[index + 1 : index + 3], "", ""]
    return before, second if first.isspace() else first


def _is_spaced(tokens: Sequence[str], index: int) -> bool:
    around = [tokens[place] for place in (index - 1, index + 1) if 0 <= place < len(tokens)]
    return all(each.isspace() for each in around)


def _next_word(tokens: Sequence[str], index: int) -> str:
    """Return the next word, over no more than closing quotes, emphasis and white space."""
    return next((token for token in tokens[index + 1 : index + 6] if is_word(token)), "")
