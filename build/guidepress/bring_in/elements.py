"""The XML of a file: read within limits, and items of lists taken apart."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from guidepress.bring_in.inline import NO_TERMS, pieces_of
from guidepress.problem import UnusableError

Element = Any
MAX_BYTES = 20_000_000
_DEEPEST = 100
_MOST_ELEMENTS = 300_000
LISTS = ("ItemizedList", "OrderedList")
# What stands apart from the running text of an item.
APART = frozenset({*LISTS, "Para", "LiteralLayout", "Table", "QandASet", "Contact"})
# What no guideline has a place for, and why.
LEFT_OUT = {
    "SummaryKeyWord": "a guideline has no key words",
    "SummaryDescription": "the page describes itself",
    "AltTitle": "there is one title",
    "SpecificDiagnosis": "sections have no codes",
    "SectionType": "sections have no types",
    "SummaryEditorialBoard": "the publisher's, not ours",
}
_STYLE = ("styles", "names and headings have no styles")
IN_HEADINGS = dict.fromkeys(
    (
        *("Emphasis", "Strong", "Superscript", "Subscript", "TT"),
        *("GeneName", "ScientificName", "ForeignWord"),
    ),
    _STYLE,
) | {
    "GlossaryTermRef": ("links to terms", NO_TERMS),
    "GlossaryTermLink": ("links to terms", NO_TERMS),
}
NAMES_OF_KINDS = {"SpecificDiagnosis": "diagnoses"}


class Items:
    """Gives the items of a list, and of lists inside it, their ids; keeps what cannot be in it."""

    def __init__(self, owner: str) -> None:
        self.owner, self.count = owner, 0
        self.beside: list[Element] = []

    def next(self) -> str:
        """Return the next id."""
        self.count += 1
        return f"i{self.count}"


class Parts:
    """An item apart: paragraphs of running text, lists, and what an item cannot hold."""

    def __init__(self, element: Element) -> None:
        self.runs: list[list[Any]] = [[]]
        self.lists: list[Element] = []
        self.others: list[Element] = []
        self.paragraphs = 0
        self.reordered = False
        for piece in pieces_of(element):
            self._add(piece)

    def _add(self, piece: Any) -> None:
        if isinstance(piece, str) or piece.tag not in APART:
            words = piece.strip() if isinstance(piece, str) else "element"
            self.reordered = self.reordered or bool(words and self.lists)
            self.runs[-1].append(piece)
        elif piece.tag in ("Para", "LiteralLayout"):
            self.paragraphs += piece.tag == "Para"
            self.reordered = self.reordered or bool(self.lists)
            self.runs += [pieces_of(piece), []]
        elif piece.tag in LISTS:
            self.runs.append([])
            self.lists.append(piece)
        else:
            self.others.append(piece)


def parse_summary(data: bytes) -> Element:
    """Return the root of a file. Raises UnusableError for what is no XML, too large or too deep."""
    if len(data) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES} bytes"
        raise UnusableError(message)
    try:
        return _within_limits(data)
    except UnusableError:
        raise
    except Exception as error:
        message = f"this is not XML that can be read, or it was cut off ({_short(error)})"
        raise UnusableError(message) from error


def _within_limits(data: bytes) -> Element:
    """Return the root; entities of the file's own, depth and size without end are refused."""
    from defusedxml.ElementTree import iterparse

    depth = count = 0
    root = None
    for event, element in iterparse(BytesIO(data), events=("start", "end")):
        root = element if root is None else root
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > _DEEPEST or count > _MOST_ELEMENTS:
            message = f"it is nested more than {_DEEPEST} deep, or has more than "
            message += f"{_MOST_ELEMENTS} elements"
            raise UnusableError(message)
    return root


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120]


def squash(text: str) -> str:
    """Return the text with one space for any white space."""
    return " ".join(text.split())
