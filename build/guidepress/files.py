"""Files are written whole: a kill, or another process, sees the old bytes or the new ones."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def writing(file: Path) -> Iterator[None]:
    """Let what the system refuses name the file that is to be written, not a part of it.

    It names none at all where a disk is full.
    """
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from error


@contextmanager
def working_in(folder: Path) -> Iterator[None]:
    """Let what the system refuses name the folder, where it names no file."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            raise OSError(error.errno, error.strerror or str(error), str(folder)) from error
        raise


def write_whole(file: Path, data: bytes) -> None:
    """Replace a file that people keep, in one step that outlasts a failure of the power.

    What a kill left beside it is written over by the next attempt.
    """
    temporary = file.with_name(f".{file.name}.part")
    with writing(file):
        try:
            with temporary.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(file)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def write_cached(file: Path, data: bytes) -> None:
    """Replace a file that can be made again, which several processes may do at once."""
    temporary = file.with_name(f".{file.name}.{os.getpid()}.part")
    with writing(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_bytes(data)
            temporary.replace(file)
        finally:
            temporary.unlink(missing_ok=True)
