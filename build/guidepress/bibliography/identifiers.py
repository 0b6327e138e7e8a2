"""DOI, PMID, pages and languages of works, however they are written."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import unquote

from guidepress.bibliography.table import pairs_of

_DOI = re.compile(
    r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|(?:info:)?doi[:/]?\s{0,3}(?:https?://(?:dx\.)?doi\.org/)?)?"
    r"(10\.[0-9]{4,9}(?:\.[0-9]{1,9}){0,3}(?:/|%2[fF])\S{1,290})(?:\s{1,3}\[doi\])?",
    re.IGNORECASE,
)
_DOI_IN_TEXT = re.compile(
    r"(?:doi\.org/|\bdoi:?\s{0,3}|^\s{0,3})(10\.[0-9]{4,9}/[^\s\"]{1,290})", re.IGNORECASE
)
# Only PubMed's own addresses: those of other works end in digits too.
_PUBMED = r"https?://(?:www\.)?(?:pubmed\.(?:ncbi\.nlm\.nih\.)?gov|ncbi\.nlm\.nih\.gov/(?:pubmed|m/pubmed))/"
_PMID = re.compile(rf"(?:{_PUBMED}|PMID:?\s{{0,3}})?0{{0,9}}([1-9][0-9]{{0,8}})/?", re.IGNORECASE)
_PMID_IN_TEXT = re.compile(
    rf"(?:{_PUBMED}|\bPMID\s?[:=]?\s{{0,3}}|\bPubMed(?: PMID| ID|ID)?\s?[:=]\s{{0,3}})0{{0,9}}"
    r"([1-9][0-9]{0,8})(?![0-9])",
    re.IGNORECASE,
)
_PMCID = re.compile(r"\bPMC[1-9][0-9]{0,8}\b", re.IGNORECASE)
# What is said of another work names the ids of that one.
_OTHER_WORK = re.compile(
    r"\b(?:errat|corrig|correct|comment|retract|concern|republish|repl(?:y|ies)|updat|cite[sd]|see|in:|of:|on:)",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"([A-Za-z]{0,4})([0-9]{1,9})([A-Za-z]?)\s{0,3}[-\u2010-\u2015\u2212]{1,3}\s{0,3}([A-Za-z]{0,4})([0-9]{1,9})([A-Za-z]?)"
)
_REGISTRIES = (
    (re.compile(r"\bNCT[0-9]{8}\b"), "{}"),
    (re.compile(r"\bISRCTN[0-9]{8}\b"), "{}"),
    (
        re.compile(r"(?<=EudraCT)[ /:-]{0,3}([0-9]{4}-[0-9]{6}-[0-9]{2})\b", re.IGNORECASE),
        "EudraCT {}",
    ),
)


def tidy_doi(text: str) -> str:
    """Return the DOI without an address, a label, percent signs or what stands behind it."""
    found = _DOI.fullmatch(text.strip())
    if not found:
        return text
    doi = unquote(found[1]) if "%" in found[1] else found[1]
    return _trimmed(doi) if doi.isprintable() and " " not in doi else text


def _trimmed(doi: str) -> str:
    doi = doi.rstrip(".,;\"'")
    pairs = {")": "(", "]": "[", ">": "<"}
    while doi[-1] in pairs and doi.count(doi[-1]) > doi.count(pairs[doi[-1]]):
        doi = doi[:-1].rstrip(".,;")
    return doi


def tidy_pmid(text: str) -> str:
    """Return the digits of a PubMed id that was written as an address or with a label."""
    found = _PMID.fullmatch(text.strip())
    return found[1] if found else text


def tidy_pages(text: str) -> str:
    """Return the pages with a hyphen and in full: ``2755–63`` becomes ``2755-2763``."""
    found = _RANGE.fullmatch(text.strip().removeprefix("pp.").removeprefix("p.").strip())
    if not found:
        return text
    letter, first, end, last_letter, last, last_end = found.groups()
    whole = first[: max(0, len(first) - len(last))] + last
    if int(whole) < int(first) or (last_letter and last_letter != letter):
        whole = last
    return f"{letter}{first}{end}-{last_letter or letter}{whole}{last_end}"


def tidy_language(text: str) -> str:
    """Return the tag of BCP 47 for a code of three letters, a name in English or babel's name."""
    word, _, region = re.sub(r"[_-]", "-", text.strip()).partition("-")
    known = _language_tags().get((word if region else text.strip()).casefold())
    if region and (known or re.fullmatch("[A-Za-z]{2,3}", word)):
        region = region.upper() if len(region) == 2 else region  # noqa: PLR2004 - ISO 3166
        return f"{known or word.lower()}-{region}"
    return known or (word.lower() if re.fullmatch("[A-Za-z]{2}", word) else text)


@cache
def _language_tags() -> dict[str, str]:
    from babel import Locale
    from babel.core import get_global

    codes = {code: tags[0] if isinstance(tags, list) else tags
             for code, tags in get_global("language_aliases").items()}  # fmt: skip
    names = {name.casefold(): code for code, name in Locale("en").languages.items()}
    return {**codes, **names, **pairs_of("languages")}


def tidy_url(text: str) -> str:
    """Return an address with its scheme, and without what an address cannot hold."""
    text = text.strip().strip("<>")
    return f"https://{text}" if re.match(r"www\.[^\s/]+\.[a-z]", text) else text


def tidy_standard_number(text: str) -> tuple[str, str]:
    """Return ``ISBN`` or ``ISSN`` with the first number of a text; empty where there is none."""
    for found in re.finditer(
        r"(?:97[89][- ]?)?(?:[0-9][- ]?){9}[0-9Xx]|[0-9]{4}-?[0-9]{3}[0-9Xx]", text
    ):
        digits = re.sub(r"[- ]", "", found[0]).upper()
        if len(digits) == 8:  # noqa: PLR2004 - an ISSN
            return "ISSN", f"{digits[:4]}-{digits[4:]}"
        return "ISBN", found[0].strip(" -")
    return "", ""


def tidy_pmcid(text: str) -> str:
    """Return the PubMed Central id; empty where the text names none."""
    found = _PMCID.search(text)
    return found[0].upper() if found else ""


def ids_in(text: str) -> dict[str, str]:
    """Return PMID, PMCID and DOI that a note, link or custom field names as those of its work."""
    found: dict[str, str] = {}
    for part in re.split(r"\n|;\s|\s\|\s", text[:5000]):
        if _OTHER_WORK.search(part):
            continue
        if pmid := _PMID_IN_TEXT.search(part):
            found.setdefault("PMID", pmid[1])
        if pmcid := tidy_pmcid(part):
            found.setdefault("PMCID", pmcid)
        if doi := _DOI.fullmatch(part.strip()) or _DOI_IN_TEXT.search(part):
            found.setdefault("DOI", tidy_doi(doi[1]))
    return found


def registry_ids(text: str) -> list[str]:
    """Return the ids in registers of trials that a text names."""
    return [
        form.format(found[found.lastindex or 0])
        for pattern, form in _REGISTRIES
        for found in pattern.finditer(text[:5000])
    ]
