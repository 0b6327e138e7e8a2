"""Retractions, errata and other notices about a work, as formats state them; and notices themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from guidepress.bibliography.identifiers import tidy_doi
from guidepress.bibliography.identity import RETRACTED
from guidepress.bibliography.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guidepress.bibliography.reading import Draft
    from guidepress.bibliography.record import Data, Raw

INCOMPLETE = "The list of authors is not complete (et al.)"
_KINDS = ("erratum", "expression-of-concern", "retraction", "comment")
_OWN = re.compile(rf"({'|'.join(_KINDS)}): (.{{1,1000}})", re.DOTALL)
_OWN_IDS = re.compile(r" \[(?:PMID ([1-9][0-9]{0,8}))?;? ?(?:doi:(10\.[^\s\]]{1,300}))?\]$")
_PMID = re.compile(r"\bPMID:\s{0,3}([1-9][0-9]{0,8})")
_DOI = re.compile(r"\bdoi:\s{0,3}(10\.[0-9]{4,9}/[^\s;]{1,290})", re.IGNORECASE)
# Links from a work to what was published about it ("… in"); those of the other direction ("… of",
# "… for") stand in the record of the notice itself.
_LINKS = {
    "EIN": "erratum",
    "CRI": "erratum",  # corrected and republished in
    "PRIN": "erratum",  # partial retraction in
    "RIN": "retraction",
    "RRI": "retraction",  # retracted and republished in
    "ECI": "expression-of-concern",
    "CIN": "comment",
}
# What Crossref calls an update.
_UPDATES = {
    "retraction": "retraction", "withdrawal": "retraction", "removal": "retraction",
    "partial_retraction": "erratum", "correction": "erratum", "erratum": "erratum",
    "corrigendum": "erratum", "addendum": "erratum", "expression_of_concern": "expression-of-concern",
}  # fmt: skip
_WITHDRAWN = re.compile(r"\[?withdrawn\]?\s?[:.]", re.IGNORECASE)
_NOTICE_TITLE = re.compile(
    r"(?:notice of )?(?:retraction|erratum|corrigendum|correction|expression of concern|editorial expression of concern|author correction"
    r"|publisher correction)(?: (?:notice|note))?(?:\s?[:.]|\s(?:to|for|of)\b)",
    re.IGNORECASE,
)
_NOTICE_TYPE = re.compile(
    r"(?:published )?(?:erratum|corrigendum|correction|retraction(?: of publication)?|retraction notice|expression of concern)",
    re.IGNORECASE,
)


def is_retracted(data: Data) -> bool:
    """Tell whether a notice says that the work was retracted."""
    return any(each.get("kind") == "retraction" for each in data.get("notices", []))


def add_notice(draft: Draft, kind: str, citation: str, **ids: str) -> None:
    """Add a notice; one of its kind that only says so without a place gives way."""
    stated = {key: value for key, value in ids.items() if value}
    notice = {"kind": kind, "citation": citation[:1000], **stated}
    known = draft.data.setdefault("notices", [])
    if notice not in known:
        known.append(notice)


def take_links(draft: Draft) -> None:
    """Take PubMed's links and Crossref's updates; say so where the record is a notice itself."""
    for raw in draft.take("notices"):
        if draft.record.form == "json":
            _take_updates(draft, raw)
        else:
            text = clean(str(raw.value))
            citation = re.split(r"\s(?:PMID|doi):", text)[0].strip().removesuffix(".")
            pmid, doi = _PMID.search(text), _DOI.search(text)
            add_notice(draft, _LINKS[raw.name], citation or text, PMID=pmid[1] if pmid else "",
                       DOI=doi[1].rstrip(".") if doi else "")  # fmt: skip
    for raw in draft.take("notice-itself"):
        for target in _targets(raw.value):
            say_notice(draft, target)


def _take_updates(draft: Draft, raw: Raw) -> None:
    for each in raw.value if isinstance(raw.value, list) else [raw.value]:
        stated = each if isinstance(each, dict) else {}
        kind = _UPDATES.get(str(stated.get("type", "")).lower().replace("-", "_"))
        doi = tidy_doi(str(stated.get("DOI", "")))
        if kind is None:
            draft.leave(raw, "no notice that is known", stated.get("type", each))
            continue
        citation = (
            f"Crossref: {clean(str(stated.get('label') or kind))}{f', doi:{doi}' if doi else ''}"
        )
        add_notice(draft, kind, citation, DOI=doi)


def _targets(value: Any) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        yield str(each.get("DOI", "")) if isinstance(each, dict) else str(each)


def say_notice(draft: Draft, target: str = "") -> None:
    """Say that the record is the notice about another work, once."""
    kinds = [
        raw.value for _, raw in draft.by_name.get("note", []) if raw.name in {"PT", "M3", "DT"}
    ]
    kind = next((str(each).lower() for each in kinds if _NOTICE_TYPE.fullmatch(str(each))), "")
    if not any(each.field == "notice" for each in draft.remarks):
        what = f"a notice ({kind or 'correction or retraction'})"
        about = f" about {target}" if target else " about another work"
        advice = "cite the work itself, and put the notice to it by `guidepress add notice`"
        draft.remark(f"this is {what}{about}; {advice}", draft.data.get("title", ""), "notice")


def take_note(draft: Draft, raw: Raw) -> bool:
    """Take what a note says of the list of authors and of notices; tell whether that is all of it."""
    if not isinstance(raw.value, str):
        return False
    text = draft.text(raw) if draft.record.form == "bibtex" else raw.value.strip()
    if raw.name == "status":
        if text.casefold() == "retracted" and not is_retracted(draft.data):
            add_notice(draft, "retraction", "stated as its status: retracted")
        return text.casefold() == "retracted"
    if raw.name in {"PT", "M3", "DT", "genre"}:
        return _take_type(draft, text)
    separator = r"; (?=The list of authors|(?:erratum|expression-of-concern|retraction|comment|PMCID|registry): )|\n"
    parts = [part.strip() for part in re.split(separator, text) if part.strip()]
    left = [part for part in parts if not _take_own(draft, part)]
    if left and len(left) < len(parts):
        draft.by_name.setdefault("note", [])
        from guidepress.bibliography.reading import _scan

        _scan(draft, raw._replace(value="\n".join(left)))
        return True
    return not left


def _take_own(draft: Draft, text: str) -> bool:
    if text == INCOMPLETE:
        draft.data["authors_complete"] = False
        return True
    found = _OWN.fullmatch(text)
    if not found:
        return False
    citation, ids = found[2], _OWN_IDS.search(found[2])
    if ids and (ids[1] or ids[2]):
        citation = citation[: ids.start()]
    known = [(each["kind"], each.get("citation")) for each in draft.data.get("notices", [])]
    if (found[1], clean(citation)) not in known:
        pmid, doi = (ids[1] or "", ids[2] or "") if ids else ("", "")
        add_notice(draft, found[1], clean(citation), PMID=pmid, DOI=doi)
    return True


def _take_type(draft: Draft, text: str) -> bool:
    if re.fullmatch(r"retracted(?: publication| article)?", text, re.IGNORECASE):
        if not is_retracted(draft.data):
            source = "PubMed" if draft.record.form == "nbib" else "the record"
            add_notice(draft, "retraction", f"{source}, publication type “{text}”")
        return True
    if _NOTICE_TYPE.fullmatch(text):
        draft.by_name.setdefault("note", [])
        draft.remark(
            f"this is a notice ({text.lower()}) about another work; cite the work itself, and put "
            "the notice to it by `guidepress add notice`", draft.data.get("title", ""), "notice",
        ) if not any(each.field == "notice" for each in draft.remarks) else None  # fmt: skip
        return True
    return draft.record.form == "nbib"


def state_what_it_is(draft: Draft) -> None:
    """Look at the title: a retracted work and a notice often say so there alone."""
    title = str(draft.data.get("title", ""))
    found = RETRACTED.match(title)
    if found and title[found.end() :].strip():
        # The notice says it, on each page and in each export.
        draft.data["title"] = title[found.end() :].strip()
        if not is_retracted(draft.data):
            add_notice(draft, "retraction", f"stated in its title: “{found[0].strip()}”")
    if _NOTICE_TITLE.match(title):
        say_notice(draft)
    if _WITHDRAWN.match(title):
        draft.remark("the title says that the work was withdrawn", title, "title")
