"""Law 5: whatever is altered below ``releases/`` is refused, or found against what was before.

What ``verify`` alone cannot know, since all that is left agrees with itself, is named in
``docs/security.md``; of that, an earlier state (git, sums) finds each.
"""

from __future__ import annotations

import os
import re
import shutil
from random import Random
from typing import TYPE_CHECKING

import pytest

from archive.alterations import ALTERATIONS, put_something_else_in_its_place, rehash
from conftest import REPOSITORY, guidepress
from guidepress.release.against import verify_against
from guidepress.release.judge import judge_releases
from guidepress.release.verify import verify_folder
from guidepress.site.workers import Workers
from guidepress.validate import keep_verdict, read_verdict
from loop.test_workflows import Loop

if TYPE_CHECKING:
    from pathlib import Path


# 2,000 with GUIDEPRESS_ALTERATIONS=2000; as many as there are kinds, some times, on each push.
SEEDS = range(int(os.environ.get("GUIDEPRESS_ALTERATIONS", "145")))
# Of builds and reviews, 100 with GUIDEPRESS_BENDS=100.
BENDS = range(int(os.environ.get("GUIDEPRESS_BENDS", "4")))
# As docs/security.md lists them.
ONLY_BY_COMPARISON = {
    "reason": re.compile(r'"(reason|reason_type|link|accepted_by)":'),
    "sentence": re.compile(r'"(sentence|question|group|rule)":'),
}


def contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.is_symlink() and file.stat().st_size < 1_000_000
    }


def errors(project: Path) -> list[str]:
    problems = verify_folder(project, ".", may_be_empty=True)
    return [str(each) for each in problems if each.severity == "error"]


@pytest.mark.parametrize("number", range(len(ALTERATIONS)))
def test_what_is_altered_is_refused_or_found_against_what_was_before(
    number: int, history: Path, tmp_path: Path
) -> None:
    before = contents(history)
    seeds = [seed for seed in SEEDS if seed % len(ALTERATIONS) == number]
    assert seeds
    for seed in seeds:
        project = tmp_path / str(seed)
        shutil.copytree(history, project)
        ALTERATIONS[number](project / "content/base/releases", Random(seed))
        if errors(project) or contents(project) == before:
            shutil.rmtree(project)
            continue
        what = f"seed {seed}, {ALTERATIONS[number].__name__}"
        assert list(verify_against(project, project, ".", str(history))), what
        assert is_named(before, contents(project)), what
        shutil.rmtree(project)


@pytest.mark.slow
@pytest.mark.checkout
@pytest.mark.parametrize("seed", BENDS)
def test_neither_a_build_nor_a_review_lets_an_alteration_pass(
    seed: int, history: Path, tmp_path: Path
) -> None:
    """The command and the script of the shipped workflow; both know what was before."""
    loop = Loop(tmp_path)
    content = loop.project / "content"
    shutil.rmtree(content)
    shutil.copytree(history / "content", content)
    loop.git("add", "--all")
    loop.git("commit", "--quiet", "--message=released")
    loop.base = loop.git("rev-parse", "HEAD").strip()
    # Devices and folders are nothing to git, and files of gigabytes too much.
    alterations = [each for each in ALTERATIONS if each != put_something_else_in_its_place]
    alter = alterations[seed % len(alterations)]
    alter(content / "base/releases", Random(seed))
    if not loop.git("status", "--porcelain"):
        return
    done = guidepress(loop.project, "build", "--quiet", "--against", loop.base)
    assert done.returncode == 2, (alter.__name__, done.stderr)
    assert not (loop.project / "site").exists()
    loop.request(lambda _project: None)
    assert loop.judge().returncode == 1, alter.__name__
    assert "## Not acceptable" in loop.comment, alter.__name__ + loop.comment


def is_named(before: dict[str, bytes], after: dict[str, bytes]) -> bool:
    """Tell whether all that differs in deltas is of a kind that the handbook names."""
    assert before.keys() == after.keys()
    for name, data in before.items():
        if name.endswith("index.json") or data == after[name]:
            continue
        if not name.endswith(".changes.json"):
            return False
        old, new = (re.split(r'(?=[,{]")', each.decode()) for each in (data, after[name]))
        differing = set(old) ^ set(new)
        for piece in differing:
            if '_sha256":' not in piece and not any(
                known.search(piece) for known in ONLY_BY_COMPARISON.values()
            ):
                return False
    return True


def test_the_handbook_names_what_only_a_comparison_finds() -> None:
    page = (REPOSITORY / "docs/security.md").read_text("utf-8")
    for name in ONLY_BY_COMPARISON:
        assert f"- **{name}**: " in page


def test_an_honest_history_is_refused_by_nothing(history: Path, project: Path) -> None:
    assert errors(project) == []
    assert judge_releases(project) == []
    assert judge_releases(project, against=str(history), cached=False) == []


def test_making_all_hashes_fit_again_changes_nothing_of_an_honest_history(project: Path) -> None:
    before = contents(project)
    rehash(project / "content/base/releases")
    assert contents(project) == before


def test_a_verdict_on_what_changes_meanwhile_is_not_kept(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    for keys, verdict in ((["old", "new"], None), (["old", "old"], [])):
        assert keep_verdict(kept, iter(keys).__next__, list) == []
        assert read_verdict(kept, lambda _: "old") == verdict


def test_no_verdict_is_kept_by_the_time_of_a_file(project: Path) -> None:
    assert judge_releases(project) == []
    file = project / "content/base/releases/5.0.0.json"
    stat = file.stat()
    file.write_bytes(file.read_bytes().replace(b"1.3 mg", b"3.1 mg"))
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert file.stat().st_size == stat.st_size
    assert judge_releases(project) != []


def test_many_guidelines_are_judged_side_by_side_with_the_same_verdict(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        shutil.copytree(project / "content/base", project / f"content/copy-{number}")
    alone = judge_releases(project, cached=False)
    assert any(each.severity == "error" for each in alone)
    monkeypatch.setattr("guidepress.release.judge.MANY", 2)
    with Workers(2) as workers:
        assert judge_releases(project, cached=False, workers=workers) == alone
        assert judge_releases(project, workers=workers) == alone
        assert judge_releases(project, workers=workers) == alone


def test_a_verdict_is_kept_until_a_file_of_the_chain_changes(project: Path) -> None:
    assert judge_releases(project) == []
    kept = project / ".cache/guidepress/verify/base.json"
    assert kept.is_file()
    for number, alter in enumerate(ALTERATIONS):
        if alter.__name__ in {"rename_the_guideline", "rewrite_a_text_in_a_delta"}:
            continue
        copy = project.parent / str(number)
        shutil.copytree(project, copy)
        alter(copy / "content/base/releases", Random(number))
        fresh = [each for each in judge_releases(copy, cached=False) if each.severity == "error"]
        again = [each for each in judge_releases(copy) if each.severity == "error"]
        assert again == fresh, alter.__name__
        shutil.rmtree(copy)
