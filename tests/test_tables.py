"""Tables as data: what spans, what is exported, how a change is told."""

from __future__ import annotations

import csv
import json
import re
from copy import deepcopy
from io import StringIO
from typing import Any

import pytest
import yaml
from msgspec.structs import replace

from conftest import guideline_of
from guidepress.classify.classify import describe
from guidepress.content import parse_content
from guidepress.diff.pointer import apply_patch
from guidepress.export import render_tables, with_status
from guidepress.export.markdown import render_markdown
from guidepress.history.archive import Archive
from guidepress.model import Cell, Column, Row, Table
from guidepress.site.lineage import Lineage
from guidepress.site.pages import _body_blocks
from guidepress.site.view import View
from guidepress.validate.check import find_problems

TABLE: dict[str, Any] = {
    "title": "Doses by weight",
    "columns": [
        {"id": "weight", "title": "weight", "unit": "kg"},
        {"id": "amoxicillin", "title": "amoxicillin", "group": "Day 1"},
        {"id": "penicillin", "title": "penicillin", "group": "Day 1"},
    ],
    "rows": [
        {"id": "children", "heading": "Children"},
        {
            "id": "middle",
            "cells": {
                "weight": "10 to 20 kg",
                "amoxicillin": "250 mg ^renal^",
                "penicillin": {"absent": "not-stated"},
            },
        },
        {
            "id": "over",
            "cells": {"weight": "over 20", "amoxicillin": {"text": "500 mg", "columns": 2}},
        },
    ],
    "notes": [{"id": "renal", "text": "Lower with impaired kidneys."}],
}


def content_of(table: dict[str, Any]) -> Any:
    section = {"id": "dosing", "title": "Dosing", "content": [{"id": "doses", "table": table}]}
    data = guideline_of(section)
    return parse_content({"guideline.yaml": json.dumps(data).encode()}, "base", "content/base")


PIPES = "| age | dose |\n| --- | --- |\n| adults | 5 mg |\n| children | 2.5 mg |"
HTML = "<table><tr><td>adults</td><td>5 mg</td></tr></table>"


@pytest.mark.parametrize("text", [PIPES, PIPES.replace("| --- | --- |\n", ""), HTML])
def test_who_writes_another_table_is_shown_one_that_is_taken(text: str) -> None:
    section: dict[str, Any] = {"id": "dosing", "title": "Dosing"}
    data = guideline_of({**section, "content": [{"id": "text", "text": text}]})
    content = parse_content({"guideline.yaml": json.dumps(data).encode()}, "base", "content/base")
    hints = {each.hint for each in find_problems(content, Archive(id="base"))}
    assert all("table:" in each for each in hints)
    (advised,) = {re.findall("`- ([^`]+)`", each)[0] for each in hints}
    block = yaml.safe_load(advised)
    # Its own columns and rows are written in the same way.
    rows = [re.findall(r"[\w. ]*\w", line) for line in PIPES.split("\n") if "---" not in line]
    columns = [{"id": each.strip(), "title": each.strip()} for each in rows[0]]
    names = [each["id"] for each in columns]
    own = {
        "title": "Doses",
        "columns": columns,
        "rows": [
            {"id": f"row-{n}", "cells": dict(zip(names, row, strict=True))}
            for n, row in enumerate(rows[1:])
        ],
    }
    assert block["table"].keys() == own.keys()
    for table in (block["table"], own):
        data = guideline_of({**section, "content": [{"id": block["id"], "table": table}]})
        files = {"guideline.yaml": json.dumps(data).encode()}
        found = [*find_problems(parse_content(files, "base", "content/base"), Archive(id="base"))]
        assert [each for each in found if each.severity == "error"] == []


def test_a_table_is_exported_with_spans_filled_headings_repeated_and_notes_beside() -> None:
    tables = render_tables(content_of(TABLE).guideline)
    assert list(tables) == ["tables/doses.csv"]
    head, children, middle, over = csv.reader(StringIO(tables["tables/doses.csv"]))
    origin = ["guideline", "version", "status"]
    named = ["row", "heading", "weight (kg)", "Day 1: amoxicillin", "Day 1: penicillin"]
    assert head[:8] == [*origin, *named]
    assert children[3:5] == ["children", "Children"]
    assert middle[3:8] == ["middle", "Children", "10 to 20 kg", "250 mg ^renal^", "not stated"]
    assert middle[-1] == "renal: Lower with impaired kidneys."
    assert over[6:8] == ["500 mg", "500 mg"]


def test_markdown_names_the_columns_with_their_units_and_fills_spans() -> None:
    text = render_markdown(content_of(TABLE).guideline)
    assert "Columns: weight (kg); Day 1: amoxicillin; Day 1: penicillin\n" in text
    over = "- weight (kg): over 20; Day 1: amoxicillin: 500 mg; Day 1: penicillin: 500 mg"
    assert over in text


def test_a_cell_is_labelled_with_all_that_is_printed_above_it() -> None:
    guideline = content_of(TABLE).guideline
    view = View(guideline=guideline, root="../", lineage=Lineage({}, ()))
    (table,) = (each.table for each in guideline.blocks())
    assert [view.column(table, cell) for cell in table.rows[1].cells] == [
        "weight (kg)",
        "Day 1: amoxicillin",
        "Day 1: penicillin",
    ]


def test_a_column_without_a_heading_is_not_called_by_its_id_but_in_csv() -> None:
    table = deepcopy(TABLE)
    table["columns"][0] = {"id": "weight"}
    guideline = content_of(table).guideline
    page = " ".join(_body_blocks(View(guideline=guideline, root="../", lineage=Lineage({}, ()))))
    assert '<td role="cell"><p>over 20</p></td>' in page
    assert 'data-label="weight' not in page
    text = render_markdown(guideline)
    assert "Columns: Day 1: amoxicillin; Day 1: penicillin\n" in text
    assert "- over 20; Day 1: amoxicillin: 500 mg" in text
    (file,) = render_tables(guideline).values()
    assert ",weight,Day 1: amoxicillin," in file


def test_a_cell_over_two_rows_and_columns_is_shown_in_each_row_of_a_narrow_screen() -> None:
    table = deepcopy(TABLE)
    table["rows"][1]["cells"] |= {"amoxicillin": {"text": "250 mg", "rows": 2, "columns": 2}}
    del table["rows"][1]["cells"]["penicillin"], table["rows"][2]["cells"]["amoxicillin"]
    guideline = content_of(table).guideline
    view = View(guideline=guideline, root="../", lineage=Lineage({}, ()))
    page = " ".join(_body_blocks(view))
    label = 'data-label="Day 1: amoxicillin; Day 1: penicillin" colspan="2"'
    cell = '<p><span class="gp-unit">250 mg</span></p>'
    assert page.count(f'<td role="cell" {label} rowspan="2">{cell}</td>') == 1
    assert page.count(f'<td role="cell" class="gp-narrow" {label}>{cell}</td>') == 1


@pytest.mark.parametrize("status", ["active", "withdrawn", "entered-in-error"])
def test_an_exported_table_says_in_each_row_of_which_version_it_is(status: str) -> None:
    guideline = content_of(TABLE).guideline
    identity = replace(guideline.identity, version="2.0.0", status="active")
    told = with_status(replace(guideline, identity=identity), status)
    _, *rows = csv.reader(StringIO(render_tables(told)["tables/doses.csv"]))
    assert {tuple(row[:3]) for row in rows} == {("base", "2.0.0", status)}


def test_no_cell_of_an_exported_table_is_a_formula() -> None:
    table = deepcopy(TABLE)
    table["rows"][1]["cells"]["weight"] = "=HYPERLINK(1)"
    (text,) = render_tables(content_of(table).guideline).values()
    assert "'=HYPERLINK(1)" in text


@pytest.mark.parametrize(
    ("row", "column", "span", "message"),
    [
        (2, "amoxicillin", {"columns": 3}, "the cell over.amoxicillin leads out of its table"),
        (2, "weight", {"rows": 2}, "the cell over.weight leads out of its table"),
        (
            2,
            "weight",
            {"columns": 2},
            "the cell over.amoxicillin and over.weight cover the same place",
        ),
        (1, "weight", {"rows": 2}, "the cell over.weight and middle.weight cover the same place"),
    ],
)
def test_a_span_that_cannot_be_is_refused(
    row: int, column: str, span: dict[str, int], message: str
) -> None:
    table = deepcopy(TABLE)
    cell = table["rows"][row]["cells"][column]
    table["rows"][row]["cells"][column] = {
        "text": cell["text"] if isinstance(cell, dict) else cell,
        **span,
    }
    found = list(find_problems(content_of(table), Archive(id="base")))
    assert [each.message for each in found if each.rule == "table-span"] == [message]


def test_a_sound_table_has_no_problem() -> None:
    assert list(find_problems(content_of(TABLE), Archive(id="base"))) == []


def test_a_changed_cell_is_told_by_table_row_and_column() -> None:
    table = deepcopy(TABLE)
    table["rows"][1]["cells"]["amoxicillin"] = "500 mg ^renal^"
    old, new = content_of(TABLE).bundle, content_of(table).bundle
    (change,) = describe(old, new, "1.0.0", "draft").changes
    assert (change.impact, change.alert) == ("major", True)
    assert change.sentence == (
        "In “Doses by weight”, row “10 to 20 kg”, column “amoxicillin”: "
        "“250 mg ^renal^” became “500 mg ^renal^”."
    )


def test_a_row_is_named_without_the_mark_of_a_note() -> None:
    before = deepcopy(TABLE)
    before["rows"][1]["cells"]["weight"] = "10 to 20 kg ^renal^"
    after = deepcopy(before)
    after["rows"][1]["cells"]["amoxicillin"] = "500 mg ^renal^"
    (change,) = describe(content_of(before).bundle, content_of(after).bundle, "1", "2").changes
    assert change.sentence.startswith("In “Doses by weight”, row “10 to 20 kg”, column ")


def test_of_columns_that_are_called_alike_the_heading_over_each_is_said() -> None:
    before = deepcopy(TABLE)
    before["columns"][1] |= {"title": "high risk", "group": "apixaban"}
    before["columns"][2] |= {"title": "high risk", "group": "dabigatran"}
    after = deepcopy(before)
    after["rows"][1]["cells"]["amoxicillin"] = "500 mg ^renal^"
    old, new = content_of(before).bundle, content_of(after).bundle
    (change,) = describe(old, new, "1.0.0", "draft").changes
    assert "column “apixaban: high risk”: “250 mg" in change.sentence


def test_a_row_and_a_column_under_another_declared_id_are_the_same_row_and_column() -> None:
    table = deepcopy(TABLE)
    table["rows"][1] |= {"id": "between", "replaces": ["middle"]}
    table["columns"][2] |= {"id": "benzylpenicillin", "replaces": ["penicillin"]}
    cells = table["rows"][1]["cells"]
    cells["benzylpenicillin"] = cells.pop("penicillin")
    cells["weight"] = "10 to 30 kg"
    old, new = content_of(TABLE).bundle, content_of(table).bundle
    found = describe(old, new, "1.0.0", "draft")
    assert apply_patch(deepcopy(old), found.patch) == new
    row, change = "row “10 to 30 kg”", "“10 to 20 kg” became “10 to 30 kg”"
    assert [
        (each.sentence.replace("“Doses by weight”, ", ""), each.impact) for each in found.changes
    ] == [
        (
            "Gave column “penicillin” the new id benzylpenicillin, in the place of penicillin.",
            "minor",
        ),
        (f"Gave {row} the new id between, in the place of middle.", "minor"),
        (f"In {row}, column “weight”: {change}.", "major"),
    ]
    # What a later version no longer declares, or declares anew, is bookkeeping.
    del table["rows"][1]["replaces"]
    (forgot,) = describe(new, content_of(table).bundle, "1.1.0", "draft").changes
    assert (forgot.fact.kind, forgot.impact) == ("statement-part-lineage-changed", "none")


def told(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what is said of two tables; the patch leads from one to the other."""
    before, after = content_of(old).bundle, content_of(new).bundle
    found = describe(before, after, "1.0.0", "draft")
    assert apply_patch(deepcopy(before), found.patch) == after
    return [
        (each.sentence.replace("“Doses by weight”, ", ""), each.impact) for each in found.changes
    ]


def test_a_row_that_is_split_is_told_as_such_with_each_cell_that_differs() -> None:
    table = deepcopy(TABLE)
    table["rows"][1] |= {"id": "lower", "replaces": ["middle"]}
    upper = deepcopy(table["rows"][1]) | {"id": "upper"}
    table["rows"][1]["cells"] |= {"weight": "10 to 15 kg"}
    upper["cells"] |= {"weight": "15 to 20 kg", "amoxicillin": "9 mg"}
    table["rows"].insert(2, upper)
    assert told(TABLE, table) == [
        ("Split row “10 to 20 kg” into “10 to 15 kg” and “15 to 20 kg”.", "major"),
        ("In row “10 to 15 kg”, column “weight”: “10 to 20 kg” became “10 to 15 kg”.", "major"),
        ("In row “15 to 20 kg”, column “weight”: “10 to 20 kg” became “15 to 20 kg”.", "major"),
        ("In row “15 to 20 kg”, column “amoxicillin”: “250 mg ^renal^” became “9 mg”.", "major"),
    ]
    # Back again, the two are merged, and what the second one held is told.
    (merged, removed, *cells) = told(table, merged_again(table))
    assert merged == ("Merged “10 to 15 kg” and “15 to 20 kg” into row “10 to 20 kg”.", "major")
    assert removed[0].startswith("Removed row “15 to 20 kg”: ")
    assert "9 mg" in removed[0]
    assert [each.partition(":")[0] for each, _ in cells] == [
        "In row “10 to 20 kg”, column “weight”"
    ]


def merged_again(table: dict[str, Any]) -> dict[str, Any]:
    merged = deepcopy(table)
    merged["rows"][1] |= {"id": "both", "replaces": ["lower", "upper"]}
    merged["rows"][1]["cells"] |= {"weight": "10 to 20 kg"}
    del merged["rows"][2]
    return merged


def test_two_rows_that_are_arranged_anew_are_one_act() -> None:
    table = deepcopy(TABLE)
    table["rows"][1] |= {"id": "light", "replaces": ["middle", "over"]}
    table["rows"][2] |= {"id": "heavy", "replaces": ["over"]}
    both = "“10 to 20 kg” and “over 20”"
    assert told(TABLE, table) == [(f"Rearranged row “10 to 20 kg”: {both} became {both}.", "major")]


def test_a_column_that_is_split_keeps_its_cells_in_the_first_piece() -> None:
    table = deepcopy(TABLE)
    table["columns"][2] |= {"id": "oral", "title": "By mouth", "replaces": ["penicillin"]}
    table["columns"].append({"id": "other", "title": "By vein", "replaces": ["penicillin"]})
    for row in table["rows"]:
        if "penicillin" in row.get("cells", ()):
            row["cells"]["oral"] = row["cells"].pop("penicillin")
    (split, *_) = told(TABLE, table)
    assert split[0] == "Split column “penicillin” into “By mouth” and “By vein”."


def test_a_head_with_nothing_below_its_groups_is_one_row() -> None:
    columns = (
        Column(id="c1", group="Stage"),
        Column(id="c2", group="Stage"),
        Column(id="c3", title="Dose", unit="mg"),
    )
    rows = (Row(id="r1", cells=(Cell(column="c1", text="I"),)),)
    table = Table(title="Doses", columns=columns, rows=rows)
    assert list(View.heads(table)) == [[("Stage", "colgroup", 2), ("Dose (mg)", "col", 1)]]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("1.0 mg", "1.0 is easily read as 10 write 1"),
        (".5 mg/kg", ".5 is easily read as 5 write 0.5"),
        ("**.50\u00a0µg**", ".50 is easily read as 50 write 0.5"),
        ("0.5 to 1.0 mL", "1.0 is easily read as 10 write 1"),
        ("1.0–2 g", "1.0 is easily read as 10 write 1"),
        ("10.0 units/h", "10.0 is easily read as 100 write 10"),
        *((right, "") for right in ("10 mg", "0.5 mg", "1.05 mg", "v1.0", "1.0 (0.5 to 2.0)")),
        *((lab, "") for lab in ("10.0 g/L", "1.0 mg/dL", "5.0 ng/mL", "3.0 mg/mmol", "1.0 g/24 h")),
    ],
)
def test_an_amount_that_is_easily_misread_is_asked_about_and_a_laboratorys_is_not(
    text: str, asked: str
) -> None:
    table = deepcopy(TABLE)
    table["rows"][1]["cells"]["penicillin"] = text
    found = find_problems(content_of(table), Archive(id="base"))
    told = [f"{each.message} {each.hint}" for each in found if each.rule == "misread-number"]
    assert told == ([asked] if asked else [])


FREE: dict[str, Any] = TABLE | {
    "row_order": "free",
    "rows": [
        {"id": "children", "heading": "Children"},
        {"id": "first", "cells": {"weight": "1", "amoxicillin": "10 mg"}},
        {"id": "second", "cells": {"weight": "2", "amoxicillin": "20 mg"}},
        {"id": "adults", "heading": "Adults"},
        {"id": "third", "cells": {"weight": "3", "penicillin": {"text": "watched", "rows": 2}}},
        {"id": "fourth", "cells": {"weight": "4", "amoxicillin": "40 mg"}},
        {"id": "fifth", "cells": {"weight": "5", "penicillin": {"text": "alone", "rows": 2}}},
        {"id": "sixth", "cells": {"weight": "6", "amoxicillin": "60 mg"}},
    ],
}


def arranged(*numbers: int) -> dict[str, Any]:
    return FREE | {"rows": [FREE["rows"][number] for number in numbers]}


@pytest.mark.parametrize(
    ("order", "impact", "told"),
    [
        # Each row keeps what it stands below and beside: the order alone, which says nothing.
        ((0, 2, 1, 3, 4, 5, 6, 7), "patch", ""),
        ((3, 4, 5, 6, 7, 0, 1, 2), "patch", ""),
        ((0, 1, 2, 3, 6, 7, 4, 5), "patch", ""),
        # An adult's dose for children, and the other way about.
        (
            (0, 1, 2, 4, 5, 3, 6, 7),
            "major",
            ": now “3” below “Children”, “4” below “Children” and “watched”",
        ),
        ((0, 1, 3, 2, 4, 5, 6, 7), "major", ": now “2” below “Adults”"),
        ((1, 0, 2, 3, 4, 5, 6, 7), "major", ": now “1” below nothing"),
        # A dose beside the remark of another.
        (
            (0, 1, 2, 3, 4, 7, 6, 5),
            "major",
            ": now “6” below “Adults” and “watched”, “4” below “Adults” and “alone”",
        ),
    ],
)
def test_a_free_order_is_none_of_what_stands_below_a_heading_or_beside_a_cell(
    order: tuple[int, ...], impact: str, told: str
) -> None:
    sides = content_of(FREE).bundle, content_of(arranged(*order)).bundle
    (change,) = describe(*sides, "1.0.0", "draft").changes
    assert (change.impact, change.alert) == (impact, impact == "major")
    assert change.sentence.startswith("Changed the order of “Doses by weight”, the rows: now row “")
    assert change.sentence.endswith(f"{told.removeprefix(':')}.")
    assert (" below " in change.sentence) == bool(told)


def test_what_is_said_of_a_row_from_above_may_change_while_the_rows_change_places() -> None:
    table = deepcopy(arranged(0, 2, 1, 3, 4, 5, 6, 7))
    table["rows"][4]["cells"]["penicillin"]["text"] = "watched closely"
    found = describe(content_of(FREE).bundle, content_of(table).bundle, "1.0.0", "draft").changes
    assert [each.impact for each in found if "order" in each.sentence] == ["patch"]


@pytest.mark.parametrize("text", ["as above", "half of that", "〃", "all others below"])
def test_rows_that_speak_of_each_other_have_no_free_order(text: str) -> None:
    table = deepcopy(FREE)
    table["rows"][2]["cells"]["amoxicillin"] = text
    other = table | {"rows": [table["rows"][number] for number in (0, 2, 1, 3, 4, 5, 6, 7)]}
    sides = content_of(table).bundle, content_of(other).bundle
    (change,) = describe(*sides, "1.0.0", "draft").changes
    assert (change.impact, change.alert) == ("major", True)
