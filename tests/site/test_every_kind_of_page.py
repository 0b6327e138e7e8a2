"""Pages with recommendations, doses, a figure and states, for those who hear, type or enlarge them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, Literal

import pytest
from playwright.sync_api import expect

from browsing import arrive, ask
from conftest import TESTS, copy_project, guidepress
from contracts.conftest import release_ward, released
from limits import LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.checkout]

PAGES = (
    "index.html",
    "kdigo/index.html",
    "kdigo/1.0.0/index.html",
    "kdigo/changes/index.html",
    "influenza/index.html",
    "ward/index.html",
    "ward/1.0.0/index.html",
    "ward/2.0.0/index.html",
    "compare/index.html?guideline=kdigo&from=1.0.0&to=2.0.0",
)
ALERT: dict[str, Any] = {
    "id": "agency-2025",
    "date": "2025-03-01",
    "authority": "Example agency",
    "text": "Both together can harm.",
    "about": ["both-drugs"],
    "alert": True,
}
# Older ones: of the first a line, which its option has in full; what warns of nothing is folded.
LONG = "It builds up where the kidneys do not clear it, and deaths were reported. Ask for the filtration rate before it is given again."
NOTICES = [
    ALERT,
    ALERT | {"id": "b", "date": "2025-02-01", "about": ["use-of-metformin"], "text": LONG},
    ALERT
    | {"id": "c", "date": "2025-01-01", "about": ["protein"], "text": "Calm.", "alert": False},
]
# What can be opened, beside the disclosures of the text: each is looked at open.
# What opens, and what is open then; the rest of the page stays as it was looked at.
OPENED = {
    ".gp-versions summary": ".gp-versions",
    ".gp-chip[popovertarget]:visible": ".gp-popover:popover-open",
    ".gp-search-open": ".gp-search",
}
# Names as a screen reader has them, each with where it leads.
NAMES = """() => {
  axe.setup(document);
  const seen = (each) => each.checkVisibility({ visibilityProperty: true });
  const found = [...document.querySelectorAll('a[href], button, input, select, summary')].filter(seen);
  const named = found.map((each) => [
    axe.commons.text.accessibleText(each).trim(), each.tagName,
    each.href ?? each.getAttribute('popovertarget') ?? each.outerHTML.slice(0, 300)]);
  axe.teardown();
  return named;
}"""
HEADINGS = """() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
  .map((each) => [Number(each.tagName[1]), each.textContent.trim()])"""
JUMPS = """document.querySelectorAll('[tabindex]:not([tabindex="0"], [tabindex="-1"])').length"""
# Where the keyboard stops, as a place in the document; -1 where it left the page.
PLACE = "() => [...document.body.querySelectorAll('*')].indexOf(document.activeElement)"


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], AbstractContextManager[str]]
) -> Iterator[str]:
    project = copy_project(tmp_path_factory.mktemp("kinds") / "project")
    shutil.rmtree(project / "content/childhood-sts-recurrent")
    shutil.copytree(TESTS / "pieces/influenza", project / "content/influenza")
    released(project, "influenza", "--date", "2022-11-01")
    for state, day in (("1", "2013-01-15"), ("2", "2024-03-01")):
        shutil.copytree(
            TESTS / "pieces/kdigo" / state, project / "content/kdigo", dirs_exist_ok=True
        )
        released(project, "kdigo", "--date", day)
    (project / "content/kdigo/alerts.yaml").write_text(json.dumps({"alerts": NOTICES}), "utf-8")
    release_ward(project)
    done = guidepress(project, "build")
    assert done.returncode == 0, done.stderr
    with serve(project / "site") as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    yield page
    page.close()


def test_a_table_as_a_file_is_offered_on_the_screen_alone(page: Page, site: str) -> None:
    page.goto(f"{site}kdigo/2.0.0/index.html")
    offer = page.get_by_text("This table as CSV").first
    expect(offer).to_be_visible()
    page.emulate_media(media="print")
    expect(offer).to_be_hidden()


def test_what_is_offered_has_a_name_and_no_name_leads_to_two_places(
    page: Page, site: str, find_violations: Callable[..., list[str]]
) -> None:
    unclear: dict[tuple[str, ...], set[str]] = {}
    for path in PAGES:
        arrive(page, site + path)
        # Signs of links become buttons while the browser has nothing else to do.
        page.locator("article a:is(.headerlink, .gp-link)").first.wait_for(state="detached")
        find_violations(page, "label")
        named: list[list[str]] = page.evaluate(NAMES)
        assert [each for each in named if not each[0]] == [], path
        leads: dict[tuple[str, str], set[str]] = {}
        for name, tag, where in named:
            leads.setdefault((name, tag), set()).add(where)
        unclear |= {(path, *key): each for key, each in leads.items() if len(each) > 1}
    assert "\n".join(map(str, sorted(unclear))) == ""


def test_the_age_of_content_is_by_the_clock_of_the_reader(page: Page, site: str) -> None:
    page.clock.set_fixed_time("2099-12-31T12:00:00Z")
    for path in ("index.html", "kdigo/index.html"):
        page.goto(site + path)
        # Each is as old as the reader's clock says, also in a list.
        ages = page.locator(".gp-age")
        assert ages.count() > 0
        for number in range(ages.count()):
            expect(ages.nth(number)).to_have_text(re.compile("(7|8)[0-9] years old$"))


def test_headings_lead_down_step_by_step_below_one_title(page: Page, site: str) -> None:
    for path in PAGES:
        page.goto(site + path)
        headings: list[Any] = page.evaluate(HEADINGS)
        levels = [level for level, _ in headings]
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert [pair for pair in pairwise(headings) if pair[1][0] > pair[0][0] + 1] == [], path
        assert all(text for _, text in headings), path


def test_the_keyboard_goes_through_a_page_in_its_order(page: Page, site: str) -> None:
    for path in ("index.html", "kdigo/index.html"):
        arrive(page, site + path)
        assert page.evaluate(JUMPS) == 0
        places = []
        for _ in range(30):
            page.keyboard.press("Tab")
            place = ask(page, PLACE)
            if place == -1:
                break  # the end of a short page
            places.append(place)
        assert len(places) > 10, path
        assert places == sorted(places), path


# As a screen reader tells it on a phone, where rows are laid out as blocks and remain rows.
TREE = """
- 'table "Recommendations at a glance: the conditions stated for each, and the evidence"':
  - caption: "Recommendations at a glance: the conditions stated for each, and the evidence"
  - rowgroup:
    - row:
      - columnheader "Recommendation"
      - columnheader "Age group"
      - columnheader "Diabetes"
      - columnheader "Albumin excretion"
      - columnheader "GFR"
      - columnheader "Other conditions"
      - columnheader "Direction and strength"
  - rowgroup:
    - row:
      - rowheader /^3.1.4 Adults/
      - 'cell "Age group: adult"'
      - 'cell "Diabetes: not stated"'
      - 'cell "Albumin excretion: below 30 mg/24 h"'
      - 'cell "GFR: not stated"'
      - cell /^blood pressure in the office steadily above 140 systolic or above 90 diastolic/
      - 'cell /^For strength 1: we recommend.* certainty B: moderate/'
    - row /^3.1.5 Adults/
"""


def test_the_table_at_a_glance_is_a_table_in_words_on_a_phone_too(page: Page, site: str) -> None:
    arrive(page, f"{site}kdigo/index.html")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator("table.gp-glance").last).to_match_aria_snapshot(TREE)


@pytest.mark.parametrize(("width", "height", "at_most"), [(1440, 900, 650), (390, 844, 700)])
def test_what_a_recommendation_says_is_in_view_without_opening_anything(
    page: Page, site: str, width: int, height: int, at_most: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    bundle: Any = page.request.get(f"{site}api/v1/kdigo/latest.json").json()
    # The second one has three notices above it.
    for path in ("influenza", "kdigo"):
        page.goto(f"{site}{path}/index.html")
        first = page.locator("table.gp-glance tbody a").first.bounding_box()
        assert first
        assert first["y"] < at_most
    heads = page.locator(".gp-alerts")
    assert heads.get_by_text(ALERT["text"]).first.is_visible()
    assert not heads.get_by_text(LONG).is_visible()
    line = heads.locator("summary", has_text="Safety notice")
    assert (
        line.inner_text()
        == "Safety notice, 1 February 2025, about Recommendation 4.4.3 (Metformin)"
    )
    assert heads.get_by_text("and 1 more notice").is_visible()
    for made in bundle["recommendations"]:
        card = page.locator(".gp-recommendation", has=page.locator(f"[id='{made['id']}']"))
        assert card.locator("h3 .gp-direction").is_visible()
        shown = card.inner_text()
        assert made["text"] in shown
        parts = [each for each in made.get("parts", ()) if "applies_when" in each]
        assert ("No condition stated" in shown) == ("applies_when" not in made)
        assert ("its parts have conditions" in shown) == (
            bool(parts) and "applies_when" not in made
        )
        assert shown.count("Applies when") == ("applies_when" in made) + len(parts)
        assert (ALERT["text"] in shown) == (made["id"] in ALERT["about"])
        assert card.locator(".gp-applies").first.is_visible()


def test_a_notice_on_advice_and_a_safety_change_of_it_are_at_each_option_of_a_superseded_version(
    page: Page, site: str
) -> None:
    page.goto(f"{site}kdigo/1.0.0/index.html#metformin")
    page.locator(".gp-strip", has_text="There is a safety notice.").wait_for()
    card = page.locator(".gp-option[data-option=metformin]")
    notice = card.locator(".gp-noticed")
    expect(notice).to_have_count(1)
    expect(notice).to_have_text(
        f"Safety notice of Example agency, 1 February 2025, about Metformin by GFR: {LONG}"
    )
    expect(card.locator(".gp-old")).to_have_text("Superseded, in 2.0.0: 2 changes (safety)")
    rows = page.locator("tr:has(th > .gp-standing > .gp-alert)")
    told = rows.evaluate_all(
        "rows => rows.map((row) => row.dataset.option ?? row.dataset.recommendation)"
    )
    assert sorted(told) == ["arb-or-ace", "both-drugs", "metformin", "use-of-metformin"]
    # What is on the card itself is not named there once more.
    own = page.locator(".gp-option:has(> h3[id='use-of-metformin']) .gp-noticed")
    expect(own).to_have_text(f"Safety notice of Example agency, 1 February 2025: {LONG}")
    pages = [page.request.get(f"{site}kdigo/{each}index.html").text() for each in ("", "1.0.0/")]
    assert ["data-of=" in each for each in pages] == [False, True]


def test_a_comparison_counts_changes_of_safety_as_the_page_of_changes_does(
    page: Page, site: str
) -> None:
    page.goto(f"{site}kdigo/changes/index.html")
    weights = page.locator(".gp-group > h3")
    told = [" ".join(each.split()) for each in weights.all_inner_texts()]
    assert any("under Safety" in each for each in told)
    page.goto(f"{site}compare/index.html?guideline=kdigo&from=1.0.0&to=2.0.0")
    weights = page.locator(".gp-result h3.gp-weight")
    weights.first.wait_for()
    assert [" ".join(each.split()) for each in weights.all_inner_texts()] == told
    # None is counted as safety and as something else again.
    net = page.locator(".gp-net > div").all_inner_texts()
    numbers = {words: int(number) for number, words in (each.split(None, 1) for each in net)}
    safety = int(told[0].removeprefix("Safety "))
    assert numbers["changes marked as safety"] == safety
    assert numbers["other changes, below"] == 7


def test_a_guideline_with_a_safety_change_or_notice_has_its_pill_at_home(
    page: Page, site: str
) -> None:
    page.goto(f"{site}index.html")
    card = page.locator(".gp-card", has=page.locator("[id='kdigo']"))
    expect(card.locator(".gp-alert")).to_have_text(["Safety notice", "Safety"])
    expect(card).to_contain_text("Safety notice 1 March 2025, Example agency")
    quiet = page.locator(".gp-card", has=page.locator("[id='influenza']"))
    expect(quiet.locator(".gp-alert")).to_have_count(0)


def test_the_strip_counts_what_changed_in_the_recommendations_on_an_option(
    page: Page, site: str
) -> None:
    arrive(page, f"{site}kdigo/1.0.0/index.html#arb-or-ace")
    # Strength, conditions and words of two recommendations on it; the option itself is as it was.
    expect(page.locator(".gp-strip")).to_contain_text(
        "Read this option in 2.0.0: 6 changes since (safety)"
    )


def test_a_notice_on_an_old_version_says_what_it_is_about(page: Page, site: str) -> None:
    arrive(page, f"{site}kdigo/1.0.0/index.html")
    notice = page.locator(".gp-head > .gp-box", has_text="Both together can harm.")
    expect(notice).to_contain_text("about The evidence does not suffice for or against both")
    expect(notice.locator("a[href='#both-drugs']")).to_have_count(1)


def test_what_changed_in_a_part_since_is_marked_at_its_recommendation_and_at_the_option(
    page: Page, site: str
) -> None:
    arrive(page, f"{site}kdigo/index.html?since=1.0.0")
    for place, entity in (("option", "metformin"), ("recommendation", "use-of-metformin")):
        card = page.locator(f".gp-option:has(> h3[id='{entity}']) .gp-since")
        expect(card).to_contain_text("Safety: changed since 1.0.0")
        row = page.locator(f"tr[data-{place}='{entity}'] .gp-changed-since")
        expect(row).to_have_text("Safety: changed since 1.0.0")


# What can be pressed and is smaller than 24 px, but for what stands within a sentence; and links
# of headings and statements that lie on text.
SMALL = """() => {
  for (const each of document.querySelectorAll('article details, .gp-versions')) each.open = true;
  const found = [];
  for (const each of document.querySelectorAll('a[href], button, input, select, summary')) {
    const box = each.getBoundingClientRect();
    const seen = each.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    if (!seen || box.right <= 0 || Math.min(box.width, box.height) < 2) continue;
    if (Math.round(Math.min(box.width, box.height)) >= 24) continue;
    let around = each.parentElement;
    while (getComputedStyle(around).display === 'inline') around = around.parentElement;
    const inline = getComputedStyle(each).display === 'inline';
    if (inline && around.textContent.trim().length > each.textContent.trim().length) continue;
    found.push([each.outerHTML.slice(0, 120), Math.round(box.width), Math.round(box.height)]);
  }
  return found;
}"""
COVERING = """() => {
  const found = [];
  for (const link of document.querySelectorAll('.headerlink, .gp-link')) {
    const own = link.getBoundingClientRect();
    if (!own.width || own.right <= 0) continue;
    const words = document.createTreeWalker(link.closest('.gp-option, li, article'), NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
      const text = words.currentNode;
      if (link.contains(text) || !text.textContent.trim() || !text.parentElement.checkVisibility()) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const met = [...range.getClientRects()].some((each) => each.width > 2 && each.left < own.right - 2
        && own.left + 2 < each.right && each.top < own.bottom - 4 && own.top + 4 < each.bottom);
      if (met) found.push(text.textContent.trim().slice(0, 60));
    }
  }
  return found;
}"""


@pytest.mark.parametrize("width", [1440, 390])
def test_targets_are_large_and_links_of_headings_lie_on_no_text(
    page: Page, site: str, width: int
) -> None:
    paths = (
        *PAGES,
        "kdigo/index.html?since=1.0.0",
        "about/index.html",
        "api/index.html",
        "404.html",
    )
    page.set_viewport_size({"width": width, "height": 844})
    for path in paths:
        arrive(page, site + path)
        assert page.evaluate(COVERING) == [], path
        assert page.evaluate(SMALL) == [], path


ROWS = """() => [...document.querySelectorAll('.gp-profile > div:not(.gp-dose)')].map((row) =>
  [...row.children].map((each) => [each.tagName, Math.round(each.getBoundingClientRect().left)]))"""


def test_what_stands_beside_a_label_stands_in_one_column(page: Page, site: str) -> None:
    page.goto(f"{site}kdigo/index.html")
    rows = page.evaluate(ROWS)
    several = [row for row in rows if len(row) > 2]
    assert several
    for (_, label), *lines in rows:
        assert len({left for _, left in lines}) == 1
        assert lines[0][1] > label + 80


UNITS = """() => [...document.querySelectorAll('td[data-label] .gp-unit')].map((each) =>
  each.getBoundingClientRect().left - each.closest('td').getBoundingClientRect().left)"""


def test_on_a_phone_a_number_stands_among_its_words_and_not_below_the_label(
    page: Page, site: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}influenza/index.html")
    places = page.evaluate(UNITS)
    assert len(places) > 3
    assert min(places) > 100


# A chip is one line high with any sign: its words are put out of account.
CHIPS = """() => [...document.querySelectorAll('a.gp-chip > .gp-direction')].map((each) => {
  each.textContent = 'x';
  return each.parentElement.offsetHeight;
})"""


def test_the_sign_of_a_direction_is_in_one_piece(page: Page, site: str) -> None:
    page.goto(f"{site}kdigo/index.html")
    assert page.locator("a.gp-chip > .gp-direction-parts").count() > 0
    assert len(set(page.evaluate(CHIPS))) == 1


PILLS = """() => [...document.querySelectorAll('.gp-glance th')].map((cell) =>
  [...cell.querySelectorAll('.gp-changed, .gp-alert')].map((each) => each.getBoundingClientRect())
    .map(({ top, bottom, left, right }) => [top, bottom, left, right]))"""


@pytest.mark.parametrize("width", [1440, 390])
def test_a_safety_pill_lies_on_no_other(page: Page, site: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}kdigo/index.html")
    rows = [row for row in page.evaluate(PILLS) if len(row) > 1]
    assert rows
    for (_, end, _, right), (start, _, left, _) in chain.from_iterable(map(pairwise, rows)):
        assert start >= end or left >= right


def test_many_recommendations_at_a_glance_take_few_lines(page: Page, site: str) -> None:
    page.goto(f"{site}kdigo/index.html")
    rows = page.locator("tr[data-recommendation]")
    heights = rows.evaluate_all("all => all.map((each) => each.offsetHeight)")
    assert len(heights) > 8
    # Each said nine lines below one another, half of them "not stated".
    assert max(heights) < 260
    # The words beside the codes of levels take a line in some.
    assert sum(heights) < 162 * len(heights)
    page.set_viewport_size({"width": 390, "height": 844})
    unstated = rows.filter(has_text="3.1.5").locator("td:has(> .gp-none)")
    tops = unstated.evaluate_all("all => all.map((each) => each.getBoundingClientRect().top)")
    assert len(set(tops)) < len(tops)


def test_many_recommendations_at_a_glance_take_few_sheets(
    page: Page, site: str, tmp_path: Path
) -> None:
    arrive(page, f"{site}kdigo/index.html")
    sheets = print_page(page, tmp_path / "paper.pdf")
    [begins] = [at for at, each in enumerate(sheets) if "Recommendationsataglance" in each]
    [ends] = [at for at, each in enumerate(sheets) if "AnumberinmL/min/1.73m²" in each]
    assert ends - begins <= 1


# The mark of a note and what it says, by the line they stand in.
NOTES = """() => [...document.querySelectorAll('.gp-note > sup')].map((mark) => {
  const words = document.createRange();
  words.selectNodeContents(mark.nextElementSibling);
  return [mark.getBoundingClientRect().bottom, words.getClientRects()[0].bottom];
})"""


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("kdigo", "No condition is stated for any option itself; recommendations on them have"),
        ("influenza", "No condition is stated for any option itself; their doses have conditions"),
    ],
)
def test_a_column_in_which_nothing_is_stated_is_a_sentence(
    page: Page, site: str, path: str, said: str
) -> None:
    page.goto(f"{site}{path}/index.html")
    table = page.locator("table.gp-glance").first
    heads = table.locator("thead th").all_inner_texts()
    # Nor has what is the same of each, where no recommendation stands beside it.
    assert heads == ["Option", "Recommendation and evidence"][: 2 if path == "kdigo" else 1]
    assert table.locator(".gp-none").count() == 0
    assert said in page.locator(".gp-lede", has_text="The order is not a ranking").inner_text()


def test_a_note_below_a_table_stands_beside_its_mark(page: Page, site: str) -> None:
    page.goto(f"{site}kdigo/index.html")
    places = page.evaluate(NOTES)
    assert places
    assert all(abs(mark - words) < 12 for mark, words in places)


def test_what_changed_for_safety_is_red_and_nothing_else_that_changed_is(
    page: Page, site: str
) -> None:
    arrive(page, f"{site}kdigo/index.html?since=1.0.0")
    page.locator(".gp-changed-since").first.wait_for()
    red = page.locator(".gp-glance .gp-alert").first.evaluate("e => getComputedStyle(e).color")
    pills = page.locator("article .gp-changed").all()
    colours = [
        ("Safety" in each.inner_text(), each.evaluate("e => getComputedStyle(e).backgroundColor"),
         each.locator("a").first.evaluate("e => getComputedStyle(e).color") if each.locator("a").count() else red)
        for each in pills
    ]  # fmt: skip
    safe = {(ground, ink) for safety, ground, ink in colours if safety}
    others = {ground for safety, ground, _ in colours if not safety}
    assert len(safe) == 1
    assert others
    assert {ink for _, ink in safe} == {red}
    assert not {ground for ground, _ in safe} & others


def test_what_may_be_read_besides_stands_after_the_text(page: Page, site: str) -> None:
    page.goto(f"{site}kdigo/index.html")
    beside = page.locator(".gp-related", has_text="Companion")
    expect(beside).to_have_count(2)
    first = page.locator("table.gp-glance").first.bounding_box()
    assert first
    assert all((each.bounding_box() or first)["y"] > first["y"] for each in beside.all())


# What must be read together: the name of a card, what it says, when, and how much.
CARDS = """() => [...document.querySelectorAll('.gp-option')].map((card) =>
  [...card.querySelectorAll(':scope > :is(h3, h4, h5), .gp-says, .gp-applies:not(.gp-advice *), .gp-advice, .gp-dose > dd > span > b')]
    .map((each) => each.innerText))"""


def print_page(page: Page, file: Path) -> list[str]:
    """Print what is at the address of the page, and return what each sheet says, without spaces.

    In a window of its own, without what tests before it did to theirs.
    """
    assert page.context.browser
    printed = page.context.browser.new_page()
    arrive(printed, page.url)
    printed.pdf(path=file, prefer_css_page_size=True, print_background=True)
    printed.close()
    done = subprocess.run(
        ["pdftotext", file, "-"], capture_output=True, text=True, check=True, timeout=LIMIT
    )
    return [re.sub(r"\s", "", each) for each in done.stdout.split("\f")[:-1]]


@pytest.mark.parametrize("path", ["kdigo", "kdigo/1.0.0", "influenza"])
def test_no_sheet_parts_an_option_from_its_conditions_and_doses(
    page: Page, site: str, tmp_path: Path, path: str
) -> None:
    arrive(page, f"{site}{path}/index.html")
    sheets = print_page(page, tmp_path / "paper.pdf")
    page.emulate_media(media="print")
    cards = page.evaluate(CARDS)
    page.emulate_media(media="null")
    assert cards
    signs = re.compile(r"[\s\u2191\u2193\u2195\u2013\u00b7#]")
    whole = [signs.sub("", each) for each in sheets]
    held = [[[signs.sub("", part) in sheet for part in card] for sheet in whole] for card in cards]
    torn = [card[0] for card, sheets in zip(cards, held, strict=True) if not any(map(all, sheets))]
    # What is longer than a sheet is parted between its doses.
    assert torn == (["Oseltamivir"] if path == "influenza" else [])
    assert all(all(map(any, zip(*sheets, strict=True))) for sheets in held)


def test_a_list_of_factors_begins_where_there_is_room(
    page: Page, site: str, tmp_path: Path
) -> None:
    arrive(page, f"{site}influenza/index.html")
    sheets = print_page(page, tmp_path / "paper.pdf")
    [begins] = [
        at for at, each in enumerate(sheets) if re.search("^Factors|[^a-z]Factors[A-Z]", each)
    ]
    assert not sheets[begins].startswith("Factors")


def test_a_comparison_on_paper_says_on_each_sheet_what_is_compared(
    page: Page, site: str, tmp_path: Path
) -> None:
    arrive(page, f"{site}{PAGES[-1]}")
    page.locator(".gp-result h2").wait_for()
    page.emulate_media(media="print")
    changes = page.locator(".gp-sentence").all_inner_texts()
    page.emulate_media(media="null")
    sheets = print_page(page, tmp_path / "paper.pdf")
    name = "Bloodpressure,albuminuriaanddrugsinchronickidneydisease"
    assert len(sheets) > 1
    for sheet in sheets:
        assert f"{name}:1.0.0comparedwith2.0.0." in sheet
        assert "guideline=kdigo&from=1.0.0&to=2.0.0" in sheet
    assert "published15January2013" in sheets[0]
    assert "published1March2024" in sheets[0]
    assert len(changes) > 10
    for change in changes:
        assert any(re.sub(r"\s", "", change.removeprefix("Safety ")) in each for each in sheets), (
            change
        )


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_every_kind_of_page_is_accessible_with_all_of_it_open(
    browser: Browser,
    site: str,
    find_violations: Callable[..., list[str]],
    width: int,
    scheme: Literal["light", "dark"],
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    found: dict[tuple[str, str], list[str]] = {}
    for path in PAGES:
        arrive(page, site + path)
        page.evaluate(
            "for (const each of document.querySelectorAll('article details')) each.open = true"
        )
        found[path, "text"] = find_violations(page)
        for toggle, opened in OPENED.items():
            if page.locator(toggle).count():
                page.locator(toggle).first.click()
                found[path, opened] = find_violations(page, within=opened)
                page.keyboard.press("Escape")
    assert {key: each for key, each in found.items() if each} == {}
    assert len(found) > 2 * len(PAGES)
    page.close()
