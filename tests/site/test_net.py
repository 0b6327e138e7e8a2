"""The page that compares two versions has what ``guidepress diff`` reports of them, and no step."""

from __future__ import annotations

import json
import shutil
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from conftest import REPOSITORY
from guidepress.classify.change import Reason, tell_lowered
from guidepress.classify.classify import NoteLike, describe
from guidepress.classify.folding import list_first
from guidepress.cli.changes import compare_all
from guidepress.diff.compare import find_repeated_ids
from guidepress.diff.fact import canonical
from guidepress.history.reading import entry_sha256, read_archive
from guidepress.model import SCHEMA_VERSION
from guidepress.release.tombstone import remove_frozen
from guidepress.report.changes.compared import words_of
from guidepress.site.net import render_net
from guidepress.site.plan import plan_units, read_guideline
from laws.edits import ACTS, clean_bundle, do, published_schema
from laws.generate import GID, is_bundle, leaves, replace_leaf

if TYPE_CHECKING:
    from guidepress.classify.change import Change, Delta
    from guidepress.history.archive import Archive
    from laws.generate import Data

VERSIONS = 10
REAL = "childhood-sts-recurrent"
# The real text is short; one with every field takes its time.
STARTS = ((REAL, 1), *(pytest.param((GID, seed), marks=pytest.mark.slow) for seed in range(2, 7)))
# A release stamps these.
NAMES = {("id",), ("schema_version",), ("guideline", "id")}
STAMPS = ("version", "released", "status")
WHY = "A reason of {version}."


def next_bundle(history: list[Data], random: Random, serial: int) -> Data:
    """Return the next text: an older one again, an act on an entity, or a few values changed."""
    way = random.random()
    if serial == VERSIONS // 2:
        # Every history goes back once, whatever is drawn.
        return deepcopy(history[0])
    if way < 0.25:
        return deepcopy(random.choice(history))
    bundle = history[-1]
    if way < 0.5:
        try:
            return do(bundle, *ACTS[random.choice(sorted(ACTS))])
        except (AssertionError, IndexError, ValueError):
            return bundle
    for number in range(random.randint(1, 4)):
        path = random.choice([each.path for each in leaves(bundle)])
        if path[-1] in STAMPS or path in NAMES:
            continue
        made = replace_leaf(bundle, published_schema(), path, 20 * serial + number)
        bundle = made if is_bundle(made) else bundle
    return bundle


def is_sound(bundle: Data) -> bool:
    return is_bundle(bundle) and not find_repeated_ids(bundle)


def notes_on(delta: Delta, random: Random, version: str) -> list[NoteLike]:
    """Give some changes a reason of this version, and accept some as less than they are."""
    notes = []
    for each in delta.changes:
        key = each.fact.fingerprint
        reason = Reason(reason=WHY.format(version=version), reason_type="editorial")
        if random.random() < 0.2:
            taken = Reason(reason=reason.reason, reason_type="editorial", accepted_by="Editors")
            notes.append(NoteLike((key,), taken, impact=each.floor, accept=key))
        elif random.random() < 0.5:
            notes.append(NoteLike((key,), reason))
    return notes


def first_text(gid: str) -> Data:
    if gid == GID:
        return clean_bundle()
    return dict(json.loads((REPOSITORY / f"content/{gid}/releases/2.0.0.json").read_bytes()))


def write_history(folder: Path, gid: str, seed: int) -> Path:
    """Write ten releases, of which some take back what others changed."""
    random = Random(seed)
    texts = [first_text(gid)]
    while len(texts) < VERSIONS:
        made = next_bundle(texts, random, len(texts))
        texts += [made] if is_sound(made) else []
    folder = folder / "content" / gid
    releases = folder / "releases"
    releases.mkdir(parents=True)
    entries: list[dict[str, Any]] = []
    before: Data | None = None
    past: list[Any] = []
    for number, text in enumerate(texts, start=1):
        version = f"{number}.0.0"
        stamps = {"version": version, "released": f"20{number + 10}-01-02", "status": "active"}
        bundle = {**text, "guideline": {**text["guideline"], **stamps}}
        entry = {"id": version, "version": version, "kind": "release", "impact": "initial"}
        entry["released"] = stamps["released"]
        entry["bundle_sha256"] = put(releases / f"{version}.json", bundle)
        if before:
            last = f"{number - 1}.0.0"
            notes = notes_on(describe(before, bundle, last, version), random, version)
            # A release refuses what is accepted below its floor, or below what came with it.
            told = describe(before, bundle, last, version, notes).changes
            in_vain = {each.fact.fingerprint for each in told if "refused" in each.to_json()}
            notes = [each for each in notes if each.accept not in in_vain]
            delta = describe(before, bundle, last, version, notes, past=past[-2::-1])
            entry["impact"] = delta.impact
            entry["changes_sha256"] = put(releases / f"{version}.changes.json", delta.to_json())
            entry["previous_sha256"] = entry_sha256(entries[-1])
        entries.append(entry)
        before = bundle
        past.append((version, bundle))
    index = {"id": "releases", "schema_version": SCHEMA_VERSION, "guideline": gid}
    (releases / "index.json").write_text(json.dumps({**index, "releases": entries}), "utf-8")
    return folder


def put(file: Path, data: Any) -> str:
    file.write_bytes(canonical(data))
    return sha256(file.read_bytes()).hexdigest()


@pytest.fixture(scope="module", params=STARTS)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_history(tmp_path_factory.mktemp("history"), *request.param)


def archive_of(folder: Path) -> Archive:
    archive = read_archive(folder, f"content/{folder.name}")
    assert not archive.problems, archive.problems
    return archive


def shown(change: Any) -> dict[str, Any]:
    """Return what the page shows of one change."""
    names = ("sentence", "impact", "alert", "words", "reason", "part_of", "group", "lowered")
    return {name: change.get(name) or None for name in names}


def reported(delta: Delta, change: Change) -> dict[str, Any]:
    """Return what the command reports of one change."""
    data = change.to_json()
    words = [{"op": op, "text": text} for op, text in words_of(delta, change)]
    return shown({**data, "words": words, "lowered": tell_lowered(data)})


def test_any_two_of_ten_versions_differ_on_the_page_as_in_the_command(folder: Path) -> None:
    archive = archive_of(folder)
    pairs = 0
    for at, release in enumerate(archive.final):
        net = json.loads(canonical(render_net(archive, release)))
        assert {*net["since"]} == {each.version for each in archive.final[:at]}
        for old, found in net["since"].items():
            [(delta, *_)], _ = compare_all(folder.parents[1], folder.name, old, release.version)
            page = [shown(net["changes"][each]) for each in found["changes"]]
            assert page == [reported(delta, each) for each in delta.changes], (old, release.version)
            assert found["summary"] == list(list_first(delta.changes))
            pairs += 1
    assert pairs == VERSIONS * (VERSIONS - 1) / 2


def test_histories_take_back_what_they_changed(folder: Path) -> None:
    """Without such a history, the steps put one behind the other would look like the net."""
    archive = archive_of(folder)
    last = archive.final[-1]
    steps = [
        change["id"] for each in archive.final for change in (each.changes or {}).get("changes", ())
    ]
    net = render_net(archive, last)
    since = net["since"][archive.final[0].version]["changes"]
    assert sorted(steps) != sorted(net["changes"][each]["id"] for each in since)


def test_each_change_is_written_once(folder: Path) -> None:
    archive = archive_of(folder)
    net = render_net(archive, archive.final[-1])
    texts = [canonical(each) for each in net["changes"]]
    assert len(texts) == len({*texts})
    assert {n for each in net["since"].values() for n in each["changes"]} == {*range(len(texts))}


def test_a_reason_is_that_of_the_last_release_that_made_the_change(folder: Path) -> None:
    archive = archive_of(folder)
    net = render_net(archive, archive.final[-1])
    given = [each for each in net["changes"] if "reason" in each]
    assert given
    assert all(each["reason"] == WHY.format(version=each["step"]) for each in given)


def test_what_was_removed_by_law_is_compared_with_nothing(folder: Path, tmp_path: Path) -> None:
    gid = folder.name
    folder = Path(shutil.copytree(folder, tmp_path / "content" / gid))
    before = {each.name: each.key for each in units_of(folder)}
    remove_frozen(folder, "4.0.0", "2030-01-02", "A court said so.")
    archive = archive_of(folder)
    compared = {each.version: {*render_net(archive, each)["since"]} for each in archive.final}
    assert compared["3.0.0"] == {"1.0.0", "2.0.0"}
    assert compared["5.0.0"] == set()
    assert compared["7.0.0"] == {"5.0.0", "6.0.0"}
    # Pages of other versions and the list of changes are made anew, since what was removed stood in them.
    stale = {each.name for each in units_of(folder) if before[each.name] != each.key}
    assert {f"{gid}/current", *(f"{gid}/{n}.0.0" for n in range(4, VERSIONS + 1))} <= stale


def units_of(folder: Path) -> list[Any]:
    known = read_guideline(folder.parents[1], folder.name, {}, drafts=False)
    return list(plan_units({folder.name: known}, "", drafts=False, handbook=False))
