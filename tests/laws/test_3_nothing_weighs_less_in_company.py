"""Law 3: no edit weighs less because other edits stand beside it or around it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidepress.classify.change import ORDER
from laws.edits import Path, at, clean_bundle, do, is_name, published_schema, with_leaf
from laws.effort import EXAMPLES, many
from laws.generate import Data, leaves, replace_leaf
from laws.mutations import ACTS, examine, kinds
from laws.surfaces import delta_of
from laws.table import cases

if TYPE_CHECKING:
    from guidepress.classify.change import Delta

LAW = 3

# Edits of one statement whose weight is known: what it says before and after (None: it is gone).
STATED = {"kind": "benefit", "text": "It may be given."}
EDITS: dict[str, tuple[Data, Data | None]] = {
    "dose": (
        {"kind": "dose", "text": "Give 5 mg per square metre."},
        {"kind": "dose", "text": "Give 50 mg per square metre."},
    ),
    "not": (
        {"kind": "contraindication", "text": "It should not be given."},
        {"kind": "contraindication", "text": "It should be given."},
    ),
    "exception": (
        {"kind": "benefit", "text": "It may be given unless they have an autoimmune disease."},
        {"kind": "benefit", "text": "It may be given. They have an autoimmune disease."},
    ),
    "harm": (
        {"kind": "harm", "text": "Of 44 patients, 2 died of it."},
        {"kind": "harm", "text": "Of 44 patients, 20 died of it."},
    ),
    "population": (
        STATED | {"population": {"text": "children", "codes": []}},
        STATED | {"population": {"text": "adults", "codes": []}},
    ),
    "statement gone": (STATED | {"kind": "contraindication"}, None),
    "background": (
        {"kind": "background", "text": "Most are children."},
        {"kind": "background", "text": "Most are adults."},
    ),
}
# What else is done to the entity that holds the statement, or to the statement.
COMPANY = {
    "the option renamed": ("renamed", "option"),
    "the option split": ("split", "option"),
    "the option merged": ("merged", "option"),
    "the option added anew": ("replaced", "option"),
    "the section renamed": ("renamed", "section"),
    "the section split": ("split", "section"),
    "the section merged": ("merged", "section"),
    "the statement renamed": ("renamed", "statement-of-option"),
    "the statement split": ("split", "statement-of-option"),
    "the statement merged": ("merged", "statement-of-option"),
    "the statement moved": ("moved", "statement-of-option"),
    "a reconstruction": ("reconstructed", "option"),
}
NOT_KNOWN = {
    "an option": "option",
    "a section": "section",
    "a factor": "factor",
    "a reference": "reference",
    "a statement of an option": "statement-of-option",
}


def weight(delta: Delta) -> tuple[int, bool]:
    """Return the greatest impact, and whether anything raises an alert."""
    return ORDER.index(delta.impact), any(change.alert for change in delta.changes)


def stated(said: Data | None, home: str) -> Data:
    """Return a bundle whose first option or section says this first."""
    bundle = clean_bundle()
    path = (home, 0, "content", 0)
    if said is None:
        return with_leaf(bundle, path[:-1], at(bundle, path[:-1])[1:])
    bare: Data = {"citations": [], "evidence": []}
    return with_leaf(bundle, path, at(bundle, path) | bare | said)


# What each of them weighs alone at the least, and whether it raises an alert.
ALONE = {
    "dose": ("major", True),
    "not": ("major", True),
    "exception": ("minor", False),
    "harm": ("minor", True),
    "population": ("minor", False),
    "statement gone": ("minor", True),
    "background": ("minor", False),
}


@pytest.mark.parametrize("field", ["title", "publisher"])
def test_a_changed_text_of_the_guideline_is_at_least_a_change_of_substance(field: str) -> None:
    old = clean_bundle()
    delta = delta_of(old, with_leaf(old, ("guideline", field), "Another altogether"))
    assert [change.impact for change in delta.changes] == ["minor"]


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_alone_weighs_what_it_must(edit: str) -> None:
    old, new = (stated(each, "options") for each in EDITS[edit])
    impact, alert = weight(delta_of(old, new))
    assert impact >= ORDER.index(ALONE[edit][0])
    assert alert >= ALONE[edit][1]


# A statement that is gone cannot be merged.
TOGETHER = [
    f"{edit} in company of {act}"
    for act in COMPANY
    for edit in EDITS
    if (edit, act) != ("statement gone", "the statement merged")
]


@pytest.mark.parametrize("case", cases(LAW, TOGETHER))
def test_an_edit_weighs_as_much_inside_what_changes(case: str) -> None:
    name, _, company = case.partition(" in company of ")
    act, what = COMPANY[company]
    home = "sections" if what == "section" else "options"
    old, alone = (stated(each, home) for each in EDITS[name])
    together = do(alone, act, what)
    impact, alert = weight(delta_of(old, alone))
    assert weight(delta_of(old, together))[0] >= impact, "the impact is less"
    assert weight(delta_of(old, together))[1] >= alert, "the alert is gone"


@pytest.mark.parametrize("case", cases(LAW, (f"{name} not known" for name in NOT_KNOWN)))
def test_a_reconstruction_forgets_nothing_that_was_released(case: str) -> None:
    name = case.removesuffix(" not known")
    old = clean_bundle()
    alone = do(old, "removed", NOT_KNOWN[name])
    impact, alert = weight(delta_of(old, alone))
    together = weight(delta_of(old, do(alone, "reconstructed", "option")))
    assert together[0] >= impact, "the impact is less"
    assert together[1] >= alert, "the alert is gone"


# Any edits together -----------------------------------------------------------------------------


@cache
def editable() -> tuple[Path, ...]:
    """Return the place of each value of the bundle that may be another one alone."""
    found = leaves(clean_bundle())
    return tuple(leaf.path for leaf in found if not is_name(leaf.field))


@many
@given(st.lists(st.sampled_from(range(len(editable()))), min_size=2, max_size=4, unique=True))
def test_edits_together_weigh_at_least_as_much_as_each_alone(places: list[int]) -> None:
    together = clean_bundle()
    for place in places:
        together = edited(together, editable()[place], place)
    delta = delta_of(clean_bundle(), together)
    assert weight(delta)[0] >= max(weigh_alone(place)[0] for place in places)
    assert set().union(*(weigh_alone(place)[1] for place in places)) <= alerted(delta)


@cache
def weigh_alone(place: int) -> tuple[int, set[str]]:
    """Return the impact of one edit, and what its alerts are about."""
    delta = delta_of(clean_bundle(), edited(clean_bundle(), editable()[place], place))
    return weight(delta)[0], alerted(delta)


def edited(bundle: Data, path: Path, serial: int) -> Data:
    return dict(replace_leaf(bundle, published_schema(), path, serial))


def alerted(delta: Delta) -> set[str]:
    """Return what alerts are about: each by the id of its entity."""
    return {change.fact.entity for change in delta.changes if change.alert}


def test_every_field_and_every_list_has_its_kinds_of_mutation() -> None:
    acts = {kind.rpartition(": ")[2] for kind in kinds()}
    assert len(kinds()) > 200
    assert acts == {"value changed", "value gone"} | {f"entry {act}" for act in ACTS}


@pytest.mark.parametrize("part", range(5))
def test_mutations_together_are_each_reported_once_and_weigh_no_less(part: int) -> None:
    for seed in range(part, EXAMPLES // 4, 5):
        found = examine(seed)
        assert not found.faults, (seed, found)
