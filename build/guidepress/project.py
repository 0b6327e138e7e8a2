"""Where a project keeps its guidelines, and what lies there that is none."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG

from guidepress.problem import Position, Problem

RULE = "unreadable-file"
# As in the schemas: ASCII, so that no two ids look the same, and each is a name everywhere.
IS_ID = re.compile(r"[a-z][a-z0-9]{0,79}(-[a-z0-9]{1,79}){0,20}")
_MOST_ID = 80


def home_of(folder: Path) -> Path:
    """Return the project of a folder that is one, or its ``content/``."""
    return folder.parent if folder.name == "content" else folder


def find_guideline_folders(project: Path) -> Iterator[Path]:
    """Yield the folders below ``content/`` that are named as guidelines are, by name.

    A link is never followed; ``find_misplaced`` names it.
    """
    for entry in _entries(project / "content"):
        if entry.is_dir(follow_symlinks=False) and is_guideline_name(entry.name):
            yield project / "content" / entry.name


def find_written(project: Path) -> list[str]:
    """Return the names of the folders that hold a guideline.yaml, in order."""
    found = (project / "content").glob("*/guideline.yaml")
    return sorted(file.parent.name for file in found if file.is_file())


def find_archives(project: Path) -> list[Path]:
    """Return the folders of the guidelines that have anything called ``releases``."""
    return [each for each in find_guideline_folders(project) if os.path.lexists(each / "releases")]


def is_guideline_name(name: str) -> bool:
    """Tell whether a folder of that name may be a guideline's."""
    return len(name) <= _MOST_ID and IS_ID.fullmatch(name) is not None


def find_misplaced(project: Path) -> Iterator[Problem]:
    """Yield a problem for each link among what is read, and what is passed over in ``content/``."""
    for shown in find_links(project):
        yield _misplaced(printable(shown), "this is a link, which is not followed", _INSTEAD)
    for entry in _entries(project / "content"):
        shown = f"content/{printable(entry.name)}"
        mode = entry.stat(follow_symlinks=False).st_mode
        if S_ISLNK(mode):
            yield _misplaced(shown, "this is a link, which is not followed", _INSTEAD)
        elif S_ISDIR(mode) and not is_guideline_name(entry.name):
            message = "this folder is not read: its name cannot be the id of a guideline"
            yield _misplaced(shown, message, "use small letters a to z, digits and hyphens")
        elif not S_ISDIR(mode) and not S_ISREG(mode):
            yield _misplaced(shown, "this is neither a file nor a folder", "remove it")


_INSTEAD = "put what it leads to in its place"
# What a project has, each at its place. What a guideline has is looked at where it is read.
READ = ("content", "mkdocs.yml", "pages", "schema", "site_overrides")


def find_links(project: Path) -> Iterator[str]:
    """Yield each link among what is read, but those below ``content/``: a site would publish it."""
    for name in READ:
        place = project / name
        if place.is_symlink():
            yield name
        elif name != "content":
            walked = ((Path(at), [*below, *files]) for at, below, files in os.walk(place))
            links = (
                at / each for at, names in walked for each in names if (at / each).is_symlink()
            )
            yield from sorted(each.relative_to(project).as_posix() for each in links)


def _misplaced(shown: str, message: str, hint: str) -> Problem:
    return Problem(Position(shown, 1, 1), RULE, message, hint)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    if folder.is_symlink() or not folder.is_dir():
        return []
    with os.scandir(folder) as found:
        shown = [each for each in found if not each.name.startswith(".")]
    return sorted(shown, key=lambda each: each.name)


def printable(name: str) -> str:
    """Return the name of a file as UTF-8 and without signs that a terminal would obey."""
    text = os.fsencode(name).decode("utf-8", errors="backslashreplace")
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in text
    )
