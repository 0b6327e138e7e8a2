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
from guidepress.site.placing import list_guideline, list_shared, renew_files
from guidepress.site.publication import read_publication
from guidepress.site.run import JOINED, SITE, run_engine
from guidepress.site.stage import stage_current, stage_draft, stage_release, stage_shared
from guidepress.site.summary import keep_summary, summarize
from guidepress.site.templates import compiled_in
from guidepress.site.tombstone import find_tombstone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

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


class Plan(NamedTuple):
    """What is to stand of a guideline, or of the shared pages (no id), and what stands of it."""

    id: str
    told: str
    newest: str
    parts: Sequence[Part]
    standing: Callable[[], Sequence[Path]]
    summaries: Sequence[Summary]


def build_shard(setting: Setting, gids: Sequence[str], others: Others | None) -> list[Record]:
    """Build what is missing of the guidelines, and put all of each into the new site.

    With ``others`` the pages that all guidelines share are built too, as the last record, unless
    they tell already what they should. Raises UnusableError as the site generator does, or for a
    release that was altered.
    """
    ENGINES[setting.engine].enter()
    plans = [_plan_guideline(setting, gid) for gid in gids]
    if others is not None:
        plans += _plan_shared(setting, others, plans)
    wanted = [part for plan in plans for part in plan.parts]
    found = {part.key: files for part in wanted if (files := fetch_part(setting.cache, part.key))}
    missing = [part for part in wanted if part.key not in found]
    if missing:
        found |= _build(setting, missing)
    built = {part.key for part in missing}
    return [
        Record(
            id=plan.id,
            state=key_of(*(part.key for part in plan.parts)),
            told=plan.told,
            newest=plan.newest,
            parts=tuple(part.key for part in plan.parts),
            joins=_place(setting, plan, found),
            built=sum(part.key in built for part in plan.parts),
            cached=sum(part.key not in built for part in plan.parts),
        )
        for plan in plans
    ]


def _plan_guideline(setting: Setting, gid: str) -> Plan:
    folder = setting.project / "content" / gid
    archive = read_archive(folder, f"content/{gid}")
    if archive.problems:
        raise UnusableError(str(archive.problems[0]))
    summary = summarize(archive)
    return Plan(
        id=gid,
        told=keep_summary(setting.cache, summary),
        newest=_newest(summary),
        parts=list(_parts(setting, archive)),
        standing=partial(list_guideline, setting.tree, gid),
        summaries=[summary],
    )


def _newest(summary: Summary) -> str:
    return summary.current.released if summary.current else ""


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


def _plan_shared(setting: Setting, others: Others, plans: Sequence[Plan]) -> Iterator[Plan]:
    """Yield a plan of the shared pages, if they are to tell anything new."""
    told = {**others.told, **{plan.id: plan.told for plan in plans}}
    every = key_of(*(told[gid] for gid in sorted(told)))
    if every == others.standing:
        return
    batch = (summary for plan in plans for summary in plan.summaries)
    summaries = sorted((*others.summaries(), *batch), key=lambda each: each.id)
    yield Plan(
        id=SHARED,
        told=every,
        newest=max(map(_newest, summaries)),
        parts=list(_shared_parts(setting, summaries, every)),
        standing=partial(list_shared, setting.tree, told),
        summaries=summaries,
    )


def _shared_parts(setting: Setting, summaries: Sequence[Summary], told: str) -> Iterator[Part]:
    """Yield what speaks of all guidelines, and what no release renders anew."""
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
    setting: Setting, plan: Plan, found: Mapping[str, Mapping[str, bytes]]
) -> tuple[str, ...]:
    """Put the parts into the new site, keep what they add to the joined files; return its keys."""
    site: dict[str, bytes] = {}
    joins: dict[str, dict[str, Any]] = {name: {} for name in JOINED}
    for part in plan.parts:
        for name, data in found[part.key].items():
            if name in JOINED:
                joins[name] |= json.loads(data)
            else:
                site[name.removeprefix(SITE)] = data
    renew_files(setting.tree, plan.standing(), site)
    return tuple(_keep(setting, name, json.dumps(data).encode()) for name, data in joins.items())


def _keep(setting: Setting, name: str, data: bytes) -> str:
    key = key_of("joins", name, sha256(data).hexdigest())
    if fetch_part(setting.cache, key) is None:
        store_part(setting.cache, key, {name: data})
    return key
