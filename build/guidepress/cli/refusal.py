"""What the operating system refuses, for those who can mend it: where, what, and what to do."""

from __future__ import annotations

import errno
import os
from traceback import walk_tb

import click

_ROOM = "make room on that disk, then run the command again"
_RIGHT = "ask its owner for the right to it, or work on a copy of your own"
_ADVICE = {
    errno.ENOSPC: _ROOM,
    errno.EDQUOT: "make room within your quota, then run the command again",
    errno.EFBIG: "files of that size are not allowed here: raise the limit (ulimit -f)",
    errno.EACCES: _RIGHT,
    errno.EPERM: _RIGHT,
    errno.EROFS: "nothing can be written there: work on a copy, on another disk",
    errno.EISDIR: "a folder stands where a file should be: move it away",
    errno.ENOTDIR: "a file stands where a folder should be: move it away",
    errno.EEXIST: "something stands in its place: move it away",
    errno.ENOENT: "it is gone: restore it, or name another, then run the command again",
    errno.ELOOP: "the link leads to itself: put the file itself in its place",
    errno.ENAMETOOLONG: "use a shorter name, or a folder nearer to the root",
    errno.EMFILE: "too many files are open: raise the limit (ulimit -n), or use fewer --jobs",
    errno.ENOMEM: "close other programs, or use fewer --jobs",
    errno.EADDRNOTAVAIL: "this machine has no such address: choose another --address",
    errno.EADDRINUSE: "another program listens there: choose another --address",
}
_ELSE = "mend that, then run the command again"


def render_refusal(error: OSError) -> str:
    """Return one line; it names the place as far as the system, or who wrote there, did."""
    # Of a move, or a copy, it is the goal that refuses.
    named = error.filename2 or error.filename
    place = os.fsdecode(named) if isinstance(named, str | bytes) else ""
    if not place and _was_printed(error):
        place = "standard output"
    advice = _ADVICE.get(error.errno or 0, _ELSE)
    return f"{place}{': ' * bool(place)}{error.strerror or error}; {advice}"


def _was_printed(error: OSError) -> bool:
    return any(frame.f_code is click.echo.__code__ for frame, _ in walk_tb(error.__traceback__))
