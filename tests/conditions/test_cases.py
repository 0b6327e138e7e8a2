"""One table of cases is run by Python and by JavaScript."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from conftest import REPOSITORY, TESTS
from guidepress.conditions.applies import applies, applies_in
from guidepress.conditions.evaluate import Terms, evaluate, read_condition

TABLE = TESTS / "conditions/cases.json"
CASES = json.loads(TABLE.read_text(encoding="utf-8"))
ROWS = ("conditions", "applies", "applies_in")
TERMS = Terms(**CASES["terms"])


def named(row: dict[str, Any]) -> str:
    return str(row["says"])


@pytest.mark.parametrize("row", CASES["conditions"], ids=named)
def test_a_condition_is_as_true_as_the_table_says(row: dict[str, Any]) -> None:
    reading = read_condition(row["condition"], row["facts"], TERMS)
    assert reading[:3] == (row["truth"], tuple(row["factors"]), tuple(row["texts"]))
    assert evaluate(row["condition"], row["facts"], TERMS) == row["truth"]


@pytest.mark.parametrize("row", CASES["applies"], ids=named)
def test_a_thing_applies_as_the_table_says(row: dict[str, Any]) -> None:
    found = applies(row["thing"], row["facts"], TERMS, groups=tuple(row["groups"]))
    assert found[:3] == (row["answer"], tuple(row["factors"]), tuple(row["texts"]))


@pytest.mark.parametrize("row", CASES["applies_in"], ids=named)
def test_a_thing_of_a_bundle_applies_as_the_table_says(row: dict[str, Any]) -> None:
    found = applies_in(CASES["bundle"], row["id"], row["facts"])
    assert found[:3] == (row["answer"], tuple(row["factors"]), tuple(row["texts"]))
    assert found.premise == "sarcoma, adults"


def test_what_a_bundle_does_not_hold_is_an_error_and_no_answer() -> None:
    with pytest.raises(KeyError):
        applies_in(CASES["bundle"], "nothing", {})


def test_an_answer_says_what_it_was_judged_by() -> None:
    thing = {"applies_when": {"factor": "severity", "is": "severe"}, "population": "children"}
    found = applies(thing, {}, TERMS, premise="Children with sarcoma")
    assert found.judged == ("severity is severe", "children")
    assert found.premise == "Children with sarcoma"


def test_the_table_is_large_and_has_each_truth() -> None:
    truths = [row["truth"] for row in CASES["conditions"]]
    assert len(truths) >= 150
    assert min(truths.count(each) for each in ("true", "false", "unknown")) >= 40
    assert {row["answer"] for row in CASES["applies"]} == {
        "applies",
        "does not",
        "not known",
        "not stated",
    }


@pytest.mark.checkout
def test_javascript_comes_to_the_same_truths() -> None:
    module = REPOSITORY / "site_overrides/assets/conditions.mjs"
    done = subprocess.run(
        ["node", TESTS / "conditions/run_cases.mjs", module, TABLE],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == f"{sum(len(CASES[key]) for key in ROWS)} rows\n"
