"""Put on the path of a process, this makes its n-th change of the disk its last, or fail.

``FAULT_AT`` is n, ``FAULT`` is ``kill`` or ``full``; ``FAULT_COUNT`` names a file that says at the end
how many changes there were below ``FAULT_BELOW``.
"""

import atexit
import errno
import os
import signal
import sys
from pathlib import Path

_AT = int(os.environ.get("FAULT_AT", "0"))
_FULL = os.environ.get("FAULT") == "full"
_BELOW = os.environ["FAULT_BELOW"]
_CHANGES = {
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "os.truncate",
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_seen = 0


def _watch(event: str, words: tuple[object, ...]) -> None:
    global _seen  # noqa: PLW0603 - a hook has nowhere else to count
    opened = event == "open" and isinstance(words[2], int) and words[2] & _WRITING
    if not (opened or event in _CHANGES) or not str(words[0]).startswith(_BELOW):
        return
    _seen += 1
    if _seen == _AT and _FULL:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(words[0]))
    if _seen == _AT:
        os.kill(os.getpid(), signal.SIGKILL)


sys.addaudithook(_watch)
if "FAULT_COUNT" in os.environ:
    _file = Path(os.environ["FAULT_COUNT"])
    atexit.register(lambda: _file.write_text(str(_seen), encoding="ascii"))
