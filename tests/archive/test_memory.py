"""What was published before is not dropped or altered: the check that a build calls."""

from __future__ import annotations

import shutil
import subprocess
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from archive.alterations import read_index, rehash
from conftest import guidepress
from guidepress.problem import UnusableError
from guidepress.release.against import verify_against
from guidepress.release.judge import judge_releases
from guidepress.release.verify import verify_folder
from limits import LIMIT

if TYPE_CHECKING:
    from pathlib import Path


def git(project: Path, *words: str) -> None:
    who = ("-c", "user.name=Test", "-c", "user.email=test@guidepress.example")
    subprocess.run(
        ["git", "-C", str(project), *who, *words], check=True, capture_output=True, timeout=LIMIT
    )


@pytest.fixture
def committed(project: Path) -> Path:
    git(project, "init", "-q")
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "as it was")
    return project


def sums_of(project: Path) -> str:
    """Return what a published SHA256SUMS says of the releases."""
    lines = []
    for file in sorted((project / "content/base/releases").glob("[0-9]*.json")):
        kind = "changes" if file.name.endswith(".changes.json") else "bundle"
        version = file.name.split(".changes")[0].removesuffix(".json")
        name = f"base/{version}/{kind}.json"
        lines.append(f"{sha256(file.read_bytes()).hexdigest()}  {name}\n")
    return "".join(lines)


def take_back(project: Path) -> None:
    releases = project / "content/base/releases"
    index = read_index(releases)
    index["releases"].pop()
    for name in ("5.0.0.json", "5.0.0.changes.json"):
        (releases / name).unlink()
    rehash(releases, index)


def test_a_folder_that_holds_no_release_is_said_to_hold_none(tmp_path: Path) -> None:
    with pytest.raises(UnusableError, match="holds neither releases nor a SHA256SUMS"):
        list(verify_folder(tmp_path, "."))


def test_content_that_was_deleted_is_said_to_be_gone(committed: Path) -> None:
    shutil.rmtree(committed / "content")
    done = guidepress(committed, "verify", "--against", "HEAD")
    assert done.returncode == 1
    assert ".:1:1: the release 5.0.0 of base is in HEAD, but not here any more" in done.stdout
    assert len(judge_releases(committed, against="HEAD")) == 17


def test_a_release_that_was_taken_back_is_found_by_each_kind_of_memory(committed: Path) -> None:
    shutil.copytree(committed / "content", committed / "kept/content")
    (committed / "sums.txt").write_text(sums_of(committed), "utf-8")
    for against in ("HEAD", "kept", "sums.txt"):
        assert judge_releases(committed, against=against) == []
    take_back(committed)
    assert judge_releases(committed) == []
    for against in ("HEAD", "kept", "sums.txt"):
        said = [each.message for each in judge_releases(committed, against=against)]
        assert f"the release 5.0.0 of base is in {against}, but not here any more" in said


def test_a_release_that_became_a_link_is_another_one(committed: Path) -> None:
    file = committed / "content/base/releases/2.0.0.json"
    file.rename(committed / "kept")
    file.symlink_to(committed / "kept")
    said = "\n".join(map(str, judge_releases(committed, against="HEAD")))
    place = "content/base/releases/2.0.0.json:1:1: "
    assert f"./{place}the release 2.0.0 of base is not what it was in HEAD" in said
    assert f"{place}this is not an ordinary file" in said


def test_what_was_altered_is_named_at_its_own_file(committed: Path) -> None:
    home = "content/base/releases"
    for name in ("2.0.0.json", "3.0.0.changes.json"):
        file = committed / home / name
        file.write_bytes(file.read_bytes() + b" ")
    said = [str(each) for each in judge_releases(committed, against="HEAD")]
    for what, name in (("release 2.0.0", "2.0.0.json"), ("delta 3.0.0", "3.0.0.changes.json")):
        place = f"./{home}/{name}:1:1: the {what} of base is not what it was in HEAD"
        assert any(each.startswith(place) for each in said), said


def test_sums_beside_a_project_are_no_published_tree(committed: Path) -> None:
    (committed / "SHA256SUMS").write_text(sums_of(committed), "utf-8")
    done = guidepress(committed, "verify", "--against", "SHA256SUMS")
    assert (done.returncode, done.stdout) == (0, "")
    assert "6 releases agree with their index; frozen as in SHA256SUMS" in done.stderr
    shutil.copy(committed / "SHA256SUMS", committed / "content")
    (committed / "content/base/releases").rename(committed / "content/kept")
    done = guidepress(committed, "verify", "content", "--against", "HEAD")
    assert "the release 1.0.0 of base is in HEAD, but not here any more" in done.stdout
    assert "SHA256SUMS names this file" not in done.stdout
    (committed / "mkdocs.yml").write_text("site_name: x\n", "utf-8")
    shutil.rmtree(committed / "content")
    done = guidepress(committed, "verify", "--against", "SHA256SUMS")
    assert done.returncode == 1
    assert "the release 1.0.0 of base is in SHA256SUMS, but not here any more" in done.stdout


@pytest.mark.parametrize(
    "data",
    [
        b'{"releases":[{"version":"1.0.0","kind":"\\ud800"}]}',
        b'{"releases":["version"]}',
        b'{"releases":[{"version":["1.0.0"]}]}',
        b'{"releases":[{"version":"../../x"}]}',
        b'{"releases":5}',
        b"[" * 100_000,
    ],
)
def test_an_index_of_any_bytes_is_compared_on_either_side(
    data: bytes, history: Path, project: Path
) -> None:
    (project / "content/base/releases/index.json").write_bytes(data)
    said = "\n".join(map(str, verify_against(project, project, ".", str(history))))
    assert "the entry 5.0.0 of base is in" in said
    assert not list(verify_against(project, history, ".", str(project)))


@pytest.mark.parametrize("end", [-1, -40, 90])
def test_a_list_of_checksums_that_is_cut_short_is_refused(end: int, committed: Path) -> None:
    (committed / "sums").write_text(sums_of(committed)[:end], "utf-8")
    with pytest.raises(UnusableError, match="sums is no list of checksums, or is cut short"):
        judge_releases(committed, against="sums")


@pytest.mark.parametrize(
    ("old", "new"),
    [("\n", "\r\n"), ("\n", " \n"), ("  base/", "  ./base/"), ("/1.0.0/", "/../base/1.0.0/")],
)
def test_a_line_that_names_no_file_below_the_list_makes_it_no_list(
    old: str, new: str, committed: Path
) -> None:
    lines = sums_of(committed).splitlines(keepends=True)
    (committed / "sums").write_text("".join([lines[0].replace(old, new), *lines[1:]]), newline="")
    with pytest.raises(UnusableError, match="sums is no list of checksums"):
        list(verify_against(committed, committed, ".", "sums"))


@pytest.mark.parametrize("name", ["content/other", "content/base/releases"])
def test_a_revision_that_holds_a_link_in_place_of_releases_is_no_memory(
    name: str, committed: Path
) -> None:
    (committed / name).rename(committed / "kept") if (committed / name).exists() else None
    (committed / name).symlink_to("nowhere")
    git(committed, "add", "-A")
    git(committed, "commit", "-qm", "A link")
    with pytest.raises(UnusableError, match=f"{name} at HEAD is a link or a submodule"):
        list(verify_against(committed, committed, ".", "HEAD"))


def test_what_is_a_revision_and_a_folder_is_neither(committed: Path) -> None:
    (committed / "published").mkdir()
    git(committed, "branch", "published")
    with pytest.raises(UnusableError, match="published is a git revision and a file here"):
        list(verify_against(committed, committed, ".", "published"))


def test_a_memory_of_nothing_is_refused(committed: Path) -> None:
    (committed / "empty").write_text("", "utf-8")
    (committed / "loop").symlink_to("loop")
    for against in ("empty", "nowhere", "loop", "--output=x"):
        with pytest.raises(UnusableError):
            judge_releases(committed, against=against)


@pytest.mark.parametrize("against", ["", ".", "./", "content", "content/../content"])
def test_what_is_compared_is_no_memory_of_itself(against: str, committed: Path) -> None:
    """An empty variable of a workflow would otherwise pass for a comparison, and a folder for its own past."""
    (committed / "mkdocs.yml").write_text("site_name: x\nsite_url: https://x.example/\n", "utf-8")
    for words in (["verify"], ["verify", "content"], ["build", "--quiet"]):
        done = guidepress(committed, *words, "--against", against)
        assert done.returncode == 2, words
        assert f"“{against}” names nothing earlier" in done.stderr


def test_a_guideline_named_as_the_site_needs_it_is_refused(project: Path) -> None:
    home = project / "content/base"
    for name in ("schema", "es", "compare", "sha256sums"):
        copy = home.with_name(name)
        shutil.copytree(home, copy)
        for file in (copy / "releases").glob("*.json"):
            file.write_text(file.read_text("utf-8").replace('"base', f'"{name}'), "utf-8")
        index = read_index(copy / "releases") | {"guideline": name}
        rehash(copy / "releases", index)
    said = [each.message for each in judge_releases(project)]
    for name in ("schema", "es", "compare", "sha256sums"):
        assert f"{name} is a name that the site, a file system or a language needs" in said


def test_a_kept_verdict_on_releases_is_answered_without_another_look(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert judge_releases(project) == []
    monkeypatch.delattr("guidepress.release.verify.verify_archive")
    assert judge_releases(project) == []
    with pytest.raises(ImportError):
        judge_releases(project, cached=False)
