"""Codes and units: what is mistyped is found, and units are shown as readers know them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidepress.codes import ROUTES, SYSTEMS, find_code_fault
from guidepress.units import count_noun, is_unit, render_quantity, render_unit
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
        ("2", "{factor}", "2 factors"),
        ("1", "{factor}", "1 factor"),
        ("2", "{risk_factor}", "2 risk factors"),
        ("1", "{risk_factors}", "1 risk factor"),
        ("2", "{criterion}", "2 criteria"),
        ("1", "{metastases}", "1 metastasis"),
        ("2", "{biopsy}", "2 biopsies"),
        ("3", "{day_of_fever}", "3 days of fever"),
        ("3", "{INR}", "3 INR"),
        ("3", "{ratio}", "3 ratio"),
        ("1", "[drp]", "1 drop"),
        ("2", "[drp]/h", "2 drops/h"),
        ("2", "{episode}/a", "2 episodes/year"),
        ("1", "{tablet}/d", "1 tablet/day"),
        ("2", "mg/{dose}", "2 mg/dose"),
        ("30", "mL/min/{1.73_m2}", "30 mL/min/1.73 m²"),
        ("2", "/{4_m3}", "2 /4 m³"),
    ],
)
def test_a_quantity_is_shown_as_readers_know_it(amount: str, unit: str, shown: str) -> None:
    assert render_quantity(amount, unit) == shown


@pytest.mark.parametrize(
    ("one", "several"),
    [
        ("risk factor", "risk factors"),
        ("entry of literature", "entries of literature"),
        ("bolus", "boluses"),
        ("relapse", "relapses"),
        ("diagnosis", "diagnoses"),
        ("child with fever", "children with fever"),
        ("day", "days"),
        ("box", "boxes"),
        ("series", "series"),
    ],
)
def test_a_noun_is_counted_in_its_singular_and_its_plural(one: str, several: str) -> None:
    assert [count_noun(each, one=True) for each in (one, several)] == [one, one]
    assert [count_noun(each, one=False) for each in (one, several)] == [several, several]


def test_of_several_that_have_capitals_there_is_one() -> None:
    assert [count_noun("PMIDs", one=each) for each in (True, False)] == ["PMID", "PMIDs"]
