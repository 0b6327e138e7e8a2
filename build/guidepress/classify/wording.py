"""Changed words in a sentence: what became what, and what came or went on its own."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby

from guidepress.classify.context import listed
from guidepress.words.tokens import read_lists
from guidepress.words.wording import is_wording_only

Place = tuple[str, str]

# More than this nobody takes in at a glance: the words stand beside the sentence.
MOST_OF_A_SIDE = 2
MOST_LETTERS = 300
# Two texts as short as this are shown whole.
SHORT = 160
_NUMBER = r"[.,/:–-]{0,20}\d[\d.,/:–-]{0,20}[%‰]?"
_NUMBERS = re.compile(f"{_NUMBER} {_NUMBER}")
_ENDS = ",;:.!?)\"'\u201d\u2019"
_MARKS = frozenset(" \n,;:.!?()[]\"'\u201c\u201d\u2018\u2019\u2026")


def tell_words(old: str, new: str, language: str, words: Iterable[tuple[str, str]]) -> str:
    """Say what was done to the words, in the order of the text.

    “A” became “B” only where B stands in the place of A: making these changes leads from the old
    text to the new one. Readers of feeds see this line alone.
    """
    lists = read_lists(language) or {}
    found = _places(words, frozenset(lists.get("classes", {}).get("unit", ())))
    trimmed = ((_trimmed(removed), _trimmed(added)) for removed, added in found)
    places = [_unstressed(place) for place in trimmed if place[0] != place[1]]
    if not places:
        is_plain = is_wording_only(old, new, language)
        return "white space" if is_plain else "where a paragraph, a line or an entry begins"
    shown = "".join(text for place in places for text in place)
    if not any(each.isalnum() for each in shown) and is_wording_only(old, new, language):
        return "quotation marks, white space or the full stop of a list item"
    most = max(sum(map(bool, side)) for side in zip(*places, strict=True))
    if most > MOST_OF_A_SIDE or len(shown) > MOST_LETTERS:
        whole = _unstressed((_trimmed(old), _trimmed(new)))
        return "; ".join(_told([whole])) if len(old + new) <= SHORT else "see the words"
    return "; ".join(_told(places))


def _places(words: Iterable[tuple[str, str]], units: Collection[str]) -> Iterator[Place]:
    """Yield what was removed and what was added in its place; either may be empty.

    A mark is shown with the words beside it: “Never; wait” became “Never wait”. A number is shown
    with its unit, or else with the word before it: “10 %” became “12 %”.
    """
    runs = [(same, [*run]) for same, run in groupby(words, lambda piece: piece[0] == "same")]
    for index, (same, run) in enumerate(runs):
        if same:
            continue
        changed = dict(run)
        removed, added = changed.get("removed", ""), changed.get("added", "")
        left, right = _beside(runs, index)
        if _NUMBERS.fullmatch(f"{removed.strip()} {added.strip()}"):
            left, right = _of_number(left, right.rstrip(_ENDS), units)
        elif not _MARKS.issuperset(removed + added):
            left = right = ""
        yield left + removed + right, left + added + right


def _of_number(left: str, right: str, units: Collection[str]) -> tuple[str, str]:
    """Return what is shown with a number of the words beside it: its unit, or the one before."""
    is_unit = right.lower().split("/")[0].strip() in units
    is_part = not left[-1:].isspace() and any(map(str.isalnum, left))
    is_word = left.strip().isalpha() and not is_unit
    return left if is_part or is_word else "", right if is_unit else ""


def _beside(runs: Sequence[tuple[bool, Sequence[tuple[str, str]]]], index: int) -> tuple[str, str]:
    """Return the last word before a run and the first one after it, each with its space.

    A word between two changed ones goes with the second one, so that it is shown once.
    """
    before = runs[index - 1][1][0][1] if index else ""
    after = runs[index + 1][1][0][1] if index + 1 < len(runs) else ""
    left = before[len(before.rstrip().rpartition(" ")[0]) :]
    first = after[: len(after) - len(after.lstrip())] + after.lstrip().partition(" ")[0]
    is_free = first != after or index + 2 >= len(runs)
    return left, first if is_free else ""


def _trimmed(text: str) -> str:
    return re.sub("[ \t\r\n]+", " ", text).strip(" ")


def _unstressed(place: Place) -> Place:
    """Return the words without the signs of stress, unless nothing else differs."""
    removed, added = (each.replace("**", "") for each in place)
    return (removed, added) if removed != added else place


def _told(places: Iterable[Place]) -> Iterator[str]:
    for verb, alike in groupby(places, _verb):
        if verb == "became":
            yield from (f"“{removed}” became “{added}”" for removed, added in alike)
        else:
            yield f"{verb} {listed(f'“{removed or added}”' for removed, added in alike)}"


def _verb(place: Place) -> str:
    removed, added = place
    return "became" if removed and added else "removed" if removed else "added"
