"""NCI's partner XML: what becomes of each element."""

from __future__ import annotations

from typing import Any

import pytest

from bring_in.summary import SUMMARY
from guidepress.bring_in.account import flatten
from guidepress.bring_in.pdq import Document, read_pdq
from guidepress.problem import UnusableError


def read(text: str | bytes = SUMMARY) -> Document:
    data = text.encode() if isinstance(text, str) else text
    return read_pdq(data, "hay-fever", {}, {})


def entry(address: str, document: Document | None = None) -> dict[str, Any]:
    document = document or read()
    return flatten({**document.files["guideline"], **document.files["references"]}).entries[address]


def left_out(document: Document) -> dict[str, int]:
    counts: dict[str, int] = {}
    for each in document.account.to_data()["left_out"]:
        counts[each["kind"]] = counts.get(each["kind"], 0) + each["count"]
    return counts


def test_the_name_pdq_leaves_the_title_and_stays_that_of_the_source() -> None:
    guideline = read().files["guideline"]
    assert guideline["title"] == "Hay Fever Treatment"
    assert guideline["source"]["title"] == "Hay Fever Treatment (PDQ®)"
    assert guideline["source"]["abstract"] == "About this file."
    assert guideline["source"]["licence"]
    assert guideline["source"]["adaptation"]


def test_language_audience_population_and_dates_are_those_of_the_file() -> None:
    guideline = read().files["guideline"]
    wanted = {
        "language": "en",
        "audience": "health-professional",
        "population": {"condition": "hay fever"},
        "updated": "2015-09-24",
        "first_published": "2001-02-03",
        "document_type": "evidence-summary",
        "scales": [{"id": "pdq-treatment", "version": "2010"}],
        "body": ["overview-of-hay-fever", "other-treatment"],
    }
    assert {key: guideline[key] for key in wanted} == wanted


@pytest.mark.parametrize("count", ["three", "", "-1", "999999999", "9" * 5_000])
def test_a_count_of_columns_or_rows_that_is_none_breaks_no_table(count: str) -> None:
    text = SUMMARY.replace('Cols="3"', f'Cols="{count}"').replace(
        "<entry>", f'<entry MoreRows="{count}">'
    )
    assert read(text).account.to_data()["taken"] == read().account.to_data()["taken"]


@pytest.mark.parametrize("count", ["three", "", "1", "2", "9" * 5_000])
def test_a_wrong_number_of_columns_loses_no_cell(count: str) -> None:
    text = SUMMARY.replace('Cols="3"', f'Cols="{count}"')
    assert read(text).files == read().files


def test_sections_keep_their_depth_and_a_key_point_is_a_heading() -> None:
    section = entry("overview-of-hay-fever")
    assert [each["title"] for each in section["sections"]] == ["Sprays come first."]
    assert entry("p-10")["text"] == "Sprays are used daily."


def test_a_level_belongs_to_the_citations_before_it() -> None:
    statement = entry("p-2")
    assert statement["text"] == (
        "Symptoms are worse in spring. [@alder-2001; @cedar-1999] A second claim. [@cedar-1999]"
    )
    assert [(each["level"], each["references"]) for each in statement["evidence"]] == [
        ("1iiA", ["alder-2001", "cedar-1999"]),
        ("3iiiDi", ["cedar-1999"]),
    ]


def test_signs_stay_letter_for_letter_and_links_lead_to_our_ids() -> None:
    assert entry("p-3")["text"] == (
        "The gene _FLG_, CYP2C19*2, 10^9^/L, a<b, pollen; see [Sprays](#p-10), "
        "[Asthma](https://www.cancer.gov/asthma), [the form](https://example.org/a_b) and "
        "[a trial](https://clinicaltrials.gov/study/NCT01234567)."
    )


def test_a_figure_stands_behind_the_paragraph_that_held_it() -> None:
    figure = entry("figure-4")["figure"]
    assert figure == {
        "absent": "not-permitted",
        "alt": "A grain of pollen.",
        "caption": "Pollen, enlarged.",
    }


def test_a_list_in_an_item_is_below_it() -> None:
    block = entry("list-5")["list"]
    assert block["title"] == "Before the season:"
    second = block["items"][1]
    assert second["text"] == "**Wash:** rinse the nose.\n\nWith salt water."
    assert second["ordered"] is True
    assert [each["text"] for each in second["items"]] == ["Left side.", "Right side. [@alder-2001]"]


def test_an_answer_is_below_its_question() -> None:
    (item,) = entry("questions-11")["list"]["items"]
    assert (item["text"], item["items"][0]["text"]) == ("How long?", "Six weeks.")


def test_cells_span_as_printed_and_the_foot_becomes_notes() -> None:
    table = entry("table-8")["table"]
    assert table["title"] == "Doses"
    assert table["columns"] == [
        {"id": "c1"},
        {"id": "c2", "group": "Dose"},
        {"id": "c3", "group": "Dose"},
    ]
    assert [row["cells"] for row in table["rows"]] == [
        {"c1": {"text": "Children", "rows": 2}, "c2": "5 mg^n2^"},
        {"c2": {"text": "none [@cedar-1999]", "columns": 2}},
    ]
    assert table["notes"] == [
        {"id": "n1", "text": "See the text."},
        {"id": "n2", "text": "Each day."},
    ]


def test_a_work_of_several_lists_is_one_reference() -> None:
    document = read()
    references = document.files["references"]["references"]
    assert [each["id"] for each in references] == ["alder-2001", "cedar-1999"]
    assert references[0]["PMID"] == "11111111"
    assert references[0]["authors_complete"] is False
    assert entry("p-21", document)["text"] == "Tablets help too. [@alder-2001]"


def test_each_element_is_taken_or_left_out_with_a_reason() -> None:
    document = read()
    assert document.account.taken == {
        "entries of literature": 3,
        "works": 2,
        "PMIDs": 1,
        "sections": 3,
        "paragraphs": 6,
        "citations": 6,
        "levels of evidence": 2,
        "links": 4,
        "figures": 1,
        "lists": 2,
        "items": 6,
        "tables": 1,
        "cells": 8,
    }
    assert left_out(document) == {
        "styles": 1,
        "links to terms": 1,
        "pictures": 1,
        "note marks": 2,
        "SummaryKeyWord": 1,
        "AltTitle": 1,
        "SectionType": 1,
    }


@pytest.mark.parametrize(
    ("old", "new", "asked"),
    [
        (
            "Level of evidence: 1iiA",
            "Level of evidence: 9z",
            "the scale has no level “9z”",
        ),
        ('refidx="2"/></entry>', 'refidx="7"/></entry>', "it cites number 7, which is in no list"),
        ('<KeyPoint id="_9k">Sprays come first.</KeyPoint>', "", "the section has no heading"),
        ('alt="A grain of pollen."', 'alt=""', "the figure has no text alternative"),
        ("#_10", "#_99", "a link leads to _99, which is not there"),
        ("English", "Klingon", "the language is “Klingon”"),
        ("Springfield, Ill: Tree Press, 1999.", "in the cupboard", "the citation was not read"),
        (
            "</SummaryTitle>",
            '</SummaryTitle><PatientVersionOf ref="CDR5"/>',
            "this file is made from CDR5",
        ),
        (
            "Left side.</ListItem>",
            "Left side.<ItemizedList><ListItem>a</ListItem></ItemizedList> tail</ListItem>",
            "words behind a list",
        ),
        (
            '<QandASet id="_11">',
            '<Note>loose</Note><QandASet id="_11">',
            "",
        ),
    ],
)
def test_what_a_person_must_decide_is_asked(old: str, new: str, asked: str) -> None:
    assert SUMMARY.count(old) == 1
    document = read(SUMMARY.replace(old, new))
    said = [*(each.text for each in document.account.questions), *document.account.lines()]
    assert any((asked or "does not know this element") in each for each in said)


def test_a_level_that_is_misspelt_is_that_of_its_link_and_asked_about() -> None:
    text = SUMMARY.replace(
        "A second claim.",
        'And.<Reference refidx="1"/>[<LOERef href="L1">Level of evidence: IiiA</LOERef>] A second claim.',
    )
    document = read(text)
    level = entry("p-2", document)["evidence"][1]
    assert level["level"] == "1iiA"
    assert "IiiA" in level["note"]
    assert any("is it 1iiA?" in each.text for each in document.account.questions)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_understood(encoding: str) -> None:
    text = SUMMARY.replace('<?xml version="1.0" encoding="UTF-8"?>\n', "")
    assert read(text.encode(encoding)).files == read().files


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no XML",
        SUMMARY.encode()[:900],
        b"<Article/>",
        b"<Summary/>",
        b'<!DOCTYPE S [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;&a;">]><Summary><SummaryTitle>&c;</SummaryTitle></Summary>',
        b'<!DOCTYPE S [<!ENTITY a SYSTEM "file:///etc/hostname">]><Summary><SummaryTitle>&a;</SummaryTitle></Summary>',
        b"<Summary>" + b"<SummarySection>" * 200 + b"</SummarySection>" * 200 + b"</Summary>",
        b"<Summary><SummaryTitle>" + b"<Strong>" * 50_000,
        SUMMARY.encode("utf-16")[:-1],
        b"\xff\xfe\x00\xd8",
    ],
)
def test_hostile_xml_ends_as_a_problem(data: bytes) -> None:
    with pytest.raises(UnusableError):
        read(data)


def test_a_level_given_twice_for_one_work_names_where_each_stands() -> None:
    again = 'A second claim.<Reference refidx="2"/>[<LOERef href="L2">Level of evidence: 3iiiDi</LOERef>] And'
    document = read(SUMMARY.replace("A second claim.", again))
    levels = entry("p-2", document)["evidence"]
    assert [(each["level"], each.get("at")) for each in levels] == [
        ("1iiA", None),
        ("3iiiDi", "cedar-1999#2"),
        ("3iiiDi", "cedar-1999#3"),
    ]


def test_text_behind_a_section_is_its_end_and_asked_about() -> None:
    end = "</QandASet>\n  </SummarySection>"
    assert SUMMARY.count(end) == 1
    behind = '<Para id="_77">Behind.</Para><Para id="_78">Further behind.</Para>'
    document = read(SUMMARY.replace(end, f"{end}{behind}"))
    (inner,) = entry("overview-of-hay-fever", document)["sections"]
    assert [each["id"] for each in inner["content"]] == ["p-10", "questions-11", "p-77", "p-78"]
    asked = [each.text for each in document.account.questions]
    assert sum("is its end now; does it belong there?" in each for each in asked) == 1


@pytest.mark.parametrize(
    ("sign", "becomes", "left"),
    [
        ("\u2028", " ", 0),
        ("\u0085", " ", 0),
        ("e\u0301", "\u00e9", 0),
        ("\u202e", "", 1),
        ("\u200b\u200b", "", 2),
        ("\ufffd", "", 1),
        ("\u0645\u06cc\u200c\u0631", "\u0645\u06cc\u200c\u0631", 0),
    ],
)
def test_one_sign_that_no_content_may_hold_does_not_stop_the_file(
    sign: str, becomes: str, left: int
) -> None:
    document = read(SUMMARY.replace("Sprays are used daily.", f"Sprays are{sign}used daily."))
    texts = [each.get("text", "") for each in flatten(document.files["guideline"]).entries.values()]
    assert any(f"Sprays are{becomes}used daily." in text for text in texts)
    assert left_out(document).get("signs", 0) == left


def test_an_entity_of_the_file_is_named_with_what_to_do() -> None:
    text = '<!DOCTYPE Summary [<!ENTITY drug "x">]><Summary>&drug;</Summary>'
    with pytest.raises(UnusableError, match=r"the entity drug; .*: write what it stands for"):
        read(text)
