"""What changed is built, side by side, and joined with what did not."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor, as_completed
from dataclasses import replace
from typing import TYPE_CHECKING

from guidepress.problem import UnusableError
from guidepress.site.cache import key_of, prune_parts
from guidepress.site.join import write_joined
from guidepress.site.ledger import JOIN, SHARED, is_piece, write_ledger
from guidepress.site.placing import remove_guideline
from guidepress.site.shard import Others, build_shard
from guidepress.site.summary import recall_summary
from guidepress.site.tree import Tree, replace_site
from guidepress.site.work import Built, find_stale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Executor

    from guidepress.site.ledger import Record
    from guidepress.site.work import Work

# A run of the site generator costs 0.3 s before its first page; more guidelines in one run save
# less of that, need more memory, and leave less to share out.
SHARD = 50
# So few guidelines are built sooner than a second process has started.
FEW = 8


def renew_site(work: Work, tell: Callable[[int, int], None]) -> Built:
    """Build what is stale into the tree, and put that in the place of the site."""
    setting, signatures, ledger = work.setting, work.signatures, work.ledger
    stale = find_stale(signatures, ledger, work.tree.states)
    todo = [gid for gid in stale if gid in signatures]
    for gone in set(stale) - set(todo):
        remove_guideline(setting.tree, gone)
    before = {gid: ledger.state(gid) for gid in todo}
    done: list[Record] = []
    for records in _build_batches(work, todo):
        for record in records:
            ledger.add(replace(record, signature=signatures.get(record.id, "")))
            done.append(record)
        tell(sum(each.id != SHARED for each in done), len(todo))
    done += _build_shared(work, done)
    # Shared pages that are put into the tree anew take the joined files with them.
    afresh = any(each.id == SHARED for each in done)
    states = _join(work, afresh=afresh)
    kept = {
        gid: signature
        for gid, signature in work.tree.signatures.items()
        if gid in signatures and gid not in stale
    }
    replace_site(setting.project, setting.cache, Tree(setting.tree, states, kept))
    write_ledger(setting.cache, ledger, [*signatures, SHARED])
    if any(each.built for each in done):
        prune_parts(setting.cache, ledger.keys() | {*states.values()})
    return Built(
        folder=setting.project / "site",
        guidelines=len(signatures),
        changed=sum(before[gid] != ledger.state(gid) for gid in todo),
        built=sum(each.built for each in done),
        cached=sum(each.cached for each in done),
    )


def _build_batches(work: Work, todo: Sequence[str]) -> Iterator[list[Record]]:
    """Yield the records of each batch as it is done, in any order."""
    if work.executor is not None:
        yield from _build_side_by_side(work, todo, work.executor)
    elif work.jobs == 1 or len(todo) <= FEW:
        yield from _build_here(work, todo)
    else:
        # Late: an edit starts no process.
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        with ProcessPoolExecutor(work.jobs, mp_context=get_context("spawn")) as executor:
            yield from _build_side_by_side(work, todo, executor)


def _build_here(work: Work, todo: Sequence[str]) -> Iterator[list[Record]]:
    """Build in this process; an only batch takes the shared pages with it."""
    batches = _cut(todo, 1)
    for batch in batches:
        yield build_shard(work.setting, batch, _others(work, batch) if len(batches) == 1 else None)


def _others(work: Work, batch: Sequence[str]) -> Others:
    ledger, gids = work.ledger, sorted(work.signatures.keys() - set(batch))
    return Others(
        told={gid: ledger.told(gid) for gid in gids},
        standing=_standing(work),
        summaries=lambda: [recall_summary(work.setting.cache, ledger.told(gid)) for gid in gids],
    )


def _standing(work: Work) -> str:
    """Return the hash of what the shared pages of the tree tell; empty if it lacks them."""
    state = work.ledger.state(SHARED)
    return work.ledger.told(SHARED) if state and work.tree.states.get(SHARED) == state else ""


def _build_side_by_side(
    work: Work, todo: Sequence[str], executor: Executor
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


def _build_shared(work: Work, done: Sequence[Record]) -> list[Record]:
    """Build the shared pages, unless they say already what they should."""
    if any(each.id == SHARED for each in done):
        return []
    records = build_shard(work.setting, [], _others(work, []))
    for record in records:
        work.ledger.add(record)
    return records


def _join(work: Work, *, afresh: bool) -> dict[str, str]:
    """Write the joined files, unless they are as they should be; return the states of the tree."""
    records = [work.ledger.record(gid) for gid in (SHARED, *sorted(work.signatures))]
    shared, standing = records[0], work.tree.states
    joined = key_of(shared.state, *(key for each in records for key in each.joins))
    pieces = {name: state for name, state in standing.items() if is_piece(name)}
    if afresh or standing.get(JOIN) != joined or standing.get(SHARED) != shared.state:
        pieces = write_joined(work.setting, records, pieces, work.jobs)
    return {each.id: each.state for each in records} | pieces | {JOIN: joined}
