"""References as the tools of their users read them, field by field against what is known of them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from guidepress.export import REFERENCE_EXPORTS, as_reference
from guidepress.model import Custom, Date, Guideline, Name, Notice, Reference

Facts = list[dict[str, Any]]


def known_as(last: str, given_names: str) -> str:
    return f"{last} {given_names.replace(' ', '').replace('.', '')}".strip()


def by_pmid(facts: Facts) -> dict[str, dict[str, Any]]:
    return {fact["pmid"]: fact for fact in facts}


def bibtex_entries(text: str) -> list[dict[str, str]]:
    from bibtexparser.entrypoint import parse_string

    library = parse_string(text)
    assert not library.failed_blocks
    return [{each.key: str(each.value) for each in entry.fields} for entry in library.entries]


def from_ris(record: dict[str, Any]) -> dict[str, Any]:
    return {
        "pmid": record["accession_number"],
        "title": record["title"],
        "journal": record["secondary_title"],
        "year": int(record["year"]),
        "volume": record["volume"],
        "issue": record["number"],
        "pages": f"{record['start_page']}-{record['end_page']}",
        "doi": record.get("doi"),
        "authors": [known_as(*name.split(", ")) for name in record["authors"]],
    }


FIELDS = ("title", "journal", "year", "volume", "issue", "pages", "doi", "authors")


def test_rispy_reads_what_is_known_of_each_reference(guideline: Guideline, facts: Facts) -> None:
    records = [
        from_ris(each) for each in rispy.loads(REFERENCE_EXPORTS["ris"](guideline.references))
    ]
    assert len(records) == len(facts) == 11
    for record in records:
        fact = by_pmid(facts)[record["pmid"]]
        assert {key: record[key] for key in FIELDS} == {key: fact[key] for key in FIELDS}


def test_ris_says_in_a_note_that_authors_are_missing(guideline: Guideline, facts: Facts) -> None:
    for record in rispy.loads(REFERENCE_EXPORTS["ris"](guideline.references)):
        said = any("et al." in note for note in record.get("notes", ()))
        assert said is not by_pmid(facts)[record["accession_number"]]["authors_complete"]


def test_bibtexparser_reads_what_is_known_of_each_reference(
    guideline: Guideline, facts: Facts
) -> None:
    entries = bibtex_entries(REFERENCE_EXPORTS["bibtex"](guideline.references))
    assert len(entries) == 11
    for entry in entries:
        fact = by_pmid(facts)[entry["pmid"]]
        assert entry["title"] == f"{{{fact['title']}}}"
        assert (entry["journal"].strip("{}"), int(entry["year"])) == (fact["journal"], fact["year"])
        assert (entry["volume"], entry["number"]) == (fact["volume"], fact["issue"])
        assert entry["pages"].replace("--", "-") == fact["pages"]
        assert entry.get("doi") == fact["doi"]
        assert entry["author"].endswith(" and others") is not fact["authors_complete"]


def test_pybtex_reads_the_authors_of_each_reference(guideline: Guideline, facts: Facts) -> None:
    from pybtex.database import parse_string  # type: ignore[import-untyped]

    library = parse_string(REFERENCE_EXPORTS["bibtex"](guideline.references), "bibtex")
    for entry in library.entries.values():
        names = [
            known_as(
                " ".join(each.strip("{}") for each in (*person.prelast_names, *person.last_names)),
                " ".join((*person.first_names, *person.middle_names)),
            )
            for person in entry.persons["author"]
        ]
        fact = by_pmid(facts)[entry.fields["pmid"]]
        assert names == fact["authors"] + ([] if fact["authors_complete"] else ["others"])


def test_citeproc_renders_what_is_known_of_each_reference(
    guideline: Guideline, facts: Facts
) -> None:
    rendered = render_with_citeproc(json.loads(REFERENCE_EXPORTS["csl"](guideline.references)))
    assert len(rendered) == 11
    for reference in guideline.references:
        fact = by_pmid(facts)[str(reference.pmid)]
        line = rendered[reference.id]
        for key in ("title", "journal", "volume", "issue", "year"):
            assert str(fact[key]) in line
        assert fact["pages"] in line.replace("\u2013", "-")
        for author in fact["authors"]:
            assert author.rsplit(" ", 1)[0] in line


STYLE = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" demote-non-dropping-particle="never" default-locale="en-US">
  <info><title>All fields</title><id>urn:guidepress:all-fields</id><updated>2026-01-01T00:00:00Z</updated></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography><layout delimiter=" | ">
    <group delimiter=" | ">
      <names variable="author"><name name-as-sort-order="all" sort-separator=" " delimiter=", "/></names>
      <text variable="title"/><text variable="container-title"/>
      <date variable="issued"><date-part name="year"/></date>
      <text variable="volume"/><text variable="issue"/><text variable="page"/>
    </group>
  </layout></bibliography>
</style>
"""


def render_with_citeproc(items: list[dict[str, Any]]) -> dict[str, str]:
    import warnings
    from io import BytesIO

    with warnings.catch_warnings():
        # What citeproc-py says of fields that it does not know is no fault of ours.
        warnings.simplefilter("ignore")
        from citeproc import (  # type: ignore[import-untyped]
            Citation,
            CitationItem,
            CitationStylesBibliography,
            CitationStylesStyle,
            formatter,
        )
        from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]

        style = CitationStylesStyle(BytesIO(STYLE.encode()), validate=False)
        bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
        for item in items:
            bibliography.register(Citation([CitationItem(item["id"])]))
        lines = [str(line) for line in bibliography.bibliography()]
        return dict(zip(bibliography.keys, lines, strict=True))


HOSTILE = "} @book{x, title={pwned\\ {\n\rTY  - BOOK\u2028AU  - Nobody, N\x85ER  - \n50% & $1_#~^"


def hostile(text: str, name: Name | None = None) -> Reference:
    return Reference(
        id="a-2000",
        type="article-journal",
        title=text,
        author=(name or Name(family=text, given=text), Name(literal=f"{text} and B, C")),
        container_title=text,
        volume=text,
        page="1-2",
        issued=Date(date_parts=((2000, 2, 3),)),
        doi="10.1000/a{b}_c",
        custom=Custom(notices=(Notice(kind="retraction", citation=text),)),
    )


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).map(
        lambda t: "x" + t
    )
)
def test_no_text_can_begin_a_line_or_an_entry_of_its_own(text: str) -> None:
    for value in (text, HOSTILE):
        records = rispy.loads(REFERENCE_EXPORTS["ris"]([hostile(value)]))
        assert [each["id"] for each in records] == ["a-2000"]
        assert len(records[0]["authors"]) == 2
        assert len(bibtex_entries(REFERENCE_EXPORTS["bibtex"]([hostile(value)]))) == 1


def test_pybtex_sees_one_entry_and_two_authors_in_a_hostile_reference() -> None:
    from pybtex.database import parse_string

    library = parse_string(REFERENCE_EXPORTS["bibtex"]([hostile(HOSTILE)]), "bibtex")
    (entry,) = library.entries.values()
    assert len(entry.persons["author"]) == 2


@pytest.mark.parametrize(
    ("name", "prelast", "last", "first", "lineage"),
    [
        (
            Name(family="Graaf", given="W T", non_dropping_particle="van der"),
            ["van", "der"],
            "Graaf",
            "W",
            "",
        ),
        (Name(family="Fontaine", given="J", dropping_particle="de"), ["de"], "Fontaine", "J", ""),
        (Name(family="de la Cruz", given="A"), [], "de la Cruz", "A", ""),
        (Name(family="García del Muro", given="X"), [], "García del Muro", "X", ""),
        (Name(family="King", given="M", suffix="Jr"), [], "King", "M", "Jr"),
        (
            Name(literal="World Health Organization, Department of X and Y"),
            [],
            "World Health Organization, Department of X and Y",
            "",
            "",
        ),
        (Name(family="Glade Bender"), [], "Glade Bender", "", ""),
    ],
)
def test_pybtex_reads_particles_suffixes_and_bodies(
    name: Name, prelast: list[str], last: str, first: str, lineage: str
) -> None:
    from pybtex.database import parse_string

    text = REFERENCE_EXPORTS["bibtex"]([hostile("Title", name)])
    person = next(iter(parse_string(text, "bibtex").entries.values())).persons["author"][0]
    assert person.prelast_names == prelast
    assert " ".join(person.last_names).strip("{}") == last
    assert " ".join(person.first_names) == first
    assert " ".join(person.lineage_names) == lineage


def test_a_retraction_is_told_in_words_where_the_format_has_no_field() -> None:
    reference = hostile("Title")
    for form in ("bibtex", "ris"):
        assert re.search(r"[Rr]etract", REFERENCE_EXPORTS[form]([reference]))
    (item,) = json.loads(REFERENCE_EXPORTS["csl"]([reference]))
    assert item["custom"]["notices"] == [{"kind": "retraction", "citation": "Title"}]
    assert item["note"] == "retraction: Title"
    assert item["status"] == "retracted"


def test_the_day_is_in_each_format_and_a_body_of_ris_ends_in_a_comma_where_it_must() -> None:
    reference = hostile("Title")
    (entry,) = bibtex_entries(REFERENCE_EXPORTS["bibtex"]([reference]))
    assert (entry["year"], entry["month"], entry["day"]) == ("2000", "2", "3")
    (record,) = rispy.loads(REFERENCE_EXPORTS["ris"]([reference]))
    assert record["date"] == "2000/02/03/"
    assert record["authors"][1] == "Title and B, C"


@pytest.mark.parametrize("form", REFERENCE_EXPORTS)
def test_the_guideline_itself_can_be_cited(form: str, guideline: Guideline) -> None:
    text = REFERENCE_EXPORTS[form]([as_reference(guideline, "https://example.org/g/2.0.0/")])
    age = "content as of 2015-01-29"
    for told in ("2.0.0", age, "https://example.org/g/2.0.0/", "2026", guideline.identity.title):
        assert told in text
    # Whoever wrote the source did not write this text.
    for author in ("author = ", '"author":', "AU  - ", "National Cancer Institute"):
        assert author not in text


def test_what_bibtex_loses_is_what_the_docs_name() -> None:
    one = hostile("T", Name(family="A", given="B", dropping_particle="de"))
    other = hostile("T", Name(family="A", given="B", non_dropping_particle="de"))
    assert REFERENCE_EXPORTS["bibtex"]([one]) == REFERENCE_EXPORTS["bibtex"]([other])
    assert REFERENCE_EXPORTS["csl"]([one]) != REFERENCE_EXPORTS["csl"]([other])


def test_what_ris_loses_is_what_the_docs_name() -> None:
    body, person = hostile("T", Name(literal="WHO")), hostile("T", Name(family="WHO"))
    assert REFERENCE_EXPORTS["ris"]([body]) == REFERENCE_EXPORTS["ris"]([person])
    whole, split = (
        Name(family="van A", given="B"),
        Name(family="A", given="B", non_dropping_particle="van"),
    )
    assert REFERENCE_EXPORTS["ris"]([hostile("T", whole)]) == REFERENCE_EXPORTS["ris"](
        [hostile("T", split)]
    )
