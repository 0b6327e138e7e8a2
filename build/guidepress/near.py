"""The known word that somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def find_nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the known word that is most like this one, case apart, or nothing.

    ``cutoff`` is the least likeness, from 0 to 1, as difflib measures it.
    """
    from difflib import get_close_matches

    folded = {each.casefold(): each for each in sorted(known)}
    near = get_close_matches(word.casefold(), list(folded), n=1, cutoff=cutoff)
    return folded[near[0]] if near else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint with the nearest known word, or an empty one."""
    near = find_nearest(word, known)
    return f"did you mean {near}?" if near else ""
