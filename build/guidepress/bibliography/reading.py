"""A record of any format becomes a reference of ours, with an account of each of its fields."""

import re
from collections.abc import Callable, Iterator

from guidepress.bibliography import ARTICLES, notices, pairs_of, rows_of, tidy, types_of
from guidepress.bibliography.dates import read_date, take_dates
from guidepress.bibliography.draft import NO_FIELD, Draft, Found
from guidepress.bibliography.names import take_names
from guidepress.bibliography.records import MAX_FIELDS_OF_ONE, Data, Raw, Record
from guidepress.bibliography.tidy import clean
from guidepress.schema.load import load_schema

_KEPT_KEY = re.compile(r"[a-z][a-z0-9]{0,40}(?:-[a-z0-9]{1,40}){0,6}-[0-9]{4}[a-z]{0,3}")
_BOOKS = frozenset({"book", "chapter", "entry"})
_NUMBERED = frozenset({"report", "standard"})
_PUBMED_TYPES = frozenset({"preprint", "dataset", "book", "book-chapter"})
_DATABASE = ("DB", "DP", "%~", "%W")
_HAS_RANGE = re.compile(r"[0-9]\s?[-\u2010-\u2015]+\s?[A-Za-z]{0,4}[0-9]")
_DOI_AND_MORE = re.compile(r"10\.[0-9]{4,9}/\S{1,290}(?=$|\s(?:[(\[]|10\.|Epub|PII))")
_NO_PAGES = re.compile(r"no pagination.*|n\.?/?[ap]\.?|not specified|np|-+", re.IGNORECASE)
_SINGLE = ("container-title", "collection-title", "publisher", "publisher-place", "edition",
           "volume", "language")  # fmt: skip


def read_reference(record: Record) -> Found:
    """Return the reference that a record makes, and the account of its fields."""
    fault = record.fault
    if len(record.fields) > MAX_FIELDS_OF_ONE:
        fault = f"it has more than {MAX_FIELDS_OF_ONE} fields"
    draft = Draft(record._replace(fields=()) if fault else record)
    if not fault:
        for step in _STEPS:
            step(draft)
        for raw in draft.take(*draft.open):
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
    ordered = {key: data[key] for key in load_schema("references")["$defs"][kind]["properties"]
               if key in data}  # fmt: skip
    for field in {"author", "editor"} & ordered.keys():
        ordered[field] = [_in_order("name", each) for each in ordered[field]]
    return ordered


def _types(draft: Draft) -> None:
    """Find the type; what our own exports state wins, and PubMed states it among others."""
    known, types = load_schema("references"), types_of(draft.form)
    draft.take("id")
    kind = types.get("-".join(draft.record.kind.lower().split()), "")
    if draft.record.kind and not kind:
        draft.remark("this type is not known; it is a document here", draft.record.kind, "type")
    for each in list(draft.open.get("note", ())):
        own, _, stated = str(each[1].value).partition("CSL type: ")
        if not own and stated in known["$defs"]["reference"]["properties"]["type"]["enum"]:
            kind = stated
            draft.open["note"].remove(each)
    if draft.form == "nbib":
        stated_types = {str(raw.value).lower().replace(" ", "-") for raw in draft.notes("PT")}
        kinds = [types[each] for each in sorted(stated_types & _PUBMED_TYPES, reverse=True)]
        whole = "book" if draft.has("container-title", "BTI") else "article-journal"
        kind = kinds[0] if kinds else whole
    _drop_own_title(draft)
    if kind == "book" and draft.open.get("title") and draft.has("container-title", "BTI", "SO"):
        meeting = any("Proceedings Paper" in str(raw.value) for raw in draft.notes("DT"))
        kind = "paper-conference" if meeting else "chapter"
    draft.data["type"] = kind or "document"


def _drop_own_title(draft: Draft) -> None:
    """Take the name of a whole book, which databases repeat as that of the book that holds it."""
    titles = {clean(str(raw.value)).rstrip(".") for _, raw in draft.open.get("title", ())}
    for each in list(draft.open.get("container-title", ())):
        name, value = each[1].name, clean(str(each[1].value)).rstrip(".")
        if name in {"BTI", "SO", "booktitle"} and value in titles:
            draft.open["container-title"].remove(each)


def _moves(draft: Draft) -> None:
    """Put fields where they belong whose meaning depends on the type of the work."""
    kind = draft.data["type"]
    stated = "-".join(draft.record.kind.lower().split())
    draft.move("URL", "howpublished", holding=r"https?://|\\url")
    if not draft.open.get("title"):
        draft.move("title", "BTI", "BT")
    if draft.has("editor", "A3") and stated == "book":
        draft.move("note", "A2")
    for kinds, (names, (goal,)) in rows_of("moved"):
        if {kind, stated} & set(kinds.split()):
            draft.move(goal, *names)
    if kind not in ARTICLES:
        draft.move("number", "number", "%N")
    if kind not in _BOOKS and draft.form in {"nbib", "wos"}:
        for raw in draft.take("publisher-place"):
            draft.leave(raw, "the place of a journal")


def _titles(draft: Draft) -> None:
    draft.single("title")
    title = draft.data.get("title", "")
    for raw in draft.take("subtitle"):
        more = draft.text(raw) or clean(" ".join(map(str, raw.value)))
        if title and more and more.casefold() not in title.casefold():
            title = f"{title.rstrip(':')}: {more}"
    if draft.form == "nbib" and title.endswith(".") and not title.endswith(".."):
        title = title.removesuffix(".")
    draft.data |= {"title": title} if title else {}


def _pages(draft: Draft) -> None:
    raws = draft.take("page")
    first = next((raw for raw in raws if raw.name != "EP"), None)
    last = next((raw for raw in raws if raw.name == "EP"), None)
    text, end = (draft.text(raw) if raw else "" for raw in (first, last))
    if end and text and end != text and not _HAS_RANGE.search(text):
        text = f"{text}-{end}"
    if _NO_PAGES.fullmatch(text):
        draft.leave(raws[0], "no pages")
        text = end = ""
    text = tidy.tidy_pages(re.sub(r"\s?[\u2010-\u2015]\s?|-{2,3}", "-", text or end))
    draft.data |= {"page": text} if text else {}
    for raw in raws:
        if raw not in (first, last) and tidy.tidy_pages(draft.text(raw)) != text:
            draft.leave(raw, "further pages")


def _numbers(draft: Draft) -> None:
    """Take numbers; the field of ISBN and ISSN may hold the number of a report."""
    draft.single("number")
    draft.single("issue")
    if draft.data.get("page") == draft.data.get("number"):
        draft.data.pop("page", None)
    for raw in draft.take("standard-number"):
        text = draft.text(raw)
        field, number = tidy.tidy_standard_number(text)
        bare = text if number in text else tidy.clean(text).replace(number.replace("-", ""), "")
        further = tidy.tidy_standard_number(bare.replace(number, "", 1))[0] if number else ""
        if not field and draft.form in {"ris", "enw"} and draft.data["type"] in _NUMBERED:
            draft.put(raw, "number", text)
        elif not field:
            draft.leave(raw, "neither ISBN nor ISSN")
        elif draft.data.setdefault(field, number) != number or further:
            draft.leave(raw, "a further number")


def _ids(draft: Draft) -> None:
    for raw in draft.take("DOI"):
        doi = tidy.tidy_doi(draft.text(raw))
        # EndNote writes "10.1/a [pii]" or "10.1/a 10.1/a", a library the address of its proxy.
        bare = not re.match(r"10\.\S+$", doi) and _DOI_AND_MORE.search(doi)
        draft.put(raw, "DOI", tidy.tidy_doi(bare[0]) if bare else doi, "another DOI")
        if bare and (rest := doi[bare.end() :].strip()):
            draft.leave(raw, "not the DOI itself", rest)
    draft.single("PMCID")
    database = " ".join(str(raw.value) for raw in draft.notes(*_DATABASE)).casefold()
    for raw in draft.take("PMID"):
        text = tidy.tidy_pmid(draft.text(raw))
        # Some fields hold a PMID only where the database, or their own text, shows it.
        wanted = pairs_of("databases").get(raw.name, "")
        named = re.search(wanted, database) or re.search(r"(?i)pmid|pubmed", str(raw.value))
        if named and re.fullmatch(r"[1-9][0-9]{0,8}", text):
            draft.put(raw, "PMID", text, "another PMID")
        else:
            draft.scan(raw)
    for raw in draft.take("registry"):
        found = tidy.registry_ids(str(raw.value))
        kept = draft.data.get("registry", [])
        draft.data |= {"registry": list(dict.fromkeys([*kept, *found]))} if found else {}
        if not found:
            draft.leave(raw, "no id in NCT, ISRCTN or EudraCT")


def _links(draft: Draft) -> None:
    """Take addresses; one that holds the DOI or PMID of the work is that."""
    for raw, text in _addresses(draft):
        url = tidy.tidy_url(text)
        ids = tidy.ids_in(url)
        draft.data = ids | draft.data
        if ids and all(draft.data[key].casefold() == each.casefold() for key, each in ids.items()):
            continue
        found = re.search(r"https?://[^\s<>\"]+", url)
        if not found:
            draft.leave(raw, "no address (http or https)", text)
            continue
        draft.put(raw, "URL", found[0], "a further address")
        if found[0] != url:
            draft.leave(raw, "not the address itself", url.replace(found[0], ""))


def _addresses(draft: Draft) -> Iterator[tuple[Raw, str]]:
    """Yield each address, also where a field holds several, and what else is in these fields."""
    for raw in draft.take("URL"):
        primary = raw.value.get("primary") if isinstance(raw.value, dict) else None
        value = primary.get("URL", "") if isinstance(primary, dict) else raw.value
        for text in re.split(r"[;,\s]+(?=https?://)", draft.text(raw._replace(value=value))):
            yield raw, text


def _notes(draft: Draft) -> None:
    """Look through notes, links and custom fields, which keep ids and what our exports write."""
    kinds = " ".join(str(raw.value) for raw in draft.notes("eprinttype", "archiveprefix")).lower()
    for raw in draft.take("note"):
        if raw.name == "eprint" and re.search("pubmed|pmid", kinds):
            draft.put(raw, "PMID", tidy.tidy_pmid(str(raw.value)), "another PMID")
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
        draft.put(raw, "DOI", tidy.tidy_doi(value), "another DOI")
    elif number and "page" not in draft.data:
        draft.data.setdefault("number", value)
    elif value not in {draft.data.get("number"), draft.data.get("PMID")}:
        draft.leave(raw, "a publisher's own number" if kind == "pii" else NO_FIELD)


def _others(draft: Draft) -> None:
    for raw in draft.take("edition") if draft.data["type"] in ARTICLES else ():
        # EndNote keeps the day of the electronic publication there.
        if read_date(raw.value).iso:
            draft.leave(raw, "another date")
        else:
            draft.put(raw, "edition", draft.text(raw))
    for field in _SINGLE:
        draft.single(field)


_STEPS: tuple[Callable[[Draft], None], ...] = (
    _types, _moves, _titles, take_names, take_dates, _pages, _numbers, _ids, _links,
    notices.take_links, _notes, _others, notices.look_at_title,
)  # fmt: skip
