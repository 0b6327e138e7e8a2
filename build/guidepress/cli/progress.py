"""How far a long command is: one line written over on a terminal, else lines now and then."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")
# Where there is no terminal, a line so often is enough to see that something goes on.
_SECONDS = 10


def teller(start: float) -> Callable[[int, int], None]:
    """Return what tells how many guidelines are done, of how many, and how long it will take."""
    shown = [start]

    def tell(done: int, total: int) -> None:
        now = time.monotonic()
        if sys.stderr.isatty():
            end = "\n" if done == total else ""
            line = f"\r\x1b[K{_line(done, total, now - start)}{end}"
            getattr(sys.stderr, "write_exactly", sys.stderr.write)(line)
            sys.stderr.flush()
        elif now - shown[0] >= _SECONDS and done < total:
            shown[0] = now
            click.echo(_line(done, total, now - start), err=True)

    return tell


def telling(found: Iterable[T], total: int) -> Iterator[T]:
    """Yield what was found of each guideline, and tell how far that is."""
    tell = teller(time.monotonic())
    for done, each in enumerate(found, 1):
        yield each
        tell(done, total)


def _line(done: int, total: int, spent: float) -> str:
    left = spent / done * (total - done) if done else 0
    return f"{done} of {total} guidelines, {left:.0f} s left"
