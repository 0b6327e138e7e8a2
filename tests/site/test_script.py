"""What the script adds to pages, in a real Chromium; every page reads without it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browsing import arrive, ask, rest
from conftest import REPOSITORY, TESTS, copy_project, guidepress
from guidepress.site.script import SCRIPTS
from limits import LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.checkout]

GID = "childhood-sts-recurrent"
OPTIONS = 7


@pytest.fixture(scope="module")
def reader(browser: Browser, address: str) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address.rstrip("/"))
    yield context
    context.close()


@pytest.fixture
def page(reader: BrowserContext, address: str) -> Iterator[Page]:
    page = reader.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto(f"{address}{GID}/index.html")
    yield page
    assert heard == []
    page.close()


def copied(page: Page) -> str:
    return str(ask(page, "() => navigator.clipboard.readText()"))


def names(page: Page) -> list[str]:
    links = page.locator("table.gp-glance tbody th[scope=row] > a:first-child")
    return [link.inner_text() for link in links.all()]


def answers(page: Page) -> dict[str, str]:
    rows = page.locator("table.gp-glance tbody tr").all()
    found = [row.locator(".gp-answer").inner_text() for row in rows]
    return dict(zip(names(page), found, strict=True))


def mark(page: Page, *values: str) -> None:
    for value in values:
        page.locator(".gp-filter").get_by_label(value, exact=True).check()


def test_what_is_true_of_a_patient_marks_every_option_and_hides_none(
    page: Page, find_violations: Callable[[Page], list[str]]
) -> None:
    before = names(page)
    page.locator(".gp-filter summary").click()
    mark(page, "local")
    rows = page.locator("table.gp-glance tbody tr")
    assert rows.count() == OPTIONS
    assert all(row.is_visible() for row in rows.all())
    found = answers(page)
    assert found[before[0]] == "Applies"
    assert found[before[1]] == "Not known; still open: Prior therapies"
    # Several sites can hold at once, so that a local one says nothing of an extremity.
    assert found["Limb amputation"].startswith("Not known")
    assert found["Pazopanib"] == "No condition stated"
    assert names(page) == before
    line = page.locator(".gp-count-line")
    expect(line).to_have_text(
        "Options: 1 applies, 2 not known, 4 state no condition. All stay in the table."
    )
    assert find_violations(page) == []
    mark(page, "radiation therapy", "none of the others")
    assert answers(page)[before[1]] == "Does not apply"
    assert answers(page)["Limb amputation"] == "Does not apply"
    page.locator(".gp-filter").get_by_role("button", name="Clear").click()
    assert page.locator(".gp-answer").count() == 0
    expect(line).to_have_text("")


@pytest.fixture(scope="module")
def pieces(
    tmp_path_factory: pytest.TempPathFactory,
    serve: Callable[[Path], AbstractContextManager[str]],
) -> Iterator[str]:
    """Drafts of guidelines with doses, parts and contraindications, served."""
    project = copy_project(tmp_path_factory.mktemp("pieces") / "project")
    for name in ("antenatal", "gonorrhoea", "influenza"):
        shutil.copytree(TESTS / "pieces" / name, project / "content" / name)
    for name in ("kdigo", "monograph"):
        shutil.copytree(TESTS / "pieces" / name / "1", project / "content" / name)
    assert guidepress(project, "build", "--drafts").returncode == 0
    with serve(project / "site") as address:
        yield address


def said_of(page: Page, option: str) -> list[str]:
    return page.locator(f"tr[data-option={option}] .gp-answer").all_inner_texts()


def test_an_option_that_fits_says_whether_its_doses_do(
    context: BrowserContext, pieces: str
) -> None:
    page = context.new_page()
    page.goto(f"{pieces}influenza/draft/index.html")
    page.locator(".gp-filter:not([hidden]) summary").click()
    # Every factor of a condition is asked for, also of those of doses only; units are words.
    assert page.locator(".gp-filter legend").all_inner_texts() == [
        "Age",
        "Postmenstrual age",
        "Body weight",
        "Birth",
    ]
    age = page.get_by_role("textbox", name="Age, months")
    age.fill("10")
    assert said_of(page, "peramivir") == ["None of its doses applies"]
    # That no condition is stated for the option itself would stand against what its doses say.
    [doses, *which] = said_of(page, "oseltamivir")
    assert re.search(r"\b3 apply, .* \(still open: Body weight, ", doses)
    # Which they are decides what is given: each is written out, and marked where it stands.
    assert [re.findall(r"[\d.]+ mg/kg", each) for each in which] == [
        ["3 mg/kg"],
        ["3 mg/kg"],
        ["3.5 mg/kg"],
    ]
    # What is true of the patient is not written out again: a phone shows little at once.
    assert all(each.startswith("Applies: oseltamivir (") for each in which)
    assert not any("applies when" in each for each in which)
    line = page.locator(".gp-count-line")
    expect(line).to_contain_text(re.compile(r"Doses: 3 apply, \d+ do not, \d+ not known\. "))
    card = page.locator("[data-option=oseltamivir].gp-option")
    applying = card.locator(".gp-dose", has=page.get_by_text("Applies", exact=True))
    assert applying.evaluate_all("all => all.map(each => each.id)") == [
        "treat-infant",
        "treat-infant-society",
        "prevent-infant",
    ]
    expect(card.locator("#treat-term .gp-answer")).to_have_text("Does not apply")
    expect(card.locator("#treat-over-23 .gp-answer")).to_have_text("Does not apply")
    assert "against" not in doses
    age.fill("2")
    assert "1 may advise against (for you to judge: " in said_of(page, "oseltamivir")[0]
    expect(line).to_contain_text("not known. Advice against a dose: 1 not known. All stay")
    age.fill("6 months")
    assert page.get_by_role("alert").all_inner_texts()[0].startswith("“6 months” is no number")
    assert age.get_attribute("aria-invalid") == "true"
    assert said_of(page, "peramivir") == []
    assert page.locator(".gp-dose .gp-answer").count() == 0


def test_an_age_that_is_kept_in_months_can_be_typed_in_years(
    context: BrowserContext, pieces: str
) -> None:
    page = context.new_page()
    page.goto(f"{pieces}influenza/draft/index.html")
    page.locator(".gp-filter:not([hidden]) summary").click()
    years, months = (
        page.get_by_role("textbox", name=f"Age, {unit}") for unit in ("years", "months")
    )
    for given, kept in (("13", "156"), ("2.5", "30"), ("0.1", "1.2"), ("12.99", "155.88")):
        years.fill(given)
        assert months.input_value() == kept
    assert said_of(page, "peramivir")[0] == "Doses: 1 applies, 1 does not"
    assert "600 mg for each dose, into a vein" not in said_of(page, "peramivir")[1].split(",")[0]
    page.reload()
    # The address keeps it in the unit that conditions are in.
    assert (months.input_value(), years.input_value()) == ("155.88", "")
    months.fill("156")
    assert "600 mg for each dose" in said_of(page, "peramivir")[1]
    years.fill("two")
    assert page.get_by_role("alert").all_inner_texts()[0].startswith("“two” is no number")
    # The example is no reading of what was typed: “5,5” is not turned into 2.5.
    years.fill("5,5")
    comma = page.get_by_role("alert").all_inner_texts()[0]
    assert comma.endswith("a decimal comma is not read, write a point, as in 2.5")
    page.get_by_role("button", name="Clear").click()
    assert (months.input_value(), years.input_value()) == ("", "")


@pytest.mark.parametrize(
    ("piece", "field", "wrong", "right"),
    [
        ("influenza", "Age, years", {"200": "0 to 130", "-1": "0 to 130"}, ("130", "0", "99.5")),
        ("influenza", "Age, months", {"2400": "0 to 1560", "-0.1": "0 to 1560"}, ("1560",)),
        ("influenza", "Body weight, kg", {"7000": "0 to 700", "-3": "0 to 700"}, ("700", "0.4")),
        ("influenza", "Postmenstrual age, weeks", {"-1": "0 to 6800"}, ("38",)),
        ("antenatal", "Haemoglobin, g/L", {"-9": "0 or more"}, ("0", "110")),
        # Its author says what can be.
        ("antenatal", "Week of pregnancy, weeks", {"46": "0 to 45"}, ("45", "0")),
        ("kdigo", "Systolic pressure, mmHg", {"1400": "400 or less"}, ("140",)),
        ("kdigo", "GFR, mL/min/1.73 m²", {"-20": "0 or more"}, ("20",)),
        # No unit, no limit: a score may be below zero.
        ("kdigo", "Percentile of blood pressure", {}, ("-1", "999")),
    ],
)
def test_a_number_that_no_patient_has_is_not_judged_by(  # noqa: PLR0913, PLR0917 - fixtures
    context: BrowserContext,
    pieces: str,
    piece: str,
    field: str,
    wrong: dict[str, str],
    right: tuple[str, ...],
) -> None:
    page = context.new_page()
    page.goto(f"{pieces}{piece}/draft/index.html")
    page.locator(".gp-filter:not([hidden]) summary").click()
    box = page.get_by_role("textbox", name=field)
    said = page.locator("fieldset", has=box).get_by_role("alert")
    for given, limits in wrong.items():
        box.fill(given)
        expect(said).to_have_text(re.compile(f"“{given}” cannot be right.*: write {limits}"))
        expect(box).to_have_attribute("aria-invalid", "true")
        assert page.locator(".gp-answer").count() == 0
        assert f"={given}" not in page.url
    for given in right:
        box.fill(given)
        expect(said).to_have_text("")
        assert page.locator(".gp-answer").count() > 0
    page.goto(f"{pieces}influenza/draft/index.html?on.age=2400")
    expect(page.get_by_role("alert").first).to_contain_text("“2400” cannot be right")
    assert page.locator(".gp-answer").count() == 0


def test_what_is_not_recommended_is_no_dose_that_applies(
    context: BrowserContext, pieces: str
) -> None:
    page = context.new_page()
    page.goto(f"{pieces}monograph/draft/index.html")
    page.locator(".gp-filter:not([hidden]) summary").click()
    page.get_by_role("textbox").first.fill("40")
    [_, doses, *_] = page.locator("tr[data-option] .gp-answer").all_inner_texts()
    assert doses.startswith("Doses: ")
    assert doses.endswith(", 1 advises against without a condition")


def test_what_is_stated_against_an_option_is_said_where_it_applies(
    context: BrowserContext, pieces: str
) -> None:
    page = context.new_page()
    page.goto(f"{pieces}gonorrhoea/draft/index.html")
    page.locator(".gp-filter:not([hidden]) summary").click()
    mark(page, "cervix, urethra or rectum", "not available")
    assert said_of(page, "cefixime") == ["Applies", "Contraindications to check: 1"]
    assert "Pregnancy" in page.locator(".gp-filter legend").all_inner_texts()
    line = page.locator(".gp-count-line").inner_text()
    assert re.match(r"Options: 3 apply.* Recommendations: 1 states no condition\. Doses: ", line)


def test_of_parts_with_directions_of_their_own_that_which_applies_is_named(
    context: BrowserContext, pieces: str
) -> None:
    page = context.new_page()
    page.goto(f"{pieces}kdigo/draft/index.html")
    page.locator(".gp-filter:not([hidden]) summary").click()
    page.get_by_role("textbox", name="GFR").fill("20")
    applies = "Applies: Against, “It is stopped.”"
    assert applies in said_of(page, "metformin")
    row = page.locator("tr[data-recommendation=use-of-metformin] .gp-answer")
    assert applies in row.all_inner_texts()
    page.get_by_role("textbox", name="GFR").fill("50")
    assert "Applies: For, “It is continued.”" in said_of(page, "metformin")


def test_that_something_is_not_known_can_be_said_where_a_condition_asks_for_it(
    context: BrowserContext, pieces: str
) -> None:
    page = context.new_page()
    page.goto(f"{pieces}antenatal/draft/index.html")
    page.locator(".gp-filter:not([hidden]) summary").click()
    mark(page, "pale")
    assert "(still open: Week of pregnancy, Haemoglobin, Prev" in said_of(page, "daily")[0]
    mark(page, "not known")
    assert "Doses: 2 apply, 2 do not" in said_of(page, "daily")


def test_a_dose_is_judged_by_the_rows_of_the_table_that_hold_it(
    context: BrowserContext, pieces: str
) -> None:
    page = context.new_page()
    page.goto(f"{pieces}antenatal/draft/index.html")
    page.locator(".gp-filter:not([hidden]) summary").click()
    for name, value in (("Haemoglobin", "120"), ("Week of pregnancy", "20"), ("Prevalence", "50")):
        page.get_by_role("textbox", name=name).fill(value)
    # No dose has this condition of its own: without the rows, each would be for everyone.
    assert said_of(page, "daily")[0] == "Doses: 2 apply, 2 do not"
    expect(page.locator("#iron-common .gp-answer")).to_have_text("Applies")
    expect(page.locator("#iron-daily .gp-answer")).to_have_text("Does not apply")
    expect(page.locator("#folate-weekly .gp-answer")).to_have_text("Does not apply")


def test_values_that_exclude_each_other_are_not_marked_together(page: Page) -> None:
    page.locator(".gp-filter summary").click()
    mark(page, "no radiation therapy", "radiation therapy")
    assert not page.locator(".gp-filter").get_by_label("no radiation therapy").is_checked()


def test_what_is_enough_for_some_only_is_never_said_to_apply(page: Page) -> None:
    page.locator(".gp-filter summary").click()
    mark(page, "extremity", "radiation therapy")
    assert answers(page)["Limb amputation"].startswith("Not known")


def test_the_address_keeps_what_was_marked(page: Page, address: str) -> None:
    page.locator(".gp-filter summary").click()
    mark(page, "local", "no radiation therapy")
    page.reload()
    page.locator(".gp-answer").first.wait_for()
    assert page.locator(".gp-filter input:checked").count() == 2
    assert answers(page)[names(page)[1]] == "Applies"
    page.goto(f"{address}{GID}/index.html?on.site-of-recurrence=nowhere&on.nothing=1")
    expect(page.locator(".gp-filter input").first).to_be_attached()
    assert page.locator(".gp-answer").count() == 0


def test_paper_has_the_table_as_the_document_gives_it(page: Page, tmp_path: Path) -> None:
    page.locator(".gp-filter summary").click()
    mark(page, "extremity")
    sheet = tmp_path / "page.pdf"
    page.pdf(path=sheet)
    command = ["pdftotext", str(sheet), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True, timeout=LIMIT).stdout
    glance = " ".join(
        text[text.index("Options at a glance") : text.index("Outlook and principles")].split()
    )
    order = ["Surgical excision", "Limb amputation", "Gemcitabine", "Trabectedin", "Pazopanib"]
    places = [glance.index(name) for name in order]
    assert places == sorted(places)
    for added in ("Not known:", "Does not apply", "matches", "Mark what is true", "Copy for"):
        assert added not in text


def test_the_works_that_a_statement_cites_are_beside_it(page: Page) -> None:
    statement = page.locator("[id='trabectedin-listed']")
    works = statement.locator(".gp-work summary")
    assert [each.inner_text() for each in works.all()] == [
        "2 Le Cesne 2012",
        "3 Garcia-Carbonero 2005",
        "4 Garcia-Carbonero 2004",
    ]
    text, notes = (statement.locator(each).bounding_box() for each in (".gp-prose", ".gp-notes"))
    assert text
    assert notes
    assert notes["x"] > text["x"] + text["width"]
    works.first.click()
    assert "translocation-related sarcomas" in statement.inner_text()


@pytest.mark.parametrize(
    "anchor", ["pazopanib", "site-of-recurrence", "pazopanib-phase-1", "le-cesne-2012"]
)
def test_the_link_to_every_kind_of_entity_can_be_copied(
    page: Page, address: str, anchor: str
) -> None:
    button = page.locator(f"button[data-link='{anchor}']")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Link copied").wait_for()
    assert copied(page) == f"{address}{GID}/index.html#{anchor}"


@pytest.fixture
def refused(browser: Browser, address: str) -> Iterator[Page]:
    """A page that may not write to the clipboard, as below an address that is not secure."""
    page = browser.new_page()
    boxes: list[str] = []
    # A box stops the page, and the way to the next one, until somebody answers it.
    page.on("dialog", lambda box: boxes.append(box.message))
    arrive(page, f"{address}{GID}/index.html")
    yield page
    assert boxes == []
    page.close()


def test_an_address_that_may_not_be_copied_is_marked_in_a_field(
    refused: Page, address: str
) -> None:
    button = refused.locator("button[data-link='pazopanib']")
    button.focus()
    refused.keyboard.press("Enter")
    expect(refused.get_by_role("status")).to_have_text("Link marked: copy it with Ctrl+C or ⌘C")
    field = refused.get_by_role("textbox", name="Link")
    expect(field).to_be_focused()
    assert field.evaluate("each => each.value.slice(each.selectionStart, each.selectionEnd)") == (
        f"{address}{GID}/index.html#pazopanib"
    )
    refused.keyboard.press("Tab")
    expect(field).to_have_count(0)


def test_a_record_that_may_not_be_copied_is_marked(refused: Page) -> None:
    record = refused.locator(".gp-record[data-record='pazopanib']")
    record.locator("summary").click()
    refused.get_by_text("Text for the record marked").wait_for()
    marked = refused.evaluate("getSelection().toString()")
    assert marked == record.locator("pre").inner_text()
    assert marked.endswith("/2.0.0/index.html#pazopanib")


def test_nothing_is_copied_where_the_browser_itself_opens_a_record(page: Page) -> None:
    ask(page, "() => navigator.clipboard.writeText('what the reader had copied')")
    page.locator(".gp-record").evaluate_all("all => { for (const each of all) each.open = true; }")
    rest(page)
    assert copied(page) == "what the reader had copied"


def test_every_option_factor_statement_and_reference_has_its_link(page: Page) -> None:
    wanted = page.evaluate(
        "[...document.querySelectorAll('h3[id], .gp-statement[id]')].map(each => each.id)"
    )
    expect(page.locator("article a:is(.headerlink, .gp-link)")).to_have_count(0)
    offered = page.evaluate(
        "[...document.querySelectorAll('button[data-link]')].map(each => each.dataset.link)"
    )
    assert set(wanted) <= set(offered)


def test_a_record_is_copied_while_the_page_is_still_at_work(
    reader: BrowserContext, address: str
) -> None:
    page = reader.new_page()
    page.add_init_script("window.requestIdleCallback = () => 0")
    page.goto(f"{address}{GID}/index.html")
    page.locator(".gp-record[data-record='pazopanib'] summary").click()
    page.get_by_text("Text for the record copied").wait_for()
    assert copied(page).endswith("/2.0.0/index.html#pazopanib")
    page.close()


def test_what_waits_for_an_idle_browser_does_not_wait_for_ever(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    never = "window.requestIdleCallback = (go, limit) => limit?.timeout && setTimeout(go, 0, given)"
    given = "const given = { didTimeout: true, timeRemaining: () => 0 }"
    page.add_init_script(f"{given}; {never}")
    page.goto(f"{address}{GID}/index.html")
    page.locator(".gp-filter:not([hidden]) summary").wait_for()
    expect(page.locator("article a:is(.headerlink, .gp-link)")).to_have_count(0)


def test_an_option_is_copied_for_the_record_with_all_that_it_can_be_held_to(
    page: Page, address: str
) -> None:
    page.locator(".gp-record[data-record='pazopanib'] summary").click()
    page.get_by_text("Text for the record copied").wait_for()
    assert copied(page) == page.locator(".gp-record[data-record='pazopanib'] pre").inner_text()
    assert copied(page).splitlines() == [
        "Pazopanib",
        "Applies when: no condition stated",
        "Standing: Listed as an option",
        ("Approval: recurrent soft tissue sarcoma; not stated: population, authority, date"),
        (
            "Level 2Diii: non-randomised controlled trial; progression-free survival. Given for: "
            "In a phase I trial of pazopanib, one patient, who had a desmoplastic small round cell "
            "tumour, had a partial response, and in eight with recurrent sarcoma the disease stayed "
            "stable for a prolonged time. [Glade Bender 2013, PMID 23857966]"
        ),
        (
            "Also stated: Pazopanib has been approved for recurrent soft tissue sarcoma; the source "
            "does not name the authority."
        ),
        (
            "Also stated: The trial that pazopanib's approval was obtained with was limited to "
            "adults. (stated for adults) [van der Graaf 2012, PMID 22595799]"
        ),
        (
            "Also stated: In the trial that its approval was obtained with, in adults, pazopanib "
            "stabilised the disease and lengthened the time until it progressed. (stated for "
            "adults) [van der Graaf 2012, PMID 22595799]"
        ),
        (
            "Also stated: The trial that its approval was obtained with did not demonstrate that "
            "pazopanib improved overall survival in adults. (stated for adults) "
            "[van der Graaf 2012, PMID 22595799]"
        ),
        "Evidence: also 3 statements on adults: cited, not graded; 1 statement: no citation",
        "From: Treatment of progressive or recurrent childhood soft tissue sarcoma, version 2.0.0",
        "released 2026-11-24; content updated 2015-01-29; reviewed not stated",
        "Not medical advice. It may have been superseded since.",
        f"{address}{GID}/2.0.0/index.html#pazopanib",
    ]


def test_the_versions_keep_the_reader_at_the_same_option(
    page: Page, address: str, find_violations: Callable[[Page], list[str]]
) -> None:
    page.goto(f"{address}{GID}/index.html#limb-amputation")
    page.locator(".gp-versions summary").press("Enter")
    older = page.locator(".gp-versions a", has_text="1.0.0")
    older.wait_for()
    assert "superseded" in older.inner_text()
    assert find_violations(page) == []
    older.click()
    page.wait_for_url(f"{address}{GID}/1.0.0/index.html#limb-amputation")
    page.locator(".gp-strip a").first.click()
    page.wait_for_url(f"{address}{GID}/index.html#limb-amputation")


def lines_of(strip: Locator) -> int:
    """How many lines the words of a strip take."""
    (inner,) = strip.locator(".md-grid").all()
    return int(
        inner.evaluate(
            "e => Math.round(e.clientHeight / parseFloat(getComputedStyle(e).lineHeight))"
        )
    )


@pytest.mark.parametrize("width", [390, 1440])
def test_a_place_in_a_superseded_version_shows_the_warning_in_view(
    page: Page, address: str, width: int, find_violations: Callable[[Page], list[str]]
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{address}{GID}/1.0.0/index.html#limb-amputation")
    strip = page.locator(".gp-strip")
    expect(strip).to_have_text(
        "Superseded; 2.0.0, published 24 November 2026, is current. "
        "Read this option in 2.0.0: what changed since"
    )
    expect(strip).to_be_in_viewport(ratio=1)
    assert lines_of(strip) <= 2
    expect(page.locator("[id='limb-amputation']")).to_be_in_viewport(ratio=1)
    same = page.locator("[data-option='limb-amputation'] a.gp-old")
    expect(same).to_have_text("Superseded, in 2.0.0")
    expect(same).to_have_attribute("href", f"../../{GID}/index.html#limb-amputation")
    covered = "[id='limb-amputation']"
    above = strip.bounding_box()
    assert above
    below = above["y"] + above["height"]
    box = page.locator(covered).bounding_box()
    assert box
    assert box["y"] >= below
    assert find_violations(page) == []
    strip.get_by_role("link").first.click()
    page.wait_for_url(f"{address}{GID}/index.html#limb-amputation")
    assert page.locator(".gp-strip").count() == 0


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("1.0.0/index.html#pazopanib", "Version 1.0.0 does not have the option “Pazopanib”, which came with version 2.0.0. Read it in 2.0.0."),
        ("1.0.0/index.html#le-cesne-2012", "Version 1.0.0 does not have the reference “Le Cesne 2012”, which came with version 2.0.0. Read it in 2.0.0."),
        ("index.html#pazopanip", "Nothing on this page is called “pazopanip”, and nothing was in any other version: the address may be mistyped."),
    ],
)  # fmt: skip
def test_an_address_of_what_is_not_there_says_where_it_is(
    page: Page, address: str, place: str, says: str
) -> None:
    page.goto(f"{address}{GID}/{place}")
    page.locator(".gp-missing").wait_for()
    assert page.locator(".gp-missing").inner_text() == says
    if "Read it" in says:
        page.locator(".gp-missing a").click()
        page.wait_for_url(f"{address}{GID}/index.html#{place.partition('#')[2]}")
        assert page.locator(".gp-missing").count() == 0


def test_every_copy_button_has_a_name_of_its_own(page: Page, address: str) -> None:
    page.goto(f"{address}{GID}/index.html")
    page.locator("a.headerlink, a.gp-link").first.wait_for(state="detached")
    named = ask(
        page,
        "() => [...document.querySelectorAll('.gp-copy')].map((each) => each.getAttribute('aria-label'))",
    )
    assert len(named) > 50
    assert len(set(named)) == len(named)
    assert not [name for name in named if not name.removeprefix("Copy the link to: ").strip()]


def test_the_contents_mark_the_option_that_the_address_names(page: Page, address: str) -> None:
    for option in ("excision", "trabectedin", "pazopanib", "clinical-trial"):
        page.goto(f"{address}{GID}/index.html#{option}")
        marked = page.locator(".md-nav--secondary .md-nav__link--active")
        expect(marked).to_have_attribute("href", f"#{option}")
    for option in ("limb-amputation", "pazopanib"):
        page.evaluate("id => document.getElementById(id).parentElement.scrollIntoView()", option)
        expect(marked).to_have_attribute("href", f"#{option}")


@pytest.mark.parametrize("width", [390, 1440])
def test_the_keyboard_stops_at_nothing_that_cannot_be_seen(
    page: Page, address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}{GID}/index.html")
    for _ in range(25):
        page.keyboard.press("Tab")
        stop = ask(
            page,
            "() => { const box = document.activeElement.getBoundingClientRect();"
            " return [document.activeElement.className, box.width, box.height, box.right]; }",
        )
        assert min(stop[1:]) > 0, stop


def test_what_changed_since_a_version_is_marked_where_it_changed(
    page: Page, address: str, find_violations: Callable[[Page], list[str]]
) -> None:
    page.goto(f"{address}{GID}/index.html?since=1.0.0")
    page.locator(".gp-since").first.wait_for()
    summary = page.locator(".gp-since-head").inner_text()
    assert "Since 1.0.0, up to 2.0.0: 2 × changes what applies; 19 × recorded" in summary
    option = page.locator(".gp-option[data-option='pazopanib'] .gp-since")
    assert "Added pazopanib as an option" in option.inner_text()
    assert "removed “standard”" in page.locator("[id='options-intro'] .gp-since").inner_text()
    assert page.locator(".gp-since").count() == 2
    assert page.locator("tr[data-option='pazopanib'] .gp-changed-since").count() == 1
    assert page.locator(".gp-changed-since").count() == 1
    assert find_violations(page) == []
    option.get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/changes/index\.html#_v2-0-0-[0-9a-f]{12}$"))
    page.locator(f"[id='{page.url.rpartition('#')[2]}']").wait_for()


def test_a_version_that_never_was_is_said(page: Page, address: str) -> None:
    page.goto(f"{address}{GID}/index.html?since=<b>9</b>")
    page.locator(".gp-since-head").wait_for()
    assert "There is no version “<b>9</b>”" in page.locator(".gp-since-head").inner_text()


def test_changes_are_filtered_by_what_they_mean(page: Page, address: str) -> None:
    page.goto(f"{address}{GID}/changes/index.html")
    page.get_by_role("button", name="recorded, not changed (19)").click()
    added = page.locator(".gp-sentence", has_text="Added pazopanib as an option")
    assert not added.is_visible()
    # What came with something else is folded below it.
    assert page.locator(".gp-changes > li:visible").count() == 19
    page.reload()
    assert page.locator(".gp-changes > li:visible").count() == 19
    page.get_by_role("button", name="everything (21)").click()
    assert added.is_visible()


@pytest.mark.parametrize(
    ("asked", "says", "offered"),
    [
        (
            "guideline=nope",
            "There is no guideline “nope” here.",
            "Treatment of progressive or recurrent childhood soft tissue sarcoma",
        ),
        (
            f"guideline={GID}&from=1.0.0&to=9.9.9",
            "There is no version “9.9.9” of this guideline.",
            "1.0.0 with 2.0.0",
        ),
    ],
)
def test_a_comparison_of_what_is_not_there_says_so_and_offers_what_is(
    page: Page, address: str, asked: str, says: str, offered: str
) -> None:
    page.goto(f"{address}compare/index.html?{asked}")
    result = page.locator(".gp-result")
    expect(result.locator(".gp-warning")).to_have_text(says)
    assert page.url.endswith(asked)
    empty = [each for each in page.locator("select:visible").all() if not each.input_value()]
    assert [each.get_attribute("id") for each in empty] == (
        ["_guideline"] if "nope" in asked else []
    )
    assert page.locator("select:visible").count() == (1 if "nope" in asked else 3)
    result.get_by_role("link", name=offered).click()
    page.wait_for_url(f"{address}compare/index.html?guideline={GID}&from=1.0.0&to=2.0.0")
    page.get_by_role("heading", name="from 1.0.0 to 2.0.0").wait_for()


def test_two_versions_are_compared_side_by_side(
    page: Page, address: str, find_violations: Callable[[Page], list[str]]
) -> None:
    page.goto(f"{address}compare/index.html?guideline={GID}&from=2.0.0&to=1.0.0")
    page.get_by_role("heading", name="from 1.0.0 to 2.0.0").wait_for()
    result = page.locator(".gp-result")
    frozen = json.loads(page.request.get(f"{address}api/v1/{GID}/2.0.0/changes.json").body())
    for change in frozen["changes"]:
        assert change["sentence"] in (result.text_content() or "")
    assert "2 × changes what applies; 19 × recorded, not changed." in result.inner_text()
    net = [" ".join(each.split()) for each in result.locator(".gp-net > div").all_inner_texts()]
    assert net == [
        "0 changes marked as safety",
        "1 option added",
        "0 options removed or renamed",
        "1 other change, below",
        "19 first recorded, not changed",
    ]
    older, newer = result.locator(".gp-sides > div").all()
    assert older.locator("del").inner_text().split() == ["[removed:", "standard", "]"]
    assert newer.locator("del, ins").count() == 0
    assert find_violations(page) == []


def test_each_module_of_the_script_uses_its_own_names_and_what_it_imports() -> None:
    modules = REPOSITORY / "build/guidepress/site/scripts"
    done = subprocess.run(
        [
            str(REPOSITORY / "tests/node/node_modules/.bin/tsc"),
            *("--noEmit", "--allowJs", "--checkJs", "--target", "es2022", "--module", "es2022"),
            *("--lib", "es2023,dom,dom.iterable", *map(str, modules.glob("*.js"))),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT,
    )
    # Unknown names, imports of nothing, and names that are given twice.
    faults = re.findall(r".*TS(?:2304|2305|2300|2393|2451|2459|2552)\b.*", done.stdout)
    assert faults == []
    shipped = {f"{name}.js" for names in SCRIPTS.values() for name in names} - {"conditions.js"}
    assert shipped == {file.name for file in modules.glob("*.js")}
    # Indents are taken out of what is served, so no text may go over several lines.
    lines = [each for file in modules.glob("*.js") for each in file.read_text("utf-8").split("\n")]
    assert [each for each in lines if each.count("`") % 2] == []
    # A box stops the page until it is answered, and what comes after it too.
    assert [each for each in lines if re.search(r"\b(?:alert|confirm|prompt)\(", each)] == []


def test_a_page_opened_from_a_folder_reads_and_stays_quiet(
    reader: BrowserContext, built: Path
) -> None:
    page = reader.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.location["url"]))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto((built / GID / "index.html").as_uri())
    page.locator(".gp-filter summary").click()
    mark(page, "local")
    page.locator("table.gp-glance a", has_text="Pazopanib").click()
    assert page.url.endswith("#pazopanib")
    page.locator(".gp-status summary").click()
    page.get_by_role("link", name="Compare versions").click()
    page.locator("article").get_by_role("link", name="all changes").click()
    assert "Added pazopanib as an option" in page.locator("article").inner_text()
    # A search needs a server.
    assert page.get_by_role("button", name="Search", exact=True).count() == 0
    assert heard == []
    page.close()


def test_the_site_works_below_a_path(
    reader: BrowserContext,
    built: Path,
    tmp_path: Path,
    serve: Callable[[Path], AbstractContextManager[str]],
) -> None:
    shutil.copytree(built, tmp_path / "deep" / "guidelines")
    page = reader.new_page()
    with serve(tmp_path) as address:
        page.goto(f"{address}deep/guidelines/{GID}/1.0.0/index.html#excision")
        page.locator(".gp-strip a").first.click()
        page.wait_for_url(f"{address}deep/guidelines/{GID}/index.html#excision")
    page.close()
