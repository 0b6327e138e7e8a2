"""Check frozen releases by what they say: hashes, chain, schemas, ids, texts, and each delta."""

import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from guidepress.classify.change import CONSULTATION, next_version, parse_version
from guidepress.content.figures import FOLDER
from guidepress.diff.compare import find_repeated_ids
from guidepress.diff.fact import canonical
from guidepress.history.archive import Archive, Release, is_consultation
from guidepress.history.figures import find_figure_faults, list_figures
from guidepress.history.frozen import find_unknown_keys
from guidepress.history.reading import read_archive
from guidepress.model import SCHEMA_VERSION, iter_entities
from guidepress.problem import Position, Problem, UnusableError
from guidepress.project import find_archives, find_misplaced, home_of, printable
from guidepress.prose.misreadings import find_guideline_links, find_links
from guidepress.release.checksums import SUMS, read_checksums
from guidepress.release.judge import judge_alerts
from guidepress.release.partition import find_delta_faults
from guidepress.release.published import RULE, is_published, verify_published
from guidepress.release.tombstone import find_tombstone_faults
from guidepress.source.letters import JOINERS, find_unfit
from guidepress.validate.rules.ids import LANGUAGES, RESERVED
from guidepress.validate.rules.metadata import is_day

_MOST = 200
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def verify_folder(folder: Path, shown: str, *, may_be_empty: bool = False) -> Iterator[Problem]:
    """Verify a project, its ``content/``, or a published ``api/v1/`` tree; yield what is wrong.

    Raises UnusableError where the folder is none of these, unless it ``may_be_empty``.
    """
    if is_published(folder):
        yield from verify_published(folder, shown)
        return
    project = home_of(folder)
    misplaced = tuple(find_misplaced(project))
    archives = find_archives(project)
    if not archives and not misplaced and not may_be_empty:
        raise UnusableError(f"{shown} holds neither releases nor a {SUMS}")
    yield from misplaced
    yield from judge_alerts(project)
    for each in archives:
        yield from verify_archive(each, f"content/{each.name}")


def tell_agreement(folder: Path) -> str:
    """Return what agrees with what in a folder where ``verify_folder`` found no fault."""
    if is_published(folder):
        count = len(read_checksums(folder / SUMS).named)
        return f"1 file agrees with {SUMS}" if count == 1 else f"{count} files agree with {SUMS}"
    archives = find_archives(home_of(folder))
    files = [file.name for each in archives for file in (each / "releases").glob("*.json")]
    count = sum(name != "index.json" and not name.endswith(".changes.json") for name in files)
    if count == 1:
        return "1 release agrees with its index"
    return f"{count} releases agree with their index"


def verify_archive(folder: Path, shown: str) -> list[Problem]:
    """Return what is wrong with the releases in a guideline's folder, by what they say.

    ``shown`` is how problems name the folder. Raises nothing, whatever lies there.
    """
    archive = read_archive(folder, shown, judged=True)
    return list(islice(_find_faults(archive, folder, f"{shown}/releases"), _MOST))


def _find_faults(archive: Archive, folder: Path, shown: str) -> Iterator[Problem]:
    yield from archive.problems
    yield from _unnamed_files(archive, folder / "releases", shown)
    for name, phrase in find_tombstone_faults(archive, folder):
        yield Problem(Position(f"{shown}/{name}", 1, 1), RULE, phrase, _REMOVED)
    figures = {
        name: each.version for each in archive.releases for name in list_figures(each.bundle)
    }
    if not archive.problems:
        gone = frozenset(name.rpartition("/")[2] for name in archive.tombstones)
        yield from find_figure_faults(folder / "releases", shown, figures, gone)
    index = Position(f"{shown}/index.json", 1, 1)
    yield from (Problem(index, RULE, each, _RESTORE) for each in _index_faults(archive))
    yield from _schema_faults(archive, shown)
    for release in archive.releases:
        name = f"{shown}/{release.version}"
        bundle = Position(f"{name}.json", 1, 1)
        yield from (
            Problem(bundle, RULE, each, _RESTORE) for each in _bundle_faults(release, archive.id)
        )
        yield from (Problem(index, RULE, each, _RESTORE) for each in _entry_faults(release))
        yield from _step_faults(release, archive, Position(f"{name}.changes.json", 1, 1))


def _schema_faults(archive: Archive, shown: str) -> Iterator[Problem]:
    """Yield releases by rules that are not known yet, or earlier than those of one before.

    Earlier rules say less: nobody may choose them for what comes later.
    """
    highest = ""
    for release in archive.releases:
        made_by = release.bundle["schema_version"]
        place = Position(f"{shown}/{release.version}.json", 1, 1)
        if parse_version(made_by) > parse_version(SCHEMA_VERSION):
            message = f"this is of schema {made_by}, and this tool knows none after"
            hint = "use the version of the tool that made it"
            yield Problem(place, RULE, f"{message} {SCHEMA_VERSION}", hint)
        elif highest and parse_version(made_by) < parse_version(highest):
            message = f"this is of schema {made_by}, and a release before it of {highest}"
            yield Problem(place, RULE, message, _RESTORE)
        else:
            highest = made_by


_REMOVED = "see `guidepress tombstone`; restore index.json from version control if it was altered"
_RESTORE = "restore it from version control: a release never changes"


def _unnamed_files(archive: Archive, releases: Path, shown: str) -> Iterator[Problem]:
    named = {"index.json", "index.json.sig"} if archive.has_index else set()
    named |= {f"{version}.json" for version in archive.listed}
    named |= {f"{version}.changes.json" for version in archive.listed if archive.base_of(version)}
    # An index that cannot be used says nothing of the files, and it is reported already.
    is_read = bool(archive.listed) or not archive.problems
    known = {each.position.file for each in archive.problems}
    if releases.is_symlink() or not releases.is_dir():
        return
    with os.scandir(releases) as found:
        entries = sorted(found, key=lambda each: each.name)
    for entry in entries:
        is_file = entry.is_file(follow_symlinks=False)
        place = Position(f"{shown}/{printable(entry.name)}", 1, 1)
        if is_file and entry.name.startswith(".") and entry.name.endswith(".part"):
            message = "a process was killed while it wrote this"
            yield Problem(place, RULE, message, "remove it", severity="warning")
        elif place.file in known or (entry.name == FOLDER and entry.is_dir(follow_symlinks=False)):
            continue
        elif not is_file:
            yield Problem(place, RULE, "this is not an ordinary file", "remove it")
        elif entry.name not in named and is_read:
            message = "the index does not name this file"
            hint = (
                "restore index.json from version control; "
                "only if a release was interrupted, release again"
            )
            yield Problem(place, RULE, message, hint)


def _index_faults(archive: Archive) -> Iterator[str]:
    """Yield what the index says otherwise than the newest release: no hash vouches for its end."""
    if archive.id in RESERVED | LANGUAGES:
        yield f"{archive.id} is a name that the site, a file system or a language needs"
    for after, count in Counter(archive.listed).items():
        if count > 1:
            yield f"the entry of {after} comes after that of {after}"
        for before in _just_before(archive, after):
            if _order(after) <= _order(before):
                yield f"the entry of {after} comes after that of {before}"
    yield from _unfit([*_texts([archive.entries, {**archive.tombstones}])])
    # Also of versions in consultation, and of those whose files were removed by law.
    for one, other in pairwise(archive.entries):
        if other["released"] < one["released"]:
            yield f"{other['version']} was released before {one['version']}"
    if archive.releases and archive.releases[-1].version == archive.listed[-1]:
        index = json.loads(archive.index_bytes)
        stated = {"schema_version": archive.releases[-1].bundle["schema_version"]}
        yield from _unknown_keys("releases", index)
        yield from _differing("the index", index, {"id": "releases"} | stated)


def _order(version: str) -> tuple[tuple[int, int, int], int]:
    return parse_version(version), int(version.partition(CONSULTATION)[2] or 0)


def _just_before(archive: Archive, version: str) -> Iterator[str]:
    """Yield the listed versions that must be lower: the base, and a consultation before this one.

    A version in force may be lower than one in consultation that is frozen before it.
    """
    if base := archive.base_of(version):
        yield base
    if is_consultation(version):
        earlier = archive.listed[: archive.listed.index(version)]
        yield from [each for each in earlier if is_consultation(each)][-1:]


def _entry_faults(release: Release) -> Iterator[str]:
    """Yield what an entry says otherwise than its release."""
    stated = release.bundle["guideline"]
    impact = release.changes["impact"] if release.changes else "initial"
    impact = release.entry["impact"] if release.lost_changes else impact
    found = {"id": release.version, "version": stated.get("version"), "impact": impact}
    found |= {key: stated.get(key) for key in ("released", "updated", "corrects")}
    found["kind"] = stated.get("release_kind")
    yield from _differing(f"the entry of {release.version}", release.entry, found)


def _differing(what: str, phrase: Mapping[str, Any], expected: Mapping[str, Any]) -> Iterator[str]:
    for key, value in expected.items():
        if phrase.get(key) != value:
            yield f"{what} says {key} {phrase.get(key)}, the release says {value}"


def _bundle_faults(release: Release, gid: str) -> Iterator[str]:
    bundle, stated = release.bundle, release.bundle["guideline"]
    if canonical(bundle) != release.bundle_bytes:
        yield "the file is not in canonical form"
    if stated["id"] != gid or bundle["id"] != f"{gid}@{release.version}":
        yield f"this is {bundle['id']} of {stated['id']}, not {release.version} of {gid}"
    kind = stated.get("release_kind")
    if kind is None:
        yield "the release does not say what kind of release it is"
    if (kind == "withdrawal") != ("withdrawal" in stated):
        yield f"the release is called a {kind}, and its withdrawal says otherwise"
    if (kind == "consultation") != is_consultation(release.version) or (
        (kind == "consultation") != (stated.get("status") == "in-consultation")
    ):
        yield f"the release is called a {kind}, and its version or status says otherwise"
    if (kind == "correction") != ("corrects" in stated):
        yield f"the release is called a {kind}, and what it corrects says otherwise"
    yield from _unknown_keys("bundle", bundle)
    shown = (each["figure"] for each in _blocks(bundle) if "figure" in each)
    if any(not {"sha256", "absent"} & each.keys() for each in shown):
        yield "a figure has no image"
    if repeated := find_repeated_ids(bundle):
        yield f"the id {repeated[0]} is used twice"
    yield from _text_faults(bundle)


def _blocks(bundle: Any) -> Iterator[Any]:
    return (each.value for each in iter_entities(bundle) if each.kind == "statement")


def _unknown_keys(kind: str, data: Any) -> Iterator[str]:
    yield from (f"nothing here is called {each}" for each in find_unknown_keys(kind, data))


def _text_faults(bundle: Any) -> Iterator[str]:
    """Yield links that lead nowhere, and letters that nobody sees."""
    texts = [*_texts(bundle)]
    ids = _ids(bundle) if any("](" in text for text in texts) else ()
    for text in texts:
        if _DAY.fullmatch(text) and not is_day(text):
            yield f"there is no day {text}"
        for target in find_links(text):
            elsewhere = [*find_guideline_links(f"[a]({target})")]
            if not elsewhere and (target[0] != "#" or target[1:] not in ids):
                yield f"a link to {printable(target)} leads nowhere"
    yield from _unfit(texts)


def _unfit(texts: Sequence[str]) -> Iterator[str]:
    """Yield characters that no frozen text may hold, of a bundle, a delta or an index."""
    # Nearly every text is fit, and looking at all of them at once is quicker than at each.
    if any(find_unfit("\n".join(texts))):
        yield from (f"a text holds {each.what}" for text in texts for each in find_unfit(text))


def _unfit_in_delta(changes: Mapping[str, Any]) -> Iterator[str]:
    sides = (each[key] for each in changes["changes"] for key in ("old", "new") if key in each)
    # What differs may begin with a joiner, which is spelling in the text that it is quoted from.
    spelled = JOINERS & {*"".join(text for side in sides for text in _texts(side))}
    left_out = dict.fromkeys(map(ord, spelled))
    yield from _unfit([text.translate(left_out) for text in _texts(changes)])


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts of a frozen file."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict | list):
            waiting += each.values() if isinstance(each, dict) else each


def _ids(value: Any) -> set[str]:
    """Return all ids of a frozen file: of entities, and of parts such as rows."""
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    found = {each for part in below for each in _ids(part)}
    return found | {value["id"]} if isinstance(value, dict) and "id" in value else found


def _step_faults(release: Release, archive: Archive, place: Position) -> Iterator[Problem]:
    """Yield what does not follow from the release before; one that was altered is told already."""
    number = archive.listed.index(release.version)
    base = archive.base_of(release.version)
    stated = release.bundle["guideline"]
    followed = archive.consultation_before(release.version, stated.get("release_kind"))
    if (base is None or archive.release(base)) and stated.get("consultation") != followed:
        what = f"the release says that it followed {stated.get('consultation')}, it was {followed}"
        yield Problem(place, RULE, what, _RESTORE)
    if base is None:
        if release.changes is not None:
            yield Problem(place, RULE, "the first release has a delta", _RESTORE)
        return
    before = archive.release(base)
    if release.lost_changes:
        return
    if release.changes is None:
        yield Problem(place, RULE, "the index names no delta of this release", _RESTORE)
        return
    yield from (Problem(place, RULE, each, _RESTORE) for each in _unfit_in_delta(release.changes))
    if before is not None:
        for message in (
            *_unknown_keys("changes", release.changes),
            *_order_faults(before, release, archive.listed[:number]),
        ):
            yield Problem(place, RULE, message, _RESTORE)
        stood = archive.stood_before(before.bundle)
        for message, severity in find_delta_faults(before, release, stood):
            hint = _RESTORE if severity == "error" else ""
            yield Problem(place, RULE, message, hint, severity=severity)


def _order_faults(before: Release, release: Release, earlier: Sequence[str]) -> Iterator[str]:
    if canonical(release.changes) != release.changes_bytes:
        yield "the file is not in canonical form"
    impact = (release.changes or {})["impact"]
    needed = next_version(before.version, impact)
    if parse_version(release.version) < parse_version(needed):
        yield f"{impact} changes since {before.version} need {needed}, not {release.version}"
    stated = release.bundle["guideline"]
    named = {stated.get("corrects"), stated.get("withdrawal", {}).get("last_good_version")} - {None}
    for version in sorted(named - set(earlier)):
        yield f"{release.version} speaks of {version}, which is no earlier release"
