"""Lists of retractions, printed citations and the words of the account, each by itself."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import TESTS
from guidepress.bibliography.draft import Outcome, account_data, account_lines, is_whole
from guidepress.bibliography.read import read_citation, read_notices, references_in
from guidepress.content import read_content
from guidepress.edit.references import find_citing
from guidepress.problem import UnusableError

WATCHED = """Record ID,Title,Journal,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature
1,A,J Test,2/1/2024 0:00,10.1000/notice,0,10.1000/A,12,Retraction
2,B,,13/40/2024,unavailable,77,unavailable,13,Expression of concern
3,C,J Test,,,,,14,Reinstatement
4,D,J Test,2/1/2024 0:00,,,unavailable,0,Retraction
5,E,J Test,2023,,,10.1000/e,0,Correction
"""


def test_rows_of_retraction_watch_become_notices_by_pmid_and_doi(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(WATCHED, encoding="utf-8")
    notices = read_notices(tmp_path / "list.csv")
    retraction = {"kind": "retraction", "citation": "J Test. 2024-02-01. Retraction Watch", "DOI": "10.1000/notice"}  # fmt: skip
    assert notices.about({"PMID": "12"}) == [retraction]
    assert notices.about({"DOI": "10.1000/a"}) == [retraction]
    assert notices.about({"PMID": "12", "DOI": "10.1000/a"}) == [retraction]
    assert notices.about({"PMID": "13"}) == [
        {"kind": "expression-of-concern", "citation": "2024. Retraction Watch", "PMID": "77"}
    ]
    assert notices.about({"DOI": "10.1000/e"}) == [
        {"kind": "erratum", "citation": "J Test. 2023. Retraction Watch"}
    ]
    assert notices.about({"PMID": "14"}) == notices.about({"PMID": "0"}) == notices.about({}) == []
    assert notices.left_out == (
        "row 4: Reinstatement is no notice here",
        "row 5: it names neither PMID nor DOI of a work",
    )


def test_a_file_of_references_is_searched_without_reading_it_as_yaml(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(WATCHED, encoding="utf-8")
    notices = read_notices(tmp_path / "list.csv")
    assert notices.names("  - id: a\n    PMID: 12\n")
    assert notices.names("{DOI: 10.1000/A, PMID: 99}")
    assert not notices.names("PMID: 99\nDOI: 10.1000/b\nvolume: 12\n")


def test_rows_of_our_own_columns_are_checked(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    head = "PMID,DOI,kind,citation,notice_PMID,notice_DOI\n"
    file.write_text(f"{head}12,,Expression of concern,J Test. 2015,77,10.1000/n\n,,comment,x,,\n", "utf-8")  # fmt: skip
    notices = read_notices(file)
    assert notices.about({"PMID": "12"}) == [
        {
            "kind": "expression-of-concern",
            "citation": "J Test. 2015",
            "PMID": "77",
            "DOI": "10.1000/n",
        }
    ]
    assert notices.left_out == ("row 3: it names neither PMID nor DOI of a work",)
    for text, said in ((f"{head}12,,gossip,x,,\n", "row 2: kind is erratum"),
                       ("PMID,kind\n12,erratum\n", "the columns are PMID, DOI"),
                       (head, "names no erratum, retraction")):  # fmt: skip
        file.write_text(text, encoding="utf-8")
        with pytest.raises(UnusableError, match=said):
            read_notices(file)


RECORDS = """TY  - JOUR
TI  - New work
KW  - one
UR  - <Go to ISI>://WOS:1
M3  - Erratum
ER  -
TY  - JOUR
ID  - a-2001
ER  -
TY  - JOUR
TI  - Known
ER  -
"""


def outcomes() -> list[Outcome]:
    new, refused, known = references_in(RECORDS)
    return [
        Outcome("added", new, "new-2001"),
        Outcome("refused", refused),
        Outcome("present", known, "", "known-2001", "PMID", ("title", "issued")),
        Outcome("question", known, "known-2001a", "known-2001", "title and year"),
    ]


def test_the_account_says_what_became_of_each_record_and_field() -> None:
    assert list(account_lines("f.ris", outcomes(), dry_run=False)) == [
        "4 records: 1 added, 1 already there, 1 perhaps there, so not added, 1 refused; no field here for 1 × keyword",
        "left out: f.ris, line 4: UR “<Go to ISI>://WOS:1”: no address (http or https)",
        "note: f.ris, line 1: “New work”: this is a notice (erratum) about another work; cite the work itself, and put the notice to it by `guidepress add notice`",
        "refused: f.ris, line 7 (“a-2001”): it has no title",
        "already there: “Known” (f.ris, line 10) is known-2001 (same PMID), with another title and issued; cite it as [@known-2001]",
        "not added: “Known” (f.ris, line 10) has the title and year of known-2001: if it is another work, run this again with --add-anyway known-2001a",
    ]
    assert next(account_lines("f", outcomes()[:1], dry_run=True)).startswith("1 record: 1 would be")


def test_the_account_as_data_has_what_is_stated() -> None:
    account = account_data("f.ris", outcomes())
    assert [account[key] for key in ("records", "added", "present", "question", "refused")] == [4, 1, 1, 1, 1]  # fmt: skip
    assert account["list"][1] == {"place": "line 7", "outcome": "refused", "fault": "it has no title", "fields": 1, "left_out": [], "remarks": []}  # fmt: skip
    assert account["list"][2]["differs"] == ["title", "issued"]
    assert account["list"][0]["left_out"][0] == {"field": "UR", "value": "<Go to ISI>://WOS:1", "reason": "no address (http or https)", "place": "line 4"}  # fmt: skip


def test_a_file_is_whole_where_each_record_is_in_the_list() -> None:
    added, refused, present, question = outcomes()
    assert is_whole([added, present])
    assert not is_whole([added, refused])
    assert not is_whole([question])
    assert is_whole([present], strict=True)
    assert not is_whole([added], strict=True)


def test_more_lines_than_anybody_reads_are_counted() -> None:
    refused = outcomes()[1:2] * 500
    lines = list(account_lines("f", refused, dry_run=False))
    assert len(lines) == 402
    assert lines[-1] == "100 more lines: see all of them with --format json"


@pytest.mark.parametrize(
    ("text", "data"),
    [
        (
            "3. Alpha AB, van der Beta C. Effect of alpha: a trial. J Test Med. 2013 Mar 5;12(3):105-9. PMID: 12.",
            {"title": "Effect of alpha: a trial", "volume": "12", "issue": "3", "page": "105-109", "issued": "2013-03-05", "PMID": "12", "container-title": "J Test Med"},
        ),
        (
            "Alpha, I., & Beta, K. (2013, March). Is it? Journal of Tests, 25, e12. https://doi.org/10.1000/b.",
            {"title": "Is it?", "volume": "25", "page": "e12", "issued": "2013-03", "DOI": "10.1000/b", "container-title": "Journal of Tests"},
        ),
        (
            "Alpha AB, Beta C; Test Group. Alpha vs. beta. A trial. J. Clin. Test. 2013;12:1. PMID: 12",
            {"title": "Alpha vs. beta. A trial", "container-title": "J. Clin. Test", "PMID": "12"},
        ),
        (
            "Alpha, I., . . . Omega, Z. (n.d.). Is it? Journal of Tests, 25(3), Article e12.",
            {"issued": None, "page": "e12", "issue": "3", "authors_complete": False},
        ),
        (
            "RETRACTED: Alpha A, Beta B. A work. J Test [Internet]. 2010 [cited 2011 Jan 2];1:3. Available from: https://example.org/a",
            {"title": "A work", "accessed": "2011-01-02", "URL": "https://example.org/a", "volume": "1"},
        ),
        (
            "Alpha A, Beta B. Guideline on tests. 2nd ed. Geneva: Test Press; 2019.",
            {"type": "book", "publisher": "Test Press", "publisher-place": "Geneva", "edition": "2nd"},
        ),
        (
            "Alpha A, Beta B. One. In: Gamma C, editor. The book. Geneva: Test Press; 2019. p. 12-9.",
            {"type": "chapter", "title": "One", "container-title": "The book", "page": "12-19"},
        ),
    ],
)  # fmt: skip
def test_a_printed_citation_is_read(text: str, data: dict[str, str]) -> None:
    found = read_citation(text)
    assert not found.fault
    assert {key: found.data.get(key) for key in data} == data
    assert len(found.data["author"]) in {2, 3}


def test_what_a_printed_citation_does_not_state_is_asked() -> None:
    found = read_citation("Alpha AB. A work. J Test. 2013. and more")
    assert [(each.value, each.reason) for each in found.remarks] == [
        ("and more", "not read"),
        ("", "not stated, or not read: its volume, its pages"),
    ]
    assert "no citation in Vancouver or APA style" in read_citation("hello").fault


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("list.csv", lambda text: text.replace(",", ";")),
        ("list.tsv", lambda text: text.replace(",", "\t")),
        ("list.txt", lambda text: text.replace("RetractionNature", " retractionnature ")),
        ("list.csv", lambda text: text.replace(",12,", ",12.0,")),
        ("list.csv", lambda text: text.replace("10.1000/A,", "https://doi.org/10.1000/A|10.1000/b,")),
    ],
    ids=["semicolons", "tabs", "small letters", "numbers of a spreadsheet", "several works in a row"],
)  # fmt: skip
def test_a_list_of_retractions_is_read_as_spreadsheets_save_it(
    name: str, change: Callable[[str], str], tmp_path: Path
) -> None:
    (tmp_path / name).write_text(change(WATCHED), encoding="utf-8")
    notices = read_notices(tmp_path / name)
    (notice,) = notices.about({"PMID": "12"})
    assert notice["kind"] == "retraction"
    assert notices.about({"DOI": "10.1000/a"}) == [notice]


CITING = [
    *sorted((TESTS / "pieces").glob("*/*.yaml")),
    *sorted((TESTS / "hostile/full").glob("*.yaml")),
]


@pytest.mark.parametrize("file", CITING, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_citation_is_found_wherever_it_is_written(file: Path, tmp_path: Path) -> None:
    # What is not found here is removed by `refs --uncited --remove`.
    text = file.read_text(encoding="utf-8")
    folder = tmp_path / file.parent.name
    for each in re.finditer(r"\[@[a-z0-9-]+", text):
        shutil.copytree(file.parent, folder, dirs_exist_ok=True)
        changed = f"{text[: each.start()]}[@only-here{text[each.end() :]}"
        (folder / file.name).write_text(changed, encoding="utf-8")
        content = read_content(folder, f"content/{folder.name}", tmp_path)
        assert [*find_citing(content, "only-here")], each
