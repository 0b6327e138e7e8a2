"""References as CSL-JSON, RIS, BibTeX and COinS. What readers must know is where programs look.

CSL's ``note`` and ``status``, RIS's N1 and BibTeX's ``note`` hold notices and say where a list of
authors is not whole; the title of a retracted work begins with RETRACTED (NISO RP-45-2024).
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from guidepress.bibliography import ARTICLES, type_in, types_of, words_of, written_as
from guidepress.bibliography.bibtex import to_latex
from guidepress.bibliography.identity import RETRACTED
from guidepress.bibliography.names import read_names
from guidepress.bibliography.nlm import family_first, render_notice
from guidepress.bibliography.notices import INCOMPLETE
from guidepress.bibliography.tidy import one_line
from guidepress.model import Date, Name, Reference, to_data

_RANGE = re.compile(r"([^\s,;\u2013-]{1,30})[-\u2013]([^\s,;\u2013-]{1,30})")
_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
_ADDRESSES = ("DOI", "PMID", "PMCID", "ISBN", "ISSN", "URL")


@lru_cache(maxsize=1024)
def render_coins(reference: Reference) -> str:
    """Return the ``title`` of a span (COinS, Z39.88-2004), before HTML escapes it."""
    article = reference.type in ARTICLES
    fact = _parts(reference, "ris") | {
        "genre": "article",
        "author": [family_first(each) for each in reference.author],
        "date": reference.issued.iso if reference.issued else "",
        "doi": f"info:doi/{reference.doi}" if reference.doi else "",
        "pmid": f"info:pmid/{reference.pmid}" if reference.pmid else "",
        "isbn": f"urn:ISBN:{reference.isbn}" if reference.isbn else "",
    }
    pairs = [("ctx_ver", "Z39.88-2004"),
             ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{'journal' if article else 'dc'}")]  # fmt: skip
    return urlencode([*pairs, *_written(fact, f"coins of {'articles' if article else 'works'}")])


def _facts(reference: Reference) -> dict[str, Any]:
    """Return CSL's fields as exports have them, with retractions in status and title."""
    data: dict[str, Any] = to_data(reference)
    notices = reference.custom.notices
    if any(each.kind == "retraction" for each in notices):
        data["status"] = "retracted"
        if not RETRACTED.match(reference.title):
            data["title"] = f"RETRACTED: {reference.title}"
    if reference.doi:
        data["DOI"] = re.sub("%(?=[0-9A-Fa-f]{2})", "%25", reference.doi)
    # Readers look for the number of an article where its pages are.
    if reference.number and reference.type in ARTICLES:
        data.setdefault("page", reference.number)
    incomplete = [INCOMPLETE] if reference.custom.authors_complete is False else []
    return data | {"note": [*incomplete, *map(render_notice, notices)]}


def _parts(reference: Reference, form: str) -> dict[str, Any]:
    """Return what RIS and BibTeX have beside CSL's fields: parts of dates and pages."""
    fact = _facts(reference)
    kind, page = type_in(form, reference.type), fact.get("page", "")
    pages = _RANGE.fullmatch(page)
    parts = {"kind": kind, "first": pages[1] if pages else page, "last": pages[2] if pages else ""}
    if types_of(form).get(kind.lower()) != reference.type:
        parts["subtype"] = f"CSL type: {reference.type}"
    day = map(str, reference.issued.date_parts[0] if reference.issued else ())
    return fact | parts | dict(zip(("year", "month", "day"), day, strict=False))


def _written(fact: Mapping[str, Any], form: str) -> Iterator[tuple[str, str]]:
    """Yield the facts that there are, in the order and under the names of the format."""
    for each in words_of(f"written {form}"):
        name, _, csl = each.rpartition(":")
        value = fact.get(csl)
        for one in value if isinstance(value, list) else [value]:
            if one:
                yield name or written_as(form, csl, fact["kind"]), one


@lru_cache(maxsize=1024)
def _item(reference: Reference) -> str:
    item = _facts(reference)
    item["note"] = "\n".join(item["note"])
    if item.get("author") and reference.custom.authors_complete is False:
        # As BibTeX has it: pandoc prints "et al." for it, others the word.
        item["author"].append({"literal": "others"})
    # Citation processors stumble over an empty list of names.
    stated = {key: value for key, value in item.items() if value not in ([], "", None)}
    return json.dumps(stated, ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=1024)
def _record(reference: Reference) -> str:
    fact = _parts(reference, "ris") | {
        "author": [_ris_name(each) for each in reference.author],
        "editor": [_ris_name(each) for each in reference.editor or ()],
        "day": _ris_day(reference.issued),
        "read": _ris_day(reference.accessed, year=True),
        "database": "PubMed" if reference.pmid else "",
        "registry": [f"registry: {each}" for each in reference.custom.registry or ()],
    }
    lines = (f"{tag}  - {one_line(value)}\n" for tag, value in _written(fact, "ris"))
    return "".join(lines) + "ER  - \n"


def _ris_name(name: Name) -> str:
    """Return the name so that it reads back: a last comma marks a body, as EndNote has it."""
    jr = f"{name.whole_family},, {name.suffix}" if name.suffix and not name.given else ""
    text = one_line(jr or family_first(name))
    body = name.literal and read_names(text) != ([{"literal": text}], False)
    return f"{text}," if body else text


def _ris_day(date: Date | None, *, year: bool = False) -> str:
    """Return ``2013/08/20/``; only the year and the month where no more is known."""
    if date is None or (len(date.date_parts[0]) == 1 and not year):
        return ""
    first, *rest = date.date_parts[0]
    return "/".join((str(first), *(f"{part:02}" for part in rest), *[""] * (3 - len(rest))))


@lru_cache(maxsize=1024)
def _entry(reference: Reference) -> str:
    fact = _parts(reference, "bibtex")
    fact = {key: _latex(key, value) for key, value in fact.items()} | {
        "author": _bibtex_names(reference.author, reference.custom.authors_complete),
        "editor": _bibtex_names(reference.editor or ()),
        "read": reference.accessed.iso if reference.accessed else "",
        "note": to_latex("; ".join(fact["note"])),
        "registry": " ".join(reference.custom.registry or ()),
    }
    fields = (f"  {name} = {{{value}}},\n" for name, value in _written(fact, "bibtex"))
    return f"@{fact['kind']}{{{reference.id},\n{''.join(fields)}}}\n"


def _latex(key: str, value: Any) -> str:
    if not isinstance(value, str) or key in _ADDRESSES:
        return value.translate(_ADDRESS) if isinstance(value, str) else ""
    text = "--".join(map(to_latex, value.split("-"))) if key == "page" else to_latex(value)
    # A second pair of braces keeps the case of the title as it is, whatever the style does.
    return f"{{{text}}}" if key == "title" else text


def _bibtex_names(names: Sequence[Name], complete: bool | None = None) -> str:  # noqa: FBT001 - what is known
    others = ["others"] if names and complete is False else []
    return " and ".join([*map(_bibtex_name, names), *others])


def _bibtex_name(name: Name) -> str:
    if name.literal:
        return f"{{{to_latex(name.literal)}}}"
    particles = [*filter(None, (name.dropping_particle, name.non_dropping_particle))]
    whole = " ".join((*map(to_latex, particles), _guarded(name.family, " ")))
    given = _guarded(name.given, ",") or ("{}" if name.suffix or particles else "")
    text = ", ".join(filter(None, (whole, _guarded(name.suffix, ","), given)))
    return f"{text}," if text.startswith("{") and text.endswith("}") and text == whole else text


def _guarded(part: str | None, sign: str) -> str:
    """Brace what would part a name, or one name from the next."""
    text = to_latex(part or "")
    return f"{{{text}}}" if sign in text or "," in text or " and " in text else text


# CSL: an item a line; what it has no field for is in ``custom`` too. No value of RIS begins a line.
REFERENCE_EXPORTS: Mapping[str, Callable[[Sequence[Reference]], str]] = {
    "csl": lambda references: "[\n" + ",\n".join(map(_item, references)) + "\n]\n",
    "bibtex": lambda references: "\n".join(map(_entry, references)),
    "ris": lambda references: "\n".join(map(_record, references)),
}
