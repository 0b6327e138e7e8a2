"""Content at any git revision, by plain git: a few questions and one ``cat-file --batch``."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from guidepress.problem import UnusableError, find_nearest

MAX_BLOB = 1_000_000
_BLOB_MODES = frozenset({"100644", "100755"})
_OBJECT_ID = re.compile(r"[0-9a-f]{40,64}")

# Git's hooks set these for the repository that they run in, relative to a folder that is not ours.
_OF_HOOKS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")
# Ask nothing, fetch nothing, replace nothing, and speak the same in every locale.
_CALM = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",  # gits before 2.45 do not know the one above
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
# What to do about some of git's own words.
_ADVICE = {
    "promisor remote": "this clone is partial: fetch the whole history without --filter",
    "dubious ownership": "if you trust the folder, add it to safe.directory",
}


class _Entry(NamedTuple):
    """A file of a revision: its name below the folder, object id, and size in bytes."""

    name: str
    blob: str
    size: int


def is_installed() -> bool:
    """Tell whether there is git at all."""
    return shutil.which("git") is not None


def is_revision(repository: Path, text: str) -> bool:
    """Tell whether git knows the text as a commit; False too where there is no git at all."""
    return is_installed() and _resolve(repository, text) is not None


def find_branch(repository: Path) -> str:
    """Return the name of the branch that is checked out; nothing on main, or without git."""
    if not is_installed():
        return ""
    done = _run(repository, ["symbolic-ref", "--quiet", "--short", "HEAD"])
    name = done.stdout.decode(errors="replace").strip()
    return "" if name in {"main", "master"} else name


def list_guidelines_at(repository: Path, revision: str) -> tuple[str, ...]:
    """Return the names of the folders below ``content/`` at the revision."""
    names = (name for name, *_ in _find_files(repository, revision, "content"))
    folders = {name.partition("/")[0] for name in names if "/" in name}
    return tuple(sorted(folder for folder in folders if not folder.startswith(".")))


def read_revision(
    repository: Path,
    revision: str,
    folder: str,
    *,
    without: str | None = None,
    most: int = MAX_BLOB,
) -> dict[str, bytes]:
    """Read the files below the folder at the revision, by their name below it.

    ``repository`` may be a folder inside one. ``without`` names a sub-folder to leave unread.
    Links and submodules are left out. Raises UnusableError where git is missing, the revision or
    the folder is unknown, or a file has more than ``most`` bytes.
    """
    found = tuple(_find_files(repository, revision, folder))
    if not found:
        raise UnusableError(f"there is no {folder} at {revision}")
    entries = [each for each in found if not (without and each.name.startswith(f"{without}/"))]
    for entry in entries:
        if entry.size > most:
            message = f"{folder}/{entry.name} at {revision} has {entry.size} bytes; "
            message += f"at most {most} are read"
            raise UnusableError(message)
    contents = _read_blobs(repository, sorted({entry.blob for entry in entries}))
    return {entry.name: contents[entry.blob] for entry in entries}


def read_scales(repository: Path, revision: str) -> dict[str, bytes]:
    """Read the project's own scales at the revision, by the names of their files."""
    is_there = any(_find_files(repository, revision, "schema/scales"))
    return read_revision(repository, revision, "schema/scales") if is_there else {}


def list_unread_at(repository: Path, revision: str) -> tuple[str, ...]:
    """Return what lies below ``content/`` at the revision and is no file: links and submodules."""
    listed = _list_tree(repository, revision, "content")
    return tuple(name for mode, _, _, name in listed if mode not in _BLOB_MODES)


def _find_files(repository: Path, revision: str, folder: str) -> Iterator[_Entry]:
    for mode, blob, size, name in _list_tree(repository, revision, folder):
        if mode in _BLOB_MODES:
            if not size.isdecimal():
                raise _not_here(blob)
            yield _Entry(name, blob, int(size))


def _list_tree(repository: Path, revision: str, folder: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield mode, object id, size and name of all that lies below a folder at a revision."""
    prefix = f"{_prefix(repository)}{folder}/"
    commit = _commit(repository, revision)
    listed = _ask(repository, ["ls-tree", "-r", "-l", "-z", "--full-tree", commit, "--", prefix])
    for line in listed.split("\0")[:-1]:
        head, _, name = line.partition("\t")
        mode, _kind, blob, size = head.split()
        yield mode, blob, size, name.removeprefix(prefix)


def _prefix(repository: Path) -> str:
    """Return where the folder lies in its repository: empty, or with a slash at the end."""
    if not is_installed():
        raise UnusableError("git is not installed, so no revision can be read")
    done = _run(repository, ["rev-parse", "--show-prefix"])
    if b"dubious ownership" in done.stderr:
        raise _said(done)
    if done.returncode != 0:
        raise UnusableError(f"{repository} is not in a git repository")
    return os.fsdecode(done.stdout).removesuffix("\n")


def _commit(repository: Path, revision: str) -> str:
    """Return the object id: only that is passed on, so that no revision is read as an option."""
    commit = _resolve(repository, revision)
    if commit is None:
        shallow = _ask(repository, ["rev-parse", "--is-shallow-repository"]).strip() == "true"
        more = (
            "; this clone is shallow: fetch the whole history (fetch-depth: 0)"
            if shallow
            else _did_you_mean(repository, revision)
        )
        shown = "".join(each if each.isprintable() else " " for each in revision)
        raise UnusableError(f"git knows no revision {shown}{more}")
    return commit


def _resolve(repository: Path, text: str) -> str | None:
    if "\0" in text:
        return None
    question = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{text}^{{commit}}"]
    done = _run(repository, question)
    found = done.stdout.decode(errors="replace").strip()
    return found if done.returncode == 0 and _OBJECT_ID.fullmatch(found) else None


def _did_you_mean(repository: Path, revision: str) -> str:
    names = _ask(repository, ["for-each-ref", "--count=2000", "--format=%(refname:short)"])
    known = names.splitlines()
    remote = next((name for name in known if name.endswith(f"/{revision}")), "")
    close = remote or find_nearest(revision[:200], known)
    return f"; did you mean {close}?" if close else ""


def _read_blobs(repository: Path, blobs: Sequence[str]) -> Mapping[str, bytes]:
    asked = "".join(f"{blob}\n" for blob in blobs).encode()
    answer = memoryview(_run(repository, ["cat-file", "--batch"], asked).stdout)
    start, contents = 0, {}
    for blob in blobs:
        head, _, _ = bytes(answer[start : start + 200]).partition(b"\n")
        match head.split():
            case [_, b"blob", size]:
                start += len(head) + 1
                contents[blob] = bytes(answer[start : start + int(size)])
                start += int(size) + 1
            case _:
                raise _not_here(blob)
    return contents


def _not_here(blob: str) -> UnusableError:
    return UnusableError(f"git does not have the content of {blob}; fetch the whole history")


def _ask(repository: Path, words: list[str]) -> str:
    done = _run(repository, words)
    if done.returncode != 0:
        raise _said(done)
    return os.fsdecode(done.stdout)


def _said(done: subprocess.CompletedProcess[bytes]) -> UnusableError:
    """Return git's own words on one line: what was fatal, else the last."""
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    fatal = [line.removeprefix("fatal: ") for line in lines if line.startswith("fatal: ")]
    phrase = (fatal or lines or ["it failed without a word"])[-1]
    advice = (f"; {words}" for sign, words in _ADVICE.items() if sign in phrase)
    return UnusableError(f"git: {phrase}{next(advice, '')}")


def _run(
    repository: Path, words: list[str], given: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    # The user's own configuration stays: it says which folders of other owners are safe.
    environment = {name: value for name, value in os.environ.items() if name not in _OF_HOOKS}
    command = ["git", "-C", str(repository), "-c", "core.quotepath=off", *words]
    return subprocess.run(  # noqa: S603 - a fixed command, object ids, and one guarded revision
        command, input=given, capture_output=True, check=False, env=environment | _CALM
    )
