"""Prose cut into what is compared as one: words, numbers with their unit signs, citations."""

from __future__ import annotations

import re

_CITATION = r"\[@[a-z][a-z0-9-]{0,79}(?:; @[a-z][a-z0-9-]{0,79}){0,49}\]"
# A number keeps its sign, decimals, groups and per cent: "2.5", ".5", "1,000", "-3", "50%".
_START = r"[-+\u2212\u00b1]?(?:(?<!\.)\.)?[0-9]{1,40}"
_GROUPS = r"(?:[.,:/][0-9]{1,40})"
_NUMBER = rf"{_START}(?:{_GROUPS}{{1,9}}[%\u2030]?|[%\u2030]?(?![^\W_]))"
# A word keeps its digits, apostrophes and hyphens: "HER2", "m2", "don't", "non-metastatic".
_WORD = r"[^\W_]{1,80}(?:['\u2019-][^\W_]{1,80}){0,9}"
TOKEN = re.compile(rf"{_CITATION}|(?<![^\W_]){_NUMBER}|{_WORD}|\s{{1,80}}|.", re.DOTALL)

# Not between the works of one citation: "[@a; @b]".
_SENTENCE_END = re.compile(r"(?<=[.!?;])(\s{1,20})(?=[^\s@])")


def tokens_of(text: str) -> list[str]:
    """Return the tokens of the text; joined, they are the text again."""
    return TOKEN.findall(text)


def sentences_of(text: str) -> list[str]:
    """Return the sentences of the text, each with the white space behind it."""
    parts = _SENTENCE_END.split(text)
    ends = [*parts[1::2], ""]
    return [body + end for body, end in zip(parts[0::2], ends, strict=True)]


def is_word(token: str) -> bool:
    """Tell a word, number or citation from white space and punctuation."""
    return token.isalnum() or any(each.isalnum() for each in token)


def is_citation(token: str) -> bool:
    """Tell a citation from other words."""
    return token.startswith("[@")


def is_number(token: str) -> bool:
    """Tell what holds a digit or a fraction, and is no citation."""
    return not is_citation(token) and any(each.isnumeric() for each in token)
