"""The whole build: what changed is built side by side and joined with what did not."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from guidepress.content import find_guideline_folders
from guidepress.problem import UnusableError
from guidepress.site.cache import key_of, prune_parts
from guidepress.site.engine import DEFAULT, check_engine
from guidepress.site.inputs import find_shell_key, find_signature
from guidepress.site.join import write_joined
from guidepress.site.ledger import Record, read_ledger, write_ledger
from guidepress.site.setting import Setting
from guidepress.site.shard import SHARED, build_shard
from guidepress.site.tree import begin_tree, locked, read_site, remove_guideline, replace_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor

    from guidepress.site.ledger import Ledger

# A run of the site generator costs 0.3 s before its first page; more guidelines in one run save
# less of that, need more memory, and leave less to share out.
SHARD = 50
# So few guidelines are built sooner than a second process has started.
FEW = 8
JOIN = "*"


class Built(NamedTuple):
    """What a build made: parts are the current pages, the draft, or one release of a guideline."""

    folder: Path
    guidelines: int
    changed: int
    built: int
    cached: int


@dataclass(frozen=True, kw_only=True)
class _Work:
    """One build: the guidelines with their signatures, what is known of them, who builds.

    ``states`` are those of the guidelines in the tree that the build begins with.
    """

    setting: Setting
    signatures: Mapping[str, str]
    ledger: Ledger
    states: Mapping[str, str]
    jobs: int
    executor: Executor | None


def build_site(  # noqa: PLR0913  # what a caller may choose
    project: Path,
    *,
    drafts: bool = False,
    jobs: int | None = None,
    cached: bool = True,
    engine: str = DEFAULT,
    executor: Executor | None = None,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
) -> Built:
    """Build the site, and put it in the place of the old one.

    ``executor`` follows ``concurrent.futures.Executor``; its workers must see the project's folder.
    Without one there are ``jobs`` processes (as many as cores), or none where one batch is enough.
    ``tell`` is told how many guidelines are done, of how many that had to be looked at.
    ``engine`` is one of ``guidepress.site.engine.ENGINES``.
    Raises UnusableError, and leaves the old site as it was, where anything is wrong.
    """
    project = project.resolve()
    if not (project / "mkdocs.yml").is_file():
        message = f"{project} has no mkdocs.yml"
        raise UnusableError(message)
    check_engine(engine)
    home = project / ".cache" / "guidepress" / "site"
    with locked(home), _room(home, cached=cached) as cache:
        ledger = read_ledger(cache, find_shell_key(project, str(drafts), engine))
        signatures = _find_signatures(project, drafts=drafts)
        known = read_site(project, cache)
        if known and not _find_stale(signatures, ledger, known["states"]):
            return Built(project / "site", len(signatures), 0, 0, 0)
        tree = begin_tree(project, cache, known)
        setting = Setting(
            project=project,
            cache=cache,
            tree=tree.folder,
            shell=ledger.shell,
            drafts=drafts,
            engine=engine,
        )
        work = _Work(
            setting=setting,
            signatures=signatures,
            ledger=ledger,
            states=tree.states,
            jobs=jobs or os.cpu_count() or 1,
            executor=executor,
        )
        try:
            return _build(work, tell)
        finally:
            shutil.rmtree(tree.folder, ignore_errors=True)


@contextmanager
def _room(home: Path, *, cached: bool) -> Iterator[Path]:
    """Give the cache; or an empty one, which is gone afterwards."""
    for left in home.glob("run-*"):
        # A worker of a build that was killed may still be writing there.
        shutil.rmtree(left, ignore_errors=True)
    if cached:
        yield home
        return
    with TemporaryDirectory(prefix="run-", dir=home) as folder:
        yield Path(folder)


def _find_signatures(project: Path, *, drafts: bool) -> dict[str, str]:
    folders = list(find_guideline_folders(project))
    if not folders:
        message = f"{project} holds no guideline: there is no folder below content/"
        raise UnusableError(message)
    return {each.name: find_signature(each, drafts=drafts) for each in folders}


def _find_stale(
    signatures: Mapping[str, str], ledger: Ledger, states: Mapping[str, str]
) -> list[str]:
    """Return the guidelines that a tree does not hold as they are now; and those that are gone."""
    stale = [
        gid
        for gid, signature in signatures.items()
        if not ledger.knows(gid, signature) or ledger.state(gid) != states.get(gid)
    ]
    return stale + sorted(states.keys() - signatures.keys() - {SHARED, JOIN})


def _build(work: _Work, tell: Callable[[int, int], None]) -> Built:
    setting, signatures, ledger = work.setting, work.signatures, work.ledger
    stale = _find_stale(signatures, ledger, work.states)
    todo = [gid for gid in stale if gid in signatures]
    for gone in set(stale) - set(todo):
        remove_guideline(setting.tree, gone)
    before = {gid: ledger.state(gid) for gid in todo}
    done: list[Record] = []
    for records in _build_batches(work, todo):
        for record in records:
            ledger.add(replace(record, signature=signatures.get(record.id, "")))
            done.append(replace(record, summary=None))
        tell(sum(each.id != SHARED for each in done), len(todo))
    if SHARED not in {each.id for each in done}:
        done += _build_shared(work)
    # Shared pages that are put into the tree anew take the joined files with them.
    afresh = SHARED in {each.id for each in done}
    replace_site(setting.project, setting.cache, setting.tree, _join(work, afresh=afresh))
    write_ledger(setting.cache, ledger, [*signatures, SHARED])
    if any(each.built for each in done):
        prune_parts(setting.cache, ledger.keys())
    return Built(
        folder=setting.project / "site",
        guidelines=len(signatures),
        changed=sum(before[gid] != ledger.state(gid) for gid in todo),
        built=sum(each.built for each in done),
        cached=sum(each.cached for each in done),
    )


def _build_batches(work: _Work, todo: Sequence[str]) -> Iterator[list[Record]]:
    """Yield the records of each batch as it is done, in any order."""
    if work.executor is not None:
        yield from _build_side_by_side(work, todo, work.executor)
    elif work.jobs == 1 or len(todo) <= FEW:
        yield from _build_here(work, todo)
    else:
        with ProcessPoolExecutor(work.jobs, mp_context=get_context("spawn")) as executor:
            yield from _build_side_by_side(work, todo, executor)


def _build_here(work: _Work, todo: Sequence[str]) -> Iterator[list[Record]]:
    """Build in this process; a first and only batch takes the shared pages with it."""
    batches = _cut(todo, 1)
    together = len(batches) == 1 and SHARED not in work.ledger.records
    rest = sorted(work.signatures.keys() - set(todo)) if together else []
    others = [work.ledger.summary(gid) for gid in rest] if together else None
    for batch in batches:
        yield build_shard(work.setting, batch, others)


def _build_side_by_side(
    work: _Work, todo: Sequence[str], executor: Executor
) -> Iterator[list[Record]]:
    futures = [
        executor.submit(build_shard, work.setting, batch, None) for batch in _cut(todo, work.jobs)
    ]
    try:
        for future in as_completed(futures):
            yield future.result()
    except BrokenExecutor as error:
        message = "a process that built pages was killed; if memory is short, try --jobs 1"
        raise UnusableError(message) from error
    finally:
        for future in futures:
            future.cancel()


def _cut(todo: Sequence[str], jobs: int) -> list[Sequence[str]]:
    size = max(1, min(SHARD, -(-len(todo) // jobs)))
    return [todo[start : start + size] for start in range(0, len(todo), size)]


def _build_shared(work: _Work) -> list[Record]:
    """Build the shared pages, unless they say already what they should."""
    gids = sorted(work.signatures)
    told = key_of(*(work.ledger.told(gid) for gid in gids))
    state = work.ledger.state(SHARED)
    if state and work.ledger.told(SHARED) == told and work.states.get(SHARED) == state:
        return []
    records = build_shard(work.setting, [], [work.ledger.summary(gid) for gid in gids])
    for record in records:
        work.ledger.add(record)
    return records


def _join(work: _Work, *, afresh: bool) -> dict[str, str]:
    """Write the joined files, unless they are as they should be; return the states of the tree."""
    records = [work.ledger.record(gid) for gid in (SHARED, *sorted(work.signatures))]
    shared = records[0]
    joined = key_of(shared.state, *(key for each in records for key in each.joins))
    if afresh or work.states.get(JOIN) != joined or work.states.get(SHARED) != shared.state:
        newest = datetime.fromisoformat(shared.newest or "2000-01-01").replace(tzinfo=UTC)
        write_joined(work.setting, records, int(newest.timestamp()))
    return {each.id: each.state for each in records} | {JOIN: joined}
