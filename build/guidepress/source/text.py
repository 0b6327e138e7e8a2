"""Bytes become text, or problems: encoding, and characters that must not be in content."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from guidepress.problem import Position, Problem
from guidepress.source.letters import find_unfit

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 1_000_000
# A list of references may be an import of ten thousand; no other file comes near its limit.
_MORE_FOR_REFERENCES = 6
MAX_PROBLEMS = 500

_TAB_INDENT = re.compile(r"^ {0,200}\t")


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
    said = " or ".join(f"“{line.strip()[:80]}” (line {at})" for at, line in (one, other) if at)
    message = f"two branches changed this place, and git could not merge them: {said}"
    hint = "keep what holds, and remove the lines of <<<<<<<, |||||||, ======= and >>>>>>>"
    return Problem(Position(file, start, 1), "merge-conflict", message, hint)


def too_large(size: int, file: str) -> Problem:
    """Say that a file of so many bytes is more than is read."""
    hint = f"this file holds at most {MAX_BYTES * times_more(file)}; split the guideline"
    return Problem(Position(file, 1, 1), "yaml-too-large", f"the file has {size} bytes", hint)


def at_most(problems: list[Problem]) -> list[Problem]:
    """Cut a flood short, and say so: what remains is told once these are mended."""
    if len(problems) <= MAX_PROBLEMS:
        return problems
    kept = sorted(problems)[:MAX_PROBLEMS]
    message = f"the file has more than {MAX_PROBLEMS} faults"
    hint = "mend these first; the others are told then"
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
