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


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ground = tmp_path_factory.mktemp("hostile")
    for number, make in enumerate(CASES.values()):
        make(ground / str(number) / "content" / "base")
        # What is kept of a verdict is the only thing that it may write.
        (ground / str(number) / ".cache").mkdir()
    return ground


def ended(ground: Path, numbers: Sequence[int]) -> list[dict[str, Any]]:
    asked = [[str(ground / str(number)), "validate"] for number in numbers]
    done = subprocess.run(
        [*CONFINED, sys.executable, str(HERE / "limited.py")],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=LIMIT,
    )
    return list(json.loads(done.stdout))


class Outcomes:
    """How the cases end, some at a time: all of them would take a slow machine longer than a test may."""

    BATCH = 25

    def __init__(self, ground: Path) -> None:
        self.ground, self.found = ground, dict[str, dict[str, Any]]()

    def __getitem__(self, name: str) -> dict[str, Any]:
        if name not in self.found:
            names = list(CASES)
            start = names.index(name) // self.BATCH * self.BATCH
            numbers = range(start, min(start + self.BATCH, len(names)))
            before = self._written(numbers)
            self.found |= zip(
                (names[at] for at in numbers), ended(self.ground, numbers), strict=True
            )
            assert self._written(numbers) == before, "a command wrote into the content"
        return self.found[name]

    def _written(self, numbers: Sequence[int]) -> list[str]:
        """What there is beside the cache, which is the only thing that a command may write."""
        folders = (self.ground / str(number) for number in numbers)
        return [line for each in folders for line in snapshot(each) if ".cache" not in line]


@pytest.fixture(scope="module")
def outcomes(ground: Path) -> Iterator[Outcomes]:
    found = Outcomes(ground)
    if os.environ.get("GUIDEPRESS_ACCEPT"):
        lines = (f"{said(name, found[name])}\n" for name in CASES)
        EXPECTED.write_text("".join(lines), "utf-8")
    yield found
    for locked in ground.rglob("content/base"):
        locked.chmod(0o700)


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


@pytest.mark.parametrize("name", CASES)
def test_what_is_hostile_ends_as_expected(name: str, outcomes: Outcomes) -> None:
    outcome = outcomes[name]
    assert not Path("/tmp/owned").exists()  # noqa: S108 - what the corpus tries to make
    told = outcome["told"]
    assert outcome["exit"] in {0, 1, 2}, told[-2_000:]
    assert "Traceback" not in told
    assert outcome["kib"] < MOST_KIB
    assert not OBEYED.search(told)
    assert not re.search(r"^::", told, re.MULTILINE)
    assert said(name, outcome) in EXPECTED.read_text("utf-8").splitlines()
