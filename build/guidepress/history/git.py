"""Content at any git revision, by plain git: two questions and one ``cat-file --batch``."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from guidepress.problem import UnusableError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MAX_BLOB = 1_000_000
_BLOB_MODES = frozenset({"100644", "100755"})


def is_revision(repository: Path, text: str) -> bool:
    """Tell whether git knows the text as a commit; False too where there is no git at all."""
    if not shutil.which("git"):
        return False
    done = _run(
        repository, ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{text}^{{commit}}"]
    )
    return done.returncode == 0


def list_guidelines_at(repository: Path, revision: str) -> tuple[str, ...]:
    """Return the names of the folders below ``content/`` at the revision."""
    return tuple(
        sorted({name.partition("/")[0] for name in _blobs(repository, revision, "content")})
    )


def read_revision(repository: Path, revision: str, folder: str) -> dict[str, bytes]:
    """Return the files below the folder at the revision, by their name below it.

    Raises UnusableError where git is missing, the revision is unknown, or a file is too large.
    """
    blobs = _blobs(repository, revision, folder)
    contents = _read_blobs(repository, sorted(set(blobs.values())))
    return {name: contents[blob] for name, blob in blobs.items()}


def _blobs(repository: Path, revision: str, folder: str) -> Mapping[str, str]:
    """Return object ids by name; links and submodules are left out."""
    commit = _commit(repository, revision)
    prefix = f"{_ask(repository, ['rev-parse', '--show-prefix']).strip()}{folder}/"
    listed = _ask(repository, ["ls-tree", "-r", "-z", "--full-tree", commit, "--", prefix])
    found = {}
    for entry in listed.split("\0"):
        head, _, name = entry.partition("\t")
        if name and head.split(" ")[0] in _BLOB_MODES:
            found[name.removeprefix(prefix)] = head.split(" ")[2]
    return found


def _commit(repository: Path, revision: str) -> str:
    """Return the object id: only that is passed on, so that no revision is read as an option."""
    if not shutil.which("git"):
        message = "git is not installed, so no revision can be read"
        raise UnusableError(message)
    if _run(repository, ["rev-parse", "--git-dir"]).returncode != 0:
        message = f"{repository} is not in a git repository"
        raise UnusableError(message)
    question = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"]
    done = _run(repository, question)
    if done.returncode != 0:
        shallow = _ask(repository, ["rev-parse", "--is-shallow-repository"]).strip() == "true"
        more = (
            "; this clone is shallow: fetch the whole history (fetch-depth: 0)" if shallow else ""
        )
        message = f"git knows no revision {revision}{more}"
        raise UnusableError(message)
    return done.stdout.decode().strip()


def _read_blobs(repository: Path, blobs: list[str]) -> dict[str, bytes]:
    done = _run(
        repository, ["cat-file", "--batch"], "".join(f"{each}\n" for each in blobs).encode()
    )
    rest, contents = done.stdout, {}
    for blob in blobs:
        head, _, rest = rest.partition(b"\n")
        parts = head.split()
        if len(parts) != 3:  # noqa: PLR2004 - id, type, size
            message = f"git does not have the content of {blob}; fetch the whole history"
            raise UnusableError(message)
        size = int(parts[2])
        if size > MAX_BLOB:
            message = f"a file of that revision has {size} bytes; at most {MAX_BLOB} are read"
            raise UnusableError(message)
        contents[blob], rest = rest[:size], rest[size + 1 :]
    return contents


def _ask(repository: Path, words: list[str]) -> str:
    done = _run(repository, words)
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        message = f"git: {said[-1] if said else 'it failed without a word'}"
        raise UnusableError(message)
    return done.stdout.decode(errors="surrogateescape")


def _run(
    repository: Path, words: list[str], given: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run git so that it asks nothing, fetches nothing, and speaks the same in every locale."""
    calm = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    command = ["git", "-C", str(repository), "-c", "core.quotepath=off", *words]
    return subprocess.run(  # noqa: S603 - a fixed command, object ids, and one guarded revision
        command, input=given, capture_output=True, check=False, env={**os.environ, **calm}
    )
