"""Each folder of ``examples/bad`` holds what differs from the base, and the lines to expect."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from conftest import TESTS, overlay
from guidepress.model import Statement
from guidepress.problem import Position, Problem
from guidepress.report.problems import PROBLEM_REPORTS
from guidepress.validate.check import check_guideline
from guidepress.validate.rules.evidence import cites_at
from guidepress.validate.rules.metadata import last_known_update

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CASES = sorted(folder.name for folder in (TESTS / "examples" / "bad").iterdir())

# What Python, its YAML and its JSON Schema say of a fault, and no author would.
JARGON = re.compile(
    r"\b(Traceback|NoneType|None|True|False|str|int|float|bool|dict|list\[|tuple|frozenset|bytes"
    r"|object|array|boolean|null|\w+Error|\w+Exception|additionalProperties|unevaluated\w*"
    r"|(?:min|max)(?:Length|Items)|the (?:min|max)imum of|oneOf|anyOf|allOf|jsonschema|libyaml)\b"
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
    assert all(each.hint for each in problems), "each says what to write instead"
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


def test_a_suppression_says_nothing_of_what_another_rule_finds_there(tmp_path: Path) -> None:
    folder = overlay(tmp_path / "content/base")
    options = folder / "options.yaml"
    options.write_text(options.read_text("utf-8").replace("2Diii", "2Dxx"), "utf-8")
    place = next(each for each in check_guideline(folder, tmp_path).problems).position
    assert place.file.endswith("options.yaml")
    guideline = folder / "guideline.yaml"
    text = guideline.read_text("utf-8")
    names = [
        each.split(": ")[1] for each in options.read_text("utf-8").splitlines() if "- id:" in each
    ]
    entries = "".join(
        f"  - {{rule: partial-level, where: {each}, reason: x y}}\n" for each in names
    )
    guideline.write_text(f"{text}suppressions:\n{entries}", "utf-8")
    found = [each.message for each in check_guideline(folder, tmp_path).problems]
    assert not [each for each in found if "cannot be accepted here" in each]
    assert sum("partial-level has nothing to say of" in each for each in found) == len(names)


def test_two_days_that_are_one_are_in_order(tmp_path: Path) -> None:
    folder = overlay(tmp_path / "content/base")
    file = folder / "guideline.yaml"
    text = file.read_text("utf-8")
    day = "reviewed: 2015-01-29\nlast_search: 2015-01-29\n"
    file.write_text(
        text.replace("updated: 2015-01-29\n", f"updated: 2015-01-29\n{day}", 1), "utf-8"
    )
    assert check_guideline(folder, tmp_path).problems == ()


def test_an_option_that_is_missing_is_told_at_each_who_names_it(tmp_path: Path) -> None:
    folder = overlay(tmp_path / "content/base")
    file = folder / "guideline.yaml"
    text = file.read_text("utf-8").replace("about: [excision]", "about: [excison]")
    text = text.replace("id: relapse-local\n", "id: relapse-local\n        about: [excison]\n")
    file.write_text(text, "utf-8")
    found = check_guideline(folder, tmp_path).problems
    assert [each.rule for each in found].count("unknown-option") == 2


def test_a_recommendation_is_about_no_recommendation(tmp_path: Path) -> None:
    folder = overlay(tmp_path / "content/base")
    made = "recommendations:\n  - {id: one, text: Do it.}\n  - {id: two, text: Do more., about: [one]}\n"
    (folder / "recommendations.yaml").write_text(made, "utf-8")
    found = [str(each) for each in check_guideline(folder, tmp_path).problems]
    assert any("no option has the id one" in each for each in found), found


def test_the_last_day_of_a_range_is_the_last_known_update() -> None:
    between: dict[str, object] = {
        "reconstruction": {"updated_between": ["2014-01-01", "2015-01-01"]}
    }
    assert last_known_update(between) == "2015-01-01"
    assert last_known_update(between | {"updated": "2013-01-01"}) == "2013-01-01"
    assert last_known_update({"reconstruction": {}}) == ""


@pytest.mark.parametrize(
    ("orcid", "is_one"),
    [("0000-0002-1694-233X", True), ("0000-0002-1825-0097", True), ("0000-0002-1694-2330", False)],
)
def test_the_check_digit_of_an_orcid_may_be_ten(orcid: str, is_one: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a row
    folder = overlay(tmp_path / "content/base")
    text = f"people:\n  - {{id: who, name: W. Who, orcid: {orcid}}}\n"
    (folder / "people.yaml").write_text(text, "utf-8")
    found = [each.rule for each in check_guideline(folder, tmp_path).problems]
    assert ("wrong-orcid" not in found) == is_one


def test_people_of_a_wrong_shape_are_reported_by_the_schema_alone(tmp_path: Path) -> None:
    folder = overlay(tmp_path / "content/base")
    for people in ("5", "[5]", "[{id: who, name: W. Who, roles: 5}]", "[{id: who, roles: [5]}]"):
        (folder / "people.yaml").write_text(f"people: {people}\n", "utf-8")
        found = {each.rule for each in check_guideline(folder, tmp_path).problems}
        assert found & {"wrong-type", "missing-field"}, people


def test_a_day_that_is_left_empty_is_told_once(tmp_path: Path) -> None:
    folder = overlay(tmp_path / "content/base")
    file = folder / "guideline.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("updated: 2015-01-29\n", "updated:\n", 1), "utf-8")
    assert [each.rule for each in check_guideline(folder, tmp_path).problems] == ["empty-value"]


def test_a_scale_that_has_no_file_is_told_where_it_is_listed_and_not_at_each_grade(
    tmp_path: Path,
) -> None:
    case = TESTS / "examples/bad/unknown-grade"
    folder = overlay(tmp_path / "content/base", case)
    for name, old, new in (
        ("guideline.yaml", 'grade, version: "2013"', 'grade, version: "1999"'),
        ("recommendations.yaml", "scale: great, level: low", "scale: grade, level: low"),
    ):
        file = folder / name
        file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    found = [each.message for each in check_guideline(folder, tmp_path).problems]
    assert "schema/scales/ has no file grade-1999.yaml" in found
    assert not [each for each in found if "lists no scale" in each]


@pytest.mark.parametrize(
    ("at", "is_there"),
    [("maki-2007", True), ("maki-2007#2", True), ("maki-2007#3", False), ("other", False)],
)
def test_a_level_may_stand_at_each_citation_that_there_is(at: str, is_there: bool) -> None:  # noqa: FBT001 - a row
    text = "Once [@maki-2007], and twice [@maki-2007; @belal-2001]."
    statement = Statement(id="x", text=text, citations=("maki-2007", "belal-2001"))
    assert cites_at(statement, at) == is_there
    alone = Statement(id="x", text="Once [@belal-2001].", citations=("belal-2001",))
    assert cites_at(alone, "belal-2001")


def test_a_person_holds_a_role_that_the_body_has(tmp_path: Path) -> None:
    folder = overlay(tmp_path / "content/base")
    file = folder / "guideline.yaml"
    bodies = "bodies:\n  - {id: panel, name: Panel, roles: [{id: chair, name: Chair}]}\n"
    file.write_text(f"{file.read_text('utf-8')}{bodies}", "utf-8")
    for held, told in (
        ("{body: panel, role: chair}", []),
        ("{body: panel, role: chare}", ["the body panel has no role chare"]),
        ("{body: pannel}", ["there is no body pannel"]),
    ):
        people = f"people:\n  - {{id: who, name: W. Who, roles: [{held}]}}\n"
        (folder / "people.yaml").write_text(people, "utf-8")
        assert [each.message for each in check_guideline(folder, tmp_path).problems] == told


@pytest.mark.parametrize("condition", ["{}", "{all: []}", "{all: [5]}"])
def test_a_condition_without_anything_in_it_is_told_once(condition: str, tmp_path: Path) -> None:
    folder = overlay(tmp_path / "content/base")
    file = folder / "options.yaml"
    start, name, end = file.read_text("utf-8").partition("    name: Trabectedin\n")
    file.write_text(f"{start}{name}    applies_when: {condition}\n{end}", "utf-8")
    assert len(check_guideline(folder, tmp_path).problems) == 1
