"""Who asks for what changed of one entity is told all that its card shows, and nothing else."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from conftest import REPOSITORY, guidepress, overlay
from guidepress.classify.classify import describe
from guidepress.classify.parents import find_places
from guidepress.cli.changes import _filtered, _selected
from guidepress.model import find_homes, iter_entities, join_homes
from guidepress.report.changes.compared import Compared, headline
from guidepress.report.changes.text import render_text

if TYPE_CHECKING:
    from pathlib import Path

    from guidepress.classify.change import Delta

pytestmark = pytest.mark.checkout

Bundle = dict[str, Any]
BUNDLE = REPOSITORY / "content/childhood-sts-recurrent/releases/2.0.0.json"
BARE: Bundle = {"about": [], "citations": [], "cites_retracted": [], "evidence": [], "replaces": []}
TABLE: Bundle = {
    "title": "How long they were given",
    "columns": [{"id": "drug", "name": "Drug"}],
    "rows": [
        {"id": each, "cells": [{"column": "drug", "text": each, "citations": []}], "evidence": []}
        | {"replaces": []}
        for each in ("one", "two")
    ],
    "notes": [],
}


def bundle() -> Bundle:
    return dict(json.loads(BUNDLE.read_bytes()))


def find(listed: list[Bundle], name: str) -> Bundle:
    return next(each for each in listed if each["id"] == name)


def said(said: Bundle) -> Bundle:
    return {**deepcopy(BARE), "type": "text", **said}


def of(old: Bundle, new: Bundle, *ids: str) -> Delta:
    return _filtered(describe(old, new, "2.0.0", "draft"), "none", ids)


def sentences(delta: Delta) -> str:
    return " ".join(each.sentence for each in delta.changes)


def reworded(new: Bundle, **more: Any) -> Bundle:
    """Return the statement of a section, which then says another thing and more."""
    content = next(each for each in new["sections"] if each["content"])["content"]
    content[0] |= {"text": "It was given for another reason."} | more
    return dict(content[0])


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param({"about": ["pazopanib"]}, id="is about it"),
        pytest.param({"renders": ["pazopanib"]}, id="says it in other words"),
    ],
)
def test_what_changed_in_a_text_on_an_option_is_found_by_the_option(entry: Bundle) -> None:
    old = bundle()
    reworded(old, text="It was given for one reason.", **entry)
    new = deepcopy(old)
    reworded(new)
    (change,) = of(old, new, "pazopanib").changes
    assert change.fact.kind == "statement-text-changed"
    assert not of(old, new, "trabectedin").changes


def test_what_changed_in_a_text_of_an_option_is_found_by_the_option() -> None:
    new = bundle()
    content = find(new["options"], "pazopanib")["content"]
    content[0]["text"] = "Nothing is known of it."
    assert len(of(bundle(), new, "pazopanib").changes) == 1


def test_a_text_that_reads_as_an_id_is_not_about_what_has_it() -> None:
    new = bundle()
    reworded(new, text="pazopanib")
    assert not of(bundle(), new, "pazopanib").changes


def test_a_name_of_a_group_counts_for_the_group_and_not_for_its_options() -> None:
    homes = {"inhibitors": ["pazopanib"]}
    for kind, found in (("name", ["inhibitors"]), ("conditions", ["inhibitors", "pazopanib"])):
        change = {"kind": f"group-{kind}-changed", "subject": "groups/inhibitors"}
        assert find_places(change, homes) == found


def test_a_text_that_is_not_about_an_option_any_more_is_found_by_it() -> None:
    old, new = bundle(), bundle()
    reworded(old, text="It was given for one reason.", about=["pazopanib"])
    reworded(new, about=["trabectedin"])
    for name in ("pazopanib", "trabectedin"):
        assert {"statement-text-changed"} < {each.fact.kind for each in of(old, new, name).changes}


@pytest.mark.parametrize(("changed", "other"), [("pazopanib", "trabectedin")])
def test_an_entry_of_a_list_is_found_by_what_it_is_about_and_no_other_entry(
    changed: str, other: str
) -> None:
    old = bundle()
    items = [
        {**deepcopy(BARE), "id": f"on-{name}", "text": f"How long {name} is given.", "items": []}
        | {"about": [name]}
        for name in (changed, other)
    ]
    block = said({"id": "a-list", "type": "list", "list": {"ordered": False, "items": items}})
    old["sections"][0]["content"].append(block)
    new = deepcopy(old)
    find(new["sections"][0]["content"], "a-list")["list"]["items"][0]["text"] = "Not given."
    assert len(of(old, new, changed).changes) == 1
    assert not of(old, new, other).changes


def test_a_row_is_found_by_the_option_whose_dose_it_shows_and_by_no_other() -> None:
    old = bundle()
    for name in ("pazopanib", "trabectedin"):
        dose = {"id": f"{name}-given", "routes": ["PO"], "equivalents": [], "replaces": []}
        find(old["options"], name)["doses"] = [dose]
    table = deepcopy(TABLE)
    for row, name in zip(table["rows"], ("pazopanib", "trabectedin"), strict=True):
        row["cells"].append({"column": "dose", "dose": f"{name}-given", "citations": []})
    old["sections"][0]["content"].append(said({"id": "a-table", "type": "table", "table": table}))
    new = deepcopy(old)
    find(new["sections"][0]["content"], "a-table")["table"]["rows"][0]["cells"][0]["text"] = "three"
    assert len(of(old, new, "pazopanib").changes) == 1
    assert not of(old, new, "trabectedin").changes


def with_aspirin() -> Bundle:
    new = bundle()
    option = deepcopy(find(new["options"], "trabectedin"))
    harm = said({"id": "aspirin-harm", "kind": "harm", "text": "Bleeding occurred in 3 %."})
    never = said({"id": "never", "kind": "contraindication", "text": "Not with an ulcer."})
    option |= {"id": "aspirin", "name": "Aspirin", "content": [harm, never]}
    new["options"].append(option)
    new["guideline"]["title"] += " (old)"
    return new


def test_an_added_option_is_found_whole_and_summed_up_by_nothing_else() -> None:
    delta = of(bundle(), with_aspirin(), "aspirin")
    for words in ("Added “Aspirin”", "Bleeding occurred", "Not with an ulcer"):
        assert words in sentences(delta)
    assert len(delta.summary) == 3
    assert all(each.removeprefix("Safety: ") in sentences(delta) for each in delta.summary)
    assert "title" not in " ".join(delta.summary)


def test_the_pieces_of_a_split_and_what_was_split_are_each_told_of_it() -> None:
    old, new = bundle(), bundle()
    one = find(new["options"], "excision")
    two = deepcopy(one) | {"id": "excision-lung", "name": "Excision in the lung", "content": []}
    new["options"].append(two | {"replaces": ["excision"]})
    one |= {"id": "excision-local", "replaces": ["excision"]}
    for each in (text for section in new["sections"] for text in section["content"]):
        each["about"] = ["excision-local" if e == "excision" else e for e in each["about"]]
    homes = join_homes(*(find_homes(iter_entities(side)) for side in (old, new)))
    for name in ("excision", "excision-lung", "excision-local"):
        delta = of(old, new, name)
        assert "Split the option" in sentences(delta)
        # Its history, its pill and what changed since say so, too.
        (split,) = (each for each in delta.changes if each.fact.kind == "option-split")
        assert name in find_places(split.to_json(), homes)


def test_who_asks_for_a_part_is_never_told_that_nothing_changed() -> None:
    everything = Compared(describe(bundle(), with_aspirin(), "2.0.0", "draft"))
    asked = partial(_selected, everything)
    assert headline(asked("none", ())).endswith("major (changes what applies)")
    count = len(everything.delta.changes)
    for none in (asked("none", ("pazopanib",)), asked("major", ("pazopanib",))):
        assert render_text([none]).endswith(f": nothing of this among {count} changes\n")
    some = asked("none", ("never",))
    assert headline(some).endswith(f"; {count - len(some.delta.changes)} changes not asked for")
    heavy = asked("major", ())
    assert all(each.impact == "major" for each in heavy.delta.changes)
    assert "title" not in " ".join(heavy.delta.summary)


def test_a_probable_rename_is_asked_where_one_of_both_was_asked_for() -> None:
    new = bundle()
    find(new["options"], "trabectedin")["id"] = "yondelis"
    assert all(of(bundle(), new, name).questions for name in ("trabectedin", "yondelis"))
    assert not of(bundle(), new, "pazopanib").questions


def test_the_command_finds_what_a_text_of_the_option_says_now(tmp_path: Path) -> None:
    overlay(tmp_path / "content/base")
    assert guidepress(tmp_path, "release", "base", "--date", "2026-01-10").returncode == 0
    options = tmp_path / "content/base/options.yaml"
    text = options.read_text(encoding="utf-8")
    options.write_text(text.replace("1.5 mg", "15 mg"), encoding="utf-8")
    done = guidepress(tmp_path, "diff", "--id", "trabectedin")
    assert "“1.5 mg” became “15 mg”" in done.stdout
    assert "no differences" not in done.stdout
