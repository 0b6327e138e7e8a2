"""Where the command line writes: what people read passes one door, what programs read does not.

Names of files, ids and texts come from strangers, and reach the terminal through any message. So
the door is the stream itself: no command can forget it. How far a long command is appears there as
one line that is written over, and what the operating system refuses with advice.
Which guidelines a command is about is asked here, too.
"""

import errno
import os
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from traceback import walk_tb
from typing import Any, TypeVar

import click

from guidepress.problem import UnusableError, did_you_mean
from guidepress.report.escape import for_terminal


class Terminal(TextIOWrapper):
    """A stream on which nothing is written that a terminal or a runner would obey."""

    _at_start = True

    def write(self, text: str, /) -> int:
        """Write the text; return how many characters it has."""
        # Where a line goes on, a sign in front keeps its beginning from looking like one.
        first, *others = text.split("\n")
        shown = for_terminal(first) if self._at_start else for_terminal(f"|{first}")[1:]
        super().write("\n".join([shown, *map(for_terminal, others)]))
        self._at_start = text.endswith("\n") if text else self._at_start
        return len(text)

    def write_exactly(self, text: str) -> None:
        """Write what is escaped already, or is read by a program, as it is."""
        super().write(text)


def guard_streams() -> None:
    """Replace the streams of this process by ones of UTF-8, whatever the locale says."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # The command was started with this one closed.
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - it stays
    for name in ("stdout", "stderr"):
        stream: Any = getattr(sys, name)
        if not isinstance(stream, Terminal) and hasattr(stream, "detach"):
            buffering = stream.line_buffering
            stated: dict[str, Any] = {"encoding": "utf-8", "errors": "backslashreplace"}
            guarded = Terminal(stream.detach(), newline="\n", line_buffering=buffering, **stated)
            setattr(sys, name, guarded)


def write_line(text: str, *, err: bool = False) -> None:
    """Write one line, also where a name in it has a line break."""
    click.echo(text.replace("\n", " "), err=err)


def write_data(text: str, *, is_safe: bool = False) -> None:
    """Write what a program reads as it is; on a terminal, only what is safe there."""
    stream = sys.stdout
    if isinstance(stream, Terminal) and (is_safe or not stream.isatty()):
        stream.write_exactly(text)
        stream.flush()
    else:
        click.echo(text, nl=False)


T = TypeVar("T")
# Where there is no terminal, a line so often is enough to see that something goes on.
_SECONDS = 10


def progress_reporter(start: float) -> Callable[[int, int], None]:
    """Return a function that reports how many guidelines are done, and how long it will take."""
    shown = [start]

    def report(done: int, total: int) -> None:
        now = time.monotonic()
        if sys.stderr.isatty():
            end = "\n" if done == total else ""
            line = f"\r\x1b[K{_line(done, total, now - start)}{end}"
            getattr(sys.stderr, "write_exactly", sys.stderr.write)(line)
            sys.stderr.flush()
        elif now - shown[0] >= _SECONDS and done < total:
            shown[0] = now
            click.echo(_line(done, total, now - start), err=True)

    return report


def with_progress(found: Iterable[T], total: int) -> Iterator[T]:
    """Yield what was found of each guideline, and report how far that is."""
    report = progress_reporter(time.monotonic())
    for done, each in enumerate(found, 1):
        yield each
        report(done, total)


def _line(done: int, total: int, spent: float) -> str:
    left = spent / done * (total - done) if done else 0
    return f"{done} of {total} guideline{'s' * (total != 1)}, {left:.0f} s left"


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


def choose_guidelines(project: Path, guideline: str | None) -> tuple[str, ...]:
    """Return the one that is named, or all; raises UnusableError for a name that is not there."""
    from guidepress.history.sides import guideline_ids

    known = guideline_ids(project)
    if guideline is None:
        if not known:
            raise UnusableError(f"{project} holds no guideline: there is no folder below content/")
        return known
    if guideline not in known:
        raise UnusableError(f"there is no guideline {guideline}; {list_known(guideline, known)}")
    return (guideline,)


def one_guideline(project: Path, guideline: str | None) -> Path:
    """Return the folder of the guideline that is named, or of the only one that there is."""
    chosen = choose_guidelines(project, guideline)
    if len(chosen) > 1:
        raise UnusableError(f"which guideline? add --guideline with one of {', '.join(chosen)}")
    return project / "content" / chosen[0]


@contextmanager
def revising(
    file: Path, folder: Path, project: Path, command: str
) -> Iterator[Callable[[str], None]]:
    """Be the only writer of a guideline's folder; give what replaces the file by a new text.

    It is not replaced where somebody else saved it meanwhile.
    """
    from guidepress.files import one_writer, write_whole

    with one_writer(folder, project, command):
        old = file.read_bytes() if file.is_file() else b""
        yield lambda text: write_whole(file, text.encode(), instead_of=old)


def list_known(word: str, known: Collection[str]) -> str:
    """Say which words there are instead of this one, the nearest first."""
    hint = did_you_mean(word, known)
    return f"{hint}{' ' * bool(hint)}there are: {', '.join(known) or 'none'}"
