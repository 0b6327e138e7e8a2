"""Bibliographies of every format, read and written by one table of types and fields.

Here is the table, ``table.txt``: what each is called in every format. The way in: ``read`` (a file,
a printed citation, or a list of notices) → ``records`` or ``bibtex`` (records of named fields) →
``reading`` (a reference of ours each, by the table, and what became of every field; each step in
``names``, ``dates``, ``tidy``, ``notices`` takes its fields from one ``draft``) → ``identity`` (the
same work). The way out: ``write`` (CSL-JSON, RIS, BibTeX; COinS for reference managers that read
pages) and ``nlm`` (for people).
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FORMATS = ("ris", "bibtex", "nbib", "wos", "enw", "json")
ARTICLES = frozenset({"article-journal", "article", "review"})
SERIALS = frozenset({"article-journal", "review"})


@cache
def _sections() -> Mapping[str, str]:
    text = Path(__file__).with_name("table.txt").read_text(encoding="utf-8")
    parts = re.split(
        r"^\[(.*)\]\n", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE), flags=re.MULTILINE
    )
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def words_of(section: str) -> list[str]:
    """Return the words of a section, in their order."""
    return _sections()[section].split()


@cache
def pairs_of(section: str) -> Mapping[str, str]:
    """Return the two words of each row of a section, the second by the first."""
    words = words_of(section)
    return dict(zip(words[::2], words[1::2], strict=True))


@cache
def patterns_of(section: str) -> Mapping[str, str]:
    """Return the patterns of a section by their names; ``<<name>>`` in one is an earlier one."""
    found: dict[str, str] = {}
    for line in _sections()[section].strip().split("\n"):
        name, _, pattern = line.partition(": ")
        found[name] = re.sub(r"<<(\w+)>>", lambda each: found[each[1]], pattern)
    return found


@cache
def rows_of(section: str) -> tuple[tuple[str, tuple[list[str], ...]], ...]:
    """Return the rows of a section: the first column, and the names in each of the others."""
    rows = (line.split("|") for line in _sections()[section].strip().split("\n"))
    return tuple((first.strip(), tuple(each.split() for each in rest)) for first, *rest in rows)


@cache
def names_of(form: str) -> Mapping[str, tuple[str, int]]:
    """Return, for each name of a field in the format, the field of CSL and how telling it is."""
    found: dict[str, tuple[str, int]] = {}
    column = _FORMATS.index(form)
    for csl, columns in rows_of("fields"):
        names = columns[column] if column < len(columns) else []
        for name in [*([csl] if form == "json" else []), *names]:
            rank = sum(field == csl for field, _ in found.values())
            found.setdefault(name, (csl, rank))
    return found


def unkept(name: str) -> str:
    """Return what a field that nothing of ours keeps holds, in words; else its name."""
    return next((what for what, (names,) in rows_of("unkept") if name in names), name)


@cache
def types_of(form: str) -> Mapping[str, str]:
    """Return the type of CSL for each name that the format, or another, has for one."""
    found: dict[str, str] = {}
    for csl, columns in rows_of("types"):
        known = columns[_FORMATS.index(form)] if form in {"ris", "bibtex"} else []
        for name in [*known, csl, *(columns[2:3] or [[]])[0]]:
            found.setdefault(name.lower(), csl)
    return found


def type_in(form: str, csl: str) -> str:
    """Return the type as the format writes it, such as JOUR or ``article``."""
    column = _FORMATS.index(form)
    names = [name for row, columns in rows_of("types") if row == csl for name in columns[column]]
    return names[0] if names else {"ris": "GEN", "bibtex": "misc"}[form]


@cache
def written_as(form: str, csl: str, kind: str) -> str:
    """Return the name under which a field is written in a type of the format."""
    article = kind in {type_in(form, each) for each in ARTICLES}
    rows = (names for what, (names,) in rows_of("otherwise") if what == f"{form} {csl}")
    other = dict(each.split(":") for names in rows for each in names)
    first = next(name for name, known in names_of(form).items() if known == (csl, 0))
    return other.get(kind) or ("" if article else other.get("*")) or first
