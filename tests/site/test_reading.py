"""Finding, trusting and printing, in a real Chromium."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browsing import arrive
from limits import LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.checkout]

GID = "childhood-sts-recurrent"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_links_are_told_from_their_ground(browser: Browser, address: str, scheme: str) -> None:
    # A checker of contrast passes over text that has the colour of its ground.
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    for path in ("index.html", f"{GID}/index.html", f"{GID}/changes/index.html"):
        page.goto(address + path)
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        colours = page.evaluate(
            "[...document.querySelectorAll('article a, .md-header a, .md-tabs a')]"
            ".map(each => getComputedStyle(each).color)"
        )
        assert colours
        assert ground not in colours, path
    context.close()


def test_paper_has_the_text_and_at_the_foot_the_version_and_where_to_look_for_a_newer_one(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    for path, version in ((f"{GID}/index.html", "2.0.0"), (f"{GID}/1.0.0/index.html", "1.0.0")):
        page.goto(address + path)
        page.emulate_media(media="print")
        for css in (".md-header__inner", ".md-sidebar", ".md-tabs", ".md-footer", ".gp-link"):
            assert not any(each.is_visible() for each in page.locator(css).all()), css
        foot = page.evaluate(
            "getComputedStyle(document.documentElement).getPropertyValue('--gp-running')"
        )
        assert f"Version {version}" in foot
        assert "Not medical advice." in foot
        assert f"https://guidepress.example/{GID}/index.html" in foot
        assert "Treatment of progressive or recurrent childhood soft tissue sarcoma" in foot
    assert page.locator("table.gp-glance thead").is_visible()


@pytest.mark.parametrize(
    ("width", "height", "at_most"), [(1440, 900, 650), (390, 844, 700), (320, 700, 900)]
)
def test_the_first_option_is_in_the_first_screen(
    browser: Browser, address: str, width: int, height: int, at_most: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(f"{address}{GID}/index.html")
    first = page.locator("table.gp-glance tbody a").first
    assert (first.bounding_box() or {"y": at_most})["y"] < at_most
    page.close()


def test_lines_of_prose_have_the_length_that_reads_well(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{address}{GID}/index.html")
    count = """() => [...document.querySelectorAll('.gp-prose > p, .gp-lede')].map((text) => {
      const range = document.createRange();
      range.selectNodeContents(text);
      const ends = new Map();
      for (const { bottom, right } of range.getClientRects()) {
        const line = Math.round(bottom / 12);
        ends.set(line, Math.max(ends.get(line) ?? 0, right - text.getBoundingClientRect().left));
      }
      const widths = [...ends.values()];
      // The last line is no whole one.
      return [text.textContent.length, widths.length - 1 + widths.at(-1) / Math.max(...widths)];
    }).filter(([, lines]) => lines > 1.4).map(([letters, lines]) => letters / lines)"""
    lengths = page.evaluate(count)
    assert lengths
    assert max(lengths) <= 76
    assert median(lengths) >= 60
    page.close()


def test_a_phone_shows_each_option_as_a_block_in_words(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}{GID}/index.html")
    rows = page.locator("table.gp-glance tbody tr")
    assert rows.nth(0).inner_text().split("\n")[1:4] == [
        "the recurrence is local, or isolated in the lung",
        "Site of recurrence: local or isolated pulmonary",
        "Prior therapies: not stated",
    ]
    assert rows.nth(4).inner_text().split("\n") == [
        "Trabectedin",
        "no condition stated",
        "cited, not graded",
    ]
    # What is only laid out as blocks is still a table to those who hear it.
    assert page.get_by_role("table").first.get_by_role("row").count() == 8
    page.get_by_role("button", name="Menu").click()
    drawer = page.locator(".gp-drawer")
    drawer.get_by_role("link", name="References").click()
    assert page.url.endswith("#_references")
    context.close()


@pytest.mark.parametrize("width", [320, 900])
def test_the_menu_of_narrow_windows_is_opened_and_closed_by_the_keyboard(
    browser: Browser, address: str, find_violations: Callable[[Page], list[str]], width: int
) -> None:
    """A window enlarged to 400 % is as narrow as a phone, and has a keyboard."""
    page = browser.new_page(viewport={"width": width, "height": 844})
    arrive(page, f"{address}{GID}/index.html")
    drawer = page.locator(".gp-drawer")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Tab")
    menu = page.get_by_role("button", name="Menu")
    expect(menu).to_be_focused()
    expect(menu).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("aria-expanded", "true")
    expect(drawer.get_by_role("link").first).to_be_focused()
    assert find_violations(page) == []
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(drawer).not_to_be_visible()
    page.keyboard.press("Enter")
    # Who goes on from its end leaves it: nothing is done behind what lies above the page.
    drawer.get_by_role("link").last.focus()
    page.keyboard.press("Tab")
    expect(menu).to_have_attribute("aria-expanded", "false")
    page.close()


def test_the_keyboard_reaches_an_option_its_citation_and_comes_back(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    page.goto(f"{address}{GID}/index.html")
    page.locator("table.gp-glance a", has_text="Trabectedin").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#trabectedin")
    marks = page.locator("[id='trabectedin-listed'] .gp-cite a")
    assert [mark.get_attribute("href") for mark in marks.all()] == [
        "#le-cesne-2012",
        "#garcia-carbonero-2005",
        "#garcia-carbonero-2004",
    ]
    for mark in marks.all():
        key = str(mark.get_attribute("href")).removeprefix("#")
        mark.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**#{key}")
        back = page.locator("ol.gp-references > li", has=page.locator(f"[id='{key}']")).get_by_role(
            "link", name="Back to"
        )
        back.first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**#trabectedin-listed")


def test_the_keyboard_opens_what_a_level_means_and_comes_back(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    page.goto(f"{address}{GID}/index.html#pazopanib")
    page.locator("[id='pazopanib-phase-1'] .gp-cite a").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    meaning = page.locator(".gp-popover:popover-open")
    assert "progression-free survival" in meaning.inner_text()
    page.keyboard.press("Escape")
    assert meaning.count() == 0
    focused = "document.activeElement.textContent.includes('2Diii')"
    assert page.evaluate(focused)


def test_search_engines_are_told_of_current_pages_only(built: Path) -> None:
    addresses = (built / "sitemap.xml").read_text(encoding="utf-8")
    assert f"https://guidepress.example/{GID}/index.html</loc>" in addresses
    assert f"{GID}/1.0.0/" not in addresses
    assert "lastmod" not in addresses


def test_every_page_describes_itself(built: Path) -> None:
    page = (built / f"{GID}/index.html").read_text(encoding="utf-8")
    assert '<meta name="description" content="Evidence summary: Treatment of progressive' in page
    assert page.count('name="description"') == 1


def test_mkdocs_alone_builds_the_same_pages(project: Path) -> None:
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        env=None,
        timeout=LIMIT,
    )
    assert done.returncode == 0, done.stderr
    assert (project / f"site/{GID}/2.0.0/index.html").is_file()
    assert not (project / f"site/{GID}/draft").exists()
