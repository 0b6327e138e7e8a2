"""The same staged pages, built by each engine that the package index provides."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from conftest import copy_project, guidepress
from guidepress.problem import UnusableError
from guidepress.site import engine
from guidepress.site.build import build_site
from guidepress.site.engine import ENGINES

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.checkout

GID = "childhood-sts-recurrent"
OTHERS = [name for name in ENGINES if name != "mkdocs"]
# Ids that are the theme's own, for its switches and menus, begin with this.
OF_THE_THEME = "__"
GENERATOR = re.compile(r'<meta name="generator" content="[^"]*">')


@pytest.fixture(scope="module", params=OTHERS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def project(name: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = copy_project(tmp_path_factory.mktemp(name) / "project")
    done = guidepress(project, "build", "--engine", name)
    assert done.returncode == 0, done.stderr
    return project


def pages(site: Path) -> dict[str, str]:
    return {
        file.relative_to(site).as_posix(): file.read_text("utf-8")
        for file in sorted(site.rglob("*.html"))
    }


def anchors(page: str) -> set[str]:
    found = re.findall(r'\sid="?([^" >]+)', page)
    return {each for each in found if not each.startswith(OF_THE_THEME)}


def entries(site: Path, engine_name: str) -> list[tuple[str, str, str]]:
    made = ENGINES[engine_name]
    index: Any = json.loads((site / made.index_file).read_bytes())
    return [(each["location"], each["title"], each["text"]) for each in index[made.entries]]


def plain(text: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", text).split())


def test_every_page_is_there_with_all_its_anchors(project: Path, built: Path) -> None:
    theirs, ours = pages(project / "site"), pages(built)
    assert theirs.keys() == ours.keys()
    assert any(len(anchors(page)) > 50 for page in ours.values())
    for page, text in ours.items():
        assert anchors(text) <= anchors(theirs[page]), page


def test_search_finds_the_same_words_at_the_same_places(
    project: Path, built: Path, name: str
) -> None:
    ours = [(*each[:2], plain(each[2])) for each in entries(built, "mkdocs")]
    theirs = [(*each[:2], plain(each[2])) for each in entries(project / "site", name)]
    assert len(ours) > 40
    assert sorted(theirs) == sorted(ours)


def test_what_machines_read_is_the_same_to_the_byte(project: Path, built: Path) -> None:
    read = [built / "sitemap.xml", built / "feed.xml", built / "feed.json"]
    read += (file for file in sorted((built / "api/v1").rglob("*")) if file.is_file())
    assert len(read) > 20
    for file in read:
        there = project / "site" / file.relative_to(built)
        assert there.read_bytes() == file.read_bytes(), file


def test_what_a_page_says_of_itself_and_its_policy_are_kept(project: Path, built: Path) -> None:
    for page, text in pages(built).items():
        theirs = (project / "site" / page).read_text("utf-8")
        for mark in ('name="description"', "application/ld+json", 'content="noindex"', "feed.xml"):
            assert (mark in theirs) == (mark in text), (page, mark)
        assert "Content-Security-Policy" in theirs


def test_a_part_alone_is_built_too(project: Path, name: str, tmp_path: Path) -> None:
    copy = shutil.copytree(project, tmp_path / "project")
    done = guidepress(copy, "build", "--engine", name, "--drafts")
    assert done.returncode == 0, done.stderr
    assert (copy / f"site/{GID}/draft/index.html").is_file()
    again = guidepress(copy, "build", "--engine", name, "--drafts")
    assert "nothing changed" in again.stdout


def test_properdocs_differs_in_its_name_alone(built: Path, tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    assert guidepress(project, "build", "--engine", "properdocs").returncode == 0
    theirs = pages(project / "site")
    for page, text in pages(built).items():
        assert GENERATOR.sub("", theirs[page]) == GENERATOR.sub("", text), page


def test_one_engine_does_not_take_the_pages_of_another_from_the_cache(
    project: Path, built: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(project, tmp_path / "project")
    assert guidepress(copy, "build").returncode == 0
    assert pages(copy / "site") == pages(built)
    assert not (copy / "site/search.json").exists()


@pytest.mark.parametrize("missing", OTHERS)
def test_an_engine_that_is_not_installed_is_told_how_to_get(
    missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "find_spec", lambda _: None)
    with pytest.raises(UnusableError, match=rf'pip install "guidepress\[{missing}\]"'):
        build_site(copy_project(tmp_path / "project"), engine=missing)
