"""SARIF as its own schema judges it."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from conftest import REPOSITORY, TESTS, overlay
from guidepress.report.problems import PROBLEM_REPORTS
from guidepress.validate.check import check_guideline
from limits import LIMIT

if TYPE_CHECKING:
    from pathlib import Path

    from guidepress.problem import Problem

pytestmark = pytest.mark.checkout


def judge(sarif: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["node", "sarif.mjs"],
        cwd=REPOSITORY / "tests/node",
        input=sarif,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=LIMIT,
    )


def test_the_faults_of_all_bad_examples_are_valid_sarif(tmp_path: Path) -> None:
    problems: list[Problem] = []
    for case in sorted((TESTS / "examples/bad").iterdir()):
        content = overlay(tmp_path / case.name / "content/base", case)
        problems += check_guideline(content, tmp_path / case.name).problems
    assert len(problems) > 80
    sarif = PROBLEM_REPORTS["sarif"](problems)
    done = judge(sarif)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_the_schema_does_refuse_what_is_no_sarif() -> None:
    done = judge(json.dumps({"version": "2.1.0", "runs": [{"results": []}]}))
    assert done.returncode == 1
    assert "tool" in done.stdout
