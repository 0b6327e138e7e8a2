"""A reference as the National Library of Medicine's style has it (Citing Medicine, 2nd edition).

All authors that are known are named. Pages are in full, where the style may shorten them.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from guidepress.bibliography import ARTICLES, SERIALS
from guidepress.bibliography.tidy import one_line
from guidepress.model import Date, Name, Notice, Reference

_MONTHS = ["", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_IN_BOOKS = frozenset({"chapter", "entry", "paper-conference"})


def render_citation(reference: Reference) -> str:
    """Return the whole reference on one line, with its identifiers."""
    title = reference.title
    if reference.url and not reference.container_title and reference.type not in _IN_BOOKS:
        title += " [Internet]"
    authors = render_authors(reference) or _editors(reference)
    source = render_source(reference, editors=bool(reference.author))
    parts = [part if part.endswith((".", "?", "!")) else f"{part}."
             for part in (authors, title, source) if part]  # fmt: skip
    return " ".join([*parts, *_identifiers(reference)])


@lru_cache(maxsize=1024)
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
    return name.literal or _joined(" ", name.whole_family, _initials(name.given or ""), name.suffix)


def _initials(given: str) -> str:
    words = [each for each in re.split(r"[\s.\-\u2010]+", given) if each]
    if not all(each[0].isupper() for each in words):
        # A script without capitals, or a particle, has no initials.
        return given
    return "".join(each if each.isupper() and len(each) <= 3 else each[0] for each in words)  # noqa: PLR2004 - "RG"


def family_first(name: Name) -> str:
    """Return ``van der Graaf, Winette T. A.``, as indexes and reference managers write a name."""
    return name.literal or _joined(", ", name.whole_family, name.given, name.suffix)


def _editors(reference: Reference) -> str:
    names = [render_name(each) for each in reference.editor or ()]
    return f"{', '.join(names)}, editor{'s' * (len(names) > 1)}" if names else ""


def render_source(reference: Reference, *, editors: bool = True) -> str:
    """Return where and when the work was published, as far as stated; empty where nothing is."""
    if reference.type in ARTICLES:
        return _joined(". ", _container(reference), _serial(reference))
    book = _container(reference, editors=editors)
    report, inside = reference.type == "report", reference.container_title
    place, publisher, number = reference.publisher_place, reference.publisher, reference.number
    if reference.type == "thesis" and place:
        place = f"[{place}]"
    day = _joined(" ", _day(reference.issued, 3 if reference.type == "legislation" else 1 + report))
    return _joined(
        ". ",
        "" if inside else _edition(reference),
        f"In: {book}" if book and reference.type in _IN_BOOKS else book,
        "" if inside or not reference.volume else f"Vol. {reference.volume}",
        _joined("; ", _joined(": ", place, publisher), _joined(" ", day, _cited(reference))),
        f"p. {_pages(reference)}" if reference.page and reference.type != "book" else "",
        f"({reference.collection_title})" if reference.collection_title else "",
        f"Report No.: {number}" if report and number else "",
        "" if reference.type in {"report", "book"} else number,
    )


def _container(reference: Reference, *, editors: bool = False) -> str:
    names, title = _editors(reference) if editors else "", reference.container_title
    if not title:
        return names
    if reference.type in SERIALS:
        title = title.replace(".", "")
    if reference.url and not _is_identified(reference):
        title += " [Internet]"
    return _joined(". ", names, title, _edition(reference))


def _is_identified(reference: Reference) -> bool:
    """Tell whether it is an article with an identifier: its address is not printed then."""
    named = reference.doi or reference.pmid or reference.pmcid
    return bool(named) and reference.type == "article-journal"


def _serial(reference: Reference) -> str:
    issue = f"({reference.issue})" if reference.issue else ""
    volume = f"{reference.collection_title or ''}{reference.volume or ''}{issue}"
    located = _joined(":", volume, reference.number or _pages(reference))
    day = _joined(" ", _day(reference.issued), _cited(reference))
    return ";".join(filter(None, (day, located)))


def _pages(reference: Reference) -> str:
    return (reference.page or "").replace("-", "\u2013")


def _edition(reference: Reference) -> str:
    edition = reference.edition or ""
    if not edition.isdecimal():
        return edition
    last = int(edition[-2:])
    ending = "th" if last in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(last % 10, "th")
    return f"{edition}{ending} ed"


def _day(date: Date | None, exact: int = 3) -> str:
    """Return the year, and the month and the day where they are known and wanted."""
    parts: Sequence[int] = date.date_parts[0][:exact] if date else ()
    return " ".join(_MONTHS[part] if place == 1 and part < len(_MONTHS) else str(part)
                    for place, part in enumerate(parts))  # fmt: skip


def _cited(reference: Reference) -> str:
    read = reference.accessed and reference.url and not _is_identified(reference)
    return f"[cited {_day(reference.accessed)}]" if read else ""


def _identifiers(reference: Reference) -> list[str]:
    pmid = f"PubMed PMID: {reference.pmid}" if reference.pmid else ""
    pmcid = f"PubMed Central PMCID: {reference.pmcid}" if reference.pmcid else ""
    numbers = "; ".join(filter(None, (pmid, pmcid)))
    address = reference.url if reference.url and not _is_identified(reference) else ""
    stated = (f"Available from: {address}" if address else "",
              f"doi:{reference.doi}" if reference.doi else "",
              f"{numbers}." if numbers else "")  # fmt: skip
    return [each for each in stated if each]


def render_notice(notice: Notice) -> str:
    """Return what a notice is, where it was published, and its identifiers, on one line."""
    ids = (f"PMID {notice.pmid}" if notice.pmid else "", f"doi:{notice.doi}" if notice.doi else "")
    named = "; ".join(filter(None, ids))
    return one_line(f"{notice.kind}: {notice.citation}{f' [{named}]' if named else ''}")


def _joined(sign: str, *parts: str | None) -> str:
    """Join what there is; a part that ends in a stop gets no second one."""
    text = ""
    for part in filter(None, parts):
        between = sign.removeprefix(".") if text.endswith(".") else sign
        text = f"{text}{between}{part}" if text else part
    return text
