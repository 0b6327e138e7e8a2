"""Every format as its exporters write it: what is taken, what is left out, and what is noted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import TESTS
from guidepress.bibliography.read import read_references, references_in
from guidepress.schema import is_valid

HERE = Path(__file__).parent
CASES = [
    pytest.param(case, id=f"{file.stem}: {case['it']}")
    for file in sorted((HERE / "cases").glob("*.yaml"))
    for case in yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - every value as it is written
]


def plain(value: Any) -> Any:
    """Return the value as YAML without types has it."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return str(value).lower() if isinstance(value, bool) else value


@pytest.mark.parametrize("case", CASES)
def test_a_record_is_read_as_its_format_means_it(case: dict[str, Any]) -> None:
    found = references_in(case["text"])
    assert len(found) == len(case["works"])
    for work, each in zip(case["works"], found, strict=True):
        if work == "null":
            assert each.fault
            continue
        assert not each.fault
        assert is_valid("references", {"references": [{"id": "x", **each.data}]})
        for key, value in work.items():
            assert plain(each.data.get(key)) == (None if value == "null" else value), key
    left = " | ".join(f"{one.value} {one.reason}" for each in found for one in each.left_out)
    notes = " | ".join(f"{one.value} {one.reason}" for each in found for one in each.remarks)
    assert [words for words in case.get("left_out", []) if words not in left] == []
    assert [words for words in case.get("notes", []) if words not in notes] == []


def test_there_are_more_than_sixty_cases() -> None:
    assert len(CASES) > 60


@pytest.mark.parametrize("name", ["maki.nbib", "graaf.ris", "graaf.bib", "graaf.json"])
def test_each_field_of_a_file_is_taken_or_left_out_with_its_place(name: str) -> None:
    for found in read_references(TESTS / "references" / name):
        assert found.place.split()[0] in {"line", "item"}
        for remark in found.left_out:
            assert remark.field
            assert remark.reason
            assert remark.place.split()[0] in {"line", "item"}
