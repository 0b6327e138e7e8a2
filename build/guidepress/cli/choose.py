"""Which guidelines a command is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.history import guideline_ids
from guidepress.problem import UnusableError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def choose_guidelines(project: Path, guideline: str | None) -> tuple[str, ...]:
    """Return the one that is named, or all; raises UnusableError for a name that is not there."""
    known = guideline_ids(project)
    if guideline is None:
        if not known:
            message = f"{project} holds no guideline: there is no folder below content/"
            raise UnusableError(message)
        return known
    if guideline not in known:
        listed = f"{suggest(guideline, known)}there are: {', '.join(known) or 'none'}"
        message = f"there is no guideline {guideline}; {listed}"
        raise UnusableError(message)
    return (guideline,)


def suggest(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean …? `` for a word that is nearly one of these, or nothing."""
    from difflib import get_close_matches

    folded = {each.casefold(): each for each in known}
    near = get_close_matches(word.casefold(), list(folded), n=1)
    return f"did you mean {folded[near[0]]}? " if near else ""
