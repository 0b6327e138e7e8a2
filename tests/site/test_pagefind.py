"""A site with a large index is searched in pieces, through the same box."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from conftest import copy_project, release_reviewed
from guidepress.site import search
from guidepress.site.build import build_site

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import BrowserContext

pytestmark = [pytest.mark.checkout, pytest.mark.browser]

GID = "childhood-sts-recurrent"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(search, "LARGEST_INDEX", 1_000)
    project = copy_project(tmp_path / "project")
    build_site(project)
    return project / "site"


def test_the_box_finds_a_drug_in_pieces_and_leads_to_its_anchor(
    site: Path, serve: Callable[[Path], AbstractContextManager[str]], context: BrowserContext
) -> None:
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    place = f'.md-search-result__link[href*="{GID}/index.html"][href*="#pazopanib"]'
    with serve(site) as address:
        page.goto(address)
        page.locator("input[data-md-component=search-query]").first.click()
        page.keyboard.type("pazopanib")
        page.locator(place).first.wait_for(state="attached")
    assert said == []
    assert all(each.startswith(address) for each in asked)
    assert any("search/pagefind/0/fragment/" in each for each in asked)
    sizes = (site / each.removeprefix(address).partition("?")[0] for each in asked)
    searched = (file for file in sizes if "search" in file.parts or "workers" in file.parts)
    assert sum(file.stat().st_size for file in searched if file.is_file()) < 500_000


def test_a_large_index_is_not_sent_and_a_small_one_is_materials(site: Path, built: Path) -> None:
    assert (site / "search/search_index.json").stat().st_size < 1_000
    assert (site / "search/pagefind/shared/pagefind.js").is_file()
    assert (built / "search/search_index.json").stat().st_size > 10_000
    assert not (built / "search/pagefind").exists()


@pytest.fixture
def pieces(society: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of three guidelines, which are in two pieces beside the shared pages."""
    monkeypatch.setattr(search, "LARGEST_INDEX", 1_000)
    monkeypatch.setattr(search, "FEW_IN_A_PIECE", 1)
    project = shutil.copytree(society, tmp_path / "project")
    build_site(project)
    return project


def test_what_lies_in_several_pieces_is_found_as_in_one(
    pieces: Path, serve: Callable[[Path], AbstractContextManager[str]], context: BrowserContext
) -> None:
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    with serve(pieces / "site") as address:
        page.goto(address)
        page.locator("input[data-md-component=search-query]").first.click()
        page.keyboard.type("surgical excision")
        for gid in (GID, "alpha", "delta"):
            place = f'.md-search-result__link[href*="{gid}/index.html"]'
            page.locator(place).first.wait_for(state="attached")
    assert said == []


def test_an_edit_indexes_its_own_piece_and_no_other(pieces: Path) -> None:
    bundle = pieces / "site/search/pagefind"
    assert json.loads((bundle / "pieces.json").read_bytes()) == ["0", "1"]
    before = {piece: states(bundle / piece) for piece in ("0", "1", "shared")}
    release_reviewed(pieces, "delta")
    build_site(pieces)
    after = {piece: states(bundle / piece) for piece in before}
    assert [piece for piece in before if after[piece] != before[piece]] == ["1"]


def states(folder: Path) -> dict[str, tuple[int, int]]:
    files = (file for file in folder.rglob("*") if file.is_file())
    stats = ((file.relative_to(folder).as_posix(), file.stat()) for file in files)
    return {name: (stat.st_ino, stat.st_mtime_ns) for name, stat in stats}


def test_where_the_index_becomes_small_again_the_box_asks_materials_worker(
    pieces: Path, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "LARGEST_INDEX", 1_000_000)
    (pieces / "site/search/search_index.json").write_text("altered", "utf-8")
    build_site(pieces)
    assert not (pieces / "site/search/pagefind").exists()
    worker = next((built / "assets/javascripts/workers").glob("search.*.min.js"))
    there = pieces / "site/assets/javascripts/workers" / worker.name
    assert there.read_bytes() == worker.read_bytes()


def test_the_pieces_are_the_same_in_each_build(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "LARGEST_INDEX", 1_000)
    other = copy_project(tmp_path / "other")
    build_site(other)
    first = {
        file.relative_to(site): file.read_bytes()
        for file in site.rglob("search/pagefind/**/*")
        if file.is_file()
    }
    there = other / "site"
    second = {
        file.relative_to(there): file.read_bytes()
        for file in there.rglob("search/pagefind/**/*")
        if file.is_file()
    }
    assert first == second
