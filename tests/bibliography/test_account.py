"""The account of an import, and the commands on lists of references."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from conftest import guidepress, overlay

if TYPE_CHECKING:
    from pathlib import Path

FILE = """TY  - JOUR
TI  - New work
AU  - Alpha, I
PY  - 2010
AB  - An abstract.
KW  - one
KW  - two
UR  - <Go to ISI>://WOS:1
ER  -
TY  - JOUR
TI  - A retrospective analysis
AN  - 22749255
DB  - PubMed
ER  -
TY  - JOUR
PY  - 1999
ER  -
"""
WATCHED = """Record ID,Title,Journal,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature
1,A,J Test Med,2/1/2024 0:00,10.1000/notice,0,10.1016/J.EJCA.2012.05.012,0,Retraction
2,B,J Test Med,2/1/2024 0:00,unavailable,77,unavailable,24664883,Expression of concern
3,C,J Test Med,2/1/2024 0:00,,,,24664883,Reinstatement
4,D,J Test Med,2/1/2024 0:00,,,10.1000/elsewhere,0,Retraction
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    overlay(tmp_path / "content" / "base")
    (tmp_path / "f.ris").write_text(FILE, encoding="utf-8")
    (tmp_path / "list.csv").write_text(WATCHED, encoding="utf-8")
    return tmp_path


def references(project: Path) -> str:
    return (project / "content/base/references.yaml").read_text(encoding="utf-8")


def test_each_record_ends_as_added_there_or_refused_with_its_place(small: Path) -> None:
    done = guidepress(small, "add", "reference", "f.ris")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-4:] == [
        "3 records: 1 added, 1 already there, 1 refused; no field here for 1 × abstract, 2 × keyword",
        "left out: f.ris, line 8: UR “<Go to ISI>://WOS:1”: no address (http or https)",
        "already there: “A retrospective analysis” (f.ris, line 10) is le-cesne-2012 (same PMID), with another title; cite it as [@le-cesne-2012]",
        "refused: f.ris, line 15: it has no title",
    ]
    assert "alpha-2010" in references(small)
    assert guidepress(small, "validate").returncode == 0


def test_the_account_as_data_names_each_field_that_was_left_out(small: Path) -> None:
    done = guidepress(small, "add", "reference", "f.ris", "--format", "json", "--dry-run")
    account: dict[str, Any] = json.loads(done.stdout)
    counts = [account[key] for key in ("records", "added", "present", "question", "refused")]
    assert counts == [3, 1, 1, 0, 1]
    left = [(each["field"], each["place"]) for each in account["list"][0]["left_out"]]
    assert left == [("UR", "line 8"), ("AB", "line 5"), ("KW", "line 6"), ("KW", "line 7")]
    assert account["list"][0]["fields"] == 7
    assert "alpha-2010" not in references(small)


@pytest.mark.parametrize(("words", "code"), [([], 0), (["--strict"], 1)])
def test_strict_asks_that_nothing_was_left_out(small: Path, words: list[str], code: int) -> None:
    whole = "TY  - JOUR\nTI  - New\nKW  - one\nER  - \n"
    (small / "f.ris").write_text(whole, encoding="utf-8")
    assert guidepress(small, "add", "reference", "f.ris", *words).returncode == code


def test_a_record_with_a_notice_on_a_work_that_is_there_says_how_to_add_it(small: Path) -> None:
    nbib = "PMID- 22749255\nTI  - A.\nRIN - J Test. 2015;1(1):2\n"
    (small / "f.nbib").write_text(nbib, encoding="utf-8")
    done = guidepress(small, "add", "reference", "f.nbib")
    assert "use `guidepress add notice`" in done.stdout
    assert guidepress(small, "add", "notice", "f.nbib").returncode == 0
    assert "J Test. 2015;1(1):2" in references(small)


def test_a_list_of_retractions_shows_what_rests_on_each_work(small: Path) -> None:
    done = guidepress(small, "refs", "--retracted", "list.csv")
    assert done.returncode == 1
    assert "base: le-cesne-2012: A retrospective analysis" in done.stdout
    assert "  retraction: J Test Med. 2024-02-01. Retraction Watch" in done.stdout
    assert "options.yaml" in done.stdout
    assert "expression-of-concern" in done.stdout
    assert "left out: list.csv, row 4: Reinstatement is no notice here" in done.stderr
    assert "retraction" not in references(small)


def test_nothing_is_said_of_a_list_where_a_reference_has_a_fault(small: Path) -> None:
    file = small / "content/base/references.yaml"
    file.write_text(references(small).replace("PMID:", "PMIDD:", 1), encoding="utf-8")
    done = guidepress(small, "refs", "--retracted", "list.csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert "PMIDD is not a key here" in done.stderr


def test_notices_of_a_list_are_written_once(small: Path) -> None:
    assert guidepress(small, "refs", "--retracted", "list.csv", "--write").returncode == 0
    once = references(small)
    assert "DOI: 10.1000/notice" in once
    assert "PMID: 77" in once
    assert "elsewhere" not in once
    again = guidepress(small, "refs", "--retracted", "list.csv", "--write")
    assert again.returncode == 0
    assert "(noted already)" in again.stdout
    assert references(small) == once
    assert "le-cesne-2012 has been retracted" in guidepress(small, "validate").stdout


def test_references_that_no_statement_cites_are_shown_and_removed(small: Path) -> None:
    before = references(small)
    guidepress(small, "add", "reference", "f.ris")
    shown = guidepress(small, "refs", "--uncited")
    assert shown.returncode == 1
    assert shown.stdout == "not cited: base: alpha-2010: New work\n"
    assert guidepress(small, "refs", "--uncited", "--remove").returncode == 0
    assert references(small) == before


@pytest.mark.parametrize("words", [[], ["--uncited", "--write"], ["--where", "x", "--uncited"]])
def test_refs_asks_for_one_thing(small: Path, words: list[str]) -> None:
    done = guidepress(small, "refs", *words)
    assert done.returncode == 2
    assert "--where WORK, --retracted FILE [--write], or --uncited [--remove]" in done.stderr


VANCOUVER = "1. Maki RG, van der Graaf WT, et al. A trial of alpha. J Clin Oncol. 2007 Jul 1;25(19):2755-63. doi: 10.1000/a. PMID: 17602081."
APA = "Maki, R. G., & Wathen, J. K. (2007). A trial of alpha: part 2. Journal of Tests, 25(19), 2755–2763. https://doi.org/10.1000/b"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            VANCOUVER,
            [
                "family: van der Graaf",
                "authors_complete: false",
                "issued: 2007-07-01",
                "page: 2755-2763",
                "PMID: 17602081",
                "DOI: 10.1000/a",
            ],
        ),
        (
            APA,
            ["family: Wathen", 'title: "A trial of alpha: part 2"', "issue: 19", "DOI: 10.1000/b"],
        ),
    ],
)
def test_a_pasted_citation_is_shown_and_added_when_it_is_confirmed(
    small: Path, text: str, parts: list[str]
) -> None:
    before = references(small)
    shown = guidepress(small, "add", "reference", "--text", text)
    assert shown.returncode == 1
    assert "--yes" in shown.stderr
    assert references(small) == before
    assert [part for part in parts if part not in shown.stdout] == []
    assert guidepress(small, "add", "reference", "--text", text, "--yes").returncode == 0
    assert [part for part in parts if part not in references(small)] == []


def test_what_is_no_citation_is_refused_and_what_is_missing_is_asked(small: Path) -> None:
    done = guidepress(small, "add", "reference", "--text", "hello", "--yes")
    assert done.returncode == 1
    assert "it is no citation in Vancouver or APA style" in done.stdout
    part = "Alpha AB. A work about tests. J Test Med. 2007."
    done = guidepress(small, "add", "reference", "--text", part, "--yes")
    assert "not stated, or not read: its volume, its pages" in done.stdout
