"""Codes of other systems and units of measurement: their forms, check digits and words.

Nothing is looked up in a terminology: that a code has the right form and check digit says that it
was not mistyped, not that it means what stands beside it. Units are those of UCUM
(https://ucum.org/ucum), in its case-sensitive form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

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
    "[drp]": "drops",
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
    return _sign(first) + "".join(each if each in "./" else _below(each) for each in others)


def _below(part: str) -> str:
    return WORDS[part][0] if part in WORDS and part not in {"s", "min", "h"} else _sign(part)


def _sign(part: str) -> str:
    if part in _SIGNS:
        return _SIGNS[part]
    if part.startswith("{") and part.endswith("}"):
        return part[1:-1].replace("_", " ")
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


class System(NamedTuple):
    """A code system: its address in FHIR, the form of a code, that form in words, its check."""

    address: str
    form: str
    words: str
    check: Callable[[str], bool] = lambda _code: True


# Verhoeff, J. (1969): products in the dihedral group of order 10, and the permutation of places.
_TURNS = tuple(
    tuple((i + j) % 5 + 5 * (j > 4) if i < 5 else (i - j) % 5 + 5 * (j < 5) for j in range(10))  # noqa: PLR2004 - half of the digits
    for i in range(10)
)
_PLACES = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def has_verhoeff_digit(digits: str) -> bool:
    """Tell whether the last digit is the check digit of Verhoeff, as SNOMED CT has it."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        turned = int(digit)
        for _ in range(place % 8):
            turned = _PLACES[turned]
        total = _TURNS[total][turned]
    return total == 0


def has_luhn_digit(digits: str) -> bool:
    """Tell whether the last digit is that of Luhn (mod 10), as LOINC has it behind the hyphen."""
    found = [int(digit) for digit in reversed(digits.replace("-", ""))]
    total = sum(sum(divmod(digit * (1 + place % 2), 10)) for place, digit in enumerate(found))
    return total % 10 == 0


_SNOMED_PARTITION = {"00", "10"}


def _is_concept(code: str) -> bool:
    # The third and second last digit say what the number identifies: 00 and 10 are concepts.
    return code[-3:-1] in _SNOMED_PARTITION and has_verhoeff_digit(code)


_ICD11_STEM = "[0-9A-HJ-NP-Z][A-HJ-NP-Z][0-9][0-9A-HJ-NP-Z](\\.[0-9A-HJ-NP-Z]{1,2})?"
SYSTEMS: Mapping[str, System] = {
    "ATC": System(
        "http://www.whocc.no/atc",
        "[ABCDGHJLMNPRSV]([0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)?",
        "a letter of a main group, then up to two digits, two letters and two digits, as J01DD04",
    ),
    "RxNorm": System(
        "http://www.nlm.nih.gov/research/umls/rxnorm", "[1-9][0-9]{0,7}", "digits only, as 2193"
    ),
    "SNOMED CT": System(
        "http://snomed.info/sct",
        "[1-9][0-9]{5,17}",
        "the digits of a concept with its check digit, as 78421000",
        _is_concept,
    ),
    "ICD-10": System(
        "http://hl7.org/fhir/sid/icd-10",
        "[A-Z][0-9][0-9A-Z](\\.([0-9A-Z]{1,4}|-))?",
        "a letter, two digits and what stands behind the point, as A54.0 or A54.-",
    ),
    "ICD-11": System(
        "http://id.who.int/icd/release/11/mms",
        f"{_ICD11_STEM}([&/]{_ICD11_STEM}){{0,8}}",
        "four signs and what stands behind the point, as 1A70.0; clusters with & or /",
    ),
    "LOINC": System(
        "http://loinc.org",
        "[1-9][0-9]{0,6}-[0-9]",
        "digits, a hyphen and the check digit, as 718-7",
        has_luhn_digit,
    ),
    "MeSH": System(
        "http://terminology.hl7.org/CodeSystem/MSH",
        "[CDQ]([0-9]{6}|[0-9]{9})",
        "a D, C or Q and six or nine digits, as D002443",
    ),
    "UCUM": System("http://unitsofmeasure.org", "[!-~]{1,40}", "a unit, as mg/kg", is_unit),
}


def find_code_fault(system: str, code: str) -> str:
    """Return what is wrong with a code; empty where nothing is, and of an unknown system."""
    known = SYSTEMS.get(system)
    if known is None:
        return ""
    if not re.fullmatch(known.form, code):
        return f"{code} is no code of {system}"
    if not known.check(code):
        wrong = f"a code with a wrong check digit ({system})"
        return f"{code} is {'no unit that UCUM knows' if system == 'UCUM' else wrong}"
    return ""


class Route(NamedTuple):
    """A route: as a sentence has it, its concept in SNOMED CT, and what texts call it."""

    words: str
    snomed: str
    names: tuple[str, ...] = ()


ROUTES: Mapping[str, Route] = {
    "PO": Route("by mouth", "26643006", ("orally", "per os", "p.o.")),
    "IM": Route("into a muscle", "78421000", ("intramuscularly", "intramuscular", "i.m.")),
    "IV": Route("into a vein", "47625008", ("intravenously", "intravenous", "i.v.")),
    "SC": Route("under the skin", "34206005", ("subcutaneously", "subcutaneous", "s.c.")),
    "ID": Route("into the skin", "372464004", ("intradermally", "intradermal")),
    "INH": Route("by inhalation", "447694001", ("inhaled",)),
    "NAS": Route("into the nose", "46713006", ("intranasally", "intranasal")),
    "PR": Route("into the rectum", "37161004", ("rectally", "rectal", "per rectum")),
    "PV": Route("into the vagina", "16857009", ("vaginally", "vaginal")),
    "SL": Route("under the tongue", "37839007", ("sublingually", "sublingual")),
    "BUC": Route("inside the cheek", "54471007", ("buccally", "buccal")),
    "TOP": Route("on the skin", "6064005", ("topically", "topical")),
    "TD": Route("through the skin", "45890007", ("transdermally", "transdermal")),
    "OPH": Route("into the eye", "54485002", ("ophthalmic",)),
    "OT": Route("into the ear", "10547007", ("otic",)),
    "IO": Route("into a bone", "417255000", ("intraosseously", "intraosseous")),
    "IT": Route("into the spinal fluid", "72607000", ("intrathecally", "intrathecal")),
    "IP": Route("into the peritoneum", "38239002", ("intraperitoneally", "intraperitoneal")),
    "IA": Route("into a joint", "12130007", ("intra-articular",)),
    "IVES": Route("into the bladder", "372471009", ("intravesical",)),
    "EPI": Route("into the epidural space", "404820008", ("epidurally", "epidural")),
}
