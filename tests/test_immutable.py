"""What was released is never altered unseen: one byte, or the whole history at once."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING

import pytest

from conftest import guidepress, overlay
from guidepress.diff.fact import canonical
from guidepress.history.reading import entry_sha256
from guidepress.release.verify import tell_agreement, verify_folder
from guidepress.site.publication import Publication
from guidepress.site.stage import stage_project
from guidepress_client import AlteredError, Library, connect
from limits import LIMIT
from sums import write_sums

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RELEASES = "content/base/releases"
SITE = Publication("Guidelines", "https://guidelines.example/")


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two releases, committed after each, and its published tree."""
    project = tmp_path_factory.mktemp("immutable") / "project"
    folder = overlay(project / "content" / "base")
    git(project, "init", "-q")
    assert guidepress(project, "release", "base", "--date", "2015-02-01").returncode == 0
    commit(project, "first")
    guideline = folder / "guideline.yaml"
    text = guideline.read_text("utf-8").replace("27 of 37", "26 of 37")
    guideline.write_text(text.replace("updated: 2015-01-29", "updated: 2015-03-01", 1), "utf-8")
    (folder / "notes").mkdir()
    note = "about: [relapse-local]\nreason: The source was wrong.\nreason_type: error-corrected\n"
    (folder / "notes" / "relapse.yaml").write_text(note, "utf-8")
    done = guidepress(project, "release", "base", "--date", "2015-03-02")
    assert done.returncode == 0, done.stdout
    commit(project, "second")
    stage_project(project, project / "staged", SITE, drafts=False)
    (project / "staged/api/v1").rename(project / "published")
    return project


def git(project: Path, *words: str) -> None:
    who = ("-c", "user.name=Test", "-c", "user.email=test@guidepress.example")
    subprocess.run(
        ["git", "-C", str(project), *who, *words], check=True, capture_output=True, timeout=LIMIT
    )


def commit(project: Path, message: str) -> None:
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", message)


@pytest.fixture
def project(released: Path, tmp_path: Path) -> Path:
    shutil.copytree(released, tmp_path / "project")
    return tmp_path / "project"


def altered(data: bytes, place: int) -> bytes:
    changed = bytearray(data)
    changed[place] ^= 1
    return bytes(changed)


def places(size: int, name: str) -> list[int]:
    """Return the start, the middle, the end, and five places that the name decides."""
    random = Random(name)
    return sorted({0, size // 2, size - 1, *(random.randrange(size) for _ in range(5))})


def test_one_altered_byte_of_any_frozen_or_published_file_is_found_and_named(
    project: Path,
) -> None:
    files = [*(project / RELEASES).iterdir(), *(project / "published").rglob("*")]
    names = set()
    for file in [each for each in files if each.is_file()]:
        published = file.is_relative_to(project / "published")
        folder = project / "published" if published else project
        whole = file.read_bytes()
        for place in places(len(whole), file.name):
            file.write_bytes(altered(whole, place))
            told = "\n".join(map(str, verify_folder(folder, ".")))
            assert file.name in told, f"{file}, byte {place}: {told}"
        file.write_bytes(whole)
        names.add(file.name)
    assert names >= {
        *("index.json", "1.0.0.json", "1.1.0.json", "1.1.0.changes.json", "SHA256SUMS"),
        *("latest.json", "versions.json", "ids.json", "bundle.json", "changes.json"),
        *("references.ris", "references.bib", "references.csl.json", "options.csv", "fhir-r5.json"),
    }
    assert not list(verify_folder(project, "."))
    assert not list(verify_folder(project / "published", "."))


# What an app reads, by the file that it is read from.
READ: dict[str, Callable[[Library], object]] = {
    "index.json": lambda library: library.index(),
    "base/versions.json": lambda library: library.versions("base"),
    "base/ids.json": lambda library: library.ids("base"),
    "base/latest.json": lambda library: library.latest("base"),
    "base/1.0.0/bundle.json": lambda library: library.bundle("base", "1.0.0"),
    "base/1.1.0/changes.json": lambda library: library.changes("base", "1.0.0"),
}


@pytest.mark.parametrize("name", READ)
def test_an_app_refuses_a_file_of_which_one_byte_is_altered(name: str, project: Path) -> None:
    file = project / "published" / name
    whole = file.read_bytes()
    READ[name](connect(project / "published"))
    for place in places(len(whole), name):
        file.write_bytes(altered(whole, place))
        with pytest.raises(AlteredError, match=re.escape(file.name)):
            READ[name](connect(project / "published"))


def rewrite(project: Path, version: str) -> None:
    """Alter a release, and all that vouches for it, so that the files agree with each other."""
    releases = project / RELEASES
    bundle = releases / f"{version}.json"
    bundle.write_bytes(bundle.read_bytes().replace(b"3 weeks", b"2 weeks"))
    index = json.loads((releases / "index.json").read_bytes())
    for before, entry in zip([None, *index["releases"]], index["releases"], strict=False):
        entry["bundle_sha256"] = sha256(
            (releases / f"{entry['version']}.json").read_bytes()
        ).hexdigest()
        delta = releases / f"{entry['version']}.changes.json"
        if before and delta.exists():
            changes = json.loads(delta.read_bytes())
            changes["proof"] |= {
                "old_sha256": before["bundle_sha256"],
                "new_sha256": entry["bundle_sha256"],
            }
            delta.write_bytes(canonical(changes))
            entry["changes_sha256"] = sha256(delta.read_bytes()).hexdigest()
            entry["previous_sha256"] = entry_sha256(before)
    text = json.dumps(index, indent=2, sort_keys=True, ensure_ascii=False)
    (releases / "index.json").write_text(f"{text}\n", "utf-8")


@pytest.mark.parametrize(
    "against", ["HEAD", "HEAD~1", "published/SHA256SUMS", "published", "../kept"]
)
def test_a_history_rewritten_without_a_contradiction_is_found_against_an_earlier_one(
    project: Path, against: str
) -> None:
    shutil.copytree(project, project.parent / "kept")
    rewrite(project, "1.0.0")
    rewrite(project, "1.1.0")
    assert guidepress(project, "verify").returncode == 0
    done = guidepress(project, "verify", "--against", against)
    assert done.returncode == 1
    assert (
        f"./{RELEASES}/1.0.0.json:1:1: the release 1.0.0 of base is not what it was in {against}"
        in done.stdout
    )


@pytest.mark.parametrize("against", ["HEAD", "HEAD~1", "published/SHA256SUMS", "published"])
def test_an_honest_history_agrees_with_each_earlier_one(project: Path, against: str) -> None:
    done = guidepress(project, "verify", "--against", against)
    assert (done.returncode, done.stdout) == (0, "")
    done = guidepress(project, "verify", "published", "--against", against)
    # A tree is nothing earlier than itself.
    assert (done.returncode, done.stdout) == (2 if against == "published" else 0, "")


def take_back(project: Path) -> None:
    for name in ("1.1.0.json", "1.1.0.changes.json"):
        (project / RELEASES / name).unlink()
    index = json.loads((project / RELEASES / "index.json").read_bytes())
    index["releases"].pop()
    (project / RELEASES / "index.json").write_text(json.dumps(index), "utf-8")


def test_a_release_that_was_taken_back_is_missed_where_it_should_be_named(project: Path) -> None:
    take_back(project)
    assert guidepress(project, "verify").returncode == 0
    said = "the release 1.1.0 of base is in published/SHA256SUMS, but not here any more"
    for words, folder in (([], "./content/"), (["content"], "content/")):
        done = guidepress(project, "verify", *words, "--against", "published/SHA256SUMS")
        assert f"{folder}base/releases/index.json:1:1: {said}; a release is never" in done.stdout
        assert done.stderr == "2 problems\n"


def test_a_guideline_that_is_gone_whole_is_missed_in_the_folder(project: Path) -> None:
    shutil.copytree(project / "content/base", project / "content/other")
    shutil.rmtree(project / RELEASES)
    done = guidepress(project, "verify", "--against", "published/SHA256SUMS")
    assert ".:1:1: the release 1.0.0 of base is in published/SHA256SUMS, but" in done.stdout


def test_a_published_release_that_is_gone_is_told_to_those_who_use_it(project: Path) -> None:
    shutil.copytree(project / "published", project / "now")
    (project / "now/base/1.0.0/bundle.json").unlink()
    write_sums(project / "now")
    done = guidepress(project, "verify", "now", "--against", "published")
    said = "the release 1.0.0 of base is in published, but not here any more"
    hint = "a release is never taken back: do not use what is here, ask the publisher"
    assert f"now/SHA256SUMS:1:1: {said}; {hint} [verify]" in done.stdout
    shutil.rmtree(project / "now/base")
    write_sums(project / "now")
    done = guidepress(project, "verify", "now", "--against", "published")
    hint = "a guideline that was taken down is gone whole: delete your copies"
    assert f"now/SHA256SUMS:1:1: {said}; {hint} [verify]" in done.stdout


def test_a_fault_of_a_published_tree_is_at_the_first_sign_of_its_file(project: Path) -> None:
    published = project / "published"
    sums = published / "base/SHA256SUMS"
    sums.write_bytes(sums.read_bytes() + b"no line of it\n")
    for name in ("base/latest.json", "base/1.1.0/changes.json", "base/ids.json"):
        data = json.loads((published / name).read_bytes())
        data.pop("ids", None)
        if "patch" in data:
            data["patch"] = data["patch"][:1]
        (published / name).write_text(json.dumps(data) + " ", encoding="utf-8")
    problems = list(verify_folder(published, "published"))
    assert {(each.position.line, each.position.column) for each in problems} == {(1, 1)}
    said = {f"{each.position.file}: {each.message}" for each in problems}
    assert "published/base/SHA256SUMS: this is not a list of checksums, one a file and line" in said
    assert "published/base/1.1.0/changes.json: the delta does not lead from 1.0.0 to 1.1.0" in said
    assert "published/base/latest.json: this is not the bundle of 1.1.0" in said


@pytest.mark.parametrize(("files", "said"), [(1, "1 file agrees"), (2, "2 files agree")])
def test_files_that_agree_are_counted(tmp_path: Path, files: int, said: str) -> None:
    lines = [f"{'0' * 64}  {number}.json\n" for number in range(files)]
    (tmp_path / "SHA256SUMS").write_text("".join(lines), "utf-8")
    assert tell_agreement(tmp_path) == f"{said} with SHA256SUMS"


def test_what_was_compared_is_said_and_what_was_not(project: Path) -> None:
    lists = (project / "published").rglob("SHA256SUMS")
    files = sum(each.read_text("utf-8").count("\n") for each in lists)
    for words, said in (
        ([], "2 releases agree with their index; nothing earlier was compared"),
        (["published"], f"{files} files agree with SHA256SUMS; nothing earlier was compared"),
        (["--against", "HEAD"], "2 releases agree with their index; frozen as in HEAD"),
    ):
        assert guidepress(project, "verify", *words).stderr == f"{said}\n"


def test_a_folder_that_is_none_is_told_with_the_path_that_was_tried(project: Path) -> None:
    done = guidepress(project, "verify", "nowhere")
    assert done.returncode == 2
    said = f"nowhere is not a folder of the project; looked for {project / 'nowhere'}"
    assert said in done.stderr


def test_earlier_checksums_without_those_of_a_guideline_are_no_ground_to_compare_on(
    project: Path,
) -> None:
    own = project / "published/base/SHA256SUMS"
    whole = own.read_bytes()
    for data, said in (
        (None, "base/SHA256SUMS is not beside"),
        (whole.replace(b"a", b"b"), "base/SHA256SUMS is not the file that"),
    ):
        own.unlink()
        if data is not None:
            own.write_bytes(data)
        done = guidepress(project, "verify", "--against", "published/SHA256SUMS")
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
        own.write_bytes(whole)
    assert guidepress(project, "verify", "--against", "published/SHA256SUMS").returncode == 0


def test_a_side_to_compare_with_that_is_none_is_refused(project: Path) -> None:
    (project / "empty").mkdir()
    for against, said in (
        ("nowhere", "nowhere is neither a git revision, a file SHA256SUMS nor a folder"),
        ("empty", "empty holds no release to compare with"),
        ("--output=x", "--output=x is neither a git revision"),
    ):
        done = guidepress(project, "verify", f"--against={against}")
        assert done.returncode == 2
        assert said in done.stderr
    assert not (project / "x").exists()
