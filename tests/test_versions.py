"""Each folder of ``versions`` holds what an older and a newer side differ from the base in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from conftest import TESTS, overlay
from guidepress.classify.change import Delta
from guidepress.classify.classify import describe
from guidepress.content import read_content
from guidepress.diff.fact import canonical
from guidepress.diff.pointer import apply_patch

if TYPE_CHECKING:
    from pathlib import Path

CASES = sorted(folder.name for folder in (TESTS / "versions").iterdir())


def compared(case: str, tmp_path: Path) -> Delta:
    folder = TESTS / "versions" / case
    old = read_content(overlay(tmp_path / "old" / "base", folder / "old"), "old")
    new = read_content(overlay(tmp_path / "new" / "base", folder / "new"), "new")
    assert old.problems == new.problems == ()
    return describe(old.bundle, new.bundle, "old", "new")


def told(delta: Delta) -> dict[str, Any]:
    changes = []
    for change in delta.changes:
        alert = {"alert": True} if change.alert else {}
        kind, subject = change.fact.kind, change.fact.subject
        entry = {"kind": kind, "subject": subject, "impact": change.impact, **alert}
        changes.append({**entry, "sentence": change.sentence})
    questions = [question.text for question in delta.questions]
    return {"impact": delta.impact, "changes": changes} | (
        {"questions": questions} if questions else {}
    )


@pytest.mark.parametrize("case", CASES)
def test_exactly_what_changed_is_told(case: str, tmp_path: Path) -> None:
    expected = json.loads((TESTS / "versions" / case / "expected.json").read_text("utf-8"))
    assert told(compared(case, tmp_path)) == expected


@pytest.mark.parametrize("case", CASES)
def test_the_patch_leads_from_old_to_new_and_each_step_has_one_owner(
    case: str, tmp_path: Path
) -> None:
    delta = compared(case, tmp_path)
    led_to = apply_patch(json.loads(canonical(delta.old)), delta.patch)
    assert canonical(led_to) == canonical(delta.new)
    steps = [step for change in delta.changes for step in change.fact.operations]
    assert sorted([*delta.stamps, *steps]) == list(range(len(delta.patch)))
