"""A text of a reference manager or database as our prose: one line, composed, without markup."""

from __future__ import annotations

import html
import re
import unicodedata

# Unicode's Default_Ignorable_Code_Point, marks of direction, and what no file of ours may hold.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
# Joiners are spelling in some scripts, and nothing in Latin text.
_JOINER = re.compile("(?<=[\u0000-\u024f])[\u200c\u200d]|[\u200c\u200d](?=[\u0000-\u024f]|$)")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_INLINE = (
    "i|em|b|strong|u|sc|scp|sub|sup|inf|span|div|p|font|small|italic|bold|underline|title|h[1-6]"
    "|(?:jats|mml|ce|xhtml):[a-z-]{1,30}|math|m(?:row|i|n|o|sup|sub|text|rm)"
)
_ATTRIBUTES = (
    r"(?:\s{1,5}[\w:-]{1,40}\s?=\s?(?:\"[^\"<>]{0,300}\"|'[^'<>]{0,300}'|[^\s\"'<>]{1,99}))"
)
_TAG = re.compile(rf"<(/?)({_INLINE}){_ATTRIBUTES}{{0,9}}\s?>", re.IGNORECASE)
_SINGLE = re.compile(rf"<(?:br|hr|p|img){_ATTRIBUTES}{{0,9}}\s?/?>", re.IGNORECASE)
_SCRIPT = re.compile(r"<(sup|sub|inf)>([^<>]{1,60})</\1>", re.IGNORECASE)
_RAISED = str.maketrans("0123456789+-\u2212=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-\u2212=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


def clean(text: str) -> str:
    """Return the text on one line, with the signs that entities stand for and without tags.

    A raised figure stays raised, as a sign of Unicode or behind ``^``.
    """
    if "<" in text or "&" in text:
        # What was escaped once more than needed is common in what publishers deposit.
        for _ in range(2):
            text = _without_tags(_ENTITY.sub(lambda found: html.unescape(found[0]), text))
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = _JOINER.sub("", _INVISIBLE.sub("", _CONTROL.sub(" ", text)))
    return " ".join(unicodedata.normalize("NFC", text).split())


def _without_tags(text: str) -> str:
    if "<" not in text:
        return text
    text = _SCRIPT.sub(_script, text)
    found = [(each[1], each[2].lower()) for each in _TAG.finditer(text)]
    # ``a<b>c`` compares; a tag is what is closed, too.
    paired = {name for mark, name in found if not mark} & {name for mark, name in found if mark}
    text = _TAG.sub(lambda each: "" if each[2].lower() in paired else each[0], text)
    return _SINGLE.sub(" ", text)


def _script(found: re.Match[str]) -> str:
    raised = found[1].lower() == "sup"
    text = found[2].strip()
    signs = text.translate(_RAISED if raised else _LOWERED)
    if not any(each.isdigit() for each in text):
        # "19<sup>th</sup>" loses nothing; "10<sup>n</sup>" would.
        return signs if signs != text and len(text) == 1 else text
    if all(new != old for new, old in zip(signs, text, strict=True)):
        return signs
    return f"^{text}" if raised else text


def one_line(text: str) -> str:
    """Return the text with a space for each line break and control character."""
    return _CONTROL.sub(" ", text).strip()
