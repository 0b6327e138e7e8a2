"""Terms: words with their meaning, which texts link to."""

from __future__ import annotations

import json
from typing import Any

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
