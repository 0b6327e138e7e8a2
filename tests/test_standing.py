"""What is standard and advised against in one population is asked about, until both say for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import guidepress

if TYPE_CHECKING:
    from pathlib import Path

GUIDELINE = """\
id: ward
title: Ward
document_type: guideline
language: en
audience: health-professional
population: {condition: cough}
updated: 2015-01-29
body: [options, recommendations]
"""


@pytest.mark.parametrize(
    ("option", "made", "asked"),
    [
        ("", "", True),
        (", standing_population: adults", "", True),
        ("", ", population: children", True),
        (", standing_population: adults", ", population: adults", True),
        (", standing_population: adults", ", population: children", False),
    ],
)
def test_the_question_ends_where_both_say_for_whom_and_of_others(
    tmp_path: Path, option: str, made: str, *, asked: bool
) -> None:
    folder = tmp_path / "content/ward"
    folder.mkdir(parents=True)
    (folder / "guideline.yaml").write_text(GUIDELINE, "utf-8")
    (folder / "options.yaml").write_text(
        f"options: [{{id: rest, name: Rest, standing: standard{option}}}]\n", "utf-8"
    )
    (folder / "recommendations.yaml").write_text(
        "recommendations:\n"
        f"  - {{id: no-rest, about: [rest], direction: against, text: No rest.{made}}}\n",
        "utf-8",
    )
    found = guidepress(tmp_path, "validate", "content/ward").stdout
    assert ("rest is standard, and no-rest is against it" in found) == asked, found
    assert "error" not in found


@pytest.mark.parametrize(
    ("option", "part", "asked"),
    [
        ("", "", True),
        ("", ", applies_when: {text: levels cannot be measured}", True),
        (
            ", standing_population: levels can be measured",
            ", applies_when: {text: levels cannot be measured}",
            False,
        ),
        (", standing_population: adults", ", population: children", False),
        (", standing_population: adults", ", population: adults", True),
    ],
)
def test_a_part_that_is_against_is_asked_about_at_its_own_place(
    tmp_path: Path, option: str, part: str, *, asked: bool
) -> None:
    folder = tmp_path / "content/ward"
    folder.mkdir(parents=True)
    (folder / "guideline.yaml").write_text(GUIDELINE, "utf-8")
    (folder / "options.yaml").write_text(
        f"options: [{{id: rest, name: Rest, standing: standard{option}}}]\n", "utf-8"
    )
    (folder / "recommendations.yaml").write_text(
        "recommendations:\n"
        "  - id: rest-if\n    about: [rest]\n    direction: for\n    text: Rest, or not.\n"
        f"    parts:\n      - {{id: not, direction: against, text: No rest.{part}}}\n",
        "utf-8",
    )
    found = guidepress(tmp_path, "validate", "content/ward").stdout
    told = (
        "recommendations.yaml:7:30: warning: rest is standard, and rest-if.not is against it; "
        "is that meant?; state for whom each holds (`standing_population` there, `population` or "
        "`applies_when` here), correct one, or accept it under `suppressions` [standard-against]"
    )
    assert (told in found) == asked, found
    assert "error" not in found
