"""References from a file of any format; what the file holds decides which format it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from guidepress.bibliography.bibtex import read_bibtex
from guidepress.bibliography.draft import Remark
from guidepress.bibliography.reading import Found, read_reference
from guidepress.bibliography.records import MAX_BYTES, Record, read_json, read_tagged, read_xml
from guidepress.files import read_at_most
from guidepress.problem import UnusableError

_LINES = r"(?:[^\n]{0,400}\n){0,40}?"
# How each format begins, the surest first.
_BEGINS = (
    ("json", r"\s{0,200}[\[{]"),
    ("xml", r"\s{0,200}(?:<(?:\?|!)[^>]{0,2000}>\s{0,99}){0,9}<(?:Pubmed|Medline|xml>|records>)"),
    ("wos", r"\s{0,20}(?:FN |VR |PT [A-Z]\n)"),
    ("enw", r"\s{0,20}%0 "),
    ("ris", _LINES + r"\s{0,3}TY {0,3}- ?"),
    ("nbib", _LINES + r"(?:PMID ?- |UI {2}- )"),
    ("bibtex", r"(?:[^@]{0,20000})@\s{0,5}\w{1,30}\s{0,5}[{(]"),
)
FORMATS: Mapping[str, Callable[[str], list[Record]]] = {
    "json": read_json,
    "xml": read_xml,
    "bibtex": read_bibtex,
    **{form: partial(read_tagged, form=form) for form in ("wos", "enw", "ris", "nbib")},
}
_READ = "RIS, PubMed (.nbib, XML), Web of Science, EndNote (.enw, XML), BibTeX and CSL-JSON"
# What reference managers and databases write too, and we do not read.
_OTHERS = (
    ("RDF", r"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,99})?<rdf:RDF"),
    ("MODS", r"[\s\S]{0,500}<(?:mods:)?mods(?:Collection)?[\s>]"),
    ("TEI", r"[\s\S]{0,500}<(?:TEI|listBibl)[\s>]"),
    ("RefWorks' tagged format", _LINES + r"RT [A-Z]"),
    ("Ovid's or ProQuest's list for people", _LINES + r"(?:<1>\s|_{20})"),
    ("a web page", r"[\s\S]{0,500}<(?:html|!doctype html|body)[\s>]"),
    ("a PDF", r"%PDF-"),
    ("a compressed file, such as DOCX or XLSX", r"PK\x03\x04"),
    ("XML of another kind", r"\s{0,200}<"),
    ("a table (CSV)", r"[^\n]{0,400}[\"\w][,;\t][\"\w][^\n]{0,20000}\n"),
)
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
    form = next((name for name, begin in _BEGINS if re.match(begin, text)), None)
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
    other = next((name for name, begin in _OTHERS if re.match(begin, text, re.IGNORECASE)), "")
    return f"this is {other}; export it as RIS, BibTeX or CSL JSON" if other else ""


def _doubtful(found: Found) -> Found:
    """Return the reference with a remark where its letters may be others."""
    odd = "".join(dict.fromkeys(_ODD.findall(str(found.data))))
    reason = "the file is not UTF-8, and was read as Windows-1252; compare these letters"
    remark = Remark("", odd[:80], reason, found.place)
    return found._replace(remarks=(*found.remarks, remark)) if odd else found
