"""Texts, ids, pages and languages of works in one form, however they are written."""

import html
import re
import unicodedata
from functools import cache
from urllib.parse import unquote

from guidepress.bibliography import pairs_of, patterns_of

# Unicode's Default_Ignorable_Code_Point, marks of direction, and what no file of ours may hold.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
# Joiners are spelling in some scripts, and nothing in Latin text.
_JOINER = re.compile("(?<=[\u0000-\u024f])[\u200c\u200d]|[\u200c\u200d](?=[\u0000-\u024f]|$)")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_INLINE = (
    "i|em|b|strong|u|sc|scp|sub|sup|inf|span|div|p|font|small|italic|bold|underline|title|h[1-6]"
    "|(?:jats|mml|ce|xhtml):[a-z-]{1,30}|math|m(?:row|i|n|o|sup|sub|text|rm)"
)
_ATTRIBUTES = (
    r"(?:\s{1,5}[\w:-]{1,40}\s?=\s?(?:\"[^\"<>]{0,300}\"|'[^'<>]{0,300}'|[^\s\"'<>]{1,99}))"
)
_TAG = re.compile(rf"<(/?)({_INLINE}){_ATTRIBUTES}{{0,9}}\s?>", re.IGNORECASE)
_SINGLE = re.compile(rf"<(?:br|hr|p|img){_ATTRIBUTES}{{0,9}}\s?/?>", re.IGNORECASE)
_SCRIPT = re.compile(r"<(sup|sub|inf)>([^<>]{1,60})</\1>", re.IGNORECASE)
_RAISED = str.maketrans("0123456789+-\u2212=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-\u2212=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


def clean(text: str) -> str:
    """Return the text on one line, with the signs that entities stand for and without tags.

    A raised figure stays raised, as a sign of Unicode or behind ``^``.
    """
    if "<" in text or "&" in text:
        # What was escaped once more than needed is common in what publishers deposit.
        for _ in range(2):
            text = _without_tags(_ENTITY.sub(lambda found: html.unescape(found[0]), text))
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = _JOINER.sub("", _INVISIBLE.sub("", _CONTROL.sub(" ", text)))
    return " ".join(unicodedata.normalize("NFC", text).split())


def _without_tags(text: str) -> str:
    if "<" not in text:
        return text
    text = _SCRIPT.sub(_script, text)
    found = [(each[1], each[2].lower()) for each in _TAG.finditer(text)]
    # ``a<b>c`` compares; a tag is what is closed, too.
    paired = {name for mark, name in found if not mark} & {name for mark, name in found if mark}
    text = _TAG.sub(lambda each: "" if each[2].lower() in paired else each[0], text)
    return _SINGLE.sub(" ", text)


def _script(found: re.Match[str]) -> str:
    raised = found[1].lower() == "sup"
    text = found[2].strip()
    signs = text.translate(_RAISED if raised else _LOWERED)
    if not any(each.isdigit() for each in text):
        # "19<sup>th</sup>" loses nothing; "10<sup>n</sup>" would.
        return signs if signs != text and len(text) == 1 else text
    if all(new != old for new, old in zip(signs, text, strict=True)):
        return signs
    return f"^{text}" if raised else text


def one_line(text: str) -> str:
    """Return the text with a space for each line break and control character."""
    return _CONTROL.sub(" ", text).strip()


_IDS = {name: re.compile(each, re.IGNORECASE) for name, each in patterns_of("ids").items()}
_RANGE = re.compile(
    r"([A-Za-z]{0,4})([0-9]{1,9})([A-Za-z]?)\s{0,3}[-\u2010-\u2015\u2212]{1,3}\s{0,3}([A-Za-z]{0,4})([0-9]{1,9})([A-Za-z]?)"
)


def tidy_doi(text: str) -> str:
    """Return the DOI without an address, a label, percent signs or what follows it."""
    found = _IDS["DOI"].fullmatch(text.strip())
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
    found = _IDS["PMID"].fullmatch(text.strip())
    return found[1] if found else text


def tidy_pages(text: str) -> str:
    """Return the pages with a hyphen and in full: ``2755–63`` becomes ``2755-2763``."""
    text = re.sub(r"^pp?\.\s?|(?<=[0-9])-$", "", text.strip())
    found = _RANGE.fullmatch(text)
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
    text = text.strip().strip("<>").replace("\u223c", "~")
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
    found = _IDS["PMCID"].search(text)
    return found[0].upper() if found else ""


def ids_in(text: str) -> dict[str, str]:
    """Return PMID, PMCID and DOI that a note, link or custom field names as those of its work."""
    found: dict[str, str] = {}
    for part in re.split(r"\n|;\s|\s\|\s", text[:5000]):
        if _IDS["other work"].search(part):
            continue
        if pmid := _IDS["PMID in text"].search(part):
            found.setdefault("PMID", pmid[1])
        if pmcid := tidy_pmcid(part):
            found.setdefault("PMCID", pmcid)
        if doi := _IDS["DOI"].fullmatch(part.strip()) or _IDS["DOI in text"].search(part):
            found.setdefault("DOI", tidy_doi(doi[1]))
    return found


def registry_ids(text: str) -> list[str]:
    """Return the ids in registers of trials that a text names."""
    return [
        f"EudraCT {found[1]}" if found.lastindex else found[0]
        for pattern in patterns_of("registries").values()
        for found in re.finditer(pattern, text[:5000].upper())
    ]
