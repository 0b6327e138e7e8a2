"""Each folder of ``releases``: the base was released, ``new`` is put over it, and is released.

Where there is a ``before.txt``, a release with these words comes first. ``words.txt`` is typed behind ``guidepress release base``; ``expected.txt`` is what it says, and
``expected.json`` what the frozen delta tells, where one is frozen.
"""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING

import pytest

from conftest import REPOSITORY, TESTS, guidepress, overlay

if TYPE_CHECKING:
    from pathlib import Path

RELEASES = TESTS / "releases"
CASES = sorted(folder.name for folder in RELEASES.iterdir())


@pytest.mark.parametrize("case", CASES)
def test_a_release_says_and_freezes_what_it_should(case: str, tmp_path: Path) -> None:
    folder = RELEASES / case
    if not (folder / "first.txt").exists():
        overlay(tmp_path / "content" / "base")
        assert guidepress(tmp_path, "release", "base", "--date", "2015-02-01").returncode == 0
    before = folder / "before.txt"
    if before.exists():
        words = shlex.split(before.read_text(encoding="utf-8"))
        assert guidepress(tmp_path, "release", "base", *words).returncode == 0
    overlay(tmp_path / "content" / "base", folder / "new")
    words = shlex.split((folder / "words.txt").read_text(encoding="utf-8"))
    done = guidepress(tmp_path, "release", "base", *words)
    told = f"exit {done.returncode}\n{done.stdout}"
    assert told == (folder / "expected.txt").read_text(encoding="utf-8")
    assert frozen_delta(tmp_path) == expected_delta(folder)
    assert guidepress(tmp_path, "verify").returncode == 0


def frozen_delta(project: Path) -> list[list[str]]:
    found = sorted((project / "content/base/releases").glob("*.changes.json"))
    return [
        [change["kind"], change["subject"], change["impact"], change["sentence"]]
        for file in found
        for change in json.loads(file.read_bytes())["changes"]
    ]


def expected_delta(folder: Path) -> list[list[str]]:
    file = folder / "expected.json"
    return list(json.loads(file.read_bytes())) if file.exists() else []


@pytest.mark.checkout
def test_the_real_reconstruction_against_the_text_of_2015() -> None:
    """Pazopanib is the one option added, "standard" is gone, and all else is first recorded."""
    releases = REPOSITORY / "content/childhood-sts-recurrent/releases"
    changes = json.loads((releases / "2.0.0.changes.json").read_bytes())["changes"]
    told = {(each["kind"], each["subject"]) for each in changes if each["impact"] != "none"}
    assert told == {
        ("option-added", "options/pazopanib"),
        ("list-intro-text-changed", "lists/options/options-intro"),
        *(("statement-added", f"statements/pazopanib-{name}") for name in STATED_OF_PAZOPANIB),
    }
    recorded = {each["kind"] for each in changes if each["impact"] == "none"}
    # What is no longer unknown is said beside what is recorded now.
    recorded -= {"guideline-reconstruction-changed", "guideline-dates-changed"}
    assert {each.rpartition("-")[2] for each in recorded} == {"recorded"}
    subjects = [each["subject"] for each in changes]
    assert len(subjects) == len(set(subjects)) == 44


STATED_OF_PAZOPANIB = (
    "phase-1",
    "approval",
    "approval-trial-adults",
    "approval-trial-progression",
    "approval-trial-survival",
)
