"""Which guidelines a command is about."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from guidepress.history import guideline_ids
from guidepress.near import did_you_mean
from guidepress.problem import UnusableError


def choose_guidelines(project: Path, guideline: str | None) -> tuple[str, ...]:
    """Return the one that is named, or all; raises UnusableError for a name that is not there."""
    known = guideline_ids(project)
    if guideline is None:
        if not known:
            message = f"{project} holds no guideline: there is no folder below content/"
            raise UnusableError(message)
        return known
    if guideline not in known:
        message = f"there is no guideline {guideline}; {list_known(guideline, known)}"
        raise UnusableError(message)
    return (guideline,)


def list_known(word: str, known: Collection[str]) -> str:
    """Say which words there are instead of this one, the nearest first."""
    hint = did_you_mean(word, known)
    return f"{hint}{' ' * bool(hint)}there are: {', '.join(known) or 'none'}"
