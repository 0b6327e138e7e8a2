"""The map of evidence and the bars of effects: what they show is what the words beside them say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from conftest import TESTS
from guidepress.content import read_content
from guidepress.history.archive import Archive
from guidepress.history.reading import read_archive
from guidepress.model import from_data
from guidepress.model.outcome import Outcome
from guidepress.site.citing import Citing
from guidepress.site.lineage import Lineage
from guidepress.site.pages import _body_blocks
from guidepress.site.pictures import Bar, draw_effects, read_maps
from guidepress.site.templates import render_template
from guidepress.site.view import View
from laws.surfaces import visible

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.checkout

GID = "childhood-sts-recurrent"


@pytest.fixture(scope="module")
def archive(repository: Path) -> Archive:
    return read_archive(repository / "content" / GID)


def test_each_graded_statement_has_one_place_on_the_map_of_its_scale(archive: Archive) -> None:
    guideline = archive.releases[-1].guideline
    (found,) = read_maps(guideline, Citing(guideline=guideline, root="../").placed_statements())
    places = {key: [each.statement.id for each in held] for key, held in found.cells.items()}
    assert places == {
        ("2", "Diii"): ["pazopanib-phase-1"],
        ("3iii", "A"): ["lung-resection-synovial"],
    }
    assert [each.number for each in found.listed] == [1, 2]
    # A statement that stands in a section is named by the option that it is about.
    assert found.listed[1].place.startswith("Surgical excision of a local recurrence")


def test_what_is_not_graded_has_no_map(archive: Archive) -> None:
    guideline = archive.releases[0].guideline
    assert (
        list(read_maps(guideline, Citing(guideline=guideline, root="../").placed_statements()))
        == []
    )


def outcome(key: str, **effect: Any) -> Outcome:
    return from_data(Outcome, {"id": key, "name": key, **effect})


def ratio(key: str, *numbers: str | None) -> Outcome:
    names = zip(("low", "value", "high"), numbers, strict=True)
    given = {name: number for name, number in names if number is not None}
    return outcome(key, relative_effect={"measure": "RR", **given})


def points(bar: Bar) -> list[float]:
    return [each for each in (bar.low, bar.value, bar.high) if each is not None]


def test_ratios_share_a_logarithmic_scale_whose_middle_is_no_effect() -> None:
    bars = draw_effects([ratio("half", "0.5", "1", "2"), ratio("less", "0.25", "0.5", "1")])
    half, less = (points(bars[each]) for each in ("half", "less"))
    assert half == [pytest.approx(100 - half[2]), 50, half[2]]
    assert less[2] == 50
    assert less[0] < less[1] == half[0]


def test_differences_share_a_scale_only_with_those_in_as_many_people() -> None:
    bars = draw_effects(
        [
            outcome(
                "a", absolute_effect={"value": "-10", "low": "-20", "high": "0", "per": "1000"}
            ),
            outcome("b", absolute_effect={"value": "10", "per": "1000"}),
            outcome("c", absolute_effect={"value": "1", "per": "100"}),
        ]
    )
    assert points(bars["a"])[2] == 50
    assert points(bars["a"])[1] + points(bars["b"])[0] == 100
    assert points(bars["c"])[0] > points(bars["b"])[0]


def test_what_is_not_stated_or_cannot_be_is_not_drawn() -> None:
    bars = draw_effects(
        [outcome("none"), ratio("zero", None, "0", None), ratio("one", None, "2", None)]
    )
    assert set(bars) == {"one"}
    assert (bars["one"].low, bars["one"].high) == (None, None)


def bands_of(piece: str, option: str) -> dict[str, list[tuple[str, str, str]]]:
    """Return by dose its bars: of which number, where each begins, how long it is, in hundredths."""
    guideline = read_content(TESTS / "pieces" / piece, piece).guideline
    view = View(guideline=guideline, root="../", lineage=Lineage({}, ()))
    thing = next(each for each in guideline.options if each.id == option)
    html = render_template("option.html", view=view, guideline=guideline, option=thing, level=3)
    doses = re.findall(r'<div class="gp-dose" id="(.+?)">(.+?)</div>', html, re.DOTALL)
    bar = re.compile(
        r'aria-hidden="true"><span>(.+?) <b>.+?</b></span> <svg.+?<rect x="([0-9.]+)" width="([0-9.]+)"'
    )
    return {name: bar.findall(said) for name, said in doses}


def test_doses_have_bars_on_the_scale_of_each_number_that_their_conditions_differ_in() -> None:
    assert bands_of("gonorrhoea", "ceftriaxone") == {
        "ceftriaxone-light": [("Body weight", "0.0", "80.0")],
        "ceftriaxone-heavy": [("Body weight", "80.0", "20.0")],
    }
    bands = bands_of("influenza", "oseltamivir")
    assert bands["treat-over-23"] == [("Age", "80.0", "20.0"), ("Body weight", "46.0", "34.0")]


def test_beside_each_bar_are_its_numbers_with_their_unit() -> None:
    """As the condition has them: the side of a border decides the dose."""
    card = card_of("influenza", "oseltamivir")
    written = dict(re.findall(r'<div class="gp-dose" id="(.+?)">(.+?)</div>', card, re.DOTALL))
    numbers = {
        name: re.findall("<b>([^<]*)</b></span> <svg", each) for name, each in written.items()
    }
    # No line ends between a sign, its number and the unit.
    assert numbers["treat-over-23"] == ["≥\u00a012\u00a0months", "&gt;\u00a023, ≤\u00a040\u00a0kg"]
    assert numbers["treat-infant"] == ["≥\u00a09, &lt;\u00a012\u00a0months"]
    assert [len(each) for each in numbers.values()] == [
        written[name].count("<svg") for name in numbers
    ]


def beside_bars(option: str) -> dict[str, str]:
    """Return by dose of the influenza piece what stands in short at its bars."""
    written = re.findall(
        r'<div class="gp-dose" id="(.+?)">(.+?)</div>', card_of("influenza", option), re.DOTALL
    )
    said = {
        name: visible(each.partition('class="gp-band" aria-hidden="true">')[2], " ")
        for name, each in written
    }
    return {name: " ".join(each.split()) for name, each in said.items()}


def test_beside_its_bars_a_dose_has_every_part_of_its_condition() -> None:
    """The number alone would be read as all that is asked."""
    assert beside_bars("baloxavir") == {
        "baloxavir-40": "Body weight ≥ 40, < 80 kg Age is at least 144 months (12 years)",
        "baloxavir-80": "Body weight ≥ 80 kg Age is at least 144 months (12 years)",
    }
    said = beside_bars("oseltamivir")
    assert said["treat-preterm"].endswith("Birth is preterm")
    assert said["treat-term"].endswith("Birth is at term")
    assert said["treat-adult"] == ""


def test_no_number_stands_at_a_bar_that_its_dose_does_not_have() -> None:
    """An end of the axis, as “187.5 kg and above” for “at least 150 kg”, is read as a limit."""
    for piece, option in (("gonorrhoea", "ceftriaxone"), ("influenza", "oseltamivir")):
        card = card_of(piece, option)
        for name, said in re.findall(
            r'<div class="gp-dose" id="(.+?)">(.+?)</div>', card, re.DOTALL
        ):
            words, *bars = said.split('class="gp-band" aria-hidden="true">')
            stated = re.findall(r"[0-9.]+[0-9]|[0-9]", visible(words, " "))
            for bar in bars:
                written = set(re.findall(r"[0-9.]+[0-9]|[0-9]", visible(bar, " ")))
                assert written <= set(stated), name


def test_a_condition_of_another_kind_and_a_dose_alone_have_no_bar() -> None:
    assert not any(bands_of("gonorrhoea", "doxycycline").values())
    assert not any(bands_of("gonorrhoea", "cefixime").values())


def card_of(piece: str, option: str) -> str:
    """Return the card of an option."""
    guideline = read_content(TESTS / "pieces" / piece, piece).guideline
    view = View(guideline=guideline, root="../", lineage=Lineage({}, ()))
    _, _, card = "".join(_body_blocks(view)).partition(f'data-option="{option}"')
    return card.partition('class="gp-option"')[0].partition("<footer")[0]


def test_many_doses_stand_under_what_they_are_for_in_the_order_of_the_author() -> None:
    card = card_of("influenza", "oseltamivir")
    heads = re.findall(r'<div class="gp-doses-for"><dt>(.*?)</dt> <dd>(.*?)</dd>', card)
    assert heads == [
        ("oseltamivir (treatment)", "10 listed"),
        ("oseltamivir (prevention)", "5 listed, and 1 that advises against"),
    ]
    _, treatment, prevention = card.split('<div class="gp-doses-for">')
    written = [each.id for each in read_content(TESTS / "pieces/influenza", "influenza").guideline.options[0].doses]  # fmt: skip
    shown = re.findall(r'class="gp-dose" id="([^"]+)"', card)
    assert sorted(shown) == sorted(written)
    for part, name in ((treatment, "treatment"), (prevention, "prevention")):
        found = re.findall(r'class="gp-dose" id="([^"]+)"', part)
        assert found == [each for each in written if each in found]
        assert part.count(f"oseltamivir ({name}): ") == len(found)


def test_what_is_not_to_be_used_looks_like_no_dose() -> None:
    """It stands among doses: its first words say what it is, and no bar says for whom it would be."""
    card = card_of("influenza", "oseltamivir")
    written = dict(re.findall(r'<div class="gp-dose" id="(.+?)">(.+?)</div>', card, re.DOTALL))
    against = {name for name, each in written.items() if "gp-caution" in each}
    assert against == {"prevent-young"}
    said = written["prevent-young"]
    assert (
        '<dd><span><span class="gp-caution">Do not use.</span> oseltamivir (prevention): not'
        in said
    )
    assert "<b>" not in said
    assert "<svg" not in said


def test_few_doses_need_no_heading() -> None:
    assert "gp-doses-for" not in card_of("influenza", "zanamivir")
