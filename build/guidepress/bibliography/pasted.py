"""A citation as reference lists print it (Vancouver, APA) becomes a reference to confirm.

What cannot be read is asked about, and nothing is invented.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from guidepress.bibliography.draft import Remark
from guidepress.bibliography.identifiers import ids_in, tidy_pages
from guidepress.bibliography.reading import Found, read_reference
from guidepress.bibliography.records import Raw, Record
from guidepress.bibliography.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

_IMPRINT = (
    r"(?P<VL>[A-Za-z]{0,6}\s?[0-9]{1,5})?\s?(?:\((?P<IS>[^()]{1,40})\))?"
    r"(?:\s?[:,]\s?(?:pp?\.\s?)?"
    r"(?P<SP>[A-Za-z]{0,4}[0-9]\w{0,12}(?:[.\-\u2010-\u2015]{1,2}\w{1,12}){0,3}))?"
)
# Authors. Title. Journal. 2007 Jul 1;25(19):2755-63.
_VANCOUVER = re.compile(
    r"(?P<AU>[^.]{2,5000}?)\.\s(?P<TI>.{3,1000}?[.?!])\s"
    r"(?P<T2>[^.;]{2,200}(?:\.[^.;]{2,60}){0,3}?)[.,]?\s"
    rf"(?P<PY>[12][0-9]{{3}}(?:\s[A-Z][a-z]{{2}}[\w -]{{0,12}})?)(?:;\s?{_IMPRINT})?\.?"
)
# Family, I. I., & Family, I. (2007). Title. Journal, 25(19), 2755-2763.
_APA = re.compile(
    r"(?P<AU>.{2,5000}?)\s\((?P<PY>[12][0-9]{3}(?:,\s[A-Z][\w ]{2,15})?)[a-z]?\)\.\s"
    r"(?P<TI>.{3,1000}?[.?!])\s"
    rf"(?P<T2>[^,]{{2,200}}(?:,\s[A-Z][^,0-9]{{1,60}})?),\s{_IMPRINT}\.?"
)
_BEHIND = re.compile(
    r"\s?(?:https?://\S+|doi:?\s?10\.\S+|(?:PubMed )?PMID:?\s?[0-9]+|PMC(?:ID:?\s?)?(?:PMC)?[0-9]+"
    r"|Epub[^.]*)[.;]?",
    re.IGNORECASE,
)
_WANTED = {"author": "its authors", "issued": "its year", "container-title": "its journal or book",
           "volume": "its volume", "page": "its pages"}  # fmt: skip
_NUMBER = re.compile(r"^\s?(?:\[[0-9]{1,3}\]|[0-9]{1,3}\.)\s")


def read_citation(text: str) -> Found:
    """Return the reference that a printed citation states, and what in it could not be read."""
    line = _NUMBER.sub("", clean(text[:5000]))
    ids = ids_in(line.replace(". ", "\n"))
    body = _BEHIND.sub("", line).strip()
    found = _APA.match(body) or _VANCOUVER.match(body)
    parts = {name: value for name, value in (found.groupdict() if found else {}).items() if value}
    kind = "JOUR" if "VL" in parts else "GEN"
    read = read_reference(Record("ris", kind, tuple(_fields(parts, ids)), "the citation"))
    left = body[found.end() :].strip(" .") if found else body
    remarks = [Remark("", left, "not read", "the citation")] if left else []
    asked = ", ".join(words for key, words in _WANTED.items() if key not in read.data)
    if asked:
        remarks.append(Remark("", "", f"not stated, or not read: {asked}", "the citation"))
    hint = "it is no citation in Vancouver or APA style; write it into references.yaml"
    fault = read.fault if found else hint
    return read._replace(remarks=(*read.remarks, *remarks), fault=fault)


def _fields(parts: Mapping[str, str], ids: Mapping[str, str]) -> list[Raw]:
    """Return the parts as fields of RIS, so that names and dates are read as everywhere."""
    changed = dict(parts)
    if "AU" in changed:
        changed["AU"] = re.sub(r"(?<=[.,])\s(?:&|and)\s", " ", changed["AU"])
    changed["TI"] = changed.get("TI", "").removesuffix(".")
    changed["SP"] = tidy_pages(changed.get("SP", ""))
    changed |= {"DO": ids.get("DOI", ""), "C2": ids.get("PMCID", "")}
    changed["N1"] = f"PMID: {ids['PMID']}" if "PMID" in ids else ""
    return [Raw(name, value.strip(" ,")) for name, value in changed.items() if value]
