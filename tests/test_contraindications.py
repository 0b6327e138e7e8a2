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
    found = changed(content_of(used), content_of(used, without(0)))
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
        # The same patients, and a condition that excludes nobody or as it did.
        ({"not": PREGNANT}, NOT_PREGNANT, False),
        ({"all": [YOUNG, {"not": PREGNANT}]}, {"all": [{"not": PREGNANT}, GROWN]}, False),
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
