"""Problems told in each format: the same ones, in the same order, and harmless."""

from __future__ import annotations

import json

import pytest

from guidepress.problem import Position, Problem, Related
from guidepress.report.problems import PROBLEM_REPORTS, has_errors, sort_problems

LATER = Problem(
    Position("b.yaml", 10, 2), "unknown-key", "titel is not a key", "did you mean title?"
)
EARLIER = Problem(
    Position("b.yaml", 9, 12),
    "duplicate-key",
    "the key a stands here twice",
    "remove one of the two",
    (Related(Position("b.yaml", 2, 1), "first defined"),),
)
WARNING = Problem(
    Position("a.yaml", 1, 1), "uncited-reference", "x is not cited", severity="warning"
)
PROBLEMS = [LATER, EARLIER, WARNING, LATER]


def test_problems_are_sorted_by_place_and_told_once() -> None:
    assert sort_problems(PROBLEMS) == [WARNING, EARLIER, LATER]


def test_text_is_a_line_a_problem() -> None:
    assert PROBLEM_REPORTS["text"](PROBLEMS) == (
        "a.yaml:1:1: warning: x is not cited [uncited-reference]\n"
        "b.yaml:9:12: the key a stands here twice; remove one of the two"
        " (first defined at b.yaml:2:1) [duplicate-key]\n"
        "b.yaml:10:2: titel is not a key; did you mean title? [unknown-key]\n"
    )


def test_json_holds_every_part_and_the_counts() -> None:
    told = json.loads(PROBLEM_REPORTS["json"](PROBLEMS))
    assert (told["errors"], told["warnings"]) == (2, 1)
    assert told["problems"][1] == {
        "file": "b.yaml",
        "line": 9,
        "column": 12,
        "rule": "duplicate-key",
        "severity": "error",
        "message": "the key a stands here twice",
        "hint": "remove one of the two",
        "related": [{"file": "b.yaml", "line": 2, "column": 1, "message": "first defined"}],
    }


def test_github_annotates_lines() -> None:
    assert PROBLEM_REPORTS["github"](PROBLEMS) == (
        "::warning file=a.yaml,line=1,col=1,title=uncited-reference::x is not cited\n"
        "::error file=b.yaml,line=9,col=12,title=duplicate-key::"
        "the key a stands here twice; remove one of the two (first defined at b.yaml:2:1)\n"
        "::error file=b.yaml,line=10,col=2,title=unknown-key::"
        "titel is not a key; did you mean title?\n"
    )


def test_github_commands_cannot_be_smuggled_in() -> None:
    place = Position("a,b: 100%.yaml", 1, 1)
    told = PROBLEM_REPORTS["github"]([Problem(place, "x", "50%\r\n::stop-commands::y")])
    assert told == (
        "::error file=a%2Cb%3A 100%25.yaml,line=1,col=1,title=x::50%25%0D%0A::stop-commands::y\n"
    )


def test_sarif_has_what_code_scanning_needs() -> None:
    problem = EARLIER._replace(position=Position("my content/b.yaml", 9, 12))
    told = json.loads(PROBLEM_REPORTS["sarif"]([problem, WARNING]))
    assert told["version"] == "2.1.0"
    (run,) = told["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["duplicate-key", "uncited-reference"]
    assert [result["level"] for result in run["results"]] == ["warning", "error"]
    result = run["results"][1]
    assert result["ruleId"] in rules
    assert result["message"]["text"] == "the key a stands here twice; remove one of the two"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "my%20content/b.yaml"
    assert place["region"] == {"startLine": 9, "startColumn": 12}
    related = result["relatedLocations"][0]
    assert related["message"]["text"] == "first defined"
    assert related["physicalLocation"]["region"]["startLine"] == 2


HOSTILE = "\x1b[31mred\x1b]0;title\x07 \u202eback \x9b1m\r\nfake.yaml:1:1: fine\u2028"


@pytest.mark.parametrize("form", PROBLEM_REPORTS)
def test_content_cannot_command_the_terminal(form: str) -> None:
    problem = Problem(Position(f"{HOSTILE}.yaml", 1, 1), "x", HOSTILE, HOSTILE)
    told = PROBLEM_REPORTS[form]([problem])
    assert not set(told) & set("\x1b\x07\x9b\r")
    assert not set(told) & set("\u202e\u2028")
    if form in {"text", "github"}:
        assert told.count("\n") == 1
    else:
        # Brackets of a message of SARIF are escaped: it would take them for links.
        said = told.replace(r"\\[", "[").replace(r"\\]", "]")
        assert json.dumps(HOSTILE)[1:-1] in json.dumps(json.loads(said))


def test_ordinary_spaces_and_letters_of_all_languages_are_told_as_they_are() -> None:
    said = "5\u00a0mg für 子 “x”"
    assert said in PROBLEM_REPORTS["text"]([Problem(Position("a.yaml", 1, 1), "x", said)])


@pytest.mark.parametrize("form", PROBLEM_REPORTS)
def test_nothing_is_told_of_nothing(form: str) -> None:
    told = PROBLEM_REPORTS[form]([])
    if form in {"text", "github"}:
        assert told == ""
    else:
        assert json.loads(told)


def test_warnings_alone_are_no_errors() -> None:
    assert not has_errors([WARNING])
    assert has_errors(PROBLEMS)


@pytest.mark.parametrize("name", PROBLEM_REPORTS)
def test_an_id_of_thousands_of_letters_is_not_printed_whole(name: str) -> None:
    endless = "a" * 9_000
    problem = Problem(Position("x.yaml", 1, 1), "unknown-option", f"no {endless}", f"not {endless}")
    said = PROBLEM_REPORTS[name]([problem])
    assert "a" * 80 in said
    assert "a" * 81 not in said
