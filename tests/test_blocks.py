"""Lists, tables and recommendations reach the page, Markdown and JSON whole."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from conftest import TESTS, guideline_of, overlay
from guidepress.content import read_content
from guidepress.export.markdown import render_markdown
from guidepress.model import Guideline, from_data, iter_entities, to_data
from guidepress.schema import find_faults
from guidepress.schema.load import is_valid, typed
from guidepress.site.lineage import Lineage
from guidepress.site.pages import _body_blocks
from guidepress.site.view import View
from guidepress.source.parse import parse_document
from guidepress.validate.check import check_guideline
from laws.edits import full_bundle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VERSIONS = TESTS / "versions"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The base guideline with a table and a list, and with a recommendation."""
    base = overlay(tmp_path / "content" / "base", VERSIONS / "blocks-added/new")
    made = (VERSIONS / "recommendation-added/new/recommendations.yaml").read_text("utf-8")
    (base / "recommendations.yaml").write_text(made, encoding="utf-8")
    guideline = base / "guideline.yaml"
    text = guideline.read_text(encoding="utf-8")
    text = text.replace("options, discussion]", "options, recommendations, discussion]")
    text = text.replace("evidence-summary", "guideline")
    scales = 'version: "2010"}\n  - {id: grade, version: "2013"}\n  - {id: grade-strength, version: "2013"}'
    guideline.write_text(text.replace('version: "2010"}', scales), encoding="utf-8")
    return base


def authored_texts(data: Any, key: str = "") -> Iterator[str]:
    """Yield what an editor wrote for readers in blocks and recommendations."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from authored_texts(value, name)
    elif isinstance(data, list):
        for each in data:
            yield from authored_texts(each, key)
    elif isinstance(data, str) and key in {"text", "title", "heading", "criterion", "judgement"}:
        yield re.sub(r" ?(\[@[^\]]*\]|\^[a-z]+\^)", "", data)


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())


def test_a_guideline_with_blocks_and_recommendations_has_no_problem(folder: Path) -> None:
    problems = check_guideline(folder, folder.parents[1]).problems
    assert [each for each in problems if each.severity == "error"] == []


def test_every_text_in_blocks_and_recommendations_is_on_the_page_and_in_markdown(
    folder: Path,
) -> None:
    content = read_content(folder, "base")
    assert is_valid("bundle", dict(content.bundle))
    view = View(guideline=content.guideline, root="../", lineage=Lineage({}, ()))
    page = words_of(" ".join(_body_blocks(view)))
    markdown = render_markdown(content.guideline)
    wanted = {
        text
        for each in iter_entities(content.bundle)
        if each.kind in {"statement", "recommendation"}
        for text in authored_texts(each.value)
    }
    assert len(wanted) > 20
    assert [text for text in wanted if " ".join(text.split()).rstrip(".:") not in page] == []
    plain = markdown.replace("\\", "")
    missing = [text for text in wanted if text.rstrip(".") not in plain]
    assert missing == []


def test_when_a_row_applies_stands_in_the_row(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"id": "one", "cells": {"a": {"text": "A", "rows": 2}, "b": "B"}},
        {"id": "two", "cells": {"b": "C"}},
        {"id": "three", "heading": "Others"},
    ]
    for row in rows:
        row["applies_when"] = {"text": f"of {row['id']}"}
    table = {"title": "T", "columns": [{"id": "a", "title": "A"}, {"id": "b"}], "rows": rows}
    section = {"id": "s", "title": "S", "content": [{"id": "grid", "table": table}]}
    (tmp_path / "guideline.yaml").write_text(json.dumps(guideline_of(section)), "utf-8")
    view = View(
        guideline=read_content(tmp_path, "base").guideline, root="../", lineage=Lineage({}, ())
    )
    page = " ".join(_body_blocks(view))
    for row in rows:
        inside = page[page.index(f'id="grid.{row["id"]}"') :].partition("</tr>")[0]
        # Once, and never where only narrow screens show it.
        assert inside.count("Applies when") == 1
        assert f"Applies when of {row['id']}" in re.sub("<td[^>]*gp-narrow.*?</td>", "", inside)
    assert page.count('<tr role="row"') == 1 + len(rows)


def test_a_table_is_a_table_with_a_heading_for_each_cell_and_its_notes_are_linked(
    folder: Path,
) -> None:
    guideline = read_content(folder, "base").guideline
    view = View(guideline=guideline, root="../", lineage=Lineage({}, ()))
    page = " ".join(_body_blocks(view))
    table = page[page.index("<caption>Doses by weight") :].partition("</table>")[0]
    assert table.count('data-label="Day 1: Dose"') == 3
    assert '<a href="#pazopanib-doses.renal" aria-label="Note a">a</a>' in table
    assert "not stated" in table
    assert 'id="pazopanib-doses.under-20"' in table


def test_markdown_numbers_what_is_numbered_and_keeps_two_lists_apart(folder: Path) -> None:
    section = {
        "id": "steps",
        "title": "Steps",
        "content": [
            {
                "id": "first",
                "list": {
                    "ordered": True,
                    "items": [
                        {"id": "look", "text": "Look."},
                        {"id": "ask", "text": "Ask.", "items": [{"id": "age", "text": "The age."}]},
                    ],
                },
            },
            {"id": "second", "list": {"ordered": True, "items": [{"id": "go", "text": "Go."}]}},
        ],
    }
    text = yaml.safe_load((folder / "guideline.yaml").read_text(encoding="utf-8"))
    text["sections"].append(section)
    text["body"].append("steps")
    (folder / "guideline.yaml").write_text(json.dumps(text, default=str), encoding="utf-8")
    markdown = render_markdown(read_content(folder, "base").guideline)
    assert "1. Look.\n2. Ask.\n\n   + The age.\n\n1) Go." in markdown


def test_a_guideline_of_sections_alone_needs_no_other_file(tmp_path: Path) -> None:
    base = overlay(tmp_path / "content" / "base")
    for name in ("factors", "options", "references"):
        (base / f"{name}.yaml").unlink()
    (base / "guideline.yaml").write_text(
        "id: base\ntitle: T\ndocument_type: guideline\nlanguage: en\naudience: patient\n"
        "population: {condition: cough}\nupdated: 2015-01-29\nbody: [rest]\nsections:\n"
        "  - {id: rest, title: Rest, content: [{id: rest-helps, text: Rest helps.}]}\n",
        encoding="utf-8",
    )
    assert check_guideline(base, tmp_path).problems == ()
    assert isinstance(read_content(base, "base").guideline, Guideline)


EXAMPLES = re.findall(
    r"^```yaml\n# (\w+)\.yaml\n(.*?)^```",
    (TESTS.parent / "docs/content.md").read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)


REST_OF_GUIDELINE = """\
id: base
title: T
document_type: guideline
language: en
audience: patient
population: {condition: cough}
"""


@pytest.mark.parametrize(("kind", "text"), EXAMPLES, ids=[kind for kind, _ in EXAMPLES])
def test_an_example_of_the_handbook_is_what_its_schema_wants(kind: str, text: str) -> None:
    # Of guideline.yaml an example shows the part that it explains.
    whole = REST_OF_GUIDELINE + text if kind == "guideline" else text
    document, problems = parse_document(whole.encode(), f"{kind}.yaml")
    assert document is not None
    assert problems == []
    document = replace(document, data=typed(kind, document.data))
    assert list(find_faults(kind, document)) == []


def test_the_handbook_has_an_example_of_each_file_of_lists() -> None:
    assert {kind for kind, _ in EXAMPLES} >= {"options", "factors", "recommendations"}


def _naming(value: Any, key: str = "") -> Iterator[str]:
    """Yield whatever a block names: what it is about, what it renders, and doses in cells."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _naming(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from _naming(each, key)
    elif key in {"about", "renders", "dose"}:
        yield value


def test_what_names_an_entity_is_found_as_by_a_look_at_each_block() -> None:
    guideline = from_data(Guideline, full_bundle())
    owned = [
        (owner, block)
        for owner in (*guideline.entries, *guideline.recommendations, *guideline.sections)
        for block in owner.content
    ]
    named = {id(block): {*_naming(to_data(block))} for _, block in owned}
    names = sorted({name for each in named.values() for name in each})
    assert len(names) > 1
    for wanted in (*([name] for name in names), names, []):
        found = [*guideline.blocks_naming(wanted)]
        assert found == [pair for pair in owned if named[id(pair[1])] & {*wanted}]
    for option in guideline.options:
        made = [
            each
            for each in guideline.recommendations
            if option.id in each.about or each.parts_on(option.id)
        ]
        assert guideline.recommendations_on(option.id) == made
