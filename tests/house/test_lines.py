"""Lines of code are counted as a reader counts them, and no budget is exceeded unseen."""

from __future__ import annotations

import sys
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from conftest import REPOSITORY

if TYPE_CHECKING:
    from types import ModuleType

pytestmark = pytest.mark.checkout

SOURCE = dedent(
    '''
    """A docstring
    of two lines."""

    # A comment.
    import os  # beside code

    def long(
        path,
    ):
        """What it does."""
        text = """not a docstring,
        but a value"""
        return os.fspath(path), text
    '''
)


@pytest.fixture(scope="module")
def lines() -> ModuleType:
    sys.path.insert(0, str(REPOSITORY / "benchmarks"))
    try:
        import lines  # type: ignore[import-not-found]
    finally:
        sys.path.pop(0)
    return lines  # type: ignore[no-any-return]


Counted = tuple[dict[str, int], dict[str, int]]


@pytest.fixture(scope="module")
def counted(lines: ModuleType) -> Counted:
    return lines.count()  # type: ignore[no-any-return]


def test_blank_lines_comments_and_docstrings_are_no_code(lines: ModuleType) -> None:
    assert len(lines.code_lines(SOURCE)) == 7
    assert list(lines.function_lengths(SOURCE)) == [6]


def test_each_module_counts_for_one_budget(lines: ModuleType, counted: Counted) -> None:
    parts = {lines.part_of(name) for name in ("client/fetch.py", "bring_in/pdq.py", "diff/fact.py")}
    assert parts == {"client", "extras", "core"}
    rooms, numbers = counted
    assert sum(rooms.values()) == numbers["core"] + numbers["extras"] + numbers["client"]
    assert not any(name.startswith("edit/template/") for name, _ in lines.python_files())


def test_what_is_over_its_budget_fails_and_what_was_over_it_may_not_grow(
    lines: ModuleType,
) -> None:
    budgets = {"core": 10}
    assert lines.find_faults({"core": 10}, budgets, {}) == []
    assert lines.find_faults({"core": 11}, budgets, {}) == ["core: 11 of 10"]
    assert lines.find_faults({"core": 12}, budgets, {"core": 12}) == []
    assert lines.find_faults({"core": 13}, budgets, {"core": 12}) == ["core: 13 of 12"]
    assert lines.find_faults({"core": 10}, budgets, {"core": 12}) == [
        "core: it fits; take it out of LATE"
    ]


def test_no_budget_is_exceeded(lines: ModuleType, counted: Counted) -> None:
    _, numbers = counted
    assert numbers.keys() >= lines.BUDGETS.keys()
    assert lines.find_faults(numbers) == []
