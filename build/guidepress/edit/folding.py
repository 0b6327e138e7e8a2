"""A long text as a block scalar of wrapped lines that reads back as the same text."""

from __future__ import annotations

import re

from guidepress.edit.scalar import quoted

WIDTH = 110
_LEAST = 40
# A line can end where one space stands between two words, but not inside [@one; @other].
_BREAK = re.compile(r"(?<=[^ \t\n]) (?=[^ \t\n@])")


def fold(value: str, indent: int) -> tuple[str, list[str]]:
    """Return the rest of the key's line, and the lines below it.

    Folded (``>-``) where that says the same, literal (``|-``) where line breaks and indentation
    are part of the text, and in quotation marks where neither can hold it.
    """
    body = value.rstrip("\n")
    chomp = {0: "-", 1: ""}.get(len(value) - len(body))
    if chomp is None or not body or body[0] in " \t\n":
        return quoted(value), []
    lines = body.split("\n")
    space = " " * indent
    if any(line[:1] in {" ", "\t"} or line != line.rstrip() for line in lines):
        return f"|{chomp}", [f"{space}{line}" if line else "" for line in lines]
    # Each break of the text is one more in the folded form.
    parts = re.split(r"(\n+)", body)
    text = "".join(
        f"{part}\n" if part.startswith("\n") else "\n".join(_wrapped(part, WIDTH - indent))
        for part in parts
    )
    return f">{chomp}", [f"{space}{line}" if line else "" for line in text.split("\n")]


def literal(value: str, indent: int) -> tuple[str, list[str]]:
    """Return a text whose line breaks its author set, as a literal block scalar."""
    body = value.rstrip("\n")
    chomp = {0: "-", 1: ""}.get(len(value) - len(body))
    if chomp is None or not body or body[0] in " \t\n":
        return quoted(value), []
    lines = [f"{' ' * indent}{line}" if line else "" for line in body.split("\n")]
    return f"|{chomp}", lines


def _wrapped(line: str, width: int) -> list[str]:
    width = max(width, _LEAST)
    found: list[str] = []
    for word in _BREAK.split(line):
        if found and len(found[-1]) + 1 + len(word) <= width:
            found[-1] = f"{found[-1]} {word}"
        else:
            found.append(word)
    return found
