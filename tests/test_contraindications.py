"""Whoever is let through by a looser exclusion, or by a narrower contraindication, raises an alert."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from conftest import guideline_of
from guidepress.classify.classify import describe
from guidepress.content import parse_content

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guidepress.classify.change import Change

UNSAFE = {
    "id": "unsafe",
    "text": "primaquine is not to be given",
    "any": [
        {"factor": "pregnancy", "is": ["first-trimester", "later"]},
        {"factor": "age", "below": "0.5"},
        {"text": "the infant is known to be deficient"},
    ],
}
FACTORS = [
    {"id": "age", "name": "Age", "type": "number", "unit": "a"},
    {
        "id": "pregnancy",
        "name": "Pregnancy",
        "type": "choice",
        "multiple": False,
        "exhaustive": True,
        "values": [
            {"id": each, "name": each.replace("-", " ")}
            for each in ("not-pregnant", "first-trimester", "later")
        ],
    },
]
GROWN = {"factor": "age", "at_least": "1"}
SAFE = {"not": {"ref": "unsafe"}}
YOUNG = {"factor": "age", "at_most": "90"}
OLD = {"factor": "age", "above": "80"}
NOT_PREGNANT = {"factor": "pregnancy", "is": "not-pregnant"}
PREGNANT = {"factor": "pregnancy", "is": ["first-trimester", "later"]}
NO_BABY = {"not": {"factor": "age", "below": "0.5"}}


def content_of(
    when: Any = SAFE, unsafe: Mapping[str, Any] = UNSAFE, advised: Any = None, **more: Any
) -> Any:
    option: dict[str, Any] = {"id": "primaquine", "name": "Primaquine"}
    advice = {"id": "advice", "direction": "for", "about": ["primaquine"], "text": "Offer it."}
    if when:
        option["applies_when"] = when
    if advised:
        advice["applies_when"] = advised
    files = {
        "guideline.yaml": guideline_of({"id": "top", "title": "Top", "content": []}) | more,
        "factors.yaml": {"factors": FACTORS, "conditions": [unsafe]},
        "options.yaml": {"options": [option]},
        "recommendations.yaml": {"recommendations": [advice]},
    }
    files["guideline.yaml"] |= {"document_type": "guideline"}
    encoded = {name: json.dumps(each).encode() for name, each in files.items()}
    return parse_content(encoded, "base", "content/base").bundle


def changed(old: Any, new: Any) -> Change:
    (found,) = describe(old, new, "1.0.0", "draft").changes
    return found


def without(place: int) -> dict[str, Any]:
    return {**UNSAFE, "any": [each for at, each in enumerate(UNSAFE["any"]) if at != place]}


@pytest.mark.parametrize(
    "unsafe",
    [
        without(0),
        without(1),
        without(2),
        {**UNSAFE, "any": [*UNSAFE["any"][:1], {"factor": "age", "below": "0.25"}]},
        {**UNSAFE, "any": [*UNSAFE["any"], {"factor": "age", "above": "90"}]},
        {**UNSAFE, "text": "primaquine is contraindicated"},
    ],
)
def test_a_named_condition_under_not_is_a_contraindication_that_names_who_uses_it(
    unsafe: Mapping[str, Any],
) -> None:
    found = changed(content_of(advised=SAFE), content_of(unsafe=unsafe, advised=SAFE))
    assert (found.impact, found.alert, found.floor) == ("major", True, "major")
    assert "“Primaquine”" in found.sentence
    assert "“Offer it”" in found.sentence


def test_a_named_condition_that_excludes_nobody_raises_no_alert_and_names_who_uses_it() -> None:
    used: Any = {"ref": "unsafe"}
    named = ({**each, "text": "at risk"} for each in (UNSAFE, without(0)))
    found = changed(*(content_of(used, each) for each in named))
    assert (found.impact, found.alert) == ("major", False)
    assert "“Primaquine”" in found.sentence


def test_what_a_named_condition_excludes_itself_is_an_exclusion() -> None:
    used: Any = {"ref": "unsafe"}
    fit: Any = {"id": "unsafe", "text": "fit", "all": [YOUNG, NO_BABY]}
    assert changed(content_of(used, fit), content_of(used, {**fit, "all": [YOUNG]})).alert


@pytest.mark.parametrize(
    ("before", "after", "alert"),
    [
        ({"all": [YOUNG, SAFE]}, YOUNG, True),
        (SAFE, None, True),
        (None, SAFE, True),
        (SAFE, {"factor": "pregnancy", "is": ["not-pregnant", "first-trimester"]}, True),
        ({"not": PREGNANT}, {"not": {"factor": "pregnancy", "is": "later"}}, True),
        ({"not": {"text": "frail"}}, {"not": {"text": "very frail"}}, True),
        ({"not": {**PREGNANT, "text": "x"}}, {"not": {**PREGNANT, "text": "y"}}, True),
        ({"text": "adults, not pregnant"}, {"text": "adults"}, True),
        ({"text": "all except infants"}, {"text": "all"}, True),
        # The exclusion stayed as it is written, and something else lets its patients through.
        (SAFE, {"any": [SAFE, OLD]}, True),
        ({"all": [SAFE, NO_BABY]}, {"any": [SAFE, NO_BABY]}, True),
        ({"not": PREGNANT}, {"any": [{"not": {"any": [PREGNANT]}}, OLD]}, True),
        ({"not": {"text": "frail"}}, {"any": [{"not": {"text": "frail"}}, OLD]}, True),
        ({"not": PREGNANT}, {"text": "everybody", "not": PREGNANT}, True),
        # An exclusion in words that deny.
        (NOT_PREGNANT, {"factor": "pregnancy", "is": ["not-pregnant", "first-trimester"]}, True),
        ({"all": [YOUNG, NOT_PREGNANT]}, YOUNG, True),
        ({"text": "not pregnant"}, {"text": "not in the third trimester"}, True),
        ({"all": [YOUNG, {"ref": "unsafe"}]}, YOUNG, True),
        # The same patients, and a condition that excludes nobody or as it did.
        ({"not": PREGNANT}, NOT_PREGNANT, False),
        ({"all": [YOUNG, {"not": PREGNANT}]}, {"all": [{"not": PREGNANT}, GROWN]}, False),
        ({"all": [YOUNG, NOT_PREGNANT]}, {"all": [GROWN, NOT_PREGNANT]}, False),
        ({"any": [{"all": [YOUNG, SAFE]}]}, {"any": [{"all": [GROWN, {"not": PREGNANT}]}]}, True),
        (PREGNANT, {"factor": "pregnancy", "is": "later"}, False),
        (GROWN, YOUNG, False),
        (GROWN, None, False),
    ],
)
def test_an_exclusion_that_is_looser_tighter_or_gone_raises_an_alert(
    before: Any, after: Any, *, alert: bool
) -> None:
    for old, new in (
        (content_of(before), content_of(after)),
        (content_of(advised=before), content_of(advised=after)),
    ):
        found = changed(old, new)
        assert (found.impact, found.alert) == ("major", alert)


@pytest.mark.parametrize(
    "edit",
    [
        {"multiple": True},
        {"exhaustive": False},
        {"description": "Counted from the second trimester."},
        {"description": "As known."},
        {"value": "not known to be pregnant"},
    ],
    ids=str,
)
def test_what_an_exclusion_is_read_by_is_part_of_it(edit: Mapping[str, Any]) -> None:
    old, new = content_of(), content_of()
    factor = new["factors"][1]
    if "value" in edit:
        factor["values"][0]["name"] = edit["value"]
    else:
        factor |= edit
    found = changed(old, new)
    assert (found.impact, found.alert, found.floor) == ("major", True, "major")


@pytest.mark.parametrize(
    ("text", "kind", "weight"),
    [
        ("Treat with an ACT.", "", ("minor", False)),
        ("Deficiency of ACT is a contraindication.", "", ("major", True)),
        ("It harms who has ACTs.", "harm", ("major", True)),
        ("It harms who is ACTIVE.", "harm", ("minor", False)),
    ],
)
def test_what_an_abbreviation_stands_for_weighs_as_what_uses_it(
    text: str, kind: str, weight: tuple[str, bool]
) -> None:
    old, new = stated(text, kind), stated(text, kind)
    for each, expansion in ((old, "combination therapy"), (new, "monotherapy")):
        each["guideline"]["abbreviations"] = [{"id": "ACT", "expansion": expansion}]
    found = changed(old, new)
    assert (found.impact, found.alert) == weight
    new["recommendations"][0]["text"] = old["recommendations"][0]["text"] = "Offer an ACT."
    assert changed(old, new).impact == "major"


@pytest.mark.parametrize(
    ("before", "after", "impact"),
    [
        ("We do not use it in disease.", "We do not use it in those diseases.", "major"),
        ("Not for who has no other need.", "Not for who had no other need.", "major"),
        ("Use of it is not advised.", "The use of it is not advised.", "minor"),
    ],
)
def test_advice_against_something_is_a_contraindication_in_each_word(
    before: str, after: str, impact: str
) -> None:
    old, new = stated("x", advised=before), stated("x", advised=after)
    old["recommendations"][0]["direction"] = new["recommendations"][0]["direction"] = "against"
    found = changed(old, new)
    assert (found.impact, found.alert) == (impact, True)


def test_a_term_by_another_name_weighs_as_what_links_to_it() -> None:
    old, new = (stated("x", advised="Offer it in [it](#pf).") for _ in range(2))
    for each, name in ((old, "progressive fibrosis"), (new, "cystic fibrosis")):
        each["terms"] = [{"id": "pf", "term": name, "definition": "A disease.", "replaces": []}]
    found = changed(old, new)
    assert (found.impact, "(used by “Offer it in it”)" in found.sentence) == ("major", True)


@pytest.mark.parametrize(
    ("before", "after", "alert"),
    [
        ("malaria", "malaria, not in pregnancy", True),
        ("malaria except severe malaria", "malaria except cerebral malaria", True),
        ("malaria", "severe malaria", False),
    ],
)
def test_whom_a_guideline_excludes_is_an_exclusion(before: str, after: str, *, alert: bool) -> None:
    sides = (content_of(population={"condition": each}) for each in (before, after))
    found = changed(*sides)
    assert (found.fact.kind, found.alert) == ("guideline-population-changed", alert)


EXCLUDING = {"id": "excluding", "name": "With an exclusion", "applies_when": SAFE}
GROUPS = [
    EXCLUDING,
    {"id": "same", "name": "The same", "applies_when": SAFE},
    {"id": "inner", "name": "Inner", "group": "excluding", "applies_when": GROWN},
    {"id": "grown", "name": "Grown", "applies_when": GROWN},
]


@pytest.mark.parametrize(
    ("before", "after", "alert"),
    [
        ("excluding", None, True),
        ("excluding", "grown", True),
        ("inner", "grown", True),
        (None, "inner", True),
        ("excluding", "same", False),
        ("excluding", "inner", False),
        ("grown", None, False),
    ],
)
def test_an_exclusion_of_a_group_is_lost_with_the_group(
    before: str | None, after: str | None, *, alert: bool
) -> None:
    def grouped(name: str | None) -> Any:
        bundle = content_of(None)
        shape: Any = {"content": [], "alternative_to": [], "replaces": []}
        bundle["groups"] = [{**shape, **each} for each in GROUPS]
        bundle["options"][0] |= {"group": name} if name else {}
        return bundle

    found = changed(grouped(before), grouped(after))
    assert (found.impact, found.alert) == ("major", alert)


def stated(text: str, kind: str = "", advised: str = "Offer it.") -> Any:
    said = {"id": "said", "text": text} | ({"kind": kind} if kind else {})
    bundle = content_of(sections=[{"id": "top", "title": "Top", "content": [said]}])
    bundle["recommendations"][0]["text"] = advised
    return bundle


FORBIDDEN = "It should not be used in pregnancy."


@pytest.mark.parametrize(
    "after",
    [
        *(
            f"It should not be used in {each} pregnancy."
            for each in ("late", "early", "confirmed", "uncontrolled", "twin")
        ),
        "It should not be started in pregnancy.",
        "It should not be used in a planned pregnancy.",
    ],
)
def test_any_word_that_narrows_a_prohibition_is_major_and_cannot_be_accepted_as_wording(
    after: str,
) -> None:
    for old, new in (
        (stated(FORBIDDEN), stated(after)),
        (stated(after), stated(FORBIDDEN)),
        (stated("x", advised=FORBIDDEN), stated("x", advised=after)),
    ):
        found = changed(old, new)
        assert (found.impact, found.alert, found.floor) == ("major", True, "major")


@pytest.mark.parametrize("kind", ["harm", "contraindication", "interaction"])
@pytest.mark.parametrize(
    ("before", "after", "impact"),
    [
        ("Active liver disease.", "Liver disease.", "major"),
        ("It damages the liver.", "It damages the liver rarely.", "major"),
        ("It stains teeth.", "It stains growing teeth.", "major"),
        # No word of these says whom it harms, or when.
        ("It is known that it stains teeth.", "It is known it stains the teeth.", "minor"),
        ("It stains teeth; it hurts.", "It stains teeth, and it hurts.", "major"),
        # When, which and what, though each word of it is as common as can be.
        ("Not for those who have had a stroke.", "Not for those who have a stroke.", "major"),
        ("Liver disease is a contraindication.", "Liver disease was a contraindication.", "major"),
        ("Liver disease is a contraindication.", "Is liver disease a contraindication?", "major"),
        (
            "It should not be given to patients.",
            "It should not be given to these patients.",
            "major",
        ),
        ("It should not be given with it.", "It should not also be given with it.", "major"),
        ("It causes few bleeds.", "It causes a few bleeds.", "major"),
        ("Avoid it in hepatitis A.", "Avoid it in hepatitis.", "major"),
        ("Avoid it with NO in use.", "Avoid it with no in use.", "major"),
        # The same words in other places.
        ("It harms the liver, spares teeth.", "It harms teeth, spares the liver.", "major"),
        ("Rash is fatal; fever is mild.", "Fever is fatal; rash is mild.", "major"),
        ("Rash is worse than fever.", "Fever is worse than rash.", "major"),
        ("Rash is fatal. Fever is mild.", "Fever is mild. Rash is fatal.", "minor"),
        ("A rash may appear.", "Rash may appear.", "minor"),
        ("It stains teeth [@a].", "It stains teeth.", "minor"),
        ("It stains tumors.", "It stains tumours.", "patch"),
    ],
)
def test_a_word_of_a_harm_is_major_unless_it_is_known_to_say_nothing(
    before: str, after: str, impact: str, kind: str
) -> None:
    found = describe(stated(before, kind), stated(after, kind), "1.0.0", "draft")
    assert found.impact == impact
    assert all(each.floor == impact for each in found.changes if impact == "major")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Offer it as an alternative to surgery.", "Offer it in addition to surgery."),
        ("Offer it as an alternative to surgery.", "Offer it as an adjunct to surgery."),
        ("Offer it in disease.", "Offer it in severe disease."),
        ("Offer it in active disease.", "Offer it in disease."),
    ],
)
def test_a_recommendation_for_other_people_or_beside_something_else_is_major(
    before: str, after: str
) -> None:
    found = changed(stated("x", advised=before), stated("x", advised=after))
    assert (found.impact, found.floor) == ("major", "major")


@pytest.mark.parametrize(
    ("before", "after", "impact"),
    [
        ("4 ^fat^", "4 ^fast^", "major"),
        ("4 ^fat^", "4", "major"),
        ("4 ^fat^ ^dry^", "4 ^dry^ ^fat^", "minor"),
        ("4 ^fat^", "4^fat^", "minor"),
    ],
)
def test_the_mark_of_another_note_says_something_else_of_a_dose(
    before: str, after: str, impact: str
) -> None:
    def dosed(shown: str) -> Any:
        columns = [{"id": "a", "title": "Weight"}, {"id": "b", "title": "Tablets"}]
        row = {"id": "r", "cells": {"a": "5 kg", "b": shown}}
        notes = [{"id": each, "text": f"It is {each}."} for each in ("fat", "fast", "dry")]
        table = {"title": "Doses", "columns": columns, "rows": [row], "notes": notes}
        said = {"id": "said", "kind": "dose", "table": table}
        return content_of(sections=[{"id": "top", "title": "Top", "content": [said]}])

    found = changed(dosed(before), dosed(after))
    assert (found.impact, found.alert) == (impact, True)
