"""XML of PubMed and of EndNote becomes records with the tags of their other formats.

Sources: NLM's PubMed DTD; EndNote's ``xml`` export. Read by defusedxml: entities of the file's own
are refused.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from guidepress.bibliography.records import Raw, Record, bounded
from guidepress.bibliography.table import pairs_of, words_of
from guidepress.problem import UnusableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Element = Any

_WORKS = frozenset({"PubmedArticle", "PubmedBookArticle", "MedlineCitation", "record"})
_DEEPEST = 200
_MARKUP = {"sup": "sup", "sub": "sub", "superscript": "sup", "subscript": "sub"}


def read_xml(text: str) -> list[Record]:
    """Read the works of a file; raises UnusableError where it is XML of neither kind."""
    try:
        return bounded(_record(work, number) for number, work in enumerate(_works(text), start=1))
    except UnusableError:
        raise
    except Exception as error:
        message = "this is not XML as PubMed or EndNote writes it, or is cut off; export it again"
        raise UnusableError(message) from error


def _works(text: str) -> Iterator[Element]:
    """Yield each work as soon as it is read whole, and forget it then."""
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
            element.clear()


def _record(work: Element, number: int) -> Record:
    place = f"record {number}"
    if work.tag != "record":
        return Record("nbib", "", (*_named(work, "pubmed xml"), *_of_pubmed(work)), place)
    kind = work.find("ref-type")
    name = kind.get("name", "") if kind is not None else ""
    return Record("enw", name, tuple(_named(work, "endnote xml")), place, _text(work.find("label")))


def _named(work: Element, section: str) -> Iterator[Raw]:
    words = iter(words_of(section))
    for tag, path in zip(words, words, strict=True):
        yield from (Raw(tag, text) for each in work.findall(path) if (text := _text(each)))


def _of_pubmed(work: Element) -> Iterator[Raw]:
    """Yield what PubMed's XML parts otherwise than its other format does."""
    # Further PMIDs in it are those of other works.
    yield Raw("PMID", _text(work.find(".//PMID")))
    first, last = (_text(work.find(f".//Pagination/{name}Page")) for name in ("Start", "End"))
    if first and work.find(".//Pagination/MedlinePgn") is None:
        yield Raw("PG", f"{first}-{last}" if last else first)
    for listed in work.iter("AuthorList"):
        editors = listed.get("Type") == "editors"
        yield Raw("CompleteYN", "" if editors else listed.get("CompleteYN"))
        yield from (_name(each, editors=editors) for each in listed.findall("Author"))
    for date in work.findall(".//PubDate")[:1]:
        yield Raw("DP", " ".join(_text(part) for part in date))
    for path, kind in (("./PubmedData/ArticleIdList/ArticleId", "IdType"),
                       ("./BookDocument/ArticleIdList/ArticleId", "IdType"),
                       (".//ELocationID", "EIdType")):  # fmt: skip
        for each in work.findall(path):
            name, text = each.get(kind), _text(each)
            if name == "doi" or kind == "EIdType":
                yield Raw("LID", f"{text} [{name}]")
            elif name == "pmc":
                yield Raw("PMC", text)
    for each in work.findall(".//DataBank"):
        name = _text(each.find("DataBankName"))
        yield from (Raw("SI", f"{name}/{_text(one)}") for one in each.iter("AccessionNumber"))
    for each in work.iter("CommentsCorrections"):
        kind, pmid = each.get("RefType") or each.tag, _text(each.find("PMID"))
        source = _text(each.find("RefSource"))
        yield Raw(
            pairs_of("pubmed links").get(kind, kind), f"{source}{f' PMID: {pmid}' if pmid else ''}"
        )


def _name(author: Element, *, editors: bool) -> Raw:
    part: Mapping[str, str] = {each.tag: _text(each) for each in author}
    if body := part.get("CollectiveName"):
        return Raw("FED", f"{body},") if editors else Raw("CN", body)
    given = part.get("ForeName") or part.get("Initials")
    name = ", ".join(filter(None, (part.get("LastName"), given)))
    return Raw("FED" if editors else "FAU", f"{name} {part.get('Suffix', '')}".strip())


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
        mark = _MARKUP.get(each.get("face") or each.tag) if each is not element else None
        stack.append(f"</{mark}>" if mark else "")
        for child in reversed(each):
            stack += [(child.tail or "").replace("<", "&lt;"), child]
        stack.append((each.text or "").replace("<", "&lt;"))
        stack.append(f"<{mark}>" if mark else "")
