"""A new entry goes into a list of a content file by splicing its text: all comments stay."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from guidepress.content import Content
from guidepress.edit.entry import render_entries
from guidepress.problem import UnusableError
from guidepress.schema.load import typed
from guidepress.source.parse import parse_document
from guidepress.source.text import Document

_NEW = "# yaml-language-server: $schema=../../schema/{kind}.schema.json\n{kind}: []\n"


def sound_document(content: Content, kind: str) -> Document:
    """Return a content file to add to.

    One that is absent is begun. Raises UnusableError where it has faults; a list that is empty is
    no fault here.
    """
    document = content.documents.get(kind)
    file = f"{content.folder}/{kind}.yaml"
    if document is None and kind not in content.lost:
        document, _ = parse_document(_NEW.format(kind=kind).encode(), file)
    faulty = any(each.position.file == file for each in content.problems)
    if document is None or (faulty and document.data.get(kind)):
        raise UnusableError(f"{file} has faults; run `guidepress validate` first")
    return document


def insert_entries(
    document: Document, key: str, entries: Sequence[Mapping[str, Any]], *, in_order: bool
) -> str:
    """Return the file's text with the entries in its list ``key``.

    They go to the end, or (``in_order``) each before the first entry with a later id, if the list
    is sorted already. Raises UnusableError where the text cannot be spliced safely.
    """
    lines = list(document.lines)
    listed = document.data.get(key)
    if not isinstance(listed, list) or not listed:
        return _with_entries(document, key, entries, _begin_list(document, key, entries))
    ids = [str(each["id"]) for each in listed]
    keep_order = in_order and ids == sorted(ids)
    marks = document.marks.children[key].children
    # From the end, so that the lines before stay where they are.
    for entry in sorted(entries, key=lambda each: str(each["id"]), reverse=True):
        later = (number for number, each in enumerate(ids) if each > str(entry["id"]))
        place = next(later, None) if keep_order else None
        mark = marks[len(ids) - 1 if place is None else place]
        indent = _dash(document, mark.line, mark.column)
        at = _end(lines) if place is None else _above_comments(lines, mark.line, indent)
        gap = "\n" if _has_gaps(document, key) else ""
        text = render_entries([entry], indent)
        lines[at:at] = (
            f"{gap}{text}".split("\n")[:-1] if place is None else (text + gap).split("\n")[:-1]
        )
    return _with_entries(document, key, entries, "\n".join(lines))


def _dash(document: Document, line: int, column: int) -> int:
    """Return the column of the entry's ``-``; refuses lists in brackets."""
    before = document.lines[line][:column].rstrip()
    if before.strip() != "-":
        raise UnusableError(f"{document.file} holds a list in brackets; run `guidepress fmt` first")
    return len(before) - 1


def _has_gaps(document: Document, key: str) -> bool:
    """Tell whether empty lines stand between the entries of the list."""
    marks = document.marks.children[key].children
    return len(marks) > 1 and not document.lines[marks[1].line - 1].strip()


def _above_comments(lines: Sequence[str], line: int, indent: int) -> int:
    """Return the line above the comments that belong to the entry at that line."""
    while line and lines[line - 1].startswith(" " * indent + "#"):
        line -= 1
    return line


def _end(lines: Sequence[str]) -> int:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return end


def _begin_list(document: Document, key: str, entries: Sequence[Mapping[str, Any]]) -> str:
    lines = list(document.lines)
    written = [f"{key}:", *render_entries(entries, 2).split("\n")[:-1]]
    if key in document.marks.children:
        mark = document.marks.children[key]
        lines[mark.key[0] : mark.line + 1] = written
    else:
        lines[_end(lines) : _end(lines)] = written
    return "\n".join(lines)


def _with_entries(
    document: Document, key: str, entries: Sequence[Mapping[str, Any]], text: str
) -> str:
    """Return the text if it reads as the old data and the new entries, and as nothing else."""
    added = {str(entry["id"]) for entry in entries}
    others = {name: value for name, value in document.data.items() if name != key}
    whole = (document.data.get(key) or []), len(entries)

    def adds_only(data: Mapping[str, Any]) -> bool:
        kept = [each for each in data[key] if each["id"] not in added]
        rest = {name: value for name, value in data.items() if name != key}
        return rest == others and (kept, len(data[key]) - len(kept)) == whole

    text = text.rstrip("\n") + "\n"
    return checked(document, text, adds_only, "added safely to", len(entries))


def checked(
    document: Document, text: str, is_so: Callable[[Any], bool], done: str, more: int = 0
) -> str:
    """Return a spliced text if its data are what they should be; raises UnusableError if not.

    ``done`` says what could not be done to the file, ``more`` how many entries were added.
    """
    found, problems = parse_document(text.encode(), document.file)
    if more and any(each.rule == "yaml-too-large" for each in problems):
        message = f"{document.file} would hold too much with {more} more entries; add fewer"
        raise UnusableError(message)
    kind = PurePosixPath(document.file).stem
    if found is None or problems or not is_so(typed(kind, found.data)):
        message = f"nothing can be {done} {document.file}; run `guidepress fmt` first"
        raise UnusableError(message)
    return text


def remove_entries(document: Document, key: str, ids: Collection[str]) -> str:
    """Return the file's text without the entries of those ids in its list ``key``.

    The comments above an entry go with it. Raises UnusableError where the text cannot be spliced
    safely.
    """
    lines = list(document.lines)
    listed = document.data[key]
    marks = document.marks.children[key].children
    for number in reversed(range(len(listed))):
        if str(listed[number]["id"]) not in ids:
            continue
        indent = _dash(document, marks[number].line, marks[number].column)
        first = _above_comments(lines, marks[number].line, indent)
        following = marks[number + 1].line if number + 1 < len(listed) else _end(lines)
        last = _above_comments(lines, following, indent) if number + 1 < len(listed) else following
        del lines[first:last]
    kept = [each for each in listed if str(each["id"]) not in ids]
    if not kept:
        lines[document.marks.children[key].key[0]] = f"{key}: []"
    text = "\n".join(lines).rstrip("\n") + "\n"
    return checked(document, text, lambda data: data.get(key) == kept, "removed safely from")
