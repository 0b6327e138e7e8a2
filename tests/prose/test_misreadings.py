"""What elsewhere would be markup is reported, and following the advice works."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from guidepress.prose.misreadings import find_links, find_misreadings, find_raw_html
from guidepress.prose.render import render_plain
from prose.test_letters import EXAMPLES, texts

# What is written; the words that are named; and what an author writes instead.
REPORTED = [
    ("## Dosing\n\nGive 5 mg.", "## Dosing", "**Dosing**\n\nGive 5 mg."),
    ("## Dosing", "## Dosing", "\\## Dosing"),
    ("# Dosing\n\nGive 5 mg.", "# Dosing", "\\# Dosing\n\nGive 5 mg."),
    ("Dosing\n======", "======", "Dosing\n\\======"),
    ("above\n\n---\n\nbelow", "---", "above\n\n\\---\n\nbelow"),
    ("above\n\n* * *\n\nbelow", "* * *", "above\n\nbelow"),
    ("***never***", "***never***", "**_never_**"),
    ("***never***", "***never***", "\\*\\*\\*never***"),
    ("__never__", "__never__", "**never**"),
    ("| a | b |\n| --- | --- |\n| 1 | 2 |", "| a | b |", "- a: 1\n- b: 2"),
    ("| a | b |\n| --- | --- |", "| a | b |", "\\| a | b |\n\\| --- | --- |"),
    ("| a | 1 |\n| b | 2 |", "| a | 1 |", "- a: 1\n- b: 2"),
    ("a | b\n--|--\n1 | 2", "--|--", "- a: 1\n- b: 2"),
    ("It helps [1,2].", "[1,2]", "It helps [@maki-2007]."),
    ("It helps [1-3, 7].", "[1-3, 7]", "It helps \\[1-3, 7]."),
    ("It helps [12].", "[12]", "It helps \\[12]."),
    ("It helps.^1,2^", "^1,2^", "It helps [@maki-2007]."),
    ("5 mg[^1]", "[^1]", "5 mg (in adults)"),
    ("5 mg^[in adults]", "^[in adults]", "5 mg (in adults)"),
    ("See ![a curve](https://x.y/z.png).", "![a curve](https://x.y/z.png)", "See a curve."),
    ("See ![a](b.png).", "![a](b.png)", "See \\!\\[a](b.png)."),
    ("[a]: https://x.y", "[a]: https://x.y", "[a](https://x.y)"),
    ('[a](https://x.y "title")', '[a](https://x.y "title")', "[a](https://x.y)"),
    ("```\ncode\n```", "```", "`code`"),
    ("~~~\ncode\n~~~", "~~~", "code"),
    ("1. one\n3. three", "3. three", "1. one\n2. three"),
    ("1. one\n\n3. three", "3. three", "1\\. one\n\n3\\. three"),
    ("1. one\n1. two", "1. two", "1. one\n2. two"),
    ("5. one\n6. two", "5. one", "5\\. one\n6\\. two"),
    ("+ one\n+ two", "+ one", "- one\n- two"),
    ("* one\n* two", "* one", "- one\n- two"),
    ("• one\n• two", "• one", "- one\n- two"),
    ("+ `a\nb`\n\n+ c\n+ d", "+ c", "- `a b`\n- c\n- d"),
    ("1) one\n2) two", "1) one", "1. one\n2. two"),
    ("1) one\n2) two", "1) one", "1\\) one\n2\\) two"),
    ("Give\n- 5 mg\n- 10 mg", "- 5 mg", "Give\n\n- 5 mg\n- 10 mg"),
    ("- one\ntwo\n- three", "- one", "- one\n  two\n- three"),
    ("> one\n> two", "> one", "“one two”"),
    ("<b>never</b>", "<b>", "**never**"),
    ("10<sup>9</sup>/L", "<sup>", "10^9^/L"),
    ("a<br>b", "<br>", "a\\\nb"),
    ("<!-- x -->", "<!-- x -->", "\\<!-- x -->"),
    ('<a href="https://x.y">x</a>', '<a href="https://x.y">', "[x](https://x.y)"),
]
# What a clinician writes, and must be able to.
CLEAN = [
    "Carriers of *2 or *3; (*1/*17) and CYP2D6*4.",
    "HLA-B*57:01, 1.5*10*9/L, 2 * 5 mg * 3 days.",
    "The hazard ratio was 0.7 [0.5, 0.9]; median 12 months [3, 20]; [95% CI, 3–20].",
    "P(T+|D+), |x|, a|b, eGFR <30, a<b and b>c, <5 and >2, <TP53>, ≥18, -5 °C.",
    "+ 5 mg",
    "- 5 mg",
    "> 18 years",
    "1986. The year.",
    "#3-0 suture, # 3 suture, R&D, 5 µg & more, $5 to $10, $x^2$",
    "(*) p<0.05, (**) p<0.01, (***) p<0.001, 0.04*, 0.001***",
    "Name: ____ , __init, ~~not~~, ~5 mg, 10^6 to 10^9",
    "Before:\n\n- one\n  - two\n- three\n\n1. one\n2. two",
    "[18F]FDG, [^18^F]FDG, [Fe(CN)~6~]^4-^, [sic], [a][b]",
    "`| a |` and `[1,2]` and `<b>`",
    "5' 10\" (c) 2 +/- 1 ... -- so; {x} {{y}} {% z %} :::",
]


def found_in(text: str) -> list[str]:
    return [*(each.found for each in find_misreadings(text)), *find_raw_html(text)]


@pytest.mark.parametrize(("wrong", "named", "right"), REPORTED)
def test_other_markup_is_named_and_what_is_advised_is_taken(
    wrong: str, named: str, right: str
) -> None:
    assert named in found_in(wrong)
    assert all(each in wrong for each in found_in(wrong))
    assert not found_in(right)


@pytest.mark.parametrize(("wrong", "named", "right"), REPORTED)
def test_it_is_shown_letter_for_letter_all_the_same(wrong: str, named: str, right: str) -> None:
    del named, right
    if "](http" not in wrong and "^1,2^" not in wrong and "`a" not in wrong:
        assert " ".join(render_plain(wrong).split()) == " ".join(wrong.split())


@pytest.mark.parametrize("text", CLEAN)
def test_what_clinicians_write_is_not_reported(text: str) -> None:
    assert not found_in(text)
    assert not [*find_links(text)]


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(texts())
def test_a_message_names_words_of_the_text(text: str) -> None:
    for found, message, hint in find_misreadings(text):
        assert found.split("\n")[0] in text
        assert found in message
        assert hint


@pytest.mark.parametrize("text", ["see [x](y)", "[x](../a.html)", "[x](javascript:alert)"])
def test_a_link_out_of_the_web_is_found(text: str) -> None:
    assert [*find_links(text)] == re.findall(r"\((\S+)\)", text)


def test_a_link_in_code_or_behind_a_backslash_is_none() -> None:
    assert not [*find_links("`[x](y)` \\[x](y) ![x](y)")]
