"""Units of measurement, as UCUM's case-sensitive form has them, and as readers know them.

What is counted stands in its singular or its plural: one risk factor, two risk factors.

https://ucum.org/ucum
"""

import re
from collections.abc import Mapping
from functools import cache

_PREFIXES = ("da", *"YZEPTGMkhdcmunpfazy")
# Mg and ML are a megagram and a megalitre: whoever writes one of a dose means another.
_LARGE, _NEVER_LARGE = frozenset("YZEPTGM"), frozenset({"g", "l", "L"})
# The atoms that prescriptions, laboratories and conditions use, those that take prefixes first.
_METRIC_ATOMS = """
m s g rad K C cd mol sr Hz N Pa J W A V F Ohm S Wb Cel T H lm lx Bq Gy Sv kat l L ar t bar u eV pc U
eq osm cal B Ci m[H2O] m[Hg] g% [iU] [IU] [arb'U] [CFU] bit By Bd st dyn erg
"""
_PLAIN_ATOMS = """
10* 10^ [pi] % [ppth] [ppm] [ppb] [pptr] deg ' '' min h d a a_t a_j a_g wk mo mo_s mo_j mo_g
[in_i] [ft_i] [yd_i] [mi_i] [lb_av] [oz_av] [lb_tr] [oz_tr] [st_av] [gr] [degF] [drp] [cup_us]
[tsp_us] [tbs_us] [foz_us] [pt_us] [qt_us] [gal_us] [pH] [diop] [Ch] [hp_X] [hp_C] [hp_M] [AU]
[BAU] [SQ] [PFU] [FFU] [TCID_50] [CCID_50] [EID_50] [LD] [DF] [IR] [Lf] [tb'U] [USP'U] [D'ag'U]
[anti'Xa'U] [bdsk'U] [GPL'U] [MPL'U] [APL'U] [beth'U] [todd'U] [dye'U] [hnsf'U] [smgy'U] [p'diop]
[MET] [S]
"""
_METRIC, _PLAIN = frozenset(_METRIC_ATOMS.split()), frozenset(_PLAIN_ATOMS.split())
_ANNOTATION = re.compile(r"\{[!-z|~]{0,40}\}")
_ATOM = re.compile(
    r"((?:10[*^]|\[[^\][]{1,12}\]|m\[[^\][]{1,4}\]|[A-Za-z_%']){1,8})([+-]?[0-9]{1,3})?"
)
_DIGITS = re.compile(r"[1-9][0-9]{0,9}")


@cache
def is_unit(text: str) -> bool:
    """Tell whether a text is a unit in UCUM's case-sensitive form, such as ``mg/kg`` or ``wk``."""
    reading = _Reading(text)
    return bool(text) and reading.term() and reading.rest == ""


class _Reading:
    """A unit that is being read from its left."""

    def __init__(self, text: str) -> None:
        self.rest = text

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.rest)
        self.rest = self.rest[found.end() :] if found else self.rest
        return found

    def term(self) -> bool:
        self.rest = self.rest.removeprefix("/")
        while self._component():
            if self.rest[:1] not in {".", "/"} or not self.rest:
                return True
            self.rest = self.rest[1:]
        return False

    def _component(self) -> bool:
        if self.rest.startswith("("):
            self.rest = self.rest[1:]
            inside = self.term() and self.rest.startswith(")")
            self.rest = self.rest[1:]
            return inside
        if self._take(_ANNOTATION):
            return True
        atom = _ATOM.match(self.rest)
        if atom and _is_atom(atom[1]):
            self.rest = self.rest[atom.end() :]
        elif not self._take(_DIGITS):
            return False
        self._take(_ANNOTATION)
        return True


def _is_atom(text: str) -> bool:
    if text in _METRIC or text in _PLAIN:
        return True
    return any(
        text.startswith(each)
        and text[len(each) :] in _METRIC
        and not (each in _LARGE and text[len(each) :] in _NEVER_LARGE)
        for each in _PREFIXES
    )


# Words for readers: one, several; the placeholders of translators are the keys.
WORDS: Mapping[str, tuple[str, str]] = {
    "s": ("second", "seconds"),
    "min": ("minute", "minutes"),
    "h": ("hour", "hours"),
    "d": ("day", "days"),
    "wk": ("week", "weeks"),
    "mo": ("month", "months"),
    "a": ("year", "years"),
    "{dose}": ("dose", "doses"),
    "{tablet}": ("tablet", "tablets"),
    "{capsule}": ("capsule", "capsules"),
    "{puff}": ("puff", "puffs"),
    "{inhalation}": ("inhalation", "inhalations"),
    "{drop}": ("drop", "drops"),
    "[drp]": ("drop", "drops"),
    "{point}": ("point", "points"),
    "{cycle}": ("cycle", "cycles"),
    "{episode}": ("episode", "episodes"),
}
_SIGNS = {
    "[iU]": "IU",
    "[IU]": "IU",
    "Cel": "°C",
    "[degF]": "°F",
    "[lb_av]": "lb",
    "m2": "m²",
    "m3": "m³",
    "deg": "°",
    "[pH]": "pH",
    "l": "L",
    "[in_i]": "in",
    "[oz_av]": "oz",
}
_RAISED = str.maketrans("0123456789-+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺")


def render_unit(unit: str, *, one: bool = False) -> str:
    """Return a unit as readers know it: ``ug`` as µg, ``10*9/L`` as 10⁹/L, ``wk`` as weeks."""
    if unit in WORDS:
        return WORDS[unit][0 if one else 1]
    first, *others = re.split(r"(?<![{\[])([./])(?![^{]*\}|[^(]*\))", unit)
    return _counted(first, one=one) + "".join(
        each if each in "./" else _below(each) for each in others
    )


def _counted(part: str, *, one: bool) -> str:
    """Return what is counted in the form that its number wants; symbols have only one."""
    if part in WORDS and not part.isalpha():
        return WORDS[part][0 if one else 1]
    return count_noun(_sign(part), one=one) if part.startswith("{") else _sign(part)


def _below(part: str) -> str:
    if part in WORDS and part not in {"s", "min", "h"}:
        return WORDS[part][0]
    return _counted(part, one=True)


def _sign(part: str) -> str:
    if part in _SIGNS:
        return _SIGNS[part]
    if part.startswith("{") and part.endswith("}"):
        words = part[1:-1].replace("_", " ")
        return re.sub(r"(?<=[0-9] m)[23]$", lambda each: each[0].translate(_RAISED), words)
    # What a day's collection is divided by: mg/(24.h) is read as mg/24 h.
    if counted := re.fullmatch(r"\(([0-9]{1,4})\.(\w{1,3})\)", part):
        return f"{counted[1]} {counted[2]}"
    if raised := re.fullmatch(r"10[*^]([+-]?[0-9]{1,3})", part):
        return f"10{raised[1].translate(_RAISED)}"
    for sign, shown in _SIGNS.items():
        if sign.startswith("[") and part.endswith(sign) and part.removesuffix(sign) in _PREFIXES:
            part = part.removesuffix(sign) + shown
    part = re.sub(r"\[(Hg|H2O)\]", r"\1", part)
    return re.sub(r"^u(?=[A-Za-z])", "µ", part) if _is_atom(part) and part != "u" else part


def render_quantity(amount: str, unit: str) -> str:
    """Return an amount with its unit: ``7`` and ``d`` are "7 days", ``1`` and ``d`` "1 day"."""
    shown = render_unit(unit, one=amount == "1")
    if unit == "1":
        return amount
    return f"{amount}{'' if shown in {'%', '°'} else ' '}{shown}"


_MONTHS = 12


def render_with_years(amount: str, unit: str) -> str:
    """Return the same; months that are two years or more, and no part of one, in years as well."""
    shown = render_quantity(amount, unit)
    months = int(amount) if unit == "mo" and amount.isdecimal() else 0
    if months % _MONTHS or months < 2 * _MONTHS:
        return shown
    return f"{shown} ({render_quantity(str(months // _MONTHS), 'a')})"


# The last word of "side effects of iron", or of "problem that persists", is that before the phrase.
_COUNTED = re.compile(
    r"(\w{1,99})(?: (?:after|at|before|by|during|for|from|in|of|on|since|that|to|which|who|with"
    r"|without)\b.{0,999})?$"
)
_IRREGULAR = """
bacterium/bacteria child/children criterion/criteria embolus/emboli focus/foci foot/feet man/men
nucleus/nuclei ovum/ova person/people thrombus/thrombi tooth/teeth vertebra/vertebrae woman/women
"""
# These have one form: "an index of 3", whatever the number is. "Crohn's" ends with "s" alone.
_ONE_FORM = """
aids ascites bias biceps caries diabetes gas herpes hives lens measles mumps pancreas rabies rickets
s scabies series shingles species
class fraction grade index level percentile proportion quotient rate ratio score stage titer titre
"""
_PLURALS = dict(each.split("/") for each in _IRREGULAR.split())
_SINGULARS = {several: one for one, several in _PLURALS.items()}
_UNCOUNTED = frozenset(_ONE_FORM.split())
# How a word ends, and its other form; the first that fits.
_TO_PLURAL = (
    ("sis$", "ses"),
    ("(?<=[^aeiou])y$", "ies"),
    ("(?<![su])s$", "s"),
    ("(s|x|z|ch|sh)$", r"\1es"),
    ("$", "s"),
)
_TO_SINGULAR = (
    ("(agno|aly|cri|mbo|sta|teno)ses$", r"\1sis"),
    ("ies$", "y"),
    ("(ss|lus|rus|x|z|ch|sh)es$", r"\1"),
    (".$", ""),
)


def is_plural(noun: str) -> bool:
    """Tell whether a noun with what belongs to it is a plural; of an abbreviation it is not."""
    found = _COUNTED.search(noun)
    word = found[1].lower() if found else ""
    if word in _SINGULARS:
        return True
    # An abbreviation such as "ECOG PS" ends with a capital.
    ends = bool(found and found[1].endswith("s") and not word.endswith(("ss", "us", "is")))
    return ends and word not in _UNCOUNTED


def count_noun(noun: str, *, one: bool) -> str:
    """Return a noun as it stands behind a number; what cannot be counted stays as it is."""
    found = _COUNTED.search(noun)
    if not found or is_plural(noun) != one or found[1] in _UNCOUNTED:
        return noun
    # "PMIDs" are several, of "INR" there is no plural.
    if not found[1].islower() and not (one and found[1][:-1].isupper()):
        return noun
    endings = _TO_SINGULAR if one else _TO_PLURAL
    regular = next(re.sub(old, new, found[1]) for old, new in endings if re.search(old, found[1]))
    word = (_SINGULARS if one else _PLURALS).get(found[1], regular)
    return noun[: found.start(1)] + word + noun[found.end(1) :]
