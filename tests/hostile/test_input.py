"""Whatever a stranger sends is a clear problem or does no harm, under hard limits.

``expected.txt`` says of each case how ``guidepress validate`` ends, and which rules answer it;
``GUIDEPRESS_ACCEPT=1`` writes it anew.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from guidepress.resources import SCHEMA_FOLDER
from hostile.cases import CASES, KINDS, filled_fields, find_text_properties
from hostile.confined import CONFINED
from limits import LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HERE = Path(__file__).parent
EXPECTED = HERE / "expected.txt"
MOST_KIB = 300_000
# What a terminal obeys, and what hides the order of letters.
OBEYED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def snapshot(folder: Path) -> Iterator[str]:
    """Yield all names below the folder with their size and kind, links not followed."""
    for home, folders, files in os.walk(os.fsencode(folder)):
        for name in sorted(folders + files):
            status = os.lstat(os.path.join(home, name))  # noqa: PTH118 - names are bytes
            yield f"{home!r} {name!r} {status.st_mode} {status.st_size} {status.st_mtime_ns}"


# So many at a time: to start a process for each takes long, and all of them longer than a test may.
NAMES = list(CASES)
BATCHES = [NAMES[start : start + 25] for start in range(0, len(NAMES), 25)]


def outcomes_of(names: Sequence[str], ground: Path) -> dict[str, dict[str, Any]]:
    """Return how ``validate`` ends in a project of each of these cases, and writes into none."""
    folders = [ground / str(NAMES.index(name)) for name in names]
    for name, folder in zip(names, folders, strict=True):
        CASES[name](folder / "content" / "base")
        # What is kept of a verdict is the only thing that it may write.
        (folder / ".cache").mkdir()
    before = written(folders)
    found = dict(zip(names, ended(folders), strict=True))
    assert written(folders) == before, "a command wrote into the content"
    for locked in ground.rglob("content/base"):
        locked.chmod(0o700)
    return found


def written(folders: Sequence[Path]) -> list[str]:
    """Return what there is beside the cache, which is the only thing that a command may write."""
    return [line for each in folders for line in snapshot(each) if ".cache" not in line]


def ended(folders: Sequence[Path]) -> list[dict[str, Any]]:
    done = subprocess.run(
        [*CONFINED, sys.executable, str(HERE / "limited.py")],
        input=json.dumps([[str(folder), "validate"] for folder in folders]),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=LIMIT,
    )
    return list(json.loads(done.stdout))


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    if os.environ.get("GUIDEPRESS_ACCEPT"):
        found = (outcomes_of(each, tmp_path_factory.mktemp("hostile")) for each in BATCHES)
        lines = (f"{said(*each)}\n" for outcomes in found for each in outcomes.items())
        EXPECTED.write_text("".join(lines), "utf-8")
    return EXPECTED.read_text("utf-8").splitlines()


def said(name: str, outcome: dict[str, Any]) -> str:
    rules = sorted(set(re.findall(r" \[([a-z-]+)\]$", outcome["told"], re.MULTILINE)))
    return f"{name}: exit {outcome['exit']}, {' '.join(rules) or 'no rule'}"


def test_the_corpus_is_large_and_reaches_every_field() -> None:
    assert len(CASES) >= 150
    assert len(EXPECTED.read_text("utf-8").splitlines()) == len(CASES)
    for kind in KINDS:
        schema = json.loads((SCHEMA_FOLDER / f"{kind}.schema.json").read_bytes())
        taken = {name for name, _ in find_text_properties(schema)}
        assert taken - filled_fields(kind) <= REACHED_ELSEWHERE, kind


# Texts that name something, so that any other is a fault of another rule.
REACHED_ELSEWHERE = {"level", "version", "rule", "reason", "code", "unit", "per", "percent_of"}


@pytest.mark.slow
@pytest.mark.parametrize("names", BATCHES, ids=lambda names: f"{names[0]} to {names[-1]}")
def test_what_is_hostile_ends_as_expected(
    names: list[str], expected: list[str], tmp_path: Path
) -> None:
    outcomes = outcomes_of(names, tmp_path)
    assert not Path("/tmp/owned").exists()  # noqa: S108 - what the corpus tries to make
    assert [said(*each) for each in outcomes.items() if said(*each) not in expected] == []
    for name, outcome in outcomes.items():
        told = outcome["told"]
        assert outcome["exit"] in {0, 1, 2}, (name, told[-2_000:])
        assert "Traceback" not in told, name
        assert outcome["kib"] < MOST_KIB, name
        assert not OBEYED.search(told), name
        assert not re.search(r"^::", told, re.MULTILINE), name
