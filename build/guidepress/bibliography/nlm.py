"""A reference as the National Library of Medicine's style has it (Citing Medicine, 2nd edition).

All authors that are known are named. Pages are in full, where the style may shorten them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from guidepress.bibliography.table import ARTICLES, SERIALS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guidepress.model import Date, Name, Reference

_MONTHS = ["", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_IN_BOOKS = frozenset({"chapter", "entry", "paper-conference"})
_DASH = "\u2013"


def render_citation(reference: Reference) -> str:
    """Return the whole reference on one line, with its identifiers."""
    authors = render_authors(reference) or _editors(reference)
    parts = (authors, _title(reference), render_source(reference, editors=bool(reference.author)))
    return " ".join(filter(None, (*map(_ended, parts), _identifiers(reference))))


def render_authors(reference: Reference) -> str:
    """Return all authors that are known, with "et al." where there were more.

    They are not shortened: who searches for the last author finds the reference too.
    """
    names = [render_name(each) for each in reference.author]
    if names and reference.custom.authors_complete is False:
        names.append("et al.")
    return ", ".join(names)


def render_name(name: Name) -> str:
    """Return ``van der Graaf WTA``: initials are made from each given name, never glued."""
    if name.literal:
        return name.literal
    parts = (name.whole_family, _initials(name.given or ""), name.suffix)
    return " ".join(part for part in parts if part)


def _initials(given: str) -> str:
    words = [each for each in re.split(r"[\s.\-\u2010]+", given) if each]
    if not all(each[0].isupper() for each in words):
        # A script without capitals, or a particle, has no initials.
        return given
    return "".join(each if each.isupper() and len(each) <= 3 else each[0] for each in words)  # noqa: PLR2004 - "RG"


def family_first(name: Name) -> str:
    """Return ``van der Graaf, Winette T. A.``, as indexes and reference managers write a name."""
    return name.literal or ", ".join(filter(None, (name.whole_family, name.given, name.suffix)))


def _editors(reference: Reference) -> str:
    names = [render_name(each) for each in reference.editor or ()]
    return f"{', '.join(names)}, editor{'s' * (len(names) > 1)}" if names else ""


def _title(reference: Reference) -> str:
    medium = "[Internet]" if reference.url and not reference.container_title else ""
    if reference.type in _IN_BOOKS:
        medium = ""
    return " ".join(filter(None, (reference.title, medium)))


def render_source(reference: Reference, *, editors: bool = True) -> str:
    """Return where and when the work was published, as far as stated; empty where nothing is."""
    if reference.type in ARTICLES:
        return _joined(". ", (_container(reference), _serial(reference)))
    book = _container(reference, editors=editors)
    if reference.type in _IN_BOOKS and book:
        book = f"In: {book}"
    edition = "" if reference.container_title else _edition(reference)
    published = _joined(
        "; ", (_publisher(reference), _joined(" ", (_year(reference), _cited(reference))))
    )
    pages = f"p. {_pages(reference)}" if reference.page and reference.type != "book" else ""
    series = f"({reference.collection_title})" if reference.collection_title else ""
    number = (
        f"Report No.: {reference.number}" if reference.type == "report" and reference.number else ""
    )
    other = reference.number if reference.type not in {"report", "book"} else ""
    volume = "" if reference.container_title or not reference.volume else f"Vol. {reference.volume}"
    return _joined(". ", (edition, book, volume, published, pages, series, number, other))


def _container(reference: Reference, *, editors: bool = False) -> str:
    title = reference.container_title
    if not title:
        return _editors(reference) if editors and reference.editor else ""
    if reference.type in SERIALS:
        title = title.replace(".", "")
    named = reference.pmid or reference.doi or reference.pmcid
    if reference.url and not (reference.type == "article-journal" and named):
        title = f"{title} [Internet]"
    named_by = _editors(reference) if editors else ""
    return _joined(". ", (named_by, title, _edition(reference)))


def _serial(reference: Reference) -> str:
    issue = f"({reference.issue})" if reference.issue else ""
    series = reference.collection_title or ""
    place = reference.number or _pages(reference)
    volume = f"{series}{reference.volume or ''}{issue}"
    located = f"{volume}:{place}" if volume and place else volume or place
    day = _joined(" ", (_day(reference.issued), _cited(reference)))
    return ";".join(filter(None, (day, located)))


def _pages(reference: Reference) -> str:
    return (reference.page or "").replace("-", _DASH)


def _publisher(reference: Reference) -> str:
    place = reference.publisher_place
    if reference.type == "thesis" and place:
        place = f"[{place}]"
    return _joined(": ", (place, reference.publisher))


def _edition(reference: Reference) -> str:
    edition = reference.edition or ""
    if not edition.isdecimal():
        return edition
    last = int(edition[-2:])
    ending = "th" if last in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(last % 10, "th")
    return f"{edition}{ending} ed"


def _year(reference: Reference) -> str:
    if reference.type == "legislation":
        return _day(reference.issued)
    parts = reference.issued.date_parts[0] if reference.issued else ()
    if reference.type == "report" and len(parts) > 1:
        return f"{parts[0]} {_MONTHS[parts[1]]}"
    return str(parts[0]) if parts else ""


def _day(date: Date | None) -> str:
    parts = date.date_parts[0] if date else ()
    return " ".join(_MONTHS[part] if place == 1 and part < len(_MONTHS) else str(part)
                    for place, part in enumerate(parts))  # fmt: skip


def _cited(reference: Reference) -> str:
    identified = reference.type == "article-journal" and (
        reference.doi or reference.pmid or reference.pmcid
    )
    read = reference.accessed and reference.url and not identified
    return f"[cited {_day(reference.accessed)}]" if read else ""


def _identifiers(reference: Reference) -> str:
    named = reference.type == "article-journal" and (
        reference.doi or reference.pmid or reference.pmcid
    )
    address = f"Available from: {reference.url}" if reference.url and not named else ""
    doi = f"doi:{reference.doi}" if reference.doi else ""
    pmid = f"PubMed PMID: {reference.pmid}" if reference.pmid else ""
    pmcid = f"PubMed Central PMCID: {reference.pmcid}" if reference.pmcid else ""
    numbers = _joined("; ", (pmid, pmcid))
    return _joined(" ", (address, doi, f"{numbers}." if numbers else ""))


def _joined(sign: str, parts: Iterable[str | None]) -> str:
    """Join what there is; a part that ends in a stop gets no second one."""
    found: Sequence[str] = [part for part in parts if part]
    mark = sign.strip()
    text = ""
    for part in found:
        between = sign.removeprefix(mark) if text.endswith(mark) and mark == "." else sign
        text = f"{text}{between}{part}" if text else part
    return text


def _ended(part: str) -> str:
    return part if not part or part.endswith((".", "?", "!")) else f"{part}."
