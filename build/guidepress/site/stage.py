"""Content and releases become a tree of files that any site generator can read.

A tree is a mapping of file names to bytes. Each unit has a tree of its own, which depends on one
guideline and on what is known of the others: so nothing holds all guidelines at once, and units can
be made apart. What names every file (checksums) is joined at the end.
"""

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from guidepress.content import Content, read_content, read_people
from guidepress.diff.compare import find_repeated_ids
from guidepress.diff.fact import canonical
from guidepress.history.archive import Archive, Release, is_consultation
from guidepress.history.figures import list_figures, name_figure
from guidepress.history.reading import read_archive
from guidepress.model import from_data
from guidepress.problem import UnusableError
from guidepress.release.reasons import compare_draft
from guidepress.report.changes.compared import Compared
from guidepress.resources import SITE_OVERRIDES_FOLDER
from guidepress.site import api, pages, plan, shared_pages
from guidepress.site.cite import cite_release, stage_citation
from guidepress.site.feeds import guideline_feed, site_feed, stage_feed
from guidepress.site.handbook import stage_handbook, stage_pages
from guidepress.site.inputs import find_pages, refuse_path
from guidepress.site.net import NET, render_net
from guidepress.site.news import tell_alerts, tell_relations, tell_releases
from guidepress.site.places import render_entries, render_pages
from guidepress.site.plan import Unit
from guidepress.site.publication import Publication, read_publication
from guidepress.site.script import render_scripts
from guidepress.site.search import find_words, join_search
from guidepress.site.summary import Summary, find_tombstone
from guidepress.site.workers import Workers

API = "api/v1/"
# The one page of ours that a publisher may write anew.
ABOUT = "about/index.md"
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
    warnings = plan.refuse_releases(project, Workers(), against=against, cached=cached)
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
        "extra": {"guidepress": {"drafts": drafts, "style": publication.style}},
        "hooks": [],
        "watch": [],
    }
    write_files({"mkdocs.yml": yaml.safe_dump(settings, sort_keys=False).encode()}, folder)
    return warnings


def stage_project(project: Path, stage: Path, publication: Publication, *, drafts: bool) -> None:
    """Write the pages and files of a whole project, one unit after the other.

    Raises UnusableError where a release was altered.
    """
    guidelines = plan.read_guidelines(project, {}, Workers(), drafts=drafts)
    units = list(plan.plan_units(guidelines, "", drafts=drafts, handbook=publication.handbook))
    names: set[str] = set()
    digests: dict[str, str] = {}
    words: dict[str, Any] = {}
    for _, tree in stage_units(project, units, publication, drafts=drafts):
        write_files(tree, stage)
        names |= tree.keys()
        digests |= find_digests(tree)
        words |= find_words(tree)
    joined = _below(API, api.stage_sums(digests)) | join_search(words)
    write_files(joined, stage)
    remove_orphans(stage, names | joined.keys())


def stage_units(
    project: Path, units: Iterable[Unit], publication: Publication, *, drafts: bool
) -> Iterator[tuple[Unit, dict[str, bytes]]]:
    """Yield the tree of each unit; of the archives, only the last one is kept in memory."""
    last: list[Archive] = []
    for unit in units:
        if unit.guideline and (not last or last[0].id != unit.guideline):
            shown = f"content/{unit.guideline}"
            last = [read_archive(project / shown, shown)]
            plan.check_archive(last[0])
        if unit.guideline:
            yield unit, _stage_guideline_unit(project, unit, last[0], publication)
        else:
            yield unit, _stage_shared_unit(project, unit, publication, drafts=drafts)


def _stage_guideline_unit(
    project: Path, unit: Unit, archive: Archive, publication: Publication
) -> dict[str, bytes]:
    if unit.part in {plan.CURRENT, plan.DRAFT}:
        shown = f"content/{archive.id}"
        outside = plan.Outside(
            unit.related, read_people(project / shown, shown), json.loads(unit.alerts)
        )
        if unit.part == plan.DRAFT:
            return stage_draft(project, archive, outside)
        return stage_current(archive, publication, outside)
    release = archive.release(unit.part)
    if release is None:
        return stage_removed(archive, unit.part)
    return stage_release(archive, release, publication)


def _stage_shared_unit(
    project: Path, unit: Unit, publication: Publication, *, drafts: bool
) -> dict[str, bytes]:
    if unit.part == plan.HANDBOOK:
        return stage_handbook()
    if unit.part == plan.ASSETS:
        return render_scripts()
    summaries = [from_data(Summary, json.loads(each)) for each in unit.summaries]
    tree = stage_shared(summaries, publication, drafts=drafts)
    own = stage_pages(find_pages(project))
    for name in sorted(own.keys() & tree.keys() - {ABOUT}):
        message = f"pages/{name} would overwrite a page of the build, and only {ABOUT} may"
        raise UnusableError(message)
    return tree | own | render_pages(tree | own)


def stage_current(
    archive: Archive, publication: Publication, outside: plan.Outside = pages.NOTHING
) -> dict[str, bytes]:
    """Return what each release of a guideline makes anew: its page, its changes, its indexes."""
    if not archive.releases:
        return {}
    gid, latest = archive.id, archive.latest
    texts = {
        f"{gid}/index.md": pages.render_current(archive, latest, publication, outside)
        if latest
        else pages.render_unreleased(archive),
        f"{gid}/changes/index.md": pages.render_changes(archive),
    }
    news = (
        *tell_releases(archive),
        *tell_relations(archive, outside.related),
        *tell_alerts(archive, outside.alerts),
    )
    files = stage_feed(guideline_feed(news), publication)
    apps = _below(f"{API}{gid}/", api.stage_current_api(archive, outside.related, outside.alerts))
    return _encoded(texts) | files | render_entries(archive, outside.related) | apps


def stage_release(archive: Archive, release: Release, publication: Publication) -> dict[str, bytes]:
    """Return the page and files of one release, which later releases do not change.

    They are made from what was known then, and from the tombstone that a later release may have
    put on this one: nothing else of the archive may be used here, or old pages go stale.
    """
    tombstone = find_tombstone(archive, release)
    until = archive_until(archive, release)
    page = pages.render_release(until, release, publication, tombstone)
    name = f"{archive.id}/{release.version}/"
    files = _below(f"{API}{name}", api.stage_release_api(archive, release))
    beside = {**stage_citation(cite_release(api.exported(archive, release), publication))}
    if not is_consultation(release.version):
        beside[NET] = canonical(render_net(until, release))
    return _encoded({f"{name}index.md": page}) | _below(name, beside) | files


def stage_removed(archive: Archive, version: str) -> dict[str, bytes]:
    """Return the page of a version that was removed by law, and what is left of its files."""
    name = f"{archive.id}/{version}/"
    files = _below(f"{API}{name}", api.stage_removed_api(archive, version))
    return _encoded({f"{name}index.md": pages.render_removed(archive, version)}) | files


def archive_until(archive: Archive, release: Release) -> Archive:
    """Return the archive as it was when the release was the newest."""
    until = archive.releases[: archive.releases.index(release) + 1]
    return Archive(
        id=archive.id,
        listed=tuple(each.version for each in until),
        releases=tuple(until),
        tombstones=archive.tombstones,
    )


def stage_draft(
    project: Path, archive: Archive, outside: plan.Outside = pages.NOTHING
) -> dict[str, bytes]:
    """Return the page of a guideline's draft, marked as such, or a page that says what is wrong."""
    shown = f"content/{archive.id}"
    content = read_content(project / shown, shown, project)
    page = render_draft_page(archive, content, outside)
    home = f"{archive.id}/draft/"
    return _encoded({f"{home}index.md": page}) | _below(home, _stage_draft_images(content))


def _stage_draft_images(content: Content) -> dict[str, bytes]:
    """Return the images of a draft by their names below its folder."""
    wanted = set(list_figures(content.bundle))
    sound = [each for each in content.figures.values() if not each.fault]
    digests = [sha256(each.data).hexdigest() for each in sound]
    pairs = zip(sound, digests, strict=True)
    named = {name_figure({"sha256": d, "media_type": e.media_type}): e.data for e, d in pairs}
    return {f"files/{name}": data for name, data in named.items() if name in wanted}


def render_draft_page(
    archive: Archive, content: Content, outside: plan.Outside = pages.NOTHING
) -> str:
    """Return the page of a draft, or one that says what is wrong with it."""
    repeated = find_repeated_ids(content.bundle)
    if content.problems or repeated:
        faults = [str(problem) for problem in content.problems]
        return pages.render_broken_draft(archive, faults or [f"the id {repeated[0]} is used twice"])
    delta = compare_draft(archive, content)
    changes = [change.to_json() for change in delta.changes] if delta else []
    remarks = [*Compared(delta, content).remarks()] if delta else []
    sides = (content.guideline, content.bundle)
    return pages.render_draft(archive, *sides, changes, outside, remarks=remarks)


def stage_shared(
    summaries: Sequence[Summary], publication: Publication, *, drafts: bool = False
) -> dict[str, bytes]:
    """Return what speaks of all guidelines, or of none: home, scales, about, the API's index."""
    texts = {
        **shared_pages.render_home(summaries, drafts=drafts),
        ABOUT: shared_pages.render_about(),
        "api/index.md": shared_pages.render_api(summaries),
        "llms.txt": shared_pages.render_llms(summaries, publication),
        "compare/index.md": shared_pages.render_compare(summaries),
    }
    scales = {(each.id, each.version): each for all_ in summaries for each in all_.scales}
    for scale in sorted({scale for scale, _ in scales}):
        versions = [scales[key] for key in sorted(scales) if key[0] == scale]
        texts[f"scales/{scale}/index.md"] = shared_pages.render_scale(versions)
    feed = site_feed(publication, [each.news for each in summaries])
    files = stage_feed(feed, publication)
    return _encoded(texts) | files | _below(API, api.stage_api_index(summaries))


def _encoded(texts: Mapping[str, str]) -> dict[str, bytes]:
    return {name: text.encode() for name, text in texts.items()}


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
