"""A record of any format becomes a reference of ours, with an account of each of its fields."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from guidepress.bibliography import identifiers, notices
from guidepress.bibliography.dates import join_dates, read_date
from guidepress.bibliography.draft import NO_FIELD, Draft
from guidepress.bibliography.names import (
    read_csl_names,
    read_latex_names,
    read_names,
    read_pubmed_name,
)
from guidepress.bibliography.record import MAX_FIELDS_OF_ONE
from guidepress.bibliography.table import ARTICLES, types_of
from guidepress.bibliography.text import clean
from guidepress.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from guidepress.bibliography.draft import Remark
    from guidepress.bibliography.names import Name
    from guidepress.bibliography.record import Data, Raw, Record

_KEPT_KEY = re.compile(r"[a-z][a-z0-9]{0,40}(?:-[a-z0-9]{1,40}){0,6}-[0-9]{4}[a-z]{0,3}")
_MOST_NAMES = 5_000
_BOOKS = frozenset({"book", "chapter", "entry"})
_NUMBERED = frozenset({"report", "standard"})
_PUBMED_TYPES = {
    "preprint": "article",
    "dataset": "dataset",
    "book": "book",
    "book chapter": "chapter",
}
# Where both are given, a full name and a short one are the same name.
_FULL_AND_SHORT = (("FAU", "AU"), ("AF", "AU"), ("FED", "ED"))
# What a database gives a meaning to: its name must be in DB or DP.
_PMID_OF = {
    "AN": ("pubmed", "medline", "nlm"),
    "C2": ("scopus", "pubmed", "medline"),
    "C5": ("embase",),
}
_HAS_RANGE = re.compile(r"[0-9]\s?[-\u2010-\u2015]+\s?[A-Za-z]{0,4}[0-9]")


class Found(NamedTuple):
    """A reference as references.yaml has it, without an id, and the account of its record."""

    data: Data
    place: str
    key: str
    left_out: tuple[Remark, ...]
    remarks: tuple[Remark, ...]
    fields: int
    fault: str


def read_reference(record: Record) -> Found:
    """Return the reference that a record makes, and the account of its fields."""
    fault = record.fault
    if len(record.fields) > MAX_FIELDS_OF_ONE:
        fault = f"it has more than {MAX_FIELDS_OF_ONE} fields"
    draft = Draft(record._replace(fields=()) if fault else record)
    if not fault:
        for step in _STEPS:
            step(draft)
        for raw in chain.from_iterable(draft.take(name) for name in list(draft.open)):
            draft.leave(raw, NO_FIELD)
        draft.keep_valid()
    return Found(
        data=_in_order("reference", draft.data),
        place=record.place,
        key=record.key if _KEPT_KEY.fullmatch(record.key) else "",
        left_out=tuple(draft.left),
        remarks=tuple(draft.remarks),
        fields=len(record.fields),
        fault=fault or ("" if draft.data.get("title") else "it has no title"),
    )


def _in_order(kind: str, data: Data) -> Data:
    """Return the data in the order of the schema, as files have it."""
    known = load_schema("references")["$defs"][kind]["properties"]
    ordered = {key: data[key] for key in known if key in data}
    for field in {"author", "editor"} & ordered.keys():
        ordered[field] = [_in_order("name", each) for each in ordered[field]]
    return ordered


def _types(draft: Draft) -> None:
    """Find the type; what our own exports state wins, and PubMed states it among others."""
    known = load_schema("references")["$defs"]["reference"]["properties"]["type"]["enum"]
    draft.take("id")
    kind = types_of(draft.form).get(draft.record.kind.lower(), "")
    if draft.record.kind and not kind:
        draft.remark("this type is not known; it is a document here", draft.record.kind, "type")
    for each in list(draft.open.get("note", ())):
        own, _, stated = str(each[1].value).partition("CSL type: ")
        if not own and stated in known:
            kind = stated
            draft.open["note"].remove(each)
    if draft.form == "nbib":
        stated_types = [_PUBMED_TYPES.get(str(raw.value).lower()) for raw in draft.notes("PT")]
        books = any(raw.name == "BTI" for _, raw in draft.open.get("title", ()))
        kind = next(filter(None, stated_types), "chapter" if books else "article-journal")
    draft.data["type"] = kind or "document"


def _titles(draft: Draft) -> None:
    """Read the title; in PubMed TI is that of the chapter, and BTI that of its book."""
    titles = draft.take("title")
    books = [raw for raw in titles if raw.name == "BTI"]
    if len(books) < len(titles):
        titles = [raw for raw in titles if raw not in books]
        draft.open.setdefault("container-title", []).extend((0, raw) for raw in books)
    draft.single("title", titles)
    title = draft.data.get("title", "")
    for raw in draft.take("subtitle"):
        more = draft.text(raw) or clean(" ".join(map(str, raw.value)))
        if title and more and more.casefold() not in title.casefold():
            draft.data["title"] = f"{title.rstrip(':')}: {more}"
    if draft.form == "nbib" and title.endswith(".") and not title.endswith(".."):
        draft.data["title"] = title.removesuffix(".")


def _names(draft: Draft) -> None:
    for field in ("author", "editor"):
        names: list[Name] = []
        for raw in _named_fields(draft, field):
            found, incomplete = _read_names(draft, raw)
            names += found
            if incomplete and field == "author":
                draft.data["authors_complete"] = False
            if not found and not incomplete:
                draft.leave(raw, "it is no name")
            if len(names) > _MOST_NAMES:
                draft.leave(raw, f"these are more than {_MOST_NAMES} names")
                draft.data["authors_complete"] = False
                del names[_MOST_NAMES:]
        if names:
            draft.data[field] = names


def _named_fields(draft: Draft, field: str) -> list[Raw]:
    """Return the fields of names in the order of the file, each name once."""
    names = [raw for _, raw in draft.open.pop(field, [])]
    if draft.form not in {"nbib", "wos"}:
        return names
    for full, short in _FULL_AND_SHORT:
        counts = [sum(raw.name == tag for raw in names) for tag in (full, short)]
        dropped = short if counts[0] >= counts[1] else full
        names = [raw for raw in names if not all(counts) or raw.name != dropped]
    return names


def _read_names(draft: Draft, raw: Raw) -> tuple[list[Name], bool]:
    if draft.form == "json":
        return read_csl_names(raw.value)
    if draft.form == "bibtex":
        return read_latex_names(str(raw.value))
    if raw.name in {"CN", "CA"}:
        return [{"literal": clean(raw.value).rstrip(".,")}], False
    return read_pubmed_name(raw.value) if draft.form == "nbib" else read_names(raw.value)


def _completeness(draft: Draft) -> None:
    """Take what the format says of the list of authors; nothing is said by silence."""
    for raw in draft.take("authors_complete"):
        if isinstance(raw.value, bool):
            draft.data["authors_complete"] = raw.value
        elif draft.data.get("author") and raw.value in {"Y", "N"}:
            draft.data.setdefault("authors_complete", raw.value == "Y")


def _dates(draft: Draft) -> None:
    raws = draft.take("issued")
    more = {raw.name: draft.text(raw) for raw in draft.take("month")}
    if more and raws:
        sign = "-" if more.get("month", "").isdecimal() else " "
        parts = (draft.text(raws[0]), more.get("month"), more.get("day"))
        raws[0] = raws[0]._replace(value=sign.join(part for part in parts if part))
    _date(draft, "issued", raws)
    _date(draft, "accessed", draft.take("accessed"))


def _date(draft: Draft, field: str, raws: Sequence[Raw]) -> None:
    """Join what several fields say of one date; what is no date is left out with its words."""
    values = [draft.text(raw) if draft.form == "bibtex" else raw.value for raw in raws]
    days = [read_date(value) for value in values]
    year = next((day.iso[:4] for day in days if day.iso), "")
    pairs = zip(values, days, strict=True)
    days = [day if day.iso or not year else read_date(value, year) for value, day in pairs]
    best, others = join_dates(days)
    if best:
        draft.data[field] = best
    for number, (raw, day) in enumerate(zip(raws, days, strict=True)):
        if number in others:
            draft.leave(raw, "another date")
        elif not day.iso:
            draft.leave(raw, "it is no date", day.rest or None)
        elif day.rest:
            draft.leave(raw, f"only {day.iso} of it is a date", day.rest)


def _pages(draft: Draft) -> None:
    raws = draft.take("page")
    first = next((raw for raw in raws if raw.name != "EP"), None)
    last = next((raw for raw in raws if raw.name == "EP"), None)
    text, end = (draft.text(raw) if raw else "" for raw in (first, last))
    if end and text and end != text and not _HAS_RANGE.search(text):
        text = f"{text}-{end}"
    text = identifiers.tidy_pages(re.sub(r"\s?[\u2010-\u2015]\s?|-{2,3}", "-", text or end))
    if text:
        draft.data["page"] = text
    for raw in raws:
        if raw not in (first, last) and identifiers.tidy_pages(draft.text(raw)) != text:
            draft.leave(raw, "further pages")


def _numbers(draft: Draft) -> None:
    """Take numbers: that of an article stands for its pages, that of a report is its own."""
    article = draft.data["type"] in ARTICLES
    raws, issues = draft.take("number"), draft.take("issue")
    if article:
        draft.open.setdefault("note", []).extend((9, raw) for raw in raws if raw.name == "M1")
        raws = [raw for raw in raws if raw.name != "M1"]
    elif draft.form == "bibtex":
        raws += [raw for raw in issues if raw.name == "number"]
        issues = [raw for raw in issues if raw.name != "number"]
    draft.single("number", raws)
    draft.single("issue", issues)
    if draft.data.get("page") == draft.data.get("number"):
        draft.data.pop("page", None)


def _standard_numbers(draft: Draft) -> None:
    """Take ISBN and ISSN; the same field of RIS holds the number of a report."""
    for raw in draft.take("standard-number"):
        text = draft.text(raw)
        field, number = identifiers.tidy_standard_number(text)
        further = identifiers.tidy_standard_number(text.replace(number, "", 1))[0] if number else ""
        if not field and draft.form == "ris" and draft.data["type"] in _NUMBERED:
            draft.data.setdefault("number", text)
        elif not field:
            draft.leave(raw, "neither ISBN nor ISSN")
        elif draft.data.setdefault(field, number) != number or further:
            draft.leave(raw, "a further number")


def _ids(draft: Draft) -> None:
    for field in ("DOI", "PMCID"):
        draft.single(field, draft.take(field))
    database = " ".join(str(raw.value) for raw in draft.notes("DB", "DP")).casefold()
    for raw in draft.take("PMID"):
        text = identifiers.tidy_pmid(draft.text(raw))
        if not _is_pmid(draft, raw, text, database):
            draft.scan(raw)
        elif draft.data.setdefault("PMID", text) != text:
            draft.leave(raw, "another PMID")
    for raw in draft.take("registry"):
        found = identifiers.registry_ids(str(raw.value))
        kept = draft.data.get("registry", [])
        draft.data |= {"registry": list(dict.fromkeys([*kept, *found]))} if found else {}
        if not found:
            draft.leave(raw, "no id in NCT, ISRCTN or EudraCT")


def _is_pmid(draft: Draft, raw: Raw, text: str, database: str) -> bool:
    if not re.fullmatch(r"[1-9][0-9]{0,8}", text):
        return False
    stated = draft.form != "ris" or re.search(r"(?i)pmid|pubmed", str(raw.value))
    return bool(stated) or any(name in database for name in _PMID_OF.get(raw.name, ()))


def _links(draft: Draft) -> None:
    """Take addresses; one that holds the DOI or PMID of the work is that."""
    for raw in draft.take("URL"):
        primary = raw.value.get("primary") if isinstance(raw.value, dict) else None
        value = primary.get("URL", "") if isinstance(primary, dict) else raw.value
        url = identifiers.tidy_url(draft.text(raw._replace(value=value)))
        ids = identifiers.ids_in(url)
        draft.data = ids | draft.data
        if ids and all(draft.data[key].casefold() == each.casefold() for key, each in ids.items()):
            continue
        if not re.fullmatch(r"https?://[^\s<>\"]+", url):
            draft.leave(raw, "no address (http or https)")
        elif draft.data.setdefault("URL", url) != url:
            draft.leave(raw, "a further address")


def _notes(draft: Draft) -> None:
    """Look through notes, links and custom fields, which keep ids and what our exports write."""
    kinds = " ".join(str(raw.value) for raw in draft.notes("eprinttype", "archiveprefix")).lower()
    for raw in draft.take("note"):
        if raw.name == "eprint" and "pubmed" in kinds:
            draft.data.setdefault("PMID", identifiers.tidy_pmid(str(raw.value)))
        elif raw.name in {"LID", "AID"}:
            _location(draft, raw)
        elif raw.name == "custom" and isinstance(raw.value, dict):
            _custom(draft, raw)
        elif raw.name not in {"eprinttype", "archiveprefix"} or "PMID" not in draft.data:
            notices.take_note(draft, raw)


def _custom(draft: Draft, raw: Raw) -> None:
    """Take what CSL has no field for, as our own export writes it."""
    wanted = {"authors_complete": bool, "notices": list, "registry": list}
    for key, value in raw.value.items():
        if key in wanted and isinstance(value, wanted[key]):
            draft.data[key] = value
        else:
            draft.leave(raw._replace(name=f"custom {key}"), NO_FIELD, value)


def _location(draft: Draft, raw: Raw) -> None:
    """Take NLM's location id: a DOI, or a publisher's number in place of pages."""
    value, _, kind = str(raw.value).removesuffix("]").rpartition(" [")
    number = kind == "pii" and raw.name == "LID" and not re.match(r"S[0-9]{4}-", value)
    if kind == "doi":
        draft.data.setdefault("DOI", identifiers.tidy_doi(value))
    elif number and "page" not in draft.data:
        draft.data.setdefault("number", value)
    elif value not in {draft.data.get("number"), draft.data.get("PMID")}:
        draft.leave(raw, "a publisher's own number" if kind == "pii" else NO_FIELD)


def _others(draft: Draft) -> None:
    kind = draft.data["type"]
    if draft.form == "ris" and kind == "book":
        # A book is in no other: T2 is its series.
        containers = draft.open.pop("container-title", [])
        for each in containers:
            field = "collection-title" if each[1].name == "T2" else "container-title"
            draft.open.setdefault(field, []).append(each)
    if draft.form in {"nbib", "wos"} and kind not in _BOOKS:
        for raw in draft.take("publisher-place"):
            draft.leave(raw, "the place of a journal")
    for field in ("container-title", "collection-title", "publisher", "publisher-place"):
        draft.single(field, draft.take(field))
    for field in ("edition", "volume", "language"):
        draft.single(field, draft.take(field))


_STEPS: tuple[Callable[[Draft], None], ...] = (
    _types,
    _titles,
    _names,
    _completeness,
    _dates,
    _pages,
    _numbers,
    _ids,
    _links,
    notices.take_links,
    _notes,
    _standard_numbers,
    _others,
    notices.look_at_title,
)
