"""What the YAML parser cannot read, said to an editor: where it began, and what to write."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple


class SyntaxFault(NamedTuple):
    """A fault at the parser's mark (or at the start of the text, where there is none)."""

    mark: Any
    rule: str
    message: str
    hint: str


_LOOK = "look at indentation, colons and quotation marks here and one line above"
_QUOTE = "put the whole text in quotation marks"

# libyaml's own words: rule, message and hint for each that editors meet.
_SAID: dict[str, tuple[str, str, str]] = {
    # What newer versions of libyaml say, where they stop before our own limit is reached.
    "exceeded maximum nesting depth": (
        "yaml-too-deep",
        "the content is nested more than 40 levels deep",
        "make it flatter",
    ),
    "mapping values are not allowed in this context": (
        "yaml-syntax",
        "this is not YAML: the text holds a colon and a space, or the line is indented too far",
        "put the whole text in quotation marks, or mend the indentation",
    ),
    "did not find expected alphabetic or numeric character": (
        "yaml-syntax",
        "this is not YAML: a text cannot begin with * or &",
        _QUOTE,
    ),
    "found unknown escape character": (
        "yaml-syntax",
        "this is not YAML: a backslash means something else between double quotation marks",
        "use single quotation marks",
    ),
    "found invalid Unicode character escape code": (
        "yaml-syntax",
        "this is not YAML: the code after the backslash is no character",
        "write the character itself",
    ),
    "did not find expected comment or line break": (
        "yaml-syntax",
        "this is not YAML: a text cannot begin with > or | on the same line",
        _QUOTE,
    ),
    "did not find expected '-' indicator": (
        "yaml-syntax",
        "this is not YAML: this line is indented differently from the entry above it",
        "begin each entry of a list with “- ”, and put its keys under its first key",
    ),
    "did not find expected key": (
        "yaml-syntax",
        "this is not YAML: the line is indented differently, or a text goes on after its quotes",
        "put the key under the one above it, or put the whole text in quotation marks",
    ),
    "did not find expected ',' or ']'": (
        "yaml-syntax",
        "this is not YAML: a list that begins with [ is not closed before this line",
        "put a comma between its entries, and ] at its end",
    ),
    "did not find expected ',' or '}'": (
        "yaml-syntax",
        "this is not YAML: what begins with { is not closed before this line",
        "put a comma between its keys, and } at its end",
    ),
    "block sequence entries are not allowed in this context": (
        "yaml-syntax",
        "this is not YAML: a list entry cannot begin on the line of its key",
        "begin it on the next line, or put the whole text in quotation marks",
    ),
}


def explain_syntax(error: Any, lines: Sequence[str]) -> SyntaxFault:
    """Return the parser's error as an editor can use it."""
    phrase = error.problem or "this cannot be read"
    mark = error.problem_mark or error.context_mark
    if "directive" in f"{phrase} {error.context}":
        hint = "remove the line that begins with %"
        return SyntaxFault(mark, "yaml-directive", "a directive is not allowed", hint)
    if "quoted scalar" in str(error.context) and phrase.startswith("found unexpected"):
        message = "this is not YAML: the quotation mark here is not closed"
        return SyntaxFault(error.context_mark, "yaml-syntax", message, "close it")
    if phrase.endswith("cannot start any token"):
        return _wrong_beginning(mark, _sign_at(mark, lines))
    if phrase == "could not find expected ':'":
        message = "this is not YAML: a colon is missing after the key, or this belongs to a text"
        hint = "write `key: value`, or indent the line under the text that it continues"
        return SyntaxFault(error.context_mark or mark, "yaml-syntax", message, hint)
    if phrase.startswith("did not find expected ','") and (found := _bracketed(mark, lines)):
        message = "this is not YAML: in a list or keys on one line, [ and { begin another one"
        return SyntaxFault(mark, "yaml-syntax", message, f'write "{found}" in quotation marks')
    rule, message, hint = _SAID.get(phrase, ("yaml-syntax", f"this is not YAML: {phrase}", _LOOK))
    return SyntaxFault(mark, rule, message.replace("\t", "tab"), hint)


def _sign_at(mark: Any, lines: Sequence[str]) -> str:
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    return line[mark.column : mark.column + 1]


def _bracketed(mark: Any, lines: Sequence[str]) -> str:
    """Return the text at the mark if a bracket stands in it: ``mm[Hg]``, ``as [bulky](#bulky)``."""
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    # As long as a line mostly is: one of a megabyte is not searched from each of its letters.
    before, after = line[max(0, mark.column - 80) : mark.column], line[mark.column :][:80]
    start = re.search(r"[^\s,:{\[][^,:{\[]*$", before)
    end = re.match(r"(?:\[[^\]]*\]|\{[^}]*\})[^,\]}]*", after)
    return f"{start[0]}{end[0]}" if start and end else ""


def _wrong_beginning(mark: Any, sign: str) -> SyntaxFault:
    if sign == "\t":
        message = "a tab stands here instead of spaces"
        return SyntaxFault(mark, "yaml-tab", message, "write one space")
    message = f"this is not YAML: a text cannot begin with {sign or 'this sign'}"
    return SyntaxFault(mark, "yaml-syntax", message, _QUOTE)
