"""Which units a site consists of, and the key of all that goes into each.

A unit is made and put in place as a whole: the page of a release, of the current version or of the
draft of a guideline, with the files for apps beside it; or pages that all guidelines share. What a
page shows of other guidelines is in its key, so that a withdrawal of one is seen on the pages of
those related to it, and nothing else is rendered.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.problem import UnusableError
from guidepress.project import find_guideline_folders
from guidepress.release import judge_releases
from guidepress.site.inputs import hash_file, hash_folder, key_of, stamp_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from guidepress.history import Archive
    from guidepress.site.workers import Workers

    Known = Mapping[str, Any]

# Units that belong to no guideline: pages that list all of them, the handbook, and what is no page.
SHARED, HANDBOOK, ASSETS = "shared", "handbook", "assets"
CURRENT, DRAFT = "current", "draft"
STATIC = "/static"
# So few guidelines are read sooner than a second process has started.
FEW = 50
_LINKS = ("translation_of", "patient_version_of")


class Related(NamedTuple):
    """A guideline at the other end of a relation, as it is now; without a title it is not here.

    ``kind`` is ``translation_of``, ``translation``, ``patient_version_of`` or ``patient_version``;
    ``rendered`` is the version of the original that the later one renders.
    """

    kind: str
    guideline: str
    rendered: str
    title: str = ""
    version: str = ""
    status: str = ""
    language: str = ""


class Outside(NamedTuple):
    """What a page shows that is no part of the guideline.

    ``alerts`` are safety notices as ``versions.json`` holds them, the newest first.
    """

    related: tuple[Related, ...] = ()
    alerts: Sequence[Mapping[str, Any]] = ()


class Unit(NamedTuple):
    """What is made together; ``related`` and ``summaries`` (JSON) are what it shows of others.

    ``alerts`` (JSON) are the safety notices of the guideline, and of those that it renders.
    """

    guideline: str
    part: str
    key: str
    related: tuple[Related, ...] = ()
    summaries: tuple[str, ...] = ()
    alerts: str = "[]"

    @property
    def outside(self) -> Outside:
        """What its page shows of the world outside of the guideline."""
        return Outside(self.related, json.loads(self.alerts))

    @property
    def name(self) -> str:
        """The guideline and the part; of what all share, the part alone."""
        return f"{self.guideline}/{self.part}"


def refuse_releases(
    project: Path, *, against: str | None = None, cached: bool = True
) -> tuple[str, ...]:
    """Return a line for each warning on the releases of a project.

    Raises UnusableError for what ``guidepress verify`` refuses: nothing of it may be published.
    """
    found = judge_releases(project, against=against, cached=cached)
    errors = [each for each in found if each.severity == "error"]
    if errors:
        option = f" --against {against}" if against else ""
        more = f"; and {len(errors) - 1} more" if len(errors) > 1 else ""
        message = f"{errors[0]}{more}: see `guidepress verify{option}`"
        raise UnusableError(message)
    return tuple(map(str, found))


def read_guidelines(
    project: Path, known: Mapping[str, Known], workers: Workers, *, drafts: bool
) -> dict[str, dict[str, Any]]:
    """Return what the site needs to know of each guideline, by id; only what changed is read.

    Raises UnusableError where there is no guideline, or a release was altered.
    """
    folders = list(find_guideline_folders(project))
    if not folders:
        message = f"{project} holds no guideline: there is no folder below content/"
        raise UnusableError(message)
    found = {folder.name: dict(known.get(folder.name, {})) for folder in folders}
    changed = [
        (gid, before)
        for gid, before in found.items()
        if _may_differ(project, gid, before, drafts=drafts)
    ]
    size = max(1, min(FEW, -(-len(changed) // workers.count(few=len(changed) <= FEW))))
    calls = [(project, changed[at : at + size], drafts) for at in range(0, len(changed), size)]
    for part in workers.run(_read_some, calls):
        found |= part
    return found


def _may_differ(project: Path, gid: str, before: Known, *, drafts: bool) -> bool:
    stamp = stamp_folder(project / "content" / gid, drafts=drafts)
    return not before.get("settled") or before["stamp"] != stamp.text


def _read_some(
    project: Path,
    known: Sequence[tuple[str, Known]],
    drafts: bool,  # noqa: FBT001  # workers name none
) -> dict[str, dict[str, Any]]:
    return {gid: read_guideline(project, gid, before, drafts=drafts) for gid, before in known}


def read_guideline(project: Path, gid: str, before: Known, *, drafts: bool) -> dict[str, Any]:
    """Return what is known of the guideline, read again if the contents of its files changed."""
    folder = project / "content" / gid
    stamp = stamp_folder(folder, drafts=drafts)
    chain = hash_folder(folder / "releases")
    draft = hash_folder(folder, without="releases") if drafts else ""
    fresh = {"stamp": stamp.text, "settled": stamp.settled}
    notices = hash_file(folder / "alerts.yaml")
    if [before.get(each) for each in ("chain", "draft", "notices")] == [chain, draft, notices]:
        return {**before, **fresh}
    from guidepress.history import read_archive
    from guidepress.release.alerts import read_alerts

    archive = read_archive(folder, f"content/{gid}")
    check_archive(archive)
    alerts, problems = read_alerts(folder, f"content/{gid}")
    if problems:
        raise UnusableError(str(problems[0]))
    links = _read_draft_links(folder) if drafts else []
    known = {"chain": chain, "draft": draft, "notices": notices, "draft_links": links}
    return {**fresh, **known, "alerts": list(alerts), **_read(archive, alerts)}


def check_archive(archive: Archive) -> None:
    """Raise UnusableError for releases of which nothing may be shown.

    The verdict is kept with the hash of the chain's files, and dropped with another version of the
    tool.
    """
    if archive.problems:
        raise UnusableError(str(archive.problems[0]))


def _read(archive: Archive, alerts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    from guidepress.history import entry_sha256
    from guidepress.model import to_data
    from guidepress.site.summary import summarize
    from guidepress.site.tombstone import find_tombstone

    summary = json.dumps(to_data(summarize(archive, alerts)), sort_keys=True)
    found: dict[str, Any] = {"summary": summary, "releases": [], "links": [], "state": []}
    for entry in archive.entries:
        version = entry["version"]
        release = archive.release(version)
        banner = (find_tombstone(archive, release) if release else None) or ()
        names = (f"{version}.json", f"{version}.changes.json")
        gone = [entry_sha256(archive.tombstones[e]) for e in names if e in archive.tombstones]
        found["releases"].append([version, entry_sha256(entry), *banner, *gone])
    if archive.latest:
        identity = archive.latest.guideline.identity
        found["newest"] = archive.releases[-1].entry["released"]
        found["state"] = [identity.title, identity.version, identity.status, identity.language]
        found["links"] = _list_links(archive.latest.bundle["guideline"])
    return found


def _list_links(identity: Any) -> list[list[str]]:
    """Return kind, guideline and version of each link, as far as it is written as one."""
    found = identity if isinstance(identity, dict) else {}
    links = ((kind, found[kind]) for kind in _LINKS if isinstance(found.get(kind), dict))
    return [
        [kind, str(each.get("guideline", "")), str(each.get("version", ""))] for kind, each in links
    ]


def _read_draft_links(folder: Path) -> list[list[str]]:
    from guidepress.source import read_document

    document, _ = read_document(folder / "guideline.yaml", "guideline.yaml")
    return _list_links(document.data if document else None)


def plan_units(
    guidelines: Mapping[str, Known], shell: str, *, drafts: bool, handbook: bool
) -> Iterator[Unit]:
    """Yield all units of the site."""
    back = _find_back_links(guidelines)
    for gid, known in guidelines.items():
        newest = ""
        for version, newest, *banner in known["releases"]:
            yield Unit(gid, version, key_of("release", shell, gid, newest, *banner))
        if known["releases"]:
            related = _relate(guidelines, known["links"], back[gid])
            alerts = _find_alerts(guidelines, gid, known["links"])
            key = key_of("current", shell, gid, newest, json.dumps(related), alerts)
            yield Unit(gid, CURRENT, key, related, alerts=alerts)
        if drafts:
            related = _relate(guidelines, known["draft_links"], back[gid])
            alerts = _find_alerts(guidelines, gid, known["draft_links"])
            key = key_of("draft", shell, gid, newest, known["draft"], json.dumps(related), alerts)
            yield Unit(gid, DRAFT, key, related, alerts=alerts)
    summaries = tuple(each["summary"] for each in guidelines.values())
    yield Unit("", SHARED, key_of("shared", shell, *summaries), summaries=summaries)
    yield Unit("", ASSETS, key_of("assets", shell))
    if handbook:
        yield Unit("", HANDBOOK, key_of("handbook", shell))


def _find_back_links(guidelines: Mapping[str, Known]) -> Mapping[str, list[list[str]]]:
    back: dict[str, list[list[str]]] = defaultdict(list)
    for gid, known in guidelines.items():
        for kind, target, version in known["links"]:
            if target != gid:
                back[target].append([kind.removesuffix("_of"), gid, version])
    return back


def _find_alerts(guidelines: Mapping[str, Known], gid: str, links: Iterable[Sequence[str]]) -> str:
    """Return the notices that hold for a guideline, the newest first, as JSON.

    What holds for an original holds for whatever renders it, over any number of links.
    """
    found: list[Mapping[str, Any]] = []
    seen, waiting = set[str](), [gid, *(link[1] for link in links)]
    for each in waiting:
        known = guidelines.get(each)
        if known is not None and each not in seen:
            seen.add(each)
            found += known["alerts"]
            waiting += [link[1] for link in known["links"]]
    found.sort(key=lambda each: (each["date"], each["guideline"], each["id"]), reverse=True)
    return json.dumps(found)


def _relate(
    guidelines: Mapping[str, Known], *links: Iterable[Sequence[str]]
) -> tuple[Related, ...]:
    every = (
        (*link, *guidelines.get(link[1], {}).get("state", ())) for part in links for link in part
    )
    return tuple(Related(*each) for each in every)
