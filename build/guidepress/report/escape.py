"""The doors through which text of strangers reaches a terminal, a comment, a runner and a scanner.

Each door takes any text and returns what its reader shows letter for letter and obeys in nothing.
"""

import re
from typing import Any
from unicodedata import category

from guidepress.problem import Position

UNSEEN = "\N{REPLACEMENT CHARACTER}"
# Stands where a service would make a link or a mention of what is around it; it has no width.
_APART = "&#8203;"
_MARKUP = re.compile(r"[\\`*_{}\[\]<>|~&$#@]")
# At the start of a line these begin a list, a quotation, a heading or a rule.
_FIRST = re.compile(r"^ ?(?:[-+=]|[0-9]{1,20}[.)](?= |$))")
# Behind the first sign of a mention, a reference, an emoji, an address.
_LINKED = re.compile(
    r"(?<=[@#])(?=\S)|(?<=GH)(?=-)|(?<=:)(?=//|[\w+-]{1,50}:)|(?<=www)(?=\.)", re.IGNORECASE
)


def is_harmless(sign: str) -> bool:
    """Tell whether a terminal shows the character and obeys it in nothing.

    Spaces other than the common one are content (the no-break space), and do no harm.
    """
    return sign.isprintable() or category(sign) == "Zs"


def _on_one_line(text: str) -> str:
    return "".join(each if is_harmless(each) else UNSEEN for each in text.replace("\n", " "))


def for_terminal(text: str) -> str:
    """Return the text on one line, without what a terminal obeys or a runner takes for a command.

    A runner reads the output of what it runs: ``::`` at the start of a line, and ``##[`` anywhere.
    """
    line = _on_one_line(text)
    line = line.replace("##[", "# #[")
    start = len(line) - len(line.lstrip())
    return f"{line[:start]}: :{line[start + 2 :]}" if line.startswith("::", start) else line


def for_comment(text: str) -> str:
    """Return the text as Markdown that shows it, on one line, and names and links nobody.

    Backslashes do not stop mentions (``@name``), references (``#1``, ``GH-1``) and bare addresses:
    a service looks for them in what was rendered. So they are parted by a space without width.
    """
    line = _on_one_line(text)
    if line.startswith("  "):
        # Four spaces would begin a block of code.
        line = f" {line.lstrip(' ')}"
    first, *others = [_MARKUP.sub(_entity, part) for part in _LINKED.split(line)]
    return _APART.join([_FIRST.sub(_entity, first, 1), *others])


def _entity(found: re.Match[str]) -> str:
    return f"{found[0][:-1]}&#{ord(found[0][-1])};"


def for_annotation(text: str, more: str = "") -> str:
    """Return the text inside a workflow command; ``more`` are separators that it may not hold."""
    for sign in ("%", "\r", "\n", *more):
        text = text.replace(sign, f"%{ord(sign):02X}")
    return "".join(each if is_harmless(each) else UNSEEN for each in text)


def render_annotation(level: str, place: Position | None, title: str, message: str) -> str:
    """Return a workflow command: error, warning or notice, at a place if there is one."""
    where = {"file": place.file, "line": str(place.line), "col": str(place.column)} if place else {}
    pairs = (where | {"title": title}).items()
    stated = ",".join(f"{key}={for_annotation(value, ',:')}" for key, value in pairs)
    return f"::{level} {stated}::{for_annotation(message)}\n"


def for_json(data: Any) -> str:
    """Return JSON in which what a terminal or a runner would obey is an escape."""
    import json

    text = json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    return "".join(
        each if each == "\n" or is_harmless(each) else json.dumps(each)[1:-1] for each in text
    ).replace("##[", "#\\u0023[")


def for_sarif(text: str) -> str:
    """Return a message of SARIF, which takes brackets for links (2.1.0, section 3.11.6)."""
    return re.sub(r"([\\\[\]])", r"\\\1", text)
