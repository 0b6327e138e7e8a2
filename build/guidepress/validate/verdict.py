"""What was found of a guideline, kept by the hash of all that it depends on.

Whoever asks again about the same files gets the same answer without parsing them; the key covers
the guideline's folder, the releases of those that it renders, the names of the others, the scales
that it may name, and the tool itself.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guidepress.files import write_cached
from guidepress.problem import Position, Problem, Related
from guidepress.resources import SCHEMA_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# So few are looked at sooner than a second process has started.
MANY = 40
_TOOL = Path(__file__).parents[1]
_IS_ID = re.compile(r"[a-z0-9-]{1,200}")


def find_problems_of(folder: Path, project: Path, *, cached: bool = True) -> list[Problem]:
    """Return the problems of a guideline's folder, from the cache if nothing changed."""
    kept = project / ".cache" / "guidepress" / "validate" / f"{folder.name}.json"
    found = _read_verdict(kept, folder, project) if cached else None
    if found is None:
        from guidepress.validate.check import check_guideline

        checked = check_guideline(folder, project)
        found = list(checked.problems)
        named = checked.content.guideline.identity.variants()
        links = sorted(link for link in named if _IS_ID.fullmatch(link))
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

    with ProcessPoolExecutor(mp_context=get_context("spawn")) as executor:
        yield from executor.map(look, folders, chunksize=MANY // 4)


def _key_of(folder: Path, project: Path, links: Sequence[str]) -> str:
    digest = sha256()
    for file in _files(folder):
        digest.update(f"{file.relative_to(folder)}\0{_size(file)}\0".encode(errors="replace"))
        # What is too large or no ordinary file is never read, and never cached.
        digest.update(_bytes_of(file))
    if links:
        # A name that is none of them is answered with those that there are.
        digest.update("\0".join(_others(project)).encode(errors="replace"))
    for link in links:
        original = project / "content" / link
        # Whether it is there, and what it released: a variant is judged by no more than that. A
        # release whose bytes are not those of the index counts as none.
        digest.update(f"{link}\0{original.is_symlink()}\0".encode())
        for file in _files(original / "releases"):
            digest.update(f"{file.name}\0{_size(file)}\0".encode(errors="replace"))
            digest.update(_bytes_of(file))
    digest.update(_key_of_tool(project))
    return digest.hexdigest()


@cache
def _key_of_tool(project: Path) -> bytes:
    """Return what stands for the rules, the schemas and the scales; a process has one of each."""
    digest = sha256()
    for folder in (project / "schema" / "scales", SCHEMA_FOLDER, _TOOL):
        for file in _files(folder):
            stat = file.stat()
            digest.update(f"{file}\0{stat.st_size}\0{stat.st_mtime_ns}\0".encode(errors="replace"))
    return digest.digest()


def _others(project: Path) -> list[str]:
    found = (project / "content").glob("*/guideline.yaml")
    return sorted(file.parent.name for file in found if file.is_file())


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files below the folder, links not followed, in an order of their own."""
    if not folder.is_dir():
        return
    for each in sorted(folder.iterdir()):
        if each.is_dir() and not each.is_symlink():
            if each.name != "__pycache__":
                yield from _files(each)
        else:
            yield each


_MOST_BYTES = 20_000_000


def _size(file: Path) -> int:
    if file.is_symlink() or not file.is_file():
        return -1
    size = file.stat().st_size
    return size if size <= _MOST_BYTES else -1


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes() if _size(file) >= 0 else _unique(file)
    except OSError:
        return _unique(file)


def _unique(file: Path) -> bytes:
    return f"{file.lstat().st_mtime_ns}{file.lstat().st_size}".encode()


def _read_verdict(kept: Path, folder: Path, project: Path) -> list[Problem] | None:
    try:
        data = json.loads(kept.read_bytes())
        links = [link for link in data["links"] if _IS_ID.fullmatch(link)]
        if data["key"] != _key_of(folder, project, links):
            return None
        return [_problem(each) for each in data["problems"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _problem(data: Any) -> Problem:
    position, rule, message, hint, related, severity = data
    others = tuple(Related(Position(*place), said) for place, said in related)
    return Problem(Position(*position), rule, message, hint, others, severity)


def _write_verdict(kept: Path, verdict: Mapping[str, Any]) -> None:
    """Keep the verdict; where it cannot be written, that costs time and not the answer."""
    text = json.dumps(verdict, ensure_ascii=False)
    with suppress(OSError, UnicodeError):
        write_cached(kept, text.encode())
