"""Errata, retractions and other notices go from a file to the references that they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guidepress.edit.entry import render_entries
from guidepress.problem import UnusableError
from guidepress.schema import typed
from guidepress.source import parse_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guidepress.bibliography.retractions import NoticeList
    from guidepress.source import Document

Data = dict[str, Any]


def add_notices(document: Document, notices: NoticeList) -> tuple[str, list[tuple[str, Data]]]:
    """Return the text of references.yaml with the notices that are new, and which went where."""
    lines = list(document.lines)
    added: list[tuple[str, Data]] = []
    data = typed("references", document.data)
    marks = document.marks.children.get("references")
    for number, reference in reversed(list(enumerate(data.get("references") or []))):
        known = reference.get("notices", [])
        new = [each for each in notices.about(reference) if not is_known(each, known)]
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


def is_known(notice: Mapping[str, Any], known: list[Data]) -> bool:
    """Tell whether one of the notices has its kind, and its ids or its citation."""
    return any(
        each["kind"] == notice["kind"]
        and (
            each["citation"] == notice["citation"]
            or any(each.get(key) and each.get(key) == notice.get(key) for key in ("PMID", "DOI"))
        )
        for each in known
    )


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
