"""References as BibTeX, in UTF-8, for LaTeX and for those who import it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from guidepress.export.line import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guidepress.model import Name, Reference

_ENTRIES = {
    "article-journal": "article",
    "article": "article",
    "review": "article",
    "book": "book",
    "chapter": "incollection",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "standard": "techreport",
    "thesis": "phdthesis",
}
_CONTAINERS = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}
_PUBLISHERS = {"techreport": "institution", "phdthesis": "school"}
# BibTeX counts braces even where they are escaped: they are named, never written.
_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
    }
)
_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


def render_bibtex(references: Sequence[Reference]) -> str:
    """Return an entry a reference, in their order."""
    return "\n".join(_entry(each) for each in references)


@lru_cache(maxsize=1024)
def _entry(reference: Reference) -> str:
    kind = _ENTRIES.get(reference.type, "misc")
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(reference, kind))
    return f"@{kind}{{{reference.id},\n{fields}}}\n"


def _fields(reference: Reference, kind: str) -> Iterator[tuple[str, str]]:
    if reference.author:
        yield "author", _authors(reference)
    # A second pair of braces keeps the case of the title as it is, whatever the style does.
    yield "title", f"{{{_text(reference.title)}}}"
    stated = {
        _CONTAINERS.get(kind, "howpublished"): reference.container_title,
        "series": reference.collection_title,
        _PUBLISHERS.get(kind, "publisher"): reference.publisher,
        "address": reference.publisher_place,
        "edition": reference.edition,
        "year": str(reference.year) if reference.year else None,
        "month": _month(reference),
        "volume": reference.volume,
        "number": reference.issue or reference.number,
        "pages": reference.page.replace("-", "--") if reference.page else None,
        "urldate": reference.accessed.iso if reference.accessed else None,
        "language": reference.language,
        "note": "; ".join(f"{each.kind}: {each.citation}" for each in reference.custom.notices),
    }
    yield from ((name, _text(value)) for name, value in stated.items() if value)
    addresses = {"doi": reference.doi, "pmid": reference.pmid, "url": reference.url}
    yield from ((name, value.translate(_ADDRESS)) for name, value in addresses.items() if value)


def _month(reference: Reference) -> str | None:
    day = reference.issued.date_parts[0] if reference.issued else ()
    return str(day[1]) if len(day) > 1 else None


def _authors(reference: Reference) -> str:
    names = [_name(each) for each in reference.author]
    if reference.custom.authors_complete is False:
        names.append("others")
    return " and ".join(names)


def _name(name: Name) -> str:
    if name.literal:
        return f"{{{_text(name.literal)}}}"
    particles = (name.dropping_particle, name.non_dropping_particle)
    family = " ".join((*(_text(each) for each in particles if each), _family(name.family or "")))
    return ", ".join(filter(None, (family.strip(), _part(name.suffix), _part(name.given))))


def _family(family: str) -> str:
    """Brace a name of several words: its first word, in small letters or not, is no particle."""
    return f"{{{_text(family)}}}" if " " in family else _part(family)


def _part(part: str | None) -> str:
    """Brace what would part a name, or one name from the next."""
    return f"{{{_text(part)}}}" if part and ("," in part or " and " in part) else _text(part)


def _text(value: str | None) -> str:
    return one_line(value or "").translate(_SPECIAL)
