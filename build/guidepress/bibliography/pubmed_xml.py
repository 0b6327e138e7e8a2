"""PubMed's XML becomes records with the tags of its other format (MEDLINE).

Source: NLM's PubMed DTD. Read by defusedxml: entities of the file's own are refused.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from guidepress.bibliography.record import Raw, Record, check_size
from guidepress.problem import UnusableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    Element = Any

_TEXTS = (
    (".//ArticleTitle", "TI"),
    (".//Book/BookTitle", "BTI"),
    (".//VernacularTitle", "TT"),
    (".//MedlineTA", "TA"),
    (".//Journal/Title", "JT"),
    (".//JournalIssue/Volume", "VI"),
    (".//JournalIssue/Issue", "IP"),
    (".//Language", "LA"),
    (".//PublicationType", "PT"),
    (".//Publisher/PublisherName", "PB"),
    (".//Publisher/PublisherLocation", "PL"),
    (".//Book/Edition", "EN"),
    (".//Isbn", "ISBN"),
    (".//Journal/ISSN", "IS"),
    (".//Abstract", "AB"),
    (".//MeshHeading", "MH"),
    (".//Keyword", "OT"),
    (".//Affiliation", "AD"),
)
_LINKS = {
    "ErratumIn": "EIN",
    "CorrectedandRepublishedIn": "CRI",
    "CorrectedRepublishedIn": "CRI",
    "PartialRetractionIn": "PRIN",
    "RetractionIn": "RIN",
    "RetractedandRepublishedIn": "RRI",
    "ExpressionOfConcernIn": "ECI",
    "CommentIn": "CIN",
    "RetractionOf": "ROF",
    "PartialRetractionOf": "PROF",
    "ErratumFor": "EFR",
    "ExpressionOfConcernFor": "ECF",
}
_WORKS = frozenset({"PubmedArticle", "PubmedBookArticle", "MedlineCitation"})
_DEEPEST = 200
_MARKUP = frozenset({"sup", "sub", "i", "b", "u"})


def read_pubmed_xml(text: str) -> list[Record]:
    """Read the articles and books of a file; raises UnusableError where it is not such XML."""
    found: list[Record] = []
    count = 0
    try:
        for number, work in enumerate(_works(text), start=1):
            fields = tuple(_fields(work))
            found.append(Record("nbib", "", fields, f"record {number}"))
            count += len(fields)
            work.clear()
            check_size(number, count)
    except UnusableError:
        raise
    except Exception as error:
        message = "this is not XML as PubMed writes it, or it was cut off; export it again"
        raise UnusableError(message) from error
    return found


def _works(text: str) -> Iterator[Element]:
    """Yield each article or book as soon as it is read whole."""
    from defusedxml.ElementTree import iterparse

    depth = 0
    inside = ""
    for event, element in iterparse(BytesIO(text.encode()), events=("start", "end")):
        if event == "start":
            depth += 1
            inside = inside or (element.tag if element.tag in _WORKS else "")
            if depth > _DEEPEST:
                message = f"it is nested more than {_DEEPEST} levels deep"
                raise UnusableError(message)
            continue
        depth -= 1
        if element.tag == inside:
            inside = ""
            yield element


def _fields(work: Element) -> Iterator[Raw]:
    pmid = work.find(".//PMID")
    if pmid is not None:
        yield Raw("PMID", _text(pmid))
    for path, tag in _TEXTS:
        yield from (Raw(tag, text) for each in work.findall(path) if (text := _text(each)))
    yield from _pages(work)
    yield from _names(work)
    for kind, path in (("DP", ".//PubDate"), ("DP", ".//Book/PubDate")):
        date = work.find(path)
        if date is not None:
            yield Raw(kind, " ".join(_text(part) for part in date))
            break
    for each in work.findall("./PubmedData/ArticleIdList/ArticleId"):
        if each.get("IdType") == "pmc":
            yield Raw("PMC", _text(each))
        elif each.get("IdType") == "doi":
            yield Raw("LID", f"{_text(each)} [doi]")
    for each in work.findall(".//ELocationID"):
        yield Raw("LID", f"{_text(each)} [{each.get('EIdType')}]")
    for each in work.findall(".//DataBank"):
        name = _text(each.find("DataBankName"))
        yield from (Raw("SI", f"{name}/{_text(one)}") for one in each.iter("AccessionNumber"))
    yield from _links(work)


def _pages(work: Element) -> Iterator[Raw]:
    whole = work.find(".//Pagination/MedlinePgn")
    first, last = work.find(".//Pagination/StartPage"), work.find(".//Pagination/EndPage")
    text = (
        _text(whole) if whole is not None else "-".join(filter(None, (_text(first), _text(last))))
    )
    if text:
        yield Raw("PG", text)


def _names(work: Element) -> Iterator[Raw]:
    for listed in work.iter("AuthorList"):
        editors = listed.get("Type") == "editors"
        if complete := listed.get("CompleteYN"):
            yield Raw("CompleteYN", complete)
        for each in listed.findall("Author"):
            body = each.find("CollectiveName")
            if body is not None:
                yield Raw("FED" if editors else "CN", f"{_text(body)}," if editors else _text(body))
                continue
            given = _text(each.find("ForeName")) or _text(each.find("Initials"))
            name = ", ".join(filter(None, (_text(each.find("LastName")), given)))
            suffix = _text(each.find("Suffix"))
            yield Raw("FED" if editors else "FAU", f"{name} {suffix}".strip())


def _links(work: Element) -> Iterator[Raw]:
    for each in work.iter("CommentsCorrections"):
        tag = _LINKS.get(each.get("RefType"), each.get("RefType") or "CommentsCorrections")
        pmid = _text(each.find("PMID"))
        source = _text(each.find("RefSource"))
        yield Raw(tag, f"{source}{' PMID: ' + pmid if pmid else ''}")


def _text(element: Element | None) -> str:
    """Return the text in an element; raised and lowered text stays marked."""
    return re.sub(r"\s+", " ", "".join(_parts(element))).strip() if element is not None else ""


def _parts(element: Element) -> Iterator[str]:
    # Not by recursion: a file may nest deeper than Python does.
    stack: list[Any] = [element]
    while stack:
        each = stack.pop()
        if isinstance(each, str):
            yield each
            continue
        marked = each.tag in _MARKUP and each is not element
        stack.append(f"</{each.tag}>" if marked else "")
        for child in reversed(each):
            stack += [(child.tail or "").replace("<", "&lt;"), child]
        stack.append((each.text or "").replace("<", "&lt;"))
        stack.append(f"<{each.tag}>" if marked else "")
