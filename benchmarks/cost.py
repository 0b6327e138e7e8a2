"""What a whole process costs, what a bar asks, and how much time a run has left."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

GUIDEPRESS = [sys.executable, "-m", "guidepress"]
# What is installed has its byte code beside it, so a run may keep what it compiled.
ENVIRONMENT = {
    **os.environ,
    "NO_MKDOCS_2_WARNING": "1",
    "PYTHONDONTWRITEBYTECODE": "",
    "SOURCE_DATE_EPOCH": "946684800",
}


class Cost(NamedTuple):
    """Wall time in seconds, and the most memory that all processes of a command held, in MB."""

    seconds: float
    megabytes: float


class Row(NamedTuple):
    """One bar: what it asks, what was measured, whether it is met (None: not measured)."""

    what: str
    bar: str
    measured: str
    met: bool | None


class Budget(NamedTuple):
    """When a run should be over, on the monotonic clock."""

    end: float

    def left(self) -> float:
        """Return the seconds that are left."""
        return self.end - time.monotonic()


def say(line: str) -> None:
    """Tell how far the run is."""
    print(line, file=sys.stderr, flush=True)


def cost(
    command: Sequence[str],
    folder: Path,
    limit: float | None = None,
    environment: Mapping[str, str] | None = None,
) -> Cost:
    """Run a command in a folder, and watch the memory of it and its children.

    Raises RuntimeError if it fails, and TimeoutError after ``limit`` seconds.
    """
    done, most = Event(), [0.0]
    start = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**ENVIRONMENT, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        watcher = Thread(target=_watch, args=(process.pid, most, done))
        watcher.start()
        try:
            _, said = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired as error:
            process.terminate()
            message = f"{' '.join(command[2:6])} took more than the {limit:.0f} s that were left"
            raise TimeoutError(message) from error
        finally:
            seconds = time.perf_counter() - start
            done.set()
            watcher.join()
    if process.returncode:
        message = f"{' '.join(command[:8])}: {said.decode(errors='replace')[-2000:]}"
        raise RuntimeError(message)
    say(f"  {' '.join(command[1:4])[:100]}: {seconds:.2f} s, {most[0]:.0f} MB")
    return Cost(seconds, most[0])


def _watch(pid: int, most: list[float], done: Event) -> None:
    while not done.wait(0.1):
        most[0] = max(most[0], sum(_resident(each) for each in _family(pid)))


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _resident(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
