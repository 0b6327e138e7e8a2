"""The matrix of options, the time line and the status line, from data."""

from __future__ import annotations

import dataclasses
import re
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

import pytest
from msgspec.structs import replace

from conftest import REPOSITORY, TESTS
from guidepress.content import read_content
from guidepress.export.evidence import find_cautions
from guidepress.history.archive import Archive, Release
from guidepress.history.reading import read_archive
from guidepress.model import Guideline, from_data, to_data
from guidepress.site.dates import count_years, render_age, render_status, render_unstated
from guidepress.site.glance import MOST_COLUMNS, OTHER, read_glance
from guidepress.site.legend import list_words
from guidepress.site.lineage import Lineage
from guidepress.site.pages import _body_blocks, _glance_blocks
from guidepress.site.summary import Summary, Tombstone
from guidepress.site.templates import keep_units, render_template
from guidepress.site.timeline import DOT_APART, read_timeline
from guidepress.site.view import View
from laws.surfaces import visible

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.checkout

GID = "childhood-sts-recurrent"


@pytest.fixture(scope="module")
def archive(repository: Path) -> Archive:
    return read_archive(repository / "content" / GID)


def guideline_of(archive: Archive, wanted: dict[str, Any], **more: Any) -> Guideline:
    """Return the guideline with a number for each factor, and options with these conditions."""
    bundle = dict(archive.releases[-1].bundle)
    names = [f"f{number}" for number in range(12)]
    factors = [{"id": each, "name": each.upper(), "type": "number", "values": []} for each in names]
    options = [
        {**bundle["options"][0], "id": key, "name": key, **({"applies_when": each} if each else {})}
        for key, each in wanted.items()
    ]
    for option, each in zip(options, wanted.values(), strict=True):
        if not each:
            option.pop("applies_when", None)
    return from_data(Guideline, {**bundle, "factors": factors, "options": options, **more})


def leaf(factor: str, **more: Any) -> dict[str, Any]:
    return {"factor": factor, "at_least": "65", **more}


def test_a_column_is_a_factor_that_some_condition_names(archive: Archive) -> None:
    made = guideline_of(archive, {"a": {"all": [leaf("f2"), leaf("f0")]}, "b": None})
    glance = read_glance(made, made.options)
    assert [each.id for each in glance.columns] == ["f0", "f2"]
    assert not glance.other
    assert glance.rows[1].parts == {}
    assert "F1" in [each.name for each in glance.unnamed]


def test_of_many_factors_the_four_that_most_conditions_name_are_columns(archive: Archive) -> None:
    often = [leaf(each) for each in ("f11", "f7", "f3", "f9")]
    rare = [leaf(f"f{number}") for number in range(11)]
    made = guideline_of(
        archive, {"a": {"all": often}, "b": {"all": often}, "c": {"all": [*often, *rare]}}
    )
    glance = read_glance(made, made.options)
    assert len(glance.columns) == MOST_COLUMNS
    assert [each.id for each in glance.columns] == ["f3", "f7", "f9", "f11"]
    assert glance.other
    assert len(glance.rows[2].parts[OTHER]) == len(rare) - 3
    assert glance.rows[2].parts[OTHER][0].text == "F0 is at least 65"


def test_a_condition_on_several_factors_or_on_none_stands_in_words(archive: Archive) -> None:
    either = {"any": [leaf("f0"), leaf("f1")]}
    made = guideline_of(archive, {"a": {"all": [either, {"text": "fit for surgery"}]}})
    parts = read_glance(made, made.options).rows[0].parts
    assert [each.text for each in parts[OTHER]] == [
        "F0 is at least 65 or F1 is at least 65",
        "fit for surgery",
    ]


def test_a_factor_is_not_said_to_be_named_by_nothing_where_a_condition_or_a_dose_names_it(
    archive: Archive,
) -> None:
    either = {"any": [leaf("f0"), leaf("f1")]}
    made = guideline_of(archive, {"a": either})
    unnamed = [each.id for each in read_glance(made, made.options).unnamed]
    assert not {"f0", "f1"} & {*unnamed}
    assert "f2" in unnamed
    piece = read_content(TESTS / "pieces/gonorrhoea", "gonorrhoea").guideline
    assert read_glance(piece, piece.options).unnamed == []


def test_a_factor_that_a_row_names_for_a_dose_is_one_that_the_doses_depend_on() -> None:
    piece = read_content(TESTS / "pieces/antenatal", "antenatal").guideline
    glance = read_glance(piece, piece.options)
    assert [each.thing.id for each in glance.rows] == ["daily", "weekly"]
    every = ["Haemoglobin", "Week of pregnancy", "Prevalence of anaemia in the population"]
    assert glance.rows[0].inside == [*every, "Side effects of iron", "Pallor"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Week ≥ 38, ≤ 40 weeks.", ["≥ 38", "≤ 40 weeks."]),
        ("GFR < 45 mL/min/1.73 m2 or > 90", ["&lt; 45 mL/min/1.73 m2", "&gt; 90"]),
        ("GFR < 45 mL/min/1.73 m²", ["&lt; 45 mL/min/1.73 m²"]),
        ("≥20 mg, at least 30 kg", ["≥20 mg", "30 kg"]),
        ("5–10 mg in 3, then", ["10 mg"]),
        ("R&D < a & b > c", []),
    ],
)
def test_no_line_ends_between_a_sign_its_number_and_the_unit(text: str, kept: list[str]) -> None:
    html = str(keep_units(text))
    assert re.findall('<span class="gp-unit">(.*?)</span>', html) == kept
    assert visible(html) == text


def test_a_factor_that_a_recommendation_on_an_option_or_its_part_names_is_not_unnamed() -> None:
    """What decides on metformin is its part's GFR: that nothing names it would mislead."""
    piece = read_content(TESTS / "pieces/kdigo/2", "kdigo").guideline
    glance = read_glance(piece, piece.options)
    unnamed = {each.id for each in glance.unnamed}
    assert not {"age-group", "gfr", "albumin", "diabetes"} & unnamed
    # Those of recommendations that are on no option stay.
    assert "percentile" in unnamed
    view = View(guideline=piece, root="../", lineage=Lineage({}, []))
    # It has no doses, so that none are named.
    said = "No condition of an option or of a recommendation on it names "
    assert said in "".join(_glance_blocks(view))


def test_what_a_guideline_has_none_of_is_not_named(archive: Archive) -> None:
    made = guideline_of(archive, {"a": leaf("f0")})
    view = View(guideline=made, root="../", lineage=Lineage({}, []))
    assert "No condition of an option names F1, " in "".join(_glance_blocks(view))


def test_on_a_phone_each_condition_says_what_it_is_about() -> None:
    piece = read_content(TESTS / "pieces/gonorrhoea", "gonorrhoea").guideline
    view = View(guideline=piece, root="../", lineage=Lineage({}, []))
    html = "".join(_glance_blocks(view))
    assert '<span class="gp-narrow">Ceftriaxone: </span>not available' in html
    assert '<span class="gp-narrow">Chlamydia: </span>not excluded' in html
    factors = render_template("factors.html", view=view, guideline=piece)
    assert '<a href="#alternatives">Alternatives</a>' in factors


def row_of(html: str, thing: str) -> str:
    """Return the row of an option or recommendation at a glance."""
    found = re.search(
        rf'<tr[^>]* data-(?:option|recommendation)="{thing}".*?</tr>', html, re.DOTALL
    )
    assert found
    return found[0]


def test_what_is_stated_against_an_option_is_on_its_card_in_its_row_and_labelled_in_the_text() -> (
    None
):
    """Also where it is stated of its group, or in a section; harms and interactions likewise."""
    piece = read_content(TESTS / "pieces/gonorrhoea", "gonorrhoea").guideline
    view = View(guideline=piece, root="../", lineage=Lineage({}, []))
    glance, body = "".join(_glance_blocks(view)), "".join(_body_blocks(view))
    row = visible(row_of(glance, "cefixime"), " ")
    assert "contraindications stated: 1" in row
    assert 'href="#alternatives-not-pharynx"' in row_of(glance, "cefixime")
    assert "stated: " not in visible(row_of(glance, "ceftriaxone"), " ").lower()
    _, _, card = body.partition('data-option="cefixime"')
    card = card.partition("data-option=")[0]
    assert "Contraindications stated: 1" in card
    assert '<a href="#alternatives-not-pharynx">None of these is suitable' in card
    _, _, text = body.partition('id="alternatives-not-pharynx"')
    assert visible(text, " ").split()[1:4] == ["#", "Contraindication", "None"]


def test_a_recommendation_whose_parts_differ_is_nowhere_a_bare_for() -> None:
    piece = read_content(TESTS / "pieces/kdigo/2", "kdigo").guideline
    view = View(guideline=piece, root="../", lineage=Lineage({}, []))
    glance, body = "".join(_glance_blocks(view)), "".join(_body_blocks(view))
    for thing in ("metformin", "use-of-metformin"):
        row = row_of(glance, thing)
        [first, *_] = re.findall(r'class="gp-direction [^>]*>([^<]*)<', row)
        assert first == "By part: for, either way, against"
    _, _, head = body.partition('<h3 id="use-of-metformin"')
    assert visible(head.partition(">")[2]).startswith(
        "4.4.3 By part: for, either way, against, strength 1"
    )
    assert ">Against</span>" in row_of(glance, "metformin")
    assert "by part" not in row_of(glance, "arb-or-ace").lower()


def test_each_caution_is_found_wherever_it_is_stated(archive: Archive) -> None:
    def claim(name: str, **more: Any) -> dict[str, Any]:
        own = {"id": name, "type": "text", "text": f"On {name}.", "citations": [], "evidence": []}
        return {**own, "about": [], "cites_retracted": [], "renders": [], "replaces": [], **more}

    made = guideline_of(archive, {"a": None, "b": None})
    bundle = to_data(made)
    bundle["sections"][0]["content"] = [
        claim("in-a-section", kind="harm", about=["a"]),
        claim("of-another", kind="harm", about=["b"]),
        claim("no-harm", kind="benefit", about=["a"]),
    ]
    items = [{**claim("entry", kind="contraindication"), "items": []}]
    items[0].pop("type")
    listed = claim(
        "listed", type="list", list={"title": "Not for:", "items": items, "citations": []}
    )
    listed.pop("text")
    bundle["options"][0]["content"] = [claim("mixes", kind="interaction"), listed]
    read = from_data(Guideline, bundle)
    found = find_cautions(read, read.options[0])
    assert [(each.kind, each.id) for each in found] == [
        ("interaction", "mixes"),
        ("contraindication", "listed.entry"),
        ("harm", "in-a-section"),
    ]


def test_a_named_condition_stands_in_the_column_of_its_factor(archive: Archive) -> None:
    named = [{"id": "old", **leaf("f1", text="in old age")}]
    made = guideline_of(archive, {"a": {"ref": "old"}}, conditions=named)
    glance = read_glance(made, made.options)
    assert [each.id for each in glance.columns] == ["f1"]
    assert "in old age" in glance.rows[0].parts["f1"][0].text


def test_words_of_the_author_stand_with_what_is_computed(archive: Archive) -> None:
    condition = leaf("f0", text="in some old patients", sufficient=False)
    made = guideline_of(archive, {"a": condition, "b": {"text": "for some", "sufficient": False}})
    first, second = read_glance(made, made.options).rows
    assert first.parts["f0"][0][:2] == (
        "in some old patients",
        "at least 65 (which is not enough on its own)",
    )
    assert second.parts[OTHER][0][:2] == ("for some (which is not enough on its own)", "")


def released(archive: Archive, *days: tuple[str | None, str], reviewed: str = "") -> list[Release]:
    """Return releases of these days of content and of publication."""
    first = archive.releases[-1]
    made = []
    for number, (updated, day) in enumerate(days, start=1):
        bundle = dict(first.bundle)
        identity = {key: each for key, each in bundle["guideline"].items() if key != "updated"}
        identity |= {"updated": updated} if updated else {}
        identity |= {"reviewed": reviewed} if reviewed else {}
        guideline = from_data(Guideline, {**bundle, "guideline": identity})
        entry = {**first.entry, "released": day}
        made.append(_Released(f"{number}.0.0", entry, guideline))
    return made  # type: ignore[return-value]


class _Released:
    def __init__(self, version: str, entry: Any, guideline: Guideline) -> None:
        self.version, self.entry, self.guideline = version, entry, guideline


def test_the_time_line_is_a_true_axis_of_the_days_of_content(archive: Archive) -> None:
    made = released(archive, ("2010-01-01", "2010-02-01"), ("2015-01-01", "2020-01-01"))
    line = read_timeline(made, made[-1])
    assert line
    assert [each.at for each in line.dots] == [0, 50]
    assert line.known == 50
    assert not line.reviewed
    assert [name for _, name, _ in line.days] == ["Jan 2010", "Jan 2015", "Jan 2020"]
    assert [each.here for each in line.dots] == [False, True]
    assert "No review is stated." in line.words


def test_a_review_makes_the_content_known_until_then(archive: Archive) -> None:
    made = released(archive, ("2010-01-01", "2020-01-01"), reviewed="2020-01-01")
    line = read_timeline(made, made[-1])
    assert line
    assert line.known == 100
    assert line.reviewed


def test_a_reconstruction_is_a_span(archive: Archive) -> None:
    line = read_timeline(archive.releases, archive.releases[-1])
    assert line
    assert line.dots[0].since == 0
    assert "between 6 December 2008 and 28 January 2015" in line.dots[0].name


def test_a_guideline_of_one_day_has_no_time_line(archive: Archive) -> None:
    made = released(archive, ("2020-01-01", "2020-01-01"))
    assert read_timeline(made, made[-1]) is None


def test_of_one_version_without_a_review_there_is_nothing_to_draw(archive: Archive) -> None:
    made = released(archive, ("2010-01-01", "2020-01-01"))
    assert read_timeline(made, made[-1]) is None


def test_dots_and_labels_of_many_releases_can_be_told_apart(archive: Archive) -> None:
    days = [(f"2015-01-{day:02}", f"2015-02-{day:02}") for day in range(1, 13)]
    made = released(archive, ("2010-01-01", "2010-01-01"), *days)
    line = read_timeline(made, made[-1])
    assert line
    places = [each.at for each in line.dots]
    assert places == sorted(places)
    assert max(places) <= 100
    assert places[1] - places[0] >= DOT_APART
    assert 1 < sum(each.labelled for each in line.dots) < len(places)


def test_the_day_of_publication_below_the_newest_dot_says_so(archive: Archive) -> None:
    made = released(archive, ("2013-01-15", "2013-02-01"), ("2025-01-01", "2025-03-01"))
    line = read_timeline(made, made[-1])
    assert line
    assert not line.end_named
    assert [day for _, day, _ in line.days] == ["Jan 2013", "published Mar 2025"]


# Where labels come close: at either end, beside each other, below "published here".
TIMES: tuple[tuple[tuple[str, str], ...], ...] = (
    (("2013-01-15", "2013-02-01"), ("2024-03-01", "2025-02-01")),
    (("2020-05-01", "2022-10-01"), ("2020-09-01", "2025-02-01")),
    (("2016-03-01", "2022-10-01"), ("2021-09-01", "2025-02-01")),
    (("2010-01-01", "2010-01-01"), ("2011-08-01", "2012-01-01"), ("2013-01-01", "2024-01-01")),
    tuple((f"20{year}-01-01", f"20{year}-02-01") for year in range(10, 26)),
)
TEXTS = """() => [...document.querySelectorAll('.gp-timeline text, .gp-timeline circle')]
  .filter((each) => each.checkVisibility()).map((each) => {
    const box = each.getBoundingClientRect();
    return [each.textContent, box.left, box.right, box.top, box.bottom];
  })"""


@pytest.mark.browser
@pytest.mark.parametrize("media", ["screen", "print"])
def test_what_the_time_line_says_is_not_written_over_or_cut_in_any_width(
    archive: Archive, browser: Browser, media: Literal["screen", "print"]
) -> None:
    style = (REPOSITORY / "site_overrides/assets/guidepress.css").read_text("utf-8")
    page = browser.new_page()
    page.emulate_media(media=media)
    for times in TIMES:
        made = released(archive, *times)
        for number in (1, len(made)):
            # An old page has the versions up to its own.
            line = read_timeline(made[:number], made[number - 1])
            if line is None:
                continue
            html = render_template("timeline.html", line=line, base="")
            page.set_content(
                f"<!doctype html><style>{style} body {{ margin: 0 }}</style>"
                f"<div class='md-content'><div class='md-typeset'>{html}</div></div>"
            )
            for width in (296, 358, 440, 660, 900):
                page.set_viewport_size({"width": width, "height": 300})
                boxes = page.evaluate(TEXTS)
                texts = [each for each in boxes if each[0]]
                assert len(texts) > 2
                assert [e for e in boxes if e[1] < 0 or e[2] > width + 0.5] == [], (width, times)
                met = [
                    (one[0], other[0])
                    for one, other in combinations(texts, 2)
                    if one[1] < other[2]
                    and other[1] < one[2]
                    and one[3] < other[4] - 2
                    and other[3] < one[4] - 2
                ]
                assert met == [], (width, times)
    page.close()


@pytest.mark.parametrize(
    ("first", "last", "years", "words"),
    [
        ("2015-01-29", "2026-11-24", 11, "11 years old"),
        ("2015-01-29", "2016-01-28", 0, ""),
        ("2015-01-29", "2016-01-29", 1, "1 year old"),
        (None, "2026-11-24", 0, ""),
        ("2026-11-24", "2015-01-29", 0, ""),
    ],
)
def test_the_age_of_content_is_in_full_years(
    first: str | None, last: str, years: int, words: str
) -> None:
    assert count_years(first, last) == years
    assert render_age(years) == words


def test_the_status_line_says_age_and_review(archive: Archive) -> None:
    first, latest = (each.guideline.identity for each in archive.releases)
    assert render_status(latest) == [
        "content of January 2015, 11 years old",
        "no review stated since",
    ]
    assert render_status(first) == [
        "content from between December 2008 and January 2015",
        "a reconstruction",
    ]
    reviewed = replace(latest, reviewed="2026-05-01", review_due="2027-05-01")
    assert render_status(reviewed)[1:] == ["reviewed May 2026", "next review due May 2027"]
    assert "date of a review" not in render_unstated(reviewed)
    assert "last search for evidence" in render_unstated(reviewed)


def test_each_level_and_mark_of_a_page_is_explained_once(archive: Archive) -> None:
    latest = archive.releases[-1].guideline
    terms = [each.term for each in list_words(latest).values()]
    assert terms == ["2Diii", "3iiiA", "No citation", "Cited, not graded"]
    anchors = {each.anchor for each in list_words(latest).values()}
    assert len(anchors) == len(terms)
    said = " ".join(each.meaning for each in list_words(latest).values())
    assert "Level as given by the source: " in said
    # Where no source is stated, nothing is said of one.
    own = replace(latest, identity=replace(latest.identity, source=None, sources=()))
    said = " ".join(each.meaning for each in list_words(own).values())
    assert "Level as given by the guideline: " in said
    assert "source" not in said
    old = [each.term for each in list_words(archive.releases[0].guideline).values()]
    assert old == ["Citations not known"]


def test_each_grade_at_a_glance_says_whose_it_is_and_what_it_means() -> None:
    """One line for a grade: what belongs to whom is not to be guessed from the order."""
    piece = read_content(TESTS / "pieces/kdigo/1", "kdigo").guideline
    view = View(guideline=piece, root="../", lineage=Lineage({}, []))
    row = row_of("".join(_glance_blocks(view)), "less-protein")
    grades = re.findall(r'<span class="gp-graded gp-chips">(.*?</button>)(<span.*?)</span>', row)
    assert [visible(" ".join(each), " ").split() for each in grades] == [
        ["strength", "2:", "we", "suggest", "certainty", "C:", "low", "with", "diabetes"],
        ["strength", "2:", "we", "suggest", "certainty", "B:", "moderate", "without", "diabetes"],
    ]
    names = re.findall(r'<button[^>]*aria-label="([^"]*)"', row)
    assert len(names) == 4
    assert all(re.fullmatch(r"(strength|certainty) \w: \w.{5,}", each) for each in names)
    # Each leads to the words that the page has once, on paper too.
    targets = set(re.findall(r'popovertarget="([^"]*)"', row))
    assert targets <= {each.anchor for each in view.legend.values()}


def cells_of(html: str, column: str) -> list[str]:
    """Return what the cells of a column say."""
    cells = re.findall(rf'<td role="cell"[^>]* data-label="{column}">(.*?)</td>', html)
    return [visible(each, " ").strip() for each in cells]


@pytest.mark.parametrize("status", ["entered-in-error", "withdrawn"])
def test_what_must_not_be_used_asks_for_no_patient(status: str) -> None:
    piece = read_content(TESTS / "pieces/kdigo/2", "kdigo").guideline
    view = View(guideline=piece, root="../", lineage=Lineage({}, []))
    assert '<details class="gp-filter"' in "".join(_glance_blocks(view))
    gone = Tombstone(status, "Read 3.0.0.")
    view = View(guideline=piece, root="../", lineage=Lineage({}, []), tombstone=gone)
    assert "gp-filter" not in "".join(_glance_blocks(view))


def test_a_code_has_its_words_beside_it_and_a_word_stands_alone() -> None:
    piece = read_content(TESTS / "pieces/uspstf/2", "uspstf").guideline
    view = View(guideline=piece, root="../", lineage=Lineage({}, []))
    (grade,) = piece.recommendations[0].grades
    assert grade.strength
    said = view.words_of_level(grade.strength)
    # What comes after a semicolon tells one level from the next, and stays.
    assert said == view.meaning(grade.strength)
    assert "; at least moderate certainty" in said
    assert view.words_of_level(replace(grade.strength, level="strong")) == ""


def test_a_dose_in_a_table_says_for_whom_it_is_where_its_row_says_it_in_words_only() -> None:
    html = "".join(_body_blocks(view_of("influenza")))
    _, _, table = html.partition("<caption>Oseltamivir</caption>")
    treated = cells_of(table, "Treatment")
    assert treated[0] == (
        "60 mg for each dose, by mouth (PO), as oral suspension, strength 12 mg/mL, twice a day, for 5 days, "
        "equal to 5 mL, applies when Age is at least 12 months and Body weight is above 23 kg and at most 40 kg"
    )
    assert cells_of(table, "Prevention")[3].startswith("not recommended, applies when ")


def test_bars_of_ages_are_in_years_where_all_of_them_are() -> None:
    html = "".join(_body_blocks(view_of("influenza")))
    bands: dict[str, list[str]] = {}
    for dose, inner in re.findall(r'<div class="gp-dose" id="([^"]*)">(.*?)</dd></div>', html):
        found = re.findall(r'<span class="gp-band"[^>]*>(.*?)</svg>', inner)
        bands[dose] = [visible(each, " ").replace("\u00a0", " ").strip() for each in found]
    said = {" ".join(each.split()) for band in bands.values() for each in band}
    assert "Age ≥ 2, < 13 years" in said
    assert "Age ≥ 13 years" in said
    assert "Age ≥ 12 months" in said
    assert "Body weight ≥ 80 kg" in said


def test_what_the_scales_rate_is_said_once_for_all_recommendations() -> None:
    html = "".join(_body_blocks(view_of("kdigo/2")))
    assert html.count("Rates for how many people") == 1
    assert html.count("KDIGO certainty of evidence, version 2012") == 1
    _, _, card = html.partition('<h3 id="use-of-metformin"')
    assert "1: we recommend: most people should be treated as advised." in card
    assert "C: low: the true effect may differ substantially from the estimate." in card


def test_where_a_work_is_cited_reads_as_a_list() -> None:
    html = render_template("references.html", view=view_of("antenatal"), guideline=None)
    assert "Cited in Iron and folic acid every day; Decision table" in visible(html)


def test_a_direction_at_a_glance_stands_with_the_number_and_the_words_it_belongs_to() -> None:
    row = row_of("".join(_glance_blocks(view_of("kdigo/2"))), "arb-or-ace")
    lines = [visible(each, " ") for each in row.split('class="gp-graded">')[1:]]
    assert [each.split()[0] for each in lines] == ["3.1.6", "3.1.7", "3.1.8"]
    # Alone, "no recommendation for or against" would be read of the drugs one by one.
    assert "The evidence does not suffice for or against both together." in lines[2]


def test_the_contents_call_a_recommendation_by_its_number_and_what_it_is_on() -> None:
    html = "".join(_body_blocks(view_of("kdigo/2")))
    named = dict(re.findall(r'<h3 id="([^"]+)" data-toc="([^"]*)"', html))
    assert named["pressure-low-albumin"] == "3.1.4 target: Systolic pressure"
    assert named["pressure-high-albumin"] == "3.1.5 target: Systolic pressure, Diastolic pressure"
    assert named["both-drugs"] == "3.1.8 ARB or ACE inhibitor"
    made = view_of("kdigo/2").guideline.recommendations
    assert {each.id for each in made} <= named.keys()
    # What has neither options nor a target is called by all of its words, however long.
    [long, *_] = view_of("kdigo/2").guideline.recommendations
    bare = replace(long, target=None)
    assert view_of("kdigo/2").listed(bare) == f"3.1.4 {long.text}"


def test_a_statement_among_recommendations_is_called_one() -> None:
    row = row_of("".join(_glance_blocks(view_of("back/2"))), "s-4-1")
    assert "Statement" in visible(row, " ")


def test_a_dose_that_cites_its_source_is_not_without_a_citation() -> None:
    view = view_of("antenatal")
    page = "".join((*_glance_blocks(view), *_body_blocks(view)))
    assert "doses cited, not graded" in page
    assert "Evidence on each: no citation" not in page


def test_a_later_notice_makes_a_guideline_one_that_changed_recently() -> None:
    identity = replace(view_of("back/1").guideline.identity, released="2024-03-01")
    told = Summary(id="back", current=identity, alert="2025-07-01, Example agency")
    assert told.touched == "2025-07-01"
    assert dataclasses.replace(told, alert="2023-07-01, Example agency").touched == "2024-03-01"
    assert dataclasses.replace(told, alert="").touched == "2024-03-01"


def test_what_not_stated_means_is_said_where_a_cell_says_it() -> None:
    def foot(piece: str) -> str:
        return visible("".join(_glance_blocks(view_of(piece))), " ")

    assert "Not stated: no condition" in foot("gonorrhoea")
    assert "Not stated: no condition" not in foot("antenatal")
    assert "That no condition is stated does not mean that an option fits everyone." in foot(
        "influenza"
    )


def view_of(piece: str) -> View:
    guideline = read_content(TESTS / "pieces" / piece, piece.partition("/")[0]).guideline
    return View(guideline=guideline, root="../", lineage=Lineage({}, []))


def test_a_term_is_defined_once_in_a_table_and_called_by_its_name_in_each_cell() -> None:
    piece = read_content(TESTS / "pieces/antenatal", "antenatal").guideline
    view = View(guideline=piece, root="../", lineage=Lineage({}, []))
    table = re.search(r'<table class="gp-table" role="table">.*?(?=gp-notes)', "".join(_body_blocks(view)), re.DOTALL)  # fmt: skip
    assert table
    words = visible(table[0], " ")
    definition = "Week of pregnancy is at most 12 weeks and Haemoglobin is below 110 g/L"
    assert words.count(definition) == 1
    assert '<a href="#anaemia">anaemia</a> [(' in table[0]
    # What a cell says is not said again for the row; what no cell says is.
    assert cells_of(table[0], "Haemoglobin") == [
        "anaemia",
        "‘anaemia’ does not hold",
        "‘anaemia’ does not hold And only when Side effects of iron are present",
        "‘anaemia’ does not hold And only when Side effects of iron: none",
    ]
    # A dose says what neither its column nor its row does, and no less.
    assert cells_of(table[0], "Folic acid")[0] == "0.4 mg for each dose, by mouth (PO), every day"
    iron = cells_of(table[0], "Iron")
    assert iron[0].startswith("elemental iron (treatment of anaemia): 120 mg for each dose, ")
    assert iron[0].endswith("1000 mg of ferrous gluconate")
    assert 'id="anaemia"' in "".join(_body_blocks(view))


def test_evidence_that_is_the_same_for_all_options_is_a_sentence_and_in_no_row() -> None:
    guideline = read_content(TESTS / "pieces/kdigo/2", "kdigo").guideline
    page = "".join(_glance_blocks(View(guideline=guideline, root="../", lineage=Lineage({}, []))))
    assert page.count("no citation") == 1
    assert "Evidence on each: no citation." in page
