"""Errata, retractions and other notices go from a file to the references that they are about."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.edit.bibliographies import read_bibliography
from guidepress.edit.csl import tidy_doi, tidy_pmid
from guidepress.edit.entry import render_entries
from guidepress.problem import UnusableError
from guidepress.schema import is_valid, typed
from guidepress.source import parse_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from guidepress.source import Document

Data = dict[str, Any]
COLUMNS = ("PMID", "DOI", "kind", "citation", "notice_PMID", "notice_DOI")


class Notice(NamedTuple):
    """A notice, and the PMID or DOI of the work that it is about."""

    pmid: str
    doi: str
    data: Data


def read_notices(file: Path) -> list[Notice]:
    """Read a PubMed export, CSL-JSON, or CSV with the columns PMID or DOI, kind and citation.

    Raises UnusableError where there is none in the file.
    """
    found = list(_of_table(file) if file.suffix.lower() == ".csv" else _of_items(file))
    if not found:
        message = f"{file} names no erratum, retraction, expression of concern or comment"
        raise UnusableError(message)
    return found


def _of_items(file: Path) -> Iterator[Notice]:
    for item in read_bibliography(file):
        for each in (item.get("custom") or {}).get("notices", []):
            yield Notice(str(item.get("PMID", "")), str(item.get("DOI", "")).lower(), each)


def _of_table(file: Path) -> Iterator[Notice]:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{file} cannot be read; save it as CSV in UTF-8"
        raise UnusableError(message) from error
    rows = csv.DictReader(io.StringIO(text, newline=""))
    unknown = set(rows.fieldnames or ()) - set(COLUMNS)
    if unknown or not {"kind", "citation"} <= set(rows.fieldnames or ()):
        message = f"{file}: the columns are {', '.join(COLUMNS)}; kind and citation are needed"
        raise UnusableError(message)
    for number, row in enumerate(rows, start=2):
        given = {key: (row.get(key) or "").strip() for key in COLUMNS}
        data = {"kind": given["kind"].lower().replace(" ", "-"), "citation": given["citation"]}
        data |= {"PMID": tidy_pmid(given["notice_PMID"])} if given["notice_PMID"] else {}
        data |= {"DOI": tidy_doi(given["notice_DOI"])} if given["notice_DOI"] else {}
        if not is_valid("references", _reference_with(data)):
            message = f"{file}, line {number}: kind is erratum, expression-of-concern, retraction "
            raise UnusableError(message + "or comment, and citation says where it was published")
        yield Notice(tidy_pmid(given["PMID"]), tidy_doi(given["DOI"]).lower(), data)


def _reference_with(notice: Data) -> Data:
    return {"references": [{"id": "x", "type": "book", "title": "x", "notices": [notice]}]}


def add_notices(
    document: Document, notices: Sequence[Notice]
) -> tuple[str, list[tuple[str, Data]]]:
    """Return the text of references.yaml with the notices that are new, and which went where."""
    lines = list(document.lines)
    added: list[tuple[str, Data]] = []
    data = typed("references", document.data)
    marks = document.marks.children.get("references")
    for number, reference in reversed(list(enumerate(data.get("references") or []))):
        new = [each.data for each in notices if _is_about(each, reference)]
        known = [(each["kind"], each["citation"]) for each in reference.get("notices", [])]
        new = [each for each in new if (each["kind"], each["citation"]) not in known]
        if new and marks is not None:
            mark = marks.children[number]
            _splice(lines, mark, reference, new, document)
            added += [(str(reference["id"]), each) for each in new]
    text = "\n".join(lines)
    after, problems = parse_document(text.encode(), document.file)
    if after is None or problems or _bare(typed("references", after.data)) != _bare(data):
        message = f"nothing can be added safely to {document.file}; run `guidepress fmt` first"
        raise UnusableError(message)
    return text, sorted(added, key=lambda each: each[0])


def _bare(data: Data) -> list[Data]:
    """Return the references without what this module writes."""
    listed = data.get("references") or []
    return [{key: value for key, value in each.items() if key != "notices"} for each in listed]


def _is_about(notice: Notice, reference: Mapping[str, Any]) -> bool:
    same_pmid = bool(notice.pmid) and notice.pmid == reference.get("PMID")
    return same_pmid or (bool(notice.doi) and notice.doi == str(reference.get("DOI", "")).lower())


def _splice(
    lines: list[str], mark: Any, reference: Mapping[str, Any], new: list[Data], document: Document
) -> None:
    if lines[mark.line][: mark.column].strip() != "-":
        message = f"{document.file} holds a list in brackets; run `guidepress fmt` first"
        raise UnusableError(message)
    written = render_entries([{"notices": new}], mark.column - 2).split("\n")[:-1]
    head, entries = written[0].replace("- ", "  ", 1), written[1:]
    if reference.get("notices"):
        first = mark.children["notices"].children[0]
        if not lines[first.line].lstrip().startswith("- "):
            message = f"{document.file} holds a list in brackets; run `guidepress fmt` first"
            raise UnusableError(message)
        lines[first.line : first.line] = entries
        return
    last = max(each.end for each in _leaves(mark))
    while not lines[last].strip() or lines[last].lstrip().startswith(("- id:", "#")):
        last -= 1
    lines[last + 1 : last + 1] = [head, *entries]


def _leaves(mark: Any) -> Iterator[Any]:
    if not mark.children:
        yield mark
    for each in mark.children.values():
        yield from _leaves(each)
