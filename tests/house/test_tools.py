"""The installer of test programs waits for other package managers, and for nothing else.

The package manager is a script here: a real one would need a network, and the rights of root.
"""

from __future__ import annotations

import os
import re
import subprocess
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from conftest import REPOSITORY, TESTS, Run, pytest_ignore_collect
from limits import LIMIT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.checkout

HELD = "E: Could not get lock {}. It is held by process 7 (apt-get)"
LOCKS = (
    HELD.format("/var/lib/apt/lists/lock"),
    HELD.format("/var/lib/dpkg/lock-frontend"),
    HELD.format("/var/cache/apt/archives/lock"),
    "dpkg: error: dpkg frontend lock was locked by another process with pid 7",
)
# It fails as often as there are answers left, and notes how it was called.
APT = """\
echo "$LC_ALL $*" >> "$ROOM/calls"
answer=$(head -n 1 "$ROOM/answers" 2>/dev/null)
[ -n "$answer" ] || exit 0
sed -i 1d "$ROOM/answers"
echo "$answer" >&2
exit 100
"""


def install(room: Path, *answers: str) -> Run:
    """Run the installer where no program is there but the ones that it is written with."""
    (room / "answers").write_text("".join(f"{each}\n" for each in answers), "utf-8")
    (room / "bin").mkdir()
    for name in ("env", "grep", "sed", "head"):
        (room / "bin" / name).symlink_to(f"/usr/bin/{name}")
    scripts = {"apt-get": APT, "sleep": 'echo "$1" >> "$ROOM/slept"', "id": "echo 0"}
    for name, text in scripts.items():
        (room / "bin" / name).write_text(f"#!/bin/sh\n{text}\n", "utf-8")
        (room / "bin" / name).chmod(0o755)
    script = (TESTS / "get-tools.sh").read_text("utf-8")
    # The folders that it adds may hold the programs that it looks for.
    (room / "get-tools.sh").write_text(re.sub("^PATH=.*", "", script, flags=re.MULTILINE), "utf-8")
    return subprocess.run(
        ["/bin/sh", str(room / "get-tools.sh")],
        env={"PATH": str(room / "bin"), "ROOM": str(room)},
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )


def lines(file: Path) -> list[str]:
    return file.read_text("utf-8").splitlines() if file.exists() else []


@pytest.mark.parametrize("lock", LOCKS)
def test_it_waits_while_another_package_manager_holds_a_lock_and_says_so(
    lock: str, tmp_path: Path
) -> None:
    done = install(tmp_path, lock, lock)
    assert done.returncode == 0, done.stderr
    assert len(lines(tmp_path / "slept")) == 2
    waiting = [line for line in done.stderr.splitlines() if line.startswith("Waiting for another")]
    assert waiting == [
        f"Waiting for another package manager ({seconds} of at most 600 s): {lock}"
        for seconds in (0, 5)
    ]
    *_, last = lines(tmp_path / "calls")
    assert "install -y --no-install-recommends chromium-headless-shell" in last
    # Its messages are read, so they must be in English.
    assert all(line.startswith("C ") for line in lines(tmp_path / "calls"))


def test_it_waits_ten_minutes_and_no_longer(tmp_path: Path) -> None:
    done = install(tmp_path, *[LOCKS[0]] * 1_000)
    assert done.returncode == 1
    assert sum(map(int, lines(tmp_path / "slept"))) == 600
    assert LOCKS[0] in done.stderr
    assert "install the packages: chromium-headless-shell " in done.stderr


def test_it_waits_for_nothing_else(tmp_path: Path) -> None:
    done = install(tmp_path, "E: Unable to locate package chromium")
    assert done.returncode == 1
    assert lines(tmp_path / "slept") == []
    assert "E: Unable to locate package chromium" in done.stderr


def test_ci_runs_the_two_commands_of_the_readme_as_they_are() -> None:
    readme = (REPOSITORY / "README.md").read_text("utf-8")
    commands = re.findall(r"^(make \w+) +#", readme, re.MULTILINE)
    assert commands == ["make site", "make test"]
    steps = lines(REPOSITORY / ".ci/run")
    assert steps[-1] == "make test"
    assert {"make check", "make slow"} <= set(steps)
    assert "set -euo pipefail" in steps
    assert os.access(REPOSITORY / ".ci/run", os.X_OK)


@pytest.mark.parametrize(
    ("asked", "mark", "ignored"),
    [
        ("slow", "@pytest.mark.slow", None),
        ("slow", "pytestmark = [pytest.mark.checkout, pytest.mark.slow]", None),
        ("slow", "@pytest.mark.timing", True),
        ("browser or timing", "@pytest.mark.timing", None),
        ("browser or timing", "@pytest.mark.slow", True),
        ("not slow", "@pytest.mark.timing", None),
        ("", "@pytest.mark.timing", None),
    ],
)
def test_a_run_of_some_kinds_reads_no_file_without_a_test_of_those(
    tmp_path: Path, asked: str, mark: str, ignored: object
) -> None:
    file = tmp_path / "test_it.py"
    file.write_text(f"import pytest\n\n{mark}\ndef test_it() -> None: ...\n", "utf-8")
    config: Any = SimpleNamespace(getoption={"markexpr": asked}.get)
    assert pytest_ignore_collect(file, config) is ignored
    assert pytest_ignore_collect(tmp_path, config) is None
