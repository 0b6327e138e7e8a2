"""The whole build: what is stale is made in batches, and then put into the site.

All ways lead here: ``guidepress build`` and ``serve``, and MkDocs itself through ``hooks.py``.
Nothing in the site is touched until all that is new has been made.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guidepress.problem import UnusableError
from guidepress.site.build_manifest import lock, read_manifest, write_manifest
from guidepress.site.inputs import (
    find_pages,
    find_shell_key,
    find_static_files,
    hash_files,
    key_of,
    refuse_path,
)
from guidepress.site.plan import STATIC, plan_units, read_guidelines, refuse_releases
from guidepress.site.sync import find_altered, list_site
from guidepress.site.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor

    from guidepress.site.batch import Batch
    from guidepress.site.build_manifest import Manifest, Record
    from guidepress.site.plan import Unit
    from guidepress.site.sync import Listing

# Where ``serve`` builds what it shows.
PREVIEW = Path(".cache") / "guidepress" / "preview"
# A run of MkDocs costs 0.3 s before its first page; more units in one run save less of that, need
# more memory, and leave less to share out.
BATCH = 300
# So few units are made sooner than a second process has started.
FEW = 50


@dataclass(frozen=True)
class Request:
    """What is to be built, and where.

    ``words`` are what a command line says otherwise than ``mkdocs.yml``; ``policy`` tells whether
    pages get a Content-Security-Policy. What was frozen ``against`` has to be the same here.
    """

    project: Path
    site: Path
    drafts: bool = False
    words: tuple[str, ...] = ()
    policy: bool = True
    cached: bool = True
    against: str | None = None


@dataclass(frozen=True, kw_only=True)
class Built:
    """What a build did.

    ``rendered`` are the names of the units that were made, ``written`` counts the files of the
    site that changed, ``removed`` are the names of files that were not ours, ``problems`` the
    number of errors by guideline whose draft has some. ``restored`` tells that files of the site
    had been altered, ``completed`` that the last build had been interrupted. ``warnings`` are
    lines on the releases, which are no reason not to publish them.
    """

    folder: Path
    guidelines: int
    released: int
    rendered: tuple[str, ...] = ()
    written: int = 0
    removed: tuple[str, ...] = ()
    problems: tuple[tuple[str, int], ...] = ()
    restored: bool = False
    completed: bool = False
    warnings: tuple[str, ...] = ()

    def describe_problems(self) -> Iterator[str]:
        """Yield a line for each draft with errors."""
        for gid, count in self.problems:
            yield (
                f"{gid}: the draft has {count} problem{'s' if count > 1 else ''}: "
                f"see `guidepress validate {gid}`"
            )


def build_site(  # noqa: PLR0913  # what a caller may choose
    project: Path,
    *,
    drafts: bool = False,
    jobs: int | None = None,
    cached: bool = True,
    executor: Executor | None = None,
    against: str | None = None,
    report: Callable[[int, int], None] = lambda _done, _total: None,
) -> Built:
    """Build the site of a project into its folder ``site``.

    ``executor`` follows ``concurrent.futures.Executor``; its workers must see the project's folder.
    Without one there are ``jobs`` processes (as many as cores), or none where one batch is enough.
    ``against`` is a git revision, a folder or an earlier SHA256SUMS: what was frozen there has to
    be the same here.
    ``report`` is told how many guidelines are done, of how many that are to be made.
    Raises UnusableError, and leaves the old site as it was, where anything is wrong.
    """
    project = project.resolve()
    if not (project / "mkdocs.yml").is_file():
        message = f"{project} has no mkdocs.yml: build in the folder of a project (guidepress init)"
        raise UnusableError(message)
    site = project / "site"
    request = Request(project, site, drafts=drafts, cached=cached, against=against)
    with (
        Workers(jobs or os.cpu_count() or 1, executor) as workers,
        open_build(request, workers) as build,
    ):
        if build.is_up_to_date():
            build.save_stamps()
            return build.describe()
        # Only now is it worth while to load MkDocs.
        from guidepress.site.batch import render_batch
        from guidepress.site.finish import finish

        parts = _cut(build.stale, workers.count(few=len(build.stale) <= FEW))
        calls = [(build.batch(part, number),) for number, part in enumerate(parts)]
        total, done, rendered = _count(unit.name for unit in build.stale), 0, []
        for each in workers.run(render_batch, calls):
            rendered.append(each)
            done += _count(each.units)
            report(done, total)
        return finish(build, rendered)


def _cut(units: Sequence[Unit], workers: int) -> list[list[Unit]]:
    """Share the units out, those of a guideline together."""
    size = max(1, min(BATCH, -(-len(units) // workers)))
    parts: list[list[Unit]] = [[]]
    for _, group in groupby(units, attrgetter("guideline")):
        if len(parts[-1]) >= size:
            parts.append([])
        parts[-1] += group
    return [part for part in parts if part]


def _count(names: Iterable[str]) -> int:
    return len({name.partition("/")[0] for name in names} - {""})


@contextmanager
def open_build(request: Request, workers: Workers) -> Iterator[Build]:
    """Hold the lock of a site, and find out what is stale in it.

    Raises UnusableError if another build is running, or the site may not be written into.
    """
    refuse_path(request.project)
    home = _find_home(request)
    _check_site(request.site, home)
    with lock(home):
        _remove_rooms(home)
        try:
            yield _plan(request, home, workers)
        finally:
            _remove_rooms(home)


def _check_site(site: Path, home: Path) -> None:
    """Make sure that no build takes files out of a folder that is no site."""
    if site.is_symlink():
        raise UnusableError(f"{site} is a link: let it be a folder, and link to it from elsewhere")
    known = home.name in {"site", "serve"} or (home / "manifest.json").is_file()
    if not known and site.is_dir() and any(site.iterdir()):
        raise UnusableError(f"{site} is not empty, and no build made it: name another folder")


def _find_home(request: Request) -> Path:
    """Return the folder for all that is known of a site."""
    root = request.project / ".cache" / "guidepress"
    names = {request.project / "site": "site", request.project / PREVIEW: "serve"}
    site = request.site.parent.resolve() / request.site.name
    return root / names.get(site, f"site-{key_of(str(site))[:12]}")


def _remove_rooms(home: Path) -> None:
    for room in home.glob("run-*"):
        shutil.rmtree(room, ignore_errors=True)


def _plan(request: Request, home: Path, workers: Workers) -> Build:
    project, drafts = request.project, request.drafts
    warnings = refuse_releases(project, workers, against=request.against, cached=request.cached)
    shell = find_shell_key(project, str(drafts), str(request.policy), *request.words)
    manifest = read_manifest(home, shell)
    if "handbook" not in manifest.frame:
        from guidepress.site.publication import read_publication

        manifest.frame["handbook"] = read_publication(project / "mkdocs.yml").handbook
    before = manifest.guidelines if request.cached else {}
    guidelines = read_guidelines(project, before, workers, drafts=drafts)
    handbook, pages = manifest.frame["handbook"], hash_files(find_pages(project))
    units = plan_units(guidelines, shell, drafts=drafts, handbook=handbook, pages=pages)
    wanted = {unit.name: unit for unit in units}
    listing = list_site(request.site)
    altered = find_altered(request.site, listing, manifest)
    stale = [
        unit
        for name, unit in wanted.items()
        if not request.cached
        or name in altered
        or manifest.units.get(name, {}).get("key") != unit.key
    ]
    return Build(
        request=request,
        home=home,
        manifest=manifest,
        guidelines=guidelines,
        wanted=wanted,
        stale=sorted(stale),
        listing=listing,
        altered=altered,
        warnings=warnings,
    )


@dataclass(frozen=True, kw_only=True)
class Build:
    """A build: what is wanted, what of that is stale, and what is in the site now."""

    request: Request
    home: Path
    manifest: Manifest
    guidelines: dict[str, Any]
    wanted: Mapping[str, Unit]
    stale: Sequence[Unit]
    listing: Listing
    altered: Collection[str]
    warnings: tuple[str, ...] = ()

    def is_up_to_date(self) -> bool:
        """Tell whether the site is as it should be."""
        units, known = self.manifest.units, self.manifest.list_files()
        files = find_static_files(self.request.project)
        static = units.get(STATIC, {}).get("key") == hash_files(files)
        joined = units.keys() - self.wanted.keys()
        return (
            static
            and not self.stale
            and not self.altered
            and self.listing.keys() == known.keys()
            and all(name.startswith("/") for name in joined)
            and self.manifest.placing is None
        )

    def save_stamps(self) -> None:
        """Write down which files were found to be as they were, though their times differ."""
        if self.guidelines != self.manifest.guidelines:
            write_manifest(self.home, replace(self.manifest, guidelines=self.guidelines))

    def batch(self, units: Iterable[Unit], number: int = 0) -> Batch:
        """Return a batch of units with a room of its own."""
        from guidepress.site.batch import Batch

        request = self.request
        room = self.home / f"run-{number}"
        return Batch(request.project, self.home, room, tuple(units), request.drafts, request.policy)

    def describe(self, units: Mapping[str, Record] | None = None) -> Built:
        """Return what is to be said of a site with these units; of the one that is there."""
        units = self.manifest.units if units is None else units
        broken = (
            (name, unit["problems"]) for name, unit in sorted(units.items()) if "problems" in unit
        )
        return Built(
            folder=self.request.site,
            guidelines=len(self.guidelines),
            released=sum(bool(each["releases"]) for each in self.guidelines.values()),
            problems=tuple((name.partition("/")[0], count) for name, count in broken),
            warnings=self.warnings,
        )
