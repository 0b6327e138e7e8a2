"""Retractions, errata and other notices about a work, as formats state them."""

import re

from guidepress.bibliography import pairs_of, patterns_of
from guidepress.bibliography.draft import Draft
from guidepress.bibliography.identity import RETRACTED
from guidepress.bibliography.records import Raw
from guidepress.bibliography.tidy import clean, tidy_doi

INCOMPLETE = "The list of authors is not complete (et al.)"
_KINDS = "erratum|expression-of-concern|retraction|comment"
_OWN = re.compile(
    rf"({_KINDS}): (.{{1,1000}}?)(?: \[(?:PMID ([0-9]{{1,9}}))?;? ?(?:doi:(10\.\S{{1,300}}))?\])?"
)
_BETWEEN = re.compile(rf"; (?=The list of authors|(?:{_KINDS}|PMID|PMCID|registry): )|\n")
_OF_TYPES = re.compile(r";\s|\n")
_PMID = re.compile(r"\bPMID:\s{0,3}([1-9][0-9]{0,8})")
_DOI = re.compile(r"\bdoi:\s{0,3}(10\.[0-9]{4,9}/[^\s;]{1,290})", re.IGNORECASE)
_SAYS = {name: re.compile(each) for name, each in patterns_of("notices in words").items()}
_TYPES = ("PT", "M3", "DT", "genre", "%9")


def _add(draft: Draft, kind: str, citation: str, pmid: str = "", doi: str = "") -> None:
    ids = {key: value for key, value in (("PMID", pmid), ("DOI", doi)) if value}
    notice = {"kind": kind, "citation": citation[:1000], **ids}
    known = draft.data.setdefault("notices", [])
    if notice not in known:
        known.append(notice)


def _add_retraction(draft: Draft, citation: str) -> None:
    """Add a retraction of which the record gives no source, unless one with a source is known."""
    if not any(each.get("kind") == "retraction" for each in draft.data.get("notices", [])):
        _add(draft, "retraction", citation)


def take_links(draft: Draft) -> None:
    """Take PubMed's links and Crossref's updates; remark that a record is a notice itself."""
    for raw in draft.take("notices"):
        if draft.form == "json":
            for each in raw.value if isinstance(raw.value, list) else [raw.value]:
                _take_update(draft, raw, each if isinstance(each, dict) else {"type": each})
            continue
        text = clean(str(raw.value))
        citation = re.split(r"\s(?:PMID|doi):", text)[0].strip().removesuffix(".")
        _add(draft, pairs_of("notices")[raw.name], citation or text, *_ids_of(text))
    for raw in draft.take("notice-itself"):
        for each in raw.value if isinstance(raw.value, list) else [raw.value]:
            _remark_on_notice(draft, str(each.get("DOI", "") if isinstance(each, dict) else each))


def _ids_of(text: str) -> tuple[str, str]:
    """Return the PMID and the DOI of the notice itself."""
    pmid, doi = _PMID.search(text), _DOI.search(text)
    return pmid[1] if pmid else "", doi[1].rstrip(".") if doi else ""


def _take_update(draft: Draft, raw: Raw, stated: dict[str, object]) -> None:
    name, doi = str(stated.get("type", "")).lower(), tidy_doi(str(stated.get("DOI", "")))
    kinds = pairs_of("notices").items()
    kind = next((kind for start, kind in kinds if name.startswith(start)), "")
    if kind:
        label = clean(str(stated.get("label") or kind))
        _add(draft, kind, f"Crossref: {label}{f', doi:{doi}' if doi else ''}", doi=doi)
    else:
        draft.leave(raw, "no notice that is known", stated.get("type", stated))


def _remark_on_notice(draft: Draft, target: str = "", kind: str = "") -> None:
    """Remark that the record is the notice about another work."""
    kinds = (str(raw.value) for raw in draft.notes(*_TYPES))
    kind = kind or next(filter(_SAYS["type"].fullmatch, kinds), "correction or retraction")
    about = f"a notice ({kind.lower()}) about {target or 'another work'}"
    advice = "cite the work itself, and put the notice to it by `guidepress add notice`"
    draft.remark(f"this is {about}; {advice}", draft.data.get("title", ""), "notice")


def take_note(draft: Draft, raw: Raw) -> None:
    """Take notices, and the completeness of the authors, from a note, a status or a type."""
    text, pubmed = draft.lines(raw), draft.form == "nbib"
    typed = raw.name in {"status", *_TYPES}
    rest = []
    for part in filter(None, map(str.strip, (_OF_TYPES if typed else _BETWEEN).split(text))):
        if _SAYS["retracted"].fullmatch(part):
            source = "PubMed, publication type" if pubmed else "stated as its type or status:"
            _add_retraction(draft, f"{source} “{part}”")
        elif link := _SAYS["link"].fullmatch(part):
            _add(draft, link[1].lower().replace(" ", "-"), link[2], *_ids_of(part))
        elif typed and _SAYS["type"].fullmatch(part):
            _remark_on_notice(draft, kind=part)
        elif not _take_own(draft, part) and not (pubmed and raw.name == "PT"):
            rest.append(part)
    if rest or not text:
        draft.scan(raw._replace(value="\n".join(rest)) if text else raw)


def _take_own(draft: Draft, text: str) -> bool:
    """Take a line as our own exports write it; tell whether it is one."""
    found = _OWN.fullmatch(text)
    if found:
        _add(draft, found[1], clean(found[2]), found[3] or "", found[4] or "")
    if text == INCOMPLETE:
        draft.data["authors_complete"] = False
    return found is not None or text == INCOMPLETE


def look_at_title(draft: Draft) -> None:
    """Look at the title: often it alone shows that a work is retracted, or a notice."""
    title = str(draft.data.get("title", ""))
    for found in (RETRACTED.match(title), _SAYS["end"].search(title)):
        rest = title.replace(found[0], "", 1).strip() if found else ""
        if found and rest:
            # The notice shows it on each page and in each export.
            draft.data["title"] = rest
            _add_retraction(draft, f"stated in its title: “{found[0].strip()}”")
    if _SAYS["title"].match(title):
        _remark_on_notice(draft)
    if _SAYS["withdrawn"].match(title):
        draft.remark("the title says that the work was withdrawn", title, "title")
