"""What is called true or false is so for every patient of whom the same is known."""

from __future__ import annotations

import os
from itertools import count, product
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from guidepress.conditions.evaluate import Terms, read_condition

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

EXAMPLES = int(os.environ.get("GUIDEPRESS_EXAMPLES", "300"))
CHOICE = {"type": "choice", "values": [{"id": "a"}, {"id": "b"}]}
TERMS = Terms(
    {
        "closed": {**CHOICE, "multiple": False, "exhaustive": True},
        "open": {**CHOICE, "multiple": False, "exhaustive": False},
        "many": {**CHOICE, "multiple": True},
        "age": {"type": "number", "unit": "a"},
    },
    {"named": {"any": [{"factor": "closed", "is": "a"}, {"factor": "age", "above": "5"}]}},
)
# Everybody that there is, factor by factor: what of each value holds, or the number.
PEOPLE: dict[str, list[Any]] = {
    "closed": [{"a": True, "b": False}, {"a": False, "b": True}],
    "open": [{"a": True, "b": False}, {"a": False, "b": True}, {"a": False, "b": False}],
    "many": [{"a": one, "b": other} for one, other in product((True, False), repeat=2)],
    "age": [4, 5, 6],
}
# What may be told of a factor; an empty text stands for nothing at all.
TOLD: dict[str, list[Any]] = {
    "closed": ["", "a", "b", {"a": False}, None, "z"],
    "open": ["", "a", {"a": False}, {"a": False, "b": False}, None, ["a", "b"]],
    "many": ["", "a", ["a", "b"], {"a": False}, {"a": True, "b": False}, None],
    "age": ["", "4", "5", "6", None, "five", {"value": "5", "unit": "mo"}],
}
LEAVES = st.one_of(
    st.builds(
        lambda factor, wanted: {"factor": factor, "is": wanted},
        st.sampled_from(["closed", "open", "many"]),
        st.sampled_from(["a", "b", ["a", "b"]]),
    ),
    st.builds(
        lambda bound, number: {"factor": "age", bound: number},
        st.sampled_from(["at_least", "above", "below", "at_most"]),
        st.sampled_from(["4", "5.0", "5.5"]),
    ),
    st.builds(
        lambda factor, known: {"factor": factor, "known": known},
        st.sampled_from(["closed", "open", "age"]),
        st.booleans(),
    ),
    st.sampled_from([{"text": "fit"}, {"ref": "named"}]),
)
CONDITIONS = st.recursive(
    st.builds(
        lambda leaf, weak: {**leaf, **weak},
        LEAVES,
        st.sampled_from([{}, {}, {}, {"sufficient": False}, {"necessary": False}]),
    ),
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
        st.builds(
            lambda least, parts, weak: {
                "count": {"at_least": min(least, len(parts)), "of": parts},
                **weak,
            },
            st.integers(1, 3),
            st.lists(inner, min_size=1, max_size=3),
            st.sampled_from([{}, {"sufficient": False}]),
        ),
    ),
    max_leaves=5,
)
FACTS = st.fixed_dictionaries({name: st.sampled_from(told) for name, told in TOLD.items()})


def people_like(facts: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield everybody of whom the facts may be true, and of which factors it is known."""
    for person in product(*PEOPLE.values()):
        someone = dict(zip(PEOPLE, person, strict=True))
        if not all(fits(facts.get(name, ""), each) for name, each in someone.items()):
            continue
        known = [knowledge(name, facts.get(name, "")) for name in PEOPLE]
        yield from ((someone, dict(zip(PEOPLE, each, strict=True))) for each in product(*known))


def knowledge(name: str, fact: Any) -> tuple[bool, ...]:
    """Return whether a factor is known, or both where what is told leaves that open."""
    if fact is None:
        return (False,)
    # Of two values, the one that is not denied is the one that holds.
    decided = isinstance(fact, dict) if name == "closed" else False
    decided = decided or (isinstance(fact, str) and fact in {"a", "b", "4", "5", "6"})
    return (True,) if decided else (True, False)


def fits(fact: Any, someone: Any) -> bool:
    """Tell whether what is told may be true of somebody; what means nothing may."""
    if isinstance(someone, int):
        return not isinstance(fact, str) or fact in {"", "five", str(someone)}
    if isinstance(fact, str):
        return bool(someone.get(fact, True))
    if isinstance(fact, dict):
        return all(someone[value] is held for value, held in fact.items())
    if isinstance(fact, list):
        return all(someone[value] for value in fact)
    return True


def holds(
    node: Any, someone: Any, known: Any, free: dict[int, bool], places: Iterator[int]
) -> bool:
    """Return the classical truth; words, and what is weakened, are as ``free`` says."""
    if "all" in node or "any" in node:
        parts = [
            holds(each, someone, known, free, places) for each in node.get("all") or node["any"]
        ]
        value = all(parts) if "all" in node else any(parts)
    elif "not" in node:
        value = not holds(node["not"], someone, known, free, places)
    elif "count" in node:
        parts = [holds(each, someone, known, free, places) for each in node["count"]["of"]]
        value = sum(parts) >= node["count"]["at_least"]
    elif "ref" in node:
        value = someone["closed"]["a"] or someone["age"] > 5
    elif "text" in node:
        value = free[next(places)]
    elif "known" in node:
        value = known[node["factor"]] is node["known"]
    elif "is" in node:
        wanted = node["is"] if isinstance(node["is"], list) else [node["is"]]
        value = any(someone[node["factor"]][each] for each in wanted)
    else:
        age = someone["age"]
        (bound,) = set(node) & {"at_least", "above", "below", "at_most"}
        number = float(node[bound])
        value = {
            "at_least": age >= number,
            "above": age > number,
            "below": age < number,
            "at_most": age <= number,
        }[bound]
    if (value and node.get("sufficient") is False) or (
        not value and node.get("necessary") is False
    ):
        return free[next(places)]
    return value


def every_truth(condition: Any, facts: Mapping[str, Any]) -> set[bool]:
    return {
        holds(condition, someone, known, dict(enumerate(free)), count())
        for someone, known in people_like(facts)
        for free in (*product((True, False), repeat=3),)
    }


def weak_places(node: Any) -> int:
    """Return how many places of a condition words decide, at most."""
    inner = node.get("all") or node.get("any") or node.get("count", {}).get("of") or []
    inner = [*inner, *([node["not"]] if "not" in node else [])]
    own = ("text" in node) + ("sufficient" in node) + ("necessary" in node)
    return own + sum(map(weak_places, inner))


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(CONDITIONS.filter(lambda node: weak_places(node) <= 3), FACTS)
def test_no_truth_is_claimed_that_somebody_of_whom_the_same_is_known_contradicts(
    condition: Any, told: dict[str, Any]
) -> None:
    facts = {name: fact for name, fact in told.items() if fact != ""}
    truth, factors, texts, *_ = read_condition(condition, facts, TERMS)
    if truth == "unknown":
        return
    assert not factors
    assert not texts
    assert every_truth(condition, facts) <= {truth == "true"}


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(CONDITIONS, FACTS, st.sampled_from(sorted(TOLD)))
def test_more_facts_never_turn_a_truth_around(condition: Any, told: Any, hidden: str) -> None:
    facts = {name: fact for name, fact in told.items() if fact != ""}
    less = read_condition(condition, {**facts, hidden: "means nothing"}, TERMS).truth
    more = read_condition(condition, facts, TERMS).truth
    assert less in {"unknown", more} or facts.get(hidden, "") is None


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(CONDITIONS)
def test_with_nothing_known_the_factors_and_words_that_decide_are_named(condition: Any) -> None:
    truth, factors, texts, *_ = read_condition(condition, {}, TERMS)
    assert truth == "unknown"
    assert factors or texts


def test_what_is_not_computed_is_what_no_single_leaf_decides() -> None:
    """Kleene's values are sound and not complete; the handbook says so, with these two."""
    severe = {"factor": "closed", "is": "a"}
    for condition, always in (
        ({"any": [severe, {"not": severe}]}, True),
        ({"all": [severe, {"factor": "closed", "is": "b"}]}, False),
    ):
        assert read_condition(condition, {}, TERMS).truth == "unknown"
        assert every_truth(condition, {}) == {always}
