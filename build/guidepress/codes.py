"""Codes of other systems: their forms, check digits and words.

Nothing is looked up in a terminology: that a code has the right form and check digit says that it
was not mistyped, not that it means what stands beside it.
"""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from guidepress.units import is_unit


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
