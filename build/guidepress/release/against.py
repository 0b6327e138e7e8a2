"""Compare what is frozen here with what was: a consistent rewriting of history is found only so."""

import json
import os
import re
from collections.abc import Collection, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from guidepress.files import NotPlainError, read_plain
from guidepress.history.archive import Archive
from guidepress.history.git import is_revision, list_guidelines_at, list_unread_at, read_revision
from guidepress.history.reading import entry_sha256, hash_plain, read_archive
from guidepress.problem import Position, Problem, UnusableError
from guidepress.project import find_guideline_folders, home_of
from guidepress.release.alerts import FILE as ALERTS
from guidepress.release.alerts import hash_alerts, parse_alerts, read_alerts
from guidepress.release.checksums import SUMS, read_checksums
from guidepress.release.partition import find_other_rules, find_reworded
from guidepress.release.published import RULE, is_published, read_tombstone
from guidepress.release.tombstone import published_tombstones, tombstone_bytes, tombstone_of

MOST_BYTES = 100_000_000

# The hash of each frozen thing by its published name; ``entry`` is a line of the index.
Frozen = dict[str, str]

_NUMBER = r"[0-9.]{5,20}?(?:-consultation\.[0-9]{1,6})?"
_PUBLISHED = re.compile(
    rf"[^/]{{1,255}}/(?:{_NUMBER}/(?:bundle|changes)(?:\.tombstone)?|alerts/[a-z0-9-]{{1,80}})\.json"
)
_RELEASED = re.compile(rf"({_NUMBER})(\.changes)?\.json")


def verify_against(project: Path, folder: Path, shown: str, against: str) -> Iterator[Problem]:
    """Yield what was frozen in ``against`` and is not the same in the folder.

    ``against`` is a git revision, a published SHA256SUMS, or the folder of a project or of a
    published tree. Only what never changes is compared: releases, deltas, entries of the index.
    Raises UnusableError where ``against`` is none of these, the folder itself, or holds no release.
    """
    # An empty variable of a workflow is no wish to compare nothing.
    here, there = (home_of(Path(os.path.realpath(each))) for each in (folder, project / against))
    if not against or here == there:
        message = (
            f"“{against}” names nothing earlier; name a git revision, a file {SUMS} or a folder"
        )
        raise UnusableError(message)
    before = _read_side(project, against)
    if not before:
        raise UnusableError(f"{against} holds no release to compare with")
    now = read_frozen(folder)
    published = is_published(folder)
    # Of what came since then an earlier version of the tool may have told.
    yield from () if published else find_reworded_in(folder, now.keys() - before.keys())
    gone = _read_removed(folder)
    for name in sorted(before):
        if name not in now and gone.get(name) == before[name]:
            continue
        # A published tree holds no entries of an index, and a list of hashes neither.
        if name not in now and not (published and name.endswith("/entry")):
            place = f"{shown}/{SUMS}" if published else _index_in_project(folder, shown, name)
            message = f"{_what(name)} is in {against}, but not here any more"
            whole = not any(each.startswith(f"{name.split('/')[0]}/") for each in now)
            fate = "taken down" if published and whole else "gone"
            yield Problem(Position(place, 1, 1), RULE, message, _hint(name, published, fate))
        elif name in now and now[name] != before[name]:
            place = f"{shown}/{name if published else _name_in_project(folder, name)}"
            message = f"{_what(name)} is not what it was in {against}"
            hint = _hint(name, published, "altered")
            yield Problem(Position(place, 1, 1), RULE, message, hint)


def find_reworded_in(folder: Path, added: Collection[str]) -> Iterator[Problem]:
    """Yield what the ``added`` releases say in other words than this tool would."""
    names = {each.partition("/")[0] for each in added}
    for each in find_guideline_folders(home_of(folder)):
        if each.name not in names:
            continue
        archive = read_archive(each, f"content/{each.name}")
        for release in () if archive.problems else archive.releases:
            base = archive.base_of(release.version)
            older = archive.release(base) if base else None
            name, place = (
                f"{each.name}/{release.version}",
                f"content/{each.name}/releases/{release.version}",
            )
            try:
                if f"{name}/changes.json" in added and older:
                    place += ".changes"
                    found = [*find_reworded(archive, older, release)]
                else:
                    found = [*find_other_rules(release)] if f"{name}/bundle.json" in added else []
            except UnusableError as error:
                found = [str(error)]
            at = Position(f"{place}.json", 1, 1)
            yield from (Problem(at, RULE, said, _ANEW, severity="warning") for said in found)


_ANEW = "release it again with the version of the tool that judges it"

# Publishers check their project; a published tree is checked by those who use it, too.
_HINTS = {
    (False, "gone"): "a {thing} is never taken back: restore it",
    (False, "altered"): "a {thing} never changes: restore it, and {instead}",
    (True, "gone"): "a {thing} is never taken back: do not use what is here, ask the publisher",
    (True, "taken down"): "a guideline that was taken down is gone whole: delete your copies",
    (True, "altered"): "a {thing} never changes: do not use it, ask the publisher",
}


def _hint(name: str, published: bool, fate: str) -> str:  # noqa: FBT001 - a key of the table
    thing, instead = "release", "release a correction"
    if _is_alert(name):
        thing, instead = "safety notice", "add another one that says what holds now"
    return _HINTS[published, fate].format(thing=thing, instead=instead)


def _is_alert(name: str) -> bool:
    return name.split("/")[1] == "alerts"


def _what(name: str) -> str:
    guideline, version, kind = name.split("/")
    if _is_alert(name):
        return f"the safety notice {kind.removesuffix('.json')} of {guideline}"
    words = {"bundle.json": "the release", "changes.json": "the delta", "entry": "the entry"}
    return f"{words.get(kind, 'the tombstone of a file of')} {version} of {guideline}"


def _name_in_project(folder: Path, name: str) -> str:
    guideline, version, kind = name.split("/")
    file = {"bundle.json": f"{version}.json", "changes.json": f"{version}.changes.json"}
    content = "" if folder.name == "content" else "content/"
    if _is_alert(name):
        return f"{content}{guideline}/{ALERTS}"
    return f"{content}{guideline}/releases/{file.get(kind, 'index.json')}"


def _index_in_project(folder: Path, shown: str, name: str) -> str:
    """Return the file that should name what is gone, or the folder if that is gone too."""
    index = _name_in_project(folder, f"{name.rpartition('/')[0]}/entry")
    return f"{shown}/{index}" if (folder / index).is_file() else shown


def _read_side(project: Path, against: str) -> Frozen:
    path = project / against
    if is_revision(project, against):
        # Whoever can name a branch or a folder must not choose what is compared.
        if path.exists():
            message = (
                f"{against} is a git revision and a file here; write ./{against} or its full name"
            )
            raise UnusableError(message)
        return _read_revision(project, against)
    if path.is_dir():
        return read_frozen(path)
    if path.is_file():
        return _read_list(path)
    message = f"{against} is neither a git revision, a file {SUMS} nor a folder"
    message += f"; looked for {path.absolute()}"
    raise UnusableError(message)


def read_frozen(folder: Path) -> Frozen:
    """Return what is frozen in the folder of a project, its ``content/``, or a published tree."""
    if is_published(folder):
        files = {file.relative_to(folder).as_posix(): file for file in folder.glob("*/*/*.json")}
        return {
            name: hash_plain(file) for name, file in files.items() if _PUBLISHED.fullmatch(name)
        }
    found: Frozen = {}
    for each in find_guideline_folders(home_of(folder)):
        found |= hash_alerts(read_alerts(each, each.name))
        releases = each / "releases"
        found |= _hash_tombstones(read_archive(each))
        if not releases.is_symlink() and releases.is_dir():
            found |= _frozen_in(each.name, releases)
    return found


def _hash_tombstones(archive: Archive) -> Frozen:
    found = published_tombstones(archive).items()
    return {tombstone_of(name): sha256(tombstone_bytes(each)).hexdigest() for name, each in found}


def _read_removed(folder: Path) -> Frozen:
    """Return the hash of each file that a tombstone here stands for."""
    if is_published(folder):
        files = folder.glob("*/*/*.tombstone.json")
        stones = (read_tombstone(folder, each.relative_to(folder).as_posix()) for each in files)
        return {name: digest for each in stones for name, digest in each.items()}
    guidelines = find_guideline_folders(home_of(folder))
    every = (published_tombstones(read_archive(each)) for each in guidelines)
    return {name: each["sha256"] for found in every for name, each in found.items()}


def _frozen_in(guideline: str, releases: Path) -> Frozen:
    """Return what is frozen in a folder; what is no ordinary file has a hash that fits nothing."""
    names = sorted(file.name for file in releases.iterdir())
    try:
        index = read_plain(releases / "index.json", MOST_BYTES)
    except (NotPlainError, OSError):
        index = b""
    return _frozen_of(guideline, {name: hash_plain(releases / name) for name in names}, index)


def _read_revision(project: Path, revision: str) -> Frozen:
    found: Frozen = {}
    for name in list_unread_at(project, revision):
        if "/" not in name or name.split("/")[1] == "releases":
            message = f"content/{name} at {revision} is a link or a submodule, which is not read"
            raise UnusableError(message)
    for guideline in list_guidelines_at(project, revision):
        files = read_revision(project, revision, f"content/{guideline}", most=MOST_BYTES)
        if ALERTS in files:
            found |= hash_alerts(parse_alerts(files[ALERTS], guideline, ALERTS))
        start = "releases/"
        released = [name for name in files if name.startswith(start)]
        hashes = {name.removeprefix(start): sha256(files[name]).hexdigest() for name in released}
        found |= _frozen_of(guideline, hashes, files.get(f"{start}index.json", b""))
    return found


def _frozen_of(guideline: str, hashes: Mapping[str, str], index: bytes) -> Frozen:
    """Return what is frozen among the files of ``releases/``, by published names."""
    found = _entries_of(guideline, index)
    for name, digest in hashes.items():
        if match := _RELEASED.fullmatch(name):
            kind = "changes" if match[2] else "bundle"
            found[f"{guideline}/{match[1]}/{kind}.json"] = digest
    return found


def _entries_of(guideline: str, index: bytes) -> Frozen:
    """Return the hash of each entry; an index that is damaged in any way has none."""
    try:
        listed = json.loads(index)["releases"]
        return {
            f"{guideline}/{each['version']}/entry": entry_sha256(each)
            for each in listed
            if _RELEASED.fullmatch(f"{each['version']}.json")
        }
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}


def _read_list(file: Path) -> Frozen:
    """Return what a published SHA256SUMS names, with the guidelines' own ones beside it."""
    found = read_checksums(file)
    beside = f"is not beside {file}, which names it: download it, too"
    cut = "is no list of checksums, or is cut short: download it again"
    for name in (*found.missing, *found.malformed):
        raise UnusableError(f"{name} {beside if name in found.missing else cut}")
    for name, digest in found.named.items():
        own = file.parent / name
        if own.name == SUMS and sha256(own.read_bytes()).hexdigest() != digest:
            raise UnusableError(f"{own} is not the file that {file} names: download both again")
    return {name: found.named[name] for name in found.named if _PUBLISHED.fullmatch(name)}
