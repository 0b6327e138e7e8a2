"""What follows from one act is one line with it: options of a new group, levels of another scale."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest

from conftest import REPOSITORY
from guidepress.classify import Change, Node, describe, fold_changes

pytestmark = pytest.mark.checkout
BUNDLE = REPOSITORY / "content/childhood-sts-recurrent/releases/2.0.0.json"
GROUP = {"id": "drugs", "name": "Drug treatment", "content": [], "replaces": []}


def demo() -> Any:
    return json.loads(BUNDLE.read_bytes())


def levels(bundle: Any) -> list[Any]:
    homes = [*bundle["options"], *bundle["sections"]]
    return [level for home in homes for each in home["content"] for level in each["evidence"]]


def lines(old: Any, new: Any) -> list[Node[Change]]:
    return fold_changes(describe(old, new, "2.0.0", "draft").changes)


def head(line: Node[Change]) -> Change:
    return next(line.heads())


def test_options_that_come_into_a_new_group_are_one_line_with_it() -> None:
    new = demo()
    new["groups"].append(GROUP)
    for option in new["options"][3:6]:
        option["group"] = "drugs"
    (line,) = lines(demo(), new)
    assert (line.impact, len(line.inside)) == ("major", 3)


def test_an_option_that_changes_between_groups_that_stay_is_a_line_of_its_own() -> None:
    old = demo()
    old["groups"] += [GROUP, GROUP | {"id": "others", "name": "Others"}]
    old["options"][3]["group"] = "drugs"
    new = deepcopy(old)
    new["options"][3]["group"] = "others"
    (line,) = lines(old, new)
    assert head(line).fact.kind == "option-group-changed"


def test_levels_that_go_to_another_version_of_their_scale_are_one_line_with_it() -> None:
    new = demo()
    new["scales"][0]["version"] = "2023"
    for level in levels(new):
        level["scale_version"] = "2023"
    (line,) = lines(demo(), new)
    assert head(line).fact.kind == "scale-other-changed"
    assert len(line.inside) == len(levels(new)) > 1


def test_a_level_that_is_another_one_too_is_a_line_of_its_own() -> None:
    new = demo()
    new["scales"][0]["version"] = "2023"
    for level in levels(new):
        level["scale_version"] = "2023"
    levels(new)[0]["level"] = "1iA"
    kinds = {head(each).fact.kind for each in lines(demo(), new)}
    assert kinds == {"scale-other-changed", "evidence-regraded"}


def test_a_level_that_came_is_not_above_what_changed_beside_it() -> None:
    old, new = demo(), demo()
    content = next(each["content"] for each in new["options"] if each["id"] == "pazopanib")
    content[1]["evidence"] = [deepcopy(levels(new)[0])]
    content[1]["population"] = {"text": "adults"}
    assert len(lines(old, new)) == 2


def test_a_notice_in_front_of_others_is_one_line() -> None:
    new = demo()
    notices = next(each for each in new["references"] if each["id"] == "maki-2007")["custom"]
    notices["notices"].insert(0, {"kind": "comment", "citation": "J Clin Oncol 2008;26:1"})
    (line,) = lines(demo(), new)
    assert head(line).fact.kind == "reference-notice-added"


def test_a_reference_that_another_one_replaced_in_two_texts_is_one_line() -> None:
    new = demo()
    texts = [each for home in new["sections"] for each in home["content"]]
    for each in [each for each in texts if each["citations"] == ["zagars-2003"]]:
        each["citations"] = ["belal-2001"]
        each["text"] = each["text"].replace("zagars-2003", "belal-2001")
    (line,) = lines(demo(), new)
    assert [each.group for each in line.heads()] == [
        "Replaced the reference Zagars 2003 by Belal 2001."
    ] * 2


def test_the_day_of_the_source_is_a_change_that_names_both_days() -> None:
    new = demo()
    new["guideline"]["source"]["updated"] = "2025-02-01"
    (line,) = lines(demo(), new)
    assert head(line).sentence == (
        "Recorded a date: source updated “2015-01-29” became “2025-02-01”."
    )
    assert line.impact == "none"


def test_a_replaced_introduction_is_described_with_both_texts() -> None:
    new = demo()
    listed = next(each for each in new["lists"] if each["id"] == "options")
    listed["intro"] |= {"id": "another-intro", "text": "There are others."}
    (line,) = lines(demo(), new)
    assert "The options for treating progressive" in head(line).sentence
    assert "by “There are others”" in head(line).sentence
