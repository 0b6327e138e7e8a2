"""No wait without an end: how long a test waits for another process, and processes that end with it."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import ExitStack, contextmanager, suppress
from threading import Timer
from typing import IO, TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

# Seconds. A guard against hanging, not a bar: the longest command takes 25 s on two idle cores, and the limit
# of a test (pyproject.toml) is a minute longer, so that the report names the wait and not only the test.
LIMIT = 240
# Seconds for a text of a megabyte that would take hours if each part of it were held against each other.
QUADRATIC = 120


@contextmanager
def running(
    command: Sequence[str | Path], *, limit: float = LIMIT, **options: Any
) -> Iterator[subprocess.Popen[Any]]:
    """Start a command that goes on while the test does; it and all that it started end with the block.

    After ``limit`` seconds they are killed, so that whoever reads from the process reads its end.
    """
    # A shell that started the tests in the background had them ignore what Ctrl-C sends; commands must not.
    process = subprocess.Popen(
        command,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        **options,
    )
    watchdog = Timer(limit, _kill, [process])
    watchdog.daemon = True
    watchdog.start()
    try:
        yield process
    finally:
        watchdog.cancel()
        _kill(process)
        process.communicate(timeout=LIMIT)


def run_at_once(commands: Sequence[Sequence[str]], cwd: Path) -> list[tuple[int, str]]:
    """Run commands beside one another; return how each ended and what it wrote, in their order."""
    options: dict[str, Any] = {"cwd": cwd, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with ExitStack() as all_of_them:
        started = [
            all_of_them.enter_context(running(each, text=True, encoding="utf-8", **options))
            for each in commands
        ]
        written = [each.communicate(timeout=LIMIT)[0] for each in started]
        return [(each.returncode, text) for each, text in zip(started, written, strict=True)]


def _kill(process: subprocess.Popen[Any]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def read_until(stream: IO[str] | None, words: str) -> list[str]:
    """Return the lines up to the one with the words; the stream of a killed process ends before it."""
    assert stream is not None
    lines: list[str] = []
    for line in stream:
        lines.append(line)
        if words in line:
            return lines
    pytest.fail(f"{words!r} did not come: {''.join(lines)}")
