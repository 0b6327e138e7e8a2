"""LaTeX in BibTeX becomes text, by pylatexenc; signs of ours become LaTeX."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from guidepress.bibliography.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKED = re.compile(r"[\\{}$~]|--|``|''|[?!]`")
_DEEPEST = 12
_BARE = re.compile(r"(?<!\\)((?:\\\\){0,50})([%#&])")
_SCRIPT = re.compile(r"\$\s?([_^])\{?([0-9+-]{1,6})\}?\s?\$")
_MACRO = re.compile(r"\\([a-zA-Z]{1,40})")
# What exporters write for single signs and pylatexenc does not know.
_SIGNS = {
    "textmu": "µ", "textgreater": ">", "textless": "<", "textbar": "|", "textasteriskcentered": "*",
    "textdegree": "°", "textpm": "±", "textmultiply": "×", "texttimes": "×", "textquotesingle": "'",
    "textquotedbl": '"', "textonehalf": "½", "textonequarter": "¼", "textnumero": "№",
    "textregistered": "®", "texttrademark": "™", "textcopyright": "©", "textperthousand": "‰",
    "textasciicircum": "^", "textasciitilde": "~", "textbraceleft": "{", "textbraceright": "}",
    "textbackslash": "\\", "textquoteright": "’", "textquoteleft": "‘", "textbullet": "•",
    "guillemotleft": "«", "guillemotright": "»", "slash": "/", "textperiodcentered": "·",
}  # fmt: skip
# Commands whose argument is the text; those of raised and lowered text are read as HTML is.
_AROUND = {"textsuperscript": "sup", "textsubscript": "sub", "mkbibsuperscript": "sup"}
_PLAIN = "url path nolinkurl ce mkbibemph mkbibitalic mkbibbold mkbibquote enquote ensuremath mbox"
# BibTeX counts braces even where they are escaped: they are named, never written.
_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)
# Signs that TeX reads as one where they stand together.
_LIGATURE = re.compile(r"(?<=[-`'!?])(?=[-`'])")


def to_latex(text: str) -> str:
    """Return the text as LaTeX shows it."""
    return _LIGATURE.sub("{}", one_line(text).translate(_SPECIAL))


def from_latex(text: str) -> tuple[str, list[str]]:
    """Return the text that LaTeX would show, and the commands in it that nobody knows.

    BibTeX has no comments inside values, so a percent sign is one.
    """
    if not _MARKED.search(text):
        return text, []
    text = _BARE.sub(r"\1\\\2", _shallow(text))
    text = _SCRIPT.sub(_script, text)
    if "://" in text:
        text = re.sub(r"(?<!\\)~", r"\\textasciitilde{}", text)
    if len(re.findall(r"(?<!\\)\$", text)) % 2:
        text = re.sub(r"(?<!\\)\$", r"\\$", text)
    reader, known = _reader()
    unknown = sorted({name for name in _MACRO.findall(text) if name not in known})
    try:
        shown = str(reader.latex_to_text(text))
    except Exception:  # noqa: BLE001 - whatever a parser of other people's LaTeX raises
        return _MACRO.sub("", text).translate(str.maketrans("", "", "\\{}$")), ["LaTeX"]
    return shown, unknown


def _script(found: re.Match[str]) -> str:
    return f"\\text{'sub' if found[1] == '_' else 'super'}script{{{found[2]}}}"


def _shallow(text: str) -> str:
    """Return the text without braces that lie deeper than any command needs."""
    if text.count("{") <= _DEEPEST:
        return text
    return "".join(_shallow_parts(text))


def _shallow_parts(text: str) -> Iterator[str]:
    depth = 0
    for part in re.split(r"([{}])", text):
        if part == "}":
            depth = max(0, depth - 1)
        if part not in {"{", "}"} or depth < _DEEPEST:
            yield part
        if part == "{":
            depth += 1


@cache
def _reader() -> tuple[Any, frozenset[str]]:
    from pylatexenc.latex2text import (
        LatexNodes2Text,
        MacroTextSpec,
        get_default_latex_context_db,
    )
    from pylatexenc.latexwalker import get_default_latex_context_db as get_walker_db
    from pylatexenc.macrospec import std_macro

    shown, read = get_default_latex_context_db(), get_walker_db()
    around = {**dict.fromkeys(_PLAIN.split(), "%s")}
    around |= {name: f"<{tag}>%s</{tag}>" for name, tag in _AROUND.items()}
    signs = [MacroTextSpec(name, sign) for name, sign in _SIGNS.items()]
    texts = [MacroTextSpec(name, form) for name, form in around.items()]
    shown.add_context_category("guidepress", prepend=True, macros=[*signs, *texts])
    specs = [std_macro(name, "{") for name in around]
    read.add_context_category("guidepress", prepend=True, macros=specs)
    known = {each.macroname for each in shown.iter_macro_specs()}
    known |= {each.macroname for each in read.iter_macro_specs()}

    class Reader(LatexNodes2Text):  # type: ignore[misc]
        def latex_to_text(self, latex: str, **_options: Any) -> str:
            from pylatexenc.latexwalker import LatexWalker

            walker = LatexWalker(latex, latex_context=read, tolerant_parsing=True)
            return str(self.nodelist_to_text(walker.get_latex_nodes()[0]))

    return Reader(latex_context=shown, math_mode="text"), frozenset(known)
