"""BibTeX and biblatex files become records: entries with their fields, strings joined.

An entry that is broken costs itself: the next line that begins with ``@type{`` begins the next.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from guidepress.bibliography.record import MAX_BYTES, Raw, Record, check_size

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ENTRY = re.compile(r"@\s{0,9}([A-Za-z]{1,40})\s{0,9}([{(])")
_LINE_ENTRY = re.compile(r"^[ \t]{0,9}@\s{0,9}[A-Za-z]{1,40}\s{0,9}[{(]", re.MULTILINE)
_KEY = re.compile(r"\s*([^,={}\"#%\n]{0,300}?)\s*(?=[,})])")
_NAME = re.compile(r"[\s,]*([A-Za-z][^\s,={}()\"#%]{0,80})\s*=\s*")
_WORD = re.compile(r"[^\s,{}()\"#%=]{1,300}")
_MONTHS = "January February March April May June July August September October November December"
_MACROS = {name[:3].lower(): name for name in _MONTHS.split()}
_INHERITED = {"title": "booktitle", "subtitle": "booksubtitle"}
_BRACES = re.compile(r"[{}]")
_QUOTED = re.compile(r"[{}\"]")


class _BrokenError(Exception):
    """What is wrong with an entry."""


def read_bibtex(text: str) -> list[Record]:
    """Read the entries of a file; one that cannot be read is a record with a fault."""
    starts = [found.start() for found in _LINE_ENTRY.finditer(text)] or [0]
    macros = dict(_MACROS)
    found: list[Record] = []
    count, line, counted = 0, 1, 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        line += text.count("\n", counted, start)
        counted = start
        for record in _entries(text[start:end], line, macros):
            count += len(record.fields)
            found.append(record)
            check_size(len(found), count)
    parents = {each.key.lower(): each for each in found if each.key}
    return [_with_parent(each, parents) for each in found]


def _entries(chunk: str, line: int, macros: dict[str, str]) -> Iterator[Record]:
    """Yield the entries that begin in a chunk, which as a rule is one."""
    place = counted = 0
    at = line
    while begun := _ENTRY.search(chunk, place):
        kind = begun[1].lower()
        at += chunk.count("\n", counted, begun.start())
        counted = begun.start()
        key = ""
        try:
            if kind in {"comment", "preamble"}:
                _, place = _balanced(chunk, begun.end(), begun[2])
                continue
            named = _KEY.match(chunk, begun.end()) if kind != "string" else None
            key, place = (named[1], named.end()) if named else ("", begun.end())
            fields, place = _fields(chunk, place, at, macros)
        except _BrokenError as fault:
            more = len(_ENTRY.findall(chunk, begun.end()))
            behind = f"; {more} more behind it on the line cannot be read" if more else ""
            if more or kind not in {"comment", "preamble", "string"}:
                yield Record("bibtex", kind, (), f"line {at}", key, f"{fault}{behind}")
            return
        if kind == "string":
            macros.update({each.name: each.value for each in fields})
        else:
            yield Record("bibtex", kind, tuple(fields), f"line {at}", key)


def _fields(chunk: str, place: int, line: int, macros: Mapping[str, str]) -> tuple[list[Raw], int]:
    found: list[Raw] = []
    counted, begun = line, chunk.rfind("@", 0, place)
    while named := _NAME.match(chunk, place):
        counted += chunk.count("\n", begun, named.start(1))
        begun = named.start(1)
        value, place = _value(chunk, named.end(), macros)
        found.append(Raw(named[1].lower(), value, counted))
    rest = re.compile(r"[\s,]*").match(chunk, place)
    place = rest.end() if rest else place
    if chunk[place : place + 1] not in {"}", ")"}:
        near = " ".join(chunk[place : place + 30].split())
        message = f"it is not BibTeX near “{near}”" if near else "its last brace is missing"
        raise _BrokenError(message)
    return found, place + 1


def _value(chunk: str, place: int, macros: Mapping[str, str]) -> tuple[str, int]:
    """Return a value of parts that ``#`` joins, and where it ends."""
    parts: list[str] = []
    size = 0
    while True:
        sign = chunk[place : place + 1]
        if sign in {"{", '"'}:
            part, place = _balanced(chunk, place + 1, sign)
        elif word := _WORD.match(chunk, place):
            part, place = macros.get(word[0].lower(), word[0]), word.end()
        else:
            message = f"a value is missing near “{' '.join(chunk[place - 30 : place].split())}”"
            raise _BrokenError(message)
        parts.append(part)
        size += len(part)
        if size > MAX_BYTES // 10:
            message = "a value is too long"
            raise _BrokenError(message)
        joined = re.compile(r"\s*#\s*").match(chunk, place)
        if not joined:
            return "".join(parts), place
        place = joined.end()


def _balanced(chunk: str, place: int, opened: str) -> tuple[str, int]:
    """Return the text up to the sign that closes it, and the place behind that."""
    depth = 0
    for found in (_QUOTED if opened == '"' else _BRACES).finditer(chunk, place):
        sign = found[0]
        if depth == 0 and sign == ('"' if opened == '"' else "}"):
            return chunk[place : found.start()], found.end()
        depth += (sign == "{") - (sign == "}")
    message = "a brace or quotation mark is not closed"
    raise _BrokenError(message)


def _with_parent(record: Record, parents: Mapping[str, Record]) -> Record:
    """Return an entry with the fields that it has from the one which its ``crossref`` names."""
    named = next((each.value for each in record.fields if each.name == "crossref"), "")
    parent = parents.get(str(named).lower())
    if parent is None or parent is record:
        return record
    own = {each.name for each in record.fields}
    more = [each._replace(name=_INHERITED.get(each.name, each.name)) for each in parent.fields]
    kept = [each for each in record.fields if each.name != "crossref"]
    return record._replace(fields=(*kept, *(each for each in more if each.name not in own)))
