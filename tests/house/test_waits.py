"""Every wait in the tests and their tools has an end, and so has every test; none reads the clock."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

from conftest import REPOSITORY, TESTS
from limits import LIMIT, read_until, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.checkout

FILES = [
    file
    for file in sorted(TESTS.rglob("*.py"))
    if not {"node_modules", "kept"} & set(file.relative_to(TESTS).parts)
]
# Functions that wait until they are given an end, by the number of arguments among which it may be.
WAITING = {
    "run": 99,
    "call": 99,
    "check_call": 99,
    "check_output": 99,
    "communicate": 1,
    "wait": 0,
    "join": 0,
    "result": 0,
    "acquire": 0,
    "get": 0,
    "urlopen": 2,
    "create_connection": 1,
    "waitpid": 99,
    "wait4": 99,
}
# The places that give a wait its end by other means.
DOORS = {
    "limits.py": "Popen",
    "browsing.py": "promise",
    # Their forks end by an alarm.
    "faults/points.py": "waitpid",
    "forked.py": "waitpid",
    "hostile/limited.py": "wait4",
}
MODULES = {"run", "call", "check_call", "check_output"}
# Processor time is no clock: what else runs on the machine does not count.
CLOCKS = {"time.time", "monotonic", "perf_counter"}
PROMISES = ("Promise", "await ", ".then(", "readText(", "fetch(", ".finished")


def find_endless(tree: ast.AST) -> Iterator[str]:
    """Yield each call that may wait for ever, or whose answer depends on how fast the machine is."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        last = name.rpartition(".")[2]
        if last in MODULES and name != f"subprocess.{last}":
            continue
        if last == "Popen":
            yield f"{node.lineno}: {name}: use limits.running"
        elif last == "evaluate" and any(word in ast.unparse(node) for word in PROMISES):
            yield f"{node.lineno}: {name} of a promise: use browsing.ask"
        elif "networkidle" in {getattr(each, "value", 0) for each in _given(node)}:
            yield f"{node.lineno}: {name}: an idle network depends on the machine: use browsing.rest"
        elif {name, last} & CLOCKS:
            yield f"{node.lineno}: {name}: a test reads no clock"
        elif last in WAITING and not _has_limit(node, WAITING[last]):
            yield f"{node.lineno}: {name}: no timeout"


def _given(node: ast.Call) -> list[ast.expr]:
    return [*node.args, *(each.value for each in node.keywords)]


def _has_limit(node: ast.Call, arguments: int) -> bool:
    return len(node.args) > arguments or any(each.arg == "timeout" for each in node.keywords)


def test_no_wait_is_without_an_end_and_no_clock_is_read() -> None:
    faults = [
        f"{file.relative_to(REPOSITORY)}:{found}"
        for file in FILES
        for found in find_endless(ast.parse(file.read_text("utf-8")))
        if DOORS.get(file.relative_to(TESTS).as_posix(), "\n") not in found
    ]
    assert not faults, "\n".join(faults)


ENDLESS = [
    "subprocess.run(['true'], check=True)",
    "subprocess.Popen(['true'])",
    "process.communicate()",
    "process.communicate(b'text')",
    "process.wait()",
    "thread.join()",
    "queue.get()",
    "future.result()",
    "urlopen(address)",
    "page.evaluate('Promise.all([])')",
    "page.goto(address, wait_until='networkidle')",
    "page.wait_for_load_state('networkidle')",
    "time.monotonic()",
    "perf_counter()",
]
ENDING = [
    "subprocess.run(['true'], check=True, timeout=1)",
    "process.wait(1)",
    "' '.join(words)",
    "thread_time()",
    "data.get('key')",
    "urlopen(address, timeout=1)",
    "page.evaluate('document.title')",
    "page.goto(address, wait_until='load')",
]


def test_a_wait_without_an_end_is_found_and_one_with_an_end_is_left_alone() -> None:
    assert [each for each in ENDLESS if not list(find_endless(ast.parse(each)))] == []
    assert [each for each in ENDING if list(find_endless(ast.parse(each)))] == []


def test_each_test_has_a_limit_above_that_of_its_waits() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    settings = project["tool"]["pytest"]["ini_options"]
    assert LIMIT < settings["timeout"] < settings["faulthandler_timeout"]
    assert settings["faulthandler_exit_on_timeout"]


HANGING = """\
import subprocess, sys, threading, time
import pytest
def test_in_python(): threading.Event().wait()
def test_in_another_process(): subprocess.run([sys.executable, "-c", "import time; time.sleep(1000)"])
def test_after_both(): pass
"""


@pytest.mark.timing
def test_a_test_that_hangs_fails_alone_and_the_others_run(tmp_path: Path) -> None:
    (tmp_path / "test_hanging.py").write_text(HANGING, "utf-8")
    command = [sys.executable, "-m", "pytest", "--timeout=1", "-p", "no:randomly", "--tb=no"]
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
        cwd=tmp_path,
    )
    assert "2 failed, 1 passed" in done.stdout, done.stdout


@pytest.mark.timing
def test_what_hangs_is_killed_with_all_that_it_started_and_its_reader_goes_on() -> None:
    # The one that sleeps would keep the output open.
    code = "import subprocess; subprocess.run(['sleep', '1000'])"
    with (
        running(
            [sys.executable, "-c", code], limit=1, stdout=subprocess.PIPE, text=True
        ) as process,
        pytest.raises(pytest.fail.Exception, match="'ready' did not come"),
    ):
        read_until(process.stdout, "ready")
