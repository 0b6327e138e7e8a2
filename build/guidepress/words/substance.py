"""Which words that decide changed: numbers, negations, routes, drugs, opposites."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from guidepress.words.differences import find_differences, find_places
from guidepress.words.tokens import (
    UNIT_SIGNS,
    find_meaningful,
    is_between_numbers,
    is_citation,
    is_number,
    is_sign,
    is_word,
    normal_tokens,
    read_lists,
    sentences_of,
    tokens_of,
)

Index = Mapping[str, Sequence[tuple[str, str]]]

# What is left of a word without its prefix: shorter rests are words of their own (in, into).
SHORTEST_REST = 3
SHORTEST_DRUG = 6


def find_replaced(before: Iterable[str], after: Iterable[str], language: str) -> frozenset[str]:
    """Return the classes (``opposite``, ``drug``) of the words that only one of the texts has.

    A drug is known by the stem of its international nonproprietary name (WHO), or from a list of
    names that are often confused; both are data of the language.
    """
    lists, found = read_lists(language) or {}, set()
    removed, added = _replaced(_whole_words(before), _whole_words(after))
    if any(_are_opposites(one, other, lists) for one in removed for other in added):
        found.add("opposite")
    # The order counts: which drug comes first may decide.
    drugs, others = (
        [each for each in _parts(side) if is_drug(each, language)] for side in (before, after)
    )
    if drugs != others:
        found.add("drug")
    return frozenset(found)


def _replaced(old: Iterable[str], new: Iterable[str]) -> tuple[list[str], list[str]]:
    before, after = Counter(old), Counter(new)
    return [*(before - after)], [*(after - before)]


@lru_cache(maxsize=8192)
def is_drug(word: str, language: str) -> bool:
    """Tell a word (in lower case) that is, or is made like, the name of a drug."""
    lists = read_lists(language) or {}
    if any(word in lists[key]["names"] for key in ("look_alike_drugs", "drugs", "drug_groups")):
        return True
    ends, starts = tuple(lists["drug_stems"]), tuple(lists["drug_beginnings"])
    is_made_so = word.endswith(ends) or word.startswith(starts)
    return len(word) >= SHORTEST_DRUG and word.isalpha() and is_made_so


def _whole_words(tokens: Iterable[str]) -> Iterator[str]:
    """Yield each word with its hyphens left out: ``non-operable`` as ``nonoperable``."""
    kept = (token for token in tokens if is_word(token) and not is_citation(token))
    yield from (token.replace("-", "") for token in kept)


def _parts(tokens: Iterable[str]) -> Iterator[str]:
    """Yield each word, and what a hyphen joins as several words."""
    for token in tokens:
        if is_word(token) and not is_citation(token):
            yield from token.split("-")


def _are_opposites(one: str, other: str, lists: Mapping[str, Any]) -> bool:
    prefixes = lists["opposites"]["prefixes"]
    longer, shorter = sorted((one, other), key=len, reverse=True)
    rest = longer.removesuffix(shorter)
    if len(shorter) >= SHORTEST_REST and rest != longer and rest in prefixes:
        return True
    begun, ended = lists["opposites"]["pairs"], lists["opposites"]["suffixes"]
    # Endings are beginnings of the words read backwards.
    sides = [(one, other, *pair) for pair in begun]
    sides += [(one[::-1], other[::-1], first[::-1], second[::-1]) for first, second in ended]
    return any(
        _differ_by(a, b, first, second) or _differ_by(a, b, second, first)
        for a, b, first, second in sides
    )


def _differ_by(one: str, other: str, first: str, second: str) -> bool:
    rest = one.removeprefix(first)
    return len(rest) >= SHORTEST_REST and one == first + rest and other == second + rest


# A step of a numbered list.
_STEP = re.compile(r"^[ \t]{0,99}[0-9]{1,9}[.)][ \t](.{0,9999})", re.MULTILINE)
# Words whose place in the sentence decides what they apply to.
_SCOPED = frozenset({"comparison", "exception", "modal", "negation"})
# Signs that are parts of listed words: "and/or", "%".
_JOINING = UNIT_SIGNS | {"/"}


@lru_cache(maxsize=8192)
def find_substance(old: str, new: str, language: str, drugs: frozenset[str]) -> frozenset[str]:
    """Return the classes of deciding words whose use differs between the texts.

    Classes: number, unit, timing, comparison, negation, modal, conjunction, population, exception,
    route, side, opposite (``operable`` and ``inoperable``), drug; and unknown-language where
    there is no word list, so that nothing passes as harmless.
    """
    if read_lists(language) is None:
        return frozenset({"unknown-language"} if old.split() != new.split() else ())
    old, new = (_without_pointers(each, language) for each in (old, new))
    before, after = normal_tokens(old, language), normal_tokens(new, language)
    # What is asked is not stated.
    found = {"modal"} if before.count("?") != after.count("?") else set()
    if [*find_meaningful(before)] == [*find_meaningful(after)]:
        return frozenset(found)
    old_words, new_words = _spaced(before), _spaced(after)
    found |= {*_differing(old_words, new_words, _index_of(language))}
    found |= {*_differing(old_words, new_words, _index_of_drugs(drugs, language))}
    if _numbers(before) != _numbers(after):
        found.add("number")
    if _signs(before) != _signs(after):
        found.add("comparison")
    found |= find_replaced(before, after, language)
    if _is_turned(old_words, new_words, language):
        found.add("opposite")
    return frozenset(found.union(_find_moved(old, new, language)))


# A capital letter within a sentence is a name: "hepatitis A".
_NAMED = re.compile(r"(?<=\w[\s-])A\b")


@lru_cache(maxsize=8192)
def finds_other_words(old: str, new: str, language: str) -> bool:
    """Tell whether a word came, went or moved that is not known to say nothing of whom or when."""
    lists = read_lists(language)
    if lists is None:
        return old.split() != new.split()
    before, after = (
        [
            each
            for each in _spaced(normal_tokens(side, language)).split()
            if each not in lists["harmless"]
        ]
        + _NAMED.findall(side)
        for side in _unshared(old, new)
    )
    return before != after


def _without_pointers(text: str, language: str) -> str:
    """Leave out what only says where to look (“shown below”).

    Behind a number or a comparison it may be a limit that goes unsaid: “none was shown below”.
    """
    index = _index_of(language)

    def shorten(found: re.Match[str]) -> str:
        before = normal_tokens(text[: found.start()], language)
        deciding = _uses(_spaced(before), index).keys() & {"comparison", "number"}
        return found[0] if deciding or any(map(is_number, before)) else found[1] or found[2]

    return _pointers_of(language).sub(shorten, text)


@cache
def _pointers_of(language: str) -> re.Pattern[str]:
    """Return the pattern of a pointing word behind what it follows, or before what it names."""
    lists = (read_lists(language) or {})["pointing"]
    words, after, places, ends = ("|".join(lists[key]) for key in ("words", "after", "to", "ends"))
    spaces = r"\s{1,9}"
    return re.compile(
        rf"\b({after}){spaces}(?:{words})(?=[.,;:)\n]|\Z|{spaces}(?:{ends})\b)"
        rf"|\b(the){spaces}(?:{words})(?={spaces}(?:{places})\b)",
        re.IGNORECASE,
    )


def _is_turned(old: str, new: str, language: str) -> bool:
    """Tell whether a word gave way to its opposite, or two opposites changed places."""
    sides = _sides_of(language)
    before, after = (
        [place for word in text.split() for place in sides.get(word, ())] for text in (old, new)
    )
    for group in {group for group, _ in before}:
        was, now = ([side for each, side in taken if each == group] for taken in (before, after))
        gone, come = Counter(was) - Counter(now), Counter(now) - Counter(was)
        if was != now and bool(gone) == bool(come):
            return True
    return False


@cache
def _sides_of(language: str) -> Mapping[str, list[tuple[int, int]]]:
    """Return for each word that has opposites its groups, and its side in each."""
    found: dict[str, list[tuple[int, int]]] = {}
    for group, listed in enumerate((read_lists(language) or {})["opposites"]["words"]):
        for side, forms in enumerate(listed):
            for word in forms.split():
                found.setdefault(word, []).append((group, side))
    return found


def _find_moved(old: str, new: str, language: str) -> Iterator[str]:
    """Yield the classes of words that stayed but apply to something else (``A, not B``)."""
    sides = _unshared(old, new)
    index = _index_of(language)
    for removed, added in find_places(find_differences(*sides)):
        before, after = (_spaced(normal_tokens(each, language)) for each in (removed, added))
        yield from _SCOPED & {*_differing(before, after, index)}
    first, second = (_spaced(normal_tokens(each, language)) for each in sides)
    if sorted(first.split()) == sorted(second.split()):
        yield from {name for name, *_ in _scopes(first, index) ^ _scopes(second, index)}
        if _STEP.findall(old) != _STEP.findall(new):
            yield "conjunction"
        # What comes before what: the word behind says of what it holds.
        order = _indexed([("conjunction", (read_lists(language) or {}).get("order", ()))])
        yield from _ordered(first, order) ^ _ordered(second, order) and {"conjunction"}


def _scopes(text: str, index: Index) -> set[tuple[str, ...]]:
    """Return each word that has a scope, by its class, with the two words that follow it."""
    words = text.split()
    return {
        (name, word, *words[place + 1 : place + 3])
        for place, word in enumerate(words)
        for phrase, name in index.get(word, ())
        if name in _SCOPED and phrase.strip() == word
    }


def _ordered(text: str, index: Index) -> set[str]:
    """Return each word that says in which order things come, with the word that follows it."""
    return {phrase + text[end:].partition(" ")[0] for _, phrase, end in _found_in(text, index)}


def _unshared(old: str, new: str) -> tuple[str, str]:
    """Return both texts without the sentences that they share: their order decides nothing."""
    before, after = sentences_of(old), sentences_of(new)
    shared = {each.strip() for each in before} & {each.strip() for each in after}
    kept = ([each for each in side if each.strip() not in shared] for side in (before, after))
    first, second = ("".join(side) for side in kept)
    return first, second


def _numbers(tokens: Sequence[str]) -> list[str]:
    pairs = enumerate(tokens)
    return [each for place, each in pairs if is_number(each) or is_between_numbers(tokens, place)]


def _signs(tokens: Sequence[str]) -> list[str]:
    places = [place for place in range(len(tokens)) if is_sign(tokens, place)]
    kept = [place for place in places if not is_between_numbers(tokens, place)]
    return [tokens[place] for place in kept if tokens[place] not in UNIT_SIGNS]


def _indexed(classes: Iterable[tuple[str, Iterable[str]]]) -> Index:
    found: dict[str, list[tuple[str, str]]] = {}
    for name, phrases in classes:
        for phrase in {_spaced_phrase(each) for each in phrases} - {"  "}:
            found.setdefault(phrase.split()[0], []).append((phrase, name))
    return found


@cache
def _index_of(language: str) -> Index:
    return _indexed((read_lists(language) or {"classes": {}})["classes"].items())


@lru_cache(maxsize=16)
def _index_of_drugs(drugs: frozenset[str], language: str) -> Index:
    return _indexed([("drug", ["".join(normal_tokens(each, language)) for each in drugs])])


def _differing(before: str, after: str, index: Index) -> Iterator[str]:
    """Yield the classes whose phrases the texts use otherwise; a swap is a difference, too."""
    old, new = _uses(before, index), _uses(after, index)
    yield from (name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


def _uses(text: str, index: Index) -> dict[str, list[str]]:
    """Return the phrases of each class in the order in which the text uses them."""
    found: dict[str, list[str]] = {}
    for name, phrase, _ in _found_in(text, index):
        found.setdefault(name, []).append(phrase)
    return found


def _found_in(text: str, index: Index) -> Iterator[tuple[str, str, int]]:
    """Yield the class of each phrase in the text, the phrase, and where it ends."""
    place = 0
    for word in text.split():
        for phrase, name in index.get(word, ()):
            if text.startswith(phrase, place):
                yield name, phrase, place + len(phrase)
        place += len(word) + 1


def has_any(tokens: tuple[str, ...], words: Iterable[str]) -> bool:
    """Tell whether the tokens (normal ones) hold one of the words or phrases."""
    text = _spaced(tokens)
    return any(_spaced_phrase(each) in text for each in words)


@lru_cache(maxsize=256)
def _spaced(tokens: tuple[str, ...]) -> str:
    """Return the words with one space around each; what a hyphen joins is several words."""
    kept = (token for token in tokens if is_word(token) or token in _JOINING)
    words = " ".join(
        token.removesuffix("'s").replace("-", " ") for token in kept if not is_citation(token)
    )
    return f" {' '.join(words.split())} "


@cache
def _spaced_phrase(phrase: str) -> str:
    return _spaced((*tokens_of(phrase),))
