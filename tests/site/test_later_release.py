"""What a reader of an older version is told once a later one is published, in a real Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import copy_project, guidepress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.checkout]

GID = "childhood-sts-recurrent"
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
    about = f"about: [{GID}, amputation, clinical-trial, amputation-only-option, trial-list, synovial-resectability-outcome]\n"
    note = f"{about}reason: The source was revised.\nreason_type: source-updated\n"
    (folder / "notes/third.yaml").write_text(note, encoding="utf-8")
    done = guidepress(project, "release", GID, "--date", "2026-12-01", "--future")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def later(
    tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], AbstractContextManager[str]]
) -> Iterator[str]:
    """The address of a site on which 3.0.0 gave an option another id and standing."""
    project = copy_project(tmp_path_factory.mktemp("later") / "project")
    release_third(project)
    done = guidepress(project, "build")
    assert done.returncode == 0, done.stderr
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
    page.locator(".gp-strip a", has_text="Read 3.0.0 of 2026-12-01").click()
    page.wait_for_url(f"{later}{GID}/index.html#limb-amputation")
    heading = page.locator("h3[id='amputation']").bounding_box()
    assert heading is not None
    assert 0 < heading["y"] < 300
    assert page.locator(".gp-missing").count() == 0


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
def test_what_changed_is_put_together_from_every_release_since(
    page: Page, later: str, since: str, options: set[str], summary: str
) -> None:
    page.goto(f"{later}{GID}/index.html?since={since}")
    page.locator(".gp-since-head", has_text=summary).wait_for()
    marked = page.locator(".gp-option:has(.gp-since)")
    assert {each.get_attribute("data-option") for each in marked.all()} == options
    rows = page.locator("tr:has(.gp-changed-since)")
    assert {each.get_attribute("data-option") for each in rows.all()} == options


def test_a_page_does_not_say_that_nothing_changed_since_a_newer_version(
    page: Page, later: str
) -> None:
    page.goto(f"{later}{GID}/2.0.0/index.html?since=3.0.0")
    page.locator(
        ".gp-since-head", has_text="3.0.0 is newer than this page, which is 2.0.0"
    ).wait_for()


def test_a_comparison_over_two_releases_names_the_release_of_each_step(
    page: Page, later: str
) -> None:
    page.goto(f"{later}compare/index.html?guideline={GID}&from=1.0.0&to=3.0.0")
    page.get_by_role("heading", name="From 1.0.0 to 3.0.0").wait_for()
    text = page.locator(".gp-result").inner_text()
    assert "the frozen changes of 2 releases" in text
    assert "changes what applies, in 2.0.0" in text
    assert "changes what applies, in 3.0.0" in text
    assert "Why: The source was revised." in text
    assert "[Ferrari 2012; Soole 2014]" in text
    assert "[@" not in text
    moved = "Moved text from Finding a clinical trial to What is known of the options"
    assert moved in text.replace("“", "").replace("”", "")
    assert "these changes cancel out" not in text
    page.get_by_label("From").select_option("2.0.0")
    page.get_by_role("heading", name="From 2.0.0 to 3.0.0").wait_for()
    assert "in 2.0.0" not in page.locator(".gp-result").inner_text().replace("From 2.0.0", "")


@pytest.mark.parametrize(
    ("site", "version", "told"),
    [
        ("corrected", "1.0.0", "In error: do not use. Read 2.0.0 of 2015-03-02"),
        ("ended", "1.0.0", "In error: do not use. Read 3.0.0 of 2015-04-01"),
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
        banner.get_by_role("link").click()
        page.wait_for_url(f"{address}base/index.html*")
        page.locator(".gp-status").wait_for()
        # The page is still asking for what it needs.
        page.wait_for_load_state("networkidle")


def test_the_permanent_page_of_the_current_version_says_that_it_is(
    page: Page, corrected: Path, serve: Callable[[Path], AbstractContextManager[str]]
) -> None:
    with serve(corrected / "site") as address:
        page.goto(f"{address}base/2.0.0/index.html")
        page.locator(".gp-frozen", has_text="This is the current version.").wait_for()
        assert page.locator(".gp-strip").count() == 0
        page.wait_for_load_state("networkidle")
