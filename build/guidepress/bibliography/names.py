"""Names as formats and people write them become CSL's: persons in parts, bodies as one literal.

Names are never glued or cut by guessing: what is neither ``Family, Given`` nor ``Family I.`` stays
one literal name.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from guidepress.bibliography import words_of
from guidepress.bibliography.bibtex import from_latex
from guidepress.bibliography.draft import NO_FIELD, Draft
from guidepress.bibliography.records import Raw
from guidepress.bibliography.tidy import clean

Name = dict[str, str]
_PARTICLES = ("dropping-particle", "non-dropping-particle")
# The keys of a name in JSON that are read, or do not describe the person.
_KEYS = frozenset({"family", "given", "suffix", "literal", "name", "sequence", "comma-suffix",
                       "static-ordering", "parse-names", *_PARTICLES})  # fmt: skip
_SUFFIX = re.compile(r"(?i:jr|sr)\.?|III?|IV|2nd|3rd|4th|M\.?D\.?|Ph\.?D\.?|M\.?P\.?H\.?")
_INITIALS = r"(?:[^\W\d_a-z]\.?[-\u2010 ]?){1,4}"
# ``Alpha A.``, ``van der Beta J.-P.``, ``de la Gamma D 3rd``: the family has small letters.
_SHORT = re.compile(
    rf"((?:[^\W\d_][^\s,;()0-9]{{0,40}} ){{1,5}})({_INITIALS})"
    r"(?: ((?i:jr|sr)\.?|II|III|IV|2nd|3rd|4th))?"
)
_BODY_WORDS = re.compile(r"(?:^|\s)(?:and|at|for|of|on|und|f\u00fcr|et|pour|para|&)\s")
_BODY_NOUNS = re.compile(rf"\b(?:{'|'.join(words_of('words of bodies'))})\b", re.IGNORECASE)
_OTHERS = re.compile(
    r"(?:[\s,;]|\band\b|&){0,9}(?:\bet\.?\s{0,3}al(?:ii|\.|\b)|\band\s+others|^others$|\u2026|\.\.\.)[\s.]{0,5}$",
    re.IGNORECASE,
)
_ORCID = re.compile(
    r"[\s,;(\[]{0,3}(?:https?://)?(?:orcid(?:\.org/|\s?:?\s?))?"
    r"\b([0-9]{4}(?:-[0-9]{4}){2}-[0-9]{3}[0-9X])\b[)\]]?"
    r"|\s?\(([^()\s@]{1,80}@[^()\s]{1,80})\)",
    re.IGNORECASE,
)
# Where both are given, a full name and a short one are the same name.
_FULL_AND_SHORT = (("FAU", "AU"), ("AF", "AU"), ("FED", "ED"))
_MOST_NAMES = 5_000
_AND = r"\s(?:and|&)\s"


def is_body(text: str) -> bool:
    """Tell whether words of the name show that it is one of a body."""
    family, comma, given = text.partition(",")
    if not comma or _BODY_WORDS.search(text):
        return bool(_BODY_WORDS.search(text) or _BODY_NOUNS.search(text))
    # "von Bureau, Robert" is a person; "Beta Study Group, Department of Tests" is not.
    parts = (part.strip() for part in (family, given) if not family[:1].islower())
    return any(" " in part and _BODY_NOUNS.search(part) for part in parts)


def _read_field(form: str, tag: str, value: Any) -> tuple[list[Name], bool]:
    """Return the names in a field of the format, and whether it marks the list as incomplete."""
    if form == "json" and isinstance(value, list):
        found = [_csl_names(each) if isinstance(each, dict) else read_names(str(each))
                 for each in value]  # fmt: skip
        return [name for names, _ in found for name in names], any(more for _, more in found)
    if form == "bibtex":
        return _latex_names(str(value))
    if tag in {"CN", "CA"}:
        return [{"literal": clean(str(value)).rstrip(".,")}], False
    return _pubmed_name(value) if form == "nbib" else read_names(str(value))


def read_names(text: str) -> tuple[list[Name], bool]:
    """Return the names in a field of tagged formats, and whether it is marked as incomplete."""
    text = clean(text).strip(";/ ")
    bare = _OTHERS.sub("", text)
    return [read_name(each) for each in _split(bare) if each.strip(" ,")], bare != text


def _split(text: str) -> list[str]:
    """Return the names in one field."""
    parts = _parted(";", text)
    people = [each for each in parts if not is_body(each)]
    if len(parts) > 1 and people and all("," in each or _SHORT.fullmatch(each) for each in people):
        return [name for each in parts for name in _split(each)]
    if text.endswith(","):
        return [text]
    if listed := _short_names(_parted(rf",|{_AND}", text)):
        return listed
    joined = _parted(_AND, text)
    if len(joined) > 1 and all(each.count(",") == 1 and not is_body(each) for each in joined):
        return joined
    pairs = _parted(",", text)
    given = pairs[1::2]
    if len(given) > 1 and 2 * len(given) == len(pairs) and all(map(_are_initials, given)):
        return [", ".join(pair) for pair in zip(pairs[::2], given, strict=True)]
    return [text]


def _short_names(parts: list[str]) -> list[str]:
    """Return names such as ``Family IK`` with commas; none where one of the parts is no such."""
    found = [_SHORT.fullmatch(each) for each in parts if not is_body(each)]
    named = [_short_name(*each.groups("")) for each in found if each]
    return [", ".join(each.values()) for each in named] if 1 < len(parts) == len(named) else []


def _parted(sign: str, text: str) -> list[str]:
    parts = (re.sub(r"^(?:and|&)\s", "", each.strip()) for each in re.split(sign, text))
    return [each for each in parts if each]


def _are_initials(text: str) -> bool:
    return re.fullmatch(_INITIALS, text) is not None


def _is_short(text: str) -> bool:
    found = _SHORT.fullmatch(text)
    return bool(found and re.search(r"[^\W\d_A-Z]", found[1]) and not is_body(text))


def read_name(text: str) -> Name:
    """Return one name as RIS writes it: family, given, suffix; or a body, or ``Family I.``."""
    text = text.strip()
    if text.endswith(",") or is_body(text) or ("," not in text and not _is_short(text)):
        return {"literal": re.sub(r"[, ]{1,9}$|(?<=[a-z]{5})\.$", "", text)}
    if short := _SHORT.fullmatch(text):
        return _short_name(*short.groups(""))
    family, *rest = (part.strip() for part in text.split(","))
    suffix = [part for part in rest if _SUFFIX.fullmatch(part) and len(rest) > 1]
    given = [part for part in rest if part and part not in suffix]
    if len(given) > 1 or len(suffix) > 1 or not family:
        return {"literal": text}
    return person(family, "".join(given), "".join(suffix))


def _short_name(family: str, given: str, suffix: str) -> Name:
    given = given.strip()
    return person(family.strip(), " ".join(given) if given.isalpha() else given, suffix)


def person(family: str, given: str, suffix: str = "", **particles: str) -> Name:
    """Return a person; a suffix behind the family or the given names is no part of them."""
    for name in (family, given):
        words = name.split(" ")
        if not suffix and len(words) > 1 and _SUFFIX.fullmatch(words[-1]):
            suffix = words[-1]
            shorter = " ".join(words[:-1]).rstrip(", ")
            family, given = (shorter, given) if name is family else (family, shorter)
    if not family:
        whole = " ".join(filter(None, (*particles.values(), given, suffix)))
        return {"literal": whole} if whole else {}
    parts = {**particles, "family": family, "given": given, "suffix": suffix.rstrip(".")}
    return {key: part for key, part in parts.items() if part}


def _pubmed_name(text: str) -> tuple[list[Name], bool]:
    """Return ``Maki, Robert G Jr`` (full) or ``Maki RG Jr`` (short); a person in either case."""
    text = clean(text)
    if _OTHERS.fullmatch(text):
        return [], True
    family, comma, given = (part.strip() for part in text.partition(","))
    if comma:
        return [person(family, given)], False
    if short := _SHORT.fullmatch(text):
        return [_short_name(*short.groups(""))], False
    family, _, given = text.rpartition(" ")
    if family and len(given) <= 3 and given.isupper():  # noqa: PLR2004 - initials
        return [{"family": family, "given": " ".join(given)}], False
    return [{"literal" if is_body(text) else "family": text}], False


def _latex_names(text: str) -> tuple[list[Name], bool]:
    """Return the names of a field of BibTeX or biblatex, and whether it ends in ``and others``."""
    from bibtexparser.middlewares.names import split_multiple_persons_names

    names: list[Name] = []
    incomplete = False
    text = re.sub(r"(?i)\sand(?=\s*$|\s+and\s)", "", from_latex(text, braces=True)[0])
    for each in split_multiple_persons_names(text):
        bare = "" if _OTHERS.fullmatch(_shown(each)) else _OTHERS.sub("", each).strip()
        incomplete |= bare != each.strip()
        names += _latex_name(bare) if bare else ()
    return names, incomplete


def _latex_name(text: str) -> Iterable[Name]:
    from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

    plain = _shown(text)
    if _is_braced(text):
        return [{"literal": plain}]
    if text.endswith(",") and not is_body(plain):
        text += " {}"  # the given names, which are not known
    if re.match(r"(?:family|given|prefix|suffix)\s?=", text):
        return [_extended(text)]
    if "{" not in text and (is_body(plain) or len(_split(plain)) > 1 or _is_short(plain)):
        return map(read_name, _split(plain))
    try:
        parts = parse_single_name_into_parts(text)
    except InvalidNameError:
        return [read_name(plain)]
    if parts.von and not parts.von[0][0].islower():
        # "García del Muro, X.": BibTeX takes all before "Muro" for a particle, readers do not.
        parts.last, parts.von = [*parts.von, *parts.last], []
    family, given, jr = (_shown(" ".join(each)) for each in (parts.last, parts.first, parts.jr))
    if "," not in text and given and _are_initials(family) and not _are_initials(given):
        family, given = given, family
    if jr and _SUFFIX.fullmatch(given) and not _SUFFIX.fullmatch(jr):
        # Scopus writes "Beta, K., Jr."
        given, jr = jr, given
    von = {"non-dropping-particle": _shown(" ".join(parts.von))}
    return [person(family, given, jr, **von) or {"literal": plain}]


def _is_braced(text: str) -> bool:
    """Tell whether one pair of braces holds all of the text."""
    return re.fullmatch(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*){0,50}\}", text) is not None


def _extended(text: str) -> Name:
    """Return biblatex's ``family=Graaf, given=Winette, prefix=van der, useprefix=true``."""
    parts = [each.partition("=") for each in re.split(r",(?=[^{}]*(?:\{|$))", text)]
    stated = {key.strip(): _shown(value.strip().strip('"')) for key, _, value in parts}
    kept = _PARTICLES[stated.get("useprefix") == "true"]
    *named, prefix = (stated.get(key, "") for key in ("family", "given", "suffix", "prefix"))
    return person(*named, **{kept: prefix})


def _shown(text: str) -> str:
    return clean(re.sub("[{}]", "", text))


def _csl_names(data: Mapping[str, Any]) -> tuple[list[Name], bool]:
    """Return the names of an entry in CSL-JSON or Crossref's JSON."""
    part = {key: clean(str(data.get(key) or "")) for key in _KEYS}
    literal = part["literal"] or part["name"]
    particles = {key: part[key] for key in _PARTICLES}
    if not literal and part["family"] and any((part["given"], part["suffix"], *particles.values())):
        return [person(part["family"], part["given"], part["suffix"], **particles)], False
    whole = literal or part["family"] or part["given"]
    if _OTHERS.fullmatch(whole):
        return [], True
    if literal and len(_split(literal)) > 1 and not is_body(literal):
        return [*map(read_name, _split(literal))], False
    key = "family" if part["family"] and not is_body(whole) and not literal else "literal"
    return [{key: whole}] if whole else [], False


def take_names(draft: Draft) -> None:
    """Take authors and editors, and whether the format marks their lists as incomplete."""
    for field in ("author", "editor"):
        names: list[Name] = []
        for raw in _fields(draft, field):
            found, incomplete = _read_field(draft.form, raw.name, _without_orcid(draft, raw))
            names += found
            if not found and not incomplete:
                draft.leave(raw, "it is no name")
            if len(names) > _MOST_NAMES:
                draft.leave(raw, f"these are more than {_MOST_NAMES} names")
                del names[_MOST_NAMES:]
                incomplete = True
            if incomplete and field == "author":
                draft.data["authors_complete"] = False
            elif incomplete:
                draft.remark("the list of editors is not complete", field=field)
        if names:
            draft.data[field] = names
    _take_completeness(draft)


def _take_completeness(draft: Draft) -> None:
    for raw in draft.take("authors_complete"):
        if isinstance(raw.value, bool):
            draft.data["authors_complete"] = raw.value
        elif draft.data.get("author") and raw.value in {"Y", "N"}:
            draft.data.setdefault("authors_complete", raw.value == "Y")


def _fields(draft: Draft, field: str) -> list[Raw]:
    """Return the fields of names in the order of the file, each name once."""
    names = [raw for _, raw in draft.open.pop(field, [])]
    for full, short in _FULL_AND_SHORT if draft.form in {"nbib", "wos"} else ():
        counts = [sum(raw.name == tag for raw in names) for tag in (full, short)]
        dropped = short if counts[0] >= counts[1] else full
        names = [raw for raw in names if not all(counts) or raw.name != dropped]
    return names


def _without_orcid(draft: Draft, raw: Raw) -> Any:
    """Return the names without what no field of ours keeps of a person."""
    if isinstance(raw.value, str):
        for found in _ORCID.finditer(raw.value):
            name = "ORCID" if found[1] else "e-mail"
            draft.leave(raw._replace(name=name), NO_FIELD, found[1] or found[2])
        return _ORCID.sub("", raw.value)
    for each in raw.value if isinstance(raw.value, list) else ():
        for key in sorted(each.keys() - _KEYS) if isinstance(each, dict) else ():
            if each[key]:
                draft.leave(raw._replace(name=key), NO_FIELD, each[key])
    return raw.value
