"""The lists of literature of the file: one reference for each work, whatever its numbers are.

The lists follow an older form of the style of the National Library of Medicine: authors, a colon,
the title, the journal, volume (issue): pages, year. Nothing is invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from guidepress.bibliography.identity import Works, make_key
from guidepress.bibliography.reading import read_reference
from guidepress.bibliography.records import Raw, Record

if TYPE_CHECKING:
    from guidepress.bring_in.account import Account

    Element = Any


_AUTHORS = r"(?P<AU>[^:]{2,3000}?):\s(?P<TI>.{3,1500}?[.?!]|.{3,1500}?)"
_PAGES = r"(?P<SP>[\w-]{1,20}(?:,\s?(?![12][0-9]{3}\b)[\w-]{1,20}){0,4})"
_YEAR = r"(?P<PY>[12][0-9]{3}(?:\s[A-Z][a-z]{2}[\w\s-]{0,12})?)"
_IMPRINT = (
    r"(?P<T2>[^.]{2,200}?)(?:\s(?P<VL>[A-Z]{0,4}[0-9]\w{0,9}(?:-[0-9]{1,4})?(?:\sSuppl(?:\s\w{1,4})?)?))?"
    rf"\s?(?:\((?P<IS>[^()]{{1,60}})\))?\s?:\s{_PAGES}(?:,\s{_YEAR})?\.?"
)
_ARTICLE = re.compile(rf"{_AUTHORS}\s{_IMPRINT}")
# A group is named behind the title, or nobody is.
_UNSIGNED = re.compile(rf"(?P<TI>.{{3,1500}}?[.?!])\s{_IMPRINT}")
# Before the colon are names: initials, a body with its full stop, or "et al.".
_NAMES = re.compile(
    r"\b[A-Z]{1,4}(?:\s(?:Jr|Sr|[2-4](?:nd|rd|th)|I{2,3}))?\s?(?:[,;]|$)|\.$|[Gg]roup|eds?$"
)
_BOOK = re.compile(
    rf"{_AUTHORS}\s(?:(?P<edition>[0-9]{{1,2}}(?:st|nd|rd|th)\srev\sed|[0-9]{{1,2}}(?:st|nd|rd|th)\sed)\.\s)?"
    r"(?P<PP>[^:.]{2,80}(?:\.[^:.]{1,40})?):\s(?P<PB>[^:]{2,120}?),\s(?P<PY>[12][0-9]{3})"
    rf"(?:,\spp?\s{_PAGES})?\.(?P<rest>.{{0,300}})"
)
_CHAPTER = re.compile(
    r"(?P<TI>.{2,1000}?)\.\sIn:\s(?P<A2>[^:]{2,1000}?):\s(?P<T2>.{2,1000}?[.?!])\Z"
)
_ET_AL = re.compile(r",?\set al\.?$")
_EDITORS = re.compile(r",?\seds?\.?$")


def read_printed(text: str, pmid: str) -> tuple[dict[str, Any], bool]:
    """Return the reference in the fields of CSL, and whether its parts were read.

    What is not read as a citation is kept whole as the title of a document, and asked about.
    """
    kind, parts = _parts(text)
    fields = [Raw(name, value) for name, value in parts if value]
    if pmid:
        fields.append(Raw("N1", f"PMID: {pmid}"))
    read = read_reference(Record("ris", kind, tuple(fields), "the citation"))
    data = dict(read.data)
    if not kind or read.fault or "title" not in data:
        data = {"type": "document", "title": text, **({"PMID": pmid} if pmid else {})}
        return data, False
    return data, True


def _parts(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the type of RIS and the fields; nothing where the text is no citation."""
    found = _ARTICLE.fullmatch(text)
    if found is None or not _NAMES.search(found["AU"]):
        found = _UNSIGNED.fullmatch(text)
    # An article is known by its volume or its issue; a book has a place before its colon.
    if found and (found["VL"] or found["IS"]):
        return "JOUR", _article(found.groupdict())
    if found := _BOOK.fullmatch(text):
        return _book(found.groupdict())
    return "", []


def _article(parts: dict[str, str]) -> list[tuple[str, str]]:
    authors = _names("AU", parts.pop("AU", ""))
    title = parts.pop("TI").removesuffix(".")
    return [*authors, ("TI", title), *parts.items()]


def _book(parts: dict[str, str]) -> tuple[str, list[tuple[str, str]]]:
    title, authors = parts["TI"], parts["AU"]
    rest = [(name, parts[name]) for name in ("PP", "PB", "PY", "SP")]
    rest.append(("ET", (parts["edition"] or "").removesuffix(" ed")))
    if authors.endswith(". In"):
        title, authors = f"{authors}: {title}", ""
    if chapter := _CHAPTER.fullmatch(title):
        names = [*_names("AU", authors), *_names("A2", chapter["A2"])]
        return "CHAP", [*names, ("TI", chapter["TI"]), ("T2", chapter["T2"].rstrip(".")), *rest]
    name = "A2" if _EDITORS.search(authors) else "AU"
    return "BOOK", [*_names(name, authors), ("TI", title.removesuffix(".")), *rest]


def _names(tag: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield a name for each author: ``Family AB``, or a body behind a semicolon."""
    whole = _EDITORS.sub("", text.strip(" ."))
    people, *bodies = (part.strip() for part in whole.split(";"))
    for name in (*_ET_AL.sub("", people).split(", "), *bodies):
        if name:
            yield tag, name
    if _ET_AL.search(people):
        yield tag, "et al."


class Bibliography:
    """Numbers begin again in each top section; a work is known by its PMID, else by its text."""

    def __init__(self, account: Account, known: dict[str, str] | None = None) -> None:
        self.account = account
        self.keys: dict[str, str] = {}
        self.by_work: dict[str, str] = {}
        self.known = known or {}
        self.made: dict[str, dict[str, Any]] = {}
        self.works = Works()

    def open(self, top: Element) -> None:
        """Read the lists of a top section, whose numbers hold from now on."""
        self.keys = {}
        for entry in top.iter("Citation"):
            self.account.take("entries of literature")
            self.keys[entry.get("idx") or ""] = self._add(entry)

    def key(self, number: str) -> str:
        """Return the key of the work with this number; nothing where there is none."""
        return self.keys.get(number, "")

    def references(self) -> list[dict[str, Any]]:
        """Return the references by their keys."""
        return [self.made[key] for key in sorted(self.made)]

    def _add(self, entry: Element) -> str:
        text = " ".join("".join(entry.itertext()).split())
        pmid = (entry.get("PMID") or "").strip()
        pmid = pmid if pmid.isdecimal() else ""
        work = f"PMID {pmid}" if pmid else text
        if work in self.by_work:
            return self.by_work[work]
        data, whole = read_printed(text, pmid)
        same = self.works.find_same(data)
        if same and same.certain:
            self.by_work[work] = same.id
            return same.id
        key = self.known.get(work) or make_key(data, {*self.made, *self.known.values()})
        self.by_work[work] = key
        self.made[key] = {"id": key, **data}
        self.works.add(self.made[key])
        self.account.take("works")
        if pmid:
            self.account.take("PMIDs")
        place = f"entry {entry.get('idx')}"
        if not whole:
            self.account.ask(place, key, "the citation was not read; its whole text is the title")
        if entry.get("ProtocolID"):
            self.account.leave("ids of protocols", "a reference has no such field", place)
        return key
