"""What is copied for a patient's record says no less than the card: doses, conditions, lists whole."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conftest import TESTS
from guidepress.classify.context import cite
from guidepress.content import read_content
from guidepress.export import EXPORTS
from guidepress.export.condition_words import ConditionWords
from guidepress.export.evidence import find_dose_notes, stand_alone
from guidepress.export.wording import for_whom
from guidepress.model import Block, Condition, Evidence, Item, Option, Subpopulation
from guidepress.model.block import ItemList, Note
from guidepress.prose.citations import cited_keys
from guidepress.prose.render import render_claim, render_plain
from guidepress.site.lineage import Lineage
from guidepress.site.templates import render_template
from guidepress.site.view import View
from guidepress.units import render_with_years
from laws.surfaces import page_of, release_bundles


def page(piece: str) -> str:
    bundle = dict(read_content(TESTS / "pieces" / piece, piece).bundle)
    return page_of(release_bundles([bundle], ["2026-11-02"]))


def record(piece: str, option: str) -> list[str]:
    """Return the lines of the text for the record of an option."""
    found = re.search(rf'data-record="{option}".*?<pre[^>]*>(.*?)</pre>', page(piece), re.DOTALL)
    assert found
    return unescape(found[1]).splitlines()


def test_an_entry_of_a_list_begins_with_the_words_before_the_list() -> None:
    excluded = [
        each for each in record("uspstf/1", "bone-measurement") if "glucocorticoids" in each
    ]
    assert excluded == [
        "Also stated: It does not apply to people who: take glucocorticoids for long"
    ]


def test_each_dose_is_copied_with_its_condition() -> None:
    lines = record("gonorrhoea", "doxycycline")
    assert [each.rpartition(", ")[2] for each in lines if each.startswith("Dose: ")] == [
        "applies when Pregnancy: not pregnant",
        "applies when Pregnancy: pregnant",
    ]
    assert "Applies when: no condition stated for the option itself" in record(
        "influenza", "oseltamivir"
    )


def test_a_dose_is_copied_with_what_its_rows_of_a_table_state() -> None:
    lines = [each for each in record("antenatal", "daily") if each.startswith("Dose: ")]
    treat, common, daily, folate = (each.partition(", applies when ")[2] for each in lines)
    # The dose states what its row states: it is said once.
    assert treat.startswith("anaemia [")
    assert "by its row" not in treat
    row = "(by its row in the table; anaemia [(Week of pregnancy is at most 12 weeks and "
    assert common.startswith(
        f"‘anaemia’ does not hold and Prevalence of anaemia in the population is at least 40% {row}"
    )
    assert "at most 20% and Side effects of iron are present (by its row" in daily
    assert folate.startswith("(anaemia) or (‘anaemia’ does not hold and ")
    assert folate.count("Week of pregnancy is at most 12 weeks") == 1
    assert "Applies when: no condition stated for the option itself" in record("antenatal", "daily")


def test_a_card_says_once_what_a_term_in_the_rows_of_its_doses_means() -> None:
    [card] = re.findall(r'<h3 id="daily".*?data-record="daily"', page("antenatal"), re.DOTALL)
    rows = re.findall(r'<div class="gp-dose".*?</div>', card, re.DOTALL)
    assert [each.count("12 weeks") for each in rows] == [1, 0, 0, 0]
    assert ["by its row in the table)" in each for each in rows] == [False, True, True, True]
    [meaning] = re.findall(r"<dt>Meaning</dt> <dd>.*?</dd>", card)
    assert meaning.count("12 weeks") == 1


def test_levels_of_recommendations_are_copied_with_their_words_each_once() -> None:
    lines = record("kdigo/2", "protein")
    assert [each for each in lines if each.startswith(("Strength ", "Certainty "))] == [
        "Strength 2: we suggest: different choices fit different people",
        "Certainty C: low: the true effect may differ substantially from the estimate",
        "Certainty B: moderate: the true effect is probably close, and may differ substantially",
    ]


def test_a_condition_of_a_dose_and_one_of_its_row_are_both_said() -> None:
    guideline = read_content(TESTS / "pieces/antenatal", "antenatal").guideline
    own = Condition(factor="weeks", at_least="28")
    daily = guideline.options[0]
    doses = tuple(replace(each, applies_when=own) for each in daily.doses)
    guideline = replace(guideline, options=(replace(daily, doses=doses), *guideline.options[1:]))
    said = ConditionWords(guideline).dose(doses[1])
    assert ", applies when Week of pregnancy is at least 28 weeks, and when ‘anaemia’ does" in said


def test_what_is_noted_below_a_table_of_doses_is_on_the_card_and_in_the_record() -> None:
    note = "First ask for reactions to beta-lactams."
    assert f"Note to the doses: {note} [Centers" in "\n".join(record("gonorrhoea", "ceftriaxone"))
    assert not any(note in each for each in record("gonorrhoea", "doxycycline"))
    cards = page("gonorrhoea").split('<div class="gp-option"')[1:]
    noted = [re.findall(r'data-option="([^"]*)"', each)[0] for each in cards if note in each]
    # The last card is followed by the sections, where the table is.
    assert noted[:2] == ["ceftriaxone", "cefixime"]


def test_a_note_at_other_rows_only_is_not_taken_for_one_of_these_doses() -> None:
    guideline = read_content(TESTS / "pieces/gonorrhoea", "gonorrhoea").guideline
    block = next(each for each in guideline.blocks() if each.id == "regimens-table")
    table = block.table
    assert table
    first = table.rows[0]
    cells = tuple(replace(e, text="ceftriaxone^other^") if e.text else e for e in first.cells)
    changed = replace(
        table,
        notes=(*table.notes, Note(id="other", text="Not with calcium.")),
        rows=(replace(first, cells=cells), *table.rows[1:]),
    )
    sections = tuple(
        replace(
            each,
            content=tuple(
                replace(e, table=changed) if e.id == block.id else e for e in each.content
            ),
        )
        for each in guideline.sections
    )
    guideline = replace(guideline, sections=sections)
    names = {
        option.id: [note.id for _, note in find_dose_notes(guideline, option.doses)]
        for option in guideline.options
    }
    assert names["ceftriaxone"] == ["note", "other"]
    assert names["cefixime"] == ["note"]


def test_in_the_prose_of_a_page_a_number_stays_with_its_unit() -> None:
    html = page("kdigo/2")
    (says,) = re.findall(r'<div class="gp-says"><p>(Adults with a GFR below.*?)</p>', html)
    assert 'eat <span class="gp-unit">0.8 g/kg' in says
    said = page("gonorrhoea")
    assert '<span class="gp-unit">500 mg</span>' in said
    # What is in a tag is left as it is.
    assert not re.search(r'"[^"<>]*<span class=', said)


def test_a_card_names_no_dose_as_if_it_had_no_condition() -> None:
    assert (
        "Consists of: ceftriaxone: 500 mg for each dose (on its condition, below) or "
        "ceftriaxone: 1 g for each dose (on its condition, below)</p>"
    ) in page("gonorrhoea")
    daily = re.search(r"In this order: (.*?)</p>", page("antenatal"))
    assert daily
    assert daily[1].count("on its condition, below") == len(re.findall(" or |then ", daily[1])) + 1


def test_a_sentence_below_a_dose_says_that_it_names_the_source() -> None:
    written = page("influenza")
    assert "Source: The label." in written
    assert "Source: A paediatric society." in written


def test_an_option_at_a_glance_has_each_direction_of_the_parts() -> None:
    row = re.search(r'<a[^>]*href="#metformin".*?</tr>', page("kdigo/2"), re.DOTALL)
    assert row
    directions = re.findall(r'aria-label="([^"]*), to the recommendation', row[0])
    assert directions == ["By part: for, either way, against", "For", "Either way", "Against"]


@pytest.mark.parametrize(
    ("population", "words"),
    [
        ("adults", "for adults"),
        ("with diabetes", "with diabetes"),
        ("in the first year", "in the first year"),
        ("aged 60 and older", "aged 60 and older"),
        ("women", "for women"),
    ],
)
def test_for_whom_something_is_reads_as_the_part_of_a_sentence(population: str, words: str) -> None:
    assert for_whom(population) == words


def test_two_of_something_that_has_no_unit_are_two_and_not_two_of() -> None:
    assert "equal to 2 inhalations of 5 mg" in page("influenza")


def test_months_that_are_years_are_shown_as_years_too_and_only_on_pages() -> None:
    """From two years on, and only where they are whole; no file of a release has them."""
    assert "Age is at least 60 months (5 years)" in page("influenza")
    assert "Age is at least 24 months (2 years) and below 156 months (13 years)" in page(
        "influenza"
    )
    assert "12 months (" not in page("influenza")
    influenza = read_content(TESTS / "pieces/influenza", "influenza").guideline
    files = [each.render(influenza) for each in EXPORTS.values()]
    assert not any("(5 years)" in text for text in files)
    assert [render_with_years(each, "mo") for each in ("18", "23", "24", "30", "60.0")] == [
        "18 months",
        "23 months",
        "24 months (2 years)",
        "30 months",
        "60.0 months",
    ]
    assert render_with_years("24", "a") == "24 years"


TITLES = ("", "Not for people who:", "Not for these [@a]:", "Of two:\n- one [@b]\n- other")
ENTRIES = ("take it", "- first [@b]\n- second", "1. once [@a]\n2. twice", "know it [@c]")


@given(st.sampled_from(TITLES), st.lists(st.sampled_from(ENTRIES), min_size=1, max_size=3))
def test_an_entry_that_stands_alone_has_every_line_and_every_citation_before_it(
    title: str, entries: list[str]
) -> None:
    """Each entry is one below the one before, so that the last has all of them before it."""
    items: tuple[Item, ...] = ()
    for number, text in reversed([*enumerate(entries)]):
        items = (Item(id=f"i{number}", text=text, citations=cited_keys(text), items=items),)
    population = Subpopulation(text="adults")
    block = Block(
        id="b", kind="harm", population=population, list=ItemList(title=title, items=items)
    )
    found = [*stand_alone(Option(id="o", name="O", standing="listed", content=(block,)))]
    assert [each.id for each in found] == [f"b.i{number}" for number in range(len(entries))]
    for number, each in enumerate(found, start=1):
        parts = [title, *entries[:number]]
        assert set(each.citations) == {key for part in parts for key in cited_keys(part)}
        assert (each.kind, each.population) == ("harm", population)
        lines = render_plain(each.text).split("\n")
        listed = [
            line for part in parts for line in render_plain(part).split("\n") if line[:1] in "•12"
        ]
        assert [line for line in listed if line and line not in lines] == []
        assert render_claim(each.text) == " ".join(map(render_claim, filter(None, parts)))


def test_a_level_stays_at_its_own_citation_where_the_words_before_cite_the_same_work() -> None:
    level = Evidence(scale="s", scale_version="1", level="2", references=("a",), at="a")
    item = Item(id="i", text="know it [@a]", citations=("a",), evidence=(level,))
    block = Block(id="b", list=ItemList(title="Not for [@a]:", items=(item,)))
    (found,) = stand_alone(Option(id="o", name="O", standing="listed", content=(block,)))
    assert [each.at for each in found.evidence] == ["a#2"]


@pytest.mark.parametrize("piece", ["gonorrhoea", "antenatal", "influenza", "kdigo/2", "uspstf/1"])
def test_the_record_names_every_work_that_the_card_shows(piece: str) -> None:
    guideline = read_content(TESTS / "pieces" / piece, piece.partition("/")[0]).guideline
    view = View(guideline=guideline, root="../", lineage=Lineage({}, ()))
    for option in guideline.options:
        card = render_template(
            "option.html", view=view, guideline=guideline, option=option, level=3
        )
        text = "\n".join(view.record(option))
        works = {each.id: cite(each) for each in guideline.references}
        card = card.partition("<footer")[0]
        missing = {key for key in works if f'href="#{key}"' in card and works[key] not in text}
        assert missing == set(), option.id


def test_a_contraindication_of_a_group_is_in_the_record_of_its_options() -> None:
    lines = record("gonorrhoea", "cefixime")
    # "None of these" says nothing of one option alone.
    assert [
        each
        for each in lines
        if each.startswith("Contraindication: Of all in “Alternatives”: None of these is")
    ]
    assert "Of all in “Alternatives”: <a href" in page("gonorrhoea")


def test_the_record_says_which_doses_belong_together_and_which_are_one_of_several() -> None:
    (both,) = [
        each for each in record("gonorrhoea", "gentamicin-azithromycin") if "Consists" in each
    ]
    assert re.fullmatch(r"Consists of: gentamicin: 240 mg .* and azithromycin: 2 g .*", both)
    (either,) = [each for each in record("gonorrhoea", "ceftriaxone") if "Consists" in each]
    assert re.fullmatch(r"Consists of: ceftriaxone: 500 mg .* or ceftriaxone: 1 g .*", either)


def test_a_contraindication_that_has_a_level_is_called_one_in_the_record() -> None:
    guideline = read_content(TESTS / "pieces/gonorrhoea", "gonorrhoea").guideline
    view = View(guideline=guideline, root="../", lineage=Lineage({}, ()))
    level = Evidence(scale="s", scale_version="1", level="2")
    block = Block(id="b", text="Not in gout.", kind="contraindication", evidence=(level,))
    lines = view.record(replace(guideline.options[0], content=(block,)))
    (told,) = [each for each in lines if each.endswith("Given for: Not in gout.")]
    assert told.startswith("Contraindication, level 2: ")
