"""A value that goes back to what an earlier version held is reported as that."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from conftest import REPOSITORY
from guidepress.classify.classify import describe
from laws.edits import clean_bundle
from laws.mutations import kinds, mutated

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.checkout
BUNDLE = REPOSITORY / "content/childhood-sts-recurrent/releases/2.0.0.json"


TABLE = {
    "id": "doses-by-weight",
    "type": "table",
    **{key: [] for key in ("about", "citations", "cites_retracted", "evidence", "replaces")},
    "table": {
        "columns": [{"id": "dose", "title": "Dose"}],
        "rows": [{"id": "light", "cells": [{"column": "dose", "text": "10 mg"}]}],
    },
}


def first() -> Any:
    return json.loads(BUNDLE.read_bytes())


def graded(bundle: Any) -> Any:
    found = (
        each
        for part in ("options", "sections")
        for home in bundle[part]
        for each in home["content"]
    )
    return next(each for each in found if each["evidence"])


def new_text(bundle: Any) -> None:
    bundle["sections"][0]["content"][0]["text"] += " More was said."


def new_name(bundle: Any) -> None:
    bundle["options"][0]["name"] = "Another name"


def new_introduction(bundle: Any) -> None:
    options = next(each for each in bundle["lists"] if each["id"] == "options")
    options["intro"]["text"] += " More was said."


def new_title(bundle: Any) -> None:
    bundle["guideline"]["title"] = "Another title"


def new_level(bundle: Any) -> None:
    graded(bundle)["evidence"][0]["level"] = "1iA"


EDITS = [new_text, new_name, new_level, new_introduction, new_title]


def edited(*edits: Callable[[Any], None]) -> Any:
    bundle = first()
    for edit in edits:
        edit(bundle)
    return bundle


def sentences(old: Any, new: Any, *past: tuple[str, Any]) -> list[str]:
    return [each.sentence for each in describe(old, new, "3.0.0", "draft", past=past).changes]


@pytest.mark.parametrize("edit", EDITS)
def test_a_return_names_the_newest_version_that_held_the_same(edit: Callable[[Any], None]) -> None:
    past = (("2.0.0", first()), ("1.0.0", first()))
    (said,) = sentences(edited(edit), first(), *past)
    assert said.endswith(" This is again as in version 2.0.0.")


@pytest.mark.parametrize(
    "kind",
    [
        *("guideline", "guideline.source", "guideline.sources", "guideline.bodies.roles"),
        *("block", "block.list", "block.table", "block.table.rows.cells", "lists.intro"),
        *("options", "options.doses", "recommendations", "recommendations.outcomes"),
    ],
)
def test_whatever_goes_back_says_so(kind: str) -> None:
    changed = kinds()[f"{kind}: value changed"]
    for each in changed[:: max(1, len(changed) // 20)]:
        then = clean_bundle()
        delta = describe(mutated([each]), then, "2.0.0", "draft", past=[("1.0.0", then)])
        for change in delta.changes:
            one_value = bool(change.fact.new) and not isinstance(change.fact.new, list)
            back = change.sentence.endswith("again as in version 1.0.0.")
            assert back or not one_value or not change.fact.kind.endswith("-changed"), each


@pytest.mark.parametrize("edit", EDITS)
def test_what_is_new_names_no_version(edit: Callable[[Any], None]) -> None:
    (said,) = sentences(first(), edited(edit), ("1.0.0", first()))
    assert "again" not in said


def test_only_what_went_back_names_a_version() -> None:
    said = sentences(edited(new_text), edited(new_name), ("1.0.0", first()))
    (back,) = [each for each in said if each.endswith("as in version 1.0.0.")]
    assert back.startswith("Revised text")
    assert len(said) == 2


def with_parts(text: str, amount: str) -> Any:
    """Return the demo with a table of one row and an option with a dose."""
    bundle = first()
    bundle["sections"][0]["content"].append(deepcopy(TABLE))
    bundle["sections"][0]["content"][-1]["table"]["rows"][0]["cells"][0]["text"] = text
    dose = {"id": "some-dose", "intervention": "excision", "amount": amount, "unit": "mg"}
    bundle["options"][0]["doses"] = [dose]
    return bundle


def test_a_cell_and_a_dose_that_go_back_name_the_version() -> None:
    then = with_parts("10 mg", "2")
    said = sentences(with_parts("20 mg", "3"), then, ("1.0.0", then))
    assert len(said) == 2
    assert all(each.endswith(" This is again as in version 1.0.0.") for each in said)


def test_a_cell_and_a_dose_that_are_new_name_none() -> None:
    said = sentences(with_parts("20 mg", "3"), with_parts("30 mg", "4"), ("1.0.0", first()))
    assert len(said) == 2
    assert not any("again" in each for each in said)


@pytest.mark.parametrize("part", ["options", "references", "sections"])
def test_what_is_added_again_as_it_was_names_the_version(part: str) -> None:
    without = first()
    without[part].pop()
    said = sentences(without, first(), ("1.0.0", first()))
    assert any(each.startswith("Added") and "version 1.0.0" in each for each in said)
    altered = first()
    altered[part][-1]["name" if part == "options" else "title"] = "Otherwise called"
    said = sentences(without, altered, ("1.0.0", first()))
    (head,) = [each for each in said if each.startswith("Added") and "text on" not in each]
    assert "again" not in head
