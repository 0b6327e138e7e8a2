"""Names as formats and people write them become CSL's: persons in parts, bodies as one literal.

Names are never glued or cut by guessing: what is neither ``Family, Given`` nor ``Family I.`` stays
one literal name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from guidepress.bibliography.latex import from_latex
from guidepress.bibliography.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Name = dict[str, str]

_SUFFIX = re.compile(r"(?i:jr|sr)\.?|III?|IV|2nd|3rd|4th|M\.?D\.?|Ph\.?D\.?|M\.?P\.?H\.?")
# A letter that is written as a command, with the braces that belong to it.
_LETTER = re.compile(
    r"\{\\[a-zA-Z]{1,3}\}|\{\\[^a-zA-Z{}]\{?\\?[a-zA-Z]\}?\}"
    r"|\{\\[a-zA-Z]\{[a-zA-Z]\}\}|\{\\[a-zA-Z] [a-zA-Z]\}"
    r"|\\[a-zA-Z]{1,3}(?:\{\}|\s)|\\[a-zA-Z]\{\\?[a-zA-Z]\}|\\[^a-zA-Z{}\s&]\{?\\?[a-zA-Z]\}?"
)
_INITIALS = r"(?:[^\W\d_a-z]\.?[-\u2010 ]?){1,4}"
# ``Alpha A.``, ``van der Beta J.-P.``, ``de la Gamma D 3rd``: the family has small letters.
_SHORT = re.compile(
    rf"((?:[^\W\d_][^\s,;()0-9]{{0,40}} ){{1,5}})({_INITIALS})"
    r"(?: ((?i:jr|sr)\.?|II|III|IV|2nd|3rd|4th))?"
)
_BODY_WORDS = re.compile(r"(?:^|\s)(?:and|for|of|on|und|f\u00fcr|et|pour|para|&)\s")
_BODY_NOUNS = re.compile(
    r"\b(?:group|groupe|grupo|gruppe|grp|committee|consortium|collaborat\w{2,9}|association|society|institut\w{0,3}"
    r"|university|organi[sz]ation|network|team|panel|force|trial\w{0,5}|study|investigators|council"
    r"|agency|ministry|department|cent(?:er|re)s?|federation|college|academy|foundation|party|board"
    r"|bureau|program(?:me)?|project|hospital|initiative|registry|alliance|commission|service|inc|ltd"
    r"|gmbh|llc|corporation|company|secretariat|office|administration|gesellschaft)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"(?:[\s,;]|\band\b|&){0,9}(?:\bet\.?\s{0,3}al(?:ii|\.|\b)|\band\s+others|^others$|\u2026|\.\.\.)[\s.]{0,5}$",
    re.IGNORECASE,
)


def is_body(text: str) -> bool:
    """Tell whether words of the name show that it is one of a body."""
    family, comma, given = text.partition(",")
    if not comma:
        return bool(_BODY_WORDS.search(text) or _BODY_NOUNS.search(text))
    if _BODY_WORDS.search(text):
        return True
    # "von Bureau, Robert" is a person; "Beta Study Group, Department of Tests" is not.
    parts = (part.strip() for part in (family, given) if not family[:1].islower())
    return any(" " in part and _BODY_NOUNS.search(part) for part in parts)


def read_names(text: str) -> tuple[list[Name], bool]:
    """Return the names in one field of tagged formats, and whether more are said to be missing."""
    text = clean(text).strip(";/ ")
    bare = _OTHERS.sub("", text)
    incomplete = bare != text
    names = [read_name(each) for each in _split(bare) if each.strip(" ,")]
    return names, incomplete


def _split(text: str) -> list[str]:
    """Return the names that stand in one field."""
    parts = [each.strip() for each in text.split(";")]
    if len(parts) > 1 and all("," in each.strip(",") or _SHORT.fullmatch(each) for each in parts):
        return parts
    if text.endswith(","):
        return [text]
    listed = [each.removeprefix("and ").strip() for each in re.split(r",|\s(?:and|&)\s", text)]
    listed = [each for each in listed if each]
    if len(listed) > 1 and all(_is_short(each) for each in listed):
        return listed
    joined = [each.strip() for each in re.split(r"\s(?:and|&)\s", text)]
    if len(joined) > 1 and all(each.count(",") == 1 and not is_body(each) for each in joined):
        return joined
    pairs = [each.strip() for each in text.split(",")]
    given = pairs[1::2]
    if (
        len(given) > 1
        and len(pairs) % 2 == 0
        and all(re.fullmatch(_INITIALS, each) for each in given)
    ):
        return [f"{family}, {each}" for family, each in zip(pairs[::2], given, strict=True)]
    return [text]


def _is_short(text: str) -> bool:
    found = _SHORT.fullmatch(text)
    return bool(found and re.search(r"[^\W\d_A-Z]", found[1]) and not is_body(text))


def read_name(text: str) -> Name:
    """Return one name as RIS writes it: family, given, suffix; or a body, or ``Family I.``."""
    text = text.strip()
    if text.endswith(","):
        return {"literal": text.rstrip(", ")}
    if is_body(text):
        return {"literal": text}
    if "," not in text:
        return _short_name(text) if _is_short(text) else {"literal": text}
    family, *rest = (part.strip() for part in text.split(","))
    rest = [part for part in rest if part]
    suffix = [part for part in rest if _SUFFIX.fullmatch(part) and len(rest) > 1]
    given = [part for part in rest if part not in suffix]
    if len(given) > 1 or len(suffix) > 1 or not family:
        return {"literal": text}
    return person(family, " ".join(given), suffix[0] if suffix else "")


def _short_name(text: str) -> Name:
    found = _SHORT.fullmatch(text)
    if not found:
        return {"literal": text}
    given = found[2].strip()
    if given.isalpha() and given.isupper():
        given = " ".join(given)
    return person(found[1].strip(), given, found[3] or "")


def person(family: str, given: str, suffix: str = "") -> Name:
    """Return a person; a suffix behind the family or the given names is no part of them."""
    if not suffix:
        family, suffix = _without_suffix(family)
    if not suffix:
        given, suffix = _without_suffix(given)
    parts = {"family": family, "given": given, "suffix": suffix.rstrip(".")}
    return {key: part for key, part in parts.items() if part}


def _without_suffix(text: str) -> tuple[str, str]:
    words = text.split(" ")
    if len(words) > 1 and _SUFFIX.fullmatch(words[-1]):
        return " ".join(words[:-1]).rstrip(", "), words[-1]
    return text, ""


def read_pubmed_name(text: str) -> tuple[list[Name], bool]:
    """Return ``Maki, Robert G Jr`` (full) or ``Maki RG Jr`` (short); a person in either case."""
    text = clean(text)
    if _OTHERS.fullmatch(text):
        return [], True
    family, comma, given = (part.strip() for part in text.partition(","))
    if comma:
        return [person(family, given)], False
    if _SHORT.fullmatch(text):
        return [_short_name(text)], False
    words = text.rsplit(" ", 1)
    if len(words) > 1 and len(words[1]) <= 3 and words[1].isupper():  # noqa: PLR2004 - initials
        return [{"family": words[0], "given": " ".join(words[1])}], False
    return [{"literal" if is_body(text) else "family": text}], False


def read_latex_names(text: str) -> tuple[list[Name], bool]:
    """Return the names of a field of BibTeX or biblatex, and whether it ends in ``and others``."""
    from bibtexparser.middlewares.names import split_multiple_persons_names

    names: list[Name] = []
    incomplete = False
    text = _LETTER.sub(lambda found: from_latex(found[0])[0], text)
    for each in split_multiple_persons_names(text):
        bare = _OTHERS.sub("", each).strip()
        incomplete |= bare != each.strip()
        names += _latex_names(bare) if bare else []
    return names, incomplete


def _latex_names(text: str) -> Iterator[Name]:
    from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

    plain = _shown(text)
    if _is_braced(text):
        return iter([{"literal": plain}])
    if re.match(r"(?:family|given|prefix|suffix)\s?=", text):
        return iter([_extended(text)])
    if "{" not in text and (is_body(plain) or len(_split(plain)) > 1 or _is_short(plain)):
        return (read_name(each) for each in _split(plain))
    try:
        parts = parse_single_name_into_parts(text)
    except InvalidNameError:
        return iter([read_name(plain)])
    if parts.von and not parts.von[0][0].islower():
        # "García del Muro, X.": BibTeX takes all before "Muro" for a particle, readers do not.
        parts.last, parts.von = [*parts.von, *parts.last], []
    family, given, jr = (_shown(" ".join(part)) for part in (parts.last, parts.first, parts.jr))
    von = {"non-dropping-particle": _shown(" ".join(parts.von))} if parts.von else {}
    return iter([von | (person(family, given, jr) or {"literal": plain})])


def _is_braced(text: str) -> bool:
    """Tell whether one pair of braces holds all of the text."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            return sign == "}" and place == len(text) - 1
    return False


def _extended(text: str) -> Name:
    """Return biblatex's ``family=Graaf, given=Winette, prefix=van der, useprefix=true``."""
    parts = [each.partition("=") for each in re.split(r",(?=[^{}]*(?:\{|$))", text)]
    stated = {key.strip(): _shown(value.strip().strip('"')) for key, _, value in parts}
    kept = "non-dropping-particle" if stated.get("useprefix") == "true" else "dropping-particle"
    named = person(stated.get("family", ""), stated.get("given", ""), stated.get("suffix", ""))
    return ({kept: stated["prefix"]} if stated.get("prefix") else {}) | named


def _shown(text: str) -> str:
    return clean(from_latex(text)[0])


def read_csl_names(value: Any) -> tuple[list[Name], bool]:
    """Return the names of a list in CSL-JSON or Crossref's JSON."""
    names: list[Name] = []
    incomplete = False
    for each in value if isinstance(value, list) else [value]:
        found, more = _csl_name(each) if isinstance(each, dict) else read_names(str(each))
        names += found
        incomplete |= more
    return names, incomplete


def _csl_name(data: Mapping[str, Any]) -> tuple[list[Name], bool]:
    text: Callable[[str], str] = lambda key: clean(str(data.get(key) or ""))  # noqa: E731 - read below, often
    literal = text("literal") or text("name")
    if literal or not (text("family") and text("given")):
        whole = literal or text("family") or text("given")
        if _OTHERS.fullmatch(whole):
            return [], True
        if literal and len(_split(literal)) > 1 and not is_body(literal):
            return [read_name(one) for one in _split(literal)], False
        key = "literal" if literal or is_body(whole) else "family" if text("family") else "given"
        return [{key: whole}] if whole else [], False
    particles = {
        key: text(key) for key in ("dropping-particle", "non-dropping-particle") if text(key)
    }
    return [particles | person(text("family"), text("given"), text("suffix"))], False
