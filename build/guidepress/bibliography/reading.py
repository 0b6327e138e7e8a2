"""A record of any format becomes a reference of ours, with an account of each of its fields."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.bibliography import identifiers, notices
from guidepress.bibliography.dates import Day, join_dates, read_date
from guidepress.bibliography.latex import from_latex
from guidepress.bibliography.names import (
    read_csl_names,
    read_latex_names,
    read_names,
    read_pubmed_name,
)
from guidepress.bibliography.table import ARTICLES, LEFT_OUT, names_of, types_of
from guidepress.bibliography.text import clean
from guidepress.schema import is_valid, load_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from guidepress.bibliography.record import Data, Raw, Record

_KEPT_KEY = re.compile(r"[a-z][a-z0-9-]{0,60}-[0-9]{4}[a-z]{0,3}")
_NO_FIELD = "no field here"
_SHOWN = 200
_MOST_NAMES = 5_000
_BOOKS = frozenset({"book", "chapter", "entry"})
_TIDY: dict[str, Callable[[str], str]] = {
    "DOI": identifiers.tidy_doi,
    "page": identifiers.tidy_pages,
    "language": identifiers.tidy_language,
    "URL": identifiers.tidy_url,
    "PMCID": lambda text: identifiers.tidy_pmcid(text) or text,
    "PMID": identifiers.tidy_pmid,
}


class Remark(NamedTuple):
    """What was left out of a record, or is doubtful: the field, its value, why, and where."""

    field: str
    value: str
    reason: str
    place: str


class Found(NamedTuple):
    """A reference as references.yaml has it, without an id of its own, and what is to be said."""

    data: Data
    place: str
    key: str
    left_out: tuple[Remark, ...]
    remarks: tuple[Remark, ...]
    fields: int
    fault: str


class Draft:
    """A reference in the making. Each field of the record ends as taken or as left out."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.data: Data = {}
        self.left: list[Remark] = []
        self.remarks: list[Remark] = []
        self.by_name: dict[str, list[tuple[int, Raw]]] = {}

    def leave(self, raw: Raw, reason: str, value: Any = None) -> None:
        """Note that a field, or a part of its value, is left out."""
        text = " ".join(str(raw.value if value is None else value)[: 2 * _SHOWN].split())
        place = f"line {raw.line}" if raw.line else self.record.place
        self.left.append(Remark(raw.name, text[:_SHOWN], reason, place))

    def remark(self, reason: str, value: str = "", field: str = "") -> None:
        """Note what is doubtful, or is to be known of the record."""
        self.remarks.append(Remark(field, value[:_SHOWN], reason, self.record.place))

    def take(self, field: str) -> list[Raw]:
        """Return the record's values for a field of CSL, the most telling first, once."""
        ranked = self.by_name.pop(field, [])
        return [raw for _, raw in sorted(ranked, key=lambda each: each[0])]

    def text(self, raw: Raw) -> str:
        """Return the text of a value."""
        value = raw.value
        if isinstance(value, list):
            value = next((each for each in value if isinstance(each, str | int)), "")
        if self.record.form == "bibtex":
            value, unknown = from_latex(str(value))
            if unknown:
                self.remark(f"LaTeX that is not known: {', '.join(unknown)}", value, raw.name)
        return clean(str(value)) if isinstance(value, str | int | float) else ""


def read_reference(record: Record) -> Found:
    """Return the reference that a record makes, and the account of its fields."""
    draft = Draft(record)
    if not record.fault:
        _sort_fields(draft)
        draft.data["type"] = types_of(record.form).get(record.kind.lower(), "")
        if record.kind and not draft.data["type"]:
            draft.remark("this type is not known; it is a document here", record.kind, "type")
        for step in _STEPS:
            step(draft)
        _leave_the_rest(draft)
        _keep_valid(draft)
    fault = record.fault or ("" if draft.data.get("title") else "it has no title")
    known = load_schema("references")["$defs"]["reference"]["properties"]
    return Found(
        data={key: draft.data[key] for key in known if key in draft.data},
        place=record.place,
        key=record.key if _KEPT_KEY.fullmatch(record.key) else "",
        left_out=tuple(draft.left),
        remarks=tuple(draft.remarks),
        fields=len(record.fields),
        fault=fault,
    )


def _sort_fields(draft: Draft) -> None:
    names = names_of(draft.record.form)
    for raw in draft.record.fields:
        if raw.value in ("", None, [], {}):
            continue
        if (
            isinstance(raw.value, list)
            and draft.record.form == "json"
            and raw.name in {"title", "container-title", "short-container-title", "ISSN", "ISBN"}
        ):
            for more in raw.value[1:]:
                draft.leave(raw, "a further value", more)
        field, rank = names.get(raw.name) or ("", 0)
        if raw.name == "howpublished" and re.search(r"https?://|\\url", str(raw.value)):
            field = "URL"
        draft.by_name.setdefault(field, []).append((rank, raw))


def _titles(draft: Draft) -> None:
    form = draft.record.form
    titles = draft.take("title")
    books = [raw for raw in titles if raw.name == "BTI"]
    if form == "nbib" and len(titles) > len(books):
        titles = [raw for raw in titles if raw.name != "BTI"]
        draft.data["type"] = draft.data["type"] or ("chapter" if books else "")
        for raw in books:
            draft.by_name.setdefault("container-title", []).append((0, raw))
    _single(draft, "title", titles)
    title = draft.data.get("title", "")
    for raw in draft.take("subtitle"):
        more = draft.text(raw)
        if title and more and more.casefold() not in title.casefold():
            draft.data["title"] = f"{title.rstrip(':')}: {more}"
    if form == "nbib" and title.endswith(".") and not title.endswith(".."):
        draft.data["title"] = title.removesuffix(".")


def _types(draft: Draft) -> None:
    """PubMed states types among others; a record that states none is an article there."""
    _own_type(draft)
    stated = {
        "preprint": "article",
        "dataset": "dataset",
        "book": "book",
        "book chapter": "chapter",
    }
    if draft.record.form == "nbib":
        kinds = [stated.get(str(raw.value).lower(), "") for _, raw in draft.by_name.get("note", [])
                 if raw.name == "PT"]  # fmt: skip
        found = next(filter(None, kinds), "")
        draft.data["type"] = found or draft.data["type"] or "article-journal"
    draft.data["type"] = draft.data["type"] or "document"


def _own_type(draft: Draft) -> None:
    """Take the type that our own exports state where a format has no word for it."""
    known = load_schema("references")["$defs"]["reference"]["properties"]["type"]["enum"]
    for each in list(draft.by_name.get("note", [])):
        own, _, kind = str(each[1].value).partition("CSL type: ")
        if not own and kind in known:
            draft.data["type"] = kind
            draft.by_name["note"].remove(each)


def _names(draft: Draft) -> None:
    for field in ("author", "editor"):
        chosen = _named_fields(draft, field)
        names: list[dict[str, str]] = []
        for raw in chosen:
            found, incomplete = _read_names(draft, raw)
            names += found
            if incomplete and field == "author":
                draft.data["authors_complete"] = False
            if not found and not incomplete:
                draft.leave(raw, "no name")
        if len(names) > _MOST_NAMES:
            draft.leave(chosen[_MOST_NAMES], f"more than {_MOST_NAMES} names")
            names = names[:_MOST_NAMES]
            draft.data["authors_complete"] = False
        if names:
            draft.data[field] = names


def _named_fields(draft: Draft, field: str) -> list[Raw]:
    """Return the fields of names in the order of the file; short forms beside full ones are taken as read."""
    ranked = draft.by_name.pop(field, [])
    names = [raw for _, raw in ranked]
    for full, short in (("FAU", "AU"), ("AF", "AU"), ("FED", "ED")):
        count = {tag: sum(raw.name == tag for raw in names) for tag in (full, short)}
        if count[full] and draft.record.form in {"nbib", "wos"}:
            dropped = short if count[full] >= count[short] else full
            names = [raw for raw in names if raw.name != dropped]
    return names


def _read_names(draft: Draft, raw: Raw) -> tuple[list[dict[str, str]], bool]:
    form = draft.record.form
    if form == "json":
        return read_csl_names(raw.value)
    if form == "bibtex":
        return read_latex_names(str(raw.value))
    if raw.name in {"CN", "CA"}:
        return [{"literal": clean(raw.value).rstrip(".,")}], False
    if form == "nbib":
        return read_pubmed_name(raw.value)
    return read_names(raw.value)


def _dates(draft: Draft) -> None:
    raws = [raw for raw in draft.take("issued") if raw.name not in {"DEP", "EA"}]
    months = {raw.name: draft.text(raw) for raw in draft.take("month")}
    if months and raws:
        stated = f"{draft.text(raws[0])} {months.get('month', '')} {months.get('day', '')}".strip()
        month = months.get("month", "")
        if month.isdecimal():
            stated = "-".join(filter(None, (draft.text(raws[0]), month, months.get("day"))))
        raws = [raws[0]._replace(value=stated), *raws[1:]]
    _date(draft, "issued", raws)
    _date(draft, "accessed", draft.take("accessed"))


def _date(draft: Draft, field: str, raws: Sequence[Raw]) -> None:
    as_text = draft.record.form == "bibtex"
    days = [read_date(draft.text(raw) if as_text else raw.value) for raw in raws]
    year = next((day.iso[:4] for day in days if day.iso), "")
    days = [
        day if day.iso or not year else read_date(raw.value, year)
        for raw, day in zip(raws, days, strict=True)
    ]
    best, others = join_dates(days)
    if best:
        draft.data[field] = best
    for number, (raw, day) in enumerate(zip(raws, days, strict=True)):
        if number in others:
            draft.leave(raw, "another date")
        elif day.rest and not _says_less(day, best):
            reason = f"only {best} of it is a date" if day.iso else "it is no date"
            draft.leave(raw, reason, day.rest if day.iso else raw.value)
        elif not day.iso and str(raw.value) != "{'date-parts': [[None]]}":
            draft.leave(raw, "it is no date")


def _says_less(day: Day, best: str) -> bool:
    """Tell whether what is left of a date is a month that another field states as well."""
    return False if not best.count("-") else day.rest.casefold() in best


def _pages(draft: Draft) -> None:
    raws = draft.take("page")
    first = next((raw for raw in raws if raw.name not in {"EP"}), None)
    last = next((raw for raw in raws if raw.name == "EP"), None)
    text = draft.text(first) if first else ""
    end = draft.text(last) if last else ""
    if (
        end
        and text
        and end != text
        and not re.search(r"[0-9]\s?[-\u2010-\u2015]+\s?[A-Za-z]{0,4}[0-9]", text)
    ):
        text = f"{text}-{end}"
    text = identifiers.tidy_pages(re.sub(r"\s?[\u2010-\u2015]\s?|-{2,3}", "-", text or end))
    if text:
        draft.data["page"] = text
    for raw in raws:
        if raw not in {first, last} and identifiers.tidy_pages(draft.text(raw)) != text:
            draft.leave(raw, "further pages")


def _numbers(draft: Draft) -> None:
    """The number of an article stands for its pages; that of a report is its number."""
    article = draft.data["type"] in ARTICLES
    raws = draft.take("number")
    for raw in [raw for raw in raws if article and raw.name == "M1"]:
        raws.remove(raw)
        draft.by_name.setdefault("note", []).append((9, raw))
    issues = [raw for raw in draft.take("issue") if not isinstance(raw.value, dict)]
    if not article and draft.record.form == "bibtex":
        raws += [raw for raw in issues if raw.name == "number"]
        issues = [raw for raw in issues if raw.name != "number"]
    _single(draft, "number", raws)
    _single(draft, "issue", issues)
    if draft.data.get("page") == draft.data.get("number"):
        draft.data.pop("page", None)


def _standard_numbers(draft: Draft) -> None:
    for raw in draft.take("standard-number"):
        text = draft.text(raw)
        field, number = identifiers.tidy_standard_number(text)
        if field and field not in draft.data:
            draft.data[field] = number
            if len(re.findall(r"[0-9Xx]", text)) > len(re.findall(r"[0-9Xx]", number)):
                draft.leave(raw, "a further number")
        elif (
            not field
            and draft.record.form == "ris"
            and draft.data["type"] in {"report", "standard"}
        ):
            draft.data.setdefault("number", text)
        elif not field or draft.data[field] != number:
            draft.leave(raw, "a further number" if field else "neither ISBN nor ISSN")


def _ids(draft: Draft) -> None:
    for field in ("DOI", "PMCID"):
        _single(draft, field, draft.take(field))
    database = " ".join(
        str(raw.value) for _, raw in draft.by_name.get("note", []) if raw.name in {"DB", "DP"}
    ).casefold()
    for raw in draft.take("PMID"):
        text = identifiers.tidy_pmid(draft.text(raw))
        if not _is_pmid(draft.record.form, raw, text, database):
            _scan(draft, raw)
        elif draft.data.setdefault("PMID", text) != text:
            draft.leave(raw, "another PMID")
    for raw in draft.take("registry"):
        text = str(raw.value)
        found = identifiers.registry_ids(text)
        kept = draft.data.get("registry", [])
        if found:
            draft.data["registry"] = [*kept, *(each for each in found if each not in kept)]
        else:
            draft.leave(raw, "no id in NCT, ISRCTN or EudraCT")


def _is_pmid(form: str, raw: Raw, text: str, database: str) -> bool:
    if not re.fullmatch(r"[1-9][0-9]{0,8}", text):
        return False
    sources = {
        "AN": ("pubmed", "medline", "nlm"),
        "C2": ("scopus", "pubmed", "medline"),
        "C5": ("embase",),
    }
    return form != "ris" or "PMID" in str(raw.value).upper() or "pubmed" in str(raw.value) or any(
        name in database for name in sources.get(raw.name, ())
    )  # fmt: skip


def _links(draft: Draft) -> None:
    for raw in draft.take("URL"):
        value = raw.value
        if isinstance(value, dict):
            value = (
                (value.get("primary") or {}).get("URL", "")
                if isinstance(value.get("primary"), dict)
                else ""
            )
        url = identifiers.tidy_url(draft.text(raw._replace(value=value)))
        ids = identifiers.ids_in(url)
        fresh = {key: each for key, each in ids.items() if key not in draft.data}
        draft.data |= fresh
        if ids and all(
            str(draft.data[key]).casefold() == each.casefold() for key, each in ids.items()
        ):
            continue
        if not re.fullmatch(r"https?://[^\s<>\"]+", url):
            draft.leave(raw, "no address (http or https)")
        elif draft.data.setdefault("URL", url) != url:
            draft.leave(raw, "a further address")


def _notes(draft: Draft) -> None:
    """Notes, links and custom fields keep ids of the work, and what our own exports write there."""
    eprint = {raw.name: str(raw.value) for _, raw in draft.by_name.get("note", [])}
    for raw in draft.take("note"):
        if (
            raw.name == "eprint"
            and "pubmed" in eprint.get("eprinttype", eprint.get("archiveprefix", "")).lower()
        ):
            draft.data.setdefault("PMID", identifiers.tidy_pmid(str(raw.value)))
        elif raw.name in {"eprinttype", "archiveprefix"} and "PMID" in draft.data:
            continue
        elif raw.name in {"LID", "AID"}:
            _location(draft, raw)
        elif raw.name == "custom":
            _custom(draft, raw)
        elif not notices.take_note(draft, raw):
            _scan(draft, raw)


def _custom(draft: Draft, raw: Raw) -> None:
    stated = raw.value if isinstance(raw.value, dict) else {"custom": raw.value}
    for key, value in stated.items():
        if key == "authors_complete" and isinstance(value, bool):
            draft.data[key] = value
        elif key == "notices" and isinstance(value, list):
            draft.data[key] = [each for each in value if isinstance(each, dict)]
        elif key == "registry" and isinstance(value, list):
            draft.data[key] = [str(each) for each in value]
        else:
            draft.leave(raw._replace(name=f"custom {key}"), _NO_FIELD, value)


def _location(draft: Draft, raw: Raw) -> None:
    """NLM's location id: a DOI, or a publisher's number, which stands for pages that are not there."""
    value, _, kind = str(raw.value).removesuffix("]").rpartition(" [")
    if kind == "doi":
        draft.data.setdefault("DOI", identifiers.tidy_doi(value))
    elif (
        kind == "pii"
        and raw.name == "LID"
        and "page" not in draft.data
        and not re.match(r"S[0-9]{4}-", value)
    ):
        draft.data.setdefault("number", value)
    elif value not in {draft.data.get("number"), draft.data.get("PMID")}:
        draft.leave(raw, "a publisher's own number" if kind == "pii" else _NO_FIELD)


def _scan(draft: Draft, raw: Raw) -> None:
    """Take the ids that a field for anything names; the field itself has no place here."""
    text = str(raw.value) if isinstance(raw.value, str | int) else ""
    ids = identifiers.ids_in(_lines(draft, raw, text))
    if draft.record.form == "ris" and raw.name in {"DB", "DP"}:
        # The database gave the accession number its meaning.
        ids = {}
        text = "" if "PMID" in draft.data else text
    for key, value in ids.items():
        if str(draft.data.setdefault(key, value)).casefold() != value.casefold():
            draft.leave(raw, f"another {key}", value)
    for each in identifiers.registry_ids(text):
        if each not in draft.data.setdefault("registry", []):
            draft.data["registry"].append(each)
    rest = text
    for value in ids.values():
        rest = re.sub(re.escape(value), "", rest, flags=re.IGNORECASE)
    for value in draft.data.get("registry", []):
        rest = rest.replace(value, "")
    rest = re.sub(
        r"(?i)\b(?:registry|PMID|PMCID|PubMed|doi|https?://\S*?(?:doi\.org|nih\.gov)\S*)\b",
        "",
        rest,
    )
    if re.search(r"\w", rest):
        draft.leave(raw, _NO_FIELD, text)


def _lines(draft: Draft, raw: Raw, text: str) -> str:
    """Return the text of a note, its lines kept."""
    if draft.record.form == "bibtex":
        return draft.text(raw)
    return "\n".join(clean(line) for line in text.split("\n"))


def _others(draft: Draft) -> None:
    kind = draft.data["type"]
    if draft.record.form == "ris" and kind == "book":
        series = [each for each in draft.by_name.get("container-title", []) if each[1].name == "T2"]
        if series:
            draft.by_name["container-title"] = [
                each for each in draft.by_name["container-title"] if each not in series
            ]
            draft.by_name.setdefault("collection-title", []).extend(series)
    if draft.record.form in {"nbib", "wos"} and kind not in _BOOKS:
        for raw in draft.take("publisher-place"):
            draft.leave(raw, "the place of a journal")
    for field in (
        "container-title",
        "collection-title",
        "publisher",
        "publisher-place",
        "edition",
        "volume",
        "language",
    ):
        _single(draft, field, draft.take(field))


def _completeness(draft: Draft) -> None:
    for raw in draft.take("authors_complete"):
        if raw.value in (True, False):
            draft.data["authors_complete"] = raw.value
        elif draft.data.get("author") and str(raw.value) in {"Y", "N"}:
            draft.data.setdefault("authors_complete", raw.value == "Y")


def _single(draft: Draft, field: str, raws: Sequence[Raw]) -> None:
    """Take the most telling of several values; others are left out where they say something else."""
    for raw in raws:
        text = draft.text(raw)
        text = _TIDY.get(field, str)(text)
        old = draft.data.setdefault(field, text) if text else ""
        if not text:
            draft.leave(raw, "it is no text")
        elif old.casefold() != text.casefold():
            draft.leave(raw, "a further value", text)


def _leave_the_rest(draft: Draft) -> None:
    draft.take("id")
    for raw in chain.from_iterable(draft.take(name) for name in list(draft.by_name)):
        draft.leave(raw, _NO_FIELD)


def _keep_valid(draft: Draft) -> None:
    """Leave out each field that references.yaml cannot hold: it costs itself, never the work."""
    if draft.data.get("notices") == []:
        del draft.data["notices"]
    if _fits(draft.data):
        return
    from guidepress.bibliography.record import Raw

    for key in [each for each in draft.data if each not in {"title", "type"}]:
        value = draft.data[key]
        if _fits({key: value}):
            continue
        kept = [each for each in value if _fits({key: [each]})] if isinstance(value, list) else []
        lost = [each for each in value if each not in kept] if isinstance(value, list) else [value]
        del draft.data[key]
        if kept:
            draft.data[key] = kept
        for each in lost:
            draft.leave(Raw(key, each), _why(key, each))
    if not _fits({"title": draft.data.get("title", "x")}):
        draft.leave(Raw("title", draft.data.pop("title")), "it is too long for a title")


def _why(key: str, value: Any) -> str:
    schema = load_schema("references")["$defs"]["reference"]["properties"][key]
    if isinstance(value, str) and len(value) > schema.get("maxLength", len(value)):
        return f"it is longer than {schema['maxLength']} characters"
    return f"it is not {schema['x-says']}" if "x-says" in schema else "it does not fit this field"


def _fits(data: Data) -> bool:
    whole = {"type": "book", "title": "x", **data, "id": "x"}
    return is_valid("references", {"references": [whole]})


_STEPS: tuple[Callable[[Draft], None], ...] = (
    _types,
    _titles,
    _types,
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
    notices.state_what_it_is,
)


def count_names(found: Sequence[Found]) -> dict[str, int]:
    """Return how often each kind of field was left out, by the words that readers know it by."""
    words = {name: word for word, names in LEFT_OUT.items() for name in names.split()}
    counts: dict[str, int] = {}
    for remark in _left_out(found):
        if remark.reason == _NO_FIELD:
            word = words.get(remark.field, remark.field)
            counts[word] = counts.get(word, 0) + 1
    return counts


def _left_out(found: Sequence[Found]) -> Iterator[Remark]:
    for each in found:
        yield from each.left_out
