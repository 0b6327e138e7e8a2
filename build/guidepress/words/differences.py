"""Differences between two texts, word by word, with an end to the effort that they take."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import groupby
from typing import NamedTuple

from guidepress.words.tokens import is_word, sentences_of, tokens_of


@dataclass
class Effort:
    """How many pairs of equal tokens may still be looked at; 3 million take about 0.2 s."""

    left: int = 3_000_000


class PatientMatcher(SequenceMatcher[str]):
    """A matcher that finds nothing more in common once the effort is spent."""

    def __init__(self, before: Sequence[str], after: Sequence[str], effort: Effort) -> None:
        self._before, self._frequency, self._effort = before, Counter(after), effort
        super().__init__(None, before, after, autojunk=False)

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        """Return the longest common run of a window, or none where it would cost too much."""
        window = self._before[alo:ahi]
        cost = len(window) + sum(self._frequency[token] for token in window)
        if cost > self._effort.left:
            return Match(alo, blo, 0)
        self._effort.left -= cost
        return super().find_longest_match(alo, ahi, blo, bhi)


# Of longer texts nobody reads the words one by one: "replaced" is said instead.
MOST_TOKENS = 1_500
MOST_SENTENCES = 200
# Fewer common words between two changes are part of the change, not worth an island.
SMALLEST_ISLAND = 2


class Piece(NamedTuple):
    """A piece of text, and whether it is the same, removed or added."""

    op: str
    text: str


def find_differences(old: str, new: str) -> tuple[Piece, ...]:
    """Return the pieces of both texts: same and removed join to old, same and added to new.

    Takes no more than a fraction of a second: where the texts repeat themselves so much that a
    comparison would take longer, the rest is told as replaced.
    """
    return tuple(_merged(_compare(old, new)))


def find_places(pieces: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield what was removed and what was added in its place; either may be empty."""
    for same, run in groupby(pieces, lambda piece: piece[0] == "same"):
        if not same:
            changed = dict(run)
            yield changed.get("removed", ""), changed.get("added", "")


def _compare(old: str, new: str) -> Iterator[Piece]:
    if old == new:
        yield Piece("same", old)
        return
    effort = Effort()
    before, after = sentences_of(old), sentences_of(new)
    if max(len(before), len(after)) > MOST_SENTENCES:
        yield from _compare_words(old, new, effort)
        return
    for op, first, last, begin, end in PatientMatcher(before, after, effort).get_opcodes():
        removed, added = "".join(before[first:last]), "".join(after[begin:end])
        if op == "equal":
            yield Piece("same", removed)
        elif op == "replace":
            yield from _compare_words(removed, added, effort)
        else:
            yield from _replaced(removed, added)


def _replaced(removed: str, added: str) -> Iterator[Piece]:
    yield from (Piece(op, text) for op, text in (("removed", removed), ("added", added)) if text)


def _compare_words(old: str, new: str, effort: Effort) -> Iterator[Piece]:
    before, after = tokens_of(old), tokens_of(new)
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    tail = len(before) - end
    yield Piece("same", "".join(before[:start]))
    yield from _compare_middle(before[start:tail], after[start : len(after) - end], effort)
    yield Piece("same", "".join(before[tail:]))


def _common(before: Sequence[str], after: Sequence[str]) -> int:
    pairs = enumerate(zip(before, after, strict=False))
    differing = (index for index, (old, new) in pairs if old != new)
    return next(differing, min(len(before), len(after)))


def _compare_middle(before: list[str], after: list[str], effort: Effort) -> Iterator[Piece]:
    if max(len(before), len(after)) > MOST_TOKENS or not (before and after):
        yield from _replaced("".join(before), "".join(after))
        return
    pieces: list[Piece] = []
    for op, first, last, begin, end in PatientMatcher(before, after, effort).get_opcodes():
        if op == "equal":
            pieces.append(Piece("same", "".join(before[first:last])))
        else:
            pieces += _replaced("".join(before[first:last]), "".join(after[begin:end]))
    yield from _without_islands(pieces)


def _without_islands(pieces: list[Piece]) -> Iterator[Piece]:
    """Take small common runs between two changes into the change: no confetti."""
    for index, piece in enumerate(pieces):
        inner = 0 < index < len(pieces) - 1
        if piece.op == "same" and inner and _is_island(piece.text):
            yield from _replaced(piece.text, piece.text)
        else:
            yield piece


def _is_island(text: str) -> bool:
    words = [token for token in tokens_of(text) if is_word(token)]
    return len(words) < SMALLEST_ISLAND and not any(len(word) > 7 for word in words)  # noqa: PLR2004


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Join neighbours: all that was removed, then all that was added, between what is the same."""
    stated = (piece for piece in pieces if piece.text)
    for is_same, run in groupby(stated, lambda piece: piece.op == "same"):
        texts = {"same": "", "removed": "", "added": ""}
        for op, text in run:
            texts[op] += text
        if is_same:
            yield Piece("same", texts["same"])
        else:
            yield from _replaced(texts["removed"], texts["added"])
