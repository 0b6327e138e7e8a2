"""What counts as wording alone: a closed list. Whatever is not on it is at least minor.

The list: forms of quotation marks and apostrophes; the amount of white space (but not between
digits, and no paragraph, break of a line or indentation that the reader sees); the space between a
number and its unit; a full stop at the end of a list item; listed spelling variants; the case of
the first letter of a sentence. Two texts differ in wording alone if both have the same canonical
form.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby, pairwise

from guidepress.words.substance import has_any
from guidepress.words.tokens import (
    UNIT_SYMBOLS,
    is_number,
    is_word,
    normal_tokens,
    read_lists,
    tokens_of,
)

_QUOTES = str.maketrans(
    dict.fromkeys("\u201c\u201d\u201e\u201f", '"')
    | dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc", "'")
)
# Only around words: one alone, or apart from them, stands for "less than" or "more than".
_GUILLEMETS = re.compile(
    r"(?<!\S)\u00ab[\u00a0\u202f]?(?=[^\W\d])([^\u00ab\u00bb\n]{1,200}[^\s\u00ab\u00bb])"
    r"[\u00a0\u202f]?\u00bb(?![^\s.,;:!?)])"
)
_SPACE = "[ \t\r\n\u00a0\u202f]"
_SPACES = re.compile(rf"{_SPACE}{{1,999}}")
_BLANK = " \t\r\n\u00a0\u202f"
# The end of a line that the reader sees as one.
_BREAK, _HARD = re.compile(r"[ ]{2,99}\n"), "\0"
_BETWEEN_DIGITS = re.compile(rf"(?<=[0-9])({_SPACE}{{1,999}})(?=[0-9])")
# The indentation of an item is its place in nested lists.
_ITEM = re.compile(r"[ \t]{0,99}(?:[-+*]|[0-9]{1,9}[.)])(?=[ \t])")
_SENTENCE_END = frozenset(".!?")
# A full stop behind one of these does not end a sentence.
_ABBREVIATIONS = frozenset({"e.g", "i.e", "g", "e", "vs", "cf", "ca", "approx", "no", "fig", "dr"})
# What these words mean hangs on the full stop behind them: "min." and "no." are no "min" and "no".
_SHORTENED = _ABBREVIATIONS | {"min", "max", "in", "am", "pm", "tab", "cap", "inj", "sol"}
_CLOSING = frozenset("\"')]*_")


@lru_cache(maxsize=1_024)
def is_wording_only(old: str, new: str, language: str) -> bool:
    """Tell whether no more than wording differs; without word lists no spelling variant passes."""
    return old == new or canonical_form(old, language) == canonical_form(new, language)


def canonical_form(text: str, language: str) -> str:
    """Return the text in one form for all ways to word it."""
    quoted = _GUILLEMETS.sub(r'"\1"', text.translate(_QUOTES))
    blocks = _blocks_of(quoted)
    return "\n".join(marker + _canonical_words(body, language) for marker, body in blocks)


def _blocks_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield the marker (empty if there is none) and the text of each list item, or of all."""
    marker, lines = "", list[str]()
    for line in text.split("\n"):
        if item := _ITEM.match(line):
            yield marker, _canonical_spaces(lines, is_item=bool(marker))
            marker, lines = item[0] + " ", [line[item.end() :]]
        else:
            lines.append(line)
    yield marker, _canonical_spaces(lines, is_item=bool(marker))


def _canonical_spaces(lines: list[str], *, is_item: bool) -> str:
    text = "\n\n".join(_paragraphs(lines, is_item=is_item))
    is_short = text.rpartition(" ")[2].removesuffix(".").casefold() in _SHORTENED
    return text.removesuffix(".") if is_item and not text.endswith("..") and not is_short else text


def _paragraphs(lines: list[str], *, is_item: bool) -> Iterator[str]:
    """Yield each paragraph; behind an entry's first one, how it is indented says whose it is."""
    groups = groupby(lines, lambda line: bool(line.strip(_BLANK)))
    for place, group in enumerate([*lines] for is_text, lines in groups if is_text):
        body = _BREAK.sub(_HARD, "\n".join(group).strip(_BLANK))
        kept = _BETWEEN_DIGITS.split(body)
        # What stands between two digits is every second part.
        parts = (part if index % 2 else _SPACES.sub(" ", part) for index, part in enumerate(kept))
        indent = re.match(r"[ \t]{0,99}", group[0])
        before = indent[0] if indent and is_item and place else ""
        yield before + "".join(parts)


def _canonical_words(text: str, language: str) -> str:
    tokens = tokens_of(text)
    units = (read_lists(language) or {}).get("classes", {}).get("unit", ())
    starts = _sentence_starts(tokens)
    return "".join(
        _canonical_word(token, language, is_first=index in starts)
        for index, token in enumerate(tokens)
        if not _is_space_before_unit(tokens, index, units)
    )


def _is_space_before_unit(tokens: list[str], index: int, units: list[str]) -> bool:
    if not tokens[index].isspace() or "\n" in tokens[index] or not 0 < index < len(tokens) - 1:
        return False
    return tokens[index - 1][-1].isdecimal() and tokens[index + 1] in units


def _sentence_starts(tokens: list[str]) -> set[int]:
    """Return the places of the words that begin a sentence."""
    starts, begins, ended, word = set(), True, False, ""
    for index, token in enumerate(tokens):
        if is_word(token):
            if begins:
                starts.add(index)
            begins, ended, word = False, False, token
        elif token in _SENTENCE_END:
            ended = word.casefold() not in _ABBREVIATIONS
        elif token.isspace():
            begins, ended = begins or ended, False
        elif token not in _CLOSING:
            ended = False
    return starts


@lru_cache(maxsize=8192)
def _canonical_word(token: str, language: str, *, is_first: bool) -> str:
    lists = read_lists(language) or {}
    kept = lists.get("case_decides", ())
    if token in kept or token.casefold() in UNIT_SYMBOLS:
        return token
    spellings = lists.get("spellings", {})
    # Only the first letter may be a capital: "MS" is no other case of "ms".
    if not token[1:].islower() or not token[1:].replace("-", "").replace("'", "").isalpha():
        return str(spellings.get(token, token))
    word = token[0].lower() + token[1:]
    spelt = spellings.get(word) or "-".join(spellings.get(part, part) for part in word.split("-"))
    # A capital within a sentence begins a name, which is spelt in one way.
    return str(spelt) if is_first or token == word else token


@lru_cache(maxsize=8192)
def states_danger(text: str, language: str) -> bool:
    """Tell whether the text holds an amount with a unit, a route, a frequency or a prohibition.

    Units have the same signs in all languages; without word lists the rest is not known.
    """
    lists = read_lists(language)
    known = language if lists else "en"
    tokens, danger = normal_tokens(text, known), _dangers(known)
    words = [token for token in tokens if not token.isspace()]
    if _states_amount(words, danger):
        return True
    phrases = (*danger["frequency"], *danger["contraindication"])
    return lists is not None and has_any(tokens, (*phrases, *lists["classes"]["route"]))


@lru_cache(maxsize=8192)
def states_prohibition(text: str, language: str) -> bool:
    """Tell whether the text holds words of contraindication; of other languages none are known."""
    danger = _dangers(language)["contraindication"]
    return read_lists(language) is not None and has_any(normal_tokens(text, language), danger)


@lru_cache(maxsize=8192)
def states_denial(text: str, language: str) -> bool:
    """Tell whether the text denies or excepts something; of other languages no word is known."""
    classes = (read_lists(language) or {}).get("classes", {})
    words = (*classes.get("negation", ()), *classes.get("exception", ()))
    return bool(words) and has_any(normal_tokens(text, language), words)


def _dangers(language: str) -> Mapping[str, Collection[str]]:
    """Return the words of danger in a language; without word lists for it, those in English."""
    lists = read_lists(language) or read_lists("en") or {}
    return dict(lists["danger"])


@lru_cache(maxsize=8192)
def heads_doses(text: str, language: str) -> bool:
    """Tell whether a title or a heading announces doses, as "Doses by weight" does."""
    lists = read_lists(language)
    return lists is not None and has_any(normal_tokens(text, language), lists["danger"]["headings"])


def is_dose_unit(unit: str, language: str) -> bool:
    """Tell whether doses are given in the unit: "mL/min/1.73 m2" is of something else."""
    return unit.casefold() in _dangers(language)["dose_units"]


def _states_amount(words: Sequence[str], danger: Mapping[str, Collection[str]]) -> bool:
    """Tell an amount, such as "5 mg" or "two tablets", or an interval, such as "every 8 hours"."""
    amounts = (
        (is_number(a) or a in danger["counts"]) and b.casefold() in danger["dose_units"]
        for a, b in pairwise(words)
    )
    intervals = zip(words, words[2:], strict=False)
    return any(amounts) or any(a == "every" and b in danger["every"] for a, b in intervals)
