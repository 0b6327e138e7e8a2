"""The word lists of a language: data, in ``schema/words/``."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from guidepress.resources import SCHEMA_FOLDER
from guidepress.words.tokens import is_citation, tokens_of

if TYPE_CHECKING:
    from collections.abc import Mapping

# Other spellings of the same marks; a dash that parts clauses keeps its distance.
_SAME = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-")
    | dict.fromkeys("\u2014\u2015", " - ")
    | {"\u2019": "'"}
)
# "5mg" is "5 mg", and "50%" is "50 %".
_JOINED = re.compile(r"([-+.0-9,:/\u00b1]{0,99}[0-9])([%\u2030]|[^\W\d_]{1,7}[23\u00b2\u00b3]?)")


@cache
def read_lists(language: str) -> Mapping[str, Any] | None:
    """Read the word lists of a language, by its first subtag; None where there are none.

    ``classes``: deciding words and phrases; ``spellings``: American to British, and the like;
    ``case_decides``: words that mean something else in other case (mM and mm, ALL and all).
    """
    subtag = language.partition("-")[0].lower()
    if not (subtag.isascii() and subtag.isalpha()):
        return None
    file = SCHEMA_FOLDER / "words" / f"{subtag}.json"
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else None


def normal_tokens(text: str, lists: Mapping[str, Any]) -> list[str]:
    """Return the tokens of the text in one spelling and case; a unit is a token of its own."""
    tokens = tokens_of(text.translate(_SAME))
    return [_normal(part, lists) for token in tokens for part in _parts(token, lists)]


def _parts(token: str, lists: Mapping[str, Any]) -> tuple[str, ...]:
    joined = _JOINED.fullmatch(token)
    if joined and joined[2].casefold() in lists["classes"]["unit"]:
        return joined.groups()
    return (token,)


def _normal(token: str, lists: Mapping[str, Any]) -> str:
    if token in lists["case_decides"]:
        return token
    spellings, word = lists["spellings"], token.casefold()
    if word in spellings or is_citation(word):
        return str(spellings.get(word, word))
    return "-".join(spellings.get(part, part) for part in word.split("-"))
