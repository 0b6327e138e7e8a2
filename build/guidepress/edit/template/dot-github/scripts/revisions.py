"""Read revisions of git as objects: nothing is checked out, and all is of bounded size."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import UTC, datetime
from threading import Timer
from typing import TYPE_CHECKING, NamedTuple

from guidepress.report.escape import for_annotation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

MOST_BYTES = 50_000_000
SECONDS = 600
# Attributes by which git writes other bytes than are judged.
REWRITING = ("working-tree-encoding", "ident", "filter", "eol")
UNALTERED = frozenset({"unspecified", "unset", "lf"})
CALM = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
# Anything else may change how requests are judged or sites are built; so do files of git itself.
CONTENT = re.compile(r"(?:content/|docs/[^.]*\.md$|[^/]*\.md$)(?!(?:.*/)?\.git)")


class Entry(NamedTuple):
    """A file of a revision: how git keeps it, its object, size and path."""

    mode: str
    blob: str
    size: int
    path: str


class Fault(NamedTuple):
    """What is wrong, at which path."""

    path: str
    message: str


def git(*words: str, text: bytes = b"", index: Path | None = None) -> bytes:
    """Ask git, of an index of its own if one is named; raises CalledProcessError if it refuses."""
    own = {"GIT_INDEX_FILE": str(index.absolute())} if index else {}
    done = subprocess.run(  # noqa: S603 - no shell, and only object ids are passed on
        ["git", *words],  # noqa: S607 - the git of the runner
        capture_output=True,
        input=text,
        check=True,
        env={**os.environ, **CALM, **own},
        timeout=SECONDS,
    )
    return done.stdout


def commit(revision: str) -> str:
    """Return the id of a commit, so that no revision is read as an option."""
    found = git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    return found.decode().strip()


def find_ancestor(base: str, head: str) -> str:
    """Return the commit from which the head departed; raises ValueError where it is not one.

    What a merge makes of the head cannot be seen from one of several: it can drop what another has.
    """
    try:
        found = git("merge-base", "--all", base, head).decode().split()
    except subprocess.CalledProcessError:
        found = []
    if len(found) != 1:
        message = f"it has {len(found)} common ancestors with the base; rebase it on the base"
        raise ValueError(message)
    return found[0]


def list_files(revision: str) -> dict[str, Entry]:
    """Return every file of a revision by its path.

    Raises ValueError where git would not write such a tree: with a name twice or out of order,
    readers of it see different files; ``..`` leads out of the folder.
    """
    lines = [line.partition(b"\t") for line in _list_tree(revision).split(b"\0")[:-1]]
    names = [name for _, _, name in lines]
    if any(
        name in {b"", b".", b"..", b".git"} for path in names for name in path.lower().split(b"/")
    ):
        raise ValueError("a folder is called “.”, “..” or “.git”")
    if names != sorted(set(names)):
        raise ValueError("a folder has a name twice, or its names are not in the order of git")
    found = {}
    for head, _, name in lines:
        mode, _, blob, size = head.decode().split()
        path = os.fsdecode(name)
        found[path] = Entry(mode, blob, int(size) if size.isdecimal() else 0, path)
    return found


def _list_tree(revision: str) -> bytes:
    """Return what git lists, up to a size: a tree can name one folder a million times."""
    command = ["git", "ls-tree", "-r", "-l", "-z", "--full-tree", revision]
    with subprocess.Popen(  # noqa: S603 - no shell, and an object id
        command, stdout=subprocess.PIPE, env={**os.environ, **CALM}
    ) as process:
        guard = Timer(SECONDS, process.kill)
        guard.start()
        listed = process.stdout.read(MOST_BYTES + 1) if process.stdout else b""
        process.kill() if len(listed) > MOST_BYTES else process.wait()
        guard.cancel()
    if len(listed) > MOST_BYTES or process.returncode:
        raise ValueError(f"the files of {revision} cannot be listed, or are too many")
    return listed


def write_tree(entries: Sequence[Entry], folder: Path) -> None:
    """Write the files as plain files below the folder; git itself keeps ``..`` out of trees."""
    for entry, data in zip(entries, read_blobs([each.blob for each in entries]), strict=True):
        file = folder / entry.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def read_blobs(blobs: Sequence[str]) -> Iterator[bytes]:
    """Yield the bytes of blobs, in their order, from one process."""
    reported = git("cat-file", "--batch", text="".join(f"{blob}\n" for blob in blobs).encode())
    start = 0
    for _ in blobs:
        end = reported.index(b"\n", start)
        size = int(reported[start:end].split()[2])
        start = end + 1
        yield reported[start : start + size]
        start += size + 1


def read_attributes(revision: str, paths: Sequence[str], index: Path) -> set[tuple[str, str]]:
    """Return each path and attribute by which a revision lets git alter files."""
    git("read-tree", revision, index=index)
    asked = "\0".join(paths).encode(errors="surrogateescape")
    found = git("check-attr", "--cached", "-z", "--stdin", *REWRITING, text=asked, index=index)
    words = found.decode(errors="surrogateescape").split("\0")
    triples = zip(words[::3], words[1::3], words[2::3], strict=False)
    return {(path, name) for path, name, value in triples if value not in UNALTERED}


def find_judges(base: dict[str, Entry], head: dict[str, Entry]) -> list[str]:
    """Return the paths by which requests are judged or sites built that the head changes."""
    changed = {path for path in base.keys() | head.keys() if base.get(path) != head.get(path)}
    return sorted(path for path in changed if not CONTENT.match(path))


def find_signatures(base: dict[str, Entry], head: dict[str, Entry]) -> list[str]:
    """Return the signatures that the head replaces beside an index that it leaves as it was."""
    return sorted(
        path
        for path, entry in base.items()
        if re.fullmatch(r"content/[^/]+/releases/index\.json\.sig", path)
        and head.get(path) not in {None, entry}
        and head.get(index := path.removesuffix(".sig")) == base.get(index)
    )


def annotate(faults: Iterable[Fault]) -> None:
    """Print each fault as an annotation of its file."""
    for fault in faults:
        place = for_annotation(fault.path, ",:")
        print(f"::error file={place},line=1,title=frozen::{for_annotation(fault.message)}")


def dated(release: dict[str, str]) -> str:
    """Return a version; with its day where that is to come, since no other may be before it."""
    day = str(release.get("released", ""))
    later = f" of {day}, which is after today" if day > datetime.now(UTC).date().isoformat() else ""
    return f"{release['version']}{later}"
