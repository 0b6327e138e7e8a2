"""LaTeX in BibTeX becomes text, by pylatexenc; signs of ours become LaTeX."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any
from unicodedata import name

from guidepress.bibliography.table import pairs_of
from guidepress.bibliography.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKED = re.compile(r"[\\{}$~]|--|``|''|[?!]`")
_DEEPEST = 12
_BARE = re.compile(r"(?<!\\)((?:\\\\){0,50})([%#&])")
_SCRIPT = re.compile(r"\$\s?([_^])\{?([0-9+-]{1,6})\}?\s?\$")
_MACRO = re.compile(r"\\([a-zA-Z]{1,40})")
_GREEK = {name(chr(code)).split()[-1].lower().replace("lamda", "lambda"): chr(code)
          for code in range(0x3B1, 0x3CA)}  # fmt: skip
_SIGNS = {**{f"text{each}": sign for each, sign in _GREEK.items()},
          **{f"text{each.title()}": sign.upper() for each, sign in _GREEK.items()},
          **pairs_of("latex")}  # fmt: skip
# Commands whose argument is the text; those of raised and lowered text are read as HTML is.
_AROUND = {
    **dict.fromkeys(("textsuperscript", "mkbibsuperscript"), "<sup>%s</sup>"),
    **dict.fromkeys(("textsubscript", "mkbibsubscript"), "<sub>%s</sub>"),
    **dict.fromkeys(("url", "path", "nolinkurl", "ce", "mkbibemph", "mkbibitalic", "mkbibbold",
                     "mkbibquote", "enquote", "ensuremath", "mbox"), "%s"),
}  # fmt: skip
# BibTeX counts braces even where they are escaped: they are named, never written.
_SPECIAL = str.maketrans(
    {"\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
     "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
     **{sign: f"\\{sign}" for sign in "&%$#_"}}
)  # fmt: skip
# Signs that TeX reads as one where they stand together.
_LIGATURE = re.compile(r"(?<=[-`'!?])(?=[-`'])")


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
    from functools import partial

    from pylatexenc import latex2text, latexwalker
    from pylatexenc.macrospec import std_macro

    shown = latex2text.get_default_latex_context_db()
    read = latexwalker.get_default_latex_context_db()
    texts = [latex2text.MacroTextSpec(*each) for each in (_SIGNS | _AROUND).items()]
    shown.add_context_category("guidepress", prepend=True, macros=texts)
    specs = [std_macro(each, "{") for each in _AROUND]
    read.add_context_category("guidepress", prepend=True, macros=specs)
    known = {each.macroname for db in (shown, read) for each in db.iter_macro_specs()}
    reader = latex2text.LatexNodes2Text(
        latex_context=shown, math_mode="text", keep_braced_groups=braces
    )
    walker = partial(latexwalker.LatexWalker, latex_context=read, tolerant_parsing=True)
    return walker, reader, frozenset(known)
