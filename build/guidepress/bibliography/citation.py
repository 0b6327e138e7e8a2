"""A reference from a citation in Vancouver or APA style, as reference lists print it.

What cannot be read is asked about, and nothing is invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from guidepress.bibliography.draft import Remark
from guidepress.bibliography.identity import RETRACTED
from guidepress.bibliography.reading import Found, read_reference
from guidepress.bibliography.records import Raw, Record
from guidepress.bibliography.tidy import clean, ids_in, tidy_pages

_YEAR = r"(?P<PY>[12][0-9]{3}"
_PAGES = r"(?P<SP>[A-Za-z]{0,4}[0-9]\w{0,12}(?:[.\-\u2010-\u2015]{1,2}\w{1,12}){0,3})"
_IMPRINT = (
    r"(?P<VL>[A-Za-z]{0,6}\s?[0-9]{1,5})?\s?(?:\((?P<IS>[^()]{1,40})\))?"
    rf"(?:\s?[:,]\s?(?:pp?\.\s?|Article\s)?{_PAGES})?"
)
_WHO, _TITLE = r"(?P<AU>[^.]{2,5000}?)\.\s", r"(?P<TI>.{2,1000}?(?<!\bvs)[.?!])\s"
# Stops within the name of a journal end abbreviations: J. Clin. Oncol.
_JOURNAL = r"(?P<T2>(?:[A-Z]\w{0,11}\.\s?){0,8}[^.;,]{2,200}"
# The surest first.
_CITATIONS = tuple(map(re.compile, (
    # Family, I. I., & Family, I. (2007). Title. Journal, 25(19), 2755-2763.
    (rf"(?P<AU>.{{2,5000}}?)\s\((?:{_YEAR}(?:,\s[A-Z][\w ]{{2,15}})?)[a-z]?|n\.d\.)\)\.\s{_TITLE}"
    rf"(?:{_JOURNAL}(?:,\s[A-Z][^,0-9.;]{{1,60}})?),\s{_IMPRINT}|(?P<PB>[^.]{{2,200}}))\.?"),
    # Authors. Title. Place: Publisher; 2001. A chapter names the book and its editors, too.
    (rf"{_WHO}{_TITLE}(?:In:\s(?P<ED>[^.]{{2,2000}}?),\seditors?\.\s(?P<BT>[^.]{{2,300}})\.\s)?"
    r"(?:(?P<ET>[^.]{1,20})\sed\.\s)?(?P<CY>[^.:;]{2,60}):\s(?P<PB>[^;:]{2,200});\s"
    rf"{_YEAR})\.?(?:\sp\.\s{_PAGES}\.?)?"),
    # Authors. Title. Journal. 2007 Jul 1;25(19):2755-63.
    (rf"{_WHO}{_TITLE}{_JOURNAL}?)[.,]?\s{_YEAR}(?:\s[A-Z][a-z]{{2}}[\w -]{{0,12}})?)"
    rf"(?:;\s?{_IMPRINT})?\.?"),
)))  # fmt: skip
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
    found = next(filter(None, (pattern.match(body) for pattern in _CITATIONS)), None)
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
