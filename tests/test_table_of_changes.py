"""The vocabulary of changes is a contract: apps and notes name these kinds."""

from __future__ import annotations

import pytest

from conftest import TESTS
from guidepress.classify.change import ORDER
from guidepress.classify.rows import VERBATIM
from guidepress.classify.sentence import PARTS
from guidepress.classify.table import KINDS, RULES


def test_the_kinds_of_change_are_pinned() -> None:
    pinned = (TESTS / "kinds-of-change.txt").read_text(encoding="utf-8").split()
    assert sorted(KINDS) == pinned


def test_the_rows_of_the_table_and_what_they_ask_are_pinned() -> None:
    # Releases name the row that weighed each change.
    pinned = (TESTS / "rows-of-meaning.txt").read_text(encoding="utf-8").splitlines()
    assert sorted({f"{rule.id} {rule.question}".strip() for rule in RULES}) == pinned


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


def test_another_spelling_of_the_same_words_is_wording_but_not_of_a_name_or_a_code() -> None:
    worded = {rule.kind for rule in RULES if rule.id.endswith("-wording-only")}
    assert {"option-regulatory-changed", "evidence-note-changed", "dose-changed"} <= worded
    assert not {kind for kind in worded if kind.endswith(VERBATIM)}
    assert {"reference-authors-changed", "factor-codes-changed"}.isdisjoint(worded)
    # What counts for nothing anyway, or came and went, has no spelling.
    assert {"guideline-dates-changed", "option-added", "statement-removed"}.isdisjoint(worded)


@pytest.mark.parametrize("entity", ["section", "question", "recommendation"])
def test_a_printed_number_is_wording_where_nothing_else_is_said(entity: str) -> None:
    impacts = [rule.impact for rule in RULES if rule.kind == f"{entity}-number-changed"]
    assert sorted({*impacts}) == ["minor", "patch"]
