"""Each folder of ``examples/bad`` holds what differs from the base, and the lines to expect."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from conftest import TESTS, overlay
from guidepress.problem import Position, Problem
from guidepress.report.problems import PROBLEM_REPORTS
from guidepress.validate.check import check_guideline

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CASES = sorted(folder.name for folder in (TESTS / "examples" / "bad").iterdir())

# What Python, its YAML and its JSON Schema say of a fault, and no author would.
JARGON = re.compile(
    r"\b(Traceback|NoneType|None|True|False|str|int|float|bool|dict|list\[|tuple|frozenset|bytes"
    r"|object|array|boolean|null|\w+Error|\w+Exception|additionalProperties|unevaluated\w*"
    r"|(?:min|max)(?:Length|Items|imum)|oneOf|anyOf|allOf|jsonschema|libyaml)\b"
    r"|<class|\$ref|\$defs|is not of type|is a required property|does not match|is not one of|is too short"
    r"|was unexpected|is not valid under|could not find expected|while (?:parsing|scanning)"
)


def texts_of(form: str, told: str) -> Iterator[str]:
    """Yield what a report says to people: of one for programs, the texts that it holds."""
    if form not in {"json", "sarif"}:
        yield told
        return
    values: list[Any] = [json.loads(told)]
    while values:
        value = values.pop()
        if isinstance(value, str):
            yield value
        else:
            values += value.values() if isinstance(value, dict) else []
            values += value if isinstance(value, list) else []


@pytest.mark.parametrize("case", CASES)
def test_every_fault_is_told_at_its_place_and_in_no_form_in_the_words_of_python(
    case: str, tmp_path: Path
) -> None:
    folder = TESTS / "examples" / "bad" / case
    content = overlay(tmp_path / "content" / "base", folder)
    problems = check_guideline(content, tmp_path).problems
    told = PROBLEM_REPORTS["text"](problems).replace("content/base/", "")
    assert told == (folder / "expected.txt").read_text(encoding="utf-8")
    assert told, "a bad example has at least one fault"
    for form, render in PROBLEM_REPORTS.items():
        for text in texts_of(form, render(problems)):
            assert not (found := JARGON.search(text)), f"{form}: {found}: {text}"


@pytest.mark.parametrize("message", ["{} is not of type 'object'", "KeyError: 'id'", "None"])
def test_the_words_of_python_are_seen_in_each_form(message: str) -> None:
    problem = Problem(Position("options.yaml", 1, 1), "malformed", message)
    for form, render in PROBLEM_REPORTS.items():
        assert any(map(JARGON.search, texts_of(form, render([problem])))), form


def test_the_base_has_no_fault(tmp_path: Path) -> None:
    content = overlay(tmp_path / "content" / "base")
    assert check_guideline(content, tmp_path).problems == ()
