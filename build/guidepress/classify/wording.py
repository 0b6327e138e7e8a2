"""Changed words in a sentence: what became what, and what came or went on its own."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from guidepress.classify.context import listed
from guidepress.words import find_places
from guidepress.words.substance import is_wording_only

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Place = tuple[str, str]

# More than this nobody takes in at a glance: the words stand beside the sentence.
MOST_OF_A_SIDE = 2
MOST_LETTERS = 300


def tell_words(old: str, new: str, language: str, words: Iterable[tuple[str, str]]) -> str:
    """Say what was done to the words, in the order of the text.

    “A” became “B” only where B stands in the place of A: making these changes leads from the old
    text to the new one. Readers of feeds see this line alone.
    """
    trimmed = ((_trimmed(removed), _trimmed(added)) for removed, added in find_places(words))
    places = [place for place in trimmed if any(place)]
    shown = "".join(text for place in places for text in place)
    if not any(each.isalnum() for each in shown) and (
        not places or is_wording_only(old, new, language)
    ):
        return "punctuation or white space only"
    most = max(sum(map(bool, side)) for side in zip(*places, strict=True))
    if most > MOST_OF_A_SIDE or len(shown) > MOST_LETTERS:
        return "see the words"
    return "; ".join(_told(places))


def _trimmed(text: str) -> str:
    return " ".join(text.split())


def _told(places: Iterable[Place]) -> Iterator[str]:
    for verb, alike in groupby(places, _verb):
        if verb == "became":
            yield from (f"“{removed}” became “{added}”" for removed, added in alike)
        else:
            yield f"{verb} {listed(f'“{removed or added}”' for removed, added in alike)}"


def _verb(place: Place) -> str:
    removed, added = place
    return "became" if removed and added else "removed" if removed else "added"
