"""A long table on a phone, alone with the style sheet: the page never scrolls sideways."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from conftest import REPOSITORY, guideline_of
from guidepress.content import parse_content
from guidepress.history.archive import Archive
from guidepress.site.pages import render_draft

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

ROWS = 60
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


def page_of_table() -> str:
    names = ("weight", "amoxicillin", "phenoxymethylpenicillin", "duration", "remark", "source")
    columns = [{"id": name, "title": name.capitalize(), "group": "Day 1"} for name in names]
    cells = {name: f"250 mg of {name} three times a day" for name in names}
    rows = [{"id": f"row-{number}", "cells": cells} for number in range(ROWS)]
    table = {"title": "Doses by weight", "columns": columns, "rows": rows}
    section = {"id": "dosing", "title": "Dosing", "content": [{"id": "doses", "table": table}]}
    guideline = guideline_of(section)
    content = parse_content({"guideline.yaml": json.dumps(guideline).encode()}, "base", "base")
    staged = render_draft(Archive(id="base"), content.guideline, content.bundle, [])
    style = (REPOSITORY / "site_overrides/assets/guidepress.css").read_text(encoding="utf-8")
    body = staged.partition("\n---\n\n")[2]
    begin = body.index('<div class="gp-statement gp-block" id="doses">')
    return (
        f"<!doctype html><meta name=viewport content='width=device-width'><style>{style}</style>"
        f"<article class='md-content md-typeset'>{body[begin : body.index('</table>') + 8]}</div>"
    )


def test_sixty_rows_fit_a_phone_and_each_value_stands_beside_its_heading(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.set_content(page_of_table())
    assert page.evaluate(FITS)
    assert page.locator("tbody tr").count() == ROWS
    cell = page.locator("tbody td").nth(1)
    assert cell.get_attribute("data-label") == "Day 1: Amoxicillin"
    assert "Amoxicillin" in cell.evaluate("each => getComputedStyle(each, '::before').content")
    page.close()
