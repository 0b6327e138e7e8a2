"""Files are read only if they are plain, written whole, and by one process at a time."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO

from guidepress.problem import UnusableError

WAIT, _STEP = 2.0, 0.05
# Windows has neither; there a file is opened as bytes.
_FLAGS = os.O_RDONLY
_FLAGS |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class NotPlainError(Exception):
    """A file that is not read: a link, a device, a folder, or too large; says what it is."""


def read_plain(file: Path, most: int) -> bytes:
    """Return the bytes of an ordinary file of at most ``most`` bytes, never through a link.

    Raises NotPlainError for anything else, and OSError where the system refuses.
    """
    # Before it is opened: to open a device may already do something.
    _refuse_special(file.lstat(), most)
    with os.fdopen(os.open(file, _FLAGS), "rb") as stream:
        _refuse_special(os.fstat(stream.fileno()), most)
        data = stream.read(most + 1)
    if len(data) > most:
        raise NotPlainError(f"this file grows while it is read; at most {most} bytes are read")
    return data


def read_named(file: Path, most: int, shown: str = "") -> bytes:
    """Return the bytes of a file that the user names, wherever it leads.

    Raises UnusableError for a pipe or a device, which may never end, and for what is too large.
    """
    try:
        return read_plain(Path(os.path.realpath(file)), most)
    except (OSError, NotPlainError) as error:
        why = (
            error.strerror if isinstance(error, OSError) else f"{error}; give a file, or its parts"
        )
        raise UnusableError(f"{shown or file} cannot be read: {why}") from error


def read_at_most(stream: BinaryIO, most: int, name: str) -> bytes:
    """Return what is in a stream; raise UnusableError for more."""
    data = stream.read(most + 1)
    if len(data) > most:
        message = f"{name}: it has more than {most} bytes; give a smaller one, or its parts"
        raise UnusableError(message)
    return data


def _refuse_special(state: os.stat_result, most: int) -> None:
    if not S_ISREG(state.st_mode):
        raise NotPlainError("this is not an ordinary file")
    if state.st_size > most:
        raise NotPlainError(f"this file has {state.st_size} bytes; at most {most} are read")


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


def write_whole(file: Path, data: bytes, *, instead_of: bytes | None = None) -> None:
    """Replace a file that people keep, in one step that outlasts a failure of the power.

    ``instead_of`` are the bytes from which the new ones were made; an empty value stands for a
    file that is missing. Raises UnusableError where the file holds something else by now.
    """
    temporary = file.with_name(f".{file.name}.{os.urandom(4).hex()}.part")
    with writing(file):
        try:
            with temporary.open("xb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            if instead_of is not None:
                _refuse_if_changed(file, instead_of)
            temporary.replace(file)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def _refuse_if_changed(file: Path, expected: bytes) -> None:
    found = file.read_bytes() if file.exists() else b""
    if found != expected:
        message = f"{file} was saved by somebody else meanwhile, and is left as it is"
        message += "; run the command again"
        raise UnusableError(message)


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


@contextmanager
def one_writer(folder: Path, project: Path, command: str) -> Iterator[None]:
    """Be the only one that writes into a guideline's folder, from reading it to the last write.

    Waits two seconds for another writer. Raises UnusableError, with the name of the other, where
    it is still at work then. What a killed writer left half written is removed.
    """
    lock = project / ".cache" / "guidepress" / "locks" / f"{folder.name}.lock"
    with locked(lock, command, f"content/{folder.name}"):
        for part in (".", "notes", "releases", "releases/figures"):
            own = folder.resolve() / part
            for left in own.glob(".*.part") if own.resolve() == own else ():
                left.unlink(missing_ok=True)
        yield


@contextmanager
def locked(
    file: Path, command: str, what: str, pause: Callable[[float], object] = time.sleep
) -> Iterator[None]:
    """Hold a lock for the time of the block; the system takes it back from a process that ends.

    ``command`` is what this process is, for another that waits; ``what`` names what is locked.
    ``pause`` sleeps for so many seconds. Raises UnusableError after two seconds.
    """
    from filelock import FileLock, Timeout

    holder = file.with_suffix(".holder")
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(file)
    for left in range(round(WAIT / _STEP), -1, -1):
        try:
            lock.acquire(blocking=False)
            break
        except Timeout:
            if not left:
                raise _busy(holder, what) from None
            pause(_STEP)
    try:
        with suppress(OSError):  # Who it is helps only those who wait.
            write_cached(holder, f"{command} (process {os.getpid()})".encode())
        yield
    finally:
        lock.release()


def _busy(holder: Path, what: str) -> UnusableError:
    name = ""
    with suppress(OSError, NotPlainError):
        name = read_plain(holder, 1_000).decode(errors="replace")
    message = f"{name or 'another process'} is writing into {what}; wait for it, then run again"
    return UnusableError(message)
