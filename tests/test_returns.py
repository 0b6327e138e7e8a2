"""A value that goes back to what an earlier version held is reported as that."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from conftest import REPOSITORY
from guidepress.classify import describe

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.checkout
BUNDLE = REPOSITORY / "content/childhood-sts-recurrent/releases/2.0.0.json"


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


def new_level(bundle: Any) -> None:
    graded(bundle)["evidence"][0]["level"] = "1iA"


def edited(*edits: Callable[[Any], None]) -> Any:
    bundle = first()
    for edit in edits:
        edit(bundle)
    return bundle


def sentences(old: Any, new: Any, *past: tuple[str, Any]) -> list[str]:
    return [each.sentence for each in describe(old, new, "3.0.0", "draft", past=past).changes]


@pytest.mark.parametrize("edit", [new_text, new_name, new_level])
def test_a_return_names_the_newest_version_that_held_the_same(edit: Callable[[Any], None]) -> None:
    past = (("2.0.0", first()), ("1.0.0", first()))
    (said,) = sentences(edited(edit), first(), *past)
    assert said.endswith(" This is again as in version 2.0.0.")


@pytest.mark.parametrize("edit", [new_text, new_name, new_level])
def test_what_is_new_names_no_version(edit: Callable[[Any], None]) -> None:
    (said,) = sentences(first(), edited(edit), ("1.0.0", first()))
    assert "again" not in said


def test_only_what_went_back_names_a_version() -> None:
    said = sentences(edited(new_text), edited(new_name), ("1.0.0", first()))
    (back,) = [each for each in said if each.endswith("as in version 1.0.0.")]
    assert back.startswith("Revised text")
    assert len(said) == 2
