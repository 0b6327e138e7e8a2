"""Lists of notices about works: Retraction Watch's as Crossref publishes it, PubMed's, our own."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from guidepress.bibliography.dates import calendar_date
from guidepress.bibliography.draft import fits
from guidepress.bibliography.read import read_references, read_text
from guidepress.bibliography.records import Data
from guidepress.bibliography.table import pairs_of
from guidepress.bibliography.tidy import clean, tidy_doi, tidy_pmid
from guidepress.problem import UnusableError

COLUMNS = ("PMID", "DOI", "kind", "citation", "notice_PMID", "notice_DOI")
_KINDS = ("erratum", "expression-of-concern", "retraction", "comment")
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
            if watched and notice["kind"] not in _KINDS:
                left_out.append(f"row {number}: {given['kind'] or 'no kind'} is no notice here")
            elif not works:
                left_out.append(f"row {number}: it names neither PMID nor DOI of a work")
            elif not watched and not fits({"notices": [notice]}):
                stated = f"kind is {', '.join(_KINDS[:-1])} or {_KINDS[-1]}"
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
