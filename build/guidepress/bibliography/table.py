"""The one table of types and fields: what each is called in every format that is read or written.

Sources: RIS Format Specifications (Research Information Systems) and what EndNote, Ovid, Embase,
Scopus, Web of Science, Zotero and Mendeley write; BibTeXing (1988) and the manual of biblatex;
NLM's MEDLINE/PubMed Data Element Descriptions; CSL 1.0.2; the schema of Crossref's REST API.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# CSL | RIS | BibTeX and biblatex | CSL-JSON, Crossref, Web of Science, EndNote. The first is
# written.
_TYPES = """
article-journal  | JOUR EJOUR JFULL ABST INPR MGZN | article suppperiodical | j journal-article
article-journal  | | | article-magazine electronic-article magazine-article
article          | UNPB UNPD NEWS MANSCPT | unpublished preprint | preprint posted-content
article          | | | article-newspaper newspaper-article manuscript unpublished-work
review           | | review | peer-review review-book
book             | BOOK EBOOK EDBOOK SER CLSWK | book booklet mvbook collection mvcollection
book             | | proceedings | b s monograph edited-book reference-book book-set book-series
book             | | | electronic-book serial classical-work
chapter          | CHAP ECHAP | incollection inbook suppbook suppcollection bookinbook |
chapter          | | | book_chapter book-chapter book-section book-part electronic-book-section
entry            | DICT ENCYC | inreference | reference-entry entry-dictionary entry-encyclopedia
entry            | | | dictionary encyclopedia book-track
paper-conference | CPAPER CONF | inproceedings conference | c proceedings-article
paper-conference | | | conference-paper conference-proceedings
report           | RPRT GOVDOC PAMP | techreport report manual | report-component pamphlet
report           | | | government-document
standard         | STAND | standard |
thesis           | THES | phdthesis mastersthesis thesis | dissertation
dataset          | DATA DBASE AGGR | dataset | database software online-database aggregated-database
webpage          | ELEC ICOMM WEB | online electronic www | web-page internet-communication
post             | BLOG | | post-weblog blog
legislation      | BILL UNBILL CASE LEGAL HEAR | legislation | bill legal_case case hearing
regulation       | STAT | | statute legal-rule-or-regulation
speech           | SLIDE | | presentation
document         | GEN | misc | other component generic
"""
# CSL | RIS | BibTeX and biblatex | PubMed | Web of Science | EndNote (Refer) | further names in
# JSON. The most telling name is first, and is the one that is written.
_FIELDS = """
title            | TI T1 CT | title | TI | TI | %T |
subtitle         | | subtitle | | | | subtitle
author           | AU A1 | author | FAU AU CN | AF AU CA BA | %A | authors
editor           | A2 ED A3 | editor | FED ED | BE ED | %E |
container-title  | T2 JF JO BT JA J2 J1 | journal journaltitle booktitle maintitle howpublished
container-title  | | shortjournal | TA JT BTI | SO J9 JI | %B %J | journal container-title-short
container-title  | | | | | %O | short-container-title journalAbbreviation
collection-title | T3 | series | CTI | SE | %S | series
publisher        | PB | publisher institution school organization | PB | PU | %I |
publisher-place  | CY PP | address location | PL | PI | %C | publisher-location event-place
edition          | ET | edition | EN | | %7 | edition-number
issued           | PY Y1 DA | date year | DP | PY PD | %D %8 | published-print published
issued           | | | | | | published-online
month            | | month day | | |
volume           | VL | volume | VI | VL | %V |
issue            | IS CP | number issue | IP | IS | %N |
page             | SP EP | pages | PG | BP EP | %P |
number           | C7 M1 | eid art_number article-number articleno | | AR | %* | article-number
number           | | | | | | report-number
language         | LA | language langid | LA | LA | %G |
accessed         | Y2 | urldate | | | %[ |
PMID             | AN C2 C5 | pmid pubmed_id | PMID UI | PM | %M |
PMCID            | | pmcid pmc | PMC | | |
DOI              | DO DI | doi | | DI | %R | doi
standard-number  | SN | isbn issn | ISBN IS | SN EI BN | %@ | ISBN ISSN
registry         | | registry | SI | | | registry
URL              | UR LK L2 L3 L1 | url | | | %U %> | url resource
notices          | | | EIN CRI PRIN RIN RRI ECI CIN | | | updated-by
notice-itself    | | | ROF EFR ECF PROF | | | update-to
authors_complete | | | CompleteYN | | | authors_complete
id               | ID | | | | %F | id
note             | N1 M3 L4 M2 C1 C3 C4 C6 C8 U1 U2 U3 U4 U5 DB DP
note             | | note entrysubtype annote addendum pubstate eprint eprinttype archiveprefix
note             | | | LID AID PT DB | DT | %Z %1 %2 %3 %4 %~ %9 | note custom status genre
"""
_FORMATS = ("ris", "bibtex", "nbib", "wos", "enw", "json")
ARTICLES = frozenset({"article-journal", "article", "review"})
SERIALS = frozenset({"article-journal", "review"})
# What no field of ours keeps, in words for the account; others are named as the file has them.
_UNKEPT = {
    "abstract": "AB N2 abstract %X",
    "keyword": "KW MH OT DE ID keywords keyword subject %K",
    "address of an author": "AD C1 affiliation %+",
    "ORCID of an author": "ORCID OI AUID orcid",
    "attached file": "file attachments",
}
UNKEPT: Mapping[str, str] = {
    name: word for word, names in _UNKEPT.items() for name in names.split()
}


@cache
def _rows(table: str) -> tuple[tuple[str, tuple[list[str], ...]], ...]:
    """Return the rows of a table: the name in CSL, and the names in each of the other columns."""
    rows = (line.split("|") for line in table.strip().split("\n"))
    return tuple((csl.strip(), tuple(each.split() for each in columns)) for csl, *columns in rows)


@cache
def names_of(form: str) -> Mapping[str, tuple[str, int]]:
    """Return, for each name of a field in the format, the field of CSL and how telling it is."""
    found: dict[str, tuple[str, int]] = {}
    column = _FORMATS.index(form)
    for csl, columns in _rows(_FIELDS):
        names = columns[column] if column < len(columns) else []
        for name in [*([csl] if form == "json" else []), *names]:
            rank = sum(field == csl for field, _ in found.values())
            found.setdefault(name, (csl, rank))
    return found


@cache
def written_as(form: str) -> Mapping[str, str]:
    """Return the name under which each field of CSL is written in the format."""
    return {csl: name for name, (csl, rank) in names_of(form).items() if rank == 0}


@cache
def types_of(form: str) -> Mapping[str, str]:
    """Return the type of CSL for each name that the format, or another, has for one."""
    found: dict[str, str] = {}
    for csl, columns in _rows(_TYPES):
        known = columns[_FORMATS.index(form)] if form in {"ris", "bibtex"} else []
        for name in [*known, csl, *(columns[2:3] or [[]])[0]]:
            found.setdefault(name.lower(), csl)
    return found


def type_in(form: str, csl: str) -> str:
    """Return the type as the format writes it, such as JOUR or ``article``."""
    column = _FORMATS.index(form)
    names = [name for row, columns in _rows(_TYPES) if row == csl for name in columns[column]]
    return names[0] if names else {"ris": "GEN", "bibtex": "misc"}[form]
