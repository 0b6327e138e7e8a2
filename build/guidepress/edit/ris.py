"""RIS, as EndNote, Zotero, Embase and journals export it, read by rispy."""

from __future__ import annotations

from typing import Any

from guidepress.problem import UnusableError

Data = dict[str, Any]

_TYPES = {
    "JOUR": "article-journal",
    "EJOUR": "article-journal",
    "BOOK": "book",
    "EBOOK": "book",
    "EDBOOK": "book",
    "CHAP": "chapter",
    "ECHAP": "chapter",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "DATA": "dataset",
    "ELEC": "webpage",
    "RPRT": "report",
    "STAND": "standard",
    "THES": "thesis",
    "MGZN": "article",
    "NEWS": "article",
    "UNPB": "article",
}

# rispy's names of the fields, the first that is there wins.
_TEXTS = {
    "title": ("title", "primary_title"),
    "container-title": ("journal_name", "alternate_title3", "secondary_title", "alternate_title2"),
    "volume": ("volume",),
    "issue": ("number",),
    "publisher": ("publisher",),
    "publisher-place": ("place_published",),
    "edition": ("edition",),
    "DOI": ("doi",),
}
_PUBMED = ("pubmed", "medline")


def items_of_ris(text: str) -> list[Data]:
    """Read RIS records as CSL items; raises UnusableError where a record cannot be read."""
    import rispy

    try:
        records = rispy.loads(text)
    except Exception as error:
        message = "this is not RIS: a record begins with TY and ends with ER"
        raise UnusableError(message) from error
    return [_item(record) for record in records]


def _item(record: Data) -> Data:
    item: Data = {}
    for key, names in _TEXTS.items():
        if found := next((record[name] for name in names if record.get(name)), ""):
            item[key] = str(found)
    item["type"] = _TYPES.get(str(record.get("type_of_reference")), "document")
    authors = record.get("authors") or record.get("first_authors") or []
    item["author"] = [_name(each) for each in authors if each.strip()]
    item["issued"] = {"raw": str(record.get("year") or record.get("publication_year") or "")}
    if first := record.get("start_page"):
        last = record.get("end_page")
        item["page"] = f"{first}-{last}" if last and last != first else str(first)
    if urls := record.get("urls"):
        item["URL"] = urls[0]
    return item | _pubmed_id(record)


def _pubmed_id(record: Data) -> Data:
    base = f"{record.get('name_of_database', '')} {record.get('database_provider', '')}".lower()
    number = str(record.get("accession_number", ""))
    known = number.isdecimal() and any(name in base for name in _PUBMED)
    return {"PMID": number} if known else {}


def _name(text: str) -> Data:
    """Return ``Maki, Robert G.``, ``King, M. L., Jr.`` or a body without a comma."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1:
        return {"literal": text.strip()}
    suffix = {"suffix": parts[2]} if len(parts) > 2 and parts[2] else {}  # noqa: PLR2004 - family, given, suffix
    return {"family": parts[0], "given": parts[1], **suffix}
