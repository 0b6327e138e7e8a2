"""What the page says of options beside the recommendations on them, and at both ends of a relation."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from laws.surfaces import delta_of, first_release, page_of, problems_of, read, visible

TEXT = """
guideline:
  id: generated
  title: Clopidogrel by genotype
  document_type: guideline
  language: en
  audience: health-professional
  population: {condition: coronary disease}
  updated: 2015-01-29
  sources:
    - {id: national, title: National guideline, publisher: Example, adaptation: Facts restated.}
  bodies: [{id: panel, name: Guideline panel, roles: [{id: chair, name: Panel chair}]}]
  approvals: [{body: panel, role: chair, date: 2015-01-20, decision: approved}]
  body: [ways, factors, options, recommendations]
  sections:
    - id: ways
      title: Ways
      content:
        - id: by-type
          renders: [avoid, treat]
          source: national
          reviewed: 2014-05-06
          table:
            title: Drug by type
            columns: [{id: type, title: Type}, {id: drug, title: Drug}]
            rows: [{id: poor, cells: {type: poor, drug: "other drug, within 5 days ^a^"}}]
            notes: [{id: a, text: "As shown [@lee-2013]."}]
factors:
  factors:
    - id: type
      name: Metaboliser type
      type: choice
      multiple: false
      reviewed: 2013-04-05
      values: [{id: normal, name: normal}, {id: poor, name: poor}]
    - {id: age, name: Age, type: number, unit: a}
options:
  groups:
    - {id: one, name: Step one}
    - {id: two, name: Step two}
    - {id: three, name: Step three}
  options:
    - id: clopidogrel
      name: Clopidogrel
      group: one
      standing: listed
      applies_when: {factor: age, at_least: 18}
      interventions: [{kind: drug, name: clopidogrel}]
      doses:
        - {id: lower, intervention: clopidogrel, amount: 50, unit: "%", percent_of: the usual dose,
           source: "Label [@lee-2012]."}
    - id: prasugrel
      name: Prasugrel
      group: three
      standing: listed
      interventions: [{kind: drug, name: prasugrel}]
      applies_when: {any: [{factor: type, is: poor}, {factor: age, below: 40}]}
recommendations:
  recommendations:
    - id: treat
      direction: for
      about: [clopidogrel]
      text: Clopidogrel should be given.
      population: normal metabolisers
    - id: avoid
      direction: against
      about: [clopidogrel]
      text: Clopidogrel should be avoided, and another drug given.
      applies_when: {factor: type, is: poor}
      parts:
        - {id: other, text: Prasugrel should be given., direction: for, about: [prasugrel]}
references:
  references:
    - {id: lee-2012, type: article-journal, title: On doses, issued: 2012}
    - {id: lee-2013, type: article-journal, title: On types, issued: 2013}
"""


def files() -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(TEXT, yaml.BaseLoader)  # noqa: S506 - the text stands above
    found["factors"]["factors"][0]["multiple"] = False
    return found


@pytest.fixture(scope="module")
def page() -> str:
    return " ".join(visible(page_of(first_release(files())), " ").split())


def below(page: str, first: str, then: str) -> str:
    """Return what stands on the page between two words, from the last time of the first on."""
    return page.rpartition(first)[2].partition(then)[0]


def test_the_example_has_no_fault() -> None:
    assert problems_of(files()) == []


def test_a_recommendation_is_shown_at_its_option_with_whom_it_is_for(page: str) -> None:
    assert page.count("Applies when: Metaboliser type is poor") >= 2
    assert page.count("For: normal metabolisers") >= 2


def test_an_option_has_the_direction_of_the_part_that_is_about_it(page: str) -> None:
    glance = below(page, "Options at a glance: the conditions", "Recommendations at a glance")
    row = glance.partition("Prasugrel")[2]
    assert "For" in row
    assert "Against" not in row
    assert "For: Prasugrel should be given." in page


def test_a_group_without_options_keeps_its_place(page: str) -> None:
    places = [page.rindex(each) for each in ("Step one", "Step two", "Step three")]
    assert places == sorted(places)


def test_what_says_a_recommendation_in_other_words_is_shown_at_both_ends(page: str) -> None:
    assert "In other words: Against; by part: for – Clopidogrel should be avoided" in page
    assert page.count("See also: Table: Drug by type") == 2


def test_a_work_that_only_a_table_or_a_dose_cites_is_cited(page: str) -> None:
    assert "Not cited in this version" not in page


def test_no_condition_is_said_to_be_missing_where_one_is_stated(page: str) -> None:
    assert "see other conditions" in below(page, "Options at a glance: the", "Recommendations at")
    recommended = below(page, "Recommendations at a glance: the", "Ways")
    assert "for normal metabolisers" in recommended
    assert "no condition stated" not in recommended


def test_what_is_named_by_an_id_has_its_name(page: str) -> None:
    assert "National guideline" in page
    assert "Guideline panel; role: Panel chair" in page


def test_days_of_review_are_shown_at_factors_and_statements(page: str) -> None:
    assert "5 April 2013" in page
    assert "6 May 2014" in page


def test_a_table_weighs_as_the_recommendation_that_it_renders() -> None:
    now = files()
    cells = now["guideline"]["sections"][0]["content"][0]["table"]["rows"][0]["cells"]
    cells["drug"] = "other drug, within 7 days ^a^"
    assert impacts(now) == {"statement-part-changed": "major"}


def test_that_it_renders_no_longer_is_major() -> None:
    now = files()
    now["guideline"]["sections"][0]["content"][0]["renders"] = ["treat"]
    assert impacts(now) == {"statement-renders-changed": "major"}


def impacts(now: dict[str, Any]) -> dict[str, str]:
    delta = delta_of(read(files()).bundle, read(now).bundle)
    return {each.fact.kind: each.impact for each in delta.changes}


@pytest.mark.parametrize(
    ("place", "rule"),
    [
        ("renders", "unknown-variant"),
        ("source", "unknown-source"),
        ("about", "unknown-option"),
    ],
)
def test_an_id_at_a_table_that_nothing_has_is_a_fault(place: str, rule: str) -> None:
    now = files()
    block = now["guideline"]["sections"][0]["content"][0]
    block[place] = "nothing" if place == "source" else ["nothing"]
    assert [each.rule for each in problems_of(now)] == [rule]


def test_what_a_table_says_in_other_words_is_linked_once_and_no_line_besides() -> None:
    page = page_of(first_release(files()))
    assert page.count("In other words") == 2
    assert page.count(">In other words: ") == 2
