"""Races and kills of real processes; ``GUIDEPRESS_KILLS=500`` for as many as that."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from limits import LIMIT

SCRIPT = Path(__file__).with_name("pressure.py")
KILLS = int(os.environ.get("GUIDEPRESS_KILLS", "20"))


@pytest.mark.slow
@pytest.mark.checkout
def test_nothing_is_lost_or_damaged_by_kills_and_races() -> None:
    numbers = {"kills": KILLS, "races": max(1, KILLS // 5), "builds": max(1, KILLS // 10)}
    words = [word for name, number in numbers.items() for word in (f"--{name}", str(number))]
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT * max(1, KILLS // 20),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " kills\n" in done.stdout
