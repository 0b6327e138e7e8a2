"""The guideline on paper: a PDF by Chromium, kept in test-artifacts/ to be looked at, and read."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from conftest import REPOSITORY
from limits import LIMIT

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.checkout]

GID = "childhood-sts-recurrent"
NAVIGATION = ("Skip to content", "Search", "Switch to", "Back to top", "On this page", "Made with")


@pytest.fixture(scope="module")
def paper(browser: Browser, address: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("paper") / "guideline.pdf"
    page = browser.new_page()
    page.goto(f"{address}{GID}/index.html")
    page.pdf(path=file, prefer_css_page_size=True, print_background=True)
    page.close()
    artifacts = REPOSITORY / "test-artifacts"
    artifacts.mkdir(exist_ok=True)
    shutil.copyfile(file, artifacts / file.name)
    assert len(PdfReader(file).pages) > 2
    return file


def read_paper(file: Path, how: str) -> str:
    return subprocess.run(
        ["pdftotext", how, str(file), "-"],
        capture_output=True,
        text=True,
        check=True,
        timeout=LIMIT,
    ).stdout


@pytest.fixture(scope="module")
def sheets(paper: Path) -> list[str]:
    """The text of each sheet."""
    return read_paper(paper, "-layout").split("\f")[:-1]


def _flat(text: str) -> str:
    """Join lines: a word or an address may be broken over two."""
    return re.sub(r"\s", "", text)


def test_each_sheet_says_version_date_and_where_a_newer_one_would_be(sheets: list[str]) -> None:
    for number, sheet in enumerate(sheets, start=1):
        foot = " ".join(sheet.split("\n")[-4:])
        counted = f"{number} / {len(sheets)}"
        assert _flat(counted) in _flat(foot)
        # Where letters are wide, the address is broken and the number stands within it.
        address = _flat(foot).replace(_flat(counted), "")
        says = (
            "Treatment of progressive or recurrent childhood soft tissue sarcoma. Version 2.0.0, "
            "content as of 29 January 2015. Not medical advice. May be superseded: look at "
        )
        assert address.startswith(_flat(says))
        assert f"https://guidepress.example/{GID}/index.html" in address


@pytest.mark.parametrize(
    "path",
    [f"{GID}/changes/index.html", f"compare/index.html?guideline={GID}&from=1.0.0&to=2.0.0"],
)
def test_no_sheet_of_changes_but_the_last_is_left_half_empty(
    browser: Browser, address: str, tmp_path: Path, path: str
) -> None:
    """A change with many inside goes on on the next sheet; each of those stays whole."""
    page = browser.new_page()
    page.goto(address + path)
    page.locator(".gp-sentence").first.wait_for()
    page.pdf(path=tmp_path / "paper.pdf", prefer_css_page_size=True, print_background=True)
    page.close()
    for sheet in read_paper(tmp_path / "paper.pdf", "-bbox").split("<page ")[1:-1]:
        height, *_ = map(float, re.findall(r'height="([0-9.]+)"', sheet))
        ends = [float(each) for each in re.findall(r'yMax="([0-9.]+)"', sheet)]
        # The foot is below all else.
        assert max(each for each in ends if each < height - 60) > 0.7 * height


def test_the_words_at_the_end_take_no_sheet_of_their_own(sheets: list[str]) -> None:
    assert "Words used on this page" in sheets[-1]
    assert "Not medical advice. This page" in " ".join(sheets[-1].split())


def test_nothing_that_only_a_screen_needs_is_printed(sheets: list[str]) -> None:
    text = "\n".join(sheets)
    for word in NAVIGATION:
        assert word not in text
    assert "Download as" not in text


def test_all_references_are_whole_with_their_addresses_written_out(
    sheets: list[str], built: Path
) -> None:
    text = _flat("\n".join(_without_foot(sheet) for sheet in sheets))
    references = json.loads((built / f"api/v1/{GID}/latest.json").read_bytes())["references"]
    assert len(references) == 11
    for each in references:
        assert _flat(each["title"]) in text
        for name in each["author"]:
            assert _flat(name.get("family") or name["literal"]) in text
        assert _flat(each["container-title"]) in text
        assert f"(https://pubmed.ncbi.nlm.nih.gov/{each['PMID']}/)" in text


def _without_foot(sheet: str) -> str:
    return "\n".join(
        line
        for line in sheet.split("\n")
        if not re.search("Not medical advice|superseded: look at", line)
    )


def test_every_option_of_the_table_stands_whole_on_one_sheet(
    sheets: list[str], built: Path, browser: Browser, address: str
) -> None:
    options = json.loads((built / f"api/v1/{GID}/latest.json").read_bytes())["options"]
    text = _flat("\n".join(_without_foot(sheet) for sheet in sheets))
    for option in options:
        assert _flat(option["name"]) in text
    # The whole table is on the first sheet, and the note that follows it.
    assert _flat("that does not mean that the option fits everyone") in _flat(sheets[0])
    page = browser.new_page(viewport={"width": 680, "height": 900})
    page.emulate_media(media="print")
    page.goto(f"{address}{GID}/index.html")
    rows = page.locator("table.gp-glance tbody tr")
    assert rows.count() == len(options)
    for row in rows.all():
        assert row.evaluate("each => getComputedStyle(each).breakInside") == "avoid"
    wide = (
        "[...document.querySelectorAll('table')].map(each => each.scrollWidth - each.clientWidth)"
    )
    assert all(over <= 1 for over in page.evaluate(wide))
    page.close()


def test_the_disclaimer_source_and_citation_are_on_paper(sheets: list[str]) -> None:
    text = " ".join(" ".join(sheets).split())
    assert "does not replace the judgement of those who treat the patient" in text
    assert "This is not itself a PDQ summary" in text
    flat = _flat(text)
    assert _flat("Cite this guideline") in flat
    assert f"https://guidepress.example/{GID}/2.0.0/index.html" in flat
