"""Lists of notices about works: Retraction Watch's as Crossref publishes it, PubMed's, our own."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, NamedTuple

from guidepress.bibliography.dates import calendar_date
from guidepress.bibliography.identifiers import tidy_doi, tidy_pmid
from guidepress.bibliography.read import read_references, read_text
from guidepress.bibliography.text import clean
from guidepress.problem import UnusableError
from guidepress.schema import is_valid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from guidepress.bibliography.record import Data

COLUMNS = ("PMID", "DOI", "kind", "citation", "notice_PMID", "notice_DOI")
_WATCHED = frozenset({"RetractionNature", "OriginalPaperDOI", "OriginalPaperPubMedID"})
_NATURES = {
    "retraction": "retraction",
    "expression of concern": "expression-of-concern",
    "correction": "erratum",
}
_WORK_IN_FILE = re.compile(
    r"PMID[\"']?:\s{0,9}[\"']?([1-9][0-9]{0,8})|(10\.[0-9]{4,9}/[^\s\"]{1,290})"
)


class Notice(NamedTuple):
    """A notice, and the PMID or DOI of the work that it is about."""

    pmid: str
    doi: str
    data: Data


class NoticeList(NamedTuple):
    """The notices of a file by the PMID and the DOI of their works, and rows that hold none."""

    by_work: Mapping[str, tuple[Notice, ...]]
    left_out: tuple[str, ...]

    def about(self, reference: Mapping[str, object]) -> list[Data]:
        """Return the notices about a reference."""
        keys = (str(reference.get("PMID") or ""), str(reference.get("DOI") or "").lower())
        found = [each.data for key in keys if key for each in self.by_work.get(key, ())]
        return [each for place, each in enumerate(found) if each not in found[:place]]

    def names(self, text: str) -> bool:
        """Tell whether a references.yaml names one of the works; quicker than to parse it."""
        return any(
            found[1] in self.by_work if found[1] else self._knows_doi(found[2].lower())
            for found in _WORK_IN_FILE.finditer(text)
        )

    def _knows_doi(self, text: str) -> bool:
        return text in self.by_work or text.rstrip("'}],") in self.by_work


def read_notices(file: Path) -> NoticeList:
    """Read a list of notices; raises UnusableError where there is none in the file."""
    left_out: list[str] = []
    rows = _of_table(file, left_out) if file.suffix.lower() == ".csv" else _of_records(file)
    by_work: dict[str, list[Notice]] = {}
    for each in rows:
        for key in filter(None, (each.pmid, each.doi)):
            by_work.setdefault(key, []).append(each)
    if not by_work:
        message = f"{file} names no erratum, retraction, expression of concern or comment"
        raise UnusableError(message)
    return NoticeList({key: tuple(found) for key, found in by_work.items()}, tuple(left_out))


def _of_records(file: Path) -> Iterator[Notice]:
    for found in read_references(file):
        for each in found.data.get("notices", []):
            yield Notice(found.data.get("PMID", ""), found.data.get("DOI", "").lower(), each)


def _of_table(file: Path, left_out: list[str]) -> Iterator[Notice]:
    rows = csv.DictReader(io.StringIO(read_text(file), newline=""))
    try:
        names = frozenset(rows.fieldnames or ())
        if not names >= _WATCHED and (names - set(COLUMNS) or not names >= {"kind", "citation"}):
            message = f"{file}: the columns are {', '.join(COLUMNS)}, or those of Retraction Watch"
            raise UnusableError(message)
        yield from _notices_in(file, rows, left_out, watched=names >= _WATCHED)
    except csv.Error as error:
        message = f"{file}, line {rows.line_num}: this is not CSV; save it again"
        raise UnusableError(message) from error


def _notices_in(
    file: Path, rows: Iterable[Mapping[str, str]], left_out: list[str], *, watched: bool
) -> Iterator[Notice]:
    for number, row in enumerate(rows, start=2):
        given = {
            key: (value or "").strip()
            for key, value in row.items()
            if isinstance(value, str | None)
        }
        notice = _watched(given) if watched else _plain(given)
        if notice is None:
            left_out.append(
                f"row {number}: {given.get('RetractionNature') or 'no kind'} is no notice here"
            )
        elif not (notice.pmid or notice.doi):
            left_out.append(f"row {number}: it names neither PMID nor DOI of a work")
        elif not watched and not is_valid("references", _reference_with(notice.data)):
            kinds = "erratum, expression-of-concern, retraction or comment"
            message = f"{file}, row {number}: kind is {kinds}; citation says where it was published"
            raise UnusableError(message)
        else:
            yield notice


def _plain(row: Mapping[str, str]) -> Notice:
    data: Data = {"kind": row["kind"].lower().replace(" ", "-"), "citation": row["citation"]}
    data |= _ids(row.get("notice_PMID", ""), row.get("notice_DOI", ""))
    ids = _ids(row.get("PMID", ""), row.get("DOI", ""))
    return Notice(ids.get("PMID", ""), ids.get("DOI", "").lower(), data)


def _watched(row: Mapping[str, str]) -> Notice | None:
    """Return a row of the Retraction Watch data; a reinstatement, for one, is no notice."""
    kind = _NATURES.get(row["RetractionNature"].lower())
    if kind is None:
        return None
    day = _american(row.get("RetractionDate", ""))
    citation = clean(
        " ".join(filter(None, (row.get("Journal", "") + ".", f"{day}.", "Retraction Watch")))
    )
    data: Data = {"kind": kind, "citation": citation.lstrip(". ")[:1000]}
    data |= _ids(row.get("RetractionPubMedID", ""), row.get("RetractionDOI", ""))
    ids = _ids(row["OriginalPaperPubMedID"], row["OriginalPaperDOI"])
    return Notice(ids.get("PMID", ""), ids.get("DOI", "").lower(), data)


def _ids(pmid: str, doi: str) -> dict[str, str]:
    """Return what is an id; the data have 0 and "unavailable" for none."""
    pmid, doi = tidy_pmid(pmid), tidy_doi(doi)
    found = {"PMID": pmid} if re.fullmatch(r"[1-9][0-9]{0,8}", pmid) else {}
    return found | ({"DOI": doi} if re.fullmatch(r"10\.[0-9]{4,9}/\S{1,290}", doi) else {})


def _american(text: str) -> str:
    """Return ``2024-02-01`` for ``2/1/2024 0:00``."""
    found = re.match(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", text)
    return calendar_date(found[3], found[1], found[2]) if found else text[:10]


def _reference_with(notice: Data) -> Data:
    return {"references": [{"id": "x", "type": "book", "title": "x", "notices": [notice]}]}
