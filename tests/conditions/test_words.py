"""A condition in words says what is computed, and no more."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conditions.test_cases import TERMS
from conditions.test_completions import CONDITIONS, EXAMPLES, FACTS
from conditions.test_completions import TERMS as OTHERS
from conftest import REPOSITORY
from guidepress.conditions.evaluate import Terms, evaluate, walk_condition
from guidepress.conditions.facts import VALUES, all_of, any_of, at_least, negate, weaken
from guidepress.conditions.words import MESSAGES, describe, opposite

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

A, B = {"factor": "severity", "is": "severe"}, {"factor": "sites", "is": ["lung", "bone"]}
C, D = {"ref": "old"}, {"factor": "weight", "below": "10"}
SENTENCES: list[tuple[Any, str]] = [
    (A, "severity is severe"),
    (B, "sites include lung or bone"),
    (C, "age is at least 65 years"),
    (
        {"factor": "age", "above": "1", "at_most": "5"},
        "age is above 1 year and at most 5 years",
    ),
    ({"factor": "ratio", "above": "1.5"}, "INR is above 1.5"),
    ({"factor": "age", "known": True}, "age is known"),
    ({"factor": "age", "known": False}, "age is not known"),
    ({"not": A}, "severity is not severe"),
    ({"not": B}, "sites include neither lung nor bone"),
    ({"not": {"factor": "sites", "is": "bone"}}, "sites do not include bone"),
    (
        {"not": {"factor": "severity", "is": ["mild", "severe"]}},
        "severity is neither mild nor severe",
    ),
    ({"not": C}, "age is below 65 years"),
    ({"not": {"any": [A, C]}}, "severity is not severe and age is below 65 years"),
    ({"not": {"all": [A, {"not": B}]}}, "severity is not severe or sites include lung or bone"),
    (
        {"all": [B, {"not": {"factor": "age", "above": "1", "at_most": "5"}}]},
        "sites include lung or bone and (age is at most 1 year or age is above 5 years)",
    ),
    ({"not": {"factor": "age", "known": True}}, "age is not known"),
    ({"not": {"text": "frail"}}, "‘frail’ does not hold"),
    (
        {"not": {"ref": "child", "text": "children"}},
        "‘children [age is below 18 years]’ does not hold",
    ),
    (
        {"not": {"ref": "at-risk"}},
        "at least 2 of these 3: age is below 65 years; severity is not severe; sites do not include brain",
    ),
    (
        {"not": {**A, "sufficient": False}},
        "‘severity is severe (which is not enough on its own)’ does not hold",
    ),
    ({"all": [A]}, "severity is severe"),
    (
        {"any": [A, C, {"all": [B, {"any": [D, {"text": "frail"}]}]}]},
        "severity is severe or age is at least 65 years or (sites include lung or bone and (weight is below 10 kg or frail))",
    ),
    (
        {"ref": "at-risk"},
        "at least 2 of these 3: age is at least 65 years; severity is severe; sites include brain",
    ),
    (
        {"all": [{"ref": "at-risk"}, A]},
        "(at least 2 of these 3: age is at least 65 years; severity is severe; sites include brain) and severity is severe",
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


# Values that deny, or that a preposition begins: no "is" stands before them.
VALUES_OF = {
    "pregnancy": ("Pregnancy", ("pregnant", "not pregnant", "not tested")),
    "diabetes": ("Diabetes", ("with diabetes", "without diabetes", "with diabetes of type 2")),
}
PLAIN = Terms(
    {
        key: {
            "name": name,
            "type": "choice",
            "multiple": False,
            "values": [{"id": f"v{n}", "name": each} for n, each in enumerate(values)],
        }
        for key, (name, values) in VALUES_OF.items()
    },
    {},
)
PLAIN_SENTENCES: list[tuple[Any, str]] = [
    ({"factor": "pregnancy", "is": "v1"}, "Pregnancy: not pregnant"),
    ({"factor": "pregnancy", "is": "v0"}, "Pregnancy: pregnant"),
    ({"not": {"factor": "pregnancy", "is": "v0"}}, "Pregnancy: other than pregnant"),
    ({"not": {"factor": "diabetes", "is": ["v0", "v2"]}}, "Diabetes: neither with diabetes nor with diabetes of type 2"),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "sentence"), SENTENCES)
def test_a_condition_is_one_sentence(condition: Any, sentence: str) -> None:
    assert describe(condition, TERMS) == sentence


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Prior therapies", "Prior therapies include x"),
        ("Problem that persists", "Problem that persists includes x"),
        ("Doses before admissions", "Doses before admissions include x"),
        ("Status after two doses", "Status after two doses includes x"),
        ("Side effects of iron", "Side effects of iron include x"),
        ("Site of metastases", "Site of metastases includes x"),
        ("Use of antibiotics in days", "Use of antibiotics in days includes x"),
        ("Diabetes", "Diabetes includes x"),
        ("Diagnosis", "Diagnosis includes x"),
        ("Status", "Status includes x"),
        ("Illness", "Illness includes x"),
        ("ECOG PS", "ECOG PS includes x"),
        ("CRP at two hours", "CRP at two hours includes x"),
        ("Head of the pancreas", "Head of the pancreas includes x"),
        ("Pancreas", "Pancreas includes x"),
        ("Kind of Crohn's", "Kind of Crohn's includes x"),
        ("Crohn's", "Crohn's includes x"),
    ],
)
def test_of_many_things_it_is_said_that_they_are(name: str, sentence: str) -> None:
    terms = Terms({"f": {"name": name, "type": "choice", "multiple": True}}, {})
    assert describe({"factor": "f", "is": "x"}, terms) == sentence
    known = describe({"factor": "f", "known": True}, terms)
    assert known == f"{name} {'are' if sentence == f'{name} include x' else 'is'} known"


@pytest.mark.parametrize(("condition", "sentence"), PLAIN_SENTENCES)
def test_a_value_that_is_no_predicate_follows_a_colon(condition: Any, sentence: str) -> None:
    assert describe(condition, PLAIN) == sentence


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(CONDITIONS, FACTS)
def test_what_is_not_so_is_said_without_not_and_as_true_as_before(
    condition: Any, told: dict[str, Any]
) -> None:
    """Each denial that has an opposite is worded as that, so both must have one truth."""
    facts = {name: fact for name, fact in told.items() if fact != ""}
    for _, node in walk_condition({"not": condition}):
        found = opposite(node["not"]) if "not" in node else None
        if found:
            assert evaluate(found, facts, OTHERS) == evaluate(node, facts, OTHERS)
    assert "not (" not in describe({"not": condition}, OTHERS)


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(CONDITIONS, st.sampled_from(["yes", "not a", "with a", "none"]))
def test_no_sentence_says_that_something_is_what_it_is_not(condition: Any, name: str) -> None:
    values = [{"id": "a", "name": name}, {"id": "b", "name": "b"}]
    factors = {
        key: {**each, "values": values if "values" in each else []}
        for key, each in OTHERS.factors.items()
    }
    sentence = describe(condition, Terms(factors, OTHERS.named))
    assert not re.search(r"is (yes|not a|with a|none)\b", sentence)


def test_each_message_is_used_by_a_sentence() -> None:
    used: set[str] = set()

    class Messages(dict[str, str]):
        def __getitem__(self, key: str) -> str:
            used.add(key)
            return super().__getitem__(key)

    for condition, _ in SENTENCES:
        describe(condition, TERMS, Messages(MESSAGES))
    named = {"a": {"id": "a", **A, "text": "in need"}}
    assert (
        describe({"ref": "a"}, Terms(TERMS.factors, named), Messages(MESSAGES))
        == "in need [severity is severe]"
    )
    for condition, _ in PLAIN_SENTENCES:
        describe(condition, PLAIN, Messages(MESSAGES))
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
