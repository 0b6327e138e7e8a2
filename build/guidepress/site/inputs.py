"""What the site is made from, as hashes: unchanged guidelines cost little."""

import os
import re
import sys
import time
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from guidepress.problem import UnusableError
from guidepress.resources import HANDBOOK_FOLDER, SCHEMA_FOLDER, SITE_OVERRIDES_FOLDER

_TOOL = Path(__file__).parents[1]
_ENV = re.compile(r"!ENV[ \t]{0,20}\[?([\w, \"']{1,500})")
# A file that changed so shortly before it was read could change again without its times showing it.
_SETTLED_NS = 2_000_000_000


def key_of(*words: str) -> str:
    """Return a hash that changes with each of the words, and with nothing else."""
    return sha256("\0".join(words).encode(errors="surrogateescape")).hexdigest()


def refuse_path(project: Path) -> None:
    """Raise UnusableError for a path that MkDocs and its templates could not write down."""
    try:
        str(project).encode()
    except UnicodeEncodeError as error:
        message = f"{project}: this path is not UTF-8; rename the folder, or move the project"
        raise UnusableError(message) from error


def find_shell_key(project: Path, *words: str) -> str:
    """Return the hash of all that every page depends on: templates, configuration and tools.

    Covered are ``mkdocs.yml`` and what it inherits from, other YAML and Python beside it,
    ``site_overrides/``, the schemas, the handbook, this tool, the environment that ``!ENV`` names,
    and every installed distribution.
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
    if "INHERIT" in (project / "mkdocs.yml").read_text(encoding="utf-8", errors="replace"):
        # It loads MkDocs, which a build with nothing to do is spared elsewhere.
        from guidepress.site.settings import inherited_files

        yield from inherited_files(project / "mkdocs.yml")
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


class Stamp(NamedTuple):
    """What changes with any file of a folder, from names, sizes and times; no file is read.

    ``settled`` is false where a file is so fresh that a change could leave ``text`` as it is.
    """

    text: str
    settled: bool


def stamp_folder(folder: Path, *, drafts: bool) -> Stamp:
    """Return the stamp of a guideline's folder, or of what is shown without a release."""
    newest = 0
    lines = []
    places = (
        [folder]
        if drafts
        else [folder / "releases", folder / "people.yaml", folder / "alerts.yaml"]
    )
    for name, stat in sorted(each for place in places for each in _list_files(str(place))):
        newest = max(newest, stat.st_mtime_ns, stat.st_ctime_ns)
        lines.append(f"{name} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}")
    return Stamp(key_of(*lines), newest + _SETTLED_NS < time.time_ns())


def _list_files(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        try:
            entries = list(os.scandir(place))
        except FileNotFoundError:
            continue
        except NotADirectoryError:
            yield place, os.lstat(place)
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            else:
                yield entry.path[len(folder) :], entry.stat(follow_symlinks=False)


def hash_folder(folder: Path, *, without: str = "") -> str:
    """Return the hash of names and contents of all files below a folder, but one folder."""
    digest = sha256()
    for file in sorted(folder.rglob("*")):
        inside = file.relative_to(folder)
        if file.is_file() and inside.parts[0] != without:
            digest.update(f"{inside}\0{file.stat().st_size}\0".encode(errors="surrogateescape"))
            digest.update(file.read_bytes())
    return digest.hexdigest()


def hash_file(file: Path) -> str:
    """Return the hash of a file, of one that is not there that of nothing."""
    return key_of(sha256(file.read_bytes()).hexdigest() if file.is_file() else "")


def find_static_files(project: Path) -> dict[str, Path]:
    """Return the files of ``pages/static/``, which are copied into the site, by their names there.

    A link is none of them, which could lead anywhere: a build refused it before.
    """
    return _find_files(project / "pages" / "static", "*")


def find_pages(project: Path) -> dict[str, Path]:
    """Return the publisher's own pages, by their names below ``pages/``."""
    found = _find_files(project / "pages", "*.md")
    return {name: file for name, file in found.items() if not name.startswith("static/")}


def _find_files(root: Path, pattern: str) -> dict[str, Path]:
    found = {}
    for file in sorted(root.rglob(pattern)) if root.is_dir() else ():
        if file.is_file() and not file.is_symlink() and file.name != ".gitkeep":
            found[file.relative_to(root).as_posix()] = file
    return found


def hash_files(files: Mapping[str, Path]) -> str:
    """Return the hash of names and contents of files."""
    pairs = files.items()
    return key_of(*(f"{name} {sha256(file.read_bytes()).hexdigest()}" for name, file in pairs))
