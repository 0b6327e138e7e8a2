"""What a reader meets, in a real Chromium."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import Error

from browsing import arrive, ask, rest, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.checkout]

GUIDELINE = "childhood-sts-recurrent/index.html"
PAGES = (
    "index.html",
    GUIDELINE,
    "childhood-sts-recurrent/changes/index.html",
    "childhood-sts-recurrent/1.0.0/index.html",
    "childhood-sts-recurrent/2.0.0/index.html",
    "scales/pdq-treatment/index.html",
    "compare/index.html",
    "api/index.html",
    "about/index.html",
    "docs/index.html",
    "docs/apps/index.html",
    "404.html",
)
OPTIONS = 7
REFERENCES = 11


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address + GUIDELINE)
    return page


def test_the_home_page_lists_the_guideline_with_version_and_date(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    page.goto(address)
    card = page.locator(".gp-card").inner_text()
    assert "Treatment of progressive or recurrent childhood soft tissue sarcoma" in card
    assert "2.0.0" in card
    assert "content of January 2015" in card


def test_the_guideline_shows_its_seven_options(page: Page) -> None:
    rows = page.locator("table.gp-table tbody tr")
    assert rows.count() == OPTIONS
    for link in page.locator("table.gp-table th[scope=row] > a:first-child").all():
        option = page.locator(f"h3[id='{(link.get_attribute('href') or '').removeprefix('#')}']")
        assert link.inner_text() in option.inner_text()


def test_each_citation_leads_to_its_reference_and_back(page: Page) -> None:
    marks = page.locator(".gp-statement[id] .gp-cite a")
    assert marks.count() >= REFERENCES
    for mark in marks.all():
        statement = mark.evaluate("each => each.closest('.gp-statement').id")
        key = (mark.get_attribute("href") or "").removeprefix("#")
        mark.click()
        assert page.url.endswith(f"#{key}")
        reference = page.locator("ol.gp-references > li", has=page.locator(f"[id='{key}']"))
        reference.locator(f"a[href='#{statement}']").click()
        assert page.url.endswith(f"#{statement}")


def test_each_reference_can_be_reached_from_a_statement(page: Page) -> None:
    references = page.locator("ol.gp-references li")
    assert references.count() == REFERENCES
    for reference in references.all():
        assert reference.locator("a[href^='#']").count() >= 1


def test_each_reference_links_to_pubmed_by_its_pmid(page: Page) -> None:
    for reference in page.locator("ol.gp-references li").all():
        link = reference.get_by_role("link", name=re.compile("^PubMed"))
        pmid = (link.inner_text()).removeprefix("PubMed ")
        assert link.get_attribute("href") == f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"
        assert re.fullmatch("[1-9][0-9]{6,8}", pmid)


def test_each_level_of_evidence_says_what_it_means(page: Page) -> None:
    levels = page.locator(".gp-statement[id] button.gp-chip:has(b)")
    told = [level.inner_text() for level in levels.all()]
    assert told == [
        "2Diii non-randomised controlled trial; progression-free survival",
        "3iiiA case series, not consecutive; overall survival, or death from any cause",
    ]
    for level in levels.all():
        level.click()
        meaning = page.locator(f"[id='{level.get_attribute('popovertarget')}']")
        assert meaning.is_visible()
        assert "not the size of the benefit" in meaning.inner_text()
        meaning.get_by_role("link").click()
        assert page.locator("h2", has_text="version 2010").count() == 1
        page.go_back()


def test_the_page_says_where_it_comes_from_and_what_it_is_not(page: Page) -> None:
    page.locator(".gp-status summary").click()
    text = page.locator("article").inner_text()
    assert "Adapted from" in text
    assert "Childhood Soft Tissue Sarcoma Treatment (PDQ®)" in text
    assert "updated 29 January 2015" in text
    assert "Not stated: date of a review, last search for evidence, first publication" in text
    assert "not itself a PDQ summary" in text
    assert "not medical advice" in text
    assert "no review stated since" in text


def test_no_id_is_on_a_page_twice(context: BrowserContext, address: str) -> None:
    for path in PAGES:
        page = context.new_page()
        page.goto(address + path)
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(each => each.id)")
        assert len(ids) == len(set(ids)), path


def test_every_link_inside_the_site_leads_somewhere(
    context: BrowserContext, address: str, built: Path
) -> None:
    for path in PAGES[:-1]:
        page = context.new_page()
        page.goto(address + path)
        links = page.evaluate("[...document.querySelectorAll('article a')].map(each => each.href)")
        for link in {link for link in links if link.startswith(address)}:
            name, _, anchor = link.removeprefix(address).partition("#")
            target = built / (name.partition("?")[0] or "index.html")
            assert target.is_file(), f"{path} -> {link}"
            if anchor and target.suffix == ".html":
                assert f'id="{anchor}"' in target.read_text(encoding="utf-8"), f"{path} -> {link}"


DRAFTS = ("index.html", "childhood-sts-recurrent/draft/index.html")
WIDTHS = (390, 820, 1440)
# 320 is 1280 at four times the size, 720 is 1440 at twice.
NARROW = (320, 720)
# What the scheme of colours can make wrong; all else is the same in both.
COLOUR = ("color-contrast", "link-in-text-block")
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def sites(
    address: str, drafted: Path, serve: Callable[[Path], AbstractContextManager[str]]
) -> Iterator[dict[str, str]]:
    with serve(drafted / "site") as preview:
        yield {"released": address, "with drafts": preview}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("site", "path"),
    # The page of 2.0.0 is of the kind of 1.0.0, with the text of the current one.
    [("released", path) for path in PAGES if "/2.0.0/" not in path]
    + [("with drafts", path) for path in DRAFTS],
)
def test_pages_are_quiet_accessible_and_fit(
    browser: Browser,
    sites: dict[str, str],
    site: str,
    path: str,
    find_violations: Callable[..., list[str]],
) -> None:
    """Each page is opened once, and then looked at in every width and scheme."""
    page = browser.new_page()
    heard: list[str] = []
    page.on("request", lambda request: _note_strangers(request.url, sites[site], heard))
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto(sites[site] + path)
    assert ("Preview with drafts." in page.inner_text("body")) == (site == "with drafts")
    for width in sorted((*WIDTHS, *NARROW)):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(FITS), width
        if width in WIDTHS:
            _show(page, "light", "default")
            assert find_violations(page) == [], width
            _show(page, "dark", "slate")
            assert find_violations(page, *COLOUR) == [], width
    page.close()
    assert heard == []


def _show(page: Page, scheme: Literal["light", "dark"], name: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.locator(f"body[data-md-color-scheme={name}]").wait_for()
    # Links pass from one colour to the other.
    settle(page)


def test_a_page_rests_when_it_has_what_its_scripts_asked_for(
    browser: Browser, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = browser.new_page()
    arrive(page, address + GUIDELINE)
    ask(page, "async () => { void fetch('').then(() => { document.title = 'x'; }); }")
    rest(page)
    assert page.title() == "x"
    page.route("**/never", lambda _: None)
    ask(page, "async () => { void fetch('never'); }")
    monkeypatch.setattr("browsing.TURNS", 3)
    with pytest.raises(AssertionError, match=r"no answer to .*/never"):
        rest(page)
    page.close()


def test_a_wait_for_a_page_ends(
    browser: Browser, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = browser.new_page()
    page.goto(address + GUIDELINE)
    monkeypatch.setattr("browsing.LIMIT", 10)
    assert ask(page, "given => Promise.resolve(given + 1)", 1) == 2
    with pytest.raises(Error, match="no answer in time"):
        ask(page, "() => new Promise(() => {})")
    page.evaluate(
        "document.body.animate({ opacity: [0, 1] }, { duration: 1e9, iterations: Infinity })"
    )
    page.evaluate("document.body.animate({ opacity: [0, 0.5] }, { duration: 1e9, fill: 'both' })")
    settle(page)
    assert page.evaluate("getComputedStyle(document.body).opacity") == "0.5"
    page.evaluate("document.body.style.transition = 'rotate 1000s'")
    page.evaluate("document.body.style.rotate = '90deg'")
    assert page.evaluate("getComputedStyle(document.body).rotate") == "90deg"
    page.close()


def test_the_chosen_scheme_is_kept_and_else_the_one_of_the_system_holds(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(address)
    dark = page.locator("body[data-md-color-scheme=slate]")
    assert dark.count() == 1
    control = page.get_by_role("button", name="Dark colours", pressed=True)
    control.click()
    assert dark.count() == 0
    page.goto(address + GUIDELINE)
    assert dark.count() == 0
    assert page.get_by_role("button", name="Dark colours", pressed=False).is_visible()
    context.close()


def _note_strangers(url: str, address: str, heard: list[str]) -> None:
    if not url.startswith(address):
        heard.append(url)


def test_an_injected_script_does_not_run(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address + GUIDELINE)
    page.evaluate(
        "() => { const script = document.createElement('script');"
        " script.textContent = 'window.injected = true'; document.body.append(script); }"
    )
    assert page.evaluate("window.injected") is None


def test_everything_can_be_read_without_javascript(
    browser: Browser, address: str, built: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + GUIDELINE)
    told = " ".join((page.locator("article").text_content() or "").split())
    bundle = json.loads((built / "api/v1/childhood-sts-recurrent/latest.json").read_bytes())
    for option in bundle["options"]:
        assert option["name"] in told
        for condition in option.get("applies_when", {"all": []})["all"]:
            assert condition["text"] in told
    for reference in bundle["references"]:
        assert reference["title"] in told
    for section in bundle["sections"]:
        for statement in section["content"]:
            assert statement["text"].partition(" [@")[0].rstrip(".") in told
    # Nothing is on the page that only a script could answer.
    assert page.locator("article :is(select, input)").count() == 0
    assert page.locator("article button:visible:not([popovertarget])").count() == 0
    page.locator("table.gp-glance a", has_text="Pazopanib").click()
    assert page.url.endswith("#pazopanib")
    page.locator("[id='pazopanib-phase-1'] .gp-cite a").click()
    assert page.url.endswith("#glade-bender-2013")
    page.locator(".gp-status summary").click()
    page.get_by_role("link", name="Compare versions").click()
    page.locator("article").get_by_role("link", name="all changes").click()
    assert "Added pazopanib as an option" in page.locator("article").inner_text()
    context.close()


def test_old_releases_say_so_and_ask_not_to_be_indexed(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    arrive(page, f"{address}childhood-sts-recurrent/1.0.0/index.html")
    assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"
    assert "Superseded; 2.0.0" in page.locator(".gp-strip").inner_text()
    text = page.locator("article").inner_text()
    assert "As it was published on 24 November 2026." in text
    # What may be is not said beside what is; who has no script reads it.
    assert "It may be superseded or withdrawn" not in text
    frozen = page.locator(".gp-frozen").text_content() or ""
    assert "It may be superseded or withdrawn" in frozen
    assert "content from between December 2008 and January 2015" in text
    assert "a reconstruction" in text
    assert "Pazopanib" not in text
    assert "citations not known" in text
    assert "no citation" not in text.lower()
