"""References as RIS (Research Information Systems' tagged format), for reference managers."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from guidepress.export.bibliography import family_first
from guidepress.export.line import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guidepress.model import Date, Reference

_TYPES = {
    "article-journal": "JOUR",
    "article": "JOUR",
    "review": "JOUR",
    "book": "BOOK",
    "chapter": "CHAP",
    "dataset": "DATA",
    "legislation": "BILL",
    "paper-conference": "CPAPER",
    "post": "BLOG",
    "regulation": "STAT",
    "report": "RPRT",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}
# Pages that are no plain range ("S1-S9, S12") begin where they begin, and have no end.
_RANGE = re.compile(r"([^\s,;\u2013-]{1,30})[-\u2013]([^\s,;\u2013-]{1,30})")
INCOMPLETE = "The list of authors is not complete (et al.)"


def render_ris(references: Sequence[Reference]) -> str:
    """Return a record a reference; a value can never begin a line of its own."""
    return "\n".join(_record(each) for each in references)


@lru_cache(maxsize=1024)
def _record(reference: Reference) -> str:
    lines = ((tag, one_line(value)) for tag, value in _tags(reference) if value)
    return "".join(f"{tag}  - {value}\n" for tag, value in lines) + "ER  - \n"


def _tags(reference: Reference) -> Iterator[tuple[str, str | None]]:
    yield "TY", _TYPES.get(reference.type, "GEN")
    yield "ID", reference.id
    yield from (("AU", family_first(each)) for each in reference.author)
    yield "TI", reference.title
    yield "T2", reference.container_title
    yield "T3", reference.collection_title
    yield "PB", reference.publisher
    yield "CY", reference.publisher_place
    yield "ET", reference.edition
    yield "PY", str(reference.year) if reference.year else None
    yield "DA", _day(reference.issued)
    yield "VL", reference.volume
    yield "IS", reference.issue or reference.number
    pages = _RANGE.fullmatch(reference.page or "")
    yield "SP", pages[1] if pages else reference.page
    yield "EP", pages[2] if pages else None
    yield "LA", reference.language
    yield "DO", reference.doi
    if reference.pmid:
        yield "DB", "PubMed"
        yield "AN", reference.pmid
    yield "UR", reference.url
    yield "Y2", _day(reference.accessed)
    if reference.custom.authors_complete is False:
        yield "N1", INCOMPLETE
    yield from (("N1", f"{each.kind}: {each.citation}") for each in reference.custom.notices)


def _day(date: Date | None) -> str | None:
    """Return ``2013/08/20/``; only the year and the month where no more is known."""
    if date is None or len(date.date_parts[0]) == 1:
        return None
    year, *rest = date.date_parts[0]
    return "/".join((str(year), *(f"{part:02}" for part in rest), *[""] * (3 - len(rest))))
