"""What readers once stumbled over, a test each, in a real Chromium."""

from __future__ import annotations

import re
import shutil
from itertools import chain, product
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browsing import arrive
from guidepress.model import Identity, from_data
from guidepress.site.shared_pages import render_home
from guidepress.site.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.checkout]

GID = "childhood-sts-recurrent"
COMPARED = f"compare/index.html?guideline={GID}&from=1.0.0&to=2.0.0"
MANY = 30


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    yield page
    page.close()


@pytest.fixture(scope="module")
def crowded(
    built: Path,
    tmp_path_factory: pytest.TempPathFactory,
    serve: Callable[[Path], AbstractContextManager[str]],
) -> Iterator[str]:
    """The same site with many guidelines on its home page, and with a page that is not there."""
    site = tmp_path_factory.mktemp("crowded") / "site"
    shutil.copytree(built, site)
    home = "<div>" + render_home([summary(n) for n in range(MANY)])["index.md"].split("<div>", 1)[1]
    file = site / "index.html"
    text = re.sub(
        r'<div>\s*<p class="gp-lede">.*?</article>',
        lambda _: f"{home}</article>",
        file.read_text("utf-8"),
        flags=re.DOTALL,
    )
    file.write_text(text, "utf-8")
    (site / "sarcoma").mkdir()
    shutil.copy(site / "404.html", site / "sarcoma/pazopanib.html")
    with serve(site) as address:
        yield address


def summary(number: int, alert: str = "") -> Summary:
    """Return a guideline of adults or children; every third states no age."""
    identity = {
        "id": f"g{number}",
        "title": f"{'ABCDEF'[number % 6]} condition {number}",
        "document_type": "guideline",
        "audience": "health-professional",
        "version": "1.0.0",
        "status": "active",
        "language": "en",
        "released": f"2016-01-{number % 28 + 1:02}",
        "updated": "2016-01-01",
        "population": {"condition": f"condition {number % 4}"}
        | ({"age": ("adults", "children")[number % 2]} if number % 3 else {}),
    }
    return Summary(id=f"g{number}", current=from_data(Identity, identity), alert=alert)


def test_headings_have_three_looks_and_what_is_smaller_is_a_label(page: Page, address: str) -> None:
    page.goto(f"{address}{GID}/index.html")
    looks = page.evaluate(
        "['h1', 'h2', 'h3'].map((tag) => new Set([...document.querySelectorAll(`article ${tag}`)]"
        ".filter((each) => !each.closest('.gp-references, .gp-factors'))"
        ".map((each) => parseFloat(getComputedStyle(each).fontSize))))"
        ".map((sizes) => [...sizes])"
    )
    assert [len(sizes) for sizes in looks] == [1, 1, 1]
    [[first], [second], [third]] = looks
    assert first > second > third
    label = page.locator(".gp-label").first.evaluate(
        "each => parseFloat(getComputedStyle(each).fontSize)"
    )
    assert label < third


def test_the_link_of_the_title_lies_on_no_text(page: Page, address: str) -> None:
    page.goto(f"{address}{GID}/index.html")
    page.locator("h1").hover()
    assert page.locator("h1 :is(.headerlink, .gp-copy):visible").count() == 0


def test_what_is_the_same_for_all_options_is_a_sentence_and_no_column(
    page: Page, address: str
) -> None:
    page.goto(f"{address}{GID}/index.html")
    heads = page.locator("table.gp-glance thead th").all_inner_texts()
    assert heads == ["Option", "Site of recurrence", "Prior therapies", "Evidence, as given"]
    lede = page.locator(".gp-lede", has_text="The order is not a ranking").inner_text()
    assert lede.startswith("All 7 have the same standing: listed as an option.")
    assert page.locator("table.gp-glance", has_text="Listed as an option").count() == 0


@pytest.mark.parametrize("path", ["index.html", "changes/index.html", "1.0.0/index.html"])
def test_guidelines_is_the_active_part_on_each_page_of_a_guideline(
    page: Page, address: str, path: str
) -> None:
    page.goto(f"{address}{GID}/{path}")
    expect(page.locator(".md-tabs__item--active")).to_have_text("Guidelines")


def test_a_guideline_can_be_followed_from_its_page(page: Page, address: str) -> None:
    page.goto(f"{address}{GID}/index.html")
    page.locator(".gp-status summary").click()
    follow = page.get_by_role("link", name="Follow (feed)")
    answer = page.request.get(str(follow.evaluate("each => each.href")))
    assert "<feed" in answer.text()


def test_a_printed_comparison_names_the_guideline_its_versions_and_dates(
    page: Page, address: str
) -> None:
    page.goto(address + COMPARED)
    page.get_by_role("heading", name="from 1.0.0 to 2.0.0").wait_for()
    page.emulate_media(media="print")
    text = page.locator("article").inner_text()
    assert (
        "Treatment of progressive or recurrent childhood soft tissue sarcoma: from 1.0.0 to 2.0.0"
        in text
    )
    assert "1.0.0: published 24 November 2026, date of the content not stated" in text
    assert "2.0.0: published 24 November 2026, content of 29 January 2015" in text
    # What is folded on a screen is on paper, and what chooses is not.
    assert page.get_by_text("First recorded the citations on", exact=False).first.is_visible()
    assert page.locator("article select:visible").count() == 0
    page.emulate_media(media="screen")


def test_a_statement_that_is_shown_again_at_its_option_leads_to_where_it_stands(
    page: Page, address: str
) -> None:
    page.goto(f"{address}{GID}/index.html")
    shown = page.evaluate(
        """() => [...document.querySelectorAll('.gp-statement:has(.gp-prose)')].map((each) => [
          each.querySelector('.gp-prose').textContent.trim(), each.id,
          each.querySelector('.gp-context[aria-label^="In context"]')?.getAttribute('href') ?? ''])"""
    )
    homes = {text: anchor for text, anchor, _ in shown if anchor}
    assert len(homes) == len([anchor for _, anchor, _ in shown if anchor])
    again = [(text, link) for text, anchor, link in shown if not anchor]
    # A statement has one home, and stands at an option once more at most, with the way back.
    assert len(again) == len(dict(again)) == 8
    assert all(link == f"#{homes[text]}" for text, link in again)


def test_many_guidelines_stand_under_their_letters_and_are_found_by_words(
    page: Page, crowded: str
) -> None:
    page.goto(f"{crowded}index.html")
    assert page.locator(".gp-card:visible").count() == MANY
    assert page.locator(".gp-letter").all_inner_texts() == list("ABCDEF")
    box = page.get_by_label("Show those with")
    assert page.locator(".gp-recent li").first.inner_text().startswith("28 January 2016")
    box.fill("condition ADULTS")
    line = page.locator(".gp-count-line")
    expect(line).to_have_text(f"10 of {MANY} guidelines")
    assert page.locator(".gp-card:visible").count() == 10
    assert page.locator(".gp-recent:visible").count() == 0
    page.reload()
    assert page.locator(".gp-card:visible").count() == 10
    box.fill("")
    # What all have in common is no choice; who states no age is not left out.
    assert page.locator(".gp-list-filter label").all_inner_texts() == [
        "Show those with",
        "Condition",
        "Age",
    ]
    page.get_by_label("Age", exact=True).select_option("children")
    expect(line).to_have_text(f"20 of {MANY} guidelines; 10 of them without a statement on it")
    page.get_by_label("Condition", exact=True).select_option("condition 1")
    page.reload()
    shown = page.locator(".gp-card:visible")
    assert {each.get_attribute("data-condition") for each in shown.all()} == {"condition 1"}
    assert {each.get_attribute("data-age") for each in shown.all()} == {"children", ""}
    assert "content of January 2016" in page.locator(".gp-card").first.inner_text()


def test_hundreds_of_guidelines_have_a_page_for_each_letter_and_say_what_changed_last() -> None:
    summaries = [summary(n, "2026-01-01, an authority" if n == 7 else "") for n in range(60)]
    pages = render_home(summaries)
    letters = [f"az-{each}.md" for each in "abcdef"]
    assert [*pages] == ["index.md", "az-all.md", *letters]
    assert pages["az-all.md"].count('class="gp-card"') == len(summaries)
    assert all('name="age"' in pages[each] for each in ("index.md", "az-all.md"))
    home = pages["index.md"]
    assert [f'href="{each[:-2]}html"' in home for each in letters] == [True] * len(letters)
    assert home.count("gp-card") == 0
    dates = re.findall(r'<time class="gp-muted" datetime="([0-9-]+)">', home)
    assert dates == sorted(dates, reverse=True)
    shown = [re.findall(r'<h2 id="(g[0-9]+)">', pages[each]) for each in letters]
    assert sorted(chain.from_iterable(shown)) == sorted(each.id for each in summaries)
    assert "Safety notice" in "".join(pages.values())
    assert [*render_home(summaries[:20])] == ["index.md"]


def test_an_address_that_leads_nowhere_leads_to_the_search(page: Page, crowded: str) -> None:
    page.goto(f"{crowded}sarcoma/pazopanib.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no page at this address")
    page.get_by_role("button", name="Search for this").click()
    first = page.get_by_role("dialog").get_by_role("link").first
    expect(first).to_contain_text("Pazopanib")
    page.keyboard.press("Escape")
    field = page.get_by_role("searchbox", name="Search all guidelines")
    field.fill("ET-743")
    field.press("Enter")
    expect(first).to_contain_text("Named there: ET-743")
    assert page.get_by_role("link", name="All guidelines").is_visible()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("404.html", ""),
        ("404/index.html", ""),
        ("g001/404.html", "g001"),
        ("heparin/dose%20in%20children/", "dose in children"),
        ("childhood-sarcoma/9.0.0/index.html", "childhood sarcoma"),
        ("%E0%A4%A/ceftriaxone.html", "ceftriaxone"),
        ("%22%3E%3Cimg%20src=x%3E/", "img src x"),
    ],
)
def test_the_search_of_an_address_that_leads_nowhere_is_for_its_words(
    page: Page, crowded: str, path: str, words: str
) -> None:
    lost = page.request.get(f"{crowded}404.html").text()
    page.route(f"{crowded}{path}", lambda route: route.fulfill(body=lost, content_type="text/html"))
    page.goto(crowded + path)
    expect(page.get_by_role("button", name="Search", exact=True)).to_be_visible(timeout=9000)
    expect(page.get_by_role("searchbox", name="Search all guidelines")).to_have_value(words)


def test_about_claims_of_no_scale_what_only_some_rate(page: Page, address: str) -> None:
    page.goto(f"{address}about/index.html")
    text = page.locator("article").inner_text()
    assert "What a scale rates (studies, a body of evidence, a recommendation, agreement)" in text


OPENED = {
    "guideline": (f"{GID}/index.html", (".gp-status summary", ".gp-filter summary")),
    "superseded": (f"{GID}/1.0.0/index.html#limb-amputation", (".gp-status summary",)),
    "since": (f"{GID}/index.html?since=1.0.0", ()),
    "changes": (f"{GID}/changes/index.html", ()),
    "compare": (COMPARED, ()),
    "scale": ("scales/pdq-treatment/index.html", ()),
}


@pytest.mark.parametrize(
    ("kind", "width", "scheme"),
    [
        pytest.param(*each, marks=[] if each == ("guideline", 390, "dark") else pytest.mark.slow)
        for each in product(OPENED, (1440, 390), ("light", "dark"))
    ],
)
def test_what_can_be_opened_is_accessible_when_it_is_open(  # noqa: PLR0913, PLR0917 - fixtures
    browser: Browser,
    address: str,
    find_violations: Callable[..., list[str]],
    kind: str,
    width: int,
    scheme: str,
) -> None:
    path, toggles = OPENED[kind]
    page = browser.new_page(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    arrive(page, address + path)
    for toggle in toggles:
        page.locator(toggle).first.click()
    page.evaluate(
        "() => { for (const each of document.querySelectorAll('article details')) each.open = true; }"
    )
    assert find_violations(page) == []
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("searchbox").fill("trabectadin")
    page.locator(".gp-search li").first.wait_for()
    assert find_violations(page, within=".gp-search") == []
    page.keyboard.press("Escape")
    if page.locator(".gp-versions summary").count():
        page.locator(".gp-versions summary").click()
        page.locator(".gp-versions a").first.wait_for()
        assert find_violations(page, within=".gp-versions") == []
        page.keyboard.press("Escape")
    if page.locator("button.gp-chip[popovertarget]").count():
        page.locator("button.gp-chip[popovertarget]:visible").first.click()
        assert page.locator(".gp-popover:popover-open").is_visible()
        assert find_violations(page, within=".gp-popover:popover-open") == []
    page.close()
