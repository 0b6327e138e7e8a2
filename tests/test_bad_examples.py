"""Each folder of ``examples/bad`` holds what differs from the base, and the lines to expect."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import TESTS, overlay
from guidepress.report.problems import PROBLEM_REPORTS
from guidepress.validate.check import check_guideline

if TYPE_CHECKING:
    from pathlib import Path

CASES = sorted(folder.name for folder in (TESTS / "examples" / "bad").iterdir())


@pytest.mark.parametrize("case", CASES)
def test_every_fault_is_told_at_its_place(case: str, tmp_path: Path) -> None:
    folder = TESTS / "examples" / "bad" / case
    content = overlay(tmp_path / "content" / "base", folder)
    problems = check_guideline(content, tmp_path).problems
    told = PROBLEM_REPORTS["text"](problems).replace("content/base/", "")
    assert told == (folder / "expected.txt").read_text(encoding="utf-8")


def test_the_base_has_no_fault(tmp_path: Path) -> None:
    content = overlay(tmp_path / "content" / "base")
    assert check_guideline(content, tmp_path).problems == ()


@pytest.mark.parametrize("case", CASES)
def test_no_message_speaks_python(case: str) -> None:
    told = (TESTS / "examples" / "bad" / case / "expected.txt").read_text(encoding="utf-8")
    assert told, "a bad example has at least one fault"
    for word in ("Traceback", "NoneType", "dict", "is not of type", "Error(", "None"):
        assert word not in told
