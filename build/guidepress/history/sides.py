"""A side of a comparison: the draft, a release, a git revision, a bundle file or a folder."""

import json
import re
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from guidepress.content import Content, parse_content, read_content
from guidepress.content.figures import MOST_BYTES as MOST_OF_A_FIGURE
from guidepress.content.folder import FILE_KINDS
from guidepress.files import read_at_most, read_named, working_in
from guidepress.history.frozen import MOST_BYTES
from guidepress.history.reading import read_archive
from guidepress.problem import UnusableError
from guidepress.project import find_guideline_folders
from guidepress.schema import explain
from guidepress.schema.load import is_valid

VERSION = re.compile(r"[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}(-consultation\.[0-9]{1,4})?")
# What is read of a folder on disk, too; whatever else lies there is nobody's content.
_CONTENT = re.compile(rf"(?:{'|'.join(FILE_KINDS)}|notes/[^/]+)\.yaml|figures/.+")


class Side(NamedTuple):
    """What is compared: a label for people, and the bundle of one guideline."""

    label: str
    bundle: Mapping[str, Any]
    content: Content | None = None


class NoSuchSideError(UnusableError):
    """This guideline does not have that side; another one may."""


def guideline_ids(project: Path) -> tuple[str, ...]:
    """Return the ids of the guidelines of the project."""
    return tuple(folder.name for folder in find_guideline_folders(project))


def read_side(project: Path, guideline: str, text: str) -> Side:
    """Read one side: ``latest``, ``draft``, a version, a revision, a file, a folder or ``-``.

    ``release:``, ``git:`` and ``file:`` choose outright. Raises NoSuchSideError where this
    guideline has no such side, UnusableError where the side itself cannot be read.
    """
    chosen, _, rest = text.partition(":")
    if chosen in _CHOSEN and rest:
        return _CHOSEN[chosen](project, guideline, rest)
    if text == "draft":
        return _read_draft(project, guideline)
    if text == "latest" or VERSION.fullmatch(text):
        return _read_release(project, guideline, text)
    if text == "-":
        return _side_of_json(_read_standard_input(), "standard input", guideline)
    if _is_revision(project, text):
        return _read_revision(project, guideline, text)
    return _read_file(project, guideline, text)


@cache
def _read_standard_input() -> bytes:
    """Read once: every guideline of the project may ask whether it is the one."""
    with working_in(Path("standard input")):
        return read_at_most(sys.stdin.buffer, MOST_BYTES, "standard input")


def _read_draft(project: Path, guideline: str) -> Side:
    folder = project / "content" / guideline
    if not folder.is_dir():
        raise NoSuchSideError(f"there is no guideline {guideline}: no folder content/{guideline}")
    return _side_of_content(read_content(folder, f"content/{guideline}", project), "draft")


def _side_of_content(content: Content, label: str) -> Side:
    if content.faults:
        raise UnusableError(f"{label}: {content.id} cannot be read: {content.faults[0]}")
    return Side(label, content.bundle, content)


def _read_release(project: Path, guideline: str, text: str) -> Side:
    shown = f"content/{guideline}"
    archive = read_archive(project / shown, shown)
    if archive.problems:
        raise UnusableError(str(archive.problems[0]))
    found = archive.latest if text == "latest" else archive.release(text)
    if found is None:
        message = f"{guideline} has no release yet"
        if archive.releases:
            versions = ", ".join(release.version for release in archive.releases)
            message = f"{guideline} has no release {text}; there are {versions}"
        raise NoSuchSideError(message)
    return Side(found.version, found.bundle)


def _is_revision(project: Path, text: str) -> bool:
    from guidepress.history.git import is_revision

    return is_revision(project, text)


def _read_revision(project: Path, guideline: str, text: str) -> Side:
    from guidepress.history.git import list_guidelines_at, read_revision, read_scales

    if guideline not in list_guidelines_at(project, text):
        raise NoSuchSideError(f"{guideline} does not exist at {text}")
    files = read_revision(
        project, text, f"content/{guideline}", without="releases", most=MOST_OF_A_FIGURE
    )
    files = {name: data for name, data in files.items() if _CONTENT.fullmatch(name)}
    shown = f"{text}:content/{guideline}"
    scales = read_scales(project, text)
    return _side_of_content(parse_content(files, guideline, shown, project=scales), text)


def _read_file(project: Path, guideline: str, text: str) -> Side:
    path = project / text if not Path(text).is_absolute() else Path(text)
    if path.is_dir():
        content = read_content(path, text, project)
        side = _side_of_content(content, text)
        return _of_guideline(side, guideline)
    if not path.is_file():
        message = f"{text} is neither latest, draft, a release, a git revision, a file nor a folder"
        if (project / "content" / text / "guideline.yaml").is_file():
            message += f"; to compare this guideline, write --guideline {text}"
        raise UnusableError(message + _without_git())
    return _side_of_json(read_named(path, MOST_BYTES, text), text, guideline)


def _without_git() -> str:
    from guidepress.history.git import is_installed

    return "" if is_installed() else "; git is not installed, so no revision is known"


def _side_of_json(text: bytes, label: str, guideline: str) -> Side:
    try:
        bundle = json.loads(text)
    except (ValueError, RecursionError):
        message = f"{label} is not JSON; a bundle is what `guidepress release` writes"
        raise UnusableError(message) from None
    if not is_valid("bundle", bundle):
        raise UnusableError(f"{label} is not a bundle: {explain('bundle', bundle)[0]}")
    return _of_guideline(Side(label, bundle), guideline)


def _of_guideline(side: Side, guideline: str) -> Side:
    found = side.bundle["guideline"]["id"]
    if found != guideline:
        raise NoSuchSideError(f"{side.label} is of {found}, not of {guideline}")
    return side


_CHOSEN: Mapping[str, Callable[[Path, str, str], Side]] = {
    "release": _read_release,
    "git": _read_revision,
    "file": _read_file,
}
