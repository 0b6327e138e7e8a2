"""What a headline says of changed words is what happened to them, where it happened."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import BASE
from guidepress.classify.classify import describe
from guidepress.classify.wording import tell_words
from guidepress.content import read_content
from guidepress.schema import explain
from guidepress.schema.load import is_valid
from guidepress.words import find_differences
from guidepress.words.wording import is_wording_only

if TYPE_CHECKING:
    from collections.abc import Callable

_CHANGE = re.compile(r"“([^”]*)” became “([^”]*)”|(removed|added) |“([^”]*)”")


def headline(old: str, new: str) -> str:
    return tell_words(old, new, "en", find_differences(old, new))


def edits_of(said: str) -> list[tuple[str, str]]:
    """Return what the headline says was replaced by what, in its order."""
    found, verb = [], ""
    for removed, added, told, alone in _CHANGE.findall(said):
        verb = told or verb
        if not told:
            pair = (alone, "") if verb == "removed" else ("", alone)
            found.append(pair if alone else (removed, added))
    return [(bare(removed), bare(added)) for removed, added in found]


def bare(text: str) -> str:
    return "".join(text.split())


def leads(old: str, new: str, edits: list[tuple[str, str]]) -> bool:
    """Tell whether the edits, made in this order at some place each, lead from old to new."""
    before, after = bare(old), bare(new)

    @cache
    def from_here(at: int, to: int, edit: int) -> bool:
        if (at, to, edit) == (len(before), len(after), len(edits)):
            return True
        kept = before[at : at + 1] == after[to : to + 1] != ""
        if kept and from_here(at + 1, to + 1, edit):
            return True
        if edit == len(edits):
            return False
        removed, added = edits[edit]
        fits = before.startswith(removed, at) and after.startswith(added, to)
        return fits and from_here(at + len(removed), to + len(added), edit + 1)

    return from_here(0, 0, 0)


sentences = st.lists(
    st.sampled_from(
        ["do", "not", "that", "all", "children", "pazopanib", "1.5", "0.75", "mg", "<", ">", ",", ". "]
    ),
    max_size=9,
).map(" ".join)  # fmt: skip


@settings(derandomize=True, deadline=None, max_examples=150)
@given(sentences, sentences)
def test_doing_what_the_headline_says_leads_from_the_old_text_to_the_new(
    old: str, new: str
) -> None:
    said = headline(old, new)
    if said.startswith("quotation marks"):
        assert is_wording_only(old, new, "en")
    elif said.startswith("white space"):
        assert bare(old) == bare(new)
    elif said != "see the words":
        assert leads(old, new, edits_of(said)), said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Give 5 mg.", "Give 10 mg.", "“5 mg” became “10 mg”"),
        ("Give it.", "Do not give it.", "“Give” became “Do not give”"),
        (
            "Give all children that weigh less pazopanib.",
            "Give children that weigh less no pazopanib.",
            "removed “all”; added “no”",
        ),
        (
            "Give 1.5 mg in each cycle, every 3 weeks.",
            "Give 0.75 mg in each cycle, every 6 weeks.",
            "“1.5 mg” became “0.75 mg”; “3 weeks” became “6 weeks”",
        ),
        (
            "It is not for children with harm, nor not for adults here.",
            "It is for children with harm, nor for adults here.",
            "removed “not” and “not”",
        ),
        ("adults under 55 who smoke", "adults under 60 who smoke", "“under 55” became “under 60”"),
        ("0.3–0.7 of all", "0.3–0.9 of all", "“0.3–0.7” became “0.3–0.9”"),
        ("at platelets < 50", "at platelets > 50", "“<” became “>”"),
        ("at platelets ≤ 50", "at platelets 50", "removed “≤”"),
        ("ER+ disease", "ER- disease", "“+” became “-”"),
        ("One, two", "One. two", "“One, two” became “One. two”"),
        ("One, two", "One two", "“One, two” became “One two”"),
        ("Wait **3** months.", "Wait **5 to 6** months.", "“3” became “5 to 6”"),
        ("Wait 3 months.", "Wait **3** months.", "“3” became “**3**”"),
        ("Never; wait", "Never wait", "“Never; wait” became “Never wait”"),
        ("(A and B) or C", "A and (B or C)", "“(A and B) or C” became “A and (B or C)”"),
        ("- a\n- b", "- a\n  - b", "where a paragraph, a line or an entry begins"),
        ("an “error” [@a]", 'an "error" [@a]', '““error”” became “"error"”'),
        ("in adults, 5 mg", "in adults 6 mg", "“, 5” became “6”"),
        ("a b c d", "e f g h", "“a b c d” became “e f g h”"),
    ],
)
def test_a_headline_names_what_became_what_and_what_came_or_went(
    old: str, new: str, said: str
) -> None:
    assert headline(old, new) == said


def base_bundle() -> Any:
    return json.loads(json.dumps(read_content(BASE, "base").bundle))


def with_synonyms(bundle: Any) -> None:
    names = [f"synonym {number} {'x' * 80}" for number in range(100)]
    bundle["options"][1]["interventions"][0]["synonyms"] = names


def with_references(bundle: Any) -> None:
    reference = bundle["references"][0]
    more = [{**reference, "id": f"work-{number}"} for number in range(300)]
    bundle["references"] += more
    citations = [each["id"] for each in more]
    bundle["sections"][1]["content"].append(
        {**bundle["sections"][1]["content"][1], "id": "much-cited", "citations": citations}
    )


def with_conditions(bundle: Any) -> None:
    (condition,) = bundle["options"][0]["applies_when"]["all"]
    long = [{**condition, "text": f"case {number}: {'word ' * 190}"} for number in range(9)]
    bundle["options"][0]["applies_when"]["all"] = long


@pytest.mark.parametrize("edit", [with_synonyms, with_references, with_conditions])
def test_no_sentence_is_longer_than_what_is_published(edit: Callable[[Any], None]) -> None:
    old, new = base_bundle(), base_bundle()
    edit(new)
    for delta in (describe(old, new, "old", "new"), describe(new, old, "new", "old")):
        assert is_valid("changes", delta.to_json()), explain("changes", delta.to_json())


def test_of_a_long_list_only_what_came_and_went_is_told() -> None:
    old, new = base_bundle(), base_bundle()
    for bundle in (old, new):
        with_synonyms(bundle)
    new["options"][1]["interventions"][0]["synonyms"][3:5] = ["ET-743"]
    (change,) = describe(old, new, "old", "new").changes
    gone = " and ".join(f"“synonym {number} {'x' * 80}”" for number in (3, 4))
    assert change.sentence == (
        f"Revised the interventions of trabectedin: removed {gone}; added “ET-743”."
    )
