"""BibTeX, read by bibtexparser; names and LaTeX's accents by what comes with it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from guidepress.problem import UnusableError

if TYPE_CHECKING:
    from collections.abc import Sequence

Data = dict[str, Any]

_TYPES = {
    "article": "article-journal",
    "book": "book",
    "booklet": "book",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "dataset": "dataset",
    "manual": "report",
    "techreport": "report",
    "report": "report",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "online": "webpage",
    "unpublished": "article",
}
# Fields of BibTeX and biblatex, the first that is there wins.
_TEXTS = {
    "title": ("title",),
    "container-title": ("journal", "journaltitle", "booktitle"),
    "collection-title": ("series",),
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "page": ("pages",),
    "publisher": ("publisher", "institution", "school"),
    "publisher-place": ("address", "location"),
    "edition": ("edition",),
    "DOI": ("doi",),
    "PMID": ("pmid",),
    "URL": ("url",),
}


def items_of_bibtex(text: str) -> list[Data]:
    """Read the entries as CSL items; raises UnusableError where one cannot be read."""
    from bibtexparser.entrypoint import parse_string

    # What fails is told by us, once, in an editor's words.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    library = parse_string(text)
    if library.failed_blocks:
        line = (library.failed_blocks[0].start_line or 0) + 1
        message = f"the entry at line {line} is not BibTeX; look at its braces and commas"
        raise UnusableError(message)
    return [
        _item(
            entry.entry_type.lower(), {each.key.lower(): str(each.value) for each in entry.fields}
        )
        for entry in library.entries
    ]


def _item(kind: str, fields: dict[str, str]) -> Data:
    item: Data = {"type": _TYPES.get(kind, "document")}
    for key, names in _TEXTS.items():
        if found := next((fields[name] for name in names if fields.get(name)), ""):
            item[key] = _decoded(found)
    item["issued"] = {"raw": fields.get("date") or fields.get("year", "")}
    authors = _split(fields.get("author", ""))
    complete = "others" not in authors
    item["author"] = [_name(name) for name in authors if name != "others"]
    return {**item, "custom": {"authors_complete": complete}}


def _decoded(text: str) -> str:
    from pylatexenc.latex2text import LatexNodes2Text

    plain = text.replace("\\url", "")
    return str(LatexNodes2Text().latex_to_text(plain)) if "\\" in plain or "{" in plain else plain


def _split(authors: str) -> list[str]:
    from bibtexparser.middlewares.names import split_multiple_persons_names

    return [each.strip() for each in split_multiple_persons_names(authors) if each.strip()]


def _name(text: str) -> Data:
    from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

    if text.startswith("{") and text.endswith("}"):
        return {"literal": _decoded(text[1:-1])}
    try:
        parts = parse_single_name_into_parts(text)
    except InvalidNameError:
        return {"literal": _decoded(text)}
    if parts.von and not parts.von[0][0].islower():
        # "García del Muro, X.": BibTeX takes all before "Muro" for a particle, readers do not.
        parts.last, parts.von = [*parts.von, *parts.last], []
    named: dict[str, Sequence[str]] = {
        "family": parts.last,
        "given": parts.first,
        "non-dropping-particle": parts.von,
        "suffix": parts.jr,
    }
    return {key: _decoded(" ".join(words)) for key, words in named.items() if words}
