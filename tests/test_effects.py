"""An absolute effect is calculated only where it follows, and an interval that crosses is asked about."""

from __future__ import annotations

from typing import Any

import pytest

from guidepress.classify.classify import describe
from guidepress.export.evidence import calculate_absolute
from guidepress.model import Outcome, from_data


def outcome(measure: str, *effect: str, risk: str = "245", per: str = "1000") -> dict[str, Any]:
    names = ("value", "low", "high")
    return {
        "id": "death",
        "name": "Death",
        "baseline": {"value": risk, "per": per, "references": []},
        "relative_effect": {"measure": measure, **dict(zip(names, effect, strict=False))},
        "references": [],
    }


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            outcome("RR", "0.89", "0.80", "1.00"),
            "27 fewer per 1000 (from 49 fewer to none)",
        ),
        (outcome("RR", "1.5"), "122 more per 1000"),
        (outcome("OR", "0.5", "0.25", "1"), "105 fewer per 1000 (from 170 fewer to none)"),
        (outcome("RD", "-0.05", "-0.10", "0.01"), "50 fewer per 1000 (from 100 fewer to 10 more)"),
        (outcome("RR", "2", risk="24.5", per="100"), "24 more per 100"),
        (outcome("RR", "0.90"), "24 fewer per 1000"),
        # More than everybody, less than nobody, and what a risk alone does not give.
        (outcome("RR", "5"), ""),
        (outcome("RR", "-1"), ""),
        (outcome("RD", "0.9"), ""),
        (outcome("HR", "0.8"), ""),
        (outcome("MD", "-2"), ""),
        (outcome("RR", "0.8", risk="2000"), ""),
        (outcome("RR", "0.8", per="0"), ""),
        ({**outcome("RR", "0.8"), "baseline": None}, ""),
        ({**outcome("RR"), "relative_effect": None}, ""),
        (outcome("RR"), ""),
    ],
)
def test_an_absolute_effect_follows_from_a_ratio_or_difference_of_risks_and_a_baseline(
    given: dict[str, Any], said: str
) -> None:
    stated = {key: value for key, value in given.items() if value is not None}
    assert calculate_absolute(from_data(Outcome, stated)) == said


def bundle(*outcomes: dict[str, Any]) -> dict[str, Any]:
    from guidepress.content import parse_content

    guideline = b"""
id: effects
title: Effects
document_type: guideline
language: en
audience: health-professional
population: {condition: COVID-19}
updated: 2021-01-01
body: [recommendations]
"""
    made = b"""
recommendations:
  - {id: offer, direction: for, text: Offer it.}
"""
    files = {"guideline.yaml": guideline, "recommendations.yaml": made}
    found = dict(parse_content(files, "effects", "content/effects").bundle)
    (offer,) = found["recommendations"]
    return {**found, "recommendations": [{**offer, "outcomes": list(outcomes)}]}


def change(before: dict[str, Any], after: dict[str, Any]) -> Any:
    (found,) = describe(bundle(before), bundle(after), "1.0.0", "draft").changes
    return found


def test_numbers_of_an_outcome_are_minor_and_told_with_both_sides() -> None:
    found = change(outcome("RR", "0.89", "0.80", "0.99"), outcome("RR", "0.90", "0.84", "0.96"))
    assert (found.impact, found.alert, found.question) == ("minor", False, "")
    assert "“Death”, relative effect" in found.sentence
    assert "0.89" in found.sentence
    assert "0.96" in found.sentence


@pytest.mark.parametrize(
    ("before", "after", "asked"),
    [
        (("0.89", "0.80", "1.00"), ("0.90", "0.84", "0.96"), True),
        (("0.90", "0.84", "0.96"), ("0.89", "0.80", "1.00"), True),
        (("0.89", "0.80", "1.00"), ("0.95", "0.80", "1.10"), False),
        (("0.80", "0.70", "0.95"), ("1.80", "1.70", "1.95"), True),
        (("1.80", "1.70", "1.95"), ("0.80", "0.70", "0.95"), True),
        (("0.80", "0.70", "0.95"), ("0.70", "0.60", "0.85"), False),
        (("0.95", "0.80", "1.10"), ("1.05", "0.80", "1.10"), True),
    ],
)
def test_an_interval_that_holds_no_effect_or_does_not_any_more_or_lies_beyond_it_is_a_question(
    before: tuple[str, ...], after: tuple[str, ...], *, asked: bool
) -> None:
    found = change(outcome("RR", *before), outcome("RR", *after))
    assert (found.impact, bool(found.question)) == ("minor", asked)


@pytest.mark.parametrize(
    ("before", "after", "asked"),
    [
        (("-94", "-121", "-60"), ("94", "60", "121"), True),
        (("-94", "-121", "-60"), ("-30", "-70", "10"), True),
        (("-30", "-70", "10"), ("-94", "-121", "-60"), True),
        (("-30", "-70", "10"), ("5", "-60", "70"), True),
        (("-94",), ("94",), True),
        (("-94",), ("0",), True),
        (("-94", "-121", "-60"), ("-90", "-120", "-50"), False),
    ],
)
@pytest.mark.parametrize("kind", ["harm", "benefit"])
def test_an_absolute_effect_that_turns_is_a_question_and_of_a_harm_an_alert(
    before: tuple[str, ...], after: tuple[str, ...], kind: str, *, asked: bool
) -> None:
    sides = [
        outcome("RR", "0.61")
        | {
            "kind": kind,
            "absolute_effect": {
                "per": "1000",
                **dict(zip(("value", "low", "high"), each, strict=False)),
            },
        }
        for each in (before, after)
    ]
    found = change(*sides)
    assert (found.impact, bool(found.question)) == ("minor", asked)
    assert found.alert is (kind == "harm")


def test_a_difference_holds_no_effect_at_nought() -> None:
    found = change(outcome("MD", "-2", "-3", "-1"), outcome("MD", "-2", "-5", "1"))
    assert found.question


@pytest.mark.parametrize(
    ("before", "after", "asked"),
    [
        ({"better": "higher"}, {"better": "lower"}, True),
        ({"time": "within 6 hours"}, {"time": "after 6 hours"}, True),
        ({"name": "Death at six weeks"}, {"name": "Death at sixty weeks"}, True),
        ({"name": "Death"}, {"name": "Survival"}, True),
        ({"name": "Sequelae"}, {"name": "The sequelae"}, False),
        ({"measure": "A scale"}, {"measure": "A questionnaire"}, False),
        ({"importance": "8"}, {"importance": "9"}, False),
    ],
)
def test_an_outcome_that_is_another_one_or_read_the_other_way_round_is_a_question(
    before: dict[str, Any], after: dict[str, Any], *, asked: bool
) -> None:
    effect = outcome("RR", "0.8", "0.7", "0.9")
    found = change(effect | before, effect | after)
    assert (found.impact, bool(found.question)) == ("minor", asked)


def test_another_measure_of_an_effect_is_a_question() -> None:
    assert change(outcome("RR", "0.8"), outcome("OR", "0.8")).question


def test_a_number_of_a_harm_is_an_alert() -> None:
    harm = {**outcome("RR", "1.2", "1.1", "1.3"), "kind": "harm"}
    found = change(harm, {**outcome("RR", "1.4", "1.1", "1.6"), "kind": "harm"})
    assert (found.impact, found.alert) == ("minor", True)
    assert change(harm, {**harm, "importance": "9"}).alert is False
    assert change(harm, {**harm, "kind": "benefit"}).alert is True
    assert change(harm, {**harm, "name": "Recovery"}).alert is True
