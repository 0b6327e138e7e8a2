"""Content and releases become a tree of files that any site generator can read.

A tree is a mapping of file names to bytes. ``stage_guideline`` depends on one guideline alone,
``stage_shared`` on the summaries of all: so nothing holds all guidelines at once, and batches of
them can be built apart. What names every file (checksums) is joined at the end.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from guidepress.diff import find_repeated_ids
from guidepress.history import Archive, read_archive
from guidepress.problem import UnusableError
from guidepress.project import find_guideline_folders
from guidepress.site.api import stage_api_index, stage_current_api, stage_release_api, stage_sums
from guidepress.site.cite import cite_release, stage_citation
from guidepress.site.feeds import guideline_feed, site_feed, stage_feed
from guidepress.site.handbook import stage_handbook
from guidepress.site.llms import render_llms
from guidepress.site.news import tell_releases
from guidepress.site.pages import (
    render_broken_draft,
    render_changes,
    render_current,
    render_draft,
    render_release,
)
from guidepress.site.script import SCRIPT, render_script
from guidepress.site.shared_pages import (
    render_about,
    render_api,
    render_compare,
    render_home,
    render_scale,
)
from guidepress.site.staged import remove_orphans, write_files
from guidepress.site.summary import summarize
from guidepress.site.tombstone import find_tombstone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from guidepress.content import Content
    from guidepress.history import Release
    from guidepress.site.publication import Publication
    from guidepress.site.summary import Summary

API = "api/v1/"


def stage_project(
    project: Path,
    stage: Path,
    publication: Publication,
    *,
    drafts: bool,
    forgiving: bool = False,
) -> None:
    """Write the staged tree of a project, one guideline after the other.

    Raises UnusableError where a release was tampered with, or a draft cannot be read; a forgiving
    stage (an editor is looking) has a page instead that says what is wrong with the draft.
    """
    names: set[str] = set()
    digests: dict[str, str] = {}
    for tree in _trees(project, publication, drafts=drafts, forgiving=forgiving):
        write_files(tree, stage)
        names |= tree.keys()
        digests |= find_digests(tree)
    sums = _below(API, stage_sums(digests))
    write_files(sums, stage)
    remove_orphans(stage, names | sums.keys())


def _trees(
    project: Path, publication: Publication, *, drafts: bool, forgiving: bool
) -> Iterator[Mapping[str, bytes]]:
    summaries = []
    for archive in find_archives(project):
        summaries.append(summarize(archive))
        yield stage_guideline(archive, publication)
        if drafts:
            yield stage_draft(project, archive, forgiving=forgiving)
    yield stage_shared(summaries, publication, drafts=drafts)
    if publication.handbook:
        yield stage_handbook()


def find_archives(project: Path) -> Iterator[Archive]:
    """Yield the releases of each guideline; nothing is shown of an archive that was altered."""
    folders = list(find_guideline_folders(project))
    if not folders:
        message = f"{project} holds no guideline: there is no folder below content/"
        raise UnusableError(message)
    for folder in folders:
        archive = read_archive(folder, f"content/{folder.name}")
        if archive.problems:
            raise UnusableError(str(archive.problems[0]))
        yield archive


def stage_guideline(archive: Archive, publication: Publication) -> dict[str, bytes]:
    """Return the pages and JSON files of one guideline's releases; a pure function of them."""
    tree = stage_current(archive, publication)
    for release in archive.releases:
        tree |= stage_release(archive, release, publication)
    return tree


def stage_current(archive: Archive, publication: Publication) -> dict[str, bytes]:
    """Return what each release of a guideline makes anew: its page, its changes, its indexes."""
    if archive.latest is None:
        return {}
    gid = archive.id
    pages = {
        f"{gid}/index.md": render_current(archive, archive.latest, publication),
        f"{gid}/changes/index.md": render_changes(archive),
    }
    files = stage_feed(guideline_feed(tell_releases(archive)), publication)
    return _encoded(pages) | files | _below(f"{API}{gid}/", stage_current_api(archive))


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


def archive_until(archive: Archive, release: Release) -> Archive:
    """Return the archive as it was when the release was the newest."""
    until = archive.releases[: archive.releases.index(release) + 1]
    return Archive(
        id=archive.id, listed=tuple(each.version for each in until), releases=tuple(until)
    )


def stage_draft(project: Path, archive: Archive, *, forgiving: bool = False) -> dict[str, bytes]:
    """Return the page of a guideline's draft, marked as such."""
    from guidepress.content import read_content

    shown = f"content/{archive.id}"
    content = read_content(project / shown, shown, project)
    if content.problems and not forgiving:
        message = f"the draft cannot be shown: {content.problems[0]}"
        raise UnusableError(message)
    return _encoded({f"{archive.id}/draft/index.md": render_draft_page(archive, content)})


def render_draft_page(archive: Archive, content: Content) -> str:
    """Return the page of a draft, or one that says what is wrong with it."""
    repeated = find_repeated_ids(content.bundle)
    if content.problems or repeated:
        faults = [str(problem) for problem in content.problems]
        return render_broken_draft(archive, faults or [f"the id {repeated[0]} is used twice"])
    changes = _draft_changes(archive, content.bundle)
    return render_draft(archive, content.guideline, content.bundle, changes)


def _draft_changes(archive: Archive, bundle: Mapping[str, Any]) -> list[dict[str, Any]]:
    from guidepress.classify import describe

    if archive.latest is None or archive.is_left_withdrawn(bundle):
        return []
    latest = archive.latest
    stood = archive.stood_before(latest.bundle)
    delta = describe(latest.bundle, bundle, latest.version, "draft", stood=stood)
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
        SCRIPT: render_script(),
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
