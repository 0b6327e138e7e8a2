"""Bytes become text or problems; a document is data with the position of every key and value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, takewhile, zip_longest
from typing import Any, TypeAlias

from guidepress.problem import Position, Problem
from guidepress.source.letters import find_unfit

# Where a value is in data: the keys and indices that lead to it.
DataPath: TypeAlias = tuple[str | int, ...]
# A mapping in data, behind its path.
Group: TypeAlias = tuple[DataPath, Mapping[str, Any]]
MAX_BYTES = 1_000_000
# A list of references may be an import of ten thousand; no other file comes near its limit.
_MORE_FOR_REFERENCES = 6
MAX_PROBLEMS = 500

_TAB_INDENT = re.compile(r"^ {0,200}\t")


def iter_values(data: Any, path: DataPath = ()) -> Iterator[tuple[DataPath, Any]]:
    """Yield every value in data with its path, outer ones first."""
    for key, value in enumerate(data) if type(data) is list else data.items():
        yield (*path, key), value
        if type(value) in _HOLDING:
            yield from iter_values(value, (*path, key))


def list_texts(data: Any) -> list[str]:
    """Return every text in data, in their order: where they are can be asked later."""
    found: list[str] = []
    for value in data if type(data) is list else data.values():
        if isinstance(value, str):
            found.append(value)
        elif type(value) in _HOLDING:
            found += list_texts(value)
    return found


def list_groups(data: Any, closed: Collection[str] = (), path: DataPath = ()) -> list[Group]:
    """Return every mapping in data with its path, outer ones first; none in a ``closed`` key."""
    found: list[Group] = [(path, data)] if type(data) is dict else []
    for key, value in enumerate(data) if type(data) is list else data.items():
        if type(value) in _HOLDING and key not in closed:
            found += list_groups(value, closed, (*path, key))
    return found


_HOLDING = (dict, list)


def times_more(file: str) -> int:
    """Return how many times the usual limits hold for a file of that name."""
    return _MORE_FOR_REFERENCES if file.endswith("references.yaml") else 1


def decode(data: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """Return the text and what is wrong with its bytes and characters.

    The text is None where it cannot be parsed at all.
    """
    top = Position(file, 1, 1)
    if len(data) > MAX_BYTES * times_more(file):
        return None, [too_large(len(data), file)]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:2]:
        return None, [_encoding(top, "the file is not UTF-8")]
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, [_encoding(Position(file, line, 1), "this line is not UTF-8")]
    problems = (
        [_encoding(top, "the file begins with a byte order mark")]
        if len(data) > len(text.encode())
        else []
    )
    if conflicts := list(islice(find_conflicts(text, file), MAX_PROBLEMS)):
        return None, conflicts
    problems += islice(_find_characters(text, file), MAX_PROBLEMS + 1)
    return (None if any(each.rule in _FATAL for each in problems) else text), problems


def find_conflicts(text: str, file: str) -> Iterator[Problem]:
    """Yield each place that git could not merge, with the first lines that differ."""
    if "<<<<<<< " not in text:
        return
    sides: list[list[tuple[int, str]]] | None = None
    start = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("<<<<<<< "):
            sides, start = [[]], number
        elif sides is not None and line.startswith(("||||||| ", "=======")):
            sides.append([])
        elif sides is not None and line.startswith(">>>>>>> "):
            yield _conflict(sides, start, file)
            sides = None
        elif sides is not None:
            sides[-1].append((number, line))


def _conflict(sides: list[list[tuple[int, str]]], start: int, file: str) -> Problem:
    """Say what the first and the last side have there; between them may be what both had before."""
    ours, theirs = sides[0], sides[-1] if len(sides) > 1 else []
    pairs = zip_longest(ours, theirs, fillvalue=(0, ""))
    one, other = next(((a, b) for a, b in pairs if a[1] != b[1]), ((0, ""), (0, "")))
    # Of long lines the place where they part is shown, not the beginning that they share.
    same = [*takewhile(lambda each: len({*each}) == 1, zip(one[1], other[1], strict=False))]
    begin = max(len(same) - 40, 0)
    shown = ((at, line[begin : begin + 80].strip()) for at, line in (one, other) if at)
    dots = "…" if begin else ""
    phrase = " or ".join(f"“{dots}{words}” (line {at})" for at, words in shown)
    message = f"two branches changed this place, and git could not merge them: {phrase}"
    hint = "keep what holds, and remove the lines of <<<<<<<, |||||||, ======= and >>>>>>>"
    return Problem(Position(file, start, 1), "merge-conflict", message, hint)


def too_large(size: int, file: str) -> Problem:
    """Say that a file of so many bytes is more than is read."""
    hint = f"this file holds at most {MAX_BYTES * times_more(file)}; split the guideline"
    return Problem(Position(file, 1, 1), "yaml-too-large", f"the file has {size} bytes", hint)


def at_most(problems: list[Problem]) -> list[Problem]:
    """Cut a flood short, and say so: what remains is reported once these are fixed."""
    if len(problems) <= MAX_PROBLEMS:
        return problems
    kept = sorted(problems)[:MAX_PROBLEMS]
    message = f"the file has more than {MAX_PROBLEMS} faults"
    hint = "fix these first; the others are reported after that"
    return [*kept, Problem(kept[-1].position, "too-many-faults", message, hint)]


_FATAL = frozenset({"yaml-control-character", "yaml-line-break"})


def _encoding(position: Position, message: str) -> Problem:
    return Problem(position, "yaml-encoding", message, "save the file as UTF-8, without a mark")


def _find_characters(text: str, file: str) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.isascii() and line.isprintable():
            continue
        for index, rule, what, hint in find_unfit(line):
            yield Problem(Position(file, number, index + 1), rule, what, hint)
        if not unicodedata.is_normalized("NFC", line):
            yield _not_composed(line, file, number)


def find_in_escapes(value: str, place: Position) -> Iterator[Problem]:
    r"""Yield what may not be in content but came in by an escape, such as ``"\u202e"``."""
    for _, rule, what, hint in find_unfit(value):
        yield Problem(place, rule, f"the text holds, as an escape, {what}", hint)
    if not unicodedata.is_normalized("NFC", value):
        message = "the text holds a letter and its accent as two characters"
        yield Problem(place, "yaml-not-nfc", message, "type the accented letter anew")


def _not_composed(line: str, file: str, number: int) -> Problem:
    composed = unicodedata.normalize("NFC", line)
    pairs = enumerate(zip(line, composed, strict=False))
    column = next((index for index, (old, new) in pairs if old != new), 0)
    message = "a letter and its accent are written as two characters"
    place = Position(file, number, column + 1)
    return Problem(place, "yaml-not-nfc", message, "type the accented letter anew")


def with_spaces(line: str, width: int) -> str:
    """Return the line with each tab of its indentation as so many spaces."""
    body = line.lstrip(" \t")
    return line[: len(line) - len(body)].replace("\t", " " * width) + body


def find_tabs(lines: tuple[str, ...], file: str) -> Iterator[Problem]:
    """Yield the lines that are indented with tabs, which YAML forbids."""
    for number, line in enumerate(lines, start=1):
        if "\t" in line and _TAB_INDENT.match(line):
            place = Position(file, number, line.index("\t") + 1)
            message = "this line is indented with a tab"
            yield Problem(place, "yaml-tab", message, "indent with spaces, two a level")


class Plain(str):
    """A scalar without quotation marks, as it is spelt: only a schema knows what it means."""

    __slots__ = ()


class Mark:
    """Where a value stands (lines and columns from 0), and the marks of its entries.

    ``key`` is where it begins as an entry: where its key stands, if it has one.
    """

    __slots__ = ("children", "column", "key", "last", "line")

    def __init__(self, event: Any) -> None:
        self.line, self.column = self.key = event.start_mark.line, event.start_mark.column
        self.last = event
        self.children: dict[str | int, Mark] = {}

    @property
    def end(self) -> int:
        """The line on which the value ends."""
        start, end = self.last.start_mark, self.last.end_mark
        # What ends by indentation ends before the line of what comes next.
        by_indentation = start.index == end.index and end.line > self.line
        return int(end.line - by_indentation)


@dataclass(frozen=True, kw_only=True)
class Document:
    """The data of one YAML file; ``file`` is its name as problems show it."""

    file: str
    data: Any
    lines: tuple[str, ...]

    @cached_property
    def marks(self) -> Mark:
        """Where each value stands: read when somebody asks, since most files have no problem."""
        from guidepress.source.parse import read_marks

        return read_marks("\n".join(self.lines))

    @cached_property
    def texts(self) -> list[str]:
        """Every text: looked for once, for all that judge texts."""
        return list_texts(self.data)

    def find_texts(self, is_wanted: Callable[[str], bool]) -> Iterator[tuple[DataPath, str]]:
        """Yield each text that is wanted, with its path: hardly ever one is."""
        for path, text in iter_values(self.data) if any(map(is_wanted, self.texts)) else ():
            if isinstance(text, str) and is_wanted(text):
                yield path, text

    def _marks_along(self, path: Sequence[str | int]) -> list[Mark]:
        """Return the marks of all values on the path, as far as it leads."""
        found = [self.marks]
        for part in path:
            if part not in found[-1].children:
                break
            found.append(found[-1].children[part])
        return found

    def position(self, path: Sequence[str | int], *, key: bool = False) -> Position:
        """Return where the value (or its key) stands, or else its nearest ancestor."""
        mark = self._marks_along(path)[-1]
        line, column = mark.key if key and self.has(path) else (mark.line, mark.column)
        return Position(self.file, line + 1, column + 1)

    def has(self, path: Sequence[str | int]) -> bool:
        """Tell whether there is a value at the path."""
        return len(self._marks_along(path)) > len(path)

    def find(self, path: Sequence[str | int], needle: str) -> Position:
        """Return where the needle stands in the source lines of a scalar, or else the scalar."""
        mark = self._marks_along(path)[-1]
        if not self.has(path):
            return self.position(path)
        first = needle.split("\n", 1)[0]
        for line in range(mark.line, min(mark.end + 1, len(self.lines))):
            start = mark.column if line == mark.line else 0
            column = self.lines[line].find(first, start)
            if column >= 0:
                return Position(self.file, line + 1, column + 1)
        return self.position(path)
