"""A part of some work on a second core, where starting another Python would take longer."""

from __future__ import annotations

import json
import os
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable


def begin_aside(work: Callable[[], dict[str, str]]) -> Callable[[], dict[str, str]]:
    """Begin the work in a copy of this process; return what waits for its result.

    Only for work that changes nothing. Where there can be no copy, or something happens to it,
    the work is done here once it is asked for. A copy of several threads would not be safe:
    https://docs.python.org/3/library/os.html#os.fork
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return work
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _answer(work, writing)
    os.close(writing)

    def wait() -> dict[str, str]:
        with open(reading, "rb") as stream:  # noqa: PTH123  # it has no path
            told = stream.read()
        _, status = os.waitpid(child, 0)
        return dict(json.loads(told)) if status == 0 else work()

    return wait


def _answer(work: Callable[[], dict[str, str]], writing: int) -> NoReturn:
    status = 1
    with suppress(BaseException):
        with open(writing, "wb") as stream:
            stream.write(json.dumps(work()).encode())
        status = 0
    # Nothing of what the first process would do at its end is to be done here.
    os._exit(status)
