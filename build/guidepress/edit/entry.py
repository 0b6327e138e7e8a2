"""Texts and entries as YAML, in the style of the files that are there."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# A letter or digit first, then nothing that begins a comment, a key or a flow collection.
_BARE = re.compile(r"[^\W_](?:[^\n:#\[\]{},\"'`|>&*!%@\\]|[:#](?=[^\s#:,\[\]{}])){0,500}")
# Other YAML readers take these for something else than text; numbers stay bare as the files have.
_OTHER = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def scalar(text: str) -> str:
    """Return the text as YAML on one line; it reads back as the same text."""
    if _BARE.fullmatch(text) and text.casefold() not in _OTHER and not text.endswith((" ", ":")):
        return text
    return quoted(text)


def quoted(text: str) -> str:
    """Return the text in double quotation marks."""
    return json.dumps(text, ensure_ascii=False)


WIDTH = 110
_LEAST = 40
# A line can end where one space stands between two words, but not inside [@one; @other].
_BREAK = re.compile(r"(?<=[^ \t\n]) (?=[^ \t\n@])")


def fold(value: str, indent: int, *, literal: bool = False) -> tuple[str, list[str]]:
    """Return the rest of the key's line, and the lines below it.

    Folded (``>-``) where that says the same, literal (``|-``) where line breaks and indentation
    are part of the text or its author set them, and in quotation marks where neither can hold it.
    """
    body = value.rstrip("\n")
    chomp = {0: "-", 1: ""}.get(len(value) - len(body))
    if chomp is None or not body or body[0] in " \t\n":
        return quoted(value), []
    lines = body.split("\n")
    space = " " * indent
    if literal or any(line[:1] in {" ", "\t"} or line != line.rstrip() for line in lines):
        return f"|{chomp}", [f"{space}{line}" if line else "" for line in lines]
    # Each break of the text is one more in the folded form.
    parts = re.split(r"(\n+)", body)
    text = "".join(
        f"{part}\n" if part.startswith("\n") else "\n".join(_wrapped(part, WIDTH - indent))
        for part in parts
    )
    return f">{chomp}", [f"{space}{line}" if line else "" for line in text.split("\n")]


def _wrapped(line: str, width: int) -> list[str]:
    width = max(width, _LEAST)
    found: list[str] = []
    for word in _BREAK.split(line):
        if found and len(found[-1]) + 1 + len(word) <= width:
            found[-1] = f"{found[-1]} {word}"
        else:
            found.append(word)
    return found


Data = dict[str, Any]


def render_entries(entries: Sequence[Mapping[str, Any]], indent: int) -> str:
    """Return list entries, each line indented by so many spaces and ended."""
    return "".join(
        f"{' ' * indent}{'  ' if number else '- '}{line}\n"
        for entry in entries
        for number, line in enumerate(_lines(entry))
    )


def _lines(entry: Mapping[str, Any]) -> Iterator[str]:
    for key, value in entry.items():
        if isinstance(value, list) and any(isinstance(each, dict) for each in value):
            yield f"{key}:"
            yield from (f"  - {_flow(each)}" for each in value)
        else:
            yield f"{key}: {_flow(value)}"


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_flow(each)}' for key, each in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(_flow(each) for each in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return scalar(value)
