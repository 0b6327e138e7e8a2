"""What had to be removed by law leaves a tombstone, and only that is accepted in its place."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from archive.test_memory import git
from conftest import guidepress
from guidepress.history.reading import read_archive
from guidepress.problem import UnusableError
from guidepress.release.against import verify_against
from guidepress.release.judge import judge_releases
from guidepress.release.tombstone import remove_frozen
from guidepress.release.verify import verify_archive, verify_folder
from guidepress.site.publication import Publication
from guidepress.site.stage import stage_project
from guidepress_client import NotPublishedError, connect

if TYPE_CHECKING:
    from pathlib import Path

SITE = Publication("Guidelines", "https://guidelines.example.org/")
WHY = "A court ordered it."
GONE = ("1.1.0.json", "1.1.0.changes.json", "2.0.0.changes.json")


def remove(project: Path, what: str = "1.1.0") -> Any:
    words = ("--date", "2016-01-01", "--reason", WHY)
    return guidepress(project, "tombstone", "base", what, *words)


def stage(project: Path) -> Path:
    stage_project(project, project / "staged", SITE, drafts=False)
    return project / "staged"


@pytest.mark.parametrize("letter", ["\u200b", "\u202e", "\x1b"])
def test_a_reason_with_a_letter_that_nobody_sees_is_refused(letter: str, project: Path) -> None:
    """What is frozen with one would be refused by every command from then on."""
    words = ("--date", "2016-01-01", "--reason", f"A co{letter}urt.")
    for command in (("tombstone", "base", "1.1.0"), ("release", "base", "--kind", "withdrawal")):
        done = guidepress(project, *command, *words)
        assert done.returncode == 2
        assert "--reason holds " in done.stderr
        assert f"‹U+{ord(letter):04X}›" in done.stderr


@pytest.fixture
def before(project: Path, tmp_path: Path) -> Path:
    """The published tree of before anything was removed."""
    return shutil.copytree(stage(project) / "api/v1", tmp_path / "before")


@pytest.fixture
def removed(project: Path, before: Path) -> Path:
    """The project whose version 1.1.0 was removed."""
    assert before.is_dir()
    assert remove_frozen(project / "content/base", "1.1.0", "2016-01-01", WHY) == GONE
    return project


def index_of(project: Path) -> Any:
    return json.loads((project / "content/base/releases/index.json").read_bytes())


def write_index(project: Path, index: Any) -> None:
    text = json.dumps(index, indent=2, sort_keys=True, ensure_ascii=False)
    (project / "content/base/releases/index.json").write_text(f"{text}\n", "utf-8")


def test_the_command_removes_a_version_and_the_deltas_that_quote_it(project: Path) -> None:
    hashes = {each["version"]: each for each in index_of(project)["releases"]}
    done = remove(project)
    assert done.returncode == 0, done.stderr
    releases = project / "content/base/releases"
    assert not any((releases / name).exists() for name in GONE)
    stones = {each["id"]: each for each in index_of(project)["tombstones"]}
    assert stones.keys() == set(GONE)
    assert stones["1.1.0.json"] == {
        "id": "1.1.0.json",
        "sha256": hashes["1.1.0"]["bundle_sha256"],
        "date": "2016-01-01",
        "reason": WHY,
    }
    text = (releases / "index.json").read_text("utf-8")
    write_index(project, index_of(project))
    assert (releases / "index.json").read_text("utf-8") == text
    assert guidepress(project, "verify").returncode == 0
    again = remove(project)
    assert (again.returncode, len(index_of(project)["tombstones"])) == (0, 3)


def test_build_and_verify_accept_a_tombstone_against_all_that_was_published(
    removed: Path, before: Path
) -> None:
    for side in (before, before / "SHA256SUMS"):
        assert judge_releases(removed, against=str(side)) == []
    tree = stage(removed) / "api/v1"
    assert list(verify_folder(tree, ".")) == []
    done = guidepress(removed, "verify", str(tree), "--against", str(before))
    assert done.returncode == 0, done.stdout


def test_a_tombstone_is_accepted_against_a_git_revision(project: Path) -> None:
    git(project, "init", "-q")
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "as it was")
    assert remove(project).returncode == 0
    assert judge_releases(project, against="HEAD") == []
    (project / "content/base/releases/1.0.0.json").unlink()
    assert any("1.0.0" in each.message for each in judge_releases(project, against="HEAD"))


def test_nothing_else_that_is_missing_is_accepted(removed: Path) -> None:
    (removed / "content/base/releases/1.0.0.json").unlink()
    found = verify_archive(removed / "content/base", "content/base")
    assert [each.message for each in found] == ["this frozen file is missing"]


def forge(project: Path, name: str) -> None:
    index = index_of(project)
    if name == "another hash":
        index["tombstones"][0]["sha256"] = "0" * 64
    elif name == "a file that never was":
        index["tombstones"].append({**index["tombstones"][0], "id": "9.0.0.json"})
    elif name == "the latest version":
        entry = index["releases"][-1]
        stone = {"id": f"{entry['version']}.json", "sha256": entry["bundle_sha256"]}
        index["tombstones"].append({**index["tombstones"][0], **stone})
        (project / f"content/base/releases/{entry['version']}.json").unlink()
    elif name == "taken back":
        index.pop("tombstones")
    elif name == "no reason":
        index["tombstones"][0].pop("reason")
    write_index(project, index)


FORGERIES = (
    "another hash",
    "a file that never was",
    "the latest version",
    "taken back",
    "no reason",
)


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_tombstone_is_refused(removed: Path, name: str) -> None:
    forge(removed, name)
    assert verify_archive(removed / "content/base", "content/base")


def test_what_is_removed_may_not_come_back(removed: Path, before: Path) -> None:
    shutil.copy(before / "base/1.1.0/bundle.json", removed / "content/base/releases/1.1.0.json")
    (found,) = verify_archive(removed / "content/base", "content/base")
    assert "is here again" in found.message


@pytest.mark.parametrize("key", ["reason", "date"])
def test_a_tombstone_that_was_published_never_changes(
    removed: Path, tmp_path: Path, key: str
) -> None:
    tree = shutil.copytree(stage(removed) / "api/v1", tmp_path / "after")
    earlier = shutil.copytree(removed / "content", tmp_path / "earlier/content").parent
    index = index_of(removed)
    index["tombstones"][0][key] = {"reason": "No reason.", "date": "2015-01-01"}[key]
    write_index(removed, index)
    for against in (tree / "SHA256SUMS", tree, earlier):
        found = judge_releases(removed, against=str(against))
        assert any("the tombstone of a file of 1.1.0" in each.message for each in found), against


def test_a_removed_version_keeps_its_address_and_says_why(removed: Path) -> None:
    staged = stage(removed)
    page = (staged / "base/1.1.0/index.md").read_text("utf-8")
    assert WHY in page
    assert "26 of 37" not in "".join(
        file.read_text("utf-8") for file in (staged / "base/1.1.0").iterdir()
    )
    versions = json.loads((staged / "api/v1/base/versions.json").read_bytes())["versions"]
    (entry,) = [each for each in versions if each["version"] == "1.1.0"]
    assert entry["removed"] == {"date": "2016-01-01", "reason": WHY}
    assert "bundle" not in entry
    assert "changes" not in entry
    changes = (staged / "base/changes/index.md").read_text("utf-8")
    assert "What changed in this version was removed" in changes


def test_apps_are_told_that_a_version_was_removed(removed: Path, before: Path) -> None:
    held = (before / "base/1.0.0/bundle.json").read_bytes()
    library = connect(stage(removed) / "api/v1")
    with pytest.raises(NotPublishedError, match="A court ordered it"):
        library.bundle("base", "1.1.0", even_if_withdrawn=True)
    for ask in (lambda: library.changes("base", "1.0.0"), lambda: library.update(held)):
        with pytest.raises(NotPublishedError, match="begin again with latest"):
            ask()


def test_the_latest_version_is_not_removed_before_it_is_withdrawn(project: Path) -> None:
    with pytest.raises(UnusableError, match="is the latest version"):
        remove_frozen(project / "content/base", "5.0.0", "2016-01-01", WHY)


def test_a_name_that_is_not_frozen_is_refused_with_the_nearest_one(project: Path) -> None:
    done = remove(project, "1.1.1")
    assert done.returncode == 2
    assert "did you mean 1.1.0" in done.stderr


def test_a_release_after_a_removal_continues_the_chain(removed: Path) -> None:
    words = ("--date", "2016-02-01", "--kind", "withdrawal", "--reason", "Out of date.")
    done = guidepress(removed, "release", "base", *words)
    assert done.returncode == 0, done.stdout + done.stderr
    assert guidepress(removed, "verify").returncode == 0
    assert read_archive(removed / "content/base").tombstones.keys() == set(GONE)


def test_a_kill_before_the_files_are_gone_is_completed_by_a_repetition(project: Path) -> None:
    folder = project / "content/base"
    kept = {name: (folder / "releases" / name).read_bytes() for name in GONE}
    remove_frozen(folder, "1.1.0", "2016-01-01", WHY)
    for name, data in kept.items():
        (folder / "releases" / name).write_bytes(data)
    assert remove(project).returncode == 0
    assert verify_archive(folder, "content/base") == []


@pytest.mark.parametrize(
    "data",
    [
        b"[]",
        b"{}",
        b"[" * 100_000,
        b'{"id":["base/1.1.0/bundle.json"],"sha256":"0"}',
        b'{"id":"base/1.0.0/bundle.json","sha256":"0"}',
        b"",
        None,
    ],
)
def test_a_published_tombstone_stands_for_the_file_in_whose_place_it_is(
    removed: Path, before: Path, data: bytes | None
) -> None:
    tree = stage(removed) / "api/v1"
    stone = tree / "base/1.1.0/bundle.tombstone.json"
    stone.unlink()
    stone.symlink_to("/dev/zero") if data is None else stone.write_bytes(data)
    said = "\n".join(map(str, verify_folder(tree, "api")))
    place = "api/base/1.1.0/bundle.tombstone.json:1:1: "
    assert f"{place}this stands for no file that was removed" in said
    assert any("1.1.0" in str(each) for each in verify_against(tree, tree, "api", str(before)))
    assert list(verify_against(tree, before, "api", str(tree)))


def test_a_tombstone_beside_its_file_excuses_nothing(removed: Path, before: Path) -> None:
    tree = stage(removed) / "api/v1"
    file = tree / "base/1.1.0/bundle.json"
    file.write_bytes((before / "base/1.0.0/bundle.json").read_bytes())
    said = {each.message for each in verify_folder(tree, "api")}
    assert "this stands for no file that was removed" in said
