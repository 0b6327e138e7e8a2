"""How changes are grouped and headed, wherever they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.classify import IN_WORDS, ORDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guidepress.classify import Change, Delta

_PARTS = {
    "guideline": "The guideline",
    "lists": "Introductions to the lists",
    "factors": "Factors",
    "options": "Options",
    "sections": "Sections",
    "statements": "Statements",
    "references": "References",
    "scales": "Scales",
}


def by_part(changes: Sequence[Change]) -> Iterator[tuple[str, list[Change]]]:
    """Yield the changes by the part of the guideline that they are about, in reading order."""
    for part, heading in _PARTS.items():
        found = [each for each in changes if each.fact.subject.split("/")[0] == part]
        if found:
            yield heading, found


def scoreboard(delta: Delta) -> list[tuple[str, int]]:
    """Return how many changes of each impact there are, the greatest first."""
    counts = [
        (IN_WORDS[impact], sum(change.impact == impact for change in delta.changes))
        for impact in reversed(ORDER)
    ]
    return [(words, count) for words, count in counts if count]


def headline(delta: Delta) -> str:
    """Return which versions were compared, and what that means for readers."""
    said = f"{delta.guideline}: {delta.old_label} to {delta.new_label}"
    if not delta.changes:
        return f"{said}: no differences"
    return f"{said}: {delta.impact} ({IN_WORDS[delta.impact]})"


def harmless(text: str) -> str:
    """Return the text without control characters, which a terminal would obey."""
    return "".join(
        each if each.isprintable() or each == "\n" else "\N{REPLACEMENT CHARACTER}" for each in text
    )
