"""Content and releases become a tree of files that any site generator can read.

A tree is a mapping of file names to bytes. Each unit has a tree of its own, which depends on one
guideline and on what is known of the others: so nothing holds all guidelines at once, and units can
be made apart. What names every file (checksums) is joined at the end.
"""

from __future__ import annotations

import json
import os
import shutil
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from guidepress.content import read_people
from guidepress.diff import find_repeated_ids
from guidepress.history import Archive, read_archive
from guidepress.model import from_data
from guidepress.resources import SITE_OVERRIDES_FOLDER
from guidepress.site.api import (
    stage_api_index,
    stage_current_api,
    stage_release_api,
    stage_removed_api,
    stage_sums,
)
from guidepress.site.cite import cite_release, stage_citation
from guidepress.site.feeds import guideline_feed, site_feed, stage_feed
from guidepress.site.handbook import stage_handbook
from guidepress.site.images import stage_draft_images
from guidepress.site.inputs import refuse_path
from guidepress.site.llms import render_llms
from guidepress.site.news import tell_alerts, tell_relations, tell_releases
from guidepress.site.pages import (
    NOTHING,
    render_broken_draft,
    render_changes,
    render_current,
    render_draft,
    render_release,
    render_removed,
    render_unreleased,
)
from guidepress.site.plan import (
    ASSETS,
    CURRENT,
    DRAFT,
    HANDBOOK,
    Outside,
    check_archive,
    plan_units,
    read_guidelines,
    refuse_releases,
)
from guidepress.site.publication import Publication, read_publication
from guidepress.site.script import SCRIPT, render_script
from guidepress.site.shared_pages import (
    render_about,
    render_api,
    render_compare,
    render_home,
    render_scale,
)
from guidepress.site.summary import Summary
from guidepress.site.tombstone import find_tombstone
from guidepress.site.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from guidepress.content import Content
    from guidepress.history import Release
    from guidepress.site.plan import Unit

API = "api/v1/"
# Hooks and our own templates have done their work when pages are staged.
_NOT_SHOWN = shutil.ignore_patterns("*.py", "__pycache__", "templates")


def stage_for_others(
    project: Path, folder: Path, *, drafts: bool, against: str | None = None, cached: bool = True
) -> tuple[str, ...]:
    """Write what other site generators need into a folder: pages, theme, settings without hooks.

    Returns warnings on the releases. Raises UnusableError where one was altered.
    """
    import yaml

    refuse_path(project)
    warnings = refuse_releases(project, Workers(), against=against, cached=cached)
    publication = read_publication(project / "mkdocs.yml")
    stage_project(project, folder / "docs", publication, drafts=drafts)
    shutil.rmtree(folder / "theme", ignore_errors=True)
    for theme in (SITE_OVERRIDES_FOLDER, *publication.themes):
        shutil.copytree(theme, folder / "theme", ignore=_NOT_SHOWN, dirs_exist_ok=True)
    settings = {
        "INHERIT": os.path.relpath(project / "mkdocs.yml", folder),
        "docs_dir": "docs",
        "site_dir": "site",
        "theme": {"custom_dir": "theme"},
        "extra": {"guidepress": {"drafts": drafts}},
        "hooks": [],
        "watch": [],
    }
    write_files({"mkdocs.yml": yaml.safe_dump(settings, sort_keys=False).encode()}, folder)
    return warnings


def stage_project(project: Path, stage: Path, publication: Publication, *, drafts: bool) -> None:
    """Write the pages and files of a whole project, one unit after the other.

    Raises UnusableError where a release was altered.
    """
    guidelines = read_guidelines(project, {}, Workers(), drafts=drafts)
    units = list(plan_units(guidelines, "", drafts=drafts, handbook=publication.handbook))
    names: set[str] = set()
    digests: dict[str, str] = {}
    for _, tree in stage_units(project, units, publication, drafts=drafts):
        write_files(tree, stage)
        names |= tree.keys()
        digests |= find_digests(tree)
    sums = _below(API, stage_sums(digests))
    write_files(sums, stage)
    remove_orphans(stage, names | sums.keys())


def stage_units(
    project: Path, units: Iterable[Unit], publication: Publication, *, drafts: bool
) -> Iterator[tuple[Unit, dict[str, bytes]]]:
    """Yield the tree of each unit; of the archives, only the last one is kept in memory."""
    last: list[Archive] = []
    for unit in units:
        if unit.guideline and (not last or last[0].id != unit.guideline):
            shown = f"content/{unit.guideline}"
            last = [read_archive(project / shown, shown)]
            check_archive(last[0])
        if unit.guideline:
            yield unit, _stage_guideline_unit(project, unit, last[0], publication)
        else:
            yield unit, _stage_shared_unit(unit, publication, drafts=drafts)


def _stage_guideline_unit(
    project: Path, unit: Unit, archive: Archive, publication: Publication
) -> dict[str, bytes]:
    if unit.part in {CURRENT, DRAFT}:
        shown = f"content/{archive.id}"
        outside = Outside(
            unit.related, read_people(project / shown, shown), json.loads(unit.alerts)
        )
        if unit.part == DRAFT:
            return stage_draft(project, archive, outside)
        return stage_current(archive, publication, outside)
    release = archive.release(unit.part)
    if release is None:
        return stage_removed(archive, unit.part)
    return stage_release(archive, release, publication)


def _stage_shared_unit(unit: Unit, publication: Publication, *, drafts: bool) -> dict[str, bytes]:
    if unit.part == HANDBOOK:
        return stage_handbook()
    if unit.part == ASSETS:
        return {SCRIPT: render_script().encode()}
    summaries = [from_data(Summary, json.loads(each)) for each in unit.summaries]
    return stage_shared(summaries, publication, drafts=drafts)


def stage_guideline(archive: Archive, publication: Publication) -> dict[str, bytes]:
    """Return the pages and JSON files of one guideline's releases; a pure function of them."""
    tree = stage_current(archive, publication)
    for release in archive.releases:
        tree |= stage_release(archive, release, publication)
    for version in (each for each in archive.listed if archive.release(each) is None):
        tree |= stage_removed(archive, version)
    return tree


def stage_current(
    archive: Archive, publication: Publication, outside: Outside = NOTHING
) -> dict[str, bytes]:
    """Return what each release of a guideline makes anew: its page, its changes, its indexes."""
    if not archive.releases:
        return {}
    gid, latest = archive.id, archive.latest
    pages = {
        f"{gid}/index.md": render_current(archive, latest, publication, outside)
        if latest
        else render_unreleased(archive),
        f"{gid}/changes/index.md": render_changes(archive),
    }
    news = (
        *tell_releases(archive),
        *tell_relations(archive, outside.related),
        *tell_alerts(archive, outside.alerts),
    )
    files = stage_feed(guideline_feed(news), publication)
    api = stage_current_api(archive, outside.related, outside.alerts)
    return _encoded(pages) | files | _below(f"{API}{gid}/", api)


def stage_release(
    archive: Archive,
    release: Release,
    publication: Publication,
) -> dict[str, bytes]:
    """Return the page and files of one release, which later releases do not change.

    They are made from what was known then, and from the tombstone that a later release may have
    put on this one: nothing else of the archive may be used here, or old pages go stale.
    """
    tombstone = find_tombstone(archive, release)
    until = archive_until(archive, release)
    page = render_release(until, release, publication, tombstone)
    name = f"{archive.id}/{release.version}/"
    files = _below(f"{API}{name}", stage_release_api(archive, release))
    cited = stage_citation(cite_release(release.guideline, publication))
    return _encoded({f"{name}index.md": page}) | _below(name, cited) | files


def stage_removed(archive: Archive, version: str) -> dict[str, bytes]:
    """Return the page of a version that was removed by law, and what is left of its files."""
    name = f"{archive.id}/{version}/"
    files = _below(f"{API}{name}", stage_removed_api(archive, version))
    return _encoded({f"{name}index.md": render_removed(archive, version)}) | files


def archive_until(archive: Archive, release: Release) -> Archive:
    """Return the archive as it was when the release was the newest."""
    until = archive.releases[: archive.releases.index(release) + 1]
    return Archive(
        id=archive.id,
        listed=tuple(each.version for each in until),
        releases=tuple(until),
        tombstones=archive.tombstones,
    )


def stage_draft(project: Path, archive: Archive, outside: Outside = NOTHING) -> dict[str, bytes]:
    """Return the page of a guideline's draft, marked as such, or a page that says what is wrong."""
    from guidepress.content import read_content

    shown = f"content/{archive.id}"
    content = read_content(project / shown, shown, project)
    page = render_draft_page(archive, content, outside)
    home = f"{archive.id}/draft/"
    return _encoded({f"{home}index.md": page}) | _below(home, stage_draft_images(content))


def render_draft_page(archive: Archive, content: Content, outside: Outside = NOTHING) -> str:
    """Return the page of a draft, or one that says what is wrong with it."""
    repeated = find_repeated_ids(content.bundle)
    if content.problems or repeated:
        faults = [str(problem) for problem in content.problems]
        return render_broken_draft(archive, faults or [f"the id {repeated[0]} is used twice"])
    changes = _draft_changes(archive, content.bundle)
    return render_draft(archive, content.guideline, content.bundle, changes, outside)


def _draft_changes(archive: Archive, bundle: Mapping[str, Any]) -> list[dict[str, Any]]:
    from guidepress.classify import describe

    if archive.latest is None or archive.is_left_withdrawn(bundle):
        return []
    latest = archive.latest
    stood = archive.stood_before(latest.bundle)
    past = archive.before(latest.version)
    delta = describe(latest.bundle, bundle, latest.version, "draft", stood=stood, past=past)
    return [change.to_json() for change in delta.changes]


def stage_shared(
    summaries: Sequence[Summary], publication: Publication, *, drafts: bool = False
) -> dict[str, bytes]:
    """Return what speaks of all guidelines, or of none: home, scales, about, the API's index."""
    pages = {
        "index.md": render_home(summaries, drafts=drafts),
        "about/index.md": render_about(),
        "api/index.md": render_api(summaries),
        "llms.txt": render_llms(summaries, publication),
        "compare/index.md": render_compare(summaries),
    }
    scales = {(each.id, each.version): each for all_ in summaries for each in all_.scales}
    for scale in sorted({scale for scale, _ in scales}):
        versions = [scales[key] for key in sorted(scales) if key[0] == scale]
        pages[f"scales/{scale}/index.md"] = render_scale(versions)
    feed = site_feed(publication, [each.news for each in summaries])
    files = stage_feed(feed, publication)
    return _encoded(pages) | files | _below(API, stage_api_index(summaries))


def _encoded(pages: Mapping[str, str]) -> dict[str, bytes]:
    return {name: text.encode() for name, text in pages.items()}


def _below(folder: str, tree: Mapping[str, bytes]) -> dict[str, bytes]:
    return {folder + name: data for name, data in tree.items()}


def find_digests(tree: Mapping[str, bytes]) -> dict[str, str]:
    """Return the sha256 of each file of the API, by its name below ``api/v1/``."""
    return {
        name.removeprefix(API): sha256(data).hexdigest()
        for name, data in tree.items()
        if name.startswith(API)
    }


def write_files(tree: Mapping[str, bytes], folder: Path) -> None:
    """Write the files below the folder; those that are the same are not touched."""
    for name, data in tree.items():
        file = folder / name
        if not file.is_file() or file.read_bytes() != data:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)


def remove_orphans(folder: Path, names: Iterable[str]) -> None:
    """Remove the files that are not named, and folders that are empty then."""
    kept = {*names, ".gitkeep"}
    for each in sorted(folder.rglob("*"), reverse=True):
        if each.is_dir() and not each.is_symlink():
            if not any(each.iterdir()):
                each.rmdir()
        elif each.relative_to(folder).as_posix() not in kept:
            each.unlink()
