"""A text for a regular expression, unlike the other texts as far as the expression lets it be."""

from __future__ import annotations

import re
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

# Days, addresses and the like have a form of their own; a day must be one of the calendar.
_DAY = "2012-03-{:02d}"


def matching(pattern: str, word: str) -> str:
    """Return a text that the whole pattern matches, with the word in it where that fits."""
    number = int(re.sub(r"[^0-9]", "", word))
    for text in (
        word,
        f"https://example.org/{word}",
        f"10.1000/{word}",
        f"{word}@example.org",
        _DAY.format(number % 28 + 1),
        str(10_000_000 + number),
        f"{number:010d}",
        f"PMC{number}",
        f"NCT{number:08d}",
        f"{number % 10_000:04d}-0000",
        f"1.{number % 1000}.0",
        ("de", "es", "en")[number % 3],
        str(number % 9 + 1),
    ):
        if re.fullmatch(pattern.removesuffix("$"), text):
            return text
    return "".join(_simplest(step) for step in parser.parse(pattern))


def _simplest(step: tuple[Any, Any]) -> str:
    """Return the shortest text for one step of a parsed expression."""
    code, argument = step
    if code is codes.LITERAL:
        return chr(argument)
    if code is codes.IN:
        return _simplest_of_set(argument)
    if code in {codes.MAX_REPEAT, codes.MIN_REPEAT}:
        least, _, inner = argument
        return "".join(_simplest(each) for _ in range(least) for each in inner)
    if code is codes.SUBPATTERN:
        return "".join(_simplest(each) for each in argument[-1])
    if code is codes.BRANCH:
        return "".join(_simplest(each) for each in argument[1][0])
    return "a" if code in {codes.ANY, codes.NOT_LITERAL} else ""


def _simplest_of_set(members: list[tuple[Any, Any]]) -> str:
    code, argument = members[0]
    if code is codes.NEGATE:
        return "a"
    return chr(argument[0] if code is codes.RANGE else argument)
