"""What was made is joined with what did not change, and put into the site; the manifest is last."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.problem import UnusableError
from guidepress.site.build_manifest import announce, prune, recall, write_manifest
from guidepress.site.handbook import find_dead_links
from guidepress.site.inputs import find_pages
from guidepress.site.joins import copy_static_files, write_sitemap, write_sums, write_unit
from guidepress.site.plan import STATIC
from guidepress.site.search import join_search
from guidepress.site.sync import Target, is_empty_folder, place_files, remove_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from guidepress.site.batch import Rendered
    from guidepress.site.build import Build, Built
    from guidepress.site.build_manifest import Record


class _Made(NamedTuple):
    """All units of the site; what surrounds them in joined files; where new files were made."""

    units: dict[str, Record]
    frame: dict[str, Any]
    sources: dict[str, Path]

    def add(self, units: Mapping[str, Record], site: Path) -> None:
        """Add units whose files are in a folder; those that were there already keep their files."""
        self.units.update(units)
        self.sources.update((file, site) for unit in units.values() for file in unit["files"])


def finish(build: Build, rendered: Sequence[Rendered]) -> Built:
    """Put what was made into the site, with what is joined from all units.

    Raises UnusableError, and touches nothing, where two things would have the same name, or
    ``mkdocs.yml`` or a page of the project names a file that is not there.
    """
    old = build.manifest
    standing = {name: unit for name, unit in old.units.items() if name in build.wanted}
    made = _Made(standing, dict(old.frame), {})
    for each in rendered:
        made.frame.update(each.frame)
        made.add(each.units, each.site)
    _join(build, made)
    targets = _find_targets(made, build.request.site)
    _check_named_files(made.frame.get("named", ()), targets)
    if dead := list(find_dead_links(find_pages(build.request.project), targets)):
        more = f" (and {len(dead) - 1} more)" if len(dead) > 1 else ""
        raise UnusableError(dead[0] + more)
    written, removed = _place(build, made.units, targets)
    new = replace(old, guidelines=build.guidelines, units=made.units, frame=made.frame)
    write_manifest(build.home, new)
    kept = (str(each.get("search")) for each in made.units.values())
    prune(build.home, {*kept})
    return replace(
        build.describe(made.units),
        rendered=tuple(sorted(name for each in rendered for name in each.units)),
        written=written,
        removed=removed,
        restored=bool(build.altered) and old.placing is None,
        completed=old.placing is not None,
    )


def _join(build: Build, made: _Made) -> None:
    """Add what is joined from all units, and the static files."""
    joined, static = build.home / "run-joined", build.home / "run-static"
    newest = max((each.get("newest", "") for each in build.guidelines.values()), default="")
    words: dict[str, Any] = {}
    for unit in made.units.values():
        if "search" in unit:
            words |= json.loads(recall(build.home, unit["search"]))
    there = {} if "/sums" in build.altered else build.manifest.list_files()
    units = {
        "/sitemap": write_sitemap(joined, made.units, made.frame, newest),
        "/sums": write_sums(joined, made.units, there),
        "/search": write_unit(joined, join_search(words), {}),
    }
    made.add(units, joined)
    made.add({STATIC: copy_static_files(static, build.request.project)}, static)


def _find_targets(made: _Made, site: Path) -> dict[str, Target]:
    """Return all files of the site. Raises UnusableError where two have the same place."""
    targets: dict[str, Target] = {}
    for unit in made.units.values():
        for name, known in unit["files"].items():
            if name in targets:
                raise _double(name)
            targets[name] = Target(made.sources.get(name, site), known[-1])
    for name in made.units[STATIC]["files"]:
        above = {each.as_posix() for each in PurePosixPath(name).parents}
        if above & targets.keys() or any(each.startswith(f"{name}/") for each in targets):
            raise _double(name)
    return targets


def _double(name: str) -> UnusableError:
    message = f"{name} is a page or a file of the site: give what has its name in pages/ another"
    return UnusableError(message)


def _check_named_files(named: Iterable[Sequence[str]], targets: Mapping[str, Target]) -> None:
    """Raise UnusableError where ``mkdocs.yml`` names a file that the site does not have."""
    for place, name in named:
        file = name.partition("?")[0].removeprefix("./").removeprefix("/")
        if file not in targets and "://" not in name and not name.startswith("//"):
            message = f"mkdocs.yml: {place} names {name}, which the site does not have"
            message += f": put the file into the project as pages/static/{file}"
            raise UnusableError(message)


def _place(
    build: Build, units: Mapping[str, Record], targets: Mapping[str, Target]
) -> tuple[int, tuple[str, ...]]:
    """Bring the site up to date; return how many files changed, and which were not ours."""
    site, known = build.request.site, build.manifest.list_files()
    gone = {
        name
        for name, found in build.listing.items()
        if name not in targets or is_empty_folder(found)
    }
    announce(build.home, targets.keys() - known.keys())
    remove_files(site, gone, build.listing)
    placed = place_files(site, targets, known, build.listing)
    for unit in units.values():
        unit["files"] = {name: placed[name] for name in unit["files"]}
    ours = known.keys() | (build.manifest.placing or frozenset())
    changed = sum(known.get(name) is not placed[name] for name in placed)
    return changed + len(ours & gone), tuple(sorted(gone - ours))
