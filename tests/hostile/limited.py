"""Run commands of Guidepress, each in a process of its own with hard limits, and say how it ended.

Reads a JSON list of ``[project, word, …]``; writes one of ``{exit, seconds, kib, told}``. Each command
is a fork of this process, which has imported what they need: starting Python afresh for each of some
hundred commands would cost more than all that they do.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any, BinaryIO

import guidepress.cli.check  # noqa: F401 - what a command would import
from guidepress import cli
from guidepress.validate import find_problems_of

CPU_SECONDS = 60
BYTES = 300_000_000
WALL_SECONDS = 180


def run(project: str, words: list[str]) -> dict[str, Any]:
    with tempfile.TemporaryFile() as told:
        child = os.fork()
        if child == 0:
            _command(project, words, told)
        _, status, usage = os.wait4(child, 0)
        told.seek(0)
        return {
            "exit": os.waitstatus_to_exitcode(status),
            "seconds": round(usage.ru_utime + usage.ru_stime, 2),
            "kib": usage.ru_maxrss,
            "told": told.read().decode("utf-8", errors="backslashreplace"),
        }


def _command(project: str, words: list[str], told: BinaryIO) -> None:
    """Become the command; a signal ends it where it takes more than it may."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(WALL_SECONDS)
    os.dup2(told.fileno(), 1)
    os.dup2(told.fileno(), 2)
    sys.argv = ["guidepress", "--project", project, *words]
    ended = 99
    try:
        cli.main()
    except SystemExit as error:
        ended = error.code if isinstance(error.code, int) else 98
    except BaseException:  # noqa: BLE001 - the fault that is looked for
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(ended)


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    # Looked at here first, so that no command has to import or compile what all of them need.
    find_problems_of(Path(asked[0][0]) / "content" / "base", Path(asked[0][0]), cached=False)
    json.dump([run(project, words) for project, *words in asked], sys.stdout)
