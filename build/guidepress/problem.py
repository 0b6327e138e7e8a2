"""What is wrong, where, and what to write instead."""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


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
        prefix = "warning: " if self.severity == "warning" else ""
        hint = f"; {self.hint}" if self.hint else ""
        places = "".join(f" ({other.message} at {other.position})" for other in self.related)
        return f"{self.position}: {prefix}{self.message}{hint}{places} [{self.rule}]"


class UnusableError(Exception):
    """The command cannot run at all; its message is for the user (exit code 2)."""
