"""Validation, differences, overhead and search, each beside its peer: one bar of the table each."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cost import GUIDEPRESS, Budget, Row, cost

from guidepress.classify.classify import describe

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
KINDS = ("guideline", "factors", "options", "references")
# check-jsonschema is measured on so many guidelines, and scaled to the rest.
CHECKED = 100


def measure_validation(project: Path, size: int, budget: Budget) -> Iterator[Row]:
    """Validate all against check-jsonschema on some, which is scaled by the number of files."""
    ours = cost([*GUIDEPRESS, "validate", "--no-cache"], project, budget.left()).seconds
    again = cost([*GUIDEPRESS, "validate"], project, budget.left()).seconds
    some, one = min(size, CHECKED), _check(project, 1, budget)
    theirs = _check(project, some, budget)
    whole = one + (theirs - one) / (some - 1) * (size - 1) if some > 1 else one
    scaled = "" if some == size else f", scaled in a straight line from {some} ({theirs:.1f} s)"
    for seconds, command in ((ours, "validate --no-cache"), (again, "validate, nothing changed")):
        ratio = whole / seconds
        told = f"{ratio:.1f}×: {seconds:.1f} s against {whole:.0f} s{scaled}"
        what = f"`{command}` on {size:,} guidelines against check-jsonschema, same schemas"
        yield Row(what, "≥ 20×", told, ratio >= 20)  # noqa: PLR2004  # the bar


def _check(project: Path, count: int, budget: Budget) -> float:
    """Return the seconds for all four files of each: check-jsonschema reads one schema a run."""
    folders = sorted((project / "content").iterdir())[:count]
    tool = str(Path(sys.executable).with_name("check-jsonschema"))
    return sum(
        cost(
            [
                tool,
                "--schemafile",
                str(ROOT / "schema" / f"{kind}.schema.json"),
                *(str(folder / f"{kind}.yaml") for folder in folders),
            ],
            project,
            budget.left(),
        ).seconds
        for kind in KINDS
    )


def measure_differences(project: Path, budget: Budget) -> Row:
    """Compare the last two releases of each guideline, and let DeepDiff do the same."""
    from deepdiff import DeepDiff

    ours = theirs = 0.0
    pairs = 0
    for folder in sorted((project / "content").iterdir()):
        if budget.left() < 0:
            break
        old, new = _last_two(folder)
        start = time.perf_counter()
        describe(old, new, "old", "new")
        middle = time.perf_counter()
        DeepDiff(old, new, ignore_order=True)
        ours, theirs = ours + middle - start, theirs + time.perf_counter() - middle
        pairs += 1
    ratio = theirs / ours
    told = f"{ratio:.1f}×: {ours / pairs * 1e3:.1f} ms a pair against {theirs / pairs * 1e3:.1f} ms"
    what = f"diff of {pairs:,} pairs of releases against DeepDiff on the same data"
    return Row(what, "≥ 8×", told, ratio >= 8)  # noqa: PLR2004  # the bar


def _last_two(folder: Path) -> tuple[Any, Any]:
    index = json.loads((folder / "releases" / "index.json").read_bytes())
    names = [each["version"] for each in index["releases"]][-2:]
    old, new = (json.loads((folder / "releases" / f"{each}.json").read_bytes()) for each in names)
    return old, new
