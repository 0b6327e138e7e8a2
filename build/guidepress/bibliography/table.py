"""The one table of types and fields: what each is called in RIS, BibTeX, PubMed and JSON, both ways.

Sources: RIS Format Specifications (Research Information Systems) and what EndNote, Ovid, Embase,
Scopus, Web of Science, Zotero and Mendeley write; BibTeXing (1988) and the manual of biblatex; NLM's
MEDLINE/PubMed Data Element Descriptions; CSL 1.0.2; the schema of Crossref's REST API.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Type(NamedTuple):
    """A type of CSL, with its names in each format; the first is the one that is written."""

    csl: str
    ris: str = "GEN"
    bibtex: str = "misc"
    others: str = ""


TYPES = (
    Type("article-journal", "JOUR EJOUR JFULL ABST INPR MGZN", "article suppperiodical", "j journal-article article-magazine"),
    Type("article", "UNPB UNPD NEWS MANSCPT", "unpublished preprint", "preprint posted-content article-newspaper manuscript"),
    Type("review", "", "review", "peer-review review-book"),
    Type("book", "BOOK EBOOK EDBOOK SER CLSWK", "book booklet mvbook collection mvcollection proceedings",
         "b s monograph edited-book reference-book book-set book-series proceedings"),
    Type("chapter", "CHAP ECHAP", "incollection inbook suppbook suppcollection bookinbook", "book_chapter book-chapter book-section book-part book-track"),
    Type("entry", "DICT ENCYC", "inreference", "reference-entry entry-dictionary entry-encyclopedia"),
    Type("paper-conference", "CPAPER CONF", "inproceedings conference", "c proceedings-article"),
    Type("report", "RPRT GOVDOC PAMP", "techreport report manual", "report-component pamphlet report-series"),
    Type("standard", "STAND", "standard", ""),
    Type("thesis", "THES", "phdthesis mastersthesis thesis", "dissertation"),
    Type("dataset", "DATA DBASE AGGR", "dataset", "database software"),
    Type("webpage", "ELEC ICOMM WEB", "online electronic www", ""),
    Type("post", "BLOG", "", "post-weblog"),
    Type("legislation", "BILL UNBILL CASE LEGAL HEAR", "legislation", "bill legal_case"),
    Type("regulation", "STAT", "", ""),
    Type("speech", "SLIDE", "", ""),
    Type("document", "GEN", "misc", "other component"),
)  # fmt: skip
ARTICLES = frozenset({"article-journal", "article", "review"})
SERIALS = frozenset({"article-journal", "review"})


class Field(NamedTuple):
    """A field of CSL and its names in each format, the most telling first; the first is written.

    ``json`` holds further names in CSL-JSON and Crossref's JSON, beside CSL's own.
    """

    csl: str
    ris: str = ""
    bibtex: str = ""
    nbib: str = ""
    wos: str = ""
    json: str = ""


FIELDS = (
    Field("title", "TI T1 CT", "title", "TI BTI", "TI"),
    Field("author", "AU A1", "author", "FAU AU CN", "AF AU CA BA", "authors"),
    Field("editor", "A2 ED A3", "editor", "FED ED", "BE ED"),
    Field("container-title", "T2 JF JO BT JA J2 J1", "journal journaltitle booktitle maintitle howpublished shortjournal", "TA JT BTI", "SO J9 JI",
          "journal container-title-short short-container-title journalAbbreviation"),
    Field("collection-title", "T3", "series", "CTI", "SE", "series"),
    Field("publisher", "PB", "publisher institution school organization", "PB", "PU"),
    Field("publisher-place", "CY PP", "address location", "PL", "PI", "publisher-location event-place"),
    Field("edition", "ET", "edition", "EN", "", "edition-number"),
    Field("issued", "PY Y1 DA", "date year", "DP DEP", "PY PD EA", "published-print published published-online"),
    Field("volume", "VL", "volume", "VI", "VL"),
    Field("issue", "IS CP", "number issue", "IP", "IS", "journal-issue"),
    Field("page", "SP EP", "pages", "PG", "BP EP"),
    Field("number", "C7 M1", "eid art_number article-number articleno", "", "AR", "article-number report-number"),
    Field("language", "LA", "language langid", "LA", "LA"),
    Field("accessed", "Y2", "urldate", "", ""),
    Field("PMID", "AN C2 C5", "pmid pubmed_id", "PMID", "PM"),
    Field("PMCID", "", "pmcid pmc", "PMC", ""),
    Field("DOI", "DO DI", "doi", "", "DI", "doi"),
    Field("standard-number", "SN", "isbn issn", "ISBN IS", "SN EI BN", "ISBN ISSN"),
    Field("registry", "", "registry", "SI", "", "registry"),
    Field("URL", "UR LK L2 L3 L1", "url", "", "", "url resource"),
    Field("note", "N1 M3 L4 M2 C1 C3 C4 C6 C8 U1 U2 U3 U4 U5 DB DP", "note entrysubtype annote addendum pubstate eprint eprinttype archiveprefix",
          "LID AID PT", "DT", "note custom status genre"),
    Field("notices", "", "", "EIN CRI PRIN RIN RRI ECI CIN", "", "updated-by"),
    Field("notice-itself", "", "", "ROF EFR ECF PROF", "", "update-to"),
    Field("authors_complete", "", "", "CompleteYN", "", "authors_complete"),
    Field("id", "ID", "", "", "", ""),
    Field("subtitle", "", "subtitle", "", "", "subtitle"),
    Field("month", "", "month day", "", "", ""),
)  # fmt: skip
# What no field of ours keeps, in words for the account; other names are named as they are written.
LEFT_OUT: Mapping[str, str] = {
    "abstract": "AB N2 abstract",
    "keyword": "KW MH OT DE ID keywords keyword subject",
    "address of an author": "AD C1 affiliation",
    "attached file": "file attachments",
    "type": "TY",
}


@cache
def names_of(form: str) -> Mapping[str, tuple[str, int]]:
    """Return, for each name of a field in the format, the field of CSL and how telling it is."""
    found: dict[str, tuple[str, int]] = {}
    for field in FIELDS:
        names = [field.csl, *field.json.split()] if form == "json" else getattr(field, form).split()
        for rank, name in enumerate(names):
            found.setdefault(name, (field.csl, rank))
    return found


@cache
def written_as(form: str) -> Mapping[str, str]:
    """Return the name under which each field of CSL is written in the format."""
    return {each.csl: getattr(each, form).split()[0] for each in FIELDS if getattr(each, form)}


@cache
def types_of(form: str) -> Mapping[str, str]:
    """Return the type of CSL for each name that the format, or any other, has for one."""
    found: dict[str, str] = {}
    for kind in TYPES:
        names = (kind.ris if form == "ris" else kind.bibtex if form == "bibtex" else "").split()
        for name in [*names, kind.csl, *kind.others.split()]:
            found.setdefault(name.lower(), kind.csl)
    return found


def type_in(form: str, csl: str) -> str:
    """Return the type as the format writes it: ``JOUR``, ``article``."""
    kind = next(each for each in TYPES if each.csl == csl)
    names = kind.ris if form == "ris" else kind.bibtex
    return (names or ("GEN" if form == "ris" else "misc")).split()[0]
