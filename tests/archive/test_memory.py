"""What was published before is not dropped or altered: the check that a build calls."""

from __future__ import annotations

import json
import shutil
import subprocess
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from archive.alterations import read_index, rehash
from conftest import REPOSITORY, guidepress
from guidepress.classify.classify import describe
from guidepress.classify.folding import summarise_published
from guidepress.diff.fact import canonical
from guidepress.problem import UnusableError
from guidepress.release.against import verify_against
from guidepress.release.judge import judge_releases
from guidepress.release.reasons import reasons_of
from guidepress.release.verify import verify_folder
from limits import LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable
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


REWORDED = {
    "sentence": "Corrected a comma.",
    "question": "Is it so?",
    "group": "Moved two statements.",
    "rule": "another",
    "words": [{"op": "removed", "text": "x"}],
}


@pytest.mark.parametrize("key", REWORDED)
def test_a_release_that_was_not_there_is_told_in_the_words_of_this_tool(
    key: str, history: Path, project: Path
) -> None:
    take_back(project)
    assert list(verify_against(project, history, ".", str(project))) == []
    later = project.with_name("later")
    shutil.copytree(history, later)
    releases = later / "content/base/releases"
    file = releases / "5.0.0.changes.json"
    delta = json.loads(file.read_bytes())
    delta["changes"][0][key] = REWORDED[key]
    delta["summary"] = summarise_published(delta["changes"])
    file.write_bytes(canonical(delta))
    rehash(releases)
    found = [*verify_against(project, later, ".", str(project))]
    assert {each.severity for each in found} == {"warning"}
    assert {each.position.file for each in found} == {"content/base/releases/5.0.0.changes.json"}
    assert any(each.message.startswith(f"the {key} of ") for each in found), found
    assert all("the version of the tool that judges it" in each.hint for each in found)
    # What both have is frozen: another version of the tool may have told it.
    shutil.copytree(later, later.with_name("copy"))
    assert list(verify_against(later, later, ".", str(later.with_name("copy")))) == []


def forge(project: Path, version: str, **stamps: str | None) -> None:
    """Stamp a release otherwise in bundle, delta and index, all made anew."""
    releases = project / "content/base/releases"
    index = read_index(releases)
    (entry,) = [each for each in index["releases"] if each["version"] == version]
    file = releases / f"{version}.json"
    bundle = json.loads(file.read_bytes())
    for key, value in stamps.items():
        for held, name in ((bundle["guideline"], key), (entry, key.removeprefix("release_"))):
            held[name] = value
            if value is None:
                del held[name]
    file.write_bytes(canonical(bundle))
    for each in releases.glob("*.changes.json"):
        delta = json.loads(each.read_bytes())
        names = (delta["from"], delta["to"])
        if version in names:
            old, new = (json.loads((releases / f"{name}.json").read_bytes()) for name in names)
            made = describe(old, new, *names, list(reasons_of(delta)))
            each.write_bytes(canonical(made.to_json()))
    rehash(releases, index)


def renumber(project: Path) -> None:
    releases = project / "content/base/releases"
    for file in [*releases.glob("5.0.0*.json"), releases / "index.json"]:
        text = file.read_text("utf-8").replace('"5.0.0"', '"9.0.0"')
        file.write_text(text.replace("@5.0.0", "@9.0.0").replace("..5.0.0", "..9.0.0"), "utf-8")
        file.rename(releases / file.name.replace("5.0.0", "9.0.0"))
    rehash(releases)


def drop_the_first(project: Path) -> None:
    releases = project / "content/base/releases"
    index = read_index(releases)
    del index["releases"][0]
    index["releases"][0]["impact"] = "initial"
    del index["releases"][0]["changes_sha256"]
    for name in ("1.0.0.json", "1.1.0.changes.json"):
        (releases / name).unlink()
    rehash(releases, index)


# As docs/security.md lists them, beside what altered deltas hold.
CONSISTENT: dict[str, Callable[[Path], None]] = {
    "kind": lambda each: forge(each, "3.0.0", release_kind="release", corrects=None),
    "corrects": lambda each: forge(each, "3.0.0", corrects="1.1.0"),
    "number": renumber,
    "date": lambda each: forge(each, "3.0.0", released="2015-05-03"),
    "first": drop_the_first,
    "last": take_back,
}


@pytest.mark.parametrize("name", CONSISTENT)
def test_what_agrees_with_itself_is_found_only_by_a_comparison_and_named_in_the_handbook(
    name: str, history: Path, project: Path
) -> None:
    CONSISTENT[name](project)
    assert [str(each) for each in verify_folder(project, ".")] == []
    assert list(verify_against(project, project, ".", str(history)))
    assert f"- **{name}**: " in (REPOSITORY / "docs/security.md").read_text("utf-8")


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
