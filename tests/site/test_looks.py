"""What was cut, torn, empty or too wide when pages were looked at beside one another."""

from __future__ import annotations

import itertools
import json
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browsing import arrive
from conftest import TESTS, copy_project, guidepress, overlay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.checkout]

WARNING = {
    "id": "agency-2016",
    "date": "2016-02-01",
    "authority": "European Medicines Agency",
    "text": "Do not give trabectedin together with strong inhibitors of CYP3A4, such as ketoconazole or clarithromycin, to anyone: deaths were reported. Where it cannot be avoided, watch the blood count and the liver daily.",
    "about": [],
    "alert": True,
}
GID = "childhood-sts-recurrent"
LONG_VERSION = "13.10.12-consultation.11"
# Below 0 the arrow lies on the word before it, unless a gap is between them.
ARROW = "e => [getComputedStyle(e).columnGap, getComputedStyle(e, '::after').marginLeft]"
# A link that begins a line, and is not at its start.
INDENTED = """all => all.filter((each) => {
  const from = each.closest('p').getBoundingClientRect().left;
  const { left } = each.getBoundingClientRect();
  return left > from + 1 && left < from + 20;
}).length"""
# How many letters are on the longest line of each.
LETTERS = """all => Math.max(...all.map((each) => {
  const lines = new Map();
  const words = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (words.nextNode()) for (let at = 0; at < words.currentNode.length; at++) {
    range.setStart(words.currentNode, at);
    range.setEnd(words.currentNode, at + 1);
    const line = Math.round(range.getBoundingClientRect().bottom / 8);
    lines.set(line, (lines.get(line) ?? 0) + 1);
  }
  return Math.max(...lines.values());
}))"""


@pytest.fixture(scope="module")
def replaced(society: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A guideline that another replaces, with a long warning on it."""
    project = tmp_path_factory.mktemp("replaced") / "project"
    shutil.copytree(society, project)
    guideline = overlay(project / "content/newer") / "guideline.yaml"
    text = guideline.read_text("utf-8").replace("id: base\n", "id: newer\n", 1).rstrip()
    more = "related:\n  - kind: replaces\n    guideline: delta\n"
    guideline.write_text(f"{text}\n{more}", "utf-8")
    assert guidepress(project, "release", "newer", "--date", "2016-01-01").returncode == 0
    alerts = project / "content/delta/alerts.yaml"
    alerts.write_text(json.dumps({"alerts": [WARNING]}), "utf-8")
    done = guidepress(project, "build")
    assert done.returncode == 0, done.stderr
    return project


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    yield page
    page.close()


def test_the_arrow_of_the_details_lies_on_no_word(phone: Page, address: str) -> None:
    phone.goto(f"{address}{GID}/index.html")
    summary = phone.locator(".gp-status > summary")
    [_, narrow] = summary.evaluate(ARROW)
    assert float(narrow.removesuffix("px")) > 0
    phone.set_viewport_size({"width": 1440, "height": 900})
    [gap, wide] = summary.evaluate(ARROW)
    assert float(gap.removesuffix("px")) + float(wide.removesuffix("px")) > 0


@pytest.mark.parametrize("width", [390, 320])
def test_the_menu_of_versions_is_whole_on_a_phone(phone: Page, address: str, width: int) -> None:
    phone.set_viewport_size({"width": width, "height": 844})
    phone.goto(f"{address}{GID}/index.html")
    phone.locator(".gp-versions > summary").click()
    menu = phone.locator(".gp-versions > ul")
    expect(menu.get_by_role("link", name="All changes")).to_be_visible()
    box = menu.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


def test_a_long_version_leaves_the_search_its_room(phone: Page, address: str) -> None:
    phone.goto(f"{address}{GID}/index.html")
    phone.set_viewport_size({"width": 320, "height": 640})
    whole = phone.locator(".gp-search-open").bounding_box()
    pill = phone.locator(".gp-versions > summary")
    pill.evaluate("(each, text) => { each.textContent = text; }", LONG_VERSION)
    beside = phone.locator(".gp-search-open").bounding_box()
    wide = phone.evaluate("document.documentElement.scrollWidth")
    assert whole
    assert beside
    assert beside["width"] == whole["width"]
    assert wide == 320


def test_the_arrow_of_the_filter_takes_no_line_of_its_own(phone: Page, address: str) -> None:
    phone.goto(f"{address}{GID}/index.html")
    phone.set_viewport_size({"width": 320, "height": 640})
    summary = phone.locator(".gp-filter > summary")
    summary.wait_for()
    [heading, all_of_it] = summary.evaluate("e => [e.firstChild.offsetHeight, e.clientHeight]")
    assert all_of_it < heading + 20


def test_a_factor_of_which_nothing_is_known_says_so(phone: Page, address: str) -> None:
    phone.goto(f"{address}{GID}/index.html")
    factors = phone.locator(".gp-factors > li > div")
    assert all(each.strip() for each in factors.all_inner_texts())
    said = "Values not stated; no condition of an option names this factor."
    for name in ("Tumour biologic characteristics", "Individual patient considerations"):
        row = phone.locator(".gp-factors > li", has=phone.get_by_role("heading", name=name))
        assert row.locator(":scope > div").inner_text().strip() == said


def test_what_is_known_of_a_reference_begins_each_line_at_its_start(
    phone: Page, address: str
) -> None:
    phone.goto(f"{address}{GID}/index.html")
    links = phone.locator(".gp-references .gp-links a")
    assert links.count() > 10
    assert links.evaluate_all(INDENTED) == 0
    erratum = phone.locator(".gp-work > a.gp-chip").first
    assert erratum.evaluate("e => parseFloat(getComputedStyle(e).paddingLeft)") > 4


def test_the_cards_of_the_list_have_lines_that_can_be_read(phone: Page, address: str) -> None:
    phone.goto(f"{address}index.html")
    phone.set_viewport_size({"width": 1440, "height": 900})
    texts = phone.locator(".gp-card p")
    texts.last.evaluate("each => { each.prepend('Changed the words. '.repeat(20)); }")
    longest = texts.evaluate_all(LETTERS)
    assert 50 < longest <= 84


def test_signs_are_whole_in_forced_colours(browser: Browser, address: str) -> None:
    """A ground behind the arrow would cut the ring around it, and a border be no triangle."""
    page = browser.new_page(forced_colors="active")
    page.goto(f"{address}{GID}/index.html")
    page.locator(".gp-versions > summary").wait_for()
    page.locator("h2").first.evaluate("each => each.classList.add('gp-direction')")
    signs = {".gp-versions > summary": "::after", "h2.gp-direction": "::before"}
    for place, sign in signs.items():
        read = f"e => getComputedStyle(e, '{sign}').forcedColorAdjust"
        assert page.locator(place).first.evaluate(read) == "none"
    page.close()


def test_the_changes_that_are_shown_have_a_tick_not_a_colour_alone(
    browser: Browser, address: str
) -> None:
    page = browser.new_page(forced_colors="active")
    arrive(page, f"{address}{GID}/changes/index.html")
    sign = "all => all.map(e => getComputedStyle(e, '::before').content.includes('\u2713'))"
    ticks = page.locator(".gp-impacts button").evaluate_all(sign)
    page.close()
    assert ticks[0]
    assert not any(ticks[1:])


def test_a_page_that_is_replaced_says_so_once_in_view(
    browser: Browser,
    serve: Callable[[Path], AbstractContextManager[str]],
    replaced: Path,
) -> None:
    """The box is for who has no script; with it the strip says the same, also on paper."""
    for script in (True, False):
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, java_script_enabled=script
        )
        page = context.new_page()
        with serve(replaced / "site") as address:
            page.goto(f"{address}delta/index.html")
            for media in ("screen", "print"):
                page.emulate_media(media=media)
                said = page.get_by_text("Replaced by").locator("visible=true")
                expect(said).to_have_count(1)
            page.emulate_media(media="screen")
            first = page.locator("table.gp-glance tbody a").first.bounding_box()
        context.close()
        assert first
        assert not script or first["y"] < 700


@pytest.mark.parametrize("path", ["delta/index.html", "delta/1.0.0/index.html"])
def test_the_strip_says_which_version_replaces_the_guideline(
    phone: Page,
    serve: Callable[[Path], AbstractContextManager[str]],
    replaced: Path,
    path: str,
) -> None:
    with serve(replaced / "site") as address:
        arrive(phone, address + path)
        strip = phone.locator(".gp-strip").inner_text()
    assert "Replaced by another guideline, version 1.0.0." in strip


# Words of the time line on one line that meet, or nearly.
MEETING = """(all) => {
  const seen = all.filter((each) => each.checkVisibility()).map((each) => [each.textContent, each.getBoundingClientRect()]);
  return seen.flatMap(([one, a]) => seen.filter(([two, b]) => one !== two && a.left <= b.left
    && b.left - a.right < 10 && a.top < b.bottom && b.top < a.bottom).map(([two]) => [one, two]));
}"""


@pytest.mark.parametrize("path", ["index.html", "1.0.0/index.html", "changes/index.html"])
def test_the_words_of_the_time_line_stand_apart(phone: Page, address: str, path: str) -> None:
    met = {}
    arrive(phone, f"{address}{GID}/{path}")
    for width in (320, 390, 640, *range(690, 1000, 20), 1280, 1440):
        phone.set_viewport_size({"width": width, "height": 844})
        met[width] = phone.locator(".gp-timeline text").evaluate_all(MEETING)
    assert {width: each for width, each in met.items() if each} == {}


# Controls of the header that lie on one another.
COVERED = """() => {
  const all = [...document.querySelectorAll('.md-header :is(button, summary)')].filter((each) => each.checkVisibility())
    .map((each) => [each.className || each.textContent, each.getBoundingClientRect()]);
  return all.flatMap(([one, a], at) => all.slice(at + 1).filter(([, b]) => a.left < b.right - 1
    && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1).map(([two]) => [one, two]));
}"""


def test_text_at_250_per_cent_fits_on_a_phone(large_text: Browser, address: str) -> None:
    page = large_text.new_page(viewport={"width": 390, "height": 844})
    for path in ("index.html", f"{GID}/index.html", f"{GID}/1.0.0/index.html", "404.html"):
        arrive(page, address + path)
        assert page.evaluate("document.documentElement.scrollWidth") == 390, path
        assert page.evaluate(COVERED) == [], path
    page.close()


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Guidelines that ask for numbers with long units."""
    project = copy_project(tmp_path_factory.mktemp("measured") / "project")
    for state, (gid, day) in itertools.product("12", (("kdigo", "01"), ("monograph", "02"))):
        piece = TESTS / "pieces" / gid / state
        shutil.copytree(piece, project / "content" / gid, dirs_exist_ok=True)
        done = guidepress(project, "release", gid, "--date", f"202{3 + int(state)}-06-{day}")
        assert done.returncode == 0, done.stdout + done.stderr
    done = guidepress(project, "build")
    assert done.returncode == 0, done.stderr
    return project / "site"


# All that can be opened is, and in every field for a number stands what is none.
UNFOLD = """() => {
  document.querySelectorAll('main details').forEach((each) => { each.open = true; });
  document.querySelectorAll('.gp-filter input[type=text]').forEach((each) => {
    each.value = 'abc';
    each.dispatchEvent(new Event('input', { bubbles: true }));
  });
}"""


def test_large_text_fits_on_a_phone_also_where_all_is_opened(
    large_text: Browser,
    serve: Callable[[Path], AbstractContextManager[str]],
    measured: Path,
) -> None:
    """A question, its unit and what is wrong with an answer take lines; a long word of a change is broken."""
    wide = {}
    with serve(measured) as address:
        for path in itertools.product((GID, "kdigo", "monograph"), ("index", "changes/index")):
            page = large_text.new_page(viewport={"width": 488, "height": 844})  # 200 % of 390
            arrive(page, f"{address}{'/'.join(path)}.html")
            page.evaluate(UNFOLD)
            wide[path] = page.evaluate("document.documentElement.scrollWidth")
            page.close()
    assert {key: each for key, each in wide.items() if each > 488} == {}


# How much of a text is cut at its side and below, and whether it stands out of the header.
CUT = """(each) => [each.scrollWidth - each.clientWidth, each.scrollHeight - each.clientHeight,
  each.getBoundingClientRect().bottom - each.closest('header').getBoundingClientRect().bottom]"""


def test_the_name_of_a_publisher_is_not_cut_on_a_phone(phone: Page, address: str) -> None:
    phone.goto(f"{address}{GID}/index.html")
    name = phone.locator(".md-header__topic .md-ellipsis").first
    name.evaluate("each => { each.textContent = 'Guidelines of the Example Society'; }")
    assert max(name.evaluate(CUT)) <= 0


def test_the_name_of_the_site_is_not_torn_on_a_small_phone(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    arrive(page, f"{address}{GID}/index.html")
    name = page.locator(".md-header__topic .md-ellipsis").first
    assert name.inner_text() == "Guidepress"
    lines = "e => e.clientHeight / parseFloat(getComputedStyle(e).lineHeight)"
    assert name.evaluate(lines) == pytest.approx(1, abs=0.1)
    page.close()


def test_a_name_without_room_for_its_words_gives_way_to_large_text(
    large_text: Browser, address: str
) -> None:
    page = large_text.new_page(viewport={"width": 720, "height": 844})  # 18 em
    arrive(page, f"{address}{GID}/index.html")
    assert not page.locator(".md-header__title").is_visible()
    assert page.evaluate(COVERED) == []
    page.close()


# Where the first line of each begins in the foot of a card.
LINES = """(foot) => [...foot.children].map((each) => {
  const range = document.createRange();
  range.selectNodeContents(each.querySelector('summary') ?? each);
  return Math.round(range.getClientRects()[0].top);
})"""


def test_what_is_in_the_foot_of_a_card_stands_on_one_line(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    arrive(page, f"{address}{GID}/index.html")
    tops = page.locator(".gp-option footer:has(> a)").first.evaluate(LINES)
    assert len(tops) > 2
    assert len(set(tops)) == 1
