"""The map of evidence and the bars of effects: what they show is what the words beside them say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from guidepress.history import Archive, read_archive
from guidepress.model import from_data
from guidepress.model.outcome import Outcome
from guidepress.site.citing import Citing
from guidepress.site.pictures import Bar, draw_effects, read_maps

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
