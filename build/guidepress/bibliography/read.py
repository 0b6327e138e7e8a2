"""References from a file of any format, or from a citation as reference lists print it.

What the file holds decides which format it is. What cannot be read is asked about, and nothing is
invented. Lists of notices about works are read here, too: that of Retraction Watch as Crossref
publishes it, PubMed's, and our own.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from guidepress.bibliography import pairs_of, patterns_of
from guidepress.bibliography.bibtex import read_bibtex
from guidepress.bibliography.dates import calendar_date
from guidepress.bibliography.draft import Found, Remark, fits
from guidepress.bibliography.identity import RETRACTED
from guidepress.bibliography.reading import read_reference
from guidepress.bibliography.records import (
    MAX_BYTES,
    Data,
    Raw,
    Record,
    read_json,
    read_tagged,
    read_xml,
)
from guidepress.bibliography.tidy import clean, ids_in, tidy_doi, tidy_pages, tidy_pmid
from guidepress.files import read_named
from guidepress.problem import UnusableError

FORMATS: Mapping[str, Callable[[str], list[Record]]] = {
    "json": read_json,
    "xml": read_xml,
    "bibtex": read_bibtex,
    **{form: partial(read_tagged, form=form) for form in ("wos", "enw", "ris", "nbib")},
}
_READ = "RIS, PubMed (.nbib, XML), Web of Science, EndNote (.enw, XML), BibTeX and CSL-JSON"
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ODD = re.compile(r"[^\x00-\x7f]")


def read_references(file: Path) -> list[Found]:
    """Read the records of a file, those that cannot be used too.

    Raises UnusableError where the file cannot be read, or holds no record.
    """
    text, encoding = _decoded(file)
    try:
        found = references_in(text)
    except UnusableError as error:
        raise UnusableError(f"{file}: {error}") from error
    return [_doubtful(each) for each in found] if encoding == "cp1252" else found


def references_in(text: str) -> list[Found]:
    """Read the records of a text; raises UnusableError where there is none."""
    begins = patterns_of("files").items()
    form = next((name for name, begin in begins if name in FORMATS and re.match(begin, text)), None)
    if form is None:
        other = f"it is none of {_READ}; export it again as one of them"
        raise UnusableError(_what_else(text) or (other if text.strip() else "it is empty"))
    found = [read_reference(record) for record in FORMATS[form](text)]
    if not found:
        raise UnusableError("it holds no reference")
    return found


def read_text(file: Path, most: int) -> str:
    """Return the text of a file; raises UnusableError where it is too large or no text."""
    return _decoded(file, most)[0]


def _decoded(file: Path, most: int = MAX_BYTES) -> tuple[str, str]:
    """Return the text and its encoding; what is not Unicode is what EndNote writes on Windows."""
    data = read_named(file, most)
    marked = next((name for mark, name in _BOMS if data.startswith(mark)), "")
    for encoding in (marked,) if marked else ("utf-8", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n"), encoding
    what = _what_else(data[:9999].decode("latin-1")) or "it is not UTF-8; export it again as UTF-8"
    raise UnusableError(f"{file}: {what}")


def _what_else(text: str) -> str:
    """Return what the text is, and what to do, where it is something that others write too."""
    others = [*patterns_of("other files").items()][1:]
    other = next((name for name, begin in others if re.match(begin, text, re.IGNORECASE)), "")
    return f"this is {other}; export it as RIS, BibTeX or CSL JSON" if other else ""


def _doubtful(found: Found) -> Found:
    """Return the reference with a remark where its letters may be others."""
    odd = "".join(dict.fromkeys(_ODD.findall(str(found.data))))
    reason = "the file is not UTF-8, and was read as Windows-1252; compare these letters"
    remark = Remark("", odd[:80], reason, found.place)
    return found._replace(remarks=(*found.remarks, remark)) if odd else found


_STYLES = [re.compile(each) for name, each in patterns_of("citations").items() if name.isupper()]
_BEHIND = re.compile(
    r"\s?(?:(?:Available (?:from|at):\s)?https?://\S+|doi:?\s?10\.\S+|(?:PubMed )?PMID:?\s?[0-9]+"
    r"|\[Internet\]|\[cited [^\]]{4,20}\]|PMC(?:ID:?\s?)?(?:PMC)?[0-9]+)[.;]?(?=\s|[.;]|$)",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s(?:Epub\b[^.]*|In press)\.?", re.IGNORECASE)
_KINDS = {"BT": "CHAP", "CY": "BOOK", "VL": "JOUR"}
_WANTED = {"author": "its authors", "issued": "its year", "container-title": "its journal or book",
           "volume": "its volume", "page": "its pages"}  # fmt: skip
_NUMBER = re.compile(r"^\s?(?:\[[0-9]{1,3}\]|[0-9]{1,3}\.)\s")


def read_citation(text: str) -> Found:
    """Return the reference that a printed citation states, and what in it could not be read."""
    line = _NUMBER.sub("", clean(text[:5000]))
    ids = ids_in(line.replace(". ", "\n"))
    retracted = RETRACTED.match(line)
    body = _BEHIND.sub("", line.removeprefix(retracted[0] if retracted else "")).strip()
    aside, body = "".join(_ASIDE.findall(body)), _ASIDE.sub("", body)
    found = next(filter(None, (pattern.match(body) for pattern in _STYLES)), None)
    parts = {name: value for name, value in (found.groupdict() if found else {}).items() if value}
    if retracted and "TI" in parts:
        parts["TI"] = retracted[0] + parts["TI"]
    kind = next((kind for part, kind in _KINDS.items() if part in parts), "GEN")
    fields = [*_fields(parts, ids), *_addresses(line)]
    read = read_reference(Record("ris", kind, tuple(fields), "the citation"))
    left = (body[found.end() :] if found else body).strip(" .") + aside
    remarks = [Remark("", left, "not read", "the citation")] if left else []
    asked = ", ".join(words for key, words in _WANTED.items() if key not in read.data)
    if asked and kind != "BOOK":
        remarks.append(Remark("", "", f"not stated, or not read: {asked}", "the citation"))
    hint = "it is no citation in Vancouver or APA style; write it into references.yaml"
    fault = read.fault if found else hint
    return read._replace(remarks=(*read.remarks, *remarks), fault=fault)


def _addresses(line: str) -> Iterator[Raw]:
    """Yield the addresses that a citation names, and the day on which they were read."""
    for address in re.findall(r"https?://[^\s;]+", line):
        yield Raw("UR", address.rstrip(".,"))
    for day in re.findall(r"\[cited ([^\]]{4,20})\]", line, re.IGNORECASE):
        yield Raw("Y2", day)


def _fields(parts: Mapping[str, str], ids: Mapping[str, str]) -> list[Raw]:
    """Return the parts as fields of RIS, so that names and dates are read as everywhere."""
    changed = dict(parts)
    if (whole := changed.get("AU", "")) != (names := re.sub(r",\seditors?$", "", whole)):
        changed |= {"AU": "", "ED": names}
    for names in {"AU", "ED"} & changed.keys():
        changed[names] = re.sub(r"(?<=[.,])\s(?:&|and)\s", " ", changed[names])
        # APA leaves out those between the nineteenth author and the last.
        shorter = re.sub(r"(?:,\s)?(?:\.\s?\.\s?\.|\u2026)\s", ", ", changed[names])
        changed[names] = shorter if shorter == changed[names] else f"{shorter}, et al."
    changed["TI"] = changed.get("TI", "").removesuffix(".")
    changed["SP"] = tidy_pages(changed.get("SP", ""))
    changed |= {"DO": ids.get("DOI", ""), "C2": ids.get("PMCID", "")}
    changed["N1"] = f"PMID: {ids['PMID']}" if "PMID" in ids else ""
    return [Raw(name, value.strip(" ,")) for name, value in changed.items() if value]


COLUMNS = ("PMID", "DOI", "kind", "citation", "notice_PMID", "notice_DOI")
_NOTICES = ("erratum", "expression-of-concern", "retraction", "comment")
# The whole list of Retraction Watch is larger than any bibliography.
_MAX_TABLE = 100_000_000
_TABLE = re.compile(r"[^\n]*(?:RetractionNature|\bkind\b[^\n]*\bcitation\b)", re.IGNORECASE)
_WORK_IN_FILE = re.compile(
    r"PMID[\"']?:\s{0,9}[\"']?([1-9][0-9]{0,8})|(10\.[0-9]{4,9}/[^\s\"]{1,290})"
)
_ID = {"PMID": re.compile(r"[1-9][0-9]{0,8}"), "DOI": re.compile(r"10\.[0-9]{4,9}/\S{1,290}")}


class NoticeList(NamedTuple):
    """The notices of a file by the PMID and the DOI of their works, and rows that hold none."""

    by_work: Mapping[str, list[Data]]
    left_out: tuple[str, ...]

    def about(self, reference: Mapping[str, object]) -> list[Data]:
        """Return the notices about a reference."""
        keys = (str(reference.get("PMID") or ""), str(reference.get("DOI") or "").lower())
        found = [each for key in keys if key for each in self.by_work.get(key, ())]
        return [each for place, each in enumerate(found) if each not in found[:place]]

    def names(self, text: str) -> bool:
        """Tell whether a references.yaml names one of the works; quicker than to parse it."""
        ids = (found[1] or found[2].lower() for found in _WORK_IN_FILE.finditer(text))
        return any(each in self.by_work or each.rstrip("'}],") in self.by_work for each in ids)


def read_notices(file: Path) -> NoticeList:
    """Read a list of notices; raises UnusableError where there is none in the file."""
    left_out: list[str] = []
    by_work: dict[str, list[Data]] = {}
    text = read_text(file, _MAX_TABLE)
    table = file.suffix.lower() in {".csv", ".tsv"} or _TABLE.match(text)
    for works, notice in _of_table(file, text, left_out) if table else _of_records(file):
        for key in works:
            by_work.setdefault(key, []).append(notice)
    if not by_work:
        message = f"{file} names no erratum, retraction, expression of concern or comment"
        raise UnusableError(message)
    return NoticeList(by_work, tuple(left_out))


def _of_records(file: Path) -> Iterator[tuple[list[str], Data]]:
    for found in read_references(file):
        works = [str(found.data[key]).lower() for key in ("PMID", "DOI") if key in found.data]
        yield from ((works, each) for each in found.data.get("notices", []))


def _of_table(file: Path, text: str, left_out: list[str]) -> Iterator[tuple[list[str], Data]]:
    # Spreadsheets part columns by a semicolon or a tab where a comma is the decimal sign.
    sign = max(",;\t", key=text.partition("\n")[0].count)
    rows = csv.DictReader((found[0] for found in re.finditer(r".*\n?", text)), delimiter=sign)
    try:
        known = pairs_of("columns of notices")
        rows.fieldnames = [known.get(name.strip().lower(), name) for name in rows.fieldnames or ()]
        names = frozenset(rows.fieldnames)
        watched = names >= {"kind", "PMID", "DOI"} and "citation" not in names
        if not watched and (names - set(COLUMNS) or not names >= {"kind", "citation"}):
            message = f"{file}: the columns are {', '.join(COLUMNS)}, or those of Retraction Watch"
            raise UnusableError(message)
        for number, row in enumerate(rows, start=2):
            given = {key: (row.get(key) or "").strip() for key in known.values()}
            works, notice = _works(given["PMID"], given["DOI"]), _notice(given, names)
            if watched and notice["kind"] not in _NOTICES:
                left_out.append(f"row {number}: {given['kind'] or 'no kind'} is no notice here")
            elif not works:
                left_out.append(f"row {number}: it names neither PMID nor DOI of a work")
            elif not watched and not fits({"notices": [notice]}):
                stated = f"kind is {', '.join(_NOTICES[:-1])} or {_NOTICES[-1]}"
                message = f"{file}, row {number}: {stated}; citation says where it was published"
                raise UnusableError(message)
            else:
                yield works, notice
    except csv.Error as error:
        message = f"{file}, line {rows.line_num}: this is not CSV; save it again"
        raise UnusableError(message) from error


def _notice(row: Mapping[str, str], names: frozenset[str]) -> Data:
    """Return the notice of a row; a row of Retraction Watch has a journal and a day for it."""
    kind = row["kind"].lower().replace(" ", "-")
    # They write 2/1/2024 0:00 for the first day of February.
    date = re.match(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", row["date"])
    day = calendar_date(date[3], date[1], date[2]) if date else row["date"][:10]
    source = " ".join((*(f"{each}." for each in (row["journal"], day) if each), "Retraction Watch"))
    citation = row["citation"] if "citation" in names else clean(source)[:1000]
    kind = "erratum" if kind == "correction" else kind
    return {"kind": kind, "citation": citation, **_ids(row["notice_PMID"], row["notice_DOI"])}


def _works(pmids: str, dois: str) -> list[str]:
    """Return the ids of the works that a row names; it may name several."""
    named = [("PMID", each) for each in re.split(r"[;,\s|]+", pmids)]
    named += [("DOI", each) for each in re.split(r"[;,\s|]+(?=10\.|https?:|doi:)", dois)]
    found = (_ids(**{key.lower(): each}).get(key, "").lower() for key, each in named)
    return list(dict.fromkeys(filter(None, found)))


def _ids(pmid: str = "", doi: str = "") -> Data:
    """Return what is an id; also where a spreadsheet made 12.0 of 12; others stand for none."""
    found = {"PMID": tidy_pmid(pmid.removesuffix(".0")), "DOI": tidy_doi(doi)}
    return {key: value for key, value in found.items() if _ID[key].fullmatch(value)}
