"""Words that replace one another and are easily confused: opposites by prefix, names of drugs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from guidepress.words.tokens import is_citation, is_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# What is left of a word without its prefix: shorter rests are words of their own (in, into).
SHORTEST_REST = 3
SHORTEST_DRUG = 6


def find_replaced(
    before: Iterable[str], after: Iterable[str], lists: Mapping[str, Any]
) -> frozenset[str]:
    """Return the classes (``opposite``, ``drug``) of the words that only one of the texts has.

    A drug is known by the stem of its international nonproprietary name (WHO), or from a list of
    names that are often confused; both are data of the language.
    """
    found = set()
    removed, added = _unshared(_whole_words(before), _whole_words(after))
    if any(_are_opposites(one, other, lists) for one in removed for other in added):
        found.add("opposite")
    removed, added = _unshared(_parts(before), _parts(after))
    if any(is_drug(word, lists) for word in (*removed, *added)):
        found.add("drug")
    return frozenset(found)


def _unshared(old: Iterable[str], new: Iterable[str]) -> tuple[list[str], list[str]]:
    before, after = Counter(old), Counter(new)
    return [*(before - after)], [*(after - before)]


def is_drug(word: str, lists: Mapping[str, Any]) -> bool:
    """Tell a word (in lower case) that is, or is made like, the name of a drug."""
    if word in lists["look_alike_drugs"]["names"]:
        return True
    stems = tuple(lists["drug_stems"])
    return len(word) >= SHORTEST_DRUG and word.isalpha() and word.endswith(stems)


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
    pairs = lists["opposites"]["pairs"]
    return any(
        _differ_by(one, other, first, second) or _differ_by(one, other, second, first)
        for first, second in pairs
    )


def _differ_by(one: str, other: str, first: str, second: str) -> bool:
    rest = one.removeprefix(first)
    return len(rest) >= SHORTEST_REST and one == first + rest and other == second + rest
