"""YAML text with the position of every key and value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guidepress.problem import Position

if TYPE_CHECKING:
    from collections.abc import Sequence


class Plain(str):
    """A scalar without quotation marks, as it is spelt: only a schema knows what it means."""

    __slots__ = ()


class Mark:
    """Where a value stands (lines and columns from 0), and the marks of its entries."""

    __slots__ = ("children", "column", "end", "keys", "line")

    def __init__(self, line: int, column: int, end: int) -> None:
        self.line = line
        self.column = column
        self.end = end
        self.children: dict[str | int, Mark] = {}
        self.keys: dict[str, tuple[int, int]] = {}


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """The data of one YAML file; ``file`` is its name as problems show it."""

    file: str
    data: Any
    lines: tuple[str, ...]
    marks: Mark

    def position(self, path: Sequence[str | int], *, key: bool = False) -> Position:
        """Return where the value (or its key) stands, or else its nearest ancestor."""
        mark = self.marks
        line, column = mark.line, mark.column
        for number, part in enumerate(path):
            child = mark.children.get(part)
            if child is None:
                break
            last = number == len(path) - 1
            line, column = child.line, child.column
            if key and last and isinstance(part, str):
                line, column = mark.keys[part]
            mark = child
        return Position(self.file, line + 1, column + 1)

    def has(self, path: Sequence[str | int]) -> bool:
        """Tell whether there is a value at the path."""
        mark: Mark | None = self.marks
        for part in path:
            mark = mark.children.get(part) if mark else None
        return mark is not None

    def find(self, path: Sequence[str | int], needle: str) -> Position:
        """Return where the needle stands in the source lines of a scalar, or else the scalar."""
        mark = self.marks
        for part in path:
            child = mark.children.get(part)
            if child is None:
                return self.position(path)
            mark = child
        first = needle.split("\n", 1)[0]
        for line in range(mark.line, min(mark.end + 1, len(self.lines))):
            start = mark.column if line == mark.line else 0
            column = self.lines[line].find(first, start)
            if column >= 0:
                return Position(self.file, line + 1, column + 1)
        return self.position(path)
