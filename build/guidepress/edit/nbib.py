"""PubMed's own format (MEDLINE, ``.nbib``).

Source: MEDLINE/PubMed Data Element (Field) Descriptions, National Library of Medicine. No library
reads its links to errata and retractions, which are what an editor must not miss.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Data = dict[str, Any]

_FIELD = re.compile(r"([A-Z0-9]{2,4}) {0,3}- ?(.*)")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_PMID = re.compile(r"\bPMID:\s{0,3}([1-9][0-9]{0,8})")
_DOI = re.compile(r"\bdoi:\s{0,3}(10\.[0-9]{4,9}/[^\s;]{1,290})", re.IGNORECASE)

# Links from a work to what was published about it ("… in"). Those of the other direction ("… of",
# "… for", "… from") stand in the record of the notice, or of the version that puts it right.
_NOTICES = {
    "EIN": "erratum",
    "CRI": "erratum",  # corrected and republished in
    "PRIN": "erratum",  # partial retraction in
    "RIN": "retraction",
    "RRI": "retraction",  # retracted and republished in
    "ECI": "expression-of-concern",
    "CIN": "comment",
}
# What PubMed says of the work itself, even where no link says in what journal it was said.
_STATED = {"Retracted Publication": "retraction"}
_TYPES = {"Preprint": "article", "Dataset": "dataset", "Book": "book", "Book Chapter": "chapter"}
_TEXTS = {
    "TI": "title",
    "BTI": "title",
    "TA": "container-title",
    "VI": "volume",
    "IP": "issue",
    "PG": "page",
    "PMID": "PMID",
}


def items_of_nbib(text: str) -> list[Data]:
    """Read the records of a PubMed export as CSL items, with ``notices`` in ``custom``."""
    return [_item(record) for record in _records(text)]


def _records(text: str) -> list[dict[str, list[str]]]:
    records: list[dict[str, list[str]]] = []
    last: list[str] = []
    for line in text.split("\n"):
        found = _FIELD.match(line)
        if found:
            if found[1] == "PMID":
                records.append({})
            if records:
                last = records[-1].setdefault(found[1], [])
                last.append(found[2].strip())
        elif line.startswith("      ") and last:
            last[-1] = f"{last[-1]} {line.strip()}"
    return records


def _item(record: dict[str, list[str]]) -> Data:
    found = {key: record[tag][0] for tag, key in _TEXTS.items() if record.get(tag)}
    found["title"] = found.get("title", "").removesuffix(".")
    kinds = [_TYPES[kind] for kind in record.get("PT", []) if kind in _TYPES]
    found["type"] = next(iter(kinds), "article-journal")
    for value in (*record.get("LID", []), *record.get("AID", [])):
        if value.endswith("[doi]"):
            found.setdefault("DOI", value.removesuffix("[doi]").strip())
    names = [_name(each) for each in record.get("FAU") or record.get("AU", [])]
    item: Data = {**found, "author": names + [{"literal": each} for each in record.get("CN", [])]}
    item["issued"] = {"date-parts": [_date(next(iter(record.get("DP", [])), ""))]}
    return {**item, "custom": {"notices": list(_notices(record))}}


def _notices(record: dict[str, list[str]]) -> Iterator[Data]:
    linked = [_notice(kind, each) for tag, kind in _NOTICES.items() for each in record.get(tag, [])]
    yield from linked
    kinds = {each["kind"] for each in linked}
    for stated, kind in _STATED.items():
        if stated in record.get("PT", []) and kind not in kinds:
            yield {"kind": kind, "citation": f"PubMed, publication type “{stated}”"}


def _name(text: str) -> Data:
    """Return ``Maki, Robert G`` (full) or ``Maki RG`` (short) as a name."""
    family, comma, given = text.partition(",")
    if not comma:
        family, _, given = text.rpartition(" ")
        given = " ".join(given)
    return (
        {"family": family.strip() or given, "given": given.strip()} if family else {"literal": text}
    )


def _date(text: str) -> list[int]:
    """Return year, month and day of ``2007 Jul 1``, as far as they are stated."""
    parts = text.split()
    if not parts or not re.fullmatch(r"[0-9]{4}", parts[0]):
        return []
    month = parts[1][:3].lower() if len(parts) > 1 else ""
    if month not in _MONTHS or "-" in parts[1]:
        return [int(parts[0])]
    day = [int(parts[2])] if len(parts) > 2 and parts[2].isdecimal() else []  # noqa: PLR2004 - year, month, day
    return [int(parts[0]), _MONTHS.index(month) + 1, *day]


def _notice(kind: str, text: str) -> Data:
    citation = re.split(r"\s(?:PMID|doi):", text)[0].strip().removesuffix(".")
    notice = {"kind": kind, "citation": citation or text}
    if pmid := _PMID.search(text):
        notice["PMID"] = pmid[1]
    if doi := _DOI.search(text):
        notice["DOI"] = doi[1].rstrip(".")
    return notice
