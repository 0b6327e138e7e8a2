"""The handbook's way from a publisher's file to a guideline, walked as it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bring_in.summary import SUMMARY, later
from house.test_house import edit, examples_of, run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.checkout
PAGE = "docs/importing.md"


def test_each_command_of_the_page_prints_what_the_page_says(project: Path) -> None:
    (project / "hay-fever.xml").write_text(SUMMARY, encoding="utf-8")
    (project / "later.xml").write_bytes(
        later(("Sprays are used daily.", "Sprays are used twice a day."))
    )
    examples = examples_of(PAGE)
    assert len(examples) == 5
    for kind, block in examples:
        if kind == "diff":
            edit(project, block)
        else:
            run(project, block, PAGE)
