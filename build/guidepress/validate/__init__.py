"""Files become problems: YAML, then the schema, then the rules, all at once.

The way: what was found of a guideline is kept here, by the hash of all that it depends on →
``check`` (one guideline under all rules, with the warnings that it accepts) → ``rules``, each given
a ``context``. Whoever asks again about the same files gets the same answer without parsing them;
the key covers the folder of the guideline, the releases of those that it renders, the names of the
others, the scales that it may name, and the tool itself.
"""

import gc
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from stat import S_ISREG
from typing import Any

from guidepress.files import write_cached
from guidepress.problem import Position, Problem, Related
from guidepress.project import find_written, is_guideline_name
from guidepress.resources import SCHEMA_FOLDER

# So few are looked at sooner than a second process has started.
MANY = 40
_TOOL = Path(__file__).parents[1]


def find_problems_of(folder: Path, project: Path, *, cached: bool = True) -> list[Problem]:
    """Return the problems of a guideline's folder, from the cache if nothing changed."""
    kept = project / ".cache" / "guidepress" / "validate" / f"{folder.name}.json"
    found = read_verdict(kept, partial(_key_of, folder, project)) if cached else None
    if found is None:
        from guidepress.history.relations import list_mentions
        from guidepress.validate.check import check_guideline

        checked = check_guideline(folder, project)
        found = list(checked.problems)
        named = checked.content.guideline.identity.variants()
        named |= {each["guideline"] for each in list_mentions(checked.content.bundle)}
        links = sorted(filter(is_guideline_name, named))
        key = _key_of(folder, project, links)
        _write_verdict(kept, {"key": key, "links": links, "problems": found})
    return found


def find_problems_of_all(
    folders: Sequence[Path], project: Path, *, cached: bool = True
) -> Iterator[list[Problem]]:
    """Yield the problems of each folder, in their order; many are looked at side by side."""
    look = partial(find_problems_of, project=project, cached=cached)
    if len(folders) < MANY:
        yield from map(look, folders)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(
        mp_context=get_context("spawn"),
        # As rarely as here: what a command line sets is not handed down.
        initializer=gc.set_threshold,
        initargs=gc.get_threshold(),
    ) as executor:
        yield from executor.map(look, folders, chunksize=MANY // 4)


def _key_of(folder: Path, project: Path, links: Sequence[str]) -> str:
    digest = sha256()
    for name, file in _files(folder):
        _take(digest, name, file)
    if links:
        # A name that is none of them is answered with those that there are.
        digest.update("\0".join(find_written(project)).encode(errors="replace"))
    for link in links:
        original = project / "content" / link
        # Whether it is there, and what it released: a variant is judged by no more than that. A
        # release whose bytes are not those of the index counts as none.
        digest.update(f"{link}\0{original.is_symlink()}\0".encode())
        for name, file in _files(original / "releases"):
            _take(digest, name, file)
    digest.update(_key_of_tool(project))
    return digest.hexdigest()


def _take(digest: Any, name: str, file: os.DirEntry[str]) -> None:
    """Hash the name, the size and the bytes of a file.

    What is too large or no ordinary file is never read: its time is hashed instead.
    """
    stat = file.stat(follow_symlinks=False)
    is_read = S_ISREG(stat.st_mode) and stat.st_size <= _MOST_BYTES
    digest.update(f"{name}\0{stat.st_size if is_read else -1}\0".encode(errors="replace"))
    when = f"{stat.st_mtime_ns}{stat.st_size}".encode()
    try:
        digest.update(Path(file).read_bytes() if is_read else when)
    except OSError:
        digest.update(when)


@cache
def _key_of_tool(project: Path) -> bytes:
    """Return a hash of the rules, the schemas and the scales; a process has one of each."""
    digest = sha256()
    # The tool itself may be installed through links.
    for folder in (project / "schema" / "scales", SCHEMA_FOLDER.resolve(), _TOOL.resolve()):
        for _, file in _files(folder):
            stat = file.stat(follow_symlinks=False)
            text = f"{file.path}\0{stat.st_size}\0{stat.st_mtime_ns}\0"
            digest.update(text.encode(errors="replace"))
    return digest.digest()


def _files(folder: Path, below: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield the files below the folder by name, links not followed, in an order of their own."""
    if folder.is_symlink() or not folder.is_dir():
        return
    for each in sorted(os.scandir(folder), key=attrgetter("name")):
        if not each.is_dir(follow_symlinks=False):
            yield f"{below}{each.name}", each
        elif each.name != "__pycache__":
            yield from _files(folder / each.name, f"{below}{each.name}/")


_MOST_BYTES = 20_000_000


def hash_chain(folder: Path, project: Path) -> str:
    """Return the hash of all that lies below a guideline's ``releases/``, and of the tool."""
    digest = sha256(_key_of_tool(project))
    releases = folder / "releases"
    digest.update(f"{folder.name}\0{releases.is_symlink()}\0".encode(errors="replace"))
    if not releases.is_symlink() and releases.is_dir():
        for each in sorted(os.scandir(releases), key=attrgetter("name")):
            _take(digest, each.name, each)
        for name, file in _files(releases / "figures", "figures/"):
            _take(digest, name, file)
    return digest.hexdigest()


def keep_verdict(
    kept: Path, key: Callable[[], str], look: Callable[[], list[Problem]]
) -> list[Problem]:
    """Look, and keep the verdict in the file under this key, unless that changes meanwhile."""
    before = key()
    found = look()
    if key() == before:
        _write_verdict(kept, {"key": before, "links": [], "problems": found})
    return found


def read_verdict(kept: Path, key: Callable[[list[str]], str]) -> list[Problem] | None:
    """Return the verdict that is kept in a file, or None where its key is another by now.

    ``key`` is given the ids of the guidelines that were looked at beside it.
    """
    try:
        data = json.loads(kept.read_bytes())
        if data["key"] != key([*filter(is_guideline_name, data["links"])]):
            return None
        return [_problem(each) for each in data["problems"]]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _problem(data: Any) -> Problem:
    position, rule, message, hint, related, severity = data
    others = tuple(Related(Position(*place), phrase) for place, phrase in related)
    return Problem(Position(*position), rule, message, hint, others, severity)


def _write_verdict(kept: Path, verdict: Mapping[str, Any]) -> None:
    """Keep the verdict; where it cannot be written, that costs time and not the answer."""
    text = json.dumps(verdict, ensure_ascii=False)
    with suppress(OSError, UnicodeError):
        write_cached(kept, text.encode())
