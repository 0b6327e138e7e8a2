"""What follows from one act is one line with it: options of a new group, levels of another scale."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from typing import Any

import pytest

from conftest import REPOSITORY
from guidepress.classify.change import Change
from guidepress.classify.classify import describe
from guidepress.classify.folding import MOST_NAMED, Node, count_in_words, fold_changes

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


def test_levels_that_became_others_on_another_scale_are_one_line_of_their_own() -> None:
    new = demo()
    new["scales"][0]["version"] = "2023"
    for level, name in zip(levels(new), ("B1", "C1"), strict=True):
        level |= {"scale_version": "2023", "level": name}
    regraded, scale = lines(demo(), new)
    assert re.fullmatch("Regraded two levels, from “.* 2010” to “.* 2023”.", regraded.title)
    assert [head(each).fact.kind for each in regraded.inside] == ["evidence-regraded"] * 2
    assert head(scale).fact.kind == "scale-other-changed"


def test_a_work_that_came_with_the_one_text_that_cites_it_is_one_line_with_it() -> None:
    old, new = demo(), demo()
    (work,) = [each for each in old["references"] if each["id"] == "maki-2007"]
    old["references"].remove(work)
    (home,) = [each for each in old["options"] if "maki-2007" in json.dumps(each)]
    home["content"] = []
    for sides, kind in (((old, new), "statement-added"), ((new, old), "statement-removed")):
        (line,) = lines(*sides)
        assert (head(line).fact.kind, line.impact) == (kind, "major")
        (inside,) = line.inside
        assert head(inside).fact.entity == "maki-2007"


def test_a_work_that_two_texts_came_to_cite_is_a_line_of_its_own() -> None:
    old = demo()
    for part in ("options", "sections"):
        for home in old[part]:
            home["content"] = [each for each in home["content"] if "van-der" not in str(each)]
    old["references"] = [each for each in old["references"] if not each["id"].startswith("van")]
    kinds = [head(each).fact.kind for each in lines(old, demo())]
    assert kinds == ["statement-added"] * 3 + ["reference-added"]


def test_words_that_turn_with_the_direction_are_one_line_with_it() -> None:
    old, new = (recommending("for", "Offer it."), recommending("against", "Do not offer it."))
    (line,) = lines(old, new)
    assert head(line).fact.kind == "recommendation-direction-changed"
    assert [head(each).fact.kind for each in line.inside] == ["recommendation-text-changed"]
    (alone,) = lines(old, recommending("for", "Do not offer it."))
    assert head(alone).fact.kind == "recommendation-text-changed"


def recommending(direction: str, text: str) -> Any:
    lists = ("about", "citations", "content", "grades", "judgements", "outcomes", "parts")
    blank: Any = {key: [] for key in (*lists, "dissent", "replaces")}
    made = blank | {"id": "offer", "direction": direction, "text": text, "kind": "recommendation"}
    return demo() | {"recommendations": [made]}


def test_dates_that_were_recorded_together_are_one_line() -> None:
    new = demo()
    new["guideline"]["reviewed"] = new["guideline"]["source"]["updated"] = "2016-01-01"
    (line,) = lines(demo(), new)
    assert (line.title, line.impact, len(line.inside)) == ("Recorded two dates.", "none", 2)


def test_what_became_part_of_an_option_that_stays_is_one_line_with_it() -> None:
    new = demo()
    gone = new["options"].pop(0)["id"]
    new["options"][0]["replaces"] = [gone]
    for each in [each for home in new["sections"] for each in home["content"]]:
        if each["about"] == [gone]:
            each["about"] = [new["options"][0]["id"]]
    (line,) = lines(demo(), new)
    assert (head(line).fact.kind, line.impact) == ("option-merged", "major")
    assert re.match(
        "Merged “Surgical .*” into the option “Surgical .*, followed", head(line).sentence
    )
    kinds = {head(each).fact.kind for each in line.inside}
    assert {"option-interventions-changed", "statement-about-changed"} <= kinds


def test_what_has_no_sense_or_was_asked_already_is_not_asked() -> None:
    new = demo()
    new["sections"].append(new["sections"][0] | {"id": "more", "title": "More", "content": []})
    new["guideline"]["body"].append("more")
    new["references"][0] |= {"title": "Another work", "PMID": "1"}
    gone = new["options"].pop(0)["id"]
    new["options"][0]["replaces"] = [gone]
    for each in [each for home in new["sections"] for each in home["content"]]:
        each["about"] = [new["options"][0]["id"]] if each["about"] == [gone] else each["about"]
    changes = describe(demo(), new, "2.0.0", "draft").changes
    asked = [each.fact.kind for each in changes if each.question]
    assert len([each for each in asked if each.startswith("reference-")]) == 1
    assert {"section-added", "statement-about-changed"}.isdisjoint(asked)
    assert "statement-about-changed" in {each.fact.kind for each in changes}


def test_a_text_that_took_up_another_one_is_a_merger_that_says_both() -> None:
    old, new = demo(), demo()
    for side in (old, new):
        home = side["options"][3]["content"]
        home.append(deepcopy(home[0]) | {"id": "said", "text": "It was given to 44 patients."})
    home = new["options"][3]["content"]
    (gone,) = [each for each in home if each["id"] == "said"]
    home.remove(gone)
    home[0] |= {"replaces": ["said"], "text": f"{gone['text']} {home[0]['text']}"}
    (line,) = lines(old, new)
    assert (head(line).fact.kind, line.impact) == ("statement-merged", "major")
    assert line.inside == []


def test_an_entry_that_another_one_took_up_is_a_merger_with_what_it_said() -> None:
    old, new = demo(), demo()
    for side, names in ((old, ("one", "two")), (new, ("two",))):
        items = [{"id": each, "text": f"Entry {each}.", "replaces": []} for each in names]
        said = {"id": "said", "type": "list", "text": "", "list": {"items": items}}
        side["options"][3]["content"].append(side["options"][3]["content"][0] | said)
    new["options"][3]["content"][-1]["list"]["items"][0]["replaces"] = ["one"]
    (line,) = lines(old, new)
    assert (head(line).fact.kind, line.impact) == ("statement-part-merged", "major")
    assert [head(each).fact.kind for each in line.inside] == ["statement-part-removed"]


def test_former_ids_are_quoted_as_they_were_and_are() -> None:
    old, new = demo(), demo()
    old["options"][0]["replaces"], new["options"][0]["replaces"] = ["one"], ["one", "two"]
    new["options"][1]["replaces"] = ["three"]
    said = [head(each).sentence for each in lines(old, new)]
    assert said[0].endswith("replaces: “one” became “one; two”.")
    assert said[1].endswith("replaces: nothing stated became “three”.")


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


@pytest.mark.parametrize(
    ("number", "words"), [(0, "no"), (1, "one"), (11, "eleven"), (12, "twelve"), (13, "13")]
)
def test_small_numbers_are_words(number: int, words: str) -> None:
    assert count_in_words(number) == words


@pytest.mark.parametrize("more", [0, 1])
def test_of_many_new_references_the_first_are_named(more: int) -> None:
    new = demo()
    for number in range(MOST_NAMED + more):
        each = deepcopy(new["references"][0])
        each |= {"id": f"work-{number}", "title": f"Work {number}", "replaces": []}
        new["references"].append(each)
    (line,) = lines(demo(), new)
    assert line.title.count("Belal 2001") == MOST_NAMED
    assert line.title.endswith(" and others.") == bool(more)
