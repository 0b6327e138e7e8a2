"""Doses in words, and the amounts that texts state."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from msgspec import defstruct

from guidepress.conditions.evaluate import Terms
from guidepress.doses import find_amounts, render_dose, states_of
from guidepress.model import Dose
from guidepress.model.facts import Field, fields_of

TERMS = Terms({"weight": {"id": "weight", "name": "Weight", "type": "number", "unit": "kg"}})
PLAIN: dict[str, Any] = {
    "id": "usual",
    "intervention": "ceftriaxone",
    "amount": "500",
    "unit": "mg",
}
WHOLE = {
    "id": "usual",
    "intervention": "peramivir",
    "purpose": "treatment",
    "low": "10",
    "high": "12",
    "unit": "mg",
    "per": "kg",
    "basis": "dose",
    "routes": ["IV", "IO"],
    "form": "solution",
    "concentration": {"amount": "10", "unit": "mg/mL"},
    "infusion_time": {"low": "15", "high": "30", "unit": "min"},
    "interval": {"amount": "8", "unit": "h"},
    "increase": {"amount": "50", "unit": "mg"},
    "increase_every": {"amount": "1", "unit": "d"},
    "duration": {"amount": "5", "unit": "d"},
    "max_per_dose": {"amount": "600", "unit": "mg"},
    "max_per_day": {"amount": "2", "unit": "g"},
    "equivalents": [{"id": "volume", "amount": "1.2", "unit": "mL"}],
    "applies_when": {"factor": "weight", "below": "150"},
}


def test_each_part_of_a_dose_is_said() -> None:
    assert render_dose(WHOLE, TERMS) == (
        "peramivir (treatment): 10 to 12 mg/kg for each dose, into a vein (IV) or into a bone (IO), as"
        " solution, strength 10 mg/mL, each over 15 to 30 minutes, every 8 hours, raised by 50 mg, a"
        " step every day, for 5 days, at most 600 mg for each dose, at most 2 g a day, equal to 1.2 mL, applies when Weight is below 150 kg"
    )


def test_a_part_that_is_only_described_is_said_after_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    described = Annotated[dict[str, Any] | None, "What is new.", Field(detail="text")]
    larger = defstruct("Dose", [("rounding", described, None)], bases=(Dose,), kw_only=True)
    monkeypatch.setattr("guidepress.doses.Dose", larger)
    rounding = {"to": {"amount": "50", "unit": "mg"}, "which_way": "down"}
    assert render_dose({**PLAIN, "basis": "dose", "rounding": rounding}, TERMS) == (
        "ceftriaxone: 500 mg for each dose, rounding: to 50 mg, which way down"
    )


# Shown by each surface in its way, or not for readers.
ELSEWHERE = {"id", "source", "citations"}
# Stated in place of another part.
INSTEAD: dict[str, Any] = {
    "amount": "11",
    "at_least": "10",
    "at_most": "12",
    "absent": "no-data",
    "times_per_day": "3",
    "until": {"text": "afebrile"},
    "percent_of": "the usual dose",
}


@pytest.mark.parametrize("key", [each.key for each in fields_of(Dose) if each.key not in ELSEWHERE])
def test_a_dose_without_a_part_is_said_otherwise(key: str) -> None:
    whole = {**WHOLE, key: INSTEAD[key]} if key in INSTEAD else WHOLE
    less = {name: value for name, value in whole.items() if name != key}
    if key == "intervention":
        less["intervention"] = "another"
    assert render_dose(whole, TERMS) != render_dose(less, TERMS)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({}, "500 mg (not stated whether for a dose, a day or a course)"),
        ({"basis": "day"}, "500 mg a day in all"),
        ({"basis": "course"}, "500 mg for the whole course"),
        ({"basis": "dose", "times_per_day": "1"}, "500 mg for each dose, once a day"),
        ({"basis": "dose", "times_per_day": "2"}, "500 mg for each dose, twice a day"),
        ({"basis": "dose", "times_per_day": "2-3"}, "500 mg for each dose, 2-3 times a day"),
        (
            {"basis": "dose", "duration": {"amount": "1", "unit": "{dose}"}},
            "500 mg for each dose, once",
        ),
        (
            {"basis": "dose", "duration": {"amount": "3", "unit": "{dose}"}},
            "500 mg for each dose, for 3 doses",
        ),
        ({"basis": "dose", "until": {"text": "afebrile"}}, "500 mg for each dose, until afebrile"),
        ({"absent": "not-recommended"}, "not recommended"),
        ({"unit": "[IU]/kg/h"}, "500 IU/kg/h"),
        ({"unit": "%", "percent_of": "the usual dose"}, "500% of the usual dose"),
        ({"unit": "mg/{dose}"}, "500 mg/dose (not stated whether for a dose, a day or a course)"),
        (
            {"basis": "day", "increase_every": {"low": "1", "high": "2", "unit": "wk"}},
            "500 mg a day in all, a step every 1 to 2 weeks",
        ),
        (
            {"basis": "dose", "interval": {"at_least": "4", "unit": "wk"}},
            "500 mg for each dose, every 4 weeks or more",
        ),
        (
            {"basis": "dose", "duration": {"at_most": "3", "unit": "{dose}"}},
            "500 mg for each dose, for 3 doses or less",
        ),
        (
            {"basis": "dose", "equivalents": [{"name": "a salt", "amount": "600", "unit": "mg"}]},
            "500 mg for each dose, equal to 600 mg of a salt",
        ),
    ],
)
def test_a_dose_is_said_in_words(parts: dict[str, Any], said: str) -> None:
    assert render_dose({**PLAIN, **parts}, TERMS) == f"ceftriaxone: {said}"


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Give 1,000 mg.", ["1,000 mg"]),
        ("500 mg*", ["500 mg"]),
        ("3.5 mg/kg twice", ["3.5 mg/kg"]),
        ("≤15 kg, 150 kg", []),
        ("0.4mg daily and 2.8 mg", ["0.4mg", "2.8 mg"]),
        ("5 mgs, x5 mg, 1.5.5 mg", []),
        ("10 mcg or 10 µg", ["10 mcg", "10 µg"]),
    ],
)
def test_amounts_with_a_unit_are_found_in_a_text(text: str, amounts: list[str]) -> None:
    assert [words for words, _ in find_amounts(text)] == amounts


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("500 mg", True),
        ("0.5 g", True),
        ("500,000 mcg", True),
        ("50 mg", False),
        ("500 mg/kg", False),
        ("500 mL", False),
        ("600 mg", True),
    ],
)
def test_an_amount_is_compared_by_what_it_is_and_not_by_its_unit(text: str, same: bool) -> None:  # noqa: FBT001 - a row of a table
    stated = states_of({**PLAIN, "max_per_dose": {"amount": "600", "unit": "mg"}})
    assert [found in stated for _, found in find_amounts(text)] == [same]


def test_an_amount_that_is_no_number_states_nothing() -> None:
    assert states_of({**PLAIN, "amount": "about 5"}) == set()


def test_a_quantity_that_states_only_its_unit_is_said_without_a_number() -> None:
    """Published schemas allow it, so a bundle of others may have it."""
    assert "over  to  minutes" in render_dose({**PLAIN, "infusion_time": {"unit": "min"}}, TERMS)
