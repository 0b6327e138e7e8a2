"""A batch of guidelines built on its own, in a process or on a machine of its own.

Only what no cache holds is staged and built; every part is then put into the new site. Whoever
asked gets small records back, never pages.
"""

from __future__ import annotations

import json
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.history import entry_sha256, read_archive
from guidepress.problem import UnusableError
from guidepress.site.cache import fetch_part, key_of, store_part
from guidepress.site.engine import ENGINES
from guidepress.site.handbook import stage_handbook
from guidepress.site.inputs import find_content_key
from guidepress.site.ledger import SHARED, Record
from guidepress.site.publication import read_publication
from guidepress.site.run import JOINED, SITE, run_engine
from guidepress.site.stage import stage_current, stage_draft, stage_release, stage_shared
from guidepress.site.summary import keep_summary, summarize
from guidepress.site.templates import compiled_in
from guidepress.site.tombstone import find_tombstone
from guidepress.site.tree import list_guideline, list_shared, renew_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from guidepress.history import Archive
    from guidepress.site.publication import Publication
    from guidepress.site.setting import Setting
    from guidepress.site.summary import Summary


# The part with what is no page: it comes from the theme and changes with that alone.
ASSETS = "assets"


class Others(NamedTuple):
    """All guidelines but those of a batch: what is told of each, and how to get their summaries.

    ``told`` by id; ``standing`` is the hash of what the shared pages tell now, if they are there.
    """

    told: dict[str, str]
    standing: str
    summaries: Callable[[], Sequence[Summary]]


class Part(NamedTuple):
    """Pages and files that are made together, and the key of all that goes into them."""

    name: str
    key: str
    stage: Callable[[Publication], Mapping[str, bytes]]


def build_shard(setting: Setting, gids: Sequence[str], others: Others | None) -> list[Record]:
    """Build what is missing of the guidelines, and put all of each into the new site.

    With ``others`` the pages that all guidelines share are built too, as the last record, unless
    they tell already what they should. Raises UnusableError as the site generator does, or for a
    release that was altered.
    """
    ENGINES[setting.engine].enter()
    batch = [(gid, *_plan_guideline(setting, gid)) for gid in gids]
    plans = {gid: parts for gid, _, parts in batch}
    every: list[Summary] = []
    summaries = {gid: summary for gid, summary, _ in batch}
    told = {gid: keep_summary(setting.cache, summary) for gid, summary in summaries.items()}
    if others is not None:
        told[SHARED] = _told_of_all(others.told | told)
        if told[SHARED] != others.standing:
            every = sorted((*others.summaries(), *summaries.values()), key=lambda each: each.id)
            plans[SHARED] = list(_plan_shared(setting, every, told[SHARED]))
    wanted = [part for parts in plans.values() for part in parts]
    found = {part.key: files for part in wanted if (files := fetch_part(setting.cache, part.key))}
    missing = [part for part in wanted if part.key not in found]
    if missing:
        found |= _build(setting, missing)
    built = {part.key for part in missing}
    return [
        Record(
            id=gid,
            state=key_of(*(part.key for part in parts)),
            told=told[gid],
            newest=_newest(summaries[gid]) if gid else max(map(_newest, every)),
            parts=tuple(part.key for part in parts),
            joins=_place(setting, gid, parts, found, [each.id for each in every]),
            built=sum(part.key in built for part in parts),
            cached=sum(part.key not in built for part in parts),
        )
        for gid, parts in plans.items()
    ]


def _told_of_all(told: Mapping[str, str]) -> str:
    """Return the hash of what the shared pages say, from that of each guideline by id."""
    return key_of(*(told[gid] for gid in sorted(told)))


def _newest(summary: Summary) -> str:
    return summary.current.released if summary.current else ""


def _plan_guideline(setting: Setting, gid: str) -> tuple[Summary, list[Part]]:
    folder = setting.project / "content" / gid
    archive = read_archive(folder, f"content/{gid}")
    if archive.problems:
        raise UnusableError(str(archive.problems[0]))
    return summarize(archive), list(_parts(setting, archive))


def _parts(setting: Setting, archive: Archive) -> Iterator[Part]:
    """Yield the parts of a guideline; the chain of hashes stands for all releases before one."""
    shell, gid, newest = setting.shell, archive.id, ""
    for release in archive.releases:
        newest = entry_sha256(release.entry)
        tombstone = find_tombstone(archive, release)
        key = key_of("release", shell, gid, newest, *(tombstone or ()))
        yield Part(release.version, key, partial(stage_release, archive, release))
    if archive.releases:
        key = key_of("current", shell, gid, newest)
        yield Part("current", key, partial(stage_current, archive))
    if setting.drafts:
        content = find_content_key(setting.project / "content" / gid)
        key = key_of("draft", shell, gid, newest, content)
        yield Part("draft", key, lambda _: stage_draft(setting.project, archive))


def _plan_shared(setting: Setting, summaries: Sequence[Summary], told: str) -> Iterator[Part]:
    """Yield what speaks of all guidelines, and the handbook, which no release renders anew."""
    key = key_of("shared", setting.shell, told)
    yield Part("shared", key, partial(stage_shared, summaries, drafts=setting.drafts))
    yield Part(ASSETS, key_of("assets", setting.shell), lambda _: {})
    if read_publication(setting.project / "mkdocs.yml").handbook:
        yield Part("handbook", key_of("handbook", setting.shell), lambda _: stage_handbook())


def _build(setting: Setting, missing: Sequence[Part]) -> dict[str, dict[str, bytes]]:
    """Run the site generator once for all the parts, and keep each."""
    publication = read_publication(setting.project / "mkdocs.yml")
    with compiled_in(setting.compiled):
        staged = {part.key: part.stage(publication) for part in missing}
    assets = next((part.key for part in missing if part.name == ASSETS), None)
    finished = run_engine(setting, staged, assets)
    for key, files in finished.items():
        store_part(setting.cache, key, files)
    return finished


def _place(
    setting: Setting,
    gid: str,
    parts: Sequence[Part],
    found: Mapping[str, Mapping[str, bytes]],
    every: Sequence[str],
) -> tuple[str, ...]:
    """Put the parts into the new site, keep what they add to the joined files; return its keys."""
    site: dict[str, bytes] = {}
    joins: dict[str, dict[str, Any]] = {name: {} for name in JOINED}
    for part in parts:
        files = found[part.key]
        for name, data in files.items():
            if name in JOINED:
                joins[name] |= json.loads(data)
            else:
                site[name.removeprefix(SITE)] = data
    standing = list_guideline(setting.tree, gid) if gid else list_shared(setting.tree, every)
    renew_files(setting.tree, standing, site)
    told = {name: json.dumps(data).encode() for name, data in joins.items()}
    keys = []
    for name, data in told.items():
        keys.append(key_of("joins", name, sha256(data).hexdigest()))
        if fetch_part(setting.cache, keys[-1]) is None:
            store_part(setting.cache, keys[-1], {name: data})
    return tuple(keys)
