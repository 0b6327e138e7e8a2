"""What is inside what comes, goes, is split, merged or moved is a change of its own."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from conftest import REPOSITORY
from guidepress.classify.classify import describe
from guidepress.classify.folding import fold_changes, is_summary, list_first, list_first_published
from guidepress.cli.changes import _filtered
from guidepress.diff.fact import canonical
from guidepress.diff.pointer import apply_patch
from guidepress.report.changes.compared import Compared
from guidepress.report.changes.html import render_html
from guidepress.report.changes.text import render_markdown, render_text

if TYPE_CHECKING:
    from guidepress.classify.change import Change, Delta

pytestmark = pytest.mark.checkout

Bundle = dict[str, Any]
BUNDLE = REPOSITORY / "content/childhood-sts-recurrent/releases/2.0.0.json"
DOSE = {"id": "dose-new", "kind": "dose", "text": "Give 20 mg/kg once a day."}
WARNING = {"id": "never-new", "kind": "contraindication", "text": "Not in pregnancy."}
PLAIN = {"id": "alive-new", "text": "15.8 % were alive at 5 years."}


def bundle() -> Bundle:
    return dict(json.loads(BUNDLE.read_bytes()))


def statement(said: Bundle) -> Bundle:
    return {"about": [], "citations": [], "cites_retracted": [], "evidence": []} | {
        "replaces": [],
        "type": "text",
        **said,
    }


def section(name: str, *said: Bundle, replaces: tuple[str, ...] = ()) -> Bundle:
    content = [statement(each) for each in said]
    return {"id": name, "title": "Practical advice", "content": content, "replaces": [*replaces]}


def with_section(home: Bundle) -> Bundle:
    new = bundle()
    new["sections"].append(home)
    new["guideline"]["body"].append(home["id"])
    return new


def delta_of(old: Bundle, new: Bundle) -> Delta:
    """Compare, and prove: the patch leads there, each step is owned once."""
    delta = describe(old, new, "old", "new")
    assert canonical(apply_patch(deepcopy(old), delta.patch)) == canonical(new)
    steps = [step for change in delta.changes for step in change.fact.operations]
    assert sorted([*delta.stamps, *steps]) == list(range(len(delta.patch)))
    return delta


def of(delta: Delta, kind: str) -> list[Change]:
    return [each for each in delta.changes if each.fact.kind == kind]


def option(data: Bundle, name: str) -> Bundle:
    return dict(next(each for each in data["options"] if each["id"] == name))


def test_a_dose_and_a_contraindication_in_a_new_section_are_reported_at_their_weight() -> None:
    delta = delta_of(bundle(), with_section(section("advice", DOSE, WARNING)))
    for change, text in zip(of(delta, "statement-added"), ("20 mg/kg", "pregnancy"), strict=True):
        assert text in change.sentence
        assert (change.impact, change.alert) == ("major", True)
    (home,) = of(delta, "section-added")
    assert (home.impact, home.alert) == ("major", True)


def test_a_removed_section_reports_what_it_held() -> None:
    delta = delta_of(with_section(section("advice", WARNING)), bundle())
    (gone,) = of(delta, "statement-removed")
    assert (gone.impact, gone.alert, gone.fact.entity) == ("major", True, "never-new")
    assert of(delta, "section-removed")[0].alert


def test_what_is_inside_is_one_line_that_unfolds() -> None:
    delta = delta_of(bundle(), with_section(section("advice", DOSE, PLAIN)))
    (node,) = fold_changes(delta.changes)
    assert node.head
    assert node.head.fact.kind == "section-added"
    inside = [each.head.fact.entity for each in node.inside if each.head]
    assert inside == ["dose-new", "alive-new"]


def parted(*said: Bundle) -> tuple[Bundle, Bundle]:
    """A statement of the demo on a trial, and the same split into these."""
    level = {"scale": "pdq-treatment", "scale_version": "2010", "level": "3iiiDiii"}
    graded = {"evidence": [level | {"references": ["maki-2007"]}], "citations": ["maki-2007"]}
    whole = "It was given to 44 patients. The disease stayed stable [@maki-2007]."
    old, new = bundle(), bundle()
    option(old, "pazopanib")["content"].append(statement({"id": "whole", "text": whole, **graded}))
    for each in said:
        option(new, "pazopanib")["content"].append(statement({"replaces": ["whole"], **each}))
    return old, new


def test_a_level_stays_with_the_piece_that_cites_what_it_rests_on() -> None:
    level = {"scale": "pdq-treatment", "scale_version": "2010", "level": "1iiA"}
    graded = {"evidence": [level | {"references": ["maki-2007"]}], "citations": ["maki-2007"]}
    second = {"id": "second", "text": "The disease stayed stable [@maki-2007]."} | graded
    delta = delta_of(*parted({"id": "first", "text": "It was given to 44 patients."}, second))
    kinds = [each.fact.kind for each in delta.changes]
    assert kinds == ["statement-split", "evidence-changed"]
    assert "from 3iiiDiii to 1iiA" in delta.changes[1].sentence


def test_a_text_that_is_only_parted_is_told_without_other_words() -> None:
    first = {"id": "first", "text": "It was given to 44 patients."}
    second = {"id": "second", "text": "The disease stayed stable [@maki-2007]."}
    (split,) = of(delta_of(*parted(first, second)), "statement-split")
    assert split.sentence.endswith("“It was given to 44 patients” and “The disease stayed stable”.")
    second["text"] = second["text"].replace("stable", "the same")
    (split,) = of(delta_of(*parted(first, second)), "statement-split")
    assert split.sentence.endswith("; “stable” became “the same”.")


def test_a_list_that_is_nested_otherwise_by_a_split_is_told() -> None:
    old, new = parted({"id": "first", "text": "Give:\n- one\n- two"}, {"id": "next", "text": "Or."})
    option(old, "pazopanib")["content"][-1]["text"] = "Give:\n- one\n  - two\n\nOr."
    (split,) = of(delta_of(old, new), "statement-split")
    assert "where a paragraph, a line or an entry begins" in split.sentence


@pytest.mark.parametrize("name", ["dose-new", "alive-new", "advice"])
def test_everything_that_came_is_found_by_its_id(name: str) -> None:
    delta = delta_of(bundle(), with_section(section("advice", DOSE, PLAIN)))
    assert _filtered(delta, "none", (name,)).changes


def test_a_section_split_that_brings_in_a_dose_is_no_change_of_wording() -> None:
    old = with_section(section("advice", PLAIN))
    new = with_section(section("advice-one", PLAIN, replaces=("advice",)))
    second = section("advice-two", DOSE, replaces=("advice",))
    new["sections"].append(second)
    new["guideline"]["body"].append("advice-two")
    delta = delta_of(old, new)
    (split,) = of(delta, "section-split")
    (dose,) = of(delta, "statement-added")
    assert (dose.impact, dose.alert) == ("major", True)
    assert (split.impact, split.alert, split.floor) == ("major", True, "major")
    assert dose.part_of == split.fact.fingerprint


def split_option(*more: Bundle) -> Bundle:
    """The demo with its option of excision split in two, the second with these statements."""
    new = bundle()
    index = next(i for i, each in enumerate(new["options"]) if each["id"] == "excision")
    first = new["options"][index]
    second = {**deepcopy(first), "id": "excision-lung", "name": "Excision of metastases"}
    second |= {"content": [statement(each) for each in more], "replaces": ["excision"]}
    first |= {"id": "excision-local", "name": "Local excision", "replaces": ["excision"]}
    new["options"].insert(index + 1, second)
    for home in (*new["options"], *new["sections"]):
        for each in home["content"]:
            each["about"] = [
                "excision-local" if name == "excision" else name for name in each["about"]
            ]
    return new


def test_new_statements_of_a_split_option_are_marked_as_new() -> None:
    delta = delta_of(bundle(), split_option(PLAIN, DOSE))
    assert [each.fact.entity for each in of(delta, "statement-added")] == ["alive-new", "dose-new"]
    (split,) = of(delta, "option-split")
    assert {each.part_of for each in of(delta, "statement-added")} == {split.fact.fingerprint}
    assert split.alert


def test_pieces_that_are_as_their_origin_report_nothing_but_the_split() -> None:
    delta = delta_of(bundle(), split_option())
    kinds = {each.fact.kind for each in delta.changes}
    assert "option-split" in kinds
    assert not {each for each in kinds if each.startswith("option-") and each.endswith("-changed")}


def test_a_piece_is_compared_with_its_origin() -> None:
    new = split_option()
    piece = next(each for each in new["options"] if each["id"] == "excision-lung")
    piece["standing"] = "under-clinical-evaluation"
    (standing,) = of(delta_of(bundle(), new), "option-standing-changed")
    assert standing.fact.subject == "options/excision-lung"
    assert "became “under clinical evaluation”" in standing.sentence


def pieces(old: tuple[Bundle, ...], new: tuple[Bundle, ...]) -> Delta:
    return delta_of(with_section(section("advice", *old)), with_section(section("advice", *new)))


UNLESS = "It may be given unless they have an autoimmune disease."


def test_the_words_of_a_statement_are_compared_through_a_split() -> None:
    old = ({"id": "whole", "text": f"Most are children. {UNLESS}"},)
    first = {"id": "first", "text": "Most are children.", "replaces": ["whole"]}
    second = {"id": "second", "text": "They have an autoimmune disease.", "replaces": ["whole"]}
    (split,) = of(pieces(old, (first, second)), "statement-split")
    assert "unless" in "".join(text for op, text in split.words if op == "removed")
    assert "autoimmune" in split.sentence


def test_a_number_that_a_merger_alters_is_shown() -> None:
    old = ({"id": "one", "text": "15.8 % were alive."}, {"id": "two", "text": "Few relapsed."})
    both = {"id": "both", "text": "51.8 % were alive. Few relapsed.", "replaces": ["one", "two"]}
    (merged,) = of(pieces(old, (both,)), "statement-merged")
    assert ("removed", "15.8") in merged.words
    assert "51.8" in merged.sentence


@pytest.mark.parametrize(
    ("field", "old", "new", "kind"),
    [
        (
            "population",
            {"text": "children", "codes": []},
            {"text": "adults", "codes": []},
            "statement-population-changed",
        ),
        ("kind", "background", "harm", "statement-kind-changed"),
    ],
)
def test_a_split_that_changes_more_than_words_reports_it_at_its_own_weight(
    field: str, old: str, new: str, kind: str
) -> None:
    whole = {"id": "whole", "text": "Most are ill. Few relapse.", field: old}
    first = {"id": "first", "text": "Most are ill.", field: old, "replaces": ["whole"]}
    second = {"id": "second", "text": "Few relapse.", field: new, "replaces": ["whole"]}
    delta = pieces((whole,), (first, second))
    (change,) = of(delta, kind)
    assert (change.fact.entity, change.impact) == ("second", "major")
    assert of(delta, "statement-split")[0].impact == "major"


def test_statements_that_move_together_are_one_line() -> None:
    old, new = with_section(section("advice")), with_section(section("advice"))
    home = next(each for each in new["sections"] if len(each["content"]) > 3)
    new["sections"][-1]["content"] = [home["content"].pop() for _ in range(3)][::-1]
    (title,) = {each.group for each in of(delta_of(old, new), "statement-moved")}
    assert title == f"Moved three statements from “{home['title']}” to “Practical advice”."


def test_a_reference_that_replaces_another_one_is_one_line() -> None:
    old, new = bundle(), bundle()
    told = json.dumps(new).replace("maki-2007", "maki-2017")
    new = json.loads(told)
    (node,) = fold_changes(delta_of(old, new).changes)
    assert node.title.startswith("Replaced the reference ")


def test_a_release_is_summed_up_in_five_lines_with_alerts_first() -> None:
    new = with_section(section("advice", DOSE))
    for number, each in enumerate(new["options"]):
        each["name"] = f"Another name {number}"
    delta = delta_of(bundle(), new)
    assert len(delta.summary) == 5
    assert delta.summary[0].startswith("Safety: Added “Practical advice” as a section")
    assert delta.summary[-1].startswith("4 further changes, of which 4 change")


def test_a_summary_says_that_more_than_its_lines_is_on_safety() -> None:
    new = bundle()
    for number in range(6):
        new["sections"].append(section(f"advice-{number}", DOSE | {"id": f"dose-{number}"}))
        new["guideline"]["body"].append(f"advice-{number}")
    delta = delta_of(bundle(), new)
    assert len(delta.summary) == 5
    assert delta.summary[-1].startswith("Safety: 2 further changes, of which 2 on safety")


def test_a_rest_that_is_only_partly_on_safety_is_not_called_safety() -> None:
    new = bundle()
    for number in range(5):
        new["sections"].append(section(f"advice-{number}", DOSE | {"id": f"dose-{number}"}))
        new["guideline"]["body"].append(f"advice-{number}")
    for number, each in enumerate(new["options"]):
        each["name"] = f"Another name {number}"
    delta = delta_of(bundle(), new)
    cap = delta.summary[-1]
    assert re.match(r"\d further changes, of which 1 on safety and ", cap)
    published = delta.to_json()["changes"]
    assert is_summary(delta.summary, published)
    # What was released before said otherwise, and is not refused for that; anything else is.
    assert is_summary((*delta.summary[:-1], f"Safety: {cap}"), published)
    assert not is_summary((*delta.summary[:-1], f"Safety: {delta.summary[0]}"), published)


def test_no_change_on_safety_is_counted_where_readers_are_told_first() -> None:
    new = bundle()
    for number in range(5):
        dose = DOSE | {"id": f"dose-{number}", "text": f"Give {number + 2} mg."}
        new["sections"].append(section(f"advice-{number}", dose))
        new["guideline"]["body"].append(f"advice-{number}")
    for number, each in enumerate(new["options"]):
        each["name"] = f"Another name {number}"
    delta = delta_of(bundle(), new)
    changes = delta.to_json()["changes"]
    lines = list_first(delta.changes)
    assert lines == list_first_published(changes)
    # Each section is told with the dose in it, and what else there is in one line.
    assert [each.startswith("Safety: ") for each in lines] == [True] * (len(lines) - 1) + [False]
    for number in range(5):
        assert sum(f"{number + 2} mg" in each for each in lines) == 1
    assert lines[-1] == f"{len(new['options'])} further changes, of which 7 change what applies."
    compared = Compared(delta)
    for text in (render_text([compared]), render_markdown([compared]), render_html([compared])):
        assert all(text.count(f"{number + 2} mg") > 1 for number in range(5))


def test_where_all_fits_in_five_lines_none_is_counted() -> None:
    new = bundle()
    for number, each in enumerate(new["options"][:5]):
        each["name"] = f"Another name {number}"
    delta = delta_of(bundle(), new)
    assert list_first(delta.changes) == delta.summary
    assert len(delta.summary) == 5


def test_one_change_in_the_rest_of_a_summary_has_a_verb_of_its_own() -> None:
    old, new = bundle(), bundle()
    for number, each in enumerate(new["options"][:5]):
        each["name"] = f"Another name {number}"
    new["sections"][0]["title"] = "Another title"
    delta = delta_of(old, new)
    assert delta.summary[-1] == "2 further changes, of which 1 changes what applies."
    published = delta.to_json()["changes"]
    # What was released before had the verb of several, and is not refused for that.
    once = delta.summary[-1].replace("1 changes", "1 change")
    assert is_summary((*delta.summary[:-1], once), published)
    assert not is_summary((*delta.summary[:-1], once.replace("2", "3")), published)


def test_a_text_that_moved_and_changed_is_named_where_it_is_now() -> None:
    old, new = bundle(), bundle()
    section_ = next(each for each in new["sections"] if each["id"] == "introduction")
    moved = section_["content"].pop(0)
    moved["text"] = f"{moved['text']} It was so in 9 of 12."
    option_ = next(each for each in new["options"] if each["id"] == "pazopanib")
    option_["content"].append(moved)
    (change,) = of(delta_of(old, new), "statement-text-changed")
    assert change.sentence.startswith("Revised text on pazopanib: ")


def test_a_piece_of_a_split_is_compared_with_the_interventions_of_its_origin() -> None:
    old, new = bundle(), bundle()
    place = next(n for n, each in enumerate(new["options"]) if each["id"] == "trabectedin")
    origin = new["options"][place]
    first = {**origin, "id": "first-course", "replaces": ["trabectedin"]}
    bare = [{**each, "synonyms": []} for each in origin["interventions"]]
    later = {**first, "id": "later-courses", "content": [], "interventions": bare}
    new["options"][place : place + 1] = [first, later]
    (change,) = of(delta_of(old, new), "option-interventions-changed")
    assert change.fact.old["interventions"] == origin["interventions"]
    assert change.impact == "minor"
