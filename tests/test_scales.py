"""Scales: those that are shipped are sound, and a fault in a project's own is named at its place."""

from __future__ import annotations

import json
import re
import subprocess
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from conftest import TESTS, guideline_of, guidepress, overlay
from guidepress.classify.classify import describe
from guidepress.classify.level_sentences import compare_levels
from guidepress.content import parse_content, read_content
from guidepress.content.scales import read_scale
from guidepress.history.archive import Archive
from guidepress.history.sides import read_side
from guidepress.model import Scale, codes_of, from_data, meaning_of, to_data
from guidepress.resources import SCALES_FOLDER
from guidepress.validate.check import find_problems
from laws.edits import full_bundle
from limits import LIMIT

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = sorted(file.stem.rpartition("-")[::2] for file in SCALES_FOLDER.glob("*.yaml"))


def scale(name: str, version: str) -> Scale:
    found = read_scale(None, name, version)
    assert found is not None, name
    return from_data(Scale, found)


@pytest.mark.parametrize(("name", "version"), SHIPPED)
def test_a_shipped_scale_explains_each_of_its_codes(name: str, version: str) -> None:
    found = scale(name, version)
    assert all(meaning_of(found, code) for code in codes_of(found))


def test_the_scales_that_publishers_need_are_shipped() -> None:
    names = {name for name, _ in SHIPPED}
    assert names >= {"pdq-treatment", "grade", "grade-strength", "uspstf", "ocebm", "awmf"}
    assert names >= {"awmf-consensus", "kdigo-strength", "kdigo-certainty"}


def test_a_level_outside_of_the_order_is_neither_stronger_nor_weaker() -> None:
    uspstf = scale("uspstf", "2012")
    assert "weaker" in compare_levels(uspstf, "B", "C")
    for other in "ABCD":
        assert "weaker" not in compare_levels(uspstf, other, "I")
        assert "stronger" not in compare_levels(uspstf, other, "I")


def test_a_level_that_the_scale_has_no_more_is_not_compared() -> None:
    uspstf = scale("uspstf", "2012")
    assert [compare_levels(uspstf, *pair) for pair in (("B", "E"), ("E", "B"))] == ["", ""]


OWN = """\
id: own
version: "1"
title: Own grades
grades: recommendation
rates: How binding it is.
description: Ours.
axes:
  - id: grade
    name: Grade
    levels:
      - {id: A, rank: 1, meaning: do it}
      - {id: B, rank: 2, meaning: consider it}
"""


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("rank: 1", "rank: three", "own-1.yaml:11:23", "rank"),
        ("axes:", "axis:", "own-1.yaml:7:1", "axis"),
        ("id: B", "id: A", "own-1.yaml:12:14", "the id A is used twice on this axis"),
        ("rank: 2", "rank: 1", "own-1.yaml:12:23", "the rank 1 is used twice on this axis"),
        ('version: "1"', 'version: "2"', "own-1.yaml:1:5", "this is own 2, and the file is own-1"),
        ("id: own", "id: [own", "own-1.yaml:", "YAML"),
    ],
)
def test_a_fault_in_a_scale_is_named_at_its_place(
    tmp_path: Path, old: str, new: str, place: str, said: str
) -> None:
    guideline = overlay(tmp_path / "content/base") / "guideline.yaml"
    text = guideline.read_text("utf-8")
    assert "scales:\n" in text
    guideline.write_text(
        text.replace("scales:\n", 'scales:\n  - {id: own, version: "1"}\n'), "utf-8"
    )
    (tmp_path / "schema/scales").mkdir(parents=True, exist_ok=True)
    own = tmp_path / "schema/scales/own-1.yaml"
    own.write_text(OWN, "utf-8")
    assert guidepress(tmp_path, "validate", "content/base").returncode == 0
    own.write_text(OWN.replace(old, new, 1), "utf-8")
    done = guidepress(tmp_path, "validate", "content/base")
    assert done.returncode == 1
    found = [line for line in done.stdout.splitlines() if place in line]
    assert found, done.stdout
    assert said in found[0]


@pytest.mark.parametrize(
    ("fault", "said"),
    [('id: "x', "[yaml-syntax]"), ("", "[yaml-empty]"), ("rates: 5", "axes is missing")],
)
def test_a_scale_of_ones_own_that_cannot_be_used_is_not_replaced_by_the_shipped_one(
    tmp_path: Path, fault: str, said: str
) -> None:
    overlay(tmp_path / "content/base")
    own = tmp_path / "schema/scales/pdq-treatment-2010.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(fault, "utf-8")
    for project in (tmp_path, {own.name: fault.encode()}):
        assert read_scale(project, "pdq-treatment", "2010") is None
    done = guidepress(tmp_path, "validate", "content/base")
    assert done.returncode == 1
    assert f"schema/scales/{own.name}:1:" in done.stdout
    assert said in done.stdout


_WHO = ("-c", "user.name=Example", "-c", "user.email=editor@example.org")


def test_the_scale_of_a_revision_is_the_one_that_it_had(tmp_path: Path) -> None:
    guideline = overlay(tmp_path / "content/base") / "guideline.yaml"
    named = 'scales:\n  - {id: own, version: "1"}\n'
    guideline.write_text(guideline.read_text("utf-8").replace("scales:\n", named), "utf-8")
    own = tmp_path / "schema/scales/own-1.yaml"
    own.parent.mkdir(parents=True)
    for meaning in ("do it", "must not do it"):
        own.write_text(OWN.replace("do it", meaning), "utf-8")
        for words in (
            ("init", "--quiet"),
            ("add", "--all"),
            (*_WHO, "commit", "--quiet", "-m", "x"),
        ):
            subprocess.run(["git", *words], cwd=tmp_path, check=True, timeout=LIMIT)
    sides = [read_side(tmp_path, "base", each).bundle for each in ("HEAD~1", "HEAD")]
    (change,) = describe(sides[0], sides[1], "before", "after").changes
    assert change.sentence == (
        "In “Own grades”, axis “Grade”, level “A”: meaning “do it” became “must not do it”."
    )
    # The strength of a recommendation means something else.
    assert change.impact == "major"


def test_an_axis_comes_and_goes_as_one_change_under_the_title_of_its_own_version() -> None:
    old, new = deepcopy(full_bundle()), deepcopy(full_bundle())
    old["scales"] = [to_data(scale("pdq-treatment", "2010"))]
    new["scales"] = [to_data(scale("pdq-treatment", "2023"))]
    whole, *axes = describe(old, new, "1.0.0", "draft").changes
    assert "version “2010” became “2023”" in whole.sentence
    named = [each.sentence.partition("”: “")[0] for each in axes]
    title = "“PDQ levels of evidence for adult and paediatric cancer treatment studies"
    assert named == [
        f"Removed {title} (two axes)”, axis “Study design",
        f"Removed {title} (two axes)”, axis “Endpoint",
        f"Added {title} (single list)”, axis “Level",
    ]
    assert "level 1i; randomised controlled trial, double-blind" in axes[0].sentence


def test_of_several_grades_it_is_said_whose_strength_changed() -> None:
    old, new = deepcopy(full_bundle()), deepcopy(full_bundle())
    strong = {"scale": "grade-strength", "scale_version": "2013", "level": "strong"}
    for side, level in ((old, "strong"), (new, "conditional")):
        side["recommendations"][0]["grades"] = [
            {"strength": strong, "for": "adults"},
            {"strength": {**strong, "level": level}, "for": "children"},
        ]
    (change,) = describe(old, new, "1.0.0", "draft").changes
    assert ": for “children”, strength “strong on" in change.sentence


def test_a_strength_that_is_a_number_is_said_with_the_words_of_its_scale() -> None:
    old, new = (dict(read_content(TESTS / f"pieces/kdigo/{n}", "kdigo").bundle) for n in "12")
    said = [each.sentence for each in describe(old, new, "1.0.0", "2.0.0").changes]
    (strength,) = (each for each in said if "strength" in each and "became" in each)
    assert "strength “1 (we recommend: most people should be treated as advised) on" in strength
    assert "became “2 (we suggest: different choices fit different people) on" in strength
    (certainty,) = (each for each in said if "certainty" in each and "became" in each)
    assert "“D (" in certainty


def test_a_condition_that_changed_is_said_as_a_whole_and_without_ids() -> None:
    old, new = (dict(read_content(TESTS / f"pieces/ceosys/{n}", "ceosys").bundle) for n in "12")
    changes = describe(old, new, "1.0.0", "2.0.0").changes
    (said,) = (e.sentence for e in changes if e.fact.kind == "named-condition-other-changed")
    assert "low-flow" not in said
    assert re.fullmatch(
        r"Changed the condition “ventilation is needed” \(used by .*\): “oxygen or ventilation is needed .*”"
        " became “ventilation is needed .*”.",
        said,
    )


@pytest.mark.parametrize(
    ("whole", "part", "level", "wrong"),
    [
        ("for", None, "D", "D of uspstf is a grade of the direction against, and this is for"),
        ("against", None, "B", "B of uspstf is a grade of the direction for, and this is against"),
        ("for", None, "I", "I of uspstf is a grade of the direction none, and this is for"),
        ("for", "against", "B", "B of uspstf is a grade of the direction for, and this is against"),
        *(("for", None, level, "") for level in "ABC"),
        ("against", None, "D", ""),
        ("none", None, "I", ""),
        ("for", "against", "D", ""),
    ],
)
def test_a_level_that_settles_the_direction_is_on_no_other(
    whole: str, part: str | None, level: str, wrong: str
) -> None:
    grades = [{"strength": {"scale": "uspstf", "level": level}}]
    made: dict[str, Any] = {"id": "made", "text": "Of aspirin.", "direction": whole}
    made |= {"grades": grades} if part is None else {}
    one = {"id": "one", "text": "Of some.", "direction": part, "grades": grades}
    made |= {"parts": [one]} if part else {}
    data = guideline_of({"id": "more", "title": "More", "content": [{"id": "a", "text": "A."}]})
    data["body"] = ["more", "recommendations"]
    data["scales"] = [{"id": "uspstf", "version": "2012"}]
    files = {"guideline": data, "recommendations": {"recommendations": [made]}}
    encoded = {f"{name}.yaml": json.dumps(each).encode() for name, each in files.items()}
    content = parse_content(encoded, "base", "content/base")
    found = [*find_problems(content, Archive(id="base"))]
    assert [each.message for each in found] == ([wrong] if wrong else [])
