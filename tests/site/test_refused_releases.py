"""What ``verify`` refuses is not published, whichever way a site is built; the old one stays."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from archive.alterations import read_index, rehash, write_index
from conftest import copy_project, guidepress
from guidepress.classify.folding import summarise_published
from guidepress.problem import UnusableError
from guidepress.site.build import build_site
from limits import LIMIT
from site_trees import digests

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Forge = Callable[[Path], None]

GID = "childhood-sts-recurrent"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = copy_project(tmp_path_factory.mktemp("built") / "project")
    build_site(project)
    return project


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built, tmp_path / "project")


def edit_a_release(releases: Path) -> None:
    """Write another text into a release, and make every hash fit again."""
    file = releases / "2.0.0.json"
    text = file.read_text("utf-8")
    assert "The options for treating" in text
    file.write_text(text.replace("The options for treating", "The ways of treating"), "utf-8")
    rehash(releases)


def drop_the_last_entry(releases: Path) -> None:
    index = read_index(releases)
    index["releases"].pop()
    write_index(releases, index)


def link_a_release(releases: Path) -> None:
    kept = releases.parents[2] / "kept.json"
    (releases / "1.0.0.json").rename(kept)
    (releases / "1.0.0.json").symlink_to(kept)


def take_back_a_release(releases: Path) -> None:
    """Leave a history that agrees with itself."""
    index = read_index(releases)
    index["releases"].pop()
    for name in ("2.0.0.json", "2.0.0.changes.json"):
        (releases / name).unlink()
    rehash(releases, index)


FORGERIES = (edit_a_release, drop_the_last_entry, link_a_release)


def by_command(*words: str) -> Callable[[Path], str]:
    def build(project: Path) -> str:
        done = guidepress(project, "build", *words)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.count("\n") == 1
        return done.stderr

    return build


def by_mkdocs(project: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def by_call(project: Path) -> str:
    with ThreadPoolExecutor(1) as executor, pytest.raises(UnusableError) as caught:
        build_site(project, executor=executor)
    return str(caught.value)


WAYS = {
    "build": by_command(),
    "build --drafts": by_command("--drafts"),
    "build --no-cache": by_command("--no-cache"),
    "build --stage-only": by_command("--stage-only"),
    "mkdocs build": by_mkdocs,
    "build_site": by_call,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("forge", FORGERIES)
def test_what_verify_refuses_is_not_built_and_the_old_site_stays(
    project: Path, forge: Forge, way: str
) -> None:
    before = digests(project / "site")
    forge(project / "content" / GID / "releases")
    said = WAYS[way](project)
    found = guidepress(project, "verify").stdout.splitlines()
    assert any(line in said for line in found), (said, found)
    assert "see `guidepress verify`" in said
    assert digests(project / "site") == before


def sums(project: Path) -> str:
    lines = []
    for file in sorted((project / "content" / GID / "releases").glob("[0-9]*.json")):
        kind = "changes" if file.name.endswith(".changes.json") else "bundle"
        version = file.name.removesuffix(".json").removesuffix(".changes")
        name = f"{GID}/{version}/{kind}.json"
        lines.append(f"{sha256(file.read_bytes()).hexdigest()}  {name}\n")
    return "".join(lines)


def git(project: Path, *words: str) -> None:
    who = ("-c", "user.name=Test", "-c", "user.email=test@guidepress.example")
    command = ["git", "-C", str(project), *who, *words]
    subprocess.run(command, check=True, capture_output=True, timeout=LIMIT)


def test_a_build_compares_with_a_revision_a_folder_or_earlier_sums(project: Path) -> None:
    git(project, "init", "-q")
    git(project, "add", "content")
    git(project, "commit", "-q", "-m", "as it was")
    shutil.copytree(project / "content", project / "kept/content")
    (project / "sums.txt").write_text(sums(project), "utf-8")
    for against in ("HEAD", "kept", "sums.txt"):
        done = guidepress(project, "build", "--against", against)
        assert (done.returncode, done.stderr) == (0, "")
    before = digests(project / "site")
    take_back_a_release(project / "content" / GID / "releases")
    for against in ("HEAD", "kept", "sums.txt"):
        for also in ([], ["--drafts"], ["--stage-only"]):
            said = by_command("--against", against, *also)(project)
            assert f"the release 2.0.0 of {GID} is in {against}, but not here any more" in said
            assert f"see `guidepress verify --against {against}`" in said
        with pytest.raises(UnusableError, match="not here any more"):
            build_site(project, against=against)
        assert digests(project / "site") == before
    assert guidepress(project, "build").returncode == 0


def test_what_cannot_be_compared_with_is_refused(project: Path) -> None:
    before = digests(project / "site")
    assert "nowhere" in by_command("--against", "nowhere")(project)
    assert digests(project / "site") == before


def test_a_warning_on_releases_is_shown_and_the_site_is_built(project: Path) -> None:
    releases = project / "content" / GID / "releases"
    file = releases / "2.0.0.changes.json"
    delta = json.loads(file.read_bytes())
    light = next(each for each in delta["changes"] if each["impact"] != "major")
    light["impact"] = "major"
    delta["summary"] = summarise_published(delta["changes"])
    file.write_text(json.dumps(delta), "utf-8")
    shutil.rmtree(project / ".cache")
    rehash(releases)
    found = guidepress(project, "verify")
    assert found.returncode == 0
    assert ": warning: " in found.stdout
    for words in ([], [], ["--quiet"], ["--stage-only"]):
        done = guidepress(project, "build", *words)
        assert (done.returncode, done.stderr) == (0, found.stdout), words
