"""What Unicode says of a letter: its script, whether anybody sees it, and what it looks like.

The table is ``letters.txt``, made by ``docs/generate_letters.py``; it names the versions of
Unicode's files, so that no Python judges a text otherwise than another.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

# In these scripts a joiner between letters is spelling: Persian, Sinhala, Malayalam and others.
JOINED = frozenset(
    {"Arabic", "Syriac", "Mongolian", "Nko", "Devanagari", "Bengali", "Gurmukhi", "Gujarati"}
    | {"Oriya", "Tamil", "Telugu", "Kannada", "Malayalam", "Sinhala", "Khmer", "Myanmar", "Tibetan"}
)
JOINERS = frozenset("\u200c\u200d")
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_LINE_BREAK = re.compile(r"[\x85\u2028\u2029]|\r(?!\n|\Z)")
_DIRECTION = re.compile(f"[{_DIRECTIONS}]")
# Controls, halves of letters, marks of annotations, what no text can hold, and blanks that are no
# spaces: of Braille, Egyptian, Khitan and music.
_UNSEEN = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufff9-\ufffc\u2800"
    r"\ufdd0-\ufdef\ue000-\uf8ff\U00013430-\U0001343f\U00013441\U00013442\U00016fe4\U0001d159"
    r"\U000f0000-\U0010ffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0xF0000, 0x10000))
)
_AROUND = 30


class Table(NamedTuple):
    """Where each script begins, which it is, and the letters that look like one of ASCII."""

    starts: list[int]
    spans: list[tuple[int, str]]
    likes: Mapping[str, str]
    ignorable: str


@cache
def read_table() -> Table:
    """Read the table, the first time that a text has other letters than those of ASCII."""
    spans: list[tuple[int, int, str]] = []
    likes: dict[str, str] = {}
    ignorable = ""
    text = (Path(__file__).parent / "letters.txt").read_text("utf-8")
    for line in text.splitlines():
        kind, *words = line.split(" ")
        if kind == "script":
            spans += [(*_span(each), words[0]) for each in words[1:]]
        elif kind == "like":
            likes |= {chr(int(each, 16)): words[0] for each in words[1:]}
        elif kind == "ignorable":
            ignorable = "".join(f"{chr(first)}-{chr(last)}" for first, last in map(_span, words))
    spans.sort()
    ends = [(last, name) for _, last, name in spans]
    return Table([first for first, _, _ in spans], ends, likes, ignorable)


def _span(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    return int(first, 16), int(last, 16)


@cache
def script_of(letter: str) -> str:
    """Return the script of a letter; nothing for signs and marks that several scripts share."""
    table = read_table()
    place = bisect_right(table.starts, ord(letter)) - 1
    if place < 0:
        return ""
    last, name = table.spans[place]
    return name if ord(letter) <= last else ""


@cache
def _unseen() -> re.Pattern[str]:
    # Reading directions have a rule of their own.
    return re.compile(f"[{_UNSEEN}{read_table().ignorable}](?<![{_DIRECTIONS}])")


class Unfit(NamedTuple):
    """A character that may not be in content: where, the rule, what it is, and what to do."""

    place: int
    rule: str
    what: str
    hint: str


def find_unfit(text: str) -> Iterator[Unfit]:
    """Yield the first character of each kind that may not be in the text."""
    for rule, what, found, hint in (
        (
            "yaml-control-character",
            "a character that nobody sees",
            _find_unseen(text),
            "remove it, or type the word anew",
        ),
        (
            "yaml-control-character",
            "a sign in the place of a letter that was lost",
            re.search("\ufffd", text),
            "type the word anew, from the source",
        ),
        (
            "yaml-line-break",
            "a line break that editors do not show",
            _LINE_BREAK.search(text),
            "use an ordinary one",
        ),
        (
            "yaml-bidi",
            "an invisible mark that changes the reading direction",
            _DIRECTION.search(text),
            "remove it",
        ),
    ):
        if found:
            index = found.start()
            phrase = f"{what} ({code_point(text[index])}) in “{word_at(text, index)}”"
            yield Unfit(index, rule, phrase, hint)


def without_unfit(text: str) -> str:
    """Return the text as content may hold it: a line break is a space, what nobody sees is gone."""
    text = _LINE_BREAK.sub(" ", unicodedata.normalize("NFC", text))
    text = _DIRECTION.sub("", text).replace("\ufffd", "")
    return _unseen().sub(_kept_joiner, text)


def _kept_joiner(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - _AROUND) : found.end()]
    return found[0] if _is_spelling(before, len(before) - 1) else ""


def _find_unseen(text: str) -> re.Match[str] | None:
    found = _unseen().finditer(text)
    return next((each for each in found if not _is_spelling(text, each.start())), None)


def _is_spelling(text: str, index: int) -> bool:
    """Tell whether the character joins or parts letters as their script wants it."""
    if text[index] not in JOINERS:
        return False
    before = text[:index].rstrip("".join(_marks_before(text[:index])))[-1:]
    return bool(before) and script_of(before) in JOINED


def _marks_before(text: str) -> Iterator[str]:
    """Yield the marks at the end of the text that belong to no script, such as Arabic vowels."""
    for letter in reversed(text):
        if script_of(letter) or unicodedata.category(letter)[0] != "M":
            return
        yield letter


def code_point(letter: str) -> str:
    """Return the number of a character as Unicode writes it."""
    return f"U+{ord(letter):04X}"


def word_at(text: str, index: int) -> str:
    """Return the word around the place, with what nobody sees as its number."""
    before = re.split(r"\s", text[max(0, index - _AROUND) : index])[-1]
    after = re.split(r"\s", text[index + 1 : index + _AROUND])[0]
    return f"{_shown(before)}‹{code_point(text[index])}›{_shown(after)}"


def _shown(text: str) -> str:
    return "".join(each if each.isprintable() else f"‹{code_point(each)}›" for each in text)
