"""What is wrong with a condition is found at its place, and following the advice works."""

from __future__ import annotations

from itertools import count, product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from conditions.test_cases import TERMS
from conditions.test_completions import CONDITIONS, EXAMPLES
from conditions.test_completions import TERMS as OTHERS
from guidepress.conditions.checks import FAULTS, find_faults
from guidepress.conditions.domain import find_band_questions, find_patients
from guidepress.conditions.evaluate import Terms, evaluate, kind_of, walk_condition

if TYPE_CHECKING:
    from collections.abc import Iterator

SEVERE, MILD = {"factor": "severity", "is": "severe"}, {"factor": "severity", "is": "mild"}
MODERATE, OLD = {"factor": "severity", "is": "moderate"}, {"ref": "old"}
UNKNOWN = {"factor": "severity", "known": False}
RHABDO, LUNG = {"factor": "histology", "is": "rhabdo"}, {"factor": "sites", "is": "lung"}
SYNOVIAL = {"factor": "histology", "is": "synovial"}

YEARS = {"id": "years", "name": "Age", "type": "number", "minimum": "0", "maximum": "130"}
BOUNDED = TERMS._replace(factors={**TERMS.factors, "years": YEARS})

# Each: a condition, the kind and the path of its one fault, its message, and what is right instead.
WRONG: list[tuple[Any, str, tuple[str | int, ...], str, Any]] = [
    ({"all": [SEVERE, "x"]}, "no-condition", ("all", 1), "this is no condition", SEVERE),
    ({}, "no-condition", (), "this is no condition", SEVERE),
    (
        {"all": [SEVERE], "any": [OLD]},
        "several-kinds",
        (),
        "all and any are several conditions in one",
        {"all": [SEVERE, {"any": [OLD]}]},
    ),
    ({"not": {"any": []}}, "empty", ("not",), "any holds nothing", {"not": SEVERE}),
    ({"factor": "severity", "is": []}, "empty", (), "is holds nothing", SEVERE),
    (
        {"count": {"at_least": 3, "of": [SEVERE, OLD]}},
        "count",
        (),
        "at least 3 of 2 cannot be counted",
        {"count": {"at_least": 2, "of": [SEVERE, OLD]}},
    ),
    (
        {"count": {"at_least": 0, "of": [SEVERE, OLD]}},
        "count",
        (),
        "at least 0 of 2 cannot be counted",
        {"count": {"at_least": 1, "of": [SEVERE, OLD]}},
    ),
    ({"factor": "sevrity", "is": "x"}, "unknown-factor", (), "there is no factor sevrity", SEVERE),
    (
        {"any": [OLD, {"count": {"at_least": 1, "of": [{"factor": "severity", "is": "sevre"}]}}]},
        "unknown-value",
        ("any", 1, "count", "of", 0),
        "severity has no value sevre",
        SEVERE,
    ),
    ({"ref": "older"}, "unknown-condition", (), "there is no condition older", OLD),
    ({"ref": "circle"}, "circular", (), "the condition circle rests on itself", SEVERE),
    ({"factor": "age"}, "no-test", (), "nothing is asked of age", {"factor": "age", "text": "old"}),
    (
        {"factor": "severity", "is": "mild", "known": True},
        "several-tests",
        (),
        "is and known are asked at once",
        {"all": [MILD, {"factor": "age", "known": True}]},
    ),
    (
        {"factor": "age", "is": "65"},
        "not-a-choice",
        (),
        "age has no values",
        {"factor": "age", "at_least": "65"},
    ),
    ({"factor": "severity", "above": "1"}, "not-a-number", (), "severity is no number", SEVERE),
    (
        {"factor": "age", "above": "6,5"},
        "no-decimal",
        (),
        "6,5 is no decimal number",
        {"factor": "age", "above": "6.5"},
    ),
    (
        {"factor": "age", "above": 6.5},
        "no-decimal",
        (),
        "6.5 is no decimal number",
        {"factor": "age", "above": "6.5"},
    ),
    (
        {"any": [SEVERE, {"factor": "years", "above": "60", "at_most": "200"}]},
        "implausible",
        ("any", 1),
        "200 is no plausible value of years",
        {"any": [SEVERE, {"factor": "years", "above": "60", "at_most": "130"}]},
    ),
    (
        {"factor": "years", "at_least": "-1", "below": "18"},
        "implausible",
        (),
        "-1 is no plausible value of years",
        {"factor": "years", "at_least": "1", "below": "18"},
    ),
    ({"all": [SEVERE, MILD]}, "contradiction", (), "this can never hold", {"any": [SEVERE, MILD]}),
    (
        {"any": [OLD, {"all": [SEVERE, {"text": "fit"}, MILD]}]},
        "contradiction",
        ("any", 1),
        "this can never hold",
        {"any": [OLD, SEVERE, MILD]},
    ),
    (
        {"factor": "age", "at_least": "10", "below": "10"},
        "contradiction",
        (),
        "this can never hold",
        {"factor": "age", "at_least": "10", "at_most": "10"},
    ),
    (
        {"all": [OLD, {"ref": "child"}]},
        "contradiction",
        (),
        "this can never hold",
        {"any": [OLD, {"ref": "child"}]},
    ),
    (
        {"all": [UNKNOWN, MILD]},
        "contradiction",
        (),
        "this can never hold",
        {"any": [UNKNOWN, MILD]},
    ),
    (
        {"any": [OLD, {"count": {"at_least": 2, "of": [UNKNOWN, {"not": MILD}]}}]},
        "contradiction",
        ("any", 1),
        "this can never hold",
        {"any": [OLD, UNKNOWN]},
    ),
    (
        {"all": [{"any": [MILD, SEVERE]}, {"not": {"factor": "severity", "known": True}}]},
        "contradiction",
        (),
        "this can never hold",
        {"all": [{"any": [MILD, {"text": "severe"}]}, UNKNOWN]},
    ),
    (
        {"all": [{"factor": "age", "known": False}, {"ref": "old"}]},
        "contradiction",
        (),
        "this can never hold",
        {"any": [{"factor": "age", "known": False}, {"ref": "old"}]},
    ),
    (
        {"all": [{"factor": "sites", "known": True}, {"factor": "sites", "known": False}]},
        "contradiction",
        (),
        "this can never hold",
        {"factor": "sites", "known": True},
    ),
    (
        {"any": [SEVERE, MILD, MODERATE]},
        "tautology",
        (),
        "this always holds",
        {"any": [SEVERE, MILD]},
    ),
    (
        {"any": [{"factor": "age", "above": "5"}, {"factor": "age", "at_most": "5.0"}]},
        "tautology",
        (),
        "this always holds",
        {"any": [{"factor": "age", "above": "5"}, {"factor": "age", "below": "5"}]},
    ),
    (
        {"any": [LUNG, {"not": LUNG}]},
        "tautology",
        (),
        "this always holds",
        LUNG,
    ),
]
ALWAYS = {"any": [SEVERE, MILD, MODERATE]}
BEHIND = [
    ({"not": ALWAYS}, ("not",), ()),
    ({"all": [ALWAYS, SEVERE, MILD]}, ("all", 0), ()),
    (
        {"any": [OLD, {"all": [SEVERE, {"not": ALWAYS}]}]},
        ("any", 1, "all", 1, "not"),
        ("any", 1, "all", 1),
    ),
]
RIGHT = [
    {"any": [RHABDO, SYNOVIAL]},
    {"all": [LUNG, {"factor": "sites", "is": "bone"}]},
    {"all": [{"factor": "symptoms", "is": ["pain"]}, {"factor": "symptoms", "is": ["fever"]}]},
    {"any": [SEVERE, {"text": "not severe"}]},
    {"all": [SEVERE, {**MILD, "necessary": False}]},
    {"any": [{"factor": "severity", "known": True}, {"factor": "severity", "known": False}, LUNG]},
    {"factor": "frailty", "known": False},
    {"all": [UNKNOWN, {**MILD, "necessary": False}]},
    {"all": [UNKNOWN, {"factor": "severity", "text": "not judged yet"}]},
    {"all": [UNKNOWN, {"any": [MILD, {"text": "not judged yet"}]}, LUNG]},
    {"count": {"at_least": 1, "of": [UNKNOWN, MILD]}},
    {"factor": "sites", "known": True},
    {"all": [{"factor": "histology", "known": True}, {"not": RHABDO}, {"not": SYNOVIAL}]},
    {"factor": "frailty", "text": "frail", "sufficient": False},
    {"ref": "at-risk"},
]


@pytest.mark.parametrize(("condition", "always", "never"), BEHIND)
def test_what_never_holds_is_found_behind_what_always_holds(
    condition: Any, always: tuple[str | int, ...], never: tuple[str | int, ...]
) -> None:
    found = [(fault.kind, fault.path) for fault in find_faults(condition, TERMS)]
    assert found == [("tautology", always), ("contradiction", never)]


@pytest.mark.parametrize(("condition", "kind", "path", "message", "instead"), WRONG)
def test_a_fault_is_found_where_it_is(
    condition: Any, kind: str, path: tuple[str | int, ...], message: str, instead: Any
) -> None:
    (fault,) = find_faults(condition, BOUNDED)
    assert (fault.kind, fault.path, fault.message) == (kind, path, message)
    assert fault.hint
    assert "{" not in fault.hint
    assert not [*find_faults(instead, BOUNDED)]


def test_each_kind_of_fault_has_an_example() -> None:
    assert {kind for _, kind, *_ in WRONG} == set(FAULTS)


@pytest.mark.parametrize("condition", RIGHT[:5] + RIGHT[6:])
def test_what_can_be_meant_has_no_fault(condition: Any) -> None:
    assert not [*find_faults(condition, TERMS)]


def test_whether_a_factor_is_known_is_always_so_or_not() -> None:
    (fault,) = find_faults(RIGHT[5], TERMS)
    assert fault.kind == "tautology"


def test_of_too_many_patients_nothing_is_said() -> None:
    factors = {
        f"f{n}": {"type": "choice", "multiple": False, "values": [{"id": "a"}, {"id": "b"}]}
        for n in range(9)
    }
    parts = [{"factor": name, "is": "a"} for name in factors]
    condition = {"all": [*parts, {"not": {"all": parts}}]}
    assert find_patients([condition], Terms(factors)) is None
    assert not [*find_faults(condition, Terms(factors))]
    twenty = {
        "f": {"type": "choice", "multiple": True, "values": [{"id": f"v{n}"} for n in range(20)]}
    }
    assert (
        find_patients([{"factor": "f", "is": [f"v{n}" for n in range(20)]}], Terms(twenty)) is None
    )


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(CONDITIONS)
def test_what_is_called_impossible_or_certain_is_so_for_everybody(condition: Any) -> None:
    everybody = find_patients([condition], OTHERS)
    kinds = {fault.kind for fault in find_faults(condition, OTHERS) if not fault.path}
    truths = {evaluate(condition, each, OTHERS) for each in everybody or ()}
    assert "contradiction" not in kinds or "true" not in truths
    assert ("tautology" in kinds) <= (truths == {"true"})


def judged(node: Any, free: Iterator[int]) -> Any:
    """Return a condition in which what people judge is asked of factors that nothing else names."""
    if "text" in node and kind_of(node) == "text":
        inner: Any = {"factor": f"free{next(free)}", "is": "yes"}
    elif kind_of(node) == "ref":
        inner = judged(OTHERS.named[node["ref"]], free)
    else:
        inner = {key: node[key] for key in node.keys() - {"sufficient", "necessary"}}
        if kind_of(node) in {"all", "any"}:
            inner = {key: [judged(each, free) for each in value] for key, value in inner.items()}
        elif kind_of(node) == "not":
            inner = {"not": judged(node["not"], free)}
        elif kind_of(node) == "count":
            of = [judged(each, free) for each in node["count"]["of"]]
            inner = {"count": {**node["count"], "of": of}}
    if node.get("necessary") is False:
        inner = {"any": [inner, {"factor": f"free{next(free)}", "is": "yes"}]}
    if node.get("sufficient") is False:
        inner = {"all": [inner, {"factor": f"free{next(free)}", "is": "yes"}]}
    return inner


def can_hold(condition: Any) -> bool:
    """Tell whether any facts, and anything that people judge, make the condition true."""
    places = count()
    asked = judged(condition, places)
    words = [f"free{n}" for n in range(next(places))]
    yes_or_no = {"type": "choice", "multiple": False, "exhaustive": True}
    answers = {each: {**yes_or_no, "values": [{"id": "yes"}, {"id": "no"}]} for each in words}
    terms = Terms({**OTHERS.factors, **answers}, OTHERS.named)
    told = {name: FACTS_OF[name] for name in FACTS_OF if name in str(asked)}
    told |= {each: ["yes", "no"] for each in words}
    every = (dict(zip(told, each, strict=True)) for each in product(*told.values()))
    return any(evaluate(asked, each, terms) == "true" for each in every)


# All that can be told of a factor: nothing is told less than that it is not known.
FACTS_OF: dict[str, list[Any]] = {
    "closed": ["a", "b", {"a": False}, None],
    "open": ["a", "b", {"a": False}, {"a": False, "b": False}, None],
    "many": [{"a": one, "b": other} for one, other in product((True, False), repeat=2)] + [None],
    "age": ["3", "4", "4.5", "5", "5.2", "5.5", "6", None],
}
KNOWN = st.builds(
    lambda factor, known: {"factor": factor, "known": known},
    st.sampled_from(["closed", "open", "many", "age"]),
    st.booleans(),
)
TOGETHER = st.builds(
    lambda kind, parts: {kind: parts} if kind != "not" else {"not": {"any": parts}},
    st.sampled_from(["all", "all", "all", "any", "not"]),
    st.lists(
        st.one_of(KNOWN, CONDITIONS, st.builds(lambda it: {"not": it}, KNOWN)),
        min_size=2,
        max_size=3,
    ),
)


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(st.one_of(CONDITIONS, TOGETHER))
def test_what_is_refused_holds_for_nobody_and_what_holds_for_nobody_is_refused(
    condition: Any,
) -> None:
    assume(
        str(condition).count("text")
        + str(condition).count("'sufficient'")
        + str(condition).count("'necessary'")
        <= 4
    )
    faults = [*find_faults(condition, OTHERS)]
    refused = {fault.path for fault in faults if fault.kind == "contradiction"}
    for path, node in walk_condition(condition):
        if path in refused:
            assert not can_hold(node), node
    # Of a factor with other values than those that are listed, one may be known that no fact names.
    others = "'open', 'known'" in str(condition)
    assert refused or others or can_hold(condition)


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from(["a", "all", "5", ""]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "all",
                        "any",
                        "not",
                        "count",
                        "of",
                        "at_least",
                        "ref",
                        "factor",
                        "is",
                        "known",
                        "above",
                        "text",
                        "sufficient",
                    ]
                ),
                inner,
                max_size=3,
            )
        ),
        max_leaves=8,
    )
)
def test_whatever_is_written_for_a_condition_has_an_answer(condition: Any) -> None:
    truth = evaluate(condition, {"a": "5", "closed": "a"}, OTHERS)
    faults = [*find_faults(condition, OTHERS)]
    assert truth == "unknown" or isinstance(condition, dict)
    assert all(each.message and each.hint for each in faults)


def band(**bounds: str) -> dict[str, str]:
    return {"factor": "weight", **bounds}


@pytest.mark.parametrize(
    ("rows", "questions"),
    [
        ([band(at_least="10", below="20"), band(at_least="20", below="30")], []),
        (
            [band(at_least="10", at_most="20"), band(at_least="20", below="30")],
            ["row 1 and row 2 are both for weight of 20 kg. Is that meant?"],
        ),
        (
            [band(at_least="10", below="20"), band(above="20", below="30")],
            ["No row is for weight of 20 kg. Is that meant?"],
        ),
        (
            [band(below="10"), band(at_least="12.5")],
            ["No row is for weight between 10 and 12.5 kg. Is that meant?"],
        ),
        (
            [band(below="20"), band(at_least="10", below="30"), band(at_least="30")],
            ["row 1 and row 2 are both for weight between 10 and 20 kg. Is that meant?"],
        ),
        ([band(at_least="10"), SEVERE], []),
        (
            [
                {"all": [band(at_least="10"), SEVERE]},
                {"all": [band(at_least="5"), MILD]},
                band(at_most="4"),
            ],
            ["No row is for weight between 4 and 5 kg. Is that meant?"],
        ),
        ([SEVERE], []),
        ([], []),
    ],
)
def test_gaps_and_overlaps_of_rows_are_questions(rows: list[Any], questions: list[str]) -> None:
    named = [(f"row {number}", row) for number, row in enumerate(rows, start=1)]
    assert [each.text for each in find_band_questions(named, "weight", TERMS)] == questions


@pytest.mark.parametrize(
    ("unit", "above", "asks"),
    [("{dose}", "1", False), ("{dose}", "2", True), ("wk", "1", True), ("{dose}", "1.5", True)],
)
def test_between_one_and_the_next_of_what_is_counted_there_is_nothing(
    unit: str,
    above: str,
    asks: bool,  # noqa: FBT001 - a row of a table
) -> None:
    counted = Terms({"given": {"id": "given", "name": "given", "type": "number", "unit": unit}}, {})
    rows = [{"factor": "given", "at_most": "0"}, {"factor": "given", "at_least": above}]
    named = [(f"row {number}", row) for number, row in enumerate(rows, start=1)]
    assert bool([*find_band_questions(named, "given", counted)]) == asks
