"""Other site generators build what ``guidepress build --stage-only`` writes."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import copy_project, guidepress
from limits import LIMIT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.checkout, pytest.mark.slow]

GID = "childhood-sts-recurrent"


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = copy_project(tmp_path_factory.mktemp("staged") / "project")
    done = guidepress(project, "build", "--stage-only")
    assert done.returncode == 0, done.stderr
    assert not (project / "site").exists()
    return project


def pages(site: Path) -> dict[str, str]:
    return {
        file.relative_to(site).as_posix(): file.read_text("utf-8")
        for file in sorted(site.rglob("*.html"))
    }


def anchors(page: str) -> set[str]:
    """Return the ids of a page, but those of the theme, for its switches and menus."""
    found = re.findall(r'\sid="?([^" >]+)', page)
    return {each for each in found if not each.startswith("__")}


@pytest.mark.parametrize("generator", ["properdocs", "zensical"])
def test_every_page_is_there_with_all_its_anchors_and_files_for_apps(
    staged: Path, built: Path, tmp_path: Path, generator: str
) -> None:
    project = shutil.copytree(staged, tmp_path / "project")
    command = [sys.executable, "-m", generator, "build", "--strict", "--config-file", "mkdocs.yml"]
    done = subprocess.run(
        command, cwd=project / ".stage", capture_output=True, text=True, check=False, timeout=LIMIT
    )
    assert done.returncode == 0, done.stdout + done.stderr
    site = project / ".stage/site"
    theirs, ours = pages(site), pages(built)
    assert theirs.keys() == ours.keys()
    assert len(anchors(ours[f"{GID}/index.html"])) > 50
    for page, text in ours.items():
        assert anchors(text) <= anchors(theirs[page]), page
    for file in (file for file in (built / "api/v1").rglob("*") if file.is_file()):
        assert (site / file.relative_to(built)).read_bytes() == file.read_bytes(), file


def test_what_is_staged_a_second_time_without_a_guideline_has_no_page_of_it(
    staged: Path, tmp_path: Path
) -> None:
    project = shutil.copytree(staged, tmp_path / "project")
    (project / ".stage/docs/gone").mkdir()
    (project / ".stage/docs/gone/index.md").write_text("# Gone", "utf-8")
    assert guidepress(project, "build", "--stage-only", "--drafts").returncode == 0
    assert not (project / ".stage/docs/gone").exists()
    assert (project / f".stage/docs/{GID}/draft/index.md").is_file()


def test_what_is_staged_is_no_part_of_the_site(staged: Path, tmp_path: Path) -> None:
    project = shutil.copytree(staged, tmp_path / "project")
    (project / ".stage/docs/index.md").write_text("# Another home", "utf-8")
    (project / ".stage/stranger.md").write_text("# Stranger", "utf-8")
    assert guidepress(project, "build").returncode == 0
    assert "Another home" not in (project / "site/index.html").read_text("utf-8")
    assert not list((project / "site").rglob("stranger*"))
