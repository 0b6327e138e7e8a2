"""The table of the laws: each row names cases, and the handbook prints what is left out for good."""

from __future__ import annotations

from importlib import import_module

import pytest
from hypothesis import given

from conftest import REPOSITORY
from laws.effort import many
from laws.generate import describe_files, everything, fields_of, guidelines, leaves, sample, seeds
from laws.surfaces import problems_of
from laws.table import KNOWN, TABLE, fits, read_rows

pytestmark = pytest.mark.checkout

MODULES = sorted(file.stem for file in TABLE.parent.glob("test_[1-9]_*.py"))
PAGE = REPOSITORY / "docs/laws.md"


def test_there_is_a_module_for_each_law() -> None:
    assert [name.split("_")[1] for name in MODULES] == [*"123456789"]


def test_each_row_names_cases_that_there_are() -> None:
    for law, name in enumerate(MODULES, start=1):
        if not KNOWN[law]:
            import_module(f"laws.{name}")
    idle = [row for row in read_rows() if not any(fits(row, case) for case in KNOWN[row.law])]
    assert idle == []


def test_the_handbook_prints_each_exception_with_its_reason() -> None:
    told = PAGE.read_text(encoding="utf-8").partition("## Exceptions")[2]
    rows = [
        line.split("|")[1:-1] for line in told.splitlines() if line.startswith("| ") and "`" in line
    ]
    printed = {(int(law), case.strip().strip("`"), why.strip()) for law, case, why in rows}
    assert printed == {(row.law, row.case, row.why) for row in read_rows() if not row.pending}


def test_each_field_of_the_schemas_is_generated() -> None:
    drawn = [everything(pointing=True), *(sample(number) for number in seeds())]
    made = {
        leaf.field
        for files in drawn
        for kind, data in files.items()
        for leaf in leaves(data, (kind,))
    }
    assert made == {field for kind in describe_files() for field in fields_of(kind)}


@many
@given(guidelines())
def test_generated_content_is_valid(files: dict[str, object]) -> None:
    assert [each for each in problems_of(files) if each.severity == "error"] == []
