"""Law 2: each value that differs between two versions is reported, with its old and new words."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from functools import cache
from html import escape, unescape
from typing import TYPE_CHECKING, Any

import jsonpatch
import pytest
from hypothesis import given

from guidepress.cli.changes import _filtered
from guidepress.diff.fact import canonical
from guidepress.report.escape import for_annotation, for_comment, for_terminal
from guidepress.schema.load import is_valid
from guidepress.site.feeds import guideline_feed, stage_feed
from guidepress.site.news import tell_releases
from laws.edits import (
    ACTS,
    act_of,
    at,
    clean_bundle,
    edit_of,
    full_bundle,
    ids_of,
    is_name,
    leaves_by_entity,
    pairs,
    published_schema,
    renewed,
    with_leaf,
    without_past,
)
from laws.effort import many
from laws.generate import GID, is_bundle, leaves, replace_leaf
from laws.mutations import kinds, mutated
from laws.surfaces import (
    PUBLICATION,
    change_page_of,
    delta_of,
    release_bundles,
    report_of,
    same,
    visible,
)
from laws.table import cases, hold, is_open, read_found

if TYPE_CHECKING:
    from collections.abc import Callable

    from guidepress.classify.change import Delta
    from laws.generate import Data

LAW = 2
WORD = re.compile(r"(?<!@)\b(?:tok[0-9]+|new[0-9]+|newreason)k\b")
# For people in three formats (annotations are one line each, and point to the file), and for apps.
FORMATS = {"people": ("text", "markdown", "html"), "apps": ("json",)}
KINDS = ("changed", "added", "removed")
FIELDS = list(dict.fromkeys(leaf.field for leaf in leaves(full_bundle())))


@cache
def delta_at(kind: str, field: str, serial: int = 1) -> Delta:
    edit = edit_of(kind, field, serial)
    return delta_of(edit.old, edit.new)


def shown_in(delta: Delta, form: str) -> str:
    """Return what a report says, as plain text."""
    if form == "json":
        # Without the patch, which says nothing to people, and the proof.
        return json.dumps([each.to_json() for each in delta.changes], ensure_ascii=False)
    report = report_of(delta, form)
    return visible(report) if form == "html" else report


@cache
def names(kind: str) -> list[str]:
    """Return the fields of which one value may be changed, added or removed alone."""
    free = [field for field in FIELDS if kind != "changed" or not is_name(field)]
    return [field for field in free if edit_of(kind, field).new is not None]


CASES = [f"{form}: {kind} {field}" for kind in KINDS for field in names(kind) for form in FORMATS]


@pytest.mark.parametrize("case", cases(LAW, CASES))
def test_a_value_that_differs_is_reported_with_both_sides(case: str) -> None:
    readers, kind, field = case.replace(":", "").split(" ")
    edit = edit_of(kind, field)
    hold(delta_at(kind, field).changes, "nothing is reported at all")
    for form in FORMATS[readers]:
        report = shown_in(delta_at(kind, field), form)
        words = words_in(field, edit.was) | words_in(field, edit.now)
        for word in words:
            hold(word in report, f"{word} is not in the {form} report")
        if not words:
            # Of choices, days and yes or no, people are given words: another value has others.
            serials = [each for each in (2, 3) if is_other(kind, field, each)]
            others = [shown_in(delta_at(kind, field, each), form) for each in serials]
            hold(report not in others, "the report does not depend on the value")


# Named here and not where fields are described: what is called a stamp by mistake is untold.
STAMPS = frozenset(
    {"/id", "/schema_version"}
    | {
        f"/guideline/{each}"
        for each in ("version", "status", "release_kind", "corrects", "released", "updated")
    }
)


def assert_owned(delta: Delta) -> None:
    """Each step of the patch belongs to one change, but those of the stamps."""
    untold = {delta.patch[step]["path"] for step in delta.stamps} - STAMPS
    hold(not untold, f"changed without a word: {sorted(untold)}")
    steps = [step for change in delta.changes for step in change.fact.operations]
    lost = {*range(len(delta.patch))} - {*delta.stamps, *steps}
    hold(not lost, f"changed without a word: {[delta.patch[step]['path'] for step in lost]}")
    hold(len(steps) + len(delta.stamps) == len(delta.patch), "a step is owned by two")


@pytest.mark.parametrize("field", FIELDS)
def test_every_step_to_another_value_belongs_to_a_change(field: str) -> None:
    for kind in KINDS:
        if edit_of(kind, field).new is not None:
            assert_owned(delta_at(kind, field))


MOVED = [each for each in kinds() if each.endswith(": entry moved")]


@pytest.mark.parametrize("case", cases(LAW, [f"order: {each}" for each in MOVED]))
def test_another_order_is_reported(case: str) -> None:
    old = clean_bundle()
    for each in kinds()[case.partition(": ")[2]][:3]:
        delta = delta_of(old, mutated([each]))
        hold(delta.changes, f"{each.path} has another place, and nothing is reported")
        assert_owned(delta)
        assert_reported(delta)


@pytest.mark.parametrize("case", cases(LAW, [f"which moved: {each}" for each in MOVED]))
def test_people_are_told_which_of_three_has_another_place(case: str) -> None:
    path = kinds()[case.partition(": ")[2]][0].path[:-1]
    old = deepcopy(clean_bundle())
    listed = at(old, path)
    third = without_past(renewed(listed[0], "third"))
    listed.append(third)
    if third["id"] == listed[0]["id"] or not is_bundle(old):
        # What has the same names everywhere, such as a level of a scale, has no third one here.
        return
    reports = []
    for place in (0, 1):
        new = deepcopy(old)
        at(new, path).append(at(new, path).pop(place))
        reports.append(shown_in(delta_of(old, new), "text"))
    hold(reports[0] != reports[1], f"nobody is told which of {path} moved")


def words_in(field: str, value: Any) -> set[str]:
    """Return the words of a text that no other text has."""
    is_text = isinstance(value, str) and not is_name(field)
    return set(WORD.findall(value)) if is_text else set()


# What a comparison may take for the same: each is a change, of whatever weight.
SMALL: dict[str, Callable[[str], str]] = {
    "case": lambda text: text.swapcase(),
    "one letter": lambda text: f"{text[:-1]}j",
    "one more letter": lambda text: f"{text}s",
    "a sign": lambda text: f"{text}!",
    "an accent": lambda text: text.replace("o", "\u00f6", 1),
    "spaces": lambda text: f"{text}  {text}",
}
TEXTS = [field for field in names("changed") if words_in(field, edit_of("changed", field).was)]


# Prose is compared in a way of its own; of all else each field has one of them.
SMALLEST = [
    f"{small}: {field}"
    for number, field in enumerate(TEXTS)
    for place, small in enumerate(SMALL)
    if field.endswith(".text") or number % len(SMALL) == place
]


@pytest.mark.parametrize("case", cases(LAW, SMALLEST))
def test_the_smallest_difference_is_a_change(case: str) -> None:
    small, field = case.split(": ")
    edit = edit_of("changed", field)
    now = SMALL[small](edit.was)
    before = f"{edit.was} {edit.was}" if small == "spaces" else edit.was
    old, new = (with_leaf(edit.old, edit.path, each) for each in (before, now))
    delta = delta_of(old, new)
    hold(delta.changes, f"“{before}” became “{now}”, and nothing is reported")
    assert_owned(delta)


PROSE = [field for field in TEXTS if field.endswith(".text")]


@pytest.mark.parametrize("case", cases(LAW, [f"many differences: {field}" for field in PROSE]))
def test_of_many_differences_in_a_long_text_each_is_reported(case: str) -> None:
    """The sentence of a change has room for some; the words below it have the rest."""
    edit = edit_of("changed", case.partition(": ")[2])
    kept = [f"stays{number}k" for number in range(60)]
    was, now = (
        [f"{side}{number}k" if number % 3 else each for number, each in enumerate(kept)]
        for side in ("before", "after")
    )
    old, new = (with_leaf(edit.old, edit.path, " ".join(each)) for each in (was, now))
    delta = delta_of(old, new)
    for form in ("text", "markdown", "html", "json"):
        report = shown_in(delta, form)
        lost = [each for each in (*was, *now) if each not in kept and each not in report]
        hold(not lost, f"{len(lost)} words of {edit.path} are not in the {form} report: {lost[:3]}")


def is_other(kind: str, field: str, serial: int) -> bool:
    """Tell whether a serial gives an edit, and to another value than the first."""
    edit = edit_of(kind, field, serial)
    return edit.new is not None and edit.now != edit_of(kind, field).now


# Whole entities ---------------------------------------------------------------------------------


def texts_of(bundle: Data) -> set[str]:
    """Return every word that only one place of a bundle has, but those that are ids."""
    found = (leaf for leaf in leaves(bundle) if leaf.field.rpartition(".")[2] != "id")
    words = {word for leaf in found for word in str(leaf.value).split() if WORD.fullmatch(word)}
    return words - ids_of(bundle)


@cache
def differing_words(act: str) -> set[str]:
    """Return every word that only one of the bundles of an act has, but those of ids."""
    old, new = act_of(act)
    return (texts_of(old) ^ texts_of(new)) - ids_of(old) - ids_of(new)


ACT_CASES = [f"{form}: {act}" for act in ACTS for form in FORMATS]


@pytest.mark.parametrize("case", cases(LAW, ACT_CASES))
def test_what_came_or_went_is_reported_whole(case: str) -> None:
    readers, _, name = case.partition(": ")
    act = act_of(name)
    delta = delta_of(act.old, act.new)
    for form in FORMATS[readers]:
        report = shown_in(delta, form)
        lost = {each for each in differing_words(name) if each not in report}
        hold(not lost, f"{len(lost)} texts are not in the {form} report: {sorted(lost)[:5]}")


@pytest.mark.parametrize("case", cases(LAW, [f"--id: {act}" for act in ACTS]))
def test_every_id_that_came_or_went_is_found(case: str) -> None:
    act = act_of(case.partition(": ")[2])
    delta = delta_of(act.old, act.new)
    lost = [
        each
        for each in ids_of(act.old) ^ ids_of(act.new)
        if not _filtered(delta, "none", (each,)).changes
    ]
    hold(not lost, f"`diff --id` finds nothing of {sorted(lost)}")


# Every change in every report -------------------------------------------------------------------

ESCAPES: dict[str, Callable[[str], str]] = {
    "text": for_terminal,
    "markdown": for_comment,
    "html": escape,
    "github": for_annotation,
}


# Days of the guideline and of its source; the stamps are no change.
DAYS = [f"guideline.{each}" for each in ("reviewed", "last_search", "source.updated")]


def assert_reported(delta: Delta) -> None:
    """What is folded is reported with what folds it, whatever it weighs."""
    for form, escaped in ESCAPES.items():
        report = report_of(delta, form)
        lost = [each.sentence for each in delta.changes if escaped(each.sentence) not in report]
        hold(not lost, f"{len(lost)} changes are not in the {form} report: {lost[:2]}")


@pytest.mark.parametrize("case", cases(LAW, [f"every change: {act}" for act in ACTS]))
def test_every_change_of_an_act_is_in_every_report(case: str) -> None:
    act = act_of(case.partition(": ")[2])
    assert_reported(delta_of(act.old, act.new))


@pytest.mark.parametrize("case", cases(LAW, [f"page and feed: {act}" for act in ACTS]))
def test_every_change_of_an_act_is_on_the_page_of_changes_and_in_the_feed(case: str) -> None:
    act = act_of(case.partition(": ")[2])
    archive = release_bundles((act.old, act.new), ("2016-01-02", "2016-02-03"))
    told = (archive.latest.changes or {})["changes"] if archive.latest else []
    feed = stage_feed(guideline_feed(tell_releases(archive)), PUBLICATION)
    shown = {
        "page of changes": visible(change_page_of(archive)),
        "feed": json.loads(feed[f"{GID}/feed.json"])["items"][0]["content_html"],
    }
    for name, text in shown.items():
        lost = [
            each["sentence"]
            for each in told
            if each["sentence"] not in unescape(text)
            and not (name == "feed" and each["impact"] == "none")
        ]
        hold(not lost, f"{len(lost)} changes are not on the {name}: {lost[:2]}")


def test_everything_that_is_first_recorded_is_in_every_report() -> None:
    known, old = full_bundle(), deepcopy(full_bundle())
    unknown = ["factors", "options", "sections", "references"]
    old["guideline"]["reconstruction"]["not_known"] = unknown
    old |= {key: [] for key in unknown}
    delta = delta_of(old, known)
    assert any(each.impact == "none" and each.part_of for each in delta.changes)
    assert_reported(delta)


def test_dates_that_are_recorded_together_are_in_every_report() -> None:
    old, new = clean_bundle(), clean_bundle()
    days = [each.path for each in leaves(old) if each.field in DAYS]
    for number, path in enumerate(days):
        new = with_leaf(new, path, f"2031-01-0{number + 1}")
    delta = delta_of(old, new)
    assert [bool(each.group) for each in delta.changes] == [True, True]
    assert_reported(delta)


@many
@given(pairs(tuple(names("changed"))))
def test_every_change_of_any_pair_is_in_every_report(pair: tuple[Data, Data]) -> None:
    assert_reported(delta_of(*pair))


# Any pair ---------------------------------------------------------------------------------------

FOUND = {f"found: {each['id']}": each for each in read_found("pairs.yaml")}


@pytest.mark.parametrize("case", cases(LAW, FOUND))
def test_a_value_that_was_once_untold_is_reported(case: str) -> None:
    found: Any = FOUND[case]
    path = edit_of("changed", found["field"]).path
    bundle = clean_bundle()
    for field, value in found.get("beside", {}).items():
        bundle = with_leaf(bundle, edit_of("changed", field).path, value)
    before, after = (with_leaf(bundle, path, found[side]) for side in ("was", "now"))
    assert_told(before, after)


def assert_told(old: Data, new: Data) -> None:
    """Each value that differs belongs to a change which holds both sides of it."""
    delta = delta_of(old, new)
    assert_owned(delta)
    changes = [each.to_json() for each in delta.changes]
    raw = [each["sentence"] for each in changes if "{'" in each["sentence"]]
    hold(not raw, raw[:1])
    alike = [each["sentence"] for each in changes if ALIKE.search(each["sentence"])]
    hold(not alike, alike[:1])
    before, after = leaves_by_entity(old), leaves_by_entity(new)
    for key in sorted(before.keys() | after.keys(), key=str):
        was, now = before.get(key), after.get(key)
        hold(was == now or any(quotes(each, was, now) for each in changes), (key, was, now))


# A sentence that quotes the same words for both sides says nothing.
ALIKE = re.compile("“([^”]+)” became “\\1”")
NOT_YET = {found["field"] for case, found in FOUND.items() if not is_open(LAW, case)}
OPEN = tuple(
    field
    for field in names("changed")
    if is_open(LAW, f"apps: changed {field}") and field not in NOT_YET
)


@many
@given(pairs(OPEN))
def test_each_differing_value_belongs_to_a_change_that_quotes_it(pair: tuple[Data, Data]) -> None:
    assert_told(*pair)


def quotes(change: Any, was: Any, now: Any) -> bool:
    """Tell whether a change holds a value of before and one of now."""
    old, new = json.dumps(change.get("old")), json.dumps(change.get("new"))
    said = json.dumps([change["sentence"], change["words"]], ensure_ascii=False)
    return all(
        value is None or json.dumps(value).strip('"') in side or str(value) in said
        for value, side in ((was, old), (now, new))
    )


# Fields of which one value once led to another bundle than the newer one.
PATCHED = [f"patch: {each['field']}" for each in read_found("patches.yaml")]


@pytest.mark.parametrize("case", cases(LAW, PATCHED))
def test_a_patch_that_once_led_astray_leads_to_the_newer_version(case: str) -> None:
    old, field = clean_bundle(), case.partition(": ")[2]
    texts = [
        each
        for each in leaves(old)
        if each.field == field and isinstance(each.value, str) and not is_name(str(each.path[-1]))
    ]
    # Of hundreds of places most are alike: these are far from one another.
    for leaf in texts[:: -(-len(texts) // 8)]:
        new = replace_leaf(old, published_schema(), leaf.path)
        hold(leads_there(old, new, delta_of(old, new).to_json()["patch"]), leaf)


def leads_there(old: Data, new: Data, patch: Any) -> bool:
    """Tell whether any client that applies the patch to the older bundle has the newer one."""
    return same(jsonpatch.JsonPatch(patch).apply(json.loads(canonical(old))), new)


LEADING = tuple(field for field in names("changed") if is_open(LAW, f"patch: {field}"))


@many
@given(pairs(LEADING))
def test_the_patch_leads_to_the_newer_version_and_each_step_is_owned_once(
    pair: tuple[Data, Data],
) -> None:
    old, new = pair
    delta = delta_of(old, new)
    data = delta.to_json()
    assert is_valid("changes", data)
    assert leads_there(old, new, data["patch"])
    assert_owned(delta)
    assert len({change["id"] for change in data["changes"]}) == len(data["changes"])
