"""Word differences that can be read, and the words that decide."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidepress.words import find_differences
from guidepress.words.substance import find_substance, is_wording_only

words = st.lists(
    st.sampled_from(["the", "drug", "not", "may", "5 mg", "[@a-1; @b-2]", ".", ",", "ä", "\n"]),
    max_size=30,
).map(" ".join)


@settings(derandomize=True, deadline=None)
@given(words | st.text(max_size=80), words | st.text(max_size=80))
def test_the_pieces_are_both_texts(old: str, new: str) -> None:
    pieces = find_differences(old, new)
    assert "".join(text for op, text in pieces if op != "added") == old
    assert "".join(text for op, text in pieces if op != "removed") == new


def shown(old: str, new: str) -> str:
    marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(marks[op].format(text) for op, text in find_differences(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("It may not be given.", "It may be given.", "It may [-not -]be given."),
        ("no effect", "now effect", "[-no-]{+now+} effect"),
        ("1.5 mg a day", "15 mg a day", "[-1.5-]{+15+} mg a day"),
        ("True [@a].", "True [@a; @b].", "True [-[@a]-]{+[@a; @b]+}."),
        ("One. Two. Three.", "One. Three.", "One. [-Two. -]Three."),
        ("a bad old tale", "a good new tale", "a [-bad old-]{+good new+} tale"),
        ("first was second", "third was fourth", "[-first was second-]{+third was fourth+}"),
    ],
)
def test_differences_read_well(old: str, new: str, expected: str) -> None:
    assert shown(old, new) == expected


@pytest.mark.parametrize("unit", ["a ", "a. ", "ab cd. ", "[@a]", " ", "."])
def test_hostile_text_takes_no_quadratic_time(unit: str) -> None:
    start = time.process_time()
    find_differences(unit * 4_000, unit * 3_999 + "b " + unit)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("old", "new", "classes"),
    [
        ("is given", "is not given", {"negation"}),
        ("may be given", "should be given", {"modal"}),
        ("adults and children", "adults or children", {"conjunction"}),
        ("1.5 mg", "15 mg", {"number"}),
        ("5 mg", "5 g", {"unit"}),
        ("in adults", "in children", {"population"}),
        ("less than five", "more than five", {"comparison"}),
        ("dose < 5", "dose > 5", {"comparison"}),
        ("give pazopanib", "give trabectedin", {"drug"}),
        ("all patients", "all patients except infants", {"exception", "population"}),
        ("a quick test", "a rapid test", set()),
        ("A before B", "B before A", set()),
    ],
)
def test_words_that_decide_are_seen(old: str, new: str, classes: set[str]) -> None:
    drugs = {"pazopanib", "trabectedin"}
    assert find_substance(old, new, "en", drugs) == classes


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("One, two.", "One  two"),
        ("tumor", "Tumour"),
        ("randomized trial", "randomised trial"),
        ("a – b", "a - b"),
        ("don\u2019t", "don't"),
    ],
)
def test_wording_is_white_space_punctuation_case_and_listed_spellings(old: str, new: str) -> None:
    assert is_wording_only(old, new, "en")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2.5", "25"),
        ("1-2", "12"),
        ("1 - 2", "1 2"),
        ("5%", "5"),
        ("<5", "5"),
        ("-3", "3"),
        ("true [@a]", "true [@b]"),
        ("true [@a] or false", "true or false [@a]"),
        ("effect", "affect"),
        ("an other", "another"),
    ],
)
def test_nothing_else_is_wording(old: str, new: str) -> None:
    assert not is_wording_only(old, new, "en")


def test_without_a_word_list_only_white_space_is_wording() -> None:
    assert is_wording_only("a  b", "a b", "xx")
    assert not is_wording_only("a, b", "a b", "xx")
    assert find_substance("a, b", "a b", "xx", ()) == {"unknown-language"}
