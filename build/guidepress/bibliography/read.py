"""References from a file of any format, or from a citation as reference lists print it.

What the file holds decides which format it is. What cannot be read is asked about, and nothing is
invented.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from guidepress.bibliography.bibtex import read_bibtex
from guidepress.bibliography.draft import Remark
from guidepress.bibliography.identity import RETRACTED
from guidepress.bibliography.reading import Found, read_reference
from guidepress.bibliography.records import MAX_BYTES, Raw, Record, read_json, read_tagged, read_xml
from guidepress.bibliography.table import patterns_of
from guidepress.bibliography.tidy import clean, ids_in, tidy_pages
from guidepress.files import read_at_most
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
        message = f"{file}: {error}"
        raise UnusableError(message) from error
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
        message = "it holds no reference"
        raise UnusableError(message)
    return found


def read_text(file: Path, most: int) -> str:
    """Return the text of a file; raises UnusableError where it is too large or no text."""
    return _decoded(file, most)[0]


def _decoded(file: Path, most: int = MAX_BYTES) -> tuple[str, str]:
    """Return the text and its encoding; what is not Unicode is what EndNote writes on Windows."""
    try:
        with file.open("rb") as stream:
            data = read_at_most(stream, most, str(file))
    except OSError as error:
        message = f"{file}: it cannot be read; look at its name and permissions"
        raise UnusableError(message) from error
    marked = next((name for mark, name in _BOMS if data.startswith(mark)), "")
    for encoding in (marked,) if marked else ("utf-8", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n"), encoding
    what = _what_else(data[:9999].decode("latin-1")) or "it is not UTF-8; export it again as UTF-8"
    message = f"{file}: {what}"
    raise UnusableError(message)


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
