"""difflib with an end to its patience: its time is cubic where few different tokens repeat."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


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
