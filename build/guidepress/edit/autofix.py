"""What ``validate --fix`` writes: faults that have one safe fix, fixed in the text of the file."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from guidepress.bibliography.tidy import tidy_doi, tidy_pages, tidy_pmid
from guidepress.edit.layout import kind_of
from guidepress.problem import Position, Problem
from guidepress.source.parse import parse_document
from guidepress.source.text import Document

_FIELDS: dict[str, Callable[[str], str]] = {"DOI": tidy_doi, "PMID": tidy_pmid, "page": tidy_pages}


class Fix(NamedTuple):
    """What was fixed, at a line (from 1)."""

    line: int
    what: str


def autofix(data: bytes, file: str, schema: str) -> tuple[bytes, list[Fix]]:
    """Return the file with the faults fixed that have one safe fix, and what was done.

    Nothing else of the file changes, comments included; ``schema`` is the address for its first
    line. Bytes that are not UTF-8 are returned as they are.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return data, []
    fixes: list[Fix] = []
    for step in (_bytes, _lines, _repeated_keys, _fields):
        text, found = step(text, file)
        fixes += found
    text, found = _schema_line(text, schema)
    return text.encode(), sorted([*fixes, *found])


def _bytes(text: str, _file: str) -> tuple[str, list[Fix]]:
    fixes = []
    if text.startswith("\ufeff"):
        text = text.removeprefix("\ufeff")
        fixes.append(Fix(1, "removed the byte order mark"))
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
        fixes.append(Fix(1, "ended lines as this project does (LF)"))
    if text.strip() and not text.endswith("\n"):
        text += "\n"
        fixes.append(Fix(text.count("\n"), "ended the last line"))
    return text, fixes


def _lines(text: str, file: str) -> tuple[str, list[Fix]]:
    fixes = []
    lines = text.split("\n")
    kept = _lines_of_text(text, file)
    for number, line in enumerate(lines):
        new = unicodedata.normalize("NFC", line)
        if new != line:
            fixes.append(Fix(number + 1, "wrote each letter and its accent as one character"))
        # Two spaces at the end of a line of prose are a line break in Markdown.
        if number not in kept and (bare := new.rstrip(" \t")) != new:
            new = bare
            fixes.append(Fix(number + 1, "removed white space at the end of the line"))
        lines[number] = new
    return "\n".join(lines), fixes


def _lines_of_text(text: str, file: str) -> set[int]:
    """Return the lines inside texts of several lines; all of them where there is no telling."""
    document, _ = parse_document(text.encode(), file)
    if document is None:
        return set(range(text.count("\n") + 1))
    return {line for first, last in _spans(document) for line in range(first, last + 1)}


def _spans(document: Document) -> Iterator[tuple[int, int]]:
    marks = [document.marks]
    while marks:
        mark = marks.pop()
        marks += mark.children.values()
        if not mark.children and mark.end > mark.line:
            yield mark.line, mark.end


def _repeated_keys(text: str, file: str) -> tuple[str, list[Fix]]:
    """Remove a key that stands twice with one value: the later line, if it says nothing more."""
    document, problems = parse_document(text.encode(), file)
    if document is None:
        return text, []
    lines = text.split("\n")
    repeated = [each for each in problems if each.rule == "duplicate-key"]
    again = [each.position.line for each in repeated if _says_the_same(lines, each)]
    kept = "\n".join(line for number, line in enumerate(lines, 1) if number not in again)
    read, left = parse_document(kept.encode(), file)
    # The first of the two is what was read: had the lines meant more, other data would be left.
    if read is None or read.data != document.data or len(problems) - len(left) != len(again):
        return text, []
    return kept, [Fix(line, "removed a key that stood here twice, as it was") for line in again]


def _says_the_same(lines: Sequence[str], problem: Problem) -> bool:
    """Tell whether both keys and values are one line each, and the later one adds no comment."""
    first, second = problem.related[0].position, problem.position
    if lines[second.line - 1][: second.column - 1].strip():
        return False  # It opens an entry of a list, or stands among others on its line.
    once = lines[first.line - 1][first.column - 1 :].rstrip()
    again = lines[second.line - 1][second.column - 1 :].rstrip()
    rest = once.removeprefix(again)
    comment = rest.startswith(" ") and rest.lstrip(" ").startswith("#")
    same = once == again or (once.startswith(again) and comment)
    return same and not again.endswith(":") and not _go_on(lines, first, second)


def _go_on(lines: Sequence[str], *places: Position) -> bool:
    """Tell whether what begins at one of the places goes on below, further in."""
    for line, column in ((place.line, place.column) for place in places):
        below = next((each for each in lines[line:] if each.strip()), "")
        if len(below) - len(below.lstrip()) >= column:
            return True
    return False


def _fields(text: str, file: str) -> tuple[str, list[Fix]]:
    """Fix addresses written for ids, and dashes and short forms in pages."""
    document, _ = parse_document(text.encode(), file)
    if document is None or kind_of(PurePosixPath(file)) != "references":
        return text, []
    lines = text.split("\n")
    fixes = []
    listed = document.data.get("references")
    for number, reference in enumerate(listed if isinstance(listed, list) else []):
        for key, tidy in _FIELDS.items():
            old = reference.get(key) if isinstance(reference, dict) else None
            if not isinstance(old, str) or (new := tidy(old)) == old:
                continue
            mark = document.marks.children["references"].children[number].children[key]
            line = lines[mark.line]
            if line.count(old, mark.column) == 1:
                lines[mark.line] = line[: mark.column] + line[mark.column :].replace(old, new, 1)
                fixes.append(Fix(mark.line + 1, f"{key}: {old} is now {new}"))
    return "\n".join(lines), fixes


def _schema_line(text: str, schema: str) -> tuple[str, list[Fix]]:
    if not text.strip() or "yaml-language-server:" in text[:2000]:
        return text, []
    line = f"# yaml-language-server: $schema={schema}\n"
    return line + text, [Fix(1, "added the line by which editors know the schema")]
