"""Run a command once for each change that it makes to the disk, and let that change be its last.

Reads ``{project, room, words, kept, faults}`` as JSON; writes a list of ``{at, fault, exit, told, left,
again, made}``: how the command ended whose change ``at`` was its last (``kill``) or failed (``full``),
what it left in the folder ``kept``, how the same command ended after that, and what it made. The first
entry has no fault. With ``last`` and ``step``, only the last changes are tried, and some before. Each command is a fork of this process, on a copy of the project: starting Python
afresh for each would cost more than all that they do.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import sys
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

import guidepress.cli.publish
import guidepress.cli.release
import guidepress.release
import guidepress.site.build
import guidepress.validate.check  # noqa: F401 - what a command would import
from guidepress import cli

_CHANGES = {
    *("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate"),
    *("os.chmod", "os.utime"),
}
# Seconds until a command that hangs is ended by a signal, which is then its exit code.
_LIMIT = 120
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def tree(folder: Path) -> dict[str, str]:
    """Return the hash of each file below the folder, but what no reader of it is shown."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {
        file.relative_to(folder).as_posix(): sha256(file.read_bytes()).hexdigest()
        for file in files
        if not file.name.endswith(".part")
    }


def run(project: Path, words: list[str], at: int, fault: str) -> tuple[int, str, int]:
    """Return how the command ended, what it said, and how often it changed the disk."""
    with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as counted:
        child = os.fork()
        if child == 0:
            _command(project, words, at, fault, told, counted)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        for file in (told, counted):
            file.seek(0)
        said = told.read().decode("utf-8", errors="backslashreplace")
        return ended, said, len(counted.read())


def _command(  # noqa: PLR0913, PLR0917 - what a fork is given
    project: Path, words: list[str], at: int, fault: str, told: BinaryIO, counted: BinaryIO
) -> None:
    """Become the command, watched; each change of the disk is a byte of the count."""
    os.dup2(told.fileno(), 1)
    os.dup2(told.fileno(), 2)
    seen = 0

    def watch(event: str, values: tuple[object, ...]) -> None:
        nonlocal seen
        opened = event == "open" and isinstance(values[2], int) and values[2] & _WRITING
        if not (opened or event in _CHANGES) or not str(values[0]).startswith(str(project)):
            return
        seen += 1
        os.write(counted.fileno(), b".")
        if seen == at and fault == "full":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(values[0]))
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    signal.alarm(_LIMIT)
    sys.argv = ["guidepress", "--project", str(project), *words]
    ended = 0
    try:
        cli.main()
    except SystemExit as error:
        ended = error.code if isinstance(error.code, int) else 0
    except BaseException:  # noqa: BLE001 - the fault that is looked for
        import traceback

        traceback.print_exc()
        ended = 99
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(ended)


def main() -> None:
    """Try each change with each fault."""
    asked = json.load(sys.stdin)
    project, words = Path(asked["room"]) / "project", asked["words"]

    def attempt(at: int, fault: str) -> tuple[dict[str, Any], int]:
        shutil.rmtree(project, ignore_errors=True)
        shutil.copytree(asked["project"], project, symlinks=True)
        ended, told, changes = run(project, words, at, fault)
        outcome = {"at": at, "fault": fault, "exit": ended, "told": told}
        outcome["left"] = tree(project / asked["kept"])
        if fault:
            outcome["again"], outcome["told again"], _ = run(project, words, 0, "")
            outcome["made"] = tree(project / asked["kept"])
        return outcome, changes

    whole, changes = attempt(0, "")
    last, step = asked.get("last", changes), asked.get("step", 1)
    places = [at for at in range(1, changes + 1) if at > changes - last or at % step == 1]
    points = [(at, fault) for at in places for fault in asked["faults"]]
    json.dump([whole, *(attempt(*point)[0] for point in points)], sys.stdout)


if __name__ == "__main__":
    main()
