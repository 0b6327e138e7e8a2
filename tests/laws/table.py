"""The named rows: what a law does not ask for, and what it cannot hold yet.

Both lie in ``table.yaml``. Each row names cases of one law by a pattern, and each case that it names
must fail: so a row that is not needed any more fails the tests, and is taken out.
"""

from __future__ import annotations

from collections import defaultdict
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from _pytest.mark import ParameterSet

# The cases of each law, as far as its module was imported.
KNOWN: defaultdict[int, set[str]] = defaultdict(set)
TABLE = Path(__file__).with_name("table.yaml")


class Row(NamedTuple):
    """Cases of a law, and why they fail: for good (a reason), or until an issue is done."""

    law: int
    case: str
    why: str
    pending: bool


@cache
def read_rows() -> tuple[Row, ...]:
    """Return the rows, exceptions first."""
    data = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return tuple(_rows(data))


def _rows(data: dict[str, list[dict[str, object]]]) -> Iterator[Row]:
    for part, key in (("exceptions", "reason"), ("pending", "issue")):
        for entry in data[part]:
            law, why = int(str(entry["law"])), str(entry[key])
            found = entry["cases"]
            for case in found if isinstance(found, list) else [found]:
                yield Row(law, str(case), why, part == "pending")


def row_of(law: int, case: str) -> Row | None:
    """Return the row that names the case."""
    return next((row for row in read_rows() if row.law == law and fits(row, case)), None)


def fits(row: Row, case: str) -> bool:
    """Tell whether a row names a case; ``*`` stands for any text, all else for itself."""
    return fnmatchcase(case, row.case.replace("[", "[[]"))


def cases(law: int, names: Iterable[str]) -> list[ParameterSet]:
    """Return the cases of a law as parameters; those of a row are expected to fail."""
    listed = list(names)
    KNOWN[law] |= set(listed)
    return [_case(law, name) for name in listed]


def _case(law: int, name: str) -> ParameterSet:
    row = row_of(law, name)
    if row is None:
        return pytest.param(name, id=name)
    kind = "until" if row.pending else "exception"
    mark = pytest.mark.xfail(strict=True, raises=AssertionError, reason=f"{kind}: {row.why}")
    return pytest.param(name, id=name, marks=mark)


def hold(is_so: object, message: object = "") -> None:
    """Fail with the message, without the long explanation that pytest makes of an ``assert``.

    Hundreds of cases are expected to fail, and explaining each is half the time of a run.
    """
    __tracebackhide__ = True
    if not is_so:
        raise AssertionError(message)


def is_open(law: int, case: str) -> bool:
    """Tell whether a property should look at a case: no row names it."""
    return row_of(law, case) is None


def read_found(name: str) -> list[dict[str, str]]:
    """Return the counterexamples of a file of ``found/``: each was a fault once, or is one."""
    data = yaml.safe_load((TABLE.parent / "found" / name).read_text(encoding="utf-8"))
    return list(data)
