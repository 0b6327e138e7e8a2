"""Sections in sections: how they are read, where they stand on pages, and what is told of moves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidepress.classify.classify import describe
from guidepress.content import parse_content
from guidepress.diff.fact import canonical
from guidepress.diff.pointer import apply_patch
from guidepress.export.fhir import render_fhir
from guidepress.export.markdown import render_markdown
from guidepress.history.archive import Archive
from guidepress.site.pages import render_draft
from guidepress.validate.check import find_problems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guidepress.content import Content
    from guidepress.problem import Problem

Tree = tuple[str, tuple[Any, ...]]
CHAPTER: Tree = ("five", (("five-two", (("five-two-two", (("five-two-two-one", ()),)),)),))
NUMBERS = {"five": "5", "five-two": "5.2", "five-two-two": "5.2.2", "five-two-two-one": "5.2.2.1"}


def section(tree: Tree) -> dict[str, Any]:
    name, below = tree
    found = {
        "id": name,
        "title": name.replace("-", " ").capitalize(),
        "content": [{"id": f"{name}-text", "text": f"Said of {name}."}],
        **({"number": NUMBERS[name]} if name in NUMBERS else {}),
    }
    return found | ({"sections": [section(each) for each in below]} if below else {})


def content_of(*trees: Tree, body: Sequence[str] = ()) -> Content:
    guideline = {
        "id": "base",
        "title": "Sections in sections",
        "document_type": "guideline",
        "language": "en",
        "audience": "health-professional",
        "population": {"condition": "any"},
        "updated": "2015-01-29",
        "body": [*(body or (name for name, _ in trees))],
        "sections": [section(each) for each in trees],
    }
    files = {"guideline.yaml": json.dumps(guideline).encode()}
    return parse_content(files, "base", "content/base")


def problems(content: Content) -> list[Problem]:
    return list(find_problems(content, Archive(id="base")))


def test_sections_are_published_in_reading_order_and_each_names_the_one_that_it_is_part_of() -> (
    None
):
    content = content_of(CHAPTER)
    assert problems(content) == []
    published = content.bundle["sections"]
    assert [(each["id"], each.get("parent"), each["number"]) for each in published] == [
        ("five", None, "5"),
        ("five-two", "five", "5.2"),
        ("five-two-two", "five-two", "5.2.2"),
        ("five-two-two-one", "five-two-two", "5.2.2.1"),
    ]


def test_a_fifth_level_is_refused_at_its_place() -> None:
    deep: Tree = ("deep", (("a", (("b", (("c", (("d", (("e", ()),)),)),)),)),))
    (found,) = problems(content_of(deep))
    assert found.rule == "section-depth"
    assert found.message == "d lies 5 levels deep, and 4 is the most"


def test_a_section_may_have_sections_and_nothing_else() -> None:
    content = content_of(CHAPTER)
    data = json.loads(json.dumps(content.documents["guideline"].data))
    del data["sections"][0]["content"]
    files = {"guideline.yaml": json.dumps(data).encode()}
    assert problems(parse_content(files, "base", "content/base")) == []
    del data["sections"][0]["sections"]
    files = {"guideline.yaml": json.dumps(data).encode()}
    (found,) = problems(parse_content(files, "base", "content/base"))
    assert found.rule == "missing-key"


def test_headings_on_the_page_and_in_markdown_are_as_deep_as_their_sections() -> None:
    content = content_of(CHAPTER)
    page = render_draft(Archive(id="base"), content.guideline, content.bundle, [])
    exported = render_markdown(content.guideline)
    for level, name in enumerate(NUMBERS, start=2):
        title = f"{NUMBERS[name]} {name.replace('-', ' ').capitalize()}"
        assert f"\n{'#' * level} {title} {{#{name}}}\n" in exported
        literal = title.replace(".", "&#46;").replace("-", "&#45;")
        assert f"\n{'#' * level} {literal} {{#{name}}}\n" in page


def test_sections_lie_in_sections_in_fhir() -> None:
    bundle = json.loads(render_fhir(content_of(CHAPTER).guideline))
    composition = bundle["entry"][0]["resource"]
    sections = composition["section"]
    for number in NUMBERS.values():
        (found,) = [each for each in sections if each["title"].startswith(f"{number} ")]
        sections = found.get("section", [])
    assert sections == []


@pytest.mark.parametrize("place", ["five-text", "five-text#2"])
def test_a_level_cannot_stand_at_a_citation_that_the_text_does_not_have(place: str) -> None:
    content = content_of(CHAPTER)
    data = json.loads(json.dumps(content.documents["guideline"].data))
    level = {"scale": "pdq-treatment", "level": "3iiiA", "references": ["a"], "at": place}
    said = {"id": "said", "text": "So it is [@a].", "evidence": [level]}
    data |= {"scales": [{"id": "pdq-treatment", "version": "2010"}]}
    data["sections"][0]["content"] = [said]
    work = {"id": "a", "type": "article-journal", "title": "A work"}
    files = {
        "guideline.yaml": json.dumps(data).encode(),
        "references.yaml": json.dumps({"references": [work]}).encode(),
    }
    found = [
        each for each in problems(parse_content(files, "base", "c")) if "stand" in each.message
    ]
    assert [each.rule for each in found] == ["evidence-not-cited"]


# Any two orders of the same sections ------------------------------------------------------------

NAMES = tuple("abcdefgh")


@st.composite
def forests(draw: st.DrawFn) -> tuple[Tree, ...]:
    """Draw sections in sections, in any order, some of them left out."""
    names = draw(st.permutations(NAMES))[: draw(st.integers(1, len(NAMES)))]
    children: dict[str, list[str]] = {"": []}
    levels = {"": 0}
    for name in names:
        homes = [each for each in children if levels[each] < 4]
        home = draw(st.sampled_from(homes))
        levels[name] = levels[home] + 1
        children[name] = []
        children[home].append(name)

    def tree(name: str) -> Tree:
        return name, tuple(tree(each) for each in children[name])

    return tuple(tree(each) for each in children[""])


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(forests(), forests())
def test_each_move_of_sections_is_told_by_a_change_that_has_two_sides(
    before: tuple[Tree, ...], after: tuple[Tree, ...]
) -> None:
    old, new = content_of(*before).bundle, content_of(*after).bundle
    delta = describe(old, new, "1.0.0", "draft")
    assert canonical(apply_patch(json.loads(canonical(old)), delta.patch)) == canonical(new)
    steps = [step for change in delta.changes for step in change.fact.operations]
    assert sorted([*delta.stamps, *steps]) == list(range(len(delta.patch)))
    for change in delta.changes:
        assert change.fact.old != change.fact.new
    parents = [{each["id"]: each.get("parent") for each in side["sections"]} for side in (old, new)]
    moved = {
        each
        for each in parents[0].keys() & parents[1].keys()
        if parents[0][each] != parents[1][each]
    }
    assert {
        each.fact.entity for each in delta.changes if each.fact.kind == "section-moved"
    } == moved
