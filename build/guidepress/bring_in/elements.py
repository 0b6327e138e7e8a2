"""The XML of a file: read within limits, items of lists taken apart, and tables.

A table of the CALS model (MIL-HDBK-28001) becomes one of ours, with its cells by their columns.
"""

from __future__ import annotations

from io import BytesIO
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.bring_in.inline import NO_TERMS, Data, Element, pieces_of
from guidepress.problem import UnusableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guidepress.bring_in.pdq import Reader


MAX_BYTES = 20_000_000
_DEEPEST = 100
_MOST_ELEMENTS = 300_000
LISTS = ("ItemizedList", "OrderedList")
# What is no running text of an item.
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
    """The parts of an item: paragraphs of running text, lists, and what an item cannot hold."""

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
        raise UnusableError(f"the file is larger than {MAX_BYTES} bytes")
    try:
        return _within_limits(data)
    except UnusableError:
        raise
    except Exception as error:
        if entity := getattr(error, "name", ""):
            message = (
                f"it defines the entity {_short(entity)}; entities of a file's own are not read"
            )
            raise UnusableError(f"{message}: write what it stands for in its place") from error
        message = f"this is not XML that can be read, or it was cut off ({_short(error)})"
        message += "; get the file anew from its publisher"
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


def _short(error: Exception | str) -> str:
    return " ".join(str(error).split())[:120]


def squash(text: str) -> str:
    """Return the text with one space for any white space."""
    return " ".join(text.split())


class _Cell(NamedTuple):
    element: Element
    row: int
    column: int
    columns: int
    rows: int


def read_table(reader: Reader, element: Element, ours: str, title: str) -> Data:
    """Return the table; its notes are those of the foot, marked in the cells by their numbers."""
    reader.account.take("tables")
    groups = element.findall("TGroup")
    if len(groups) != 1:
        reader.ask(ours, f"{len(groups)} groups of columns became one")
    notes: list[Data] = []
    marks: dict[str, str] = {}
    width = max(map(_width, groups), default=1)
    for group in groups:
        for cell in _cells(group, "TFoot", width):
            _note(reader, cell, ours, notes, marks)
    columns = _columns(reader, groups[:1], width, ours, marks)
    rows: list[Data] = []
    for group in groups:
        for _, cells in groupby(_cells(group, "TBody", width), attrgetter("row")):
            rows.append(_row(reader, cells, f"r{len(rows) + 1}", ours, marks))
    data: Data = {"title": title, "columns": columns, "rows": rows}
    return {**data, **({"notes": notes} if notes else {})}


def _width(group: Element) -> int:
    """Return the number of columns: as stated, or as many as there are, so that no cell is lost."""
    most = max((len(row.findall("entry")) for row in group.iter("Row")), default=1)
    return max(_number(group.get("Cols")), len(group.findall("ColSpec")), most)


def _cells(group: Element, part: str, width: int) -> Iterator[_Cell]:
    """Yield the cells of a part with their place in the grid."""
    names = {each.get("ColName"): place for place, each in enumerate(group.findall("ColSpec"))}
    held: set[tuple[int, int]] = set()
    for row, line in enumerate(group.iterfind(f"{part}/Row")):
        for entry in line.findall("entry"):
            free = next((at for at in range(width) if (row, at) not in held), width - 1)
            first = names.get(entry.get("NameSt"), free)
            last = max(first, names.get(entry.get("NameEnd"), first))
            rows = 1 + _number(entry.get("MoreRows"))
            held.update((r, c) for r in range(row, row + rows) for c in range(first, last + 1))
            yield _Cell(entry, row, first, last - first + 1, rows)


def _number(text: str | None) -> int:
    # No table of a publisher has a thousand columns.
    return int(text) if text and text.isdecimal() and len(text) <= 3 else 0  # noqa: PLR2004


def _note(reader: Reader, cell: _Cell, ours: str, notes: list[Data], marks: dict[str, str]) -> None:
    """Add a note of the foot; the number that is raised before it is its mark."""
    pieces = pieces_of(cell.element)
    mark = ""
    if len(pieces) > 1 and not str(pieces[0]).strip() and _is_mark(pieces[1]):
        mark = "".join(pieces[1].itertext()).strip()
        pieces = pieces[2:]
    ident = f"n{len(notes) + 1}"
    if mark:
        marks[mark] = ident
    reader.account.take("cells")
    text = reader.inlines.read([pieces], f"{ours}.{ident}").prose
    if text:
        notes.append({"id": ident, "text": text})


def _is_mark(piece: Any) -> bool:
    return not isinstance(piece, str) and piece.tag == "Superscript"


def _columns(
    reader: Reader, groups: Sequence[Element], width: int, ours: str, marks: dict[str, str]
) -> list[Data]:
    """Return the columns; a head over several is a group, and further rows of it are joined."""
    titles: list[list[str]] = [[] for _ in range(width)]
    over: list[str] = [""] * width
    for group in groups:
        for cell in _cells(group, "THead", width):
            reader.account.take("cells")
            text = reader.plain(cell.element, ours, marks.__contains__)
            if cell.columns > 1:
                over[cell.column : cell.column + cell.columns] = [text] * cell.columns
            else:
                titles[cell.column].append(text)
    return [
        {
            "id": f"c{place + 1}",
            **({"title": title} if (title := " – ".join(filter(None, parts))) else {}),
            **({"group": over[place]} if over[place] else {}),
        }
        for place, parts in enumerate(titles)
    ]


def _row(
    reader: Reader, cells: Iterable[_Cell], ident: str, ours: str, marks: dict[str, str]
) -> Data:
    found: Data = {}
    evidence: list[Data] = []
    for cell in cells:
        reader.account.take("cells")
        for raised in cell.element.iter("Superscript"):
            mark = "".join(raised.itertext()).strip()
            if mark in marks:
                raised.text = marks[mark]
        read = reader.inlines.read([pieces_of(cell.element)], f"{ours}.{ident}")
        evidence += read.evidence
        spans = {"columns": cell.columns} if cell.columns > 1 else {}
        spans |= {"rows": cell.rows} if cell.rows > 1 else {}
        column = f"c{cell.column + 1}"
        if spans:
            found[column] = {**({"text": read.prose} if read.prose else {}), **spans}
        elif read.prose:
            found[column] = read.prose
    return {"id": ident, "cells": found, **({"evidence": evidence} if evidence else {})}
