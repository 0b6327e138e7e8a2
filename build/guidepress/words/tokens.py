"""Prose cut into tokens, the word lists of a language, and the signs that carry meaning."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from guidepress.prose.entities import ENTITY, with_signs
from guidepress.resources import SCHEMA_FOLDER

_CITATION = r"\[@[a-z][a-z0-9-]{0,79}(?:; @[a-z][a-z0-9-]{0,79}){0,49}\]"
# A number keeps its sign, decimals, groups and per cent: "2.5", ".5", "1,000", "-3", "50%".
_START = r"[-+\u2212\u00b1]?(?:(?<!\.)\.)?[0-9]{1,40}"
_GROUPS = r"(?:[.,:/][0-9]{1,40})"
_NUMBER = rf"{_START}(?:{_GROUPS}{{1,9}}[%\u2030]?|[%\u2030]?(?![^\W_]))"
# A word keeps its digits, apostrophes and hyphens: "HER2", "m2", "don't", "non-metastatic".
_WORD = r"[^\W_]{1,80}(?:['\u2019-][^\W_]{1,80}){0,9}"
# A sign that is written by its name is one token: "&lt;".
_ENTITY = rf"&(?:{ENTITY});"
TOKEN = re.compile(rf"{_CITATION}|{_ENTITY}|(?<![^\W_]){_NUMBER}|{_WORD}|\s{{1,80}}|.", re.DOTALL)

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


# The same words stand in text after text, and each text is asked about several times in a row: so
# many of both are kept.
@lru_cache(maxsize=8192)
def is_word(token: str) -> bool:
    """Tell a word, number or citation from white space and punctuation."""
    return token.isalnum() or any(each.isalnum() for each in token)


def is_citation(token: str) -> bool:
    """Tell a citation from other words."""
    return token.startswith("[@")


@lru_cache(maxsize=8192)
def is_number(token: str) -> bool:
    """Tell what holds a digit or a fraction, and is no citation."""
    return not is_citation(token) and any(each.isnumeric() for each in token)


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
    ``harmless``: words that say nothing of whom a harm is for, or when;
    ``case_decides``: words that mean something else in other case (ALL and all); ``order``: words
    that say what comes first.
    """
    subtag = language.partition("-")[0].lower()
    if not (subtag.isascii() and subtag.isalpha()):
        return None
    file = SCHEMA_FOLDER / "words" / f"{subtag}.json"
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else None


@lru_cache(maxsize=256)
def normal_tokens(text: str, language: str) -> tuple[str, ...]:
    """Return the tokens of the text in one spelling and case; a unit is a token of its own.

    There must be word lists of the language.
    """
    tokens = tokens_of(with_signs(text).translate(_SAME))
    return tuple(part for token in tokens for part in _normal_parts(token, language))


@lru_cache(maxsize=8192)
def _normal_parts(token: str, language: str) -> tuple[str, ...]:
    lists, joined = read_lists(language) or {}, _JOINED.fullmatch(token)
    parts = joined and joined[2].casefold() in lists["classes"]["unit"] and joined.groups()
    return tuple(_normal(each, lists) for each in parts or (token,))


# The symbols of units, in every language: in another case each is another unit or none, such as
# Mg, ML and mU. In small letters only (ml, iu) it is taken for the same.
_SYMBOLS = """
g kg mg mcg ug µg μg ng pg L dL cL mL uL µL μL nL mol mmol umol µmol μmol nmol pmol cm mm um µm nm
μm U kU MU IU mIU Eq mEq Osm mOsm Gy cGy mGy Sv mSv Bq kBq MBq GBq Ci mCi h Hz kHz MHz Pa kPa hPa
mmHg kJ kcal mV mA bpm
"""
UNIT_SYMBOLS = frozenset(_SYMBOLS.casefold().split())
_SAME_CASE = frozenset(f"{_SYMBOLS} {_SYMBOLS.lower()}".split())


def _normal(token: str, lists: Mapping[str, Any]) -> str:
    if token in lists["case_decides"]:
        return token
    if token.casefold() in UNIT_SYMBOLS and token not in _SAME_CASE:
        return token
    spellings, word = lists["spellings"], token.casefold()
    if word in spellings or is_citation(word):
        return str(spellings.get(word, word))
    return "-".join(spellings.get(part, part) for part in word.split("-"))


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
