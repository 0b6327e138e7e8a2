"""Options as CSV, read by the standard library and by a spreadsheet."""

from __future__ import annotations

import csv
import shutil
import subprocess
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from guidepress.export import EXPORTS
from guidepress.export.table import COLUMNS
from guidepress.model import Block

if TYPE_CHECKING:
    from pathlib import Path

    from guidepress.model import Guideline

FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\uff1d1+1")


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


def test_each_option_is_a_row_with_its_levels_and_what_is_not_graded(guideline: Guideline) -> None:
    rows = {row["id"]: row for row in rows_of(EXPORTS["csv"].render(guideline))}
    assert list(rows) == [option.id for option in guideline.options]
    assert rows["pazopanib"]["levels"] == "2Diii on pdq-treatment 2010 for pazopanib-phase-1"
    assert rows["trabectedin"]["not_graded"] == "cited, not graded"
    assert rows["limb-amputation"]["not_graded"] == "1 statement on children: no citation"


def test_what_other_sections_say_of_an_option_is_in_its_row(guideline: Guideline) -> None:
    rows = {row["id"]: row for row in rows_of(EXPORTS["csv"].render(guideline))}
    assert "lung-resection-synovial" in rows["excision"]["levels"]
    assert "stanelle-2013" in rows["excision"]["references"]
    assert "31 patients younger than 23 years" in rows["excision"]["statements"]
    assert (
        "(stated for children and adolescents younger than 23 years)"
        in rows["excision"]["statements"]
    )


def hostile(guideline: Guideline) -> Guideline:
    first = guideline.options[0]
    options = [replace(first, id=f"o{n}", name=text) for n, text in enumerate(FORMULAS)]
    return replace(guideline, options=tuple(options))


def test_no_cell_begins_like_a_formula(guideline: Guideline) -> None:
    rows = rows_of(EXPORTS["csv"].render(hostile(guideline)))
    assert [row["name"] for row in rows] == [f"'{text}" for text in FORMULAS]


def test_a_withdrawn_guideline_has_a_header_and_no_option(withdrawn: Guideline) -> None:
    assert EXPORTS["csv"].render(withdrawn) == ",".join(COLUMNS) + "\r\n"


@pytest.mark.checkout
@pytest.mark.slow
def test_libreoffice_reads_the_same_cells_and_computes_nothing(
    guideline: Guideline, tmp_path: Path
) -> None:
    text = EXPORTS["csv"].render(hostile(guideline))
    (tmp_path / "options.csv").write_text(text, encoding="utf-8", newline="")
    office = shutil.which("soffice")
    assert office, "no LibreOffice: `make tools` installs one"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    # 44: comma, 34: quote, 76: UTF-8, 1: from the first line.
    steps = (
        ("options.csv", "ods", "--infilter=CSV:44,34,76,1"),
        ("options.ods", "csv:Text - txt - csv (StarCalc):44,34,76", ""),
    )
    for source, target, reading in steps:
        out = tmp_path if target == "ods" else tmp_path / "back"
        words = [
            office,
            profile,
            "--headless",
            *filter(None, [reading]),
            "--convert-to",
            target,
            "--outdir",
            str(out),
            str(tmp_path / source),
        ]
        subprocess.run(words, check=True, capture_output=True, timeout=120)
    # A spreadsheet drops tabs, and has one kind of line break.
    back = (tmp_path / "back/options.csv").read_text(encoding="utf-8")
    assert [list(row.values()) for row in rows_of(back)] == [
        [cell.replace("\r", "\n").replace("\t", "") for cell in row.values()]
        for row in rows_of(text)
    ]


def test_what_a_statement_warns_of_is_not_read_as_what_it_is_for(guideline: Guideline) -> None:
    first = guideline.options[0]
    warned = Block(id="asthma", kind="contraindication", text="Severe asthma.")
    option = replace(first, content=(warned,))
    [row, *_] = rows_of(EXPORTS["csv"].render(replace(guideline, options=(option,))))
    assert row["statements"].startswith("asthma: Contraindication: Severe asthma.")
