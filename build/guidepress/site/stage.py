"""Content and releases become a tree of files that any site generator can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.content import find_guideline_folders, read_content
from guidepress.diff import find_repeated_ids
from guidepress.history import Archive, read_archive
from guidepress.problem import UnusableError
from guidepress.site.api import stage_api
from guidepress.site.pages import (
    render_about,
    render_broken_draft,
    render_changes,
    render_compare,
    render_current,
    render_draft,
    render_home,
    render_release,
    render_scale,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from guidepress.content import Content
    from guidepress.model import Scale

KEPT = frozenset({".gitkeep"})


def stage_project(project: Path, stage: Path, *, drafts: bool, forgiving: bool = False) -> None:
    """Write the staged tree of a project.

    Raises UnusableError where a release was tampered with, or a draft cannot be read; a forgiving
    stage (an editor is looking) has a page instead that says what is wrong with the draft.
    """
    archives = read_archives(project)
    tree = stage_released(archives)
    if drafts:
        tree |= stage_drafts(project, archives, forgiving=forgiving)
    write_tree(tree, stage)


def read_archives(project: Path) -> list[Archive]:
    """Return the releases of every guideline; nothing is shown of an archive that was altered."""
    folders = list(find_guideline_folders(project))
    if not folders:
        message = f"{project} holds no guideline: there is no folder below content/"
        raise UnusableError(message)
    archives = [read_archive(folder, f"content/{folder.name}") for folder in folders]
    for archive in archives:
        if archive.problems:
            raise UnusableError(str(archive.problems[0]))
    return archives


def stage_released(archives: Sequence[Archive]) -> dict[str, bytes]:
    """Return all pages and JSON files of released versions, by name; a pure function."""
    pages = dict(_released_pages(archives))
    tree = {name: text.encode() for name, text in pages.items()}
    return tree | {f"api/v1/{name}": data for name, data in stage_api(archives).items()}


def _released_pages(archives: Sequence[Archive]) -> Iterator[tuple[str, str]]:
    yield "index.md", render_home(archives)
    yield "about/index.md", render_about()
    yield "compare/index.md", render_compare(archives)
    scales: dict[tuple[str, str], Scale] = {}
    for archive in archives:
        if archive.latest is None:
            continue
        yield f"{archive.id}/index.md", render_current(archive, archive.latest)
        yield f"{archive.id}/changes/index.md", render_changes(archive)
        for release in archive.releases:
            yield f"{archive.id}/{release.version}/index.md", render_release(archive, release)
            scales |= {(each.id, each.version): each for each in release.guideline.scales}
    for scale in sorted({scale for scale, _ in scales}):
        versions = [scales[key] for key in sorted(scales) if key[0] == scale]
        yield f"scales/{scale}/index.md", render_scale(versions)


def stage_drafts(
    project: Path, archives: Sequence[Archive], *, forgiving: bool
) -> dict[str, bytes]:
    """Return the pages of drafts, marked as such, and a home page that leads to them."""
    tree = {"index.md": render_home(archives, drafts=True).encode()}
    for archive in archives:
        shown = f"content/{archive.id}"
        content = read_content(project / shown, shown, project)
        if content.problems and not forgiving:
            message = f"the draft cannot be shown: {content.problems[0]}"
            raise UnusableError(message)
        tree[f"{archive.id}/draft/index.md"] = render_draft_page(archive, content).encode()
    return tree


def render_draft_page(archive: Archive, content: Content) -> str:
    """Return the page of a draft, or one that says what is wrong with it."""
    repeated = find_repeated_ids(content.bundle)
    if content.problems or repeated:
        faults = [str(problem) for problem in content.problems]
        return render_broken_draft(archive, faults or [f"the id {repeated[0]} is used twice"])
    changes = _draft_changes(archive, content.bundle)
    return render_draft(archive, content.guideline, content.bundle, changes)


def _draft_changes(archive: Archive, bundle: object) -> list[dict[str, object]]:
    from guidepress.classify import describe

    if archive.latest is None:
        return []
    delta = describe(archive.latest.bundle, bundle, archive.latest.version, "draft")
    return [change.to_json() for change in delta.changes]


def write_tree(tree: Mapping[str, bytes], folder: Path) -> None:
    """Make the folder hold exactly the tree; files that are the same are not touched."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in tree.items():
        file = folder / name
        if not file.is_file() or file.read_bytes() != data:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
    for name in list_tree(folder):
        if name not in tree:
            (folder / name).unlink()
    for each in sorted(folder.rglob("*"), reverse=True):
        if each.is_dir() and not any(each.iterdir()):
            each.rmdir()


def list_tree(folder: Path) -> list[str]:
    """Return the names of the staged files, sorted."""
    files = (file for file in folder.rglob("*") if file.is_file() and file.name not in KEPT)
    return sorted(file.relative_to(folder).as_posix() for file in files)
