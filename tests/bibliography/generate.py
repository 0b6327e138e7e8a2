"""References of every shape that references.yaml admits, from a seed."""

from __future__ import annotations

import random
from typing import Any

from guidepress.content.assemble import as_csl
from guidepress.model import Reference, from_data
from guidepress.schema.load import load_schema

Data = dict[str, Any]
_FAMILIES = [
    "Maki",
    "van der Graaf",
    "O'Neil",
    "García del Muro",
    "Müller-Lüdenscheidt",
    "Łukasz",
    "Ng",
    "Bureau",
    "Nguyễn",
]
_GIVEN = ["Robert G", "R. G.", "RG", "J.-P.", "Jean-Pierre", "Winette T A", "A"]
_BODIES = [
    "World Health Organization",
    "EORTC",
    "Ministry of Health, Labour and Welfare",
    "Alpha",
    "A; B Group",
    "NICE UK",
    "Barnes & Noble",
    "Smith, John Foundation",
]
_WORDS = [
    "effect",
    "of",
    "5%",
    "glucose",
    "&",
    "TGF-β",
    "in",
    "{DNA}",
    "a_b",
    "$5",
    "#1",
    "~x^2",
    "p",
    "<",
    "0.05",
    "x<y",
    ">65",
    "--",
    "''quote''",
    "“q”",
    "½",
    "µg/mL",
    "10^9",
    "back\\slash",
    '"dq"',
    "[x]",
    "(y)",
    "'a'",
    "–",
    "—",
    "é",
    "ü",
    "ß",
    "日本",
    ":",
    ";",
    ",",
    ".",
    "and",
    "others",
    "et",
    "al",
    "@key",
]
_CHOICES: dict[str, list[str]] = {
    "publisher": ["Test Press", "A & B, Ltd."],
    "publisher-place": ["Testville", "Town, State"],
    "edition": ["2", "2nd", "Third"],
    "issued": ["2013", "2013-08", "2013-08-20", "1999-12-31"],
    "accessed": ["2020", "2020-03", "2020-03-04"],
    "volume": ["31", "S2", "12 Suppl 1"],
    "issue": ["3", "Suppl 2", "1-2"],
    "page": ["1-9", "S1-S20", "e12", "100-110", "iv5-iv9", "345.e1-345.e9"],
    "number": ["e0160001", "12", "102978"],
    "language": ["en", "de", "pt-BR"],
    "DOI": ["10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2", "10.1000/x%41y", "10.1000/{b}_C"],
    "ISBN": ["978-3-16-148410-0", "9783161484100", "0-8044-2957-X"],
    "ISSN": ["0378-5955", "2434-561X"],
    "URL": ["https://example.org/a_b?c=1&d=2", "https://example.org/~x/%7Ey#z"],
}  # fmt: skip


def make_references(count: int, seed: int) -> list[Data]:
    """Return entries of references.yaml, each valid and with an id that ends in a year."""
    source = random.Random(seed)
    return [_reference(source, number) for number in range(count)]


def as_models(references: list[Data]) -> list[Reference]:
    """Return the references as they are published."""
    return [from_data(Reference, as_csl(each)) for each in references]


def _reference(source: random.Random, number: int) -> Data:
    types = load_schema("references")["$defs"]["reference"]["properties"]["type"]["enum"]
    kind = source.choice(types) if source.random() < 0.6 else "article-journal"
    data: Data = {
        "id": f"ref{number}-2013",
        "type": kind,
        "title": f"T{number} {_words(source, 6)}".strip(" ."),
    }
    if source.random() < 0.9:
        data["author"] = [_name(source) for _ in range(source.randrange(1, 5))]
        data |= source.choice([{}, {"authors_complete": True}, {"authors_complete": False}])
    if source.random() < 0.2:
        data["editor"] = [_name(source) for _ in range(source.randrange(1, 3))]
    for key in ("container-title", "collection-title"):
        if source.random() < 0.5:
            data[key] = f"J {_words(source, 3)}".strip(" .")
    data |= {
        key: source.choice(values) for key, values in _CHOICES.items() if source.random() < 0.4
    }
    if source.random() < 0.5:
        data["PMID"] = str(source.randrange(1, 40_000_000))
    if source.random() < 0.2:
        data |= {
            "PMCID": f"PMC{source.randrange(1, 999)}",
            "registry": ["NCT01234567", "EudraCT 2004-000446-20"],
        }
    if source.random() < 0.2:
        data["notices"] = [_notice(source, place) for place in range(source.randrange(1, 3))]
    return data


def _words(source: random.Random, most: int) -> str:
    return " ".join(source.choice(_WORDS) for _ in range(source.randrange(1, most + 1)))


def _name(source: random.Random) -> dict[str, str]:
    if source.random() < 0.25:
        return {"literal": source.choice(_BODIES)}
    name = {"family": source.choice(_FAMILIES), "given": source.choice(_GIVEN)}
    if source.random() < 0.15:
        name["suffix"] = source.choice(["Jr", "III", "Sr", "2nd"])
    if source.random() < 0.15:
        name[source.choice(["non-dropping-particle", "dropping-particle"])] = source.choice(
            ["van der", "de"]
        )
    return name


def _notice(source: random.Random, place: int) -> dict[str, str]:
    kind = source.choice(["erratum", "retraction", "expression-of-concern", "comment"])
    ids = source.choice(
        [{}, {"PMID": "31"}, {"DOI": "10.1000/n.1"}, {"PMID": "31", "DOI": "10.1000/n.1"}]
    )
    return {"kind": kind, "citation": f"J Test Med. 2014;13({place}):99", **ids}
