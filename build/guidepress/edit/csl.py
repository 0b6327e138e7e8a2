"""A CSL-JSON item becomes an entry of references.yaml: the fields that its schema knows.

Source: Citation Style Language 1.0.2, schemas/input/csl-data.json. What references.yaml has no
field for (abstract, ISSN, tags) is left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from guidepress.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Data = dict[str, Any]

# CSL types that references.yaml has no word for, with the nearest that it has.
_NEAREST_TYPE = {
    "article-magazine": "article",
    "article-newspaper": "article",
    "preprint": "article",
    "bill": "legislation",
    "legal_case": "legislation",
    "entry-dictionary": "entry",
    "entry-encyclopedia": "entry",
    "manuscript": "document",
    "pamphlet": "report",
    "post-weblog": "post",
    "review-book": "review",
}
_DOI = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/|doi:\s{0,3})?(10\.[0-9]{4,9}/\S{1,290})", re.IGNORECASE
)
# Only PubMed's own addresses: those of other works end in digits too.
_PMID = re.compile(
    r"(?:https?://(?:(?:www\.)?pubmed\.(?:ncbi\.nlm\.nih\.)?gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed)/"
    r"|PMID:?\s{0,3})?0{0,9}([1-9][0-9]{0,8})/?",
    re.IGNORECASE,
)
_PMID_IN_NOTE = re.compile(r"\bPMID:\s{0,3}([1-9][0-9]{0,8})\b")
_RANGE = re.compile(r"([0-9]{1,9})\s{0,3}[-\u2010-\u2014]{1,2}\s{0,3}([0-9]{1,9})")
_DAY = re.compile(r"([0-9]{4})(?:[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2}))?)?")


def reference_schema() -> Data:
    """Return the schema of one entry of references.yaml."""
    return dict(load_schema("references")["$defs"]["reference"])


def reference_from_csl(item: Mapping[str, Any]) -> Data:
    """Return the entry for a CSL item, in the order of the schema, without ``id`` if it has none.

    Both forms are read: ours, with ``custom``, and what reference managers write. An empty
    result, or one without ``title``, is for the caller to refuse.
    """
    values = {**_texts(item), **_lists(item)}
    values |= {key: day for key in ("issued", "accessed") if (day := _day(item.get(key)))}
    values["type"] = _type(str(item.get("type") or "document"))
    known = reference_schema()["properties"]
    return {key: values[key] for key in known if key in values}


def _texts(item: Mapping[str, Any]) -> Data:
    known = reference_schema()["properties"]
    plain = {key for key, schema in known.items() if schema.get("type") == "string"}
    found = {
        key: _one_line(str(item[key]))
        for key in plain - {"issued", "accessed"}
        if isinstance(item.get(key), str | int) and str(item[key]).strip()
    }
    if note := _PMID_IN_NOTE.search(str(item.get("note", ""))[:2000]):
        found.setdefault("PMID", note[1])
    return {key: _TIDY.get(key, str)(text) for key, text in found.items()}


def _one_line(text: str) -> str:
    import unicodedata

    return " ".join(unicodedata.normalize("NFC", text).split(None))


def tidy_doi(text: str) -> str:
    """Return the DOI without an address or a label in front of it."""
    found = _DOI.fullmatch(text.strip())
    return found[1] if found else text


def tidy_pmid(text: str) -> str:
    """Return the digits of a PubMed id that was written as an address or with a label."""
    found = _PMID.fullmatch(text.strip())
    return found[1] if found else text


def tidy_pages(text: str) -> str:
    """Return the pages with a hyphen and in full: ``2755–63`` becomes ``2755-2763``."""
    found = _RANGE.fullmatch(text.strip())
    if not found:
        return text
    first, last = found[1], found[2]
    whole = first[: max(0, len(first) - len(last))] + last
    return f"{first}-{whole if int(whole) >= int(first) else last}"


_TIDY = {"DOI": tidy_doi, "PMID": tidy_pmid, "page": tidy_pages}


def _lists(item: Mapping[str, Any]) -> Data:
    custom = item.get("custom") if isinstance(item.get("custom"), dict) else {}
    source = {**item, **(custom or {})}
    found: Data = {}
    if authors := list(_names(item.get("author"))):
        complete = source.get("authors_complete", True) is not False
        found = {"author": authors, "authors_complete": complete}
    elif source.get("authors_complete") is False:
        found = {"authors_complete": False}
    if notices := source.get("notices"):
        found["notices"] = notices
    return found


def _names(authors: Any) -> Iterator[Data]:
    known = load_schema("references")["$defs"]["name"]["properties"]
    for author in authors if isinstance(authors, list) else []:
        if isinstance(author, dict):
            name = {key: _one_line(str(author[key])) for key in known if author.get(key)}
            if name:
                yield name


def _day(date: Any) -> str:
    """Return ``2013``, ``2013-08`` or ``2013-08-20`` for a CSL date, as far as it is stated."""
    if isinstance(date, str):
        date = {"raw": date}
    if not isinstance(date, dict):
        return ""
    first = next(iter(date.get("date-parts") or []), None)
    if first:
        text = "-".join(str(part) for part in first if part not in {None, ""})
    else:
        text = str(date.get("raw") or date.get("literal") or "")
    found = _DAY.match(text.strip())
    parts = [part for part in found.groups() if part] if found else []
    return "-".join([parts[0], *(part.zfill(2) for part in parts[1:])]) if parts else ""


def _type(name: str) -> str:
    known = reference_schema()["properties"]["type"]["enum"]
    return name if name in known else _NEAREST_TYPE.get(name, "document")
