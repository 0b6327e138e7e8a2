"""Which words that decide changed: numbers, negations, drugs; and what is wording alone."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

from guidepress.resources import SCHEMA_FOLDER
from guidepress.words.tokens import is_word, tokens_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

# Signs that carry meaning, unlike the punctuation that only parts words.
_SIGNS = "<>=\u2264\u2265\u2248\u00b1+\u00d7%\u2030/"
_DASHES = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2212": "-", "\u2019": "'", "\u00a0": " "})
_NUMBER = re.compile(r"[0-9]")


@cache
def _lists(language: str) -> Mapping[str, Any] | None:
    """Return the word lists of a language, by its first subtag; None where there are none."""
    file = SCHEMA_FOLDER / "words" / f"{language.partition('-')[0].lower()}.json"
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else None


def find_substance(old: str, new: str, language: str, drugs: Collection[str]) -> frozenset[str]:
    """Return the classes of deciding words whose use differs between the texts.

    Classes: number, unit, comparison, negation, modal, conjunction, population, exception, drug;
    and unknown-language where no word list tells, so that nothing passes as harmless.
    """
    lists = _lists(language)
    if lists is None:
        return frozenset({"unknown-language"} if old.split() != new.split() else ())
    before, after = _normal(old, lists), _normal(new, lists)
    found = {name for name, words in lists["classes"].items() if _differs(before, after, words)}
    if _numbers(before) != _numbers(after):
        found.add("number")
    if _signs(before) != _signs(after):
        found.add("comparison")
    if _differs(before, after, [_normal_text(drug, lists) for drug in drugs]):
        found.add("drug")
    return frozenset(found)


def is_wording_only(old: str, new: str, language: str) -> bool:
    """Tell whether white space, punctuation, case and listed spellings are all that differs.

    Without a word list for the language only white space passes.
    """
    lists = _lists(language)
    if lists is None:
        return old.split() == new.split()
    return _meaningful(_normal(old, lists)) == _meaningful(_normal(new, lists))


def _normal(text: str, lists: Mapping[str, Any]) -> list[str]:
    spellings = lists["spellings"]
    words = (token.casefold() for token in tokens_of(text.translate(_DASHES)))
    return [spellings.get(word, word) for word in words]


def _normal_text(text: str, lists: Mapping[str, Any]) -> str:
    return "".join(_normal(text, lists))


def _meaningful(tokens: Iterable[str]) -> list[str]:
    """Keep words, numbers, citations and signs; a lone hyphen between numbers is a sign too."""
    kept = list(tokens)
    return [
        token
        for index, token in enumerate(kept)
        if is_word(token) or token in _SIGNS or _is_range(kept, index)
    ]


def _is_range(tokens: list[str], index: int) -> bool:
    """Tell whether a dash stands beside a number, with or without a space between."""
    if tokens[index] not in {"-", "\u2013"}:
        return False
    around = tokens[max(index - 2, 0) : index + 3]
    return any(_NUMBER.search(token) for token in around if not token.isspace())


def _numbers(tokens: Iterable[str]) -> list[str]:
    kept = [token for token in tokens if not token.startswith("[@")]
    return [
        token for index, token in enumerate(kept) if _NUMBER.search(token) or _is_range(kept, index)
    ]


def _signs(tokens: Iterable[str]) -> Counter[str]:
    return Counter(token for token in tokens if token in _SIGNS and token.strip())


def _differs(before: list[str], after: list[str], words: Iterable[str]) -> bool:
    phrases = list(words)
    return _count(before, phrases) != _count(after, phrases)


def _count(tokens: list[str], phrases: Iterable[str]) -> list[str]:
    """Return the phrases in the order in which the text uses them: a swap is a difference."""
    text = " ".join(token for token in tokens if is_word(token) or token in _SIGNS)
    places = [
        (place, phrase)
        for phrase in phrases
        for place in _places(f" {text} ", f" {' '.join(tokens_of_phrase(phrase))} ")
    ]
    return [phrase for _, phrase in sorted(places)]


def tokens_of_phrase(phrase: str) -> list[str]:
    """Return the words of a listed phrase."""
    return [token for token in tokens_of(phrase) if is_word(token) or token in _SIGNS]


def _places(text: str, phrase: str) -> Iterator[int]:
    place = text.find(phrase)
    while place >= 0:
        yield place
        place = text.find(phrase, place + 1)
