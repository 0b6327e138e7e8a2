"""Doses, groups and recommendations in FHIR: what is coded means the same, and nothing inverts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from guidepress.export import EXPORTS
from guidepress.model import (
    Coding,
    Component,
    Dose,
    Guideline,
    Intervention,
    Option,
    Part,
    Quantity,
    Recommendation,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

MG = {"system": "http://unitsofmeasure.org", "unit": "mg", "code": "mg"}
DOSE = Dose(
    id="usual",
    intervention="ceftriaxone",
    amount="0.5",
    unit="g",
    basis="dose",
    routes=("IM",),
    duration=Quantity(amount="1", unit="{dose}"),
    max_per_day=Quantity(amount="600", unit="mg"),
)
OPTION = Option(
    id="ceftriaxone",
    name="Ceftriaxone",
    interventions=(
        Intervention(name="ceftriaxone", codes=(Coding(system="ATC", code="J01DD04"),)),
        Intervention(name="azithromycin"),
    ),
)


def resources(guideline: Guideline, kind: str) -> dict[str, Any]:
    bundle = json.loads(EXPORTS["fhir-r5"].render(guideline))
    found = [entry["resource"] for entry in bundle["entry"]]
    return {each["identifier"][0]["value"]: each for each in found if each["resourceType"] == kind}


def with_doses(guideline: Guideline, *doses: Dose, **fields: Any) -> Guideline:
    return replace(guideline, options=(replace(OPTION, doses=doses, **fields),))


def dosage(guideline: Guideline, dose: Dose) -> Any:
    return resources(with_doses(guideline, dose), "ActivityDefinition")[dose.id]["dosage"][0]


def test_a_dose_is_an_activity_with_its_codes_amount_route_count_and_bound(
    guideline: Guideline,
) -> None:
    made = resources(with_doses(guideline, DOSE), "ActivityDefinition")["usual"]
    assert made["productCodeableConcept"]["coding"] == [
        {"system": "http://www.whocc.no/atc", "code": "J01DD04"}
    ]
    found = made["dosage"][0]
    assert found["doseAndRate"] == [
        {"doseQuantity": {"value": 0.5, **MG, "unit": "g", "code": "g"}}
    ]
    assert found["route"]["coding"][0]["code"] == "78421000"
    assert found["timing"] == {"repeat": {"count": 1}}
    assert found["maxDosePerPeriod"][0]["numerator"] == {"value": 600, **MG}
    assert found["maxDosePerPeriod"][0]["denominator"]["code"] == "d"
    assert "doNotPerform" not in made


@pytest.mark.parametrize("basis", ["day", "course", None])
def test_an_amount_that_is_not_for_one_dose_is_words_only(
    basis: str | None, guideline: Guideline
) -> None:
    found = dosage(guideline, replace(DOSE, basis=basis))
    assert "doseAndRate" not in found
    assert "0.5 g" in found["text"]


def test_frequency_interval_length_and_infusion_are_timing(guideline: Guideline) -> None:
    often = replace(DOSE, times_per_day="2-3", duration=Quantity(low="5", high="7", unit="d"))
    repeat = dosage(guideline, often)["timing"]["repeat"]
    assert [repeat[key] for key in ("frequency", "frequencyMax", "period", "periodUnit")] == [
        2,
        3,
        1,
        "d",
    ]
    assert [repeat["boundsRange"][each]["value"] for each in ("low", "high")] == [5, 7]
    slow = replace(
        DOSE,
        interval=Quantity(amount="1", unit="wk"),
        infusion_time=Quantity(low="15", high="30", unit="min"),
    )
    repeat = dosage(guideline, slow)["timing"]["repeat"]
    assert [repeat[key] for key in ("frequency", "period", "periodUnit")] == [1, 1, "wk"]
    assert [repeat[key] for key in ("duration", "durationMax", "durationUnit")] == [15, 30, "min"]


def test_a_range_that_is_open_at_one_end_is_never_coded_as_that_end(guideline: Guideline) -> None:
    catch_up = replace(
        DOSE,
        amount=None,
        at_least="0.5",
        interval=Quantity(at_least="4", unit="wk"),
        infusion_time=Quantity(at_most="30", unit="min"),
        duration=Quantity(at_most="3", unit="{dose}"),
    )
    found = dosage(guideline, catch_up)
    assert [*found["doseAndRate"][0]["doseRange"]] == ["low"]
    assert "timing" not in found
    for words in ("0.5 g or more", "every 4 weeks or more", "for 3 doses or less"):
        assert words in found["text"]
    bounded = dosage(guideline, replace(DOSE, duration=Quantity(at_most="14", unit="d")))
    assert [*bounded["timing"]["repeat"]["boundsRange"]] == ["high"]


def test_what_has_no_place_is_words_and_nothing_is_coded_in_its_stead(guideline: Guideline) -> None:
    either = replace(DOSE, routes=("PO", "IV"), amount="0.1234567890123456789"[:21])
    found = dosage(guideline, either)
    assert "route" not in found
    assert "by mouth (PO) or into a vein (IV)" in found["text"]


def test_a_dose_that_is_not_recommended_is_not_to_be_done_and_one_without_data_is_words(
    guideline: Guideline,
) -> None:
    no = Dose(id="infants", intervention="ceftriaxone", absent="not-recommended")
    open_ = Dose(id="preterm", intervention="ceftriaxone", absent="no-data")
    made = resources(with_doses(guideline, no, open_), "ActivityDefinition")
    assert made["infants"]["doNotPerform"] is True
    assert "dosage" not in made["infants"]
    assert "preterm" not in made
    plan = resources(with_doses(guideline, open_), "PlanDefinition")["ceftriaxone"]
    assert "ceftriaxone: no data" in plan["description"]


def test_steps_say_whether_all_or_exactly_one_is_given(guideline: Guideline) -> None:
    steps = (
        Component(all=("usual", "azithromycin")),
        Component(any=("ceftriaxone", "azithromycin")),
    )
    plan = resources(with_doses(guideline, DOSE, components=steps), "PlanDefinition")["ceftriaxone"]
    both, either = plan["action"]
    assert (both["selectionBehavior"], either["selectionBehavior"]) == ("all", "exactly-one")
    assert both["action"][0]["definitionUri"].startswith("urn:uuid:")
    assert [each["title"] for each in either["action"]] == ["ceftriaxone", "azithromycin"]


def recommending(guideline: Guideline, made: Recommendation) -> Guideline:
    return replace(
        with_doses(guideline, DOSE),
        identity=replace(guideline.identity, document_type="guideline"),
        recommendations=(made,),
    )


def codes_in(value: Any, system: str) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("system") == system:
            yield value["code"]
        value = list(value.values())
    for each in value if isinstance(value, list) else ():
        yield from codes_in(each, system)


@pytest.mark.parametrize("direction", ["for", "against", "either", "none"])
def test_the_direction_is_coded_and_against_is_never_an_active_plan(
    direction: str, guideline: Guideline
) -> None:
    made = Recommendation(id="made", text="About it.", direction=direction, about=("ceftriaxone",))
    whole = recommending(guideline, made)
    assessment = resources(whole, "ArtifactAssessment")["made"]
    assert [*codes_in(assessment, "urn:guidepress:direction")] == [direction]
    plan = resources(whole, "PlanDefinition")["ceftriaxone"]
    activities = resources(whole, "ActivityDefinition")
    against = direction == "against"
    assert ("made" in activities) == against
    assert (plan["status"] == "active") != against
    assert (activities["usual"]["status"] == "active") != against
    if against:
        assert activities["made"]["doNotPerform"] is True
        assert activities["made"]["code"]["text"] == "Ceftriaxone"


def test_a_part_that_is_against_is_not_against_the_whole(guideline: Guideline) -> None:
    part = Part(id="children", text="Not to children.", direction="against", doses=(DOSE,))
    made = Recommendation(
        id="made", text="Offer it.", direction="for", about=("ceftriaxone",), parts=(part,)
    )
    activities = resources(
        replace(recommending(guideline, made), options=(OPTION,)), "ActivityDefinition"
    )
    assert list(activities) == ["made.children"]
    assert activities["made.children"]["doNotPerform"] is True
    assert activities["made.children"]["code"]["text"] == "Not to children."


@pytest.mark.parametrize(
    ("amount", "unit"), [("1", "tablet"), ("2", "tablets"), ("0.5", "tablets")]
)
def test_what_is_counted_has_the_noun_that_its_number_wants(
    guideline: Guideline, amount: str, unit: str
) -> None:
    given = dosage(guideline, replace(DOSE, amount=amount, unit="{tablet}"))
    assert given["doseAndRate"][0]["doseQuantity"]["unit"] == unit
