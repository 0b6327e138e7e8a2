"""A file of any format becomes references: the format is told by what the file holds."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from guidepress.bibliography.bibtex import read_bibtex
from guidepress.bibliography.pubmed_xml import read_pubmed_xml
from guidepress.bibliography.reading import Found, read_reference
from guidepress.bibliography.record import MAX_BYTES, Raw, Record, check_size
from guidepress.bibliography.tagged import read_tagged
from guidepress.files import read_at_most
from guidepress.problem import UnusableError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_LINES = r"(?:[^\n]{0,400}\n){0,40}?"
# How each format begins, the surest first.
_BEGINS = (
    ("json", re.compile(r"\s{0,200}[\[{]")),
    ("xml", re.compile(r"\s{0,200}<(?:\?xml|!DOCTYPE|Pubmed|Medline)")),
    ("wos", re.compile(r"\s{0,20}(?:FN |VR |PT [A-Z]\n)")),
    ("ris", re.compile(_LINES + r"\s{0,3}TY {0,3}- ?")),
    ("nbib", re.compile(_LINES + r"PMID ?- ")),
    ("bibtex", re.compile(r"(?:[^@]{0,20000})@\s{0,5}\w{1,30}\s{0,5}[{(]")),
)


def read_json(text: str) -> list[Record]:
    """Read items in CSL-JSON: a list, one item, an object that holds them, or Crossref's answer."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = "this is not CSL-JSON: it cannot be read as JSON"
        raise UnusableError(message) from error
    items = _items(data)
    if not all(isinstance(item, dict) for item in items):
        message = "this is not CSL-JSON: write a list of items"
        raise UnusableError(message)
    check_size(len(items), sum(len(item) for item in items))
    return [_record(item, number) for number, item in enumerate(items, start=1)]


def _items(data: Any) -> list[Any]:
    for key in ("message", "items", "references"):
        if isinstance(data, dict) and isinstance(data.get(key), dict | list):
            data = data[key]
    return data if isinstance(data, list) else [data]


def _record(item: Mapping[str, Any], number: int) -> Record:
    fields = tuple(Raw(key, value) for key, value in item.items() if key != "type")
    key = str(item.get("id") or "")
    return Record("json", str(item.get("type") or ""), fields, f"item {number}", key)


FORMATS: Mapping[str, Callable[[str], list[Record]]] = {
    "json": read_json,
    "xml": read_pubmed_xml,
    "wos": lambda text: read_tagged(text, "wos"),
    "ris": lambda text: read_tagged(text, "ris"),
    "nbib": lambda text: read_tagged(text, "nbib"),
    "bibtex": read_bibtex,
}


def read_references(file: Path) -> list[Found]:
    """Read the records of a file, those that cannot be used too.

    Raises UnusableError where the file cannot be read, or holds no record.
    """
    text = read_text(file)
    try:
        return references_in(text)
    except UnusableError as error:
        message = f"{file}: {error}"
        raise UnusableError(message) from error


def references_in(text: str) -> list[Found]:
    """Read the records of a text; raises UnusableError where there is none."""
    form = next((name for name, begin in _BEGINS if begin.match(text)), None)
    if form is None:
        message = "it is none of RIS, PubMed (.nbib, XML), Web of Science, BibTeX and CSL-JSON"
        raise UnusableError(message)
    found = [read_reference(record) for record in FORMATS[form](text)]
    if not found:
        message = "it holds no reference"
        raise UnusableError(message)
    return found


def read_text(file: Path) -> str:
    """Return the text of a file; raises UnusableError where it is too large or no UTF-8."""
    try:
        with file.open("rb") as stream:
            text = read_at_most(stream, MAX_BYTES, str(file)).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{file}: it is not UTF-8; export it again as UTF-8"
        raise UnusableError(message) from error
    except OSError as error:
        message = f"{file}: it cannot be read; look at its name and permissions"
        raise UnusableError(message) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")
