"""A publisher's own site, by the handbook alone: name, logo, colours, pages, an address below a path."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browsing import ask
from conftest import REPOSITORY, guidepress
from guidepress.problem import UnusableError
from guidepress.site.publication import render_style
from limits import LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.checkout

DOCS = REPOSITORY / "docs/branding.md"
SOCIETY = "Guidelines of the Example Society"
PAGES = ("index.html", "about/index.html", "legal.html", "example/index.html", "404.html")


def commands() -> str:
    """Return all that the page tells its readers to type."""
    lines = DOCS.read_text("utf-8").splitlines()
    return "\n".join(line[4:] for line in lines if line.startswith("    ") or not line)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("branding")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-e", "-c", commands()],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "guidelines"


@pytest.fixture
def copied(project: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(project, tmp_path / "guidelines"))


def test_every_page_has_the_name_the_logo_and_the_foot_of_the_publisher(project: Path) -> None:
    for name in PAGES:
        text = (project / "site" / name).read_text("utf-8")
        assert SOCIETY in text, name
        assert "assets/society.svg" in text, name
        assert "Example Society. Not medical advice." in text, name
        assert "Guidepress -" not in text, name
    assert (project / "site/assets/society.svg").is_file()


@pytest.mark.browser
def test_a_dark_logo_has_a_light_ground_in_the_dark_scheme(
    project: Path, browser: Browser, serve: Callable[[Path], AbstractContextManager[str]]
) -> None:
    found = {}
    with serve(project / "site") as address:
        for scheme in ("light", "dark"):
            page = browser.new_page(color_scheme=scheme)
            page.goto(f"{address}index.html")
            logo = page.locator(".md-header .md-logo img").first
            found[scheme] = logo.evaluate("each => getComputedStyle(each).backgroundColor")
            page.close()
    assert found == {"light": "rgba(0, 0, 0, 0)", "dark": "rgb(255, 255, 255)"}


def test_the_publishers_about_takes_the_place_of_ours_and_a_new_page_is_in_every_navigation(
    project: Path,
) -> None:
    about = (project / "site/about/index.html").read_text("utf-8")
    assert "Our committee reviews each guideline" in about
    assert 'href="../legal.html"' in about
    assert 'href="../example/index.html"' in about
    assert "These pages are made from data" not in about
    for name in PAGES:
        assert "legal.html" in (project / "site" / name).read_text("utf-8"), name
    assert "legal.html" in (project / "site/sitemap.xml").read_text("utf-8")


def test_feeds_and_permanent_addresses_name_the_path(project: Path) -> None:
    for name in ("feed.xml", "sitemap.xml", "example/1.0.0/index.html"):
        text = (project / "site" / name).read_text("utf-8")
        assert "https://www.society.example/guidelines/" in text, name


def test_an_own_page_that_changes_renders_the_shared_pages_and_no_guideline(copied: Path) -> None:
    before = (copied / "site/example/index.html").stat().st_mtime_ns
    page = copied / "pages/legal.md"
    page.write_text(page.read_text("utf-8").replace("Publisher", "Who publishes"), "utf-8")
    done = guidepress(copied, "build")
    assert done.returncode == 0, done.stderr
    assert "Who publishes" in (copied / "site/legal.html").read_text("utf-8")
    assert (copied / "site/example/index.html").stat().st_mtime_ns == before


def take_away_the_page(project: Path) -> None:
    (project / "pages/legal.md").unlink()


def take_away_the_logo(project: Path) -> None:
    (project / "pages/static/assets/society.svg").unlink()


def take_away_the_title(project: Path) -> None:
    (project / "pages/legal.md").write_text("Publisher: us.\n", "utf-8")


def write_an_address(address: str) -> Callable[[Path], None]:
    def write(project: Path) -> None:
        page = project / "pages/about/index.md"
        page.write_text(page.read_text("utf-8") + f"\nFirst.\nSee {address}.\n", "utf-8")

    return write


def overwrite_the_home_page(project: Path) -> None:
    (project / "pages/index.md").write_text("# Home\n\nOurs.\n", "utf-8")


def overwrite_a_guideline(project: Path) -> None:
    (project / "pages/example").mkdir()
    (project / "pages/example/index.md").write_text("# Example\n\nOurs.\n", "utf-8")


def choose_a_faint_colour(project: Path) -> None:
    file = project / "mkdocs.yml"
    file.write_text(file.read_text("utf-8").replace("#8a1f4b", "#ffd0e0"), "utf-8")


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (take_away_the_page, "nav names legal.md, and there is no such page: put it into the project as pages/legal.md"),
        (take_away_the_logo, "put the file into the project as pages/static/assets/society.svg"),
        (take_away_the_title, "pages/legal.md:1: begin with a title, as in `# Legal notice`"),
        (overwrite_the_home_page, "pages/index.md would overwrite a page of the build, and only about/index.md may"),
        (overwrite_a_guideline, "example/index.html is a page or a file of the site: give what has its name in pages/ another"),
        (write_an_address("[it](../leagl.md#privacy)"), "pages/about/index.md:10: the site has nothing at ../leagl.md#privacy; did you mean ../legal.md?"),
        (write_an_address("[it](/legal.md)"), "pages/about/index.md:10: the site has nothing at /legal.md; did you mean ../legal.md?"),
        (write_an_address("[it](../example/)"), "pages/about/index.md:10: the site has nothing at ../example/; did you mean ../example/index.md?"),
        (write_an_address("![x](../assets/leaflet.pdf)"), "at ../assets/leaflet.pdf; put it into the project as pages/static/assets/leaflet.pdf, or link to what is there"),
        (choose_a_faint_colour, "extra.guidepress.accent #ffd0e0 has a contrast of 1.4 with #ffffff; choose one with at least 5.5"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_line_and_the_site_stays(
    copied: Path, act: Callable[[Path], None], said: str
) -> None:
    act(copied)
    before = {file: file.read_bytes() for file in (copied / "site").rglob("*.html")}
    done = guidepress(copied, "build")
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert {file: file.read_bytes() for file in before} == before


def test_what_a_link_of_an_own_page_leads_to_may_be_a_page_a_file_or_elsewhere(
    copied: Path,
) -> None:
    links = (
        "[a](../legal.md#privacy) [b](../example/1.0.0/index.md) [c](../assets/society.svg?x=1) [d](#_title) "
        "[e](https://example.org/x) [f](//example.org/x) [g](mailto:a@example.org) ![h](../assets/society.svg)"
    )
    write_an_address(links)(copied)
    done = guidepress(copied, "build")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "settings",
    [
        {"accent": "#8a1f4b"},
        {"accent": "red", "accent_dark": "#f2a3c4"},
        {"accent": "#8a1f4", "accent_dark": "#f2a3c4"},
        {"accent": "#8a1f4b;}", "accent_dark": "#f2a3c4"},
        {"accent": 7, "accent_dark": "#f2a3c4"},
        {"accent": "#8a1f4b", "accent_dark": "#8a1f4b"},
        # Enough on the ground, and not on the ground of what is marked.
        {"accent": "#757575", "accent_dark": "#f2a3c4"},
    ],
)
def test_a_colour_that_is_none_or_cannot_be_read_is_refused(settings: dict[str, object]) -> None:
    with pytest.raises(UnusableError, match=r"mkdocs\.yml: extra\.guidepress\.accent"):
        render_style(settings)


def test_without_a_colour_there_is_no_style() -> None:
    assert not render_style({"drafts": True})


@pytest.mark.browser
def test_the_pages_of_a_publisher_are_accessible_in_its_colours_below_a_path(
    browser: Browser,
    project: Path,
    tmp_path: Path,
    serve: Callable[[Path], AbstractContextManager[str]],
    find_violations: Callable[[Page], list[str]],
) -> None:
    shutil.copytree(project / "site", tmp_path / "guidelines")
    page = browser.new_page()
    with serve(tmp_path) as address:
        for name in ("about/index.html", "example/index.html"):
            page.goto(f"{address}guidelines/{name}")
            assert page.locator(".md-header img[src$='society.svg']").is_visible()
            for scheme, accent in (("light", "#8a1f4b"), ("dark", "#f2a3c4")):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                page.reload()
                colour = ask(
                    page, "() => getComputedStyle(document.body).getPropertyValue('--gp-accent')"
                )
                assert colour == accent
                assert find_violations(page) == [], (name, scheme)
        page.get_by_role("link", name="Legal notice").first.click()
        page.wait_for_url(f"{address}guidelines/legal.html")
    page.close()


def test_the_page_of_the_handbook_has_no_other_commands_than_those_that_were_run() -> None:
    assert not re.search(r"^```", DOCS.read_text("utf-8"), re.MULTILINE)


def test_an_own_page_in_the_navigation_is_the_active_part_on_itself(project: Path) -> None:
    text = (project / "site/legal.html").read_text("utf-8")
    active = re.findall(r'md-tabs__item--active"><a[^>]*>([^<]*)', text)
    assert active == ["Legal notice"]
