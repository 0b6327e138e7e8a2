"""Bytes become text, or problems: encoding, and characters that must not be in content."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from guidepress.problem import Position, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 1_000_000

_TAB_INDENT = re.compile(r"^ {0,200}\t")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
_LINE_BREAK = re.compile(r"[\x85\u2028\u2029]")
_DIRECTION = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_CHARACTERS = (
    (_CONTROL, "yaml-control-character", "an invisible control character", "remove it"),
    (
        _LINE_BREAK,
        "yaml-line-break",
        "a line break that editors do not show",
        "use an ordinary one",
    ),
    (_DIRECTION, "yaml-bidi", "an invisible mark that changes the reading direction", "remove it"),
)


def decode(data: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """Return the text and what is wrong with its bytes and characters.

    The text is None where it cannot be parsed at all.
    """
    top = Position(file, 1, 1)
    if len(data) > MAX_BYTES:
        message = f"the file has {len(data)} bytes"
        hint = f"a content file holds at most {MAX_BYTES}; split the guideline"
        return None, [Problem(top, "yaml-too-large", message, hint)]
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00")):
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
    problems += _find_characters(text, file)
    return (None if any(each.rule in _FATAL for each in problems) else text), problems


_FATAL = frozenset({"yaml-control-character", "yaml-line-break"})


def _encoding(position: Position, message: str) -> Problem:
    return Problem(position, "yaml-encoding", message, "save the file as UTF-8, without a mark")


def _find_characters(text: str, file: str) -> Iterator[Problem]:
    normal = unicodedata.is_normalized("NFC", text)
    suspicious = normal is False or any(pattern.search(text) for pattern, *_ in _CHARACTERS)
    if not suspicious:
        return
    for number, line in enumerate(text.split("\n"), start=1):
        for pattern, rule, what, hint in _CHARACTERS:
            if found := pattern.search(line):
                code = f"U+{ord(found[0]):04X}"
                place = Position(file, number, found.start() + 1)
                yield Problem(place, rule, f"{what} ({code})", hint)
        if not unicodedata.is_normalized("NFC", line):
            yield _not_composed(line, file, number)


def _not_composed(line: str, file: str, number: int) -> Problem:
    composed = unicodedata.normalize("NFC", line)
    pairs = enumerate(zip(line, composed, strict=False))
    column = next((index for index, (old, new) in pairs if old != new), 0)
    message = "a letter and its accent are written as two characters"
    place = Position(file, number, max(column, 1))
    return Problem(place, "yaml-not-nfc", message, "type the accented letter anew")


def with_spaces(line: str, width: int) -> str:
    """Return the line with each tab of its indentation as so many spaces."""
    body = line.lstrip(" \t")
    return line[: len(line) - len(body)].replace("\t", " " * width) + body


def find_tabs(lines: tuple[str, ...], file: str) -> Iterator[Problem]:
    """Yield the lines that are indented with tabs, which YAML forbids."""
    for number, line in enumerate(lines, start=1):
        if _TAB_INDENT.match(line):
            place = Position(file, number, line.index("\t") + 1)
            message = "this line is indented with a tab"
            yield Problem(place, "yaml-tab", message, "indent with spaces, two a level")
