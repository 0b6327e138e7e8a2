"""Whatever is released: the model keeps it, the plan is sound, and what is written is verified."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import BASE, REPOSITORY
from guidepress.classify.change import next_version, parse_version
from guidepress.content import Content, read_content
from guidepress.content.folder import parse_content
from guidepress.diff.fact import canonical
from guidepress.diff.pointer import apply_patch
from guidepress.history.archive import Archive
from guidepress.history.reading import entry_sha256, read_archive
from guidepress.model import Guideline, from_data, to_data
from guidepress.release.freeze import write_release
from guidepress.release.plan import Plan, plan_release
from guidepress.release.request import Request
from guidepress.release.verify import verify_archive
from guidepress.validate.check import Checked
from test_diff_properties import Bundle, calm, edit_lists, edited, real_bundle
from test_hostile_edits import damaged

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Edit = Callable[[Bundle, Random], None]

pytestmark = pytest.mark.checkout

FOLDER = REPOSITORY / "content/childhood-sts-recurrent"
IMPACTS = ("none", "patch", "minor", "major")
randoms = st.randoms(use_true_random=False)
few = settings(calm, max_examples=30)


@cache
def real_content() -> Content:
    return read_content(FOLDER, f"content/{FOLDER.name}", REPOSITORY)


def plan_of(bundle: Bundle, archive: Archive, version: str | None = None) -> Plan:
    guideline = from_data(Guideline, bundle)
    content = replace(real_content(), guideline=guideline, bundle=bundle, notes=())
    return plan_release(Checked(content, archive, ()), Request(date="2027-01-01", version=version))


@few
@given(randoms, edit_lists)
def test_a_bundle_is_the_same_after_its_way_through_the_model(
    random: Random, edits: list[Edit]
) -> None:
    bundle = edited(random, edits)
    guideline = from_data(Guideline, json.loads(canonical(bundle)))
    assert to_data(guideline) == bundle
    assert from_data(Guideline, to_data(guideline)) == guideline


@few
@given(randoms, st.sampled_from(sorted(file.stem for file in BASE.glob("*.yaml"))))
def test_what_is_left_of_damaged_files_is_the_same_after_its_way_through_json(
    random: Random, kind: str
) -> None:
    files = {file.name: file.read_text("utf-8") for file in sorted(BASE.glob("*.yaml"))}
    files[f"{kind}.yaml"] = damaged(files[f"{kind}.yaml"], random)
    encoded = {name: text.encode("utf-8", "surrogatepass") for name, text in files.items()}
    content = parse_content(encoded, "base", "base")
    assert from_data(Guideline, json.loads(json.dumps(content.bundle))) == content.guideline
    assert to_data(content.guideline) == content.bundle


@few
@given(randoms, edit_lists)
def test_a_plan_weighs_no_change_too_lightly_and_leads_to_what_it_freezes(
    random: Random, edits: list[Edit]
) -> None:
    archive = read_archive(FOLDER)
    latest = archive.latest
    assert latest is not None
    plan = plan_of(edited(random, edits), archive)
    assert plan.delta is not None
    impacts = [IMPACTS.index(each.impact) for each in plan.delta.changes]
    assert IMPACTS.index(plan.impact) == max(impacts, default=0)
    assert plan.version == next_version(latest.version, plan.delta.impact)
    frozen = plan.files[f"{plan.version}.json"]
    delta = json.loads(plan.files[f"{plan.version}.changes.json"])
    assert canonical(apply_patch(json.loads(latest.bundle_bytes), delta["patch"])) == frozen
    proof = (sha256(latest.bundle_bytes).hexdigest(), sha256(frozen).hexdigest())
    assert proof == (delta["proof"]["old_sha256"], delta["proof"]["new_sha256"])
    *before, entry = json.loads(plan.files["index.json"])["releases"]
    assert before == [each.entry for each in archive.releases]
    assert entry["previous_sha256"] == entry_sha256(latest.entry)
    assert (entry["version"], entry["impact"]) == (plan.version, plan.impact)
    assert entry["bundle_sha256"] == proof[1]


@few
@given(randoms, edit_lists)
def test_what_a_release_writes_is_verified_and_not_released_twice(
    random: Random, edits: list[Edit]
) -> None:
    bundle = edited(random, edits)
    with TemporaryDirectory() as room:
        folder = Path(room) / FOLDER.name
        shutil.copytree(FOLDER / "releases", folder / "releases")
        plan = plan_of(bundle, read_archive(folder))
        if plan.refusals:
            # Some edits undo each other; nothing else stands in the way of one.
            assert ["nothing has changed" in each.message for each in plan.refusals] == [True]
            return
        write_release(Path(room), folder, plan)
        archive = read_archive(folder)
        assert verify_archive(folder, f"content/{folder.name}") == []
        again = plan_of(bundle, archive)
    assert [each.message for each in again.refusals] == [
        f"nothing has changed since {plan.version}"
    ]


@few
@given(randoms, edit_lists, st.tuples(*[st.integers(0, 4)] * 3))
def test_a_version_that_is_asked_for_is_refused_where_it_says_too_little(
    random: Random, edits: list[Edit], numbers: tuple[int, ...]
) -> None:
    archive = read_archive(FOLDER)
    bundle = edited(random, edits)
    needed = plan_of(bundle, archive).version
    asked = ".".join(map(str, numbers))
    said = [each.message for each in plan_of(bundle, archive, asked).refusals]
    refused = any("is too low" in each or "released already" in each for each in said)
    assert refused == (parse_version(asked) < parse_version(needed))


def test_a_release_of_what_is_released_is_refused() -> None:
    plan = plan_of(real_bundle(), read_archive(FOLDER))
    assert [each.message for each in plan.refusals] == ["nothing has changed since 2.0.0"]
