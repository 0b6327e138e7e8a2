"""Laws 5 and 9: two at once lose nothing, and who waits in vain is told for whom."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from archive.pressure import write_records
from conftest import guidepress, overlay
from guidepress.files import locked, one_writer, write_whole
from guidepress.problem import UnusableError
from guidepress.release.judge import judge_releases
from guidepress.release.verify import verify_folder
from limits import run_at_once

if TYPE_CHECKING:
    from pathlib import Path

# 100 with GUIDEPRESS_RACES=100.
RACES = int(os.environ.get("GUIDEPRESS_RACES", "2"))


def outcomes(project: Path, *typed: tuple[str, ...]) -> list[tuple[int, str]]:
    guidepress = [sys.executable, "-m", "guidepress"]
    found = run_at_once([[*guidepress, *words] for words in typed], project)
    assert "Traceback" not in "".join(text for _, text in found), found
    return found


def versions(project: Path) -> list[str]:
    index = json.loads((project / "content/base/releases/index.json").read_bytes())
    return [each["version"] for each in index["releases"]]


@pytest.mark.parametrize("race", range(RACES))
def test_of_two_releases_at_once_one_is_made(race: int, tmp_path: Path) -> None:
    overlay(tmp_path / "content/base")
    days = ("2015-02-01", f"2015-02-{race % 27 + 2:02}")
    ended = outcomes(tmp_path, *(("release", "base", "--date", day) for day in days))
    codes = sorted(code for code, _ in ended)
    assert codes in ([0, 1], [0, 2]), ended
    assert versions(tmp_path) == ["1.0.0"]
    assert list(verify_folder(tmp_path, ".")) == []


@pytest.mark.parametrize("race", range(RACES))
def test_what_was_added_at_once_is_all_there(race: int, tmp_path: Path) -> None:
    folder = overlay(tmp_path / "content/base")
    titles = [f"Work {number} of race {race}" for number in range(8)]
    records = write_records(tmp_path, titles)
    ended = outcomes(tmp_path, *(("add", "reference", each) for each in records))
    text = (folder / "references.yaml").read_text("utf-8")
    for each, (code, said) in zip(titles, ended, strict=True):
        assert code == 0 or "wait for it, then run again" in said
        assert (f"title: {each}\n" in text) == (code == 0), said
    assert any(code == 0 for code, _ in ended)
    assert not list(folder.rglob("*.part"))


def test_who_waits_two_seconds_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "x.lock"
    pauses: list[float] = []
    with locked(lock, "guidepress release", "content/base"):
        said = rf"guidepress release \(process {os.getpid()}\) is writing into content/base; wait"
        with (
            pytest.raises(UnusableError, match=said),
            locked(lock, "guidepress fmt", "content/base", pauses.append),
        ):
            pass
    assert sum(pauses) == pytest.approx(2)
    with locked(lock, "guidepress fmt", "content/base", pauses.append):
        assert len(pauses) == 40


def test_who_waits_goes_on_when_the_other_ends(tmp_path: Path) -> None:
    first = locked(tmp_path / "x.lock", "guidepress release", "content/base")
    first.__enter__()

    def pause(_seconds: float) -> None:
        first.__exit__(None, None, None)

    with locked(tmp_path / "x.lock", "guidepress fmt", "content/base", pause):
        assert (tmp_path / "x.holder").read_text("utf-8").startswith("guidepress fmt (process")


def test_a_command_that_cannot_write_ends_with_2(tmp_path: Path) -> None:
    folder = overlay(tmp_path / "content/base")
    with one_writer(folder, tmp_path, "guidepress release"):
        done = guidepress(tmp_path, "release", "base", "--date", "2015-02-01")
    assert done.returncode == 2
    assert "is writing into content/base" in done.stderr
    assert not (folder / "releases").exists()


def test_what_was_saved_meanwhile_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "options.yaml"
    file.write_bytes(b"by an editor")
    with pytest.raises(UnusableError, match="saved by somebody else"):
        write_whole(file, b"ours", instead_of=b"what we read")
    with pytest.raises(UnusableError, match="saved by somebody else"):
        write_whole(file, b"ours", instead_of=b"")
    assert [each.name for each in tmp_path.iterdir()] == ["options.yaml"]
    assert file.read_bytes() == b"by an editor"
    write_whole(file, b"ours", instead_of=b"by an editor")
    assert file.read_bytes() == b"ours"


def test_what_a_killed_writer_left_is_a_warning_and_goes_with_the_next_one(project: Path) -> None:
    releases = project / "content/base/releases"
    left = releases / ".6.0.0.json.1a2b3c4d.part"
    left.write_bytes(b"{")
    problems = judge_releases(project)
    assert [each.severity for each in problems] in ([], ["warning"])
    left.write_bytes(b"{")
    assert [each.severity for each in verify_folder(project, ".")] == ["warning"]
    with one_writer(project / "content/base", project, "guidepress release"):
        assert not left.exists()


def test_a_build_that_meets_a_release_at_its_work_waits_for_it(project: Path) -> None:
    """The files of a release come before the index that names them."""
    releases = project / "content/base/releases"
    orphan = releases / "6.0.0.json"
    orphan.write_bytes((releases / "5.0.0.json").read_bytes())
    assert [each.message for each in judge_releases(project)] == [
        "the index does not name this file"
    ]
    orphan.unlink()
    assert judge_releases(project) == []
