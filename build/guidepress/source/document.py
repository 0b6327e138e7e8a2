"""YAML text with the position of every key and value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from guidepress.problem import Position

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yaml import Event


class Plain(str):
    """A scalar without quotation marks, as it is spelt: only a schema knows what it means."""

    __slots__ = ()


class Mark:
    """Where a value stands (lines and columns from 0), and the marks of its entries.

    Of each entry only the parser's events are kept, by its key or its place in the list: the
    first of the entry, which is that of its key if it has one, and that of its value. They become
    a mark when somebody asks where they stand.
    """

    __slots__ = ("entries", "first", "last")

    def __init__(self, event: Event) -> None:
        self.first = self.last = event
        self.entries: dict[str | int, tuple[Event, Mark | Event]] = {}

    @property
    def line(self) -> int:
        """The line on which the value begins."""
        return _start_of(self.first)[0]

    @property
    def column(self) -> int:
        """The column in which the value begins."""
        return _start_of(self.first)[1]

    @property
    def end(self) -> int:
        """The line on which the value ends."""
        start: Any = self.last.start_mark
        end: Any = self.last.end_mark
        # What ends by indentation ends before the line of what comes next.
        by_indentation = start.index == end.index and end.line > self.line
        return int(end.line - by_indentation)

    @property
    def children(self) -> dict[str | int, Mark]:
        """The marks of the entries."""
        return {part: _mark_of(value) for part, (_, value) in self.entries.items()}

    def child(self, part: str | int) -> Mark | None:
        """Return the mark of one entry, if there is such."""
        return _mark_of(self.entries[part][1]) if part in self.entries else None

    def key(self, part: str | int) -> tuple[int, int]:
        """Return the line and the column at which an entry begins: those of its key, if any."""
        return _start_of(self.entries[part][0])


def _mark_of(value: Mark | Event) -> Mark:
    return value if isinstance(value, Mark) else Mark(value)


def _start_of(event: Event) -> tuple[int, int]:
    mark: Any = event.start_mark
    return mark.line, mark.column


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """The data of one YAML file; ``file`` is its name as problems show it."""

    file: str
    data: Any
    lines: tuple[str, ...]
    marks: Mark

    def with_data(self, data: Any) -> Document:
        """Return the document with other data at the same places."""
        return replace(self, data=data)

    def position(self, path: Sequence[str | int], *, key: bool = False) -> Position:
        """Return where the value (or its key) stands, or else its nearest ancestor."""
        mark = self.marks
        line, column = mark.line, mark.column
        for number, part in enumerate(path):
            child = mark.child(part)
            if child is None:
                break
            line, column = child.line, child.column
            if key and number == len(path) - 1:
                line, column = mark.key(part)
            mark = child
        return Position(self.file, line + 1, column + 1)

    def has(self, path: Sequence[str | int]) -> bool:
        """Tell whether there is a value at the path."""
        mark: Mark | None = self.marks
        for part in path:
            mark = mark.child(part) if mark else None
        return mark is not None

    def find(self, path: Sequence[str | int], needle: str) -> Position:
        """Return where the needle stands in the source lines of a scalar, or else the scalar."""
        mark = self.marks
        for part in path:
            child = mark.child(part)
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
