"""A table of the CALS model (MIL-HDBK-28001) becomes a table of ours: cells by their columns."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.bring_in.inline import pieces_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guidepress.bring_in.pdq import Reader

    Element = Any
Data = dict[str, Any]


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
        reader.account.ask(reader.place(ours), ours, f"{len(groups)} groups of columns became one")
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
