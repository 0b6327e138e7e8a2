"""What the site is made from, as hashes: cheap to ask, so that unchanged guidelines cost little."""

from __future__ import annotations

import os
import re
import sys
import time
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from guidepress.resources import HANDBOOK_FOLDER, SCHEMA_FOLDER, SITE_OVERRIDES_FOLDER
from guidepress.site.cache import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOOL = Path(__file__).parents[1]
_ENV = re.compile(r"!ENV[ \t]{0,20}\[?([\w, \"']{1,500})")
# A file that was written a moment ago could be written again without its times showing it.
_SETTLED_NS = 20_000_000


def find_shell_key(project: Path, *words: str) -> str:
    """Return the hash of all that every page depends on: templates, configuration and tools.

    Covered are ``mkdocs.yml`` and other YAML and Python beside it, ``site_overrides/``, the
    schemas, the handbook, this tool, the environment that ``!ENV`` names, and every installed
    distribution.
    """
    digest = sha256()
    for file in _shell_files(project):
        digest.update(f"{file.name}\0".encode(errors="surrogateescape"))
        digest.update(sha256(file.read_bytes()).digest())
    config = (project / "mkdocs.yml").read_text(encoding="utf-8", errors="replace")
    named = re.findall(r"\w+", " ".join(_ENV.findall(config)))
    environment = (f"{name}={os.environ.get(name, '')}" for name in named)
    return key_of(digest.hexdigest(), sys.version, *environment, *_distributions(), *words)


def _shell_files(project: Path) -> Iterator[Path]:
    beside = (file for file in project.iterdir() if file.suffix in {".yml", ".yaml", ".py"})
    yield from sorted(file for file in beside if file.is_file())
    folders = (project / "site_overrides", project / "schema", SITE_OVERRIDES_FOLDER)
    for folder in (*folders, HANDBOOK_FOLDER, SCHEMA_FOLDER, _TOOL):
        files = (file for file in folder.rglob("*") if "__pycache__" not in file.parts)
        yield from sorted(file for file in files if file.is_file())


@cache
def _distributions() -> tuple[str, ...]:
    """Return name and version of what is installed, as their folders are called."""
    names: set[str] = set()
    for folder in filter(os.path.isdir, sys.path):
        names |= {each.name for each in Path(folder).iterdir() if each.suffix == ".dist-info"}
    return tuple(sorted(names))


def find_signature(folder: Path, *, drafts: bool) -> str:
    """Return what changes whenever a file of the guideline does, without reading any of them.

    Like git's index it takes size, times and inode. Empty where a file is too fresh to be sure.
    """
    lines: list[str] = []
    newest = 0
    for path, stat in _stats(str(folder if drafts else folder / "releases")):
        newest = max(newest, stat.st_mtime_ns, stat.st_ctime_ns)
        times = f"{stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}"
        lines.append(f"{path} {stat.st_size} {times}")
    if newest > time.time_ns() - _SETTLED_NS:
        return ""
    return key_of(*sorted(lines))


def _stats(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yield every file below the folder; a loop, since a site has a hundred thousand of them."""
    waiting = [folder]
    while waiting:
        try:
            entries = os.scandir(waiting.pop())
        except (FileNotFoundError, NotADirectoryError):
            continue
        with entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    yield entry.path, entry.stat(follow_symlinks=False)


def find_tree_signature(folder: Path) -> str:
    """Return what changes when a file of a built site is altered, added or removed."""
    start = len(str(folder))
    found = _stats(str(folder))
    return key_of(
        *sorted(f"{path[start:]} {stat.st_size} {stat.st_mtime_ns}" for path, stat in found)
    )


def find_content_key(folder: Path) -> str:
    """Return the hash of what people write of a guideline, its frozen releases left out."""
    digest = sha256()
    for file in sorted(folder.rglob("*")):
        inside = file.relative_to(folder)
        if file.is_file() and inside.parts[0] != "releases":
            digest.update(f"{inside}\0{file.stat().st_size}\0".encode(errors="surrogateescape"))
            digest.update(file.read_bytes())
    return digest.hexdigest()
