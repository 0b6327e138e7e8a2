"""Which units a site consists of, and the key of all that goes into each.

A unit is made and put in place as a whole: the page of a release, of the current version or of the
draft of a guideline, with the files for apps beside it; or pages that all guidelines share. What a
page shows of other guidelines is in its key, so that a withdrawal of one is seen on the pages of
those related to it, and nothing else is rendered.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.history import relations
from guidepress.history.reading import entry_sha256, read_archive
from guidepress.model import to_data
from guidepress.problem import UnusableError
from guidepress.project import find_guideline_folders
from guidepress.release.judge import judge_releases
from guidepress.site.inputs import hash_file, hash_folder, key_of, stamp_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from guidepress.history.archive import Archive
    from guidepress.model.metadata import Person
    from guidepress.site.workers import Workers

    Known = Mapping[str, Any]

# Units that belong to no guideline: pages that list all of them, the handbook, and what is no page.
SHARED, HANDBOOK, ASSETS = "shared", "handbook", "assets"
CURRENT, DRAFT = "current", "draft"
STATIC = "/static"
# So few guidelines are read sooner than a second process has started.
FEW = 50


class Outside(NamedTuple):
    """What a page shows that is no part of what was released: it is shown as it is now.

    ``alerts`` are safety notices as ``versions.json`` holds them, the newest first.
    """

    related: tuple[relations.Related, ...] = ()
    people: tuple[Person, ...] = ()
    alerts: Sequence[Mapping[str, Any]] = ()

    @property
    def notices(self) -> Sequence[Mapping[str, Any]]:
        """The notices as they are read: those of safety, what is said of the same, the others.

        Where a warning is on the whole guideline, what is on it comes first: no card repeats it.
        """
        asides = find_asides(self.alerts)
        whole = any(each["alert"] and not each["about"] for each in self.alerts)
        return sorted(self.alerts, key=lambda each: (each in asides, whole and bool(each["about"])))


def find_asides(alerts: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """Return the notices that neither warn of anything nor may lift a warning.

    A later notice on the same, or on the whole, may lift one.
    """
    warned = {about for each in alerts if each["alert"] for about in each["about"]}
    warns = any(each["alert"] for each in alerts)

    def is_aside(each: Mapping[str, Any]) -> bool:
        apart = each["about"] and warned.isdisjoint(each["about"])
        return not each["alert"] and (not warns or bool(apart))

    return list(filter(is_aside, alerts))


class Unit(NamedTuple):
    """What is made together; ``related`` and ``summaries`` (JSON) are what it shows of others.

    ``alerts`` (JSON) are the safety notices of the guideline, and of those that it renders.
    """

    guideline: str
    part: str
    key: str
    related: tuple[relations.Related, ...] = ()
    summaries: tuple[str, ...] = ()
    alerts: str = "[]"

    @property
    def name(self) -> str:
        """The guideline and the part; of what all share, the part alone."""
        return f"{self.guideline}/{self.part}"


def refuse_releases(
    project: Path, workers: Workers, *, against: str | None = None, cached: bool = True
) -> tuple[str, ...]:
    """Return a line for each warning on the releases of a project.

    Raises UnusableError for what ``guidepress verify`` refuses: nothing of it may be published.
    """
    found = judge_releases(project, against=against, cached=cached, workers=workers)
    errors = [each for each in found if each.severity == "error"]
    if errors:
        option = f" --against {against}" if against else ""
        more = f"; and {len(errors) - 1} more" if len(errors) > 1 else ""
        raise UnusableError(f"{errors[0]}{more}: see `guidepress verify{option}`")
    return tuple(map(str, found))


def read_guidelines(
    project: Path, known: Mapping[str, Known], workers: Workers, *, drafts: bool
) -> dict[str, dict[str, Any]]:
    """Return what the site needs to know of each guideline, by id; only what changed is read.

    Raises UnusableError where there is no guideline, or a release was altered.
    """
    folders = list(find_guideline_folders(project))
    if not folders:
        raise UnusableError(f"{project} holds no guideline: there is no folder below content/")
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
    fresh = {"stamp": stamp.text, "settled": stamp.settled}
    now = {
        "chain": hash_folder(folder / "releases"),
        "draft": hash_folder(folder, without="releases") if drafts else "",
        "people": hash_file(folder / "people.yaml"),
        "notices": hash_file(folder / "alerts.yaml"),
    }
    if all(before.get(name) == digest for name, digest in now.items()):
        return {**before, **fresh}
    from guidepress.release.alerts import read_alerts

    archive = read_archive(folder, f"content/{gid}")
    check_archive(archive)
    alerts, problems = read_alerts(folder, f"content/{gid}")
    if problems:
        raise UnusableError(str(problems[0]))
    links = _read_draft_links(folder) if drafts else []
    known = {**now, "draft_links": links, "alerts": list(alerts)}
    return {**fresh, **known, **_read(archive, alerts)}


def check_archive(archive: Archive) -> None:
    """Raise UnusableError for releases of which nothing may be shown.

    The verdict is kept with the hash of the chain's files, and dropped with another version of the
    tool.
    """
    if archive.problems:
        raise UnusableError(str(archive.problems[0]))


def _read(archive: Archive, alerts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    from guidepress.site.summary import find_tombstone, summarize

    summary = json.dumps(to_data(summarize(archive, alerts)), sort_keys=True)
    found: dict[str, Any] = {"summary": summary, "releases": []}
    found |= relations.describe_relations(archive)
    # What is removed of one version stands on pages of others: in changes, comparisons and images.
    found["gone"] = [entry_sha256(each) for each in archive.tombstones.values()]
    for entry in archive.entries:
        version = entry["version"]
        release = archive.release(version)
        banner = (find_tombstone(archive, release) if release else None) or ()
        key = [entry_sha256(entry), *banner, *found["gone"]]
        found["releases"].append([version, *key])
    if archive.latest:
        found["newest"] = archive.releases[-1].entry["released"]
    return found


def _read_draft_links(folder: Path) -> list[dict[str, Any]]:
    from guidepress.source.parse import read_document

    document, _ = read_document(folder / "guideline.yaml", "guideline.yaml")
    return relations.list_links(document.data if document else None)


def plan_units(
    guidelines: Mapping[str, Known], shell: str, *, drafts: bool, handbook: bool, pages: str = ""
) -> Iterator[Unit]:
    """Yield all units of the site; ``pages`` is the hash of the publisher's own pages."""
    back = relations.find_back_links(guidelines)
    summaries = []
    for gid, known in guidelines.items():
        newest = ""
        for version, newest, *banner in known["releases"]:
            yield Unit(gid, version, key_of("release", shell, gid, newest, *banner))
        related = relations.relate(guidelines, gid, known["links"], back.get(gid, ()))
        summaries.append(_with_related(known["summary"], related))
        if known["releases"]:
            alerts = relations.find_alerts(guidelines, gid, known["links"])
            parts = (newest, json.dumps(related), known["people"], alerts, *known["gone"])
            yield Unit(gid, CURRENT, key_of("current", shell, gid, *parts), related, alerts=alerts)
        if drafts:
            related = relations.relate(guidelines, gid, known["draft_links"], back.get(gid, ()))
            alerts = relations.find_alerts(guidelines, gid, known["draft_links"])
            parts = (newest, known["draft"], json.dumps(related), alerts, *known["gone"])
            key = key_of("draft", shell, gid, *parts)
            yield Unit(gid, DRAFT, key, related, alerts=alerts)
    key = key_of("shared", shell, pages, *summaries)
    yield Unit("", SHARED, key, summaries=tuple(summaries))
    yield Unit("", ASSETS, key_of("assets", shell))
    if handbook:
        yield Unit("", HANDBOOK, key_of("handbook", shell))


def _with_related(summary: str, related: Sequence[relations.Related]) -> str:
    """Return the summary, as JSON, with what the guideline is related to."""
    return json.dumps({**json.loads(summary), "related": related}) if related else summary
