"""Commands of Guidepress, each in a process of its own that is forked from one that imported all of them.

Reads a JSON object ``{project, words, stdout, stderr, limit}`` a line, and answers each with the exit
code of that command. To start Python and to import afresh costs more than most commands do.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import pkgutil
import signal
import sys
import traceback
from importlib import import_module
from typing import Any


def import_everything() -> None:
    import guidepress

    for module in pkgutil.walk_packages(guidepress.__path__, "guidepress."):
        if "__main__" not in module.name and ".template." not in module.name:
            import_module(module.name)


def next_command() -> dict[str, Any] | None:
    """Fork for each command that is asked for, and answer; return what is asked in the fork only."""
    for line in sys.stdin.buffer:
        if (child := os.fork()) == 0:
            return dict(json.loads(line))
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()
    return None


def become(asked: dict[str, Any]) -> None:
    """Be the command, up to its end."""
    from guidepress.cli import main

    signal.alarm(asked["limit"])
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(asked[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    os.chdir(asked["project"])
    sys.argv = ["guidepress", *asked["words"]]
    sys.path[0] = asked["project"]
    code: Any = 1
    try:
        main()
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 - as the interpreter shows what nobody caught
        traceback.print_exc()
    leave(code)


def leave(code: object) -> None:
    """End as the interpreter does, but do not take apart all that was imported: half of the time."""
    if not isinstance(code, int | None):
        sys.stderr.write(f"{code}\n")
        code = 1
    atexit._run_exitfuncs()  # noqa: SLF001 - nothing else calls them
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code or 0)


if __name__ == "__main__":
    import_everything()
    gc.collect()
    gc.freeze()
    if (asked := next_command()) is not None:
        become(asked)
