"""Terms: words with their meaning, which texts link to."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conftest import guideline_of
from guidepress.classify.classify import describe
from guidepress.content import parse_content
from guidepress.export.markdown import render_markdown
from guidepress.history.archive import Archive
from guidepress.site.pages import render_draft
from guidepress.validate.check import find_problems
from laws.surfaces import visible

BULKY = {
    "id": "bulky",
    "term": "bulky disease",
    "definition": "A tumour of 7.5 cm or more [@a].",
    "codes": [{"system": "MeSH", "code": "D047368", "display": "Tumor Burden"}],
}


def content_of(*terms: dict[str, Any], text: str = "It is for [bulky disease](#bulky).") -> Any:
    section = {"id": "staging", "title": "Staging", "content": [{"id": "said", "text": text}]}
    data = guideline_of(section) | ({"terms": terms} if terms else {})
    work = {"id": "a", "type": "article-journal", "title": "A work"}
    files = {"guideline.yaml": data, "references.yaml": {"references": [work]}}
    encoded = {name: json.dumps(each).encode() for name, each in files.items()}
    return parse_content(encoded, "base", "content/base")


def problems(content: Any) -> list[tuple[str, str]]:
    return [(each.rule, each.message) for each in find_problems(content, Archive(id="base"))]


def told(old: Any, new: Any) -> list[tuple[str, str, str]]:
    delta = describe(old.bundle, new.bundle, "1.0.0", "draft")
    return [(each.fact.kind, each.impact, each.sentence) for each in delta.changes]


def test_a_text_links_to_a_term_which_stands_on_the_page_and_in_markdown() -> None:
    content = content_of(BULKY)
    assert problems(content) == []
    page = render_draft(Archive(id="base"), content.guideline, content.bundle, [])
    assert '<a href="#bulky">bulky disease</a>' in page
    assert '<div id="bulky">' in page
    exported = render_markdown(content.guideline)
    for words in ("bulky disease", "7.5 cm or more", "D047368"):
        assert words in visible(page)
        assert words in exported


def test_a_term_that_is_linked_and_gone_is_an_error() -> None:
    assert ("unknown-link", "nothing in this guideline has the id bulky") in problems(content_of())


def test_a_definition_cites_works_that_there_are() -> None:
    content = content_of(BULKY | {"definition": "Large [@b]."})
    assert [rule for rule, _ in problems(content)] == ["unknown-citation", "uncited-reference"]


def test_changes_of_terms_are_told() -> None:
    plain = "It is for all."
    none, one = content_of(text=plain), content_of(BULKY, text=plain)
    ((kind, impact, sentence),) = told(none, one)
    assert (kind, impact) == ("term-added", "minor")
    assert sentence.startswith("Added the term “bulky disease”")
    other = content_of(BULKY | {"definition": "A tumour of 10 cm or more [@a]."}, text=plain)
    ((kind, impact, sentence),) = told(one, other)
    assert (kind, impact) == ("term-definition-changed", "minor")
    assert "7.5" in sentence
    assert "10" in sentence
    renamed = content_of(BULKY | {"term": "bulk"}, text=plain)
    ((kind, impact, _),) = told(one, renamed)
    assert (kind, impact) == ("term-name-changed", "minor")


PLAIN = {"id": "bulky", "term": "bulky disease"}
ONE = "At least one of cough, fever and worse symptoms."
THREE = "At least three of cough, fever and worse symptoms."


def advised(place: str, text: str, definition: str, **more: Any) -> Any:
    """Return a bundle in which one text of an option or of a recommendation has these words."""
    option: dict[str, Any] = {"id": "rest", "name": "Rest", "content": []}
    advice: dict[str, Any] = {"id": "offer", "direction": "for", "text": "Offer it."}
    if place == "recommendation":
        advice |= {"text": text} | more
    elif place == "condition":
        option["applies_when"] = {"text": text}
    else:
        option["content"].append({"id": "said-there", "text": text} | more)
    data = guideline_of({"id": "top", "title": "Top", "content": []})
    data |= {"document_type": "guideline", "terms": [PLAIN | {"definition": definition}]}
    files = {
        "guideline.yaml": data,
        "options.yaml": {"options": [option]},
        "recommendations.yaml": {"recommendations": [advice]},
    }
    encoded = {name: json.dumps(each).encode() for name, each in files.items()}
    return parse_content(encoded, "base", "content/base").bundle


LINK = "It is for [bulky disease](#bulky)."


@pytest.mark.parametrize(
    ("place", "text", "user"),
    [
        ("recommendation", LINK, "used by “It is for bulky disease”"),
        ("option", LINK, "used by “It is for bulky disease” on “Rest”"),
        ("condition", LINK, "used by “Rest”"),
        ("condition", "adults with Bulky disease", "used by “Rest”"),
    ],
)
def test_a_term_that_decides_who_is_treated_weighs_as_what_links_to_it(
    place: str, text: str, user: str
) -> None:
    sides = [advised(place, text, each) for each in (ONE, THREE)]
    (found,) = describe(sides[0], sides[1], "1.0.0", "draft").changes
    assert (found.impact, found.floor, found.alert) == ("major", "major", False)
    assert user in found.sentence
    other = advised(place, text, ONE.replace("worse symptoms", "worse signs"))
    (found,) = describe(sides[0], other, "1.0.0", "draft").changes
    assert (found.impact, found.floor) == ("minor", "patch")


def test_a_term_in_a_contraindication_weighs_as_one_and_raises_an_alert() -> None:
    for more in ({"kind": "contraindication"}, {}):
        text = LINK if more else "It must not be given in [bulky disease](#bulky)."
        sides = [
            advised("option", text, each, **more)
            for each in (ONE, ONE.replace("worse symptoms", "worse signs"))
        ]
        (found,) = describe(sides[0], sides[1], "1.0.0", "draft").changes
        assert (found.impact, found.floor, found.alert) == ("major", "major", True)
    sides = [advised("recommendation", LINK, each, direction="against") for each in (ONE, THREE)]
    (found,) = describe(sides[0], sides[1], "1.0.0", "draft").changes
    assert (found.impact, found.alert) == ("major", True)


def test_a_term_that_a_term_rests_on_weighs_as_that() -> None:
    sides = [advised("option", LINK, f"A [large](#large) one, {each}") for each in ("x", "x")]
    for side, size in zip(sides, ("5", "7"), strict=True):
        large = {**side["terms"][0]}
        side["terms"].append({**large, "id": "large", "term": "large", "definition": f"{size} cm"})
    (found,) = describe(sides[0], sides[1], "1.0.0", "draft").changes
    assert (found.fact.kind, found.impact) == ("term-definition-changed", "major")
