"""Whatever an edit does to the files: problems, never a traceback, and pages that can be shown."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING

import pytest

from conftest import overlay
from guidepress.history.archive import Archive
from guidepress.report.problems import PROBLEM_REPORTS
from guidepress.site.stage import render_draft_page
from guidepress.validate.check import check_guideline

if TYPE_CHECKING:
    from pathlib import Path

PIECES = (
    *("null", "~", "[]", "{}", '""', "- ", "  ", "\n", "\t", ": ", "#", " #x", "&a", "*a"),
    *("!!str x", "[@x]", "[@soole-2014]", "2015-02-30", "9999-99-99", "true", "-1", "1e9"),
    *("x" * 300, "é", "id: pazopanib", "- id: excision", "text:", "|", ">-", '"', "'", "<b>"),
    *("%", "@", "`", "{", "}", "[", "]", "---", "...", "\u202e", "0000-01-01", "values: [a, a]"),
)


def damaged(text: str, random: Random) -> str:
    lines = text.split("\n")
    line = random.randrange(len(lines))
    act, piece = random.randrange(6), random.choice(PIECES)
    if act == 0:
        lines[line] = piece
    elif act == 1:
        lines.insert(line, piece)
    elif act == 2:
        del lines[line]
    elif act == 3:
        lines[line] = f"{lines[line].split(':')[0]}: {piece}"
    elif act == 4:
        place = random.randrange(len(lines[line]) + 1)
        lines[line] = lines[line][:place] + piece + lines[line][place:]
    else:
        other = random.randrange(len(lines))
        lines[line], lines[other] = lines[other], lines[line]
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(20))
def test_no_damage_ends_in_a_traceback(seed: int, tmp_path: Path) -> None:
    folder = overlay(tmp_path / "content" / "base")
    whole = {file: file.read_text("utf-8") for file in sorted(folder.glob("*.yaml"))}
    for number in range(25):
        random = Random(seed * 1_000 + number)
        for file, text in whole.items():
            file.write_text(text, "utf-8")
        for _ in range(random.randrange(1, 4)):
            file = random.choice(list(whole))
            file.write_text(damaged(file.read_text("utf-8"), random), "utf-8")
        checked = check_guideline(folder, tmp_path)
        for render in PROBLEM_REPORTS.values():
            assert "Traceback" not in render(checked.problems)
        assert render_draft_page(Archive(id="base"), checked.content).startswith("---\n")


@pytest.mark.parametrize("day", ["2015-02-30", "2015-13-01", "0000-00-00", "9999-99-99"])
def test_a_draft_is_shown_whose_days_there_are_not(day: str, tmp_path: Path) -> None:
    folder = overlay(tmp_path / "content" / "base")
    for file in folder.glob("*.yaml"):
        text = re.sub(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b", day, file.read_text("utf-8"))
        file.write_text(text, "utf-8")
    checked = check_guideline(folder, tmp_path)
    assert any(day in problem.message for problem in checked.problems)
    page = render_draft_page(Archive(id="base"), checked.content)
    assert "cannot be shown" not in page
    assert "_options" in page
