"""A citation as a reference list prints it, in Vancouver or APA style, becomes a reference to confirm.

What cannot be read is asked about, and nothing is invented.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from guidepress.bibliography.identifiers import ids_in, tidy_pages
from guidepress.bibliography.reading import Found, Remark, read_reference
from guidepress.bibliography.record import Raw, Record
from guidepress.bibliography.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

_IMPRINT = (
    r"(?P<volume>[A-Za-z]{0,6}\s?[0-9]{1,5})?\s?(?:\((?P<issue>[^()]{1,40})\))?"
    r"(?:\s?[:,]\s?(?:pp?\.\s?)?(?P<page>[A-Za-z]{0,4}[0-9][\w.\-\u2010-\u2015]{0,20}))?"
)
# Authors. Title. Journal. 2007 Jul 1;25(19):2755-63.
_VANCOUVER = re.compile(
    r"(?P<author>[^.]{2,5000}?)\.\s(?P<title>.{3,1000}?[.?!])\s(?P<container>[^.;]{2,200}(?:\.[^.;]{2,60}){0,3}?)[.,]?\s"
    rf"(?P<issued>[12][0-9]{{3}}(?:\s[A-Z][a-z]{{2}}[\w -]{{0,12}})?)(?:;\s?{_IMPRINT})?\.?"
)
# Family, I. I., & Family, I. (2007). Title. Journal, 25(19), 2755–2763.
_APA = re.compile(
    r"(?P<author>.{2,5000}?)\s\((?P<issued>[12][0-9]{3}(?:,\s[A-Z][\w ]{2,15})?)[a-z]?\)\.\s(?P<title>.{3,1000}?[.?!])\s"
    rf"(?P<container>[^,]{{2,200}}(?:,\s[A-Z][^,0-9]{{1,60}})?),\s{_IMPRINT}\.?"
)
_BEHIND = re.compile(
    r"\s?(?:https?://\S+|doi:?\s?10\.\S+|PMID:?\s?[0-9]+;?|PubMed PMID:?\s?[0-9]+;?|PMC(?:ID:?\s?)?(?:PMC)?[0-9]+|Epub[^.]*)[.;]?",
    re.IGNORECASE,
)
_WANTED = {
    "author": "its authors",
    "issued": "its year",
    "container-title": "the journal or book",
    "volume": "its volume",
    "page": "its pages",
}
_NUMBER = re.compile(r"^\s?(?:\[[0-9]{1,3}\]|[0-9]{1,3}\.)\s")


def read_citation(text: str) -> Found:
    """Return the reference that a printed citation states, and what in it could not be read."""
    line = _NUMBER.sub("", clean(text[:5000]))
    ids = ids_in(line.replace(". ", "\n"))
    body = _BEHIND.sub("", line).strip()
    found = _APA.match(body) or _VANCOUVER.match(body)
    parts = {key: value for key, value in (found.groupdict() if found else {}).items() if value}
    fields = tuple(Raw(name, value) for name, value in _as_ris(parts, ids))
    read = read_reference(
        Record("ris", "JOUR" if parts.get("volume") else "GEN", fields, "the text")
    )
    left = body[found.end() :].strip(" .") if found else body
    remarks = [Remark("", left, "not read", "the text")] if left else []
    asked = [words for key, words in _WANTED.items() if key not in read.data]
    if asked:
        remarks.append(Remark("", "", f"not stated, or not read: {', '.join(asked)}", "the text"))
    fault = (
        ""
        if found
        else "this is no citation in Vancouver or APA style; write it into references.yaml"
    )
    return read._replace(remarks=(*read.remarks, *remarks), fault=fault or read.fault)


def _as_ris(parts: Mapping[str, str], ids: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the parts as fields of RIS, whose names and dates are read as everywhere."""
    authors = re.sub(r"(?<=[.,])\s(?:&|and)\s", " ", parts.get("author", ""))
    title = re.sub(r"\.$", "", parts.get("title", ""))
    fields = [("AU", authors), ("TI", title), ("T2", parts.get("container", "")), ("PY", parts.get("issued", "")),
              ("VL", parts.get("volume", "")), ("IS", parts.get("issue", "")), ("SP", tidy_pages(parts.get("page", ""))),
              ("DO", ids.get("DOI", "")), ("UR", f"https://pubmed.ncbi.nlm.nih.gov/{ids['PMID']}/" if "PMID" in ids else ""),
              ("C2", ids.get("PMCID", ""))]  # fmt: skip
    return [(name, value.strip(" ,")) for name, value in fields if value]
