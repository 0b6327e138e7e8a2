"""What reference managers and PubMed export becomes CSL-JSON items: a table of formats."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from guidepress.edit.bibtex import items_of_bibtex
from guidepress.edit.nbib import items_of_nbib
from guidepress.edit.ris import items_of_ris
from guidepress.problem import UnusableError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Data = dict[str, Any]
MAX_BYTES = 5_000_000


def items_of_csl(text: str) -> list[Data]:
    """Read CSL-JSON: a list of items, or one."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = "this is not CSL-JSON: it cannot be read as JSON"
        raise UnusableError(message) from error
    items = data if isinstance(data, list) else [data]
    if not all(isinstance(item, dict) for item in items):
        message = "this is not CSL-JSON: write a list of items"
        raise UnusableError(message)
    return items


BIBLIOGRAPHIES: dict[str, Callable[[str], list[Data]]] = {
    "nbib": items_of_nbib,
    "ris": items_of_ris,
    "bibtex": items_of_bibtex,
    "csl": items_of_csl,
}

# How each format begins, wherever the file's name does not tell.
_BEGINS = (
    ("csl", re.compile(r"\s{0,200}[\[{]")),
    ("nbib", re.compile(r"(?:\s|.{0,200}\n){0,20}?PMID ?- ")),
    ("ris", re.compile(r"(?:\s|.{0,200}\n){0,20}?TY  ?- ")),
    ("bibtex", re.compile(r"(?:[^@\n]{0,200}\n){0,20}?\s{0,20}@\w{1,30}\s{0,5}[{(]")),
)


def read_bibliography(file: Path, form: str | None = None) -> list[Data]:
    """Read the items of a file as CSL-JSON; the format is told by what the file holds.

    Raises UnusableError where the file cannot be read, or holds no reference.
    """
    text = _read(file)
    name = form or next((name for name, begin in _BEGINS if begin.match(text)), None)
    if name is None:
        message = f"{file} is none of RIS, BibTeX, PubMed (.nbib) and CSL-JSON"
        raise UnusableError(message)
    try:
        items = BIBLIOGRAPHIES[name](text)
    except UnusableError as error:
        message = f"{file}: {error}"
        raise UnusableError(message) from error
    if not items:
        message = f"{file} holds no reference"
        raise UnusableError(message)
    return items


def _read(file: Path) -> str:
    try:
        if file.stat().st_size > MAX_BYTES:
            message = f"{file} has more than {MAX_BYTES} bytes; export fewer references"
            raise UnusableError(message)
        return file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        message = f"{file} is not UTF-8; export it again as UTF-8"
        raise UnusableError(message) from error
    except OSError as error:
        message = f"{file} cannot be read; look at its name and permissions"
        raise UnusableError(message) from error
