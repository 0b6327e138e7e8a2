"""The vocabulary of changes is a contract: apps and notes name these kinds."""

from __future__ import annotations

from conftest import TESTS
from guidepress.classify import KINDS, RULES
from guidepress.classify.change import ORDER
from guidepress.classify.sentence import PARTS


def test_the_kinds_of_change_are_pinned() -> None:
    pinned = (TESTS / "kinds-of-change.txt").read_text(encoding="utf-8").split()
    assert sorted(KINDS) == pinned


def test_every_kind_ends_in_a_row_that_fits_all() -> None:
    last = {rule.kind: rule for rule in RULES}
    assert all(rule.when.__name__ == "always" for rule in last.values())


def test_no_floor_lies_above_its_impact_and_nothing_major_for_an_option_can_be_lowered() -> None:
    for rule in RULES:
        assert ORDER.index(rule.floor) <= ORDER.index(rule.impact)
        if rule.impact == "major" and rule.kind.startswith(("option-", "list-")):
            assert rule.floor == "major"


def test_sentences_name_only_parts_that_there_are() -> None:
    import re

    for rule in RULES:
        assert set(re.findall(r"{(\w+)}", rule.sentence)) <= PARTS.keys()
