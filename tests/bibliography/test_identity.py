"""The same work: by PMID, then by DOI; title, year and first author are a question."""

from __future__ import annotations

import json
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

from conftest import guidepress, overlay
from guidepress.bibliography.identity import Works, make_key

if TYPE_CHECKING:
    from pathlib import Path

WORK = {"id": "a", "title": "One work", "issued": "2014", "author": [{"family": "Alpha"}]}


def same(mine: dict[str, Any], other: dict[str, Any]) -> str:
    found = Works([{**WORK, **other}]).find_same({**WORK, **mine, "id": "b"})
    return found.what if found else ""


@pytest.mark.parametrize(
    ("mine", "other", "what"),
    [
        ({"PMID": "1"}, {"PMID": "1", "title": "Another"}, "PMID"),
        ({"PMID": "1", "DOI": "10.1000/A"}, {"PMID": "2", "DOI": "10.1000/a"}, "DOI"),
        ({"PMID": "1"}, {"PMID": "2"}, ""),
        ({"DOI": "10.1000/a"}, {"DOI": "10.1000/b"}, ""),
        ({"PMID": "1"}, {"DOI": "10.1000/b"}, "title, year and first author"),
        ({}, {"PMID": "2"}, "title, year and first author"),
        ({}, {"title": "ONE work."}, "title, year and first author"),
        ({}, {"title": "RETRACTED: One work"}, "title, year and first author"),
        ({}, {"author": [{"family": "Beta"}]}, ""),
        ({}, {"author": []}, "title and year"),
        ({"author": []}, {}, "title and year"),
        ({}, {"issued": "2015"}, ""),
        ({}, {"issued": {"date-parts": [[2014, 3]]}}, "title, year and first author"),
    ],
)
def test_what_two_references_share(mine: dict[str, Any], other: dict[str, Any], what: str) -> None:
    assert same(mine, other) == what
    assert same(other, mine) == what


def test_no_two_works_of_one_name_get_one_key() -> None:
    taken: set[str] = set()
    for _ in range(750):
        key = make_key({"author": [{"family": "Alpha"}], "issued": "2020"}, taken)
        assert key not in taken
        taken.add(key)
    assert {"alpha-2020", "alpha-2020a", "alpha-2020z", "alpha-2020aa"} <= taken


def test_what_add_reference_takes_validate_does_not_call_a_duplicate(tmp_path: Path) -> None:
    overlay(tmp_path / "content" / "base")
    ids: list[dict[str, str]] = [
        {},
        {"PMID": "1"},
        {"PMID": "2"},
        {"DOI": "10.1000/a"},
        {"DOI": "10.1000/b"},
    ]
    items = [{**WORK, **each} for each in ids]
    (tmp_path / "f.json").write_text(json.dumps(items), encoding="utf-8")
    assert guidepress(tmp_path, "add", "reference", "f.json").returncode == 1
    assert "duplicate-reference" not in guidepress(tmp_path, "validate").stdout
    assert len(list(combinations(items, 2))) == 10


def test_a_question_is_answered_by_the_id_that_the_work_would_get(tmp_path: Path) -> None:
    overlay(tmp_path / "content" / "base")
    (tmp_path / "f.json").write_text(json.dumps([WORK, {**WORK, "volume": "2"}]), encoding="utf-8")
    first = guidepress(tmp_path, "add", "reference", "f.json")
    assert first.returncode == 1
    assert "run this again with --add-anyway alpha-2014a" in first.stdout
    (tmp_path / "f.json").write_text(json.dumps([{**WORK, "volume": "2"}]), encoding="utf-8")
    again = guidepress(tmp_path, "add", "reference", "f.json", "--add-anyway", "alpha-2014a")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "alpha-2014a" in (tmp_path / "content/base/references.yaml").read_text(encoding="utf-8")
    wrong = guidepress(tmp_path, "add", "reference", "f.json", "--add-anyway", "nobody-2014")
    assert wrong.returncode == 2
    assert "no question is open about nobody-2014" in wrong.stderr
