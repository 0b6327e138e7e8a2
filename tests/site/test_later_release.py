"""What a reader of an older version is told once a later one is published, in a real Chromium."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from browsing import ask, rest
from conftest import copy_project, guidepress
from guidepress.classify.change import IN_WORDS, ORDER
from guidepress.classify.folding import fold_changes
from guidepress.cli.changes import compare_all
from guidepress.report.changes.compared import scoreboard, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from guidepress.classify.change import Change, Delta
    from guidepress.classify.folding import Node

pytestmark = [pytest.mark.browser, pytest.mark.checkout]

GID = "childhood-sts-recurrent"
GONE = (
    "      - id: trials-for-all\n        about: [clinical-trial]\n        text: Current clinical trials "
    "should be considered for every patient with a recurrent tumour.\n"
)
TRIALS = "\n  - id: trial-search\n    title: Finding a clinical trial\n\n    content:\n"
EDITS = (
    (
        "options.yaml",
        "- id: limb-amputation\n",
        "- id: amputation\n    replaces: [limb-amputation]\n",
    ),
    ("options.yaml", "regimens\n    standing: listed", "regimens\n    standing: standard"),
    ("guideline.yaml", "about: [limb-amputation]", "about: [amputation]"),
    ("guideline.yaml", "amputation may be the only way", "amputation might be the only way"),
    ("guideline.yaml", GONE, ""),
    ("guideline.yaml", "outcome [@ferrari-2012; @soole-2014]", "outcome [@soole-2014]"),
    # The section begins one statement later: that one now stands in the section before.
    ("guideline.yaml", f"{TRIALS}      - id: trial-list", "      - id: trial-list"),
    ("guideline.yaml", "      - id: trial-information", f"{TRIALS}      - id: trial-information"),
    ("guideline.yaml", "updated: 2015-01-29\nsource", "updated: 2016-02-01\nsource"),
)


def release_third(project: Path) -> None:
    folder = project / "content" / GID
    for name, old, new in EDITS:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    (folder / "notes").mkdir(exist_ok=True)
    about = f"about: [{GID}, amputation, clinical-trial, amputation-only-option, trial-list, trials-for-all, synovial-resectability-outcome]\n"
    note = f"{about}reason: The source was revised.\nreason_type: source-updated\n"
    (folder / "notes/third.yaml").write_text(note, encoding="utf-8")
    done = guidepress(project, "release", GID, "--date", "2026-12-01", "--future")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built project whose 3.0.0 gave an option another id and standing."""
    project = copy_project(tmp_path_factory.mktemp("later") / "project")
    release_third(project)
    done = guidepress(project, "build")
    assert done.returncode == 0, done.stderr
    return project


@pytest.fixture(scope="module")
def later(project: Path, serve: Callable[[Path], AbstractContextManager[str]]) -> Iterator[str]:
    """The address of its site."""
    with serve(project / "site") as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    yield page
    assert heard == []
    context.close()


def test_an_old_page_leads_to_what_answers_for_its_option_now(page: Page, later: str) -> None:
    page.goto(f"{later}{GID}/2.0.0/index.html#limb-amputation")
    strip = page.locator(".gp-strip")
    expect(strip).to_have_text(
        "Superseded; 3.0.0, published 1 December 2026, is current. "
        "Read this option in 3.0.0: 2 changes since"
    )
    strip.get_by_role("link", name="Read this option in 3.0.0").click()
    page.wait_for_url(f"{later}{GID}/index.html#limb-amputation")
    heading = page.locator("h3[id='amputation']").bounding_box()
    assert heading is not None
    assert 0 < heading["y"] < 300
    assert page.locator(".gp-missing").count() == 0


@pytest.mark.parametrize("width", [390, 375])
def test_on_a_phone_the_strip_says_in_two_lines_what_changed_at_the_place_that_is_read(
    page: Page, later: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{later}{GID}/2.0.0/index.html#limb-amputation")
    strip = page.locator(".gp-strip")
    for place, told in (
        ("limb-amputation", "Read this option in 3.0.0: 2 changes since"),
        ("pazopanib", "Read this option in 3.0.0: what changed since"),
        ("_references", "Read 3.0.0: what changed since"),
    ):
        page.evaluate("place => { location.hash = place; }", place)
        expect(strip).to_contain_text(told)
        assert strip.inner_text().replace("\n", "") == f"Superseded; 3.0.0 is current. {told}"
        assert strip.evaluate("each => each.getBoundingClientRect().height") < 68
        # The head of a card sticks below it, and not behind it.
        card = page.locator(".gp-option h3").first
        top = float(card.evaluate("each => parseFloat(getComputedStyle(each).top)"))
        assert top == pytest.approx(page.locator(".md-header").bounding_box()["height"], abs=1)  # type: ignore[index]
    page.goto("about:blank")
    page.goto(f"{later}{GID}/2.0.0/index.html#limb-amputation")
    expect(strip).to_be_in_viewport()
    card = page.locator(".gp-option[data-option='limb-amputation']")
    state, name = card.locator(".gp-state").bounding_box(), card.locator("h3").bounding_box()
    assert state
    assert name
    assert state["y"] >= name["y"] + name["height"], "the head of the card covers it"
    strip.get_by_role("link", name="2 changes since").click()
    page.wait_for_url(f"{later}{GID}/index.html?since=2.0.0#limb-amputation")
    page.locator(".gp-option[data-option='amputation'] .gp-since").wait_for()


def test_the_versions_lead_to_an_option_by_the_id_that_it_had_then(page: Page, later: str) -> None:
    page.goto(f"{later}{GID}/index.html#amputation")
    page.locator(".gp-versions summary").click()
    page.locator(".gp-versions a", has_text="1.0.0").click()
    page.wait_for_url(f"{later}{GID}/1.0.0/index.html#limb-amputation")
    page.locator("[id='limb-amputation']").wait_for()


@pytest.mark.parametrize(
    ("since", "options", "summary"),
    [
        ("2.0.0", {"amputation", "clinical-trial"}, "Since 2.0.0, up to 3.0.0"),
        ("1.0.0", {"amputation", "clinical-trial", "pazopanib"}, "Since 1.0.0, up to 3.0.0"),
        ("3.0.0", set(), "Since 3.0.0, up to 3.0.0: nothing changed"),
    ],
)
def test_what_changed_since_an_older_version_is_marked_at_each_option(
    page: Page, later: str, since: str, options: set[str], summary: str
) -> None:
    page.goto(f"{later}{GID}/index.html?since={since}")
    page.locator(".gp-since-head", has_text=summary).wait_for()
    marked = page.locator(".gp-option:has(.gp-since)")
    assert {each.get_attribute("data-option") for each in marked.all()} == options
    rows = page.locator("tr:has(.gp-changed-since)")
    assert {each.get_attribute("data-option") for each in rows.all()} == options


def test_an_address_of_what_was_removed_names_it_and_its_last_version(
    page: Page, later: str
) -> None:
    page.goto(f"{later}{GID}/index.html#trials-for-all")
    page.locator(".gp-missing").wait_for()
    assert page.locator(".gp-missing").inner_text() == (
        "Version 3.0.0 does not have the statement “Current clinical trials should be considered for"
        " every patient with a recurrent tumour.”: it was removed after version 2.0.0. Read what 2.0.0 said."
    )
    page.locator(".gp-missing a").click()
    page.wait_for_url(f"{later}{GID}/2.0.0/index.html#trials-for-all")
    assert page.locator(".gp-missing").count() == 0
    rest(page)


def test_a_page_does_not_say_that_nothing_changed_since_a_newer_version(
    page: Page, later: str
) -> None:
    page.goto(f"{later}{GID}/2.0.0/index.html?since=3.0.0")
    page.locator(
        ".gp-since-head", has_text="3.0.0 is newer than this page, which is 2.0.0"
    ).wait_for()


# Each entry of a list of changes: its sentence, its words on either side, and what is inside it.
READ_CHANGES = """() => {
  const text = (each) => each.innerText.replace(/\\s+/g, " ").trim();
  const read = (list) => [...list.children].map((item) => {
    const sentence = item.querySelector(":scope > .gp-sentence").cloneNode(true);
    sentence.querySelectorAll(".gp-alert, .gp-go").forEach((each) => each.remove());
    const sides = [...item.querySelectorAll(":scope > .gp-sides > div > p:last-child")].map((side) =>
      [...side.childNodes].map((each) => (each.tagName ? each.childNodes[1].data : each.data)).join(""));
    const inside = item.querySelector(":scope > details > ul");
    return [sentence.textContent.trim(), sides, inside ? read(inside) : []];
  });
  return [...document.querySelectorAll(".gp-result > .gp-changes, .gp-result > details > .gp-changes")].flatMap(read);
}"""


def tree_of(delta: Delta, nodes: list[Node[Change]], above: str = "") -> list[Any]:
    """Return what the page should list, in the shape in which it is read there."""
    found = []
    for node in nodes:
        change = node.head
        weight = (
            f" ({IN_WORDS[change.impact]})" if change and above not in {"", change.impact} else ""
        )
        words = words_of(delta, change) if change else []
        sides = [
            "".join(text for op, text in words if op in {"same", side})
            for side in ("removed", "added")
            if words
        ]
        sentence = f"{change.sentence}{weight}" if change else node.title
        inside = tree_of(delta, node.inside, change.impact if change else above)
        found.append([sentence, sides, inside])
    return found


@pytest.mark.parametrize(("old", "new"), [("1.0.0", "3.0.0"), ("2.0.0", "3.0.0")])
def test_a_comparison_is_what_the_command_reports(  # noqa: PLR0913, PLR0917 - fixtures
    page: Page,
    later: str,
    project: Path,
    find_violations: Callable[[Page], list[str]],
    old: str,
    new: str,
) -> None:
    [(delta, *_)], _ = compare_all(project, GID, old, new)
    page.goto(f"{later}compare/index.html?guideline={GID}&from={old}&to={new}")
    page.get_by_role("heading", name=f"from {old} to {new}").wait_for()
    nodes = fold_changes(delta.changes)
    safety = [each for each in nodes if each.alert]
    others = [each for each in nodes if not each.alert]
    others.sort(key=lambda node: -ORDER.index(node.impact))
    told = tree_of(delta, safety, "safety") + tree_of(delta, others)
    assert ask(page, READ_CHANGES) == told
    text = page.locator(".gp-result").inner_text()
    assert "; ".join(f"{number} × {words}" for words, number in scoreboard(delta)) in text
    assert all(each in text for each in delta.summary)
    assert "Why (source updated): The source was revised." in text
    assert f"{old}: published 24 November 2026" in text
    assert "[@" not in text
    assert find_violations(page) == []


def test_a_comparison_leads_to_the_release_of_each_change(page: Page, later: str) -> None:
    page.goto(f"{later}compare/index.html?guideline={GID}&from=1.0.0&to=3.0.0")
    page.get_by_role("link", name="Added pazopanib as an option").click()
    page.wait_for_url(re.compile(r"/changes/index\.html#_v2-0-0-[0-9a-f]{12}$"))
    page.locator(f"[id='{page.url.rpartition('#')[2]}']").wait_for()


@pytest.mark.parametrize(
    ("site", "version", "told"),
    [
        (
            "corrected",
            "1.0.0",
            "In error: do not use; 2.0.0, published 2 March 2015, corrects it. Read this option in 2.0.0",
        ),
        (
            "ended",
            "1.0.0",
            "In error: do not use; 2.0.0, withdrawn since, corrects it. What became of it",
        ),
        ("ended", "2.0.0", "Withdrawn: do not use. What became of it"),
    ],
)
def test_a_page_says_what_became_of_its_version_and_leads_on(  # noqa: PLR0913, PLR0917 - fixtures
    page: Page,
    request: pytest.FixtureRequest,
    serve: Callable[[Path], AbstractContextManager[str]],
    site: str,
    version: str,
    told: str,
) -> None:
    project: Path = request.getfixturevalue(site)
    with serve(project / "site") as address:
        page.goto(f"{address}base/{version}/index.html#trabectedin")
        banner = page.locator(".gp-strip")
        banner.wait_for()
        assert banner.inner_text().startswith(told)
        page.emulate_media(media="print")
        assert banner.is_visible(), "paper does not say what became of the version"
        pill = page.locator("[data-option='trabectedin'] .gp-state > strong.gp-pill")
        expect(pill).to_be_visible()
        assert told.startswith(pill.inner_text()), "a card says by its colour alone what became"
        page.emulate_media(media="screen")
        banner.get_by_role("link").click()
        page.wait_for_url(f"{address}base/index.html*")
        page.locator(".gp-status").wait_for()
        # What was withdrawn says so in the same place, wherever the reader scrolls.
        own = ["Withdrawn on 1 April 2015. Do not use."] if site == "ended" else []
        expect(page.locator(".gp-strip")).to_have_text(own)
        # The page is still asking for what it needs.
        rest(page)


def test_the_permanent_page_of_the_current_version_says_that_it_is(
    page: Page, corrected: Path, serve: Callable[[Path], AbstractContextManager[str]]
) -> None:
    with serve(corrected / "site") as address:
        page.goto(f"{address}base/2.0.0/index.html")
        page.locator(".gp-frozen", has_text="This is the current version.").wait_for()
        assert page.locator(".gp-strip").count() == 0
        rest(page)


def test_a_comparison_with_a_version_in_error_says_so_before_its_changes(
    page: Page, corrected: Path, serve: Callable[[Path], AbstractContextManager[str]]
) -> None:
    with serve(corrected / "site") as address:
        page.goto(f"{address}compare/index.html?guideline=base&from=1.0.0&to=2.0.0")
        page.get_by_role("heading", name="from 1.0.0 to 2.0.0").wait_for()
        said = page.locator(".gp-result .gp-meta").first.inner_text()
        assert said.startswith("in error, do not use. 1.0.0: published")
        assert said.count("in error") == 1
        assert page.get_by_role("option", name=re.compile("in error, do not use")).count() == 2
        rest(page)
