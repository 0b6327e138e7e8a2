"""Codes and units: what is mistyped is found, and units are shown as readers know them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidepress.codes import ROUTES, SYSTEMS, find_code_fault
from guidepress.units import is_unit, render_quantity, render_unit
from laws.effort import many
from laws.generate import CODES


def test_each_system_has_a_right_code_and_an_address() -> None:
    assert {each["system"] for each in CODES} == SYSTEMS.keys()
    assert [each for each in CODES if find_code_fault(each["system"], each["code"])] == []
    assert len({each.address for each in SYSTEMS.values()}) == len(SYSTEMS)


@pytest.mark.parametrize(
    ("system", "code"),
    [
        ("ATC", "ZZZ"),
        ("ATC", "J01DD4"),
        ("ATC", "j01dd04"),
        ("RxNorm", "J2193"),
        ("RxNorm", "0"),
        ("SNOMED CT", "78421001"),
        ("SNOMED CT", "78421000\n"),
        ("SNOMED CT", "900000000000013009"[:-1] + "8"),
        ("ICD-10", "54.0"),
        ("ICD-10", "A54."),
        ("ICD-11", "1O70"),
        ("LOINC", "718-6"),
        ("LOINC", "7187"),
        ("MeSH", "D00244"),
        ("UCUM", "mgs"),
    ],
)
def test_a_wrong_code_is_named(system: str, code: str) -> None:
    assert code.strip() in find_code_fault(system, code)


def test_a_description_id_of_snomed_ct_is_no_concept() -> None:
    # The second last digits 11 say that it is a description; its check digit is right.
    assert find_code_fault("SNOMED CT", "754786011").endswith("(SNOMED CT)")


@pytest.mark.parametrize("code", [each.snomed for each in ROUTES.values()])
def test_a_slip_in_a_digit_or_in_the_order_of_two_is_found(code: str) -> None:
    assert find_code_fault("SNOMED CT", code) == ""
    for place, digit in enumerate(code):
        for other in set("0123456789") - {digit}:
            changed = f"{code[:place]}{other}{code[place + 1 :]}"
            assert find_code_fault("SNOMED CT", changed), changed
    for place in range(len(code) - 1):
        first, second = code[place], code[place + 1]
        swapped = f"{code[:place]}{second}{first}{code[place + 2 :]}"
        assert first == second or find_code_fault("SNOMED CT", swapped), swapped


UNITS = "mg ug mL L h d wk mo a % Cel m2 mg/kg mg/m2 ug/kg/min [IU] k[IU] 10*9/L mm[Hg] g/L mmol/L {tablet} mg/{dose} mL/min/{1.73_m2} mg/(kg.d) 1 /L [drp] meq cm [lb_av]"
NO_UNITS = (
    "mcg µg IU cc MG mgs mg/ /  mg//kg (mg kg) mg/kg) tablet days {a b} Mg ML m2² 5mg* mg.. lbs"
)


@pytest.mark.parametrize("unit", UNITS.split())
def test_what_ucum_has_is_a_unit(unit: str) -> None:
    assert is_unit(unit)


@pytest.mark.parametrize("unit", [*NO_UNITS.split(), "", "mg ", " mg", "mg\n", "((((mg"])
def test_what_ucum_has_not_is_no_unit(unit: str) -> None:
    assert not is_unit(unit)


@many
@given(st.text("mgukL/.()[]{}*0129 IUd", max_size=40))
def test_any_text_is_a_unit_or_none(text: str) -> None:
    assert isinstance(is_unit(text), bool)
    assert isinstance(render_unit(text), str)


@pytest.mark.parametrize(
    ("amount", "unit", "shown"),
    [
        ("7", "d", "7 days"),
        ("1", "d", "1 day"),
        ("1.5", "mo", "1.5 months"),
        ("5", "ug/kg/min", "5 µg/kg/min"),
        ("20", "%", "20%"),
        ("2", "{tablet}", "2 tablets"),
        ("5", "1", "5"),
        ("1.5", "10*9/L", "1.5 10⁹/L"),
        ("120", "mm[Hg]", "120 mmHg"),
        ("3", "mg/m2", "3 mg/m²"),
        ("4", "M[IU]", "4 MIU"),
        ("100", "mg/d", "100 mg/day"),
        ("40", "[lb_av]", "40 lb"),
    ],
)
def test_a_quantity_is_shown_as_readers_know_it(amount: str, unit: str, shown: str) -> None:
    assert render_quantity(amount, unit) == shown
