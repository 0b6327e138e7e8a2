"""What a reader makes of a file: records of named fields, each with its place.

Formats of tagged lines (RIS, PubMed's nbib, Web of Science, Refer), JSON, and XML as PubMed and
EndNote write it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO, StringIO
from typing import Any, NamedTuple

from guidepress.bibliography import pairs_of, patterns_of, rows_of, words_of
from guidepress.problem import UnusableError

Element = Any

Data = dict[str, Any]
MAX_BYTES = 10_000_000
MAX_RECORDS = 20_000
MAX_FIELDS = 600_000
MAX_FIELDS_OF_ONE = 20_000
MAX_VALUE = 100_000


class Raw(NamedTuple):
    """A field as the file has it: its name there, its value, and its line (0: not known)."""

    name: str
    value: Any
    line: int = 0


class Record(NamedTuple):
    """A record of a file; ``fault`` says why it cannot be read, where it cannot."""

    form: str
    kind: str
    fields: tuple[Raw, ...]
    place: str
    key: str = ""
    fault: str = ""


def bounded(records: Iterable[Record]) -> list[Record]:
    """Return the records; raises UnusableError where there are more than anybody looks through."""
    found: list[Record] = []
    fields = 0
    for each in records:
        found.append(each)
        fields += len(each.fields)
        if len(found) > MAX_RECORDS or fields > MAX_FIELDS:
            most = f"{MAX_RECORDS} records or {MAX_FIELDS} fields"
            raise UnusableError(f"it holds more than {most}; export it in parts")
    return found


# One name a line: what is folded in other fields is another name in these.
_LISTS = frozenset({"AU", "AF", "BA", "BE", "ED", "CA"})


def read_tagged(text: str, form: str) -> list[Record]:
    """Read the records of a file of tagged lines; raises UnusableError where it is too large."""
    _, _, kinds, keys = dict(rows_of("tagged"))[form]

    def record(line: int, fields: list[Raw]) -> Record:
        first = {each.name: each.value for each in reversed(fields)}
        kept = tuple(each for each in fields if each.name not in kinds)
        kind, key = (first.get("".join(tags), "") for tags in (kinds, keys))
        return Record(form, kind, kept, f"line {line}", key)

    return bounded(record(*group) for group in _groups(text, form))


def _groups(text: str, form: str) -> Iterator[tuple[int, list[Raw]]]:
    """Yield the line at which each record begins, and its fields."""
    begins, ends, *_ = dict(rows_of("tagged"))[form]
    tagged = re.compile(patterns_of("tags")[form])
    fields: list[Raw] = []
    begun = 0
    for number, ended in enumerate(StringIO(text), start=1):
        line = ended.rstrip("\n")
        found = tagged.match(line)
        if not found:
            _fold(fields, line.strip(), number, form)
            continue
        tag, *values = (part for part in found.groups() if part is not None)
        if begun and tag in {*begins, *ends}:
            yield begun, fields
            fields, begun = [], 0
        if tag in begins:
            begun = number
        if begun:
            fields.append(Raw(tag, values[0].strip() if values else "", number))
    if begun:
        yield begun, fields


def _fold(fields: list[Raw], more: str, number: int, form: str) -> None:
    """Add a line without a tag to the field before it; a value that is too long takes no more."""
    if not more or not fields or len(fields[-1].value) > MAX_VALUE:
        return
    last = fields[-1]
    if form == "wos" and last.name in _LISTS:
        fields.append(Raw(last.name, more, number))
    else:
        sign = "\n" if last.name in {"N1", "%Z"} else " "
        fields[-1] = last._replace(value=f"{last.value}{sign}{more}")


def read_json(text: str) -> list[Record]:
    """Read items in CSL-JSON: a list, one item, an object that holds them, or Crossref's answer."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = "this is not CSL-JSON: it cannot be read as JSON; export it again"
        raise UnusableError(message) from error
    for key in ("message", "items", "references"):
        if isinstance(data, dict) and isinstance(data.get(key), dict | list):
            data = data[key]
    items = data if isinstance(data, list) else [data]
    if not all(isinstance(item, dict) for item in items):
        raise UnusableError("this is not CSL-JSON: write a list of items")
    if any("itemType" in item for item in items):
        raise UnusableError("this is Zotero's own JSON; export it as CSL JSON")
    return bounded(_item(item, number) for number, item in enumerate(items, start=1))


def _item(item: Data, number: int) -> Record:
    fields = tuple(Raw(key, value) for key, value in item.items() if key != "type")
    kind, key = str(item.get("type") or ""), str(item.get("id") or "")
    return Record("json", kind, fields, f"item {number}", key)


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
                raise UnusableError(f"it is nested more than {_DEEPEST} levels deep")
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
        named = f"{source} PMID: {pmid}" if pmid else source
        yield Raw(pairs_of("pubmed links").get(kind, kind), named)


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
