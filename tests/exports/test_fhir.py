"""The FHIR R5 Bundle against two readings of the standard, and the rules that neither checks."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from conftest import REPOSITORY, TESTS
from guidepress.export import EXPORTS
from guidepress.history.reading import read_archive
from guidepress.model import (
    Block,
    Cell,
    Coding,
    Column,
    Component,
    Condition,
    Dose,
    Equivalent,
    Group,
    Guideline,
    Intervention,
    Item,
    Part,
    Quantity,
    Recommendation,
    Row,
    Section,
    Subpopulation,
    Table,
)
from guidepress.model.block import ItemList, Note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema.protocols import Validator

SCHEMA = TESTS / "node/node_modules/hl7.fhir.r5.core/openapi/fhir.schema.json"


def render(guideline: Guideline) -> dict[str, Any]:
    return dict(json.loads(EXPORTS["fhir-r5"].render(guideline)))


def resources(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    found = [entry["resource"] for entry in bundle["entry"]]
    return [each for each in found if each["resourceType"] == kind]


def walk(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
    for each in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from walk(each)


RELEASES = {
    each.version: each.guideline
    for each in read_archive(REPOSITORY / "content/childhood-sts-recurrent").releases
}


@pytest.fixture(params=[*RELEASES, "draft", "withdrawn", "with-recommendation", "with-doses"])
def every(request: pytest.FixtureRequest, guideline: Guideline, withdrawn: Guideline) -> Guideline:
    """Each release, a draft, a withdrawal, and a guideline that recommends."""
    made = {
        **RELEASES,
        "with-doses": with_doses(guideline),
        "withdrawn": withdrawn,
        "draft": replace(
            guideline,
            identity=replace(guideline.identity, status="draft", version=None, released=None),
        ),
        "with-recommendation": replace(
            guideline,
            identity=replace(guideline.identity, document_type="guideline", source=None),
            recommendations=(
                Recommendation(
                    id="made",
                    text="It should be offered.",
                    direction="for",
                    about=tuple(option.id for option in guideline.options),
                ),
            ),
        ),
    }
    return made[request.param]


def with_doses(guideline: Guideline) -> Guideline:
    """Doses of each shape in an option and in a part that is against something, and steps."""
    doses = [
        Dose(
            id="often",
            intervention="ceftriaxone",
            purpose="treatment",
            low="1.5",
            high="2",
            unit="mg",
            per="kg",
            basis="dose",
            routes=("IM", "IV"),
            form="solution",
            times_per_day="2-3",
            duration=Quantity(low="5", high="7", unit="d"),
            infusion_time=Quantity(amount="15", unit="min"),
            max_per_dose=Quantity(amount="600", unit="mg"),
            max_per_day=Quantity(amount="1200", unit="mg"),
            equivalents=(Equivalent(id="volume", amount="7.5", unit="mL"),),
            source="The label.",
        ),
        Dose(
            id="once",
            intervention="ceftriaxone",
            amount="1",
            unit="g",
            basis="dose",
            routes=("IM",),
            interval=Quantity(amount="1", unit="wk"),
            duration=Quantity(amount="1", unit="{dose}"),
        ),
        Dose(id="infants", intervention="ceftriaxone", absent="not-recommended"),
    ]
    codes = (Coding(system="ATC", code="J01DD04", display="ceftriaxone"),)
    option = replace(
        guideline.options[0],
        group="first",
        interventions=(Intervention(name="ceftriaxone", kind="drug", codes=codes),),
        components=(Component(all=("often", "ceftriaxone")), Component(any=("once", "rest"))),
        doses=tuple(doses),
    )
    part = Part(
        id="children",
        text="Not to children.",
        direction="against",
        doses=(replace(doses[1], id="children-once"),),
    )
    made = Recommendation(
        id="made", text="Offer it.", direction="for", about=(option.id,), parts=(part,)
    )
    return replace(
        guideline,
        identity=replace(guideline.identity, document_type="guideline"),
        groups=(Group(id="first", name="First line", population=Subpopulation(text="adults")),),
        options=(option, *guideline.options[1:]),
        recommendations=(made,),
    )


@cache
def _schema() -> dict[str, Any]:
    return dict(json.loads(SCHEMA.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def hl7() -> Validator:
    from jsonschema import Draft6Validator

    return Draft6Validator(_schema())


@pytest.mark.checkout
def test_hl7s_own_schema_accepts_the_bundle(every: Guideline, hl7: Validator) -> None:
    bundle = render(every)
    for resource in (bundle, *(entry["resource"] for entry in bundle["entry"])):
        # The root of the schema is a choice of all resources: the one that is meant explains itself.
        own = hl7.evolve(
            schema={**_schema(), "oneOf": [{"$ref": f"#/definitions/{resource['resourceType']}"}]}
        )
        assert [error.message for error in own.iter_errors(resource)] == []


@pytest.mark.checkout
def test_hl7s_own_schema_refuses_a_bundle_with_a_wrong_name(
    guideline: Guideline, hl7: Validator
) -> None:
    bundle = render(guideline)
    bundle["stamp"] = bundle.pop("timestamp")
    assert not hl7.is_valid(bundle)


def test_fhir_resources_reads_the_bundle_and_knows_every_code(every: Guideline) -> None:
    from fhir.resources.bundle import Bundle

    bundle = Bundle.model_validate_json(EXPORTS["fhir-r5"].render(every))
    codes = list(codes_of(bundle))
    assert len(codes) >= 3
    assert [found for found in codes if found[1] not in found[2]] == []


def codes_of(value: Any) -> Iterator[tuple[str, str, list[str]]]:
    """Yield place, code and the codes that FHIR allows there, of all codes with a closed list."""
    from pydantic import BaseModel

    if isinstance(value, list):
        for each in value:
            yield from codes_of(each)
    if not isinstance(value, BaseModel):
        return
    for name, field in type(value).model_fields.items():
        found = getattr(value, name)
        extra = field.json_schema_extra
        allowed = extra.get("enum_values") if isinstance(extra, dict) else None
        if allowed and isinstance(found, str):
            yield f"{type(value).__name__}.{name}", found, list(allowed)  # type: ignore[arg-type]
        yield from codes_of(found)


def test_the_bundle_obeys_the_rules_of_documents(every: Guideline) -> None:
    bundle = render(every)
    assert bundle["type"] == "document"
    assert bundle["identifier"]["system"]
    assert bundle["identifier"]["value"]
    assert bundle["timestamp"]
    assert bundle["entry"][0]["resource"]["resourceType"] == "Composition"
    addresses = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(set(addresses)) == len(addresses)
    for entry in bundle["entry"]:
        assert entry["fullUrl"] == f"urn:uuid:{entry['resource']['id']}"


def test_every_reference_leads_to_a_resource_of_the_bundle(every: Guideline) -> None:
    bundle = render(every)
    addresses = {entry["fullUrl"] for entry in bundle["entry"]}
    pointed = {each["reference"] for each in walk(bundle) if "reference" in each}
    assert pointed <= addresses
    # And nothing hangs loose: the Composition leads to all.
    named = {each["reference"] for each in walk(bundle["entry"][0]) if "reference" in each}
    assert named == addresses - {bundle["entry"][0]["fullUrl"]}


def test_sections_have_what_fhir_asks_and_narratives_are_xhtml(every: Guideline) -> None:
    (composition,) = resources(render(every), "Composition")
    for section in composition["section"]:
        # cmp-1: text, entries or sections.
        assert "text" in section or "entry" in section
        if "text" in section:
            assert ET.fromstring(section["text"]["div"]).tag == "{http://www.w3.org/1999/xhtml}div"  # noqa: S314 - our own


def stopping() -> Table:
    """Hours by creatinine clearance: a cell without data spans both columns of one drug."""
    columns = (
        Column(id="crcl", title="Clearance", unit="mL/min"),
        Column(id="low", title="Low risk", group="Dabigatran"),
        Column(id="high", title="High risk", group="Dabigatran"),
        Column(id="other", title="Apixaban"),
    )
    spans = Cell(column="low", absent="not-recommended", columns=2)
    cells = (Cell(column="crcl", text="15–29"), spans, Cell(column="other", text="≥ 36^one^"))
    notes = (Note(id="one", text="Some say 48."),)
    when = Condition(text="severe impairment")
    below = Row(id="renal", heading="Kidneys", applies_when=Condition(text="kidneys that fail"))
    rows = (below, Row(id="low", cells=cells, applies_when=when))
    return Table(title="Hours before", columns=columns, rows=rows, notes=notes)


@pytest.mark.parametrize("home", ["section", "option", "group", "recommendation"])
def test_a_table_is_a_table_that_says_what_is_absent(guideline: Guideline, home: str) -> None:
    block = Block(id="hours", kind="contraindication", table=stopping())
    first = replace(guideline.options[0], **({"content": (block,)} if home == "option" else {}))
    made = Recommendation(id="made", text="Stop it.", direction="for", content=(block,))
    body = (*guideline.identity.body, "recommendations", "more")
    whole = replace(
        guideline,
        identity=replace(guideline.identity, body=body, document_type="guideline"),
        options=(first,),
        groups=(Group(id="all", name="All", content=(block,)),) if home == "group" else (),
        recommendations=(made,) if home == "recommendation" else (),
        sections=(Section(id="more", title="More", content=(block,) if home == "section" else ()),),
    )
    (composition,) = resources(render(whole), "Composition")
    text = json.dumps(composition["section"], ensure_ascii=False)
    heads = "<th>Clearance (mL/min)</th><th>Dabigatran: Low risk</th><th>Dabigatran: High risk</th>"
    assert heads in text
    cells = ["15–29", *["not recommended"] * 2, "≥ 36<sup>one</sup>", "severe impairment", ""]
    assert "".join(f"<td>{each}</td>" for each in cells) in text
    assert ">Kidneys</th>" in text
    assert "<td>kidneys that fail</td>" in text
    assert "one: Some say 48." in text
    assert "<p>Contraindication:</p>" in text


def test_entries_of_a_list_stand_behind_the_words_before_it(guideline: Guideline) -> None:
    item = Item(id="pregnancy", text="In pregnancy.")
    block = Block(id="never", list=ItemList(title="It must not be given:", items=(item,)))
    section = Section(id="more", title="More", content=(block,))
    body = (*guideline.identity.body, "more")
    whole = replace(guideline, identity=replace(guideline.identity, body=body), sections=(section,))
    (composition,) = resources(render(whole), "Composition")
    found = {each["title"]: each for each in composition["section"]}["More"]
    assert "It must not be given: In pregnancy." in found["text"]["div"]


def test_no_value_is_empty(every: Guideline) -> None:
    for each in walk(render(every)):
        assert [key for key, value in each.items() if value in (None, "", [], {})] == []


def test_the_publisher_of_the_source_is_named_as_adapted_from(guideline: Guideline) -> None:
    (composition,) = resources(render(guideline), "Composition")
    assert composition["author"] == [{"display": "adapted from National Cancer Institute"}]
    assert composition["type"]["text"] == "Evidence summary"


def test_an_option_a_reference_and_a_level_each_have_their_resource(guideline: Guideline) -> None:
    bundle = render(guideline)
    options = resources(bundle, "PlanDefinition")
    assert [each["identifier"][0]["value"] for each in options] == [
        each.id for each in guideline.options
    ]
    assert all(each["experimental"] for each in options)
    works = [each["citedArtifact"]["identifier"] for each in resources(bundle, "Citation")]
    expected = [
        [
            {"system": system, "value": value}
            for system, value in (
                ("https://pubmed.ncbi.nlm.nih.gov", each.pmid),
                ("https://doi.org", each.doi),
            )
            if value
        ]
        for each in guideline.references
    ]
    assert works == expected
    levels = {
        each["identifier"][0]["value"]: each["content"][0]["classifier"][0]["coding"][0]
        for each in resources(bundle, "ArtifactAssessment")
    }
    assert {name: code["code"] for name, code in levels.items()} == {
        "pazopanib-phase-1": "2Diii",
        "lung-resection-synovial": "3iiiA",
    }
    assert {code["system"] for code in levels.values()} == {
        "urn:guidepress:scale:pdq-treatment:2010"
    }


def test_a_level_given_in_a_section_is_that_of_the_option_it_speaks_of(
    guideline: Guideline,
) -> None:
    bundle = render(guideline)
    names = {
        entry["fullUrl"]: entry["resource"]["identifier"][0]["value"]
        for entry in bundle["entry"]
        if entry["resource"]["resourceType"] == "PlanDefinition"
    }
    graded = {
        each["identifier"][0]["value"]: names[each["artifactReference"]["reference"]]
        for each in resources(bundle, "ArtifactAssessment")
    }
    assert graded == {"pazopanib-phase-1": "pazopanib", "lung-resection-synovial": "excision"}


def test_an_evidence_summary_states_no_strength_of_recommendation(guideline: Guideline) -> None:
    text = EXPORTS["fhir-r5"].render(guideline)
    assert "Recommendation" not in text
    assert "strength" not in text.lower()


def test_a_withdrawn_guideline_holds_no_option_and_says_why(withdrawn: Guideline) -> None:
    bundle = render(withdrawn)
    (entry,) = bundle["entry"]
    assert entry["resource"]["status"] == "deprecated"
    assert "unsafe" in json.dumps(entry["resource"]["section"])


@settings(max_examples=30, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_no_text_breaks_the_narrative(text: str) -> None:
    whole = RELEASES["2.0.0"]
    section = whole.sections[0]
    block = replace(section.content[0], text=text)
    hostile = replace(
        whole, options=(), references=(), sections=(replace(section, content=(block,)),)
    )
    for each in walk(render(hostile)):
        if "div" in each:
            ET.fromstring(each["div"])  # noqa: S314 - our own
