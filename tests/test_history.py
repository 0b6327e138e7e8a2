"""Sides of a comparison, from a real git repository, bundles and folders."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from conftest import copy_project, guidepress
from limits import LIMIT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.checkout

GID = "childhood-sts-recurrent"


def git(folder: Path, *words: str) -> None:
    quiet = ["-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "commit.gpgsign=false"]
    subprocess.run(
        ["git", "-C", str(folder), *quiet, *words], check=True, capture_output=True, timeout=LIMIT
    )


@pytest.fixture(scope="module")
def tagged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a tag, and a later edit that is committed."""
    project = copy_project(tmp_path_factory.mktemp("history") / "project")
    git(project, "init", "--quiet", "--initial-branch", "main")
    git(project, "add", ".")
    git(project, "commit", "--quiet", "--message", "one")
    git(project, "tag", "v1")
    options = project / f"content/{GID}/options.yaml"
    text = options.read_text(encoding="utf-8")
    options.write_text(text.replace("name: Limb amputation", "name: Amputation of a limb"), "utf-8")
    git(project, "commit", "--quiet", "--all", "--message", "two")
    return project


@pytest.mark.parametrize(
    ("sides", "changed"),
    [
        (["v1", "HEAD"], True),
        (["git:v1", "draft"], True),
        (["HEAD", "draft"], False),
        (["HEAD~1", "2.0.0"], False),
        (["latest", "draft"], True),
        ([], True),
        (["release:2.0.0", "file:content/childhood-sts-recurrent"], True),
        (["content/childhood-sts-recurrent/releases/2.0.0.json", "HEAD"], True),
        (["content/childhood-sts-recurrent/releases/2.0.0.json", "latest"], False),
    ],
)
def test_sides_are_found_where_they_are(tagged: Path, sides: list[str], changed: bool) -> None:  # noqa: FBT001
    done = guidepress(tagged, "diff", *sides, "--exit-code")
    assert done.returncode == int(changed), done.stderr
    said = "Amputation of a limb" if changed else "no differences"
    assert said in done.stdout


def test_a_bundle_comes_from_standard_input(tagged: Path) -> None:
    import sys

    bundle = tagged / f"content/{GID}/releases/1.0.0.json"
    done = subprocess.run(
        [sys.executable, "-m", "guidepress", "diff", "-", "2.0.0"],
        cwd=tagged,
        input=bundle.read_bytes(),
        capture_output=True,
        check=True,
        timeout=LIMIT,
    )
    assert b"Added pazopanib as an option" in done.stdout


def test_a_bundle_of_another_guideline_is_not_compared(tagged: Path) -> None:
    bundle = tagged / f"content/{GID}/releases/1.0.0.json"
    other = bundle.read_text("utf-8").replace(f'"id":"{GID}"', '"id":"other"')
    (tagged / "other.json").write_text(other, "utf-8")
    done = guidepress(tagged, "diff", "other.json", "2.0.0")
    (tagged / "other.json").unlink()
    assert (done.returncode, done.stdout) == (2, "")
    assert f"other.json is of other, not of {GID}" in done.stderr


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_guideline_that_cannot_be_read_hides_no_other(project: Path, form: str) -> None:
    shutil.copytree(project / f"content/{GID}", project / "content/broken")
    shutil.rmtree(project / "content/broken/releases")
    (project / "content/broken/options.yaml").write_text("options: [\n", "utf-8")
    words = ("diff", "draft", "1.0.0", "--format", form)
    alone = guidepress(project, *words, "--guideline", GID)
    done = guidepress(project, *words)
    assert (done.returncode, alone.returncode) == (2, 0)
    assert done.stdout == alone.stdout
    assert "broken cannot be read: content/broken/options.yaml:" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("sides", "said"),
    [
        (["nonsense"], "nonsense is neither latest, draft, a release, a git revision"),
        (["git:nonsense"], "git knows no revision nonsense"),
        (["git:--output=x"], "git knows no revision --output=x"),
        (["9.9.9"], "has no release 9.9.9; there are 1.0.0, 2.0.0"),
        (["mkdocs.yml"], "mkdocs.yml is not JSON"),
        (["--guideline", "nothing"], "there is no guideline nothing"),
    ],
)
def test_what_cannot_be_compared_is_one_clear_line(
    tagged: Path, sides: list[str], said: str
) -> None:
    done = guidepress(tagged, "diff", *sides)
    assert done.returncode == 2
    assert done.stdout == ""
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tagged / "x").exists()


def test_a_revision_without_the_guideline_is_named(tagged: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", str(tagged), "clone")
    clone = tmp_path / "clone"
    (clone / "content" / GID).rename(clone / "content" / "renamed")
    git(clone, "add", ".")
    git(clone, "commit", "--quiet", "--message", "three")
    done = guidepress(clone, "diff", "v1", "HEAD")
    assert done.returncode == 2
    assert "renamed does not exist at v1" in done.stderr


def test_a_shallow_clone_says_so(tagged: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth", "1", tagged.as_uri(), "shallow")
    done = guidepress(tmp_path / "shallow", "diff", "git:v1")
    assert done.returncode == 2
    assert "this clone is shallow: fetch the whole history (fetch-depth: 0)" in done.stderr


def test_without_git_a_revision_is_refused_and_a_release_is_not(project: Path) -> None:
    done = guidepress(project, "diff", "git:main", PATH="")
    assert done.returncode == 2
    assert "git is not installed" in done.stderr
    done = guidepress(project, "diff", "main", PATH="")
    assert done.stderr.endswith("; git is not installed, so no revision is known\n")
    assert guidepress(project, "diff", "1.0.0", "2.0.0", PATH="").returncode == 0
