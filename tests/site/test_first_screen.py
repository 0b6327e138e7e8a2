"""Where the first option or recommendation stands, in every state that a page can be in."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from browsing import arrive
from client.test_steps import release_dose, release_edits
from conftest import TESTS, copy_project, guidepress, overlay
from contracts.conftest import release_ward, released

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.checkout]

# The width and the height of a window, and where the first one begins at the latest.
WINDOWS = [(1440, 900, 650), (390, 844, 700)]
PROPOSED = "3.0.0-consultation.1"
STATES = {
    "current": "kdigo/index.html",
    "superseded": "kdigo/1.0.0/index.html",
    "current, as released": "kdigo/2.0.0/index.html",
    "in consultation": f"kdigo/{PROPOSED}/index.html",
    "short: current": "dose/index.html",
    "short: superseded": "dose/1.0.0/index.html",
    "in error": "dose/2.0.0/index.html",
    "short: in consultation": "dose/5.0.0-consultation.1/index.html",
    "in error and withdrawn": "ward/1.0.0/index.html",
    "withdrawn": "ward/2.0.0/index.html",
    "a translation that waits": "german/index.html",
    "a patient version that waits": "patients/index.html",
    "replaced": "delta/index.html",
    "replaced, as released": "delta/1.0.0/index.html",
    "a long title": "long/index.html",
    "a long title, as released": "long/1.0.0/index.html",
}
GUIDELINES = sorted({path.split("/")[0] for path in STATES.values()})
LONG = "Do not give trabectedin together with strong inhibitors of CYP3A4, such as ketoconazole or clarithromycin, to anyone: deaths were reported. Where it cannot be avoided, watch the blood count and the liver daily."
TITLE = "Treatment of progressive or recurrent rhabdomyosarcoma and other sarcomas of soft tissue in children, adolescents and young adults"
FIRST = "document.querySelector('table.gp-glance tbody a').getBoundingClientRect().top"


def notice(number: int, gid: str) -> dict[str, Any]:
    """Return a notice: the first is on the whole guideline, the others on one option."""
    option = {"kdigo": "metformin"}.get(gid, "trabectedin")
    return {
        "id": f"agency-{number}",
        "date": f"2016-0{number}-01",
        "authority": "European Medicines Agency",
        "text": LONG,
        "about": [] if number == 1 else [option],
        "alert": True,
    }


def render(project: Path, gid: str, link: str, *edits: tuple[str, str]) -> None:
    """Release a guideline that renders the first version of another."""
    guideline = overlay(project / "content" / gid) / "guideline.yaml"
    text = guideline.read_text("utf-8").replace("id: base\n", f"id: {gid}\n", 1)
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    guideline.write_text(f"{text.rstrip()}\n{link}", "utf-8")
    released(project, gid, "--date", "2015-02-02")


@pytest.fixture(scope="module")
def released_states(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = copy_project(tmp_path_factory.mktemp("screens") / "project")
    release_dose(project)
    release_edits(project)
    release_ward(project)
    states = (("1", "2013-01-15", ()), ("2", "2024-03-01", ()))
    for state, day, words in states:
        shutil.copytree(
            TESTS / "pieces/kdigo" / state, project / "content/kdigo", dirs_exist_ok=True
        )
        released(project, "kdigo", "--date", day, *words)
    propose(project)
    of = "{}: {{guideline: dose, version: 1.0.0}}\n"
    german = (("language: en\n", "language: de\n"), ("title: ", "title: Deutsch, "))
    render(project, "german", of.format("translation_of"), *german)
    patients = (
        ("audience: health-professional", "audience: patient"),
        ("title: ", "title: For patients, "),
    )
    render(project, "patients", of.format("patient_version_of"), *patients)
    render(project, "delta", "")
    title = "title: Treatment of recurrent childhood soft tissue sarcoma"
    render(project, "long", "", (title, f"title: {TITLE}"))
    render(project, "newer", "related: [{kind: replaces, guideline: delta}]\n")
    return project


def propose(project: Path) -> None:
    folder = project / "content/kdigo"
    guideline = folder / "guideline.yaml"
    text = guideline.read_text("utf-8").replace("updated: 2024-03-01", "updated: 2025-03-01", 1)
    guideline.write_text(text.replace("90 or more", "91 or more", 1), "utf-8")
    (folder / "notes").mkdir(exist_ok=True)
    note = "about: [gfr-categories]\nreason: Asked for.\nreason_type: editorial\n"
    (folder / "notes/proposed.yaml").write_text(note, "utf-8")
    released(project, "kdigo", "--date", "2025-03-02", "--kind", "consultation")


@pytest.mark.parametrize("notices", [0, 1, 2])
def test_the_first_option_is_in_the_first_screen_in_every_state(
    browser: Browser,
    serve: Callable[[Path], AbstractContextManager[str]],
    released_states: Path,
    tmp_path: Path,
    notices: int,
) -> None:
    project = Path(shutil.copytree(released_states, tmp_path / "project"))
    # What renders another one has its notices.
    for gid in {*GUIDELINES} - {"german", "patients"} if notices else ():
        alerts = [notice(number + 1, gid) for number in range(notices)]
        file = project / "content" / gid / "alerts.yaml"
        file.write_text(json.dumps({"alerts": alerts}), "utf-8")
    done = guidepress(project, "build")
    assert done.returncode == 0, done.stderr
    found = {}
    with serve(project / "site") as address:
        page = browser.new_page()
        for state, path in STATES.items():
            arrive(page, address + path)
            for width, height, at_most in WINDOWS:
                page.set_viewport_size({"width": width, "height": height})
                found[state, width] = round(page.evaluate(FIRST)), at_most
            if notices > 1:
                # What is a line above is whole at the option, also on an old page.
                card = page.locator(".gp-option", has_text=LONG)
                assert card.count() == 1, state
                line = page.locator("details.gp-box > summary", has_text="Safety notice")
                assert line.is_visible(), state
        page.close()
    assert {key: top for key, (top, at_most) in found.items() if top >= at_most} == {}


def test_two_notices_at_one_option_stand_in_one_order_on_current_and_old_pages(
    browser: Browser,
    serve: Callable[[Path], AbstractContextManager[str]],
    released_states: Path,
    tmp_path: Path,
) -> None:
    project = Path(shutil.copytree(released_states, tmp_path / "project"))
    alerts = [notice(number, "kdigo") for number in (2, 3)]
    file = project / "content/kdigo/alerts.yaml"
    file.write_text(json.dumps({"alerts": alerts}), "utf-8")
    done = guidepress(project, "build")
    assert done.returncode == 0, done.stderr
    found = {}
    with serve(project / "site") as address:
        for state in ("current", "superseded"):
            # A window of its own: in one that was used, the next address got no answer.
            page = browser.new_page()
            arrive(page, address + STATES[state])
            boxes = page.locator("[data-option=metformin] .gp-body > .gp-box.gp-stop")
            expect(boxes).to_have_count(2)
            found[state] = [each.split("2016")[0] for each in boxes.all_inner_texts()]
            page.close()
    assert found["superseded"] == found["current"]
    assert "March" in found["current"][0]


def test_the_first_option_of_a_draft_is_in_the_first_screen(
    browser: Browser, serve: Callable[[Path], AbstractContextManager[str]], drafted: Path
) -> None:
    with serve(drafted / "site") as address:
        for width, height, at_most in WINDOWS:
            page = browser.new_page(viewport={"width": width, "height": height})
            arrive(page, f"{address}childhood-sts-recurrent/draft/index.html")
            assert page.evaluate(FIRST) < at_most
            # What it changes is a click away.
            page.get_by_role("link", name="See what it changes").click()
            heading = page.get_by_role("heading", name="What this draft changes")
            expect(heading).to_be_in_viewport()
            page.close()
