"""Which words that decide changed: numbers, negations, routes, drugs, opposites."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from guidepress.words.differences import find_differences, find_places
from guidepress.words.lists import normal_tokens, read_lists
from guidepress.words.marks import UNIT_SIGNS, find_meaningful, is_between_numbers, is_sign
from guidepress.words.opposites import find_replaced
from guidepress.words.tokens import is_citation, is_number, is_word, sentences_of, tokens_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

# Words whose place in the sentence decides what they apply to.
_SCOPED = ("negation", "exception")
# Signs that are parts of listed words: "and/or", "%".
_JOINING = UNIT_SIGNS | {"/"}


def find_substance(old: str, new: str, language: str, drugs: Collection[str]) -> frozenset[str]:
    """Return the classes of deciding words whose use differs between the texts.

    Classes: number, unit, comparison, negation, modal, conjunction, population, exception, route,
    side, opposite (``operable`` and ``inoperable``), drug; and unknown-language where there is no
    word list, so that nothing passes as harmless.
    """
    lists = read_lists(language)
    if lists is None:
        return frozenset({"unknown-language"} if old.split() != new.split() else ())
    before, after = normal_tokens(old, lists), normal_tokens(new, lists)
    if [*find_meaningful(before)] == [*find_meaningful(after)]:
        return frozenset()
    old_words, new_words = _spaced(before), _spaced(after)
    classes = lists["classes"].items()
    found = {name for name, words in classes if _differs(old_words, new_words, words)}
    if _numbers(before) != _numbers(after):
        found.add("number")
    if _signs(before) != _signs(after):
        found.add("comparison")
    if _differs(old_words, new_words, ["".join(normal_tokens(drug, lists)) for drug in drugs]):
        found.add("drug")
    found |= find_replaced(before, after, lists)
    return frozenset(found.union(_find_moved(old, new, lists)))


def _find_moved(old: str, new: str, lists: Mapping[str, Any]) -> Iterator[str]:
    """Yield the classes of words that stayed but apply to something else (``A, not B``)."""
    for removed, added in find_places(find_differences(*_unshared(old, new))):
        before, after = (_spaced(normal_tokens(each, lists)) for each in (removed, added))
        for name in _SCOPED:
            if _differs(before, after, lists["classes"].get(name, ())):
                yield name


def _unshared(old: str, new: str) -> tuple[str, str]:
    """Return both texts without the sentences that they share: their order decides nothing."""
    before, after = sentences_of(old), sentences_of(new)
    shared = {each.strip() for each in before} & {each.strip() for each in after}
    kept = ([each for each in side if each.strip() not in shared] for side in (before, after))
    first, second = ("".join(side) for side in kept)
    return first, second


def _numbers(tokens: list[str]) -> list[str]:
    return [
        token
        for index, token in enumerate(tokens)
        if is_number(token) or is_between_numbers(tokens, index)
    ]


def _signs(tokens: list[str]) -> list[str]:
    return [
        token
        for index, token in enumerate(tokens)
        if is_sign(tokens, index)
        and token not in UNIT_SIGNS
        and not is_between_numbers(tokens, index)
    ]


def _differs(before: str, after: str, words: Iterable[str]) -> bool:
    phrases = [_spaced_phrase(each) for each in words]
    return _uses(before, phrases) != _uses(after, phrases)


def has_any(tokens: Iterable[str], words: Iterable[str]) -> bool:
    """Tell whether the tokens (normal ones) hold one of the words or phrases."""
    text = _spaced(tokens)
    return any(_spaced_phrase(each) in text for each in words)


def _uses(text: str, phrases: Iterable[str]) -> list[str]:
    """Return the phrases in the order in which the text uses them: a swap is a difference."""
    places = [(place, phrase) for phrase in phrases for place in _places(text, phrase)]
    return [phrase for _, phrase in sorted(places)]


def _places(text: str, phrase: str) -> Iterator[int]:
    place = text.find(phrase)
    while place >= 0:
        yield place
        place = text.find(phrase, place + 1)


def _spaced(tokens: Iterable[str]) -> str:
    """Return the words with one space around each; what a hyphen joins is several words."""
    kept = (token for token in tokens if is_word(token) or token in _JOINING)
    words = (token.replace("-", " ") for token in kept if not is_citation(token))
    return f" {' '.join(words)} "


@cache
def _spaced_phrase(phrase: str) -> str:
    return _spaced(tokens_of(phrase))
