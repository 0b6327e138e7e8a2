"""References as CSL-JSON, RIS and BibTeX. What a reader must know of a work is where each looks.

CSL's ``note`` and ``status``, RIS's N1 and BibTeX's ``note`` hold notices and say where a list of
authors is not whole; the title of a retracted work begins with RETRACTED (NISO RP-45-2024).
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from guidepress.bibliography.identity import RETRACTED
from guidepress.bibliography.latex import to_latex
from guidepress.bibliography.names import read_names
from guidepress.bibliography.nlm import family_first
from guidepress.bibliography.notices import INCOMPLETE
from guidepress.bibliography.table import ARTICLES, type_in, types_of, written_as
from guidepress.bibliography.text import one_line
from guidepress.model import to_data

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from guidepress.model import Date, Name, Notice, Reference

_RANGE = re.compile(r"([^\s,;\u2013-]{1,30})[-\u2013]([^\s,;\u2013-]{1,30})")
_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
_CONTAINERS = {"article": "journal", "review": "journal", "incollection": "booktitle",
               "inproceedings": "booktitle", "inreference": "booktitle"}  # fmt: skip
_PUBLISHERS = {"techreport": "institution", "phdthesis": "school"}


def render_csl(references: Sequence[Reference]) -> str:
    """Return a list, an item a line; what CSL has no field for is in ``custom`` too."""
    return "[\n" + ",\n".join(_item(each) for each in references) + "\n]\n"


def render_ris(references: Sequence[Reference]) -> str:
    """Return a record a reference; a value can never begin a line of its own."""
    return "\n".join(_record(each) for each in references)


def render_bibtex(references: Sequence[Reference]) -> str:
    """Return an entry a reference, in their order."""
    return "\n".join(_entry(each) for each in references)


REFERENCE_EXPORTS: Mapping[str, Callable[[Sequence[Reference]], str]] = {
    "csl": render_csl,
    "bibtex": render_bibtex,
    "ris": render_ris,
}


def _title(reference: Reference) -> str:
    retracted = any(each.kind == "retraction" for each in reference.custom.notices)
    if not retracted or RETRACTED.match(reference.title):
        return reference.title
    return f"RETRACTED: {reference.title}"


def _remarks(reference: Reference) -> list[str]:
    incomplete = [INCOMPLETE] if reference.custom.authors_complete is False else []
    return [*incomplete, *(_notice(each) for each in reference.custom.notices)]


def _notice(notice: Notice) -> str:
    ids = (f"PMID {notice.pmid}" if notice.pmid else "", f"doi:{notice.doi}" if notice.doi else "")
    named = "; ".join(filter(None, ids))
    return one_line(f"{notice.kind}: {notice.citation}{f' [{named}]' if named else ''}")


def _page(reference: Reference) -> str | None:
    """Return the pages, or else the number of an article, which readers look for there."""
    return reference.page or (reference.number if reference.type in ARTICLES else None)


@lru_cache(maxsize=1024)
def _item(reference: Reference) -> str:
    item: dict[str, Any] = to_data(reference)
    remarks = _remarks(reference)
    item |= {"title": _title(reference), "DOI": _percent(reference.doi), "page": _page(reference)}
    item["note"] = "\n".join(remarks)
    if any(each.kind == "retraction" for each in reference.custom.notices):
        item["status"] = "retracted"
    # Citation processors stumble over an empty list of names.
    stated = {key: value for key, value in item.items() if value not in ([], "", None)}
    return json.dumps(stated, ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=1024)
def _record(reference: Reference) -> str:
    lines = ((tag, one_line(value)) for tag, value in _tags(reference) if value)
    return "".join(f"{tag}  - {value}\n" for tag, value in lines) + "ER  - \n"


def _tags(reference: Reference) -> Iterator[tuple[str, str | None]]:
    tag = written_as("ris")
    kind = type_in("ris", reference.type)
    book = reference.type == "book"
    yield "TY", kind
    yield tag["id"], reference.id
    yield from ((tag["author"], _ris_name(each)) for each in reference.author)
    yield from (
        ("ED" if book else tag["editor"], _ris_name(each)) for each in reference.editor or ()
    )
    yield tag["title"], _title(reference)
    yield "JF" if book else tag["container-title"], reference.container_title
    for name, value in _plain_fields(reference):
        yield tag[name], value
    yield tag["issued"], str(reference.year) if reference.year else None
    yield "DA", _ris_day(reference.issued)
    yield tag["issue"], reference.issue
    yield "C7" if reference.type in ARTICLES else "M1", reference.number
    pages = _RANGE.fullmatch(_page(reference) or "")
    yield "SP", pages[1] if pages else _page(reference)
    yield "EP", pages[2] if pages else None
    yield tag["DOI"], _percent(reference.doi)
    if reference.pmid:
        yield "DB", "PubMed"
        yield tag["PMID"], reference.pmid
    yield "C2", reference.pmcid
    yield tag["standard-number"], reference.isbn
    yield tag["standard-number"], reference.issn
    yield tag["URL"], reference.url
    yield tag["accessed"], _ris_day(reference.accessed, year=True)
    yield from ((tag["note"], each) for each in _remarks(reference))
    yield from ((tag["note"], f"registry: {each}") for each in reference.custom.registry or ())
    if types_of("ris").get(kind.lower()) != reference.type:
        yield "M3", f"CSL type: {reference.type}"


def _plain_fields(reference: Reference) -> Iterator[tuple[str, str | None]]:
    yield "collection-title", reference.collection_title
    yield "publisher", reference.publisher
    yield "publisher-place", reference.publisher_place
    yield "edition", reference.edition
    yield "volume", reference.volume
    yield "language", reference.language


def _ris_name(name: Name) -> str:
    """Return the name so that it reads back: a last comma marks a body, as EndNote has it."""
    text = one_line(family_first(name))
    if name.literal and read_names(text) != ([{"literal": text}], False):
        return f"{text},"
    return text


def _ris_day(date: Date | None, *, year: bool = False) -> str | None:
    """Return ``2013/08/20/``; only the year and the month where no more is known."""
    if date is None or (len(date.date_parts[0]) == 1 and not year):
        return None
    first, *rest = date.date_parts[0]
    return "/".join((str(first), *(f"{part:02}" for part in rest), *[""] * (3 - len(rest))))


@lru_cache(maxsize=1024)
def _entry(reference: Reference) -> str:
    kind = type_in("bibtex", reference.type)
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(reference, kind))
    return f"@{kind}{{{reference.id},\n{fields}}}\n"


def _fields(reference: Reference, kind: str) -> Iterator[tuple[str, str]]:
    if reference.author:
        yield "author", _bibtex_names(reference.author, reference.custom.authors_complete)
    if reference.editor:
        yield "editor", _bibtex_names(reference.editor, None)
    # A second pair of braces keeps the case of the title as it is, whatever the style does.
    yield "title", f"{{{to_latex(_title(reference))}}}"
    yield from ((key, to_latex(value)) for key, value in _texts(reference, kind) if value)
    if page := _page(reference):
        yield "pages", "--".join(to_latex(part) for part in page.split("-"))
    addresses = {"doi": _percent(reference.doi), "pmid": reference.pmid, "pmcid": reference.pmcid,
                 "isbn": reference.isbn, "issn": reference.issn, "url": reference.url}  # fmt: skip
    yield from ((name, value.translate(_ADDRESS)) for name, value in addresses.items() if value)


def _percent(doi: str | None) -> str | None:
    return re.sub("%(?=[0-9A-Fa-f]{2})", "%25", doi) if doi else None


def _texts(reference: Reference, kind: str) -> Iterator[tuple[str, str | None]]:
    article = reference.type in ARTICLES
    day = reference.issued.date_parts[0] if reference.issued else ()
    yield _CONTAINERS.get(kind, "howpublished"), reference.container_title
    name = written_as("bibtex")
    for csl, value in _plain_fields(reference):
        yield (_PUBLISHERS.get(kind, "publisher") if csl == "publisher" else name[csl]), value
    yield from zip(("year", "month", "day"), map(str, day), strict=False)
    yield "number", reference.issue if article else reference.number
    yield "issue", None if article else reference.issue
    yield "eid", reference.number if article else None
    yield "urldate", reference.accessed.iso if reference.accessed else None
    yield "note", "; ".join(_remarks(reference))
    yield "registry", " ".join(reference.custom.registry or ())
    if types_of("bibtex").get(kind) != reference.type:
        yield "entrysubtype", f"CSL type: {reference.type}"


def _bibtex_names(names: Sequence[Name], complete: bool | None) -> str:  # noqa: FBT001 - what is known
    found = [_bibtex_name(each) for each in names]
    return " and ".join([*found, "others"] if complete is False else found)


def _bibtex_name(name: Name) -> str:
    if name.literal:
        return f"{{{to_latex(name.literal)}}}"
    particles = (name.dropping_particle, name.non_dropping_particle)
    family = name.family or ""
    whole = " ".join((*(to_latex(each) for each in particles if each), _guarded(family, " ")))
    parts = [whole.strip(), _guarded(name.suffix, ","), _guarded(name.given, ",")]
    text = ", ".join(part for part in parts if part)
    return f"{text}," if text.startswith("{") and text.endswith("}") and text == parts[0] else text


def _guarded(part: str | None, sign: str) -> str:
    """Brace what would part a name, or one name from the next."""
    text = to_latex(part or "")
    return f"{{{text}}}" if sign in text or "," in text or " and " in text else text
