"""Each report of changes, as its readers get it: golden files in ``tests/reports``."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from conftest import TESTS, overlay
from guidepress.classify.classify import describe
from guidepress.content import read_content
from guidepress.report.changes import CHANGE_REPORTS
from guidepress.report.changes.compared import Compared
from guidepress.report.changes.text import render_coloured_text
from guidepress.schema import explain
from guidepress.schema.load import is_valid
from guidepress.validate.context import notes_of

if TYPE_CHECKING:
    from pathlib import Path

REPORTS = TESTS / "reports"
ENDINGS = {"text": "txt", "markdown": "md", "json": "json", "html": "html", "github": "log"}


@pytest.fixture
def compared(tmp_path: Path) -> Compared:
    old = read_content(overlay(tmp_path / "old" / "base", REPORTS / "old"), "old")
    new = read_content(overlay(tmp_path / "new" / "base", REPORTS / "new"), "new")
    assert old.problems == new.problems == ()
    delta = describe(old.bundle, new.bundle, "old", "new", notes_of(new))
    return Compared(delta, new)


def test_every_report_has_its_golden_file() -> None:
    assert CHANGE_REPORTS.keys() == ENDINGS.keys()


@pytest.mark.parametrize("form", CHANGE_REPORTS)
def test_a_report_reads_as_it_was_read_before(form: str, compared: Compared) -> None:
    golden = (REPORTS / f"report.{ENDINGS[form]}").read_text(encoding="utf-8")
    assert CHANGE_REPORTS[form]([compared]) == golden


def test_json_fits_its_published_schema(compared: Compared) -> None:
    data = json.loads(CHANGE_REPORTS["json"]([compared]))
    assert is_valid("comparisons", data), explain("comparisons", data)


def test_colour_says_nothing_that_the_marks_do_not(compared: Compared) -> None:
    import re

    coloured = render_coloured_text([compared])
    assert "\x1b[31m[-1.5-]" in coloured
    assert re.sub("\x1b\\[[0-9]*m", "", coloured) == CHANGE_REPORTS["text"]([compared])


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self.tags.add(tag)


def test_content_brings_no_tag_of_its_own_into_the_page(compared: Compared) -> None:
    page = Tags()
    page.feed(CHANGE_REPORTS["html"]([compared]))
    assert not page.tags & {"b", "i", "script"}
    assert "<b>" not in CHANGE_REPORTS["markdown"]([compared])


def test_nothing_compared_is_not_the_same_as_no_difference(compared: Compared) -> None:
    same = describe(compared.delta.old, compared.delta.old, "a", "b")
    assert "no differences" in CHANGE_REPORTS["text"]([Compared(same)])
    assert CHANGE_REPORTS["text"]([]) == ""


def test_what_is_folded_is_counted_in_the_singular_and_in_the_plural(compared: Compared) -> None:
    first, second, *_ = compared.delta.changes
    for changes, counted in (((first,), "1 change"), ((first, second), "2 changes")):
        recorded = tuple(replace(each, impact="none", part_of="") for each in changes)
        delta = replace(compared.delta, changes=recorded)
        report = CHANGE_REPORTS["markdown"]([Compared(delta)])
        assert f"<details><summary>{counted}</summary>" in report


def test_each_list_of_the_description_has_a_heading_in_the_reports() -> None:
    from guidepress.diff.fields import LISTS
    from guidepress.report.changes.compared import HEADINGS

    assert set(LISTS) <= HEADINGS.keys()
