"""What is wrong, where, and what to write instead: often the known word that was meant."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

# A note is a warning that the editors accepted, with their reason.
Severity = Literal["error", "warning", "note"]


class Position(NamedTuple):
    """A place in a file; line and column count from 1, columns in code points."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Related(NamedTuple):
    """The second place of a conflict, e.g. where an id was first defined."""

    position: Position
    message: str


class Problem(NamedTuple):
    """One fault of one rule at one place; problems sort by place, then rule."""

    position: Position
    rule: str
    message: str
    hint: str = ""
    related: tuple[Related, ...] = ()
    severity: Severity = "error"

    def __str__(self) -> str:
        prefix = "" if self.severity == "error" else f"{self.severity}: "
        hint = f"; {self.hint}" if self.hint else ""
        places = "".join(f" ({other.message} at {other.position})" for other in self.related)
        return f"{self.position}: {prefix}{self.message}{hint}{places} [{self.rule}]"


class UnusableError(Exception):
    """The command cannot run at all; its message is for the user (exit code 2)."""


# How like a word must be where there are only a few.
NEAR = 0.7


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
