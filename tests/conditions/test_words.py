"""A condition in words says what is computed, and no more."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from conditions.test_cases import TERMS
from conditions.test_completions import CONDITIONS, EXAMPLES
from conditions.test_completions import TERMS as OTHERS
from conftest import REPOSITORY
from guidepress.conditions import MESSAGES, Terms, describe
from guidepress.conditions.facts import VALUES, all_of, any_of, at_least, negate, weaken

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

A, B = {"factor": "severity", "is": "severe"}, {"factor": "sites", "is": ["lung", "bone"]}
C, D = {"ref": "old"}, {"factor": "weight", "below": "10"}
SENTENCES: list[tuple[Any, str]] = [
    (A, "severity is severe"),
    (B, "sites includes lung or bone"),
    (C, "age is at least 65 years"),
    (
        {"factor": "age", "above": "1", "at_most": "5"},
        "age is above 1 year and age is at most 5 years",
    ),
    ({"factor": "ratio", "above": "1.5"}, "INR is above 1.5"),
    ({"factor": "age", "known": True}, "age is known"),
    ({"factor": "age", "known": False}, "age is not known"),
    ({"not": A}, "severity is not severe"),
    ({"not": B}, "sites does not include lung or bone"),
    ({"not": C}, "not (age is at least 65 years)"),
    ({"not": {"any": [A, C]}}, "not (severity is severe or age is at least 65 years)"),
    ({"all": [A]}, "severity is severe"),
    (
        {"any": [A, C, {"all": [B, {"any": [D, {"text": "frail"}]}]}]},
        "severity is severe or age is at least 65 years or (sites includes lung or bone and (weight is below 10 kg or frail))",
    ),
    (
        {"ref": "at-risk"},
        "at least 2 of these 3: age is at least 65 years; severity is severe; sites includes brain",
    ),
    (
        {"all": [{"ref": "at-risk"}, A]},
        "(at least 2 of these 3: age is at least 65 years; severity is severe; sites includes brain) and severity is severe",
    ),
    ({"text": "unfit for surgery"}, "unfit for surgery"),
    ({"factor": "frailty", "text": "frail"}, "frail"),
    ({**A, "text": "the condition is mild"}, "the condition is mild [severity is severe]"),
    (
        {"ref": "child", "sufficient": False, "text": "only for some children"},
        "only for some children [age is below 18 years] (which is not enough on its own)",
    ),
    ({**A, "necessary": False}, "severity is severe (which is an example, not a requirement)"),
    (
        {**A, "necessary": False, "sufficient": False},
        "severity is severe (which is neither enough on its own nor required)",
    ),
    ({"factor": "severity", "is": "sevre"}, "severity is sevre"),
    ({"factor": "weigth", "is": "x"}, "weigth includes x"),
    ({"all": []}, "a condition that cannot be read"),
    ({"ref": "young"}, "a condition that cannot be read"),
    ({"ref": "back"}, "(a condition that cannot be read) or severity is severe"),
    ("x", "a condition that cannot be read"),
]


@pytest.mark.parametrize(("condition", "sentence"), SENTENCES)
def test_a_condition_is_one_sentence(condition: Any, sentence: str) -> None:
    assert describe(condition, TERMS) == sentence


def test_each_message_is_used_by_a_sentence() -> None:
    used: set[str] = set()

    class Messages(dict[str, str]):
        def __getitem__(self, key: str) -> str:
            used.add(key)
            return super().__getitem__(key)

    for condition, _ in SENTENCES:
        describe(condition, TERMS, Messages(MESSAGES))
    assert used == set(MESSAGES)
    assert all(re.fullmatch(r"([^{}]|\{[a-z]+\})+", each) for each in MESSAGES.values())


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(CONDITIONS)
def test_each_name_and_number_of_a_condition_is_in_its_sentence(condition: Any) -> None:
    sentence = describe(condition, OTHERS)
    written = re.findall(
        r"'(?:factor|text)': '(\w+)'|'(?:above|below|at_\w+)': '([0-9.]+)'", str(condition)
    )
    for name, number in written:
        assert (name or number) in sentence
    assert sentence.count("not enough on its own") == str(condition).count("sufficient")


def test_conditions_that_name_each_other_many_times_are_not_written_out() -> None:
    doubled = {f"c{n}": {"all": [{"ref": f"c{n + 1}"}] * 2} for n in range(30)}
    terms = Terms(TERMS.factors, {**doubled, "c30": A})
    assert len(describe({"ref": "c0"}, terms)) < 10_000


def render_truth_tables() -> str:
    """Return the tables as Markdown, for the handbook."""
    pairs = [(*each, all_of(each), any_of(each)) for each in product(VALUES, repeat=2)]
    triples = [(*each, at_least(2, each)) for each in product(VALUES, repeat=3)]
    single = [
        (
            each,
            negate(each),
            weaken(each, sufficient=False),
            weaken(each, necessary=False),
            weaken(each, sufficient=False, necessary=False),
        )
        for each in VALUES
    ]
    return "\n".join(
        (
            _table(("a", "b", "all of a, b", "any of a, b"), pairs),
            _table(("a", "not a", "`sufficient: false`", "`necessary: false`", "both"), single),
            _table(("a", "b", "c", "at least 2 of a, b, c"), triples),
        )
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = (head, ["---"] * len(head), *rows)
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


@pytest.mark.checkout
def test_the_handbook_prints_the_truth_tables() -> None:
    handbook = (REPOSITORY / "docs/conditions.md").read_text(encoding="utf-8")
    assert render_truth_tables() in handbook
