"""Which guidelines a command is about, and the one that may write their files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from guidepress.history import guideline_ids
from guidepress.problem import UnusableError, did_you_mean


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


def one_guideline(project: Path, guideline: str | None) -> Path:
    """Return the folder of the guideline that is named, or of the only one that there is."""
    chosen = choose_guidelines(project, guideline)
    if len(chosen) > 1:
        message = f"which guideline? add --guideline with one of {', '.join(chosen)}"
        raise UnusableError(message)
    return project / "content" / chosen[0]


@contextmanager
def revising(
    file: Path, folder: Path, project: Path, command: str
) -> Iterator[Callable[[str], None]]:
    """Be the only writer of a guideline's folder; give what replaces the file by a new text.

    It is not replaced where somebody else saved it meanwhile.
    """
    from guidepress.files import one_writer, write_whole

    with one_writer(folder, project, command):
        old = file.read_bytes() if file.is_file() else b""
        yield lambda text: write_whole(file, text.encode(), instead_of=old)


def list_known(word: str, known: Collection[str]) -> str:
    """Say which words there are instead of this one, the nearest first."""
    hint = did_you_mean(word, known)
    return f"{hint}{' ' * bool(hint)}there are: {', '.join(known) or 'none'}"
