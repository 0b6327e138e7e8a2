"""A relation between guidelines is shown on the pages at both ends, as the other end is now."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browsing import rest
from conftest import copy_project, guidepress, overlay
from guidepress.site.build import build_site
from site_trees import digests

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.checkout

LINK = "{kind}:\n  guideline: {of}\n  version: 1.0.0\n"


def add_guideline(project: Path, gid: str, *edits: tuple[str, str], more: str = "") -> None:
    folder = overlay(project / "content" / gid)
    guideline = folder / "guideline.yaml"
    text = guideline.read_text("utf-8").replace("id: base\n", f"id: {gid}\n", 1)
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    guideline.write_text(f"{text.rstrip()}\n{more}", "utf-8")


def release(project: Path, gid: str, *words: str, date: str = "2015-02-01") -> None:
    done = guidepress(project, "release", gid, "--date", date, *words)
    assert done.returncode == 0, done.stdout + done.stderr


def withdraw(project: Path, gid: str) -> None:
    release(project, gid, "--kind", "withdrawal", "--reason", "Unsafe.", date="2016-05-01")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An original, its translation, its patient version, and a guideline that is not related."""
    project = copy_project(tmp_path_factory.mktemp("related") / "project")
    shutil.rmtree(project / "content")
    config = project / "mkdocs.yml"
    config.write_text(
        config.read_text("utf-8").replace("  - Handbook: docs/index.md\n", ""), "utf-8"
    )
    add_guideline(project, "original")
    release(project, "original")
    add_guideline(project, "alone")
    release(project, "alone")
    german = ("language: en\n", "language: de\n")
    more = LINK.format(kind="translation_of", of="original")
    add_guideline(project, "german", german, ("title: ", "title: Deutsch, "), more=more)
    release(project, "german")
    patients = ("audience: health-professional\n", "audience: patient\n")
    more = LINK.format(kind="patient_version_of", of="original")
    add_guideline(project, "patients", patients, ("title: ", "title: For patients, "), more=more)
    release(project, "patients")
    build_site(project)
    return project


@pytest.fixture
def project(base: Path, tmp_path: Path) -> Path:
    return shutil.copytree(base, tmp_path / "project")


def related(project: Path, page: str) -> list[tuple[str, str]]:
    """Return the lines on related guidelines of a page, each with its link."""
    text = (project / "site" / page).read_text("utf-8")
    blocks = re.findall(r'<div class="gp-related">(.*?)</div>', text, re.DOTALL)
    lines = re.findall(r"<p.*?</p>", "".join(blocks), re.DOTALL)
    links = [re.findall(r'href="(.*?)"', line) for line in lines]
    words = [unescape(re.sub("<[^>]+>", "", line)) for line in lines]
    return [(line, "".join(link)) for line, link in zip(words, links, strict=True)]


def title(project: Path, gid: str) -> str:
    text = (project / "content" / gid / "guideline.yaml").read_text("utf-8")
    return text.split("title: ", 1)[1].split("\n", 1)[0].strip("'\"")


def test_both_ends_show_the_other_with_title_version_state_and_link(project: Path) -> None:
    original = title(project, "original")
    assert related(project, "original/index.html") == [
        (
            f"Translation: {title(project, 'german')} (Deutsch), version 1.0.0, the current version. It renders version 1.0.0.",
            "../german/index.html",
        ),
        (
            f"Patient version: {title(project, 'patients')}, version 1.0.0, the current version. It renders version 1.0.0.",
            "../patients/index.html",
        ),
    ]
    for gid, kind in (("german", "Translation of"), ("patients", "Patient version of")):
        line = f"{kind}: {original}, version 1.0.0, the current version."
        assert related(project, f"{gid}/index.html") == [
            (f"{line} Version 1.0.0 is rendered here.", "../original/index.html")
        ]
    assert related(project, "alone/index.html") == []
    assert related(project, "original/1.0.0/index.html") == []


def test_a_guideline_that_another_replaces_is_not_found_as_current(project: Path) -> None:
    add_guideline(project, "newer", more="related:\n  - kind: replaces\n    guideline: alone\n")
    release(project, "newer")
    build_site(project)

    def state(gid: str) -> str:
        found = json.loads((project / f"site/search/in/{gid}.json").read_text("utf-8"))
        return str(found["head"][1])

    assert state("alone") == "1.0.0, replaced by another guideline"
    assert state("newer") == "1.0.0, current"


def test_each_page_names_its_language_and_its_translations(project: Path) -> None:
    def head(gid: str) -> tuple[str, list[tuple[str, str]]]:
        text = (project / "site" / gid / "index.html").read_text("utf-8")
        lang = re.search(r'<html lang="(.*?)"', text)
        assert lang
        links = re.findall(r'<link rel="alternate " hreflang="(.*?)" href="(.*?)"', text)
        return lang[1], links

    assert head("alone") == ("en", [])
    english, german = ("en", "../original/index.html"), ("de", "../german/index.html")
    assert head("original") == ("en", [("en", "./index.html"), german]) or head("original") == (
        "en",
        [("en", "index.html"), german],
    )
    assert head("german")[0] == "de"
    assert english in head("german")[1]


def test_the_home_page_status_and_feed_say_that_a_translation_is_behind(project: Path) -> None:
    options = project / "content/original/options.yaml"
    options.write_text(options.read_text("utf-8").replace("2Diii", "1iiA", 1), "utf-8")
    guideline = project / "content/original/guideline.yaml"
    text = guideline.read_text("utf-8").replace("updated: 2015-01-29", "updated: 2015-03-01")
    guideline.write_text(text, "utf-8")
    (project / "content/original/notes").mkdir(exist_ok=True)
    note = "about: [guideline]\nreason: A trial was published.\nreason_type: new-evidence\n"
    (project / "content/original/notes/why.yaml").write_text(note, "utf-8")
    release(project, "original", date="2015-04-01")
    built = build_site(project)
    assert "german/current" in built.rendered
    version = read_version(project, "original")
    said = f"is at version {version}. Version 1.0.0 is rendered here: what changed since is not."
    for page in ("german/index.html", "index.html", "german/feed.xml"):
        assert said in unescape((project / "site" / page).read_text("utf-8")), page
    done = guidepress(project, "status", "--guideline", "german")
    assert said in done.stdout
    done = guidepress(project, "status", "--guideline", "original")
    assert "translation: " in done.stdout
    assert "and is behind" in done.stdout


def read_version(project: Path, gid: str) -> str:
    listed = json.loads((project / "site/api/v1/index.json").read_text("utf-8"))["guidelines"]
    return str(next(each["version"] for each in listed if each["id"] == gid))


@pytest.mark.parametrize(
    ("gid", "others"),
    [("original", ["german", "patients"]), ("german", ["original"]), ("alone", [])],
)
def test_a_withdrawal_is_seen_at_the_other_end_and_nothing_else_is_rendered(
    project: Path, gid: str, others: list[str]
) -> None:
    before = digests(project / "site")
    withdraw(project, gid)
    built = build_site(project)
    units = [
        f"{gid}/1.0.0",
        f"{gid}/2.0.0",
        f"{gid}/current",
        *(f"{each}/current" for each in others),
    ]
    assert built.rendered == tuple(sorted(["/shared", *units]))
    for other in others:
        ((line, link),) = [
            each for each in related(project, f"{other}/index.html") if gid in each[1]
        ]
        assert "version 2.0.0, withdrawn, do not use." in line
        assert link == f"../{gid}/index.html"
    after = digests(project / "site")
    pages = {name for name in before if name.endswith(".html") and before[name] != after[name]}
    changed = {f"{each}/index.html" for each in (gid, *others)}
    assert {
        page for page in pages if page.split("/")[0] in {"german", "original", "patients", "alone"}
    } == (changed | {f"{gid}/changes/index.html", f"{gid}/1.0.0/index.html"})
    again = build_site(project, cached=False)
    assert again.written == 0


def test_the_draft_of_a_translation_shows_its_original_as_it_is_now(project: Path) -> None:
    more = LINK.format(kind="translation_of", of="alone")
    add_guideline(project, "spanish", ("language: en\n", "language: es\n"), more=more)
    assert build_site(project, drafts=True).problems == ()
    line = f"Translation of: {title(project, 'alone')}, version 1.0.0, the current version."
    draft = "spanish/draft/index.html"
    assert [each[0].startswith(line) for each in related(project, draft)] == [True]
    assert related(project, "alone/index.html") == []
    withdraw(project, "alone")
    assert "spanish/draft" in build_site(project, drafts=True).rendered
    assert "withdrawn, do not use" in related(project, draft)[0][0]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("companion", "The companion, “{}”, was withdrawn on 1 May 2016: Unsafe."),
        ("evidence-review", "The evidence review, “{}”, was withdrawn on 1 May 2016: Unsafe."),
    ],
)
def test_that_a_companion_was_withdrawn_stands_before_the_advice(
    project: Path, kind: str, said: str
) -> None:
    add_guideline(project, "beside", more=f"related:\n  - kind: {kind}\n    guideline: alone\n")
    release(project, "beside")
    build_site(project)
    before = (project / "site/beside/index.html").read_text("utf-8")
    withdraw(project, "alone")
    assert "beside/current" in build_site(project).rendered
    page = (project / "site/beside/index.html").read_text("utf-8")
    words = said.format(title(project, "alone"))
    assert words not in unescape(before)
    assert words in unescape(page.partition('id="_at-a-glance"')[0])
    assert unescape(page).count(words) == 1


def test_a_relation_to_a_guideline_that_is_gone_says_so(project: Path) -> None:
    shutil.rmtree(project / "content/original")
    build_site(project)
    assert related(project, "german/index.html") == [
        (
            "Translation of: original, which has no release here. Version 1.0.0 is rendered here.",
            "",
        )
    ]


@pytest.mark.browser
@pytest.mark.parametrize("page", ["alone/index.html", "alone/1.0.0/index.html"])
def test_a_guideline_that_another_replaces_leads_there_wherever_the_reader_is(
    project: Path,
    browser: Browser,
    serve: Callable[[Path], AbstractContextManager[str]],
    page: str,
) -> None:
    more = "related:\n  - kind: replaces\n    guideline: alone\n"
    add_guideline(project, "newer", more=more)
    release(project, "newer")
    assert build_site(project).problems == ()
    opened = browser.new_page(viewport={"width": 390, "height": 844})
    with serve(project / "site") as address:
        opened.goto(f"{address}{page}#pazopanib")
        strip = opened.locator(".gp-strip")
        expect(strip).to_contain_text("Replaced by another guideline")
        expect(strip).to_be_in_viewport(ratio=1)
        strip.get_by_role("link", name="another guideline").click()
        opened.wait_for_url(f"{address}newer/index.html")
        rest(opened)
    opened.close()
