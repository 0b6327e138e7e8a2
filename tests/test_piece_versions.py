"""Pieces of real guidelines, restated: each is held, shown, published and compared as it needs.

Each folder of ``pieces/`` has two versions and ``elements.yaml``: what the piece asks for, where it
is, how each edit weighs, and what is lost on purpose.
"""

from __future__ import annotations

import json
import re
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml

from guidepress.content import parse_content, read_people
from guidepress.diff.fact import canonical
from guidepress.export import EXPORTS
from guidepress.history.archive import Archive
from guidepress.release.request import Request
from guidepress.site.pages import render_current
from guidepress.site.plan import Outside
from guidepress.validate.check import find_problems
from laws.surfaces import PUBLICATION, release, visible

PIECES = Path(__file__).parent / "pieces"
NAMES = sorted(each.parent.name for each in PIECES.glob("*/elements.yaml"))
DAYS = ("2022-10-01", "2025-02-01")


def content_of(name: str, version: str) -> Any:
    folder = PIECES / name / version
    files = {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*.yaml"))
    }
    return parse_content(files, name, f"content/{name}")


@cache
def archives(name: str) -> tuple[Archive, Archive]:
    first = release(content_of(name, "1"), Archive(id=name), Request(date=DAYS[0]))
    return first, release(content_of(name, "2"), first, Request(date=DAYS[1]))


@cache
def table(name: str) -> dict[str, Any]:
    return dict(yaml.safe_load((PIECES / name / "elements.yaml").read_text("utf-8")))


@cache
def page(name: str) -> str:
    archive, _ = archives(name)
    assert archive.latest
    outside = Outside(people=read_people(PIECES / name / "1", name))
    text = visible(render_current(archive, archive.latest, PUBLICATION, outside), " ")
    return " ".join(unescape(text).split())


ELEMENTS = [(name, each) for name in NAMES for each in table(name)["elements"]]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("version", ["1", "2"])
def test_a_piece_has_no_problem(name: str, version: str) -> None:
    archive = Archive(id=name) if version == "1" else archives(name)[0]
    found = find_problems(content_of(name, version), archive)
    assert [str(each) for each in found if each.severity != "note"] == []


@pytest.mark.parametrize(("name", "row"), ELEMENTS, ids=lambda each: str(each)[:60])
def test_each_element_is_shown_and_published(name: str, row: dict[str, Any]) -> None:
    assert str(row["shown"]) in page(name)
    latest = archives(name)[0].latest
    assert latest
    if not row.get("people"):
        assert row["json"] in canonical(json.loads(latest.bundle_bytes)).decode()
        return
    assert str(row["shown"]) not in latest.bundle_bytes.decode()
    assert str(row["shown"]) not in EXPORTS["markdown"].render(latest.guideline)


CHANGES = [(name, each) for name in NAMES for each in table(name)["changes"]]


@pytest.mark.parametrize(("name", "row"), CHANGES, ids=lambda each: str(each)[:60])
def test_each_edit_of_the_next_version_weighs_as_it_should(name: str, row: dict[str, Any]) -> None:
    latest = archives(name)[1].latest
    assert latest
    assert latest.changes
    found = [
        each
        for each in latest.changes["changes"]
        if row["about"] in each["subject"].split("/") and row.get("kind", "") in each["kind"]
    ]
    said = [(each["kind"], each["impact"], each["sentence"]) for each in latest.changes["changes"]]
    assert row["impact"] in {each["impact"] for each in found}, said
    assert not row.get("alert") or any(each["alert"] for each in found), said
    assert row.get("says", "") in " ".join(each["sentence"] for each in found), said
    assert row.get("question", "") in " ".join(each.get("question", "") for each in found), said


def test_no_edit_is_left_out_of_the_list() -> None:
    for name in NAMES:
        latest = archives(name)[1].latest
        assert latest
        assert latest.changes
        listed = {row["about"] for row in table(name)["changes"]}
        majors = {
            each["subject"].split("/")[-1]
            for each in latest.changes["changes"]
            if each["impact"] == "major"
        }
        assert majors <= listed, (name, majors - listed)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_its_days_in_words_and_marks_for_notes(name: str) -> None:
    """What has a form of its own keeps its days in figures: a citation, a record, a quoted value."""
    archive, latest = archives(name)[1], archives(name)[1].latest
    assert latest
    outside = Outside(people=read_people(PIECES / name / "1", name))
    html = render_current(archive, latest, PUBLICATION, outside).partition("\n---\n\n")[2]
    told = re.sub(r"(?s)## Cite this.*?(?=\n## )|<pre.*?</pre>", "", html)
    shown = re.sub(r"https?://\S+|“[^”]*”", "", visible(told, " "))
    assert re.findall(r".{0,40}(?<![\w-])[12]\d{3}-\d\d-\d\d(?![\w-]).{0,20}", shown) == []
    signs = re.findall(r"<sup>(?:<a [^>]*>)?([^<]*)", html)
    named = {
        note.id for block in latest.guideline.blocks() if block.table for note in block.table.notes
    }
    assert [each for each in signs if each in named and len(each) > 1] == []
    links = re.findall(r'<sup><a href="#[^"]*" aria-label="([^"]*)">([^<]*)</a></sup>', html)
    assert all(label == f"Note {sign}" for label, sign in links)
    assert bool(links) == bool(named)
