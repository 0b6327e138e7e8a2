"""BibTeX and biblatex files become records, LaTeX in them becomes text, and text LaTeX.

bibtexparser parts a file into entries and fields; an entry that is broken costs itself. What LaTeX
shows is asked of pylatexenc.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import Any
from unicodedata import name as name_of

from guidepress.bibliography import pairs_of
from guidepress.bibliography.records import MAX_BYTES, Raw, Record, bounded
from guidepress.bibliography.tidy import one_line
from guidepress.problem import UnusableError

_MONTHS = "January February March April May June July August September October November December"
_INHERITED = {"title": "booktitle", "subtitle": "booksubtitle"}
_NO_KEY = re.compile(
    r"(?im)^([ \t]{0,9}@(?!string)[a-z]{1,40}[ \t]{0,9}[{(])(?=\s{0,9}[\w-]{1,40}\s{0,9}=)"
)
_KEY = re.compile(r"@(\w{0,40})\s{0,9}[{(]\s{0,9}([^\s,={}]{0,80})")
_ONE = r"(?:([{\"])|([^\s,{}()\"#=]{1,300}))"
_PART, _JOINED = re.compile(rf"\s*{_ONE}"), re.compile(rf"\s*#\s*{_ONE}")
_NEXT = re.compile(r"\s*(?:,\s*)?([A-Za-z][\w-]{0,80})\s*=")
_SIGN = re.compile(r"[{}\"]")
_MARKED = re.compile(r"[\\{}$~]|--|``|''|[?!]`")
_DEEPEST = 12
_BARE = re.compile(r"(?<!\\)((?:\\\\){0,50})([%#&])")
_SCRIPT = re.compile(r"\$\s?([_^])\{?([0-9+-]{1,6})\}?\s?\$")
# An accent on nothing is the sign itself.
_ALONE = re.compile(r"\\([~^])\s?\{\s?\}")
_DEGREE = re.compile(r"\^\s?\{?\s?\\circ\s?\}?")
_MACRO = re.compile(r"(?<!\\)\\([a-zA-Z]{1,40})")
_GREEK = {name_of(chr(code)).split()[-1].lower().replace("lamda", "lambda"): chr(code)
          for code in range(0x3B1, 0x3CA)}  # fmt: skip
_SIGNS = {**{f"text{each}": sign for each, sign in _GREEK.items()},
          **{f"text{each.title()}": sign.upper() for each, sign in _GREEK.items()},
          **pairs_of("latex"), **dict.fromkeys(("em", "rm", "newline"), "")}  # fmt: skip
# Commands whose argument is the text; those of raised and lowered text are read as HTML is.
_AROUND = pairs_of("latex around")
# BibTeX counts braces even where they are escaped: they are named, never written.
_SPECIAL = str.maketrans(dict(pairs_of("latex written")))
# Signs that TeX reads as one where they follow each other.
_LIGATURE = re.compile(r"(?<=[-`'!?])(?=[-`'])")


def read_bibtex(text: str) -> list[Record]:
    """Read the entries of a file; one that cannot be read is a record with a fault."""
    from bibtexparser.splitter import Splitter

    # It logs what we report ourselves.
    logging.getLogger("bibtexparser.splitter").setLevel(logging.CRITICAL + 1)
    try:
        blocks = Splitter(_NO_KEY.sub(r"\1,", text)).split().blocks
    except Exception as error:
        raise UnusableError("this is not BibTeX; export it again") from error
    macros = {name[:3].lower(): name for name in _MONTHS.split()}
    found = bounded(each for block in blocks for each in _records(block, macros))
    parents = {each.key.lower(): each for each in found if each.key}
    return [_with_parent(each, parents) for each in found]


def _records(block: Any, macros: dict[str, str]) -> Iterator[Record]:
    """Yield the record of a block that is an entry; know the string of one that is a string."""
    place = f"line {max(block.start_line or 0, 0) + 1}"
    entry = getattr(block, "ignore_error_block", None) or block
    if hasattr(entry, "fields"):
        fields = (raw for each in entry.fields for raw in _fields(each, macros))
        yield Record("bibtex", entry.entry_type.lower(), tuple(fields), place, entry.key)
    elif hasattr(entry, "error"):
        begun = _KEY.search(block.raw or "")
        kind, key = begun.groups() if begun else ("", "")
        if kind.lower() not in {"comment", "preamble", "string"}:
            fault = "a brace or quotation mark is not closed, or it is not BibTeX"
            yield Record("bibtex", kind.lower(), (), place, key, fault)
    elif hasattr(entry, "key"):
        for name, value in _values(entry.key, entry.value, macros):
            macros.setdefault(name.lower(), value)


def _fields(field: Any, macros: Mapping[str, str]) -> Iterator[Raw]:
    line = max(field.start_line or 0, 0) + 1
    # Biber takes a percent sign between two fields for the begin of a comment.
    for name, value in _values(field.key.rpartition("\n")[2].strip(), field.value, macros):
        yield Raw(name.lower(), value, line)


def _values(name: str, text: str, macros: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield a field, those which no comma parts from it, and what is left of the text."""
    place = 0
    while name:
        value, place = _value(text, place, macros)
        yield name, value
        more = _NEXT.match(text, place)
        name, place = (more[1], more.end()) if more else ("", place)
    if rest := text[place:].strip(" \n\t,"):
        yield "what is not BibTeX", rest


def _value(text: str, place: int, macros: Mapping[str, str]) -> tuple[str, int]:
    """Return a value of parts that ``#`` joins, and where it ends."""
    parts: list[str] = []
    while found := (_JOINED if parts else _PART).match(text, place):
        part, place = macros.get((found[2] or "").lower(), found[2]), found.end()
        if found[1]:
            part, place = _balanced(text, place, found[1])
        parts.append(part)
        if sum(map(len, parts)) > MAX_BYTES // 10:
            break
    return "".join(parts)[: MAX_BYTES // 10], place


def _balanced(text: str, place: int, opened: str) -> tuple[str, int]:
    """Return the text up to the sign that closes it, or to its end, and the place behind that."""
    depth = 0
    for found in _SIGN.finditer(text, place):
        sign = found[0]
        # An accent as in "\\"o" ends no value, though BibTeX wants braces around it.
        accent = sign == '"' and text[found.start() - 1] == "\\" and '"' in text[found.end() :]
        if depth == 0 and not accent and sign == ('"' if opened == '"' else "}"):
            return text[place : found.start()], found.end()
        depth += (sign == "{") - (sign == "}")
    return text[place:], len(text)


def _with_parent(record: Record, parents: Mapping[str, Record]) -> Record:
    """Return an entry with the fields that it has from the one which its ``crossref`` names."""
    named = next((each.value for each in record.fields if each.name == "crossref"), "")
    parent = parents.get(str(named).lower())
    if parent is None or parent is record:
        return record
    own = {each.name for each in record.fields}
    more = [each._replace(name=_INHERITED.get(each.name, each.name)) for each in parent.fields]
    kept = [each for each in record.fields if each.name != "crossref"]
    return record._replace(fields=(*kept, *(each for each in more if each.name not in own)))


def to_latex(text: str) -> str:
    """Return the text as LaTeX shows it."""
    return _LIGATURE.sub("{}", one_line(text).translate(_SPECIAL))


def from_latex(text: str, *, braces: bool = False) -> tuple[str, list[str]]:
    """Return the text that LaTeX would show, and the commands in it that nobody knows.

    BibTeX has no comments inside values, so a percent sign is one. With ``braces``, groups of
    more than one letter keep theirs.
    """
    if not _MARKED.search(text):
        return text, []
    if text.count("{") > _DEEPEST:
        text = "".join(_shallow(text))
    text = _ALONE.sub(lambda found: _SPECIAL[ord(found[1])], _DEGREE.sub("\N{DEGREE SIGN}", text))
    text = _SCRIPT.sub(_script, _BARE.sub(r"\1\\\2", text))
    if "://" in text:
        text = re.sub(r"(?<!\\)~", r"\\textasciitilde{}", text)
    if len(re.findall(r"(?<!\\)\$", text)) % 2:
        text = re.sub(r"(?<!\\)\$", r"\\$", text)
    read, shown, known = _reader(braces)
    unknown = sorted({each for each in _MACRO.findall(text) if each not in known})
    try:
        return str(shown.nodelist_to_text(read(text).get_latex_nodes()[0])), unknown
    except Exception:  # noqa: BLE001 - whatever a parser of other people's LaTeX raises
        return _MACRO.sub("", text).translate(str.maketrans("", "", "\\{}$")), ["LaTeX"]


def _script(found: re.Match[str]) -> str:
    return f"\\text{'sub' if found[1] == '_' else 'super'}script{{{found[2]}}}"


def _shallow(text: str) -> Iterator[str]:
    """Yield the parts of the text without braces that lie deeper than any command needs."""
    depth = 0
    for part in re.split(r"([{}])", text):
        if part == "}":
            depth = max(0, depth - 1)
        if part not in {"{", "}"} or depth < _DEEPEST:
            yield part
        if part == "{":
            depth += 1


@cache
def _reader(braces: bool) -> tuple[Any, Any, frozenset[str]]:  # noqa: FBT001 - a key of the cache
    """Return what parses LaTeX, what shows it, and the names of the commands that both know."""
    from pylatexenc import latex2text, latexwalker
    from pylatexenc.macrospec import std_macro

    shown = latex2text.get_default_latex_context_db()
    read = latexwalker.get_default_latex_context_db()
    texts = [latex2text.MacroTextSpec(*each) for each in {**_SIGNS, **_AROUND}.items()]
    shown.add_context_category("guidepress", prepend=True, macros=texts)
    specs = [std_macro(each, "{") for each in _AROUND]
    read.add_context_category("guidepress", prepend=True, macros=specs)
    known = {each.macroname for db in (shown, read) for each in db.iter_macro_specs()}
    reader = latex2text.LatexNodes2Text(
        latex_context=shown, math_mode="text", keep_braced_groups=braces
    )
    walker = partial(latexwalker.LatexWalker, latex_context=read, tolerant_parsing=True)
    return walker, reader, frozenset(known)
