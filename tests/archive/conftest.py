"""A guideline with a history of every kind: changed, corrected, withdrawn and brought back."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from conftest import overlay
from guidepress.release.freeze import write_release
from guidepress.release.plan import plan_release
from guidepress.release.request import Request
from guidepress.validate.check import check_guideline

if TYPE_CHECKING:
    from pathlib import Path

# Each step: the day of the release, what else is asked, the text that is replaced, and the note.
STEPS: tuple[tuple[str, dict[str, Any], tuple[str, str, str], str], ...] = (
    ("2015-02-01", {}, ("", "", ""), ""),
    ("2015-03-02", {}, ("guideline", "27 of 37", "26 of 37"), "relapse-local"),
    ("2015-04-02", {}, ("options", "1.5 mg", "15 mg"), "trabectedin-dose"),
    (
        "2015-05-02",
        {"kind": "correction", "corrects": "2.0.0"},
        ("options", "15 mg", "1.2 mg"),
        "trabectedin-dose",
    ),
    ("2015-06-02", {"kind": "withdrawal", "reason": "A dose was doubted."}, ("", "", ""), ""),
    ("2015-07-02", {}, ("options", "1.2 mg", "1.3 mg"), "trabectedin-dose, guideline-reinstated"),
)


def release_step(project: Path, number: int) -> None:
    """Edit the guideline and release it, as the step says."""
    folder = project / "content" / "base"
    day, asked, (kind, old, new), about = STEPS[number]
    if about:
        file = folder / f"{kind}.yaml"
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")
        guideline = folder / "guideline.yaml"
        lines = guideline.read_text("utf-8").split("\n")
        updated = next(index for index, line in enumerate(lines) if line.startswith("updated:"))
        lines[updated] = f"updated: {day[:-2]}01"
        guideline.write_text("\n".join(lines), "utf-8")
        (folder / "notes").mkdir(exist_ok=True)
        note = f"about: [{about}]\nreason: The source was wrong.\nreason_type: error-corrected\n"
        (folder / "notes" / "why.yaml").write_text(note, "utf-8")
    plan = plan_release(check_guideline(folder, project), Request(date=day, **asked))
    assert not plan.refusals, [str(each) for each in plan.refusals]
    write_release(project, folder, plan)


@pytest.fixture(scope="session")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, which no test alters."""
    project = tmp_path_factory.mktemp("history") / "project"
    overlay(project / "content" / "base")
    for number in range(len(STEPS)):
        release_step(project, number)
    return project


@pytest.fixture
def project(history: Path, tmp_path: Path) -> Path:
    """A copy of the project with a history, which a test may alter."""
    shutil.copytree(history, tmp_path / "project")
    return tmp_path / "project"
