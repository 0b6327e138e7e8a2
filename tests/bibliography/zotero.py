"""A collection of thirty works as each translator of Zotero writes it, after its documentation."""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import escape

Work = dict[str, Any]
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
FAMILIES = ("Alpha", "van der Beta", "O'Gamma", "García Delta", "Müller-Epsilon", "Zeta", "Łeta")


def _work(number: int) -> Work:
    kind = "book" if number % 10 == 4 else "chapter" if number % 10 == 7 else "article"
    work: Work = {
        "kind": "report" if number == 19 else "webpage" if number == 29 else kind,
        "title": f"Effect of α-{number} at <5% & more: a trial",
        "people": [
            (FAMILIES[(number + place) % len(FAMILIES)], "Iota K")
            for place in range(1 + number % 3)
        ],
        "body": "World Health Organization" if number == 19 else "",
        "date": (2000 + number % 20, 1 + number % 12, 1 + number % 28),
    }
    if work["kind"] == "article":
        work |= {"journal": "Journal of Tests", "volume": "31", "issue": str(1 + number % 6),
                 "page": f"{100 + number}-{110 + number}", "doi": f"10.1000/a_{number}",
                 "issn": "1234-567X", "pmid": str(20_000_000 + number)}  # fmt: skip
    if work["kind"] in {"book", "chapter"}:
        work |= {"publisher": "Test Press", "place": "Testville", "isbn": "978-0-00-000001-8"}
    if work["kind"] == "chapter":
        work |= {"journal": "Book of Tests", "page": "1-9"}
    if work["kind"] == "webpage":
        work |= {"url": "https://example.org/a"}
    if number == 3:
        work["title"] = f"RETRACTED: {work['title']}"
    return work


WORKS = [_work(number) for number in range(30)]
_RIS = {"article": "JOUR", "book": "BOOK", "chapter": "CHAP", "report": "RPRT", "webpage": "ELEC"}
_BIB = {
    "article": "article",
    "book": "book",
    "chapter": "incollection",
    "report": "techreport",
    "webpage": "misc",
}
_CSL = {"article": "article-journal"}
_ENW = {
    "article": "Journal Article",
    "book": "Book",
    "chapter": "Book Section",
    "report": "Report",
    "webpage": "Web Page",
}


def _lines(work: Work, names: str, form: str) -> str:
    """Return what the work states of the fields, each as ``name:field`` names it."""
    pairs = (each.split(":") for each in names.split())
    return "".join(form.format(name, work[key]) for name, key in pairs if work.get(key))


def as_ris(work: Work) -> str:
    year, month, day = work["date"]
    names = [work["body"]] if work["body"] else [f"{f}, {g}" for f, g in work["people"]]
    first, _, last = work.get("page", "").partition("-")
    more = {**work, "first": first, "last": last, "sn": work.get("issn") or work.get("isbn"),
            "extra": f"PMID: {work['pmid']}" if work.get("pmid") else ""}  # fmt: skip
    return (
        f"TY  - {_RIS[work['kind']]}\nTI  - {work['title']}\n"
        + "".join(f"AU  - {name}\n" for name in names)
        + _lines(more, "T2:journal CY:place", "{}  - {}\n")
        + f"DA  - {year}/{month:02}/{day:02}/\nPY  - {year}\n"
        + _lines(more, "DO:doi VL:volume IS:issue PB:publisher SP:first EP:last SN:sn UR:url N1:extra", "{}  - {}\n")
        + "DP  - Zotero\nKW  - tests\nER  - \n\n"
    )  # fmt: skip


def as_bibtex(work: Work, *, latex: bool = True) -> str:
    year, month, day = work["date"]
    names = " and ".join(f"{f}, {g}" for f, g in work["people"])
    title = (
        work["title"]
        .replace("%", "\\%")
        .replace("&", "\\&")
        .replace("<", "{\\textless}")
        .replace("α", "{\\textalpha}")
    )
    more = {**work, "title": title, "names": f"{{{work['body']}}}" if work["body"] else names,
            "pages": work.get("page", "").replace("-", "--"), "doi": work.get("doi", "").replace("_", "\\_")}  # fmt: skip
    if latex:
        date = f"\tmonth = {MONTHS[month - 1]},\n\tyear = {{{year}}},\n"
        book = "booktitle" if work["kind"] == "chapter" else "journal"
        number = f"\tnote = {{PMID: {work['pmid']}}},\n" if work.get("pmid") else ""
    else:
        date = f"\tdate = {{{year}-{month:02}-{day:02}}},\n"
        book = "booktitle" if work["kind"] == "chapter" else "journaltitle"
        number = (
            f"\teprint = {{{work['pmid']}}},\n\teprinttype = {{pmid}},\n"
            if work.get("pmid")
            else ""
        )
    fields = f"title:title {book}:journal volume:volume number:issue pages:pages doi:doi issn:issn isbn:isbn publisher:publisher address:place url:url author:names"
    key = f"{work['people'][0][0].split()[-1].lower()}_effect_{year}"
    return f"@{_BIB[work['kind']]}{{{key},\n{_lines(more, fields, chr(9) + '{} = {{{}}},' + chr(10))}{date}{number}\tkeywords = {{tests}},\n}}\n\n"


def as_csl(work: Work, number: int) -> Work:
    year, *rest = work["date"]
    people = [{"family": family, "given": given} for family, given in work["people"]]
    names = {"container-title": "journal", "volume": "volume", "issue": "issue", "page": "page", "DOI": "doi",
             "ISSN": "issn", "ISBN": "isbn", "publisher": "publisher", "publisher-place": "place", "URL": "url"}  # fmt: skip
    item = {
        "id": f"http://zotero.org/users/local/x/items/{number}",
        "type": _CSL.get(work["kind"], work["kind"]),
        "title": work["title"].replace("<", "&lt;").replace("&lt;5", "<5"),
        "author": [{"literal": work["body"]}] if work["body"] else people,
        "issued": {"date-parts": [[str(year), *rest]]},
        "note": f"PMID: {work['pmid']}" if work.get("pmid") else "",
        "source": "Zotero",
    }
    return item | {name: work[key] for name, key in names.items() if work.get(key)}


def as_refer(work: Work) -> str:
    year, month, day = work["date"]
    names = [f"{work['body']},"] if work["body"] else [f"{f}, {g}" for f, g in work["people"]]
    more = {**work, "sn": work.get("issn") or work.get("isbn"), "extra": f"PMID: {work['pmid']}" if work.get("pmid") else ""}  # fmt: skip
    book = "%B" if work["kind"] == "chapter" else "%J"
    return (
        f"%0 {_ENW[work['kind']]}\n%T {work['title']}\n" + "".join(f"%A {name}\n" for name in names)
        + _lines(more, f"{book}:journal %C:place %I:publisher %V:volume %N:issue %P:page %R:doi %@:sn %U:url %Z:extra", "{} {}\n")
        + f"%D {year}\n%8 {year}-{month:02}-{day:02}\n%~ Zotero\n%K tests\n\n"
    )  # fmt: skip


def as_endnote(work: Work) -> str:
    year, month, day = work["date"]
    names = [f"{work['body']},"] if work["body"] else [f"{f}, {g}" for f, g in work["people"]]
    more = {key: escape(value) for key, value in work.items() if isinstance(value, str)}
    more["sn"] = work.get("issn") or work.get("isbn") or ""
    more["extra"] = f"PMID: {work['pmid']}" if work.get("pmid") else ""
    form = "<{0}>{1}</{0}>"
    return (
        f'<record><ref-type name="{_ENW[work["kind"]]}">17</ref-type><contributors><authors>'
        + "".join(f"<author>{escape(name)}</author>" for name in names)
        + f"</authors></contributors><titles>{_lines(more, 'title:title secondary-title:journal', form)}</titles>"
        + _lines(more, "pages:page volume:volume number:issue pub-location:place publisher:publisher isbn:sn electronic-resource-num:doi notes:extra", form)
        + f"<dates><year>{year}</year><pub-dates><date>{year}/{month:02}/{day:02}/</date></pub-dates></dates>"
        + (f"<urls><web-urls>{_lines(more, 'url:url', form)}</web-urls></urls>" if work.get("url") else "")
        + "</record>"
    )  # fmt: skip


EXPORTS = {
    "collection.json": json.dumps([as_csl(work, number) for number, work in enumerate(WORKS)], ensure_ascii=False),
    "collection.ris": "".join(map(as_ris, WORKS)),
    "collection.bib": "\n".join(map(as_bibtex, WORKS)),
    "biblatex.bib": "".join(as_bibtex(work, latex=False) for work in WORKS),
    "collection.enw": "\ufeff" + "".join(map(as_refer, WORKS)),
    "endnote.xml": f'<?xml version="1.0" encoding="UTF-8"?><xml><records>{"".join(map(as_endnote, WORKS))}</records></xml>',
}  # fmt: skip
# The others of its list are named, and what to export instead.
REFUSED = {
    "collection.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><bib:Article/></rdf:RDF>',
    "bibliontology.rdf": '<?xml version="1.0"?>\n<rdf:RDF xmlns:bibo="http://purl.org/ontology/bibo/"></rdf:RDF>',
    "collection.csv": '\ufeff"Key","Item Type","Publication Year","Author","Title"\n"ABCD","journalArticle","2013","Alpha, Iota","A"\n',
    "mods.xml": '<?xml version="1.0" encoding="UTF-8"?>\n<modsCollection xmlns="http://www.loc.gov/mods/v3"><mods/></modsCollection>',
    "tei.xml": '<?xml version="1.0"?>\n<listBibl xmlns="http://www.tei-c.org/ns/1.0"></listBibl>',
    "refworks.txt": "RT Journal Article\nSR Electronic\nT1 A\nA1 Alpha, Iota\n",
    "bookmarks.html": "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<HTML><BODY></BODY></HTML>",
    "coins.html": '<span class="Z3988" title="ctx_ver=Z39.88-2004"></span>\n',
    "evernote.enex": '<?xml version="1.0"?>\n<!DOCTYPE en-export SYSTEM "x.dtd">\n<en-export></en-export>',
    "wikipedia.txt": "{{Cite journal\n| title = A\n| date = 2013\n}}",
}
