"""Which signs are marks: each text with how it is read, every mark named."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from guidepress.prose.render import render_commonmark, render_html, render_plain, render_reading

READINGS = [
    # Stars: emphasis only around words that stand apart.
    ("Give *only* 5 mg", "Give [emphasis: only] 5 mg"),
    ("Give *5 mg* daily", "Give [emphasis: 5 mg] daily"),
    ("(*only*) “*only*”", "([emphasis: only]) “[emphasis: only]”"),
    ("Give *only*, *now*.", "Give [emphasis: only], [emphasis: now]."),
    ("2 *5 mg* 3 days", "2 *5 mg* 3 days"),
    ("*1/*17 and *2/*3*", "*1/*17 and *2/*3*"),
    ("*1/*a* b", "*1/*a* b"),
    ("*2* is an allele", "*2* is an allele"),
    ("Carriers of *2 and of b*", "Carriers of *2 and of b*"),
    ("*17 carriers need less*", "*17 carriers need less*"),
    (
        "Give *2 tablets* or *0.5 \u00b5g* now",
        "Give [emphasis: 2 tablets] or [emphasis: 0.5 \u00b5g] now",
    ),
    ("CYP2D6 *4 mg* x", "CYP2D6 *4 mg* x"),
    ("*reduced * function*", "*reduced * function*"),
    ("*no 5*3 twice*", "*no 5*3 twice*"),
    ("*at least 5* 3", "*at least 5* 3"),
    ("a*b* c, a *b*c", "a*b* c, a *b*c"),
    ("(*) p<0.05, (**) p<0.01, (*) again", "(*) p<0.05, (**) p<0.01, (*) again"),
    ("5 mg* and *at night", "5 mg* and *at night"),
    ("**Never** 5 mg", "[strong: Never] 5 mg"),
    ("**Never *ever* give**", "[strong: Never [emphasis: ever] give]"),
    ("a**b**c, 2**3, ** x **", "a**b**c, 2**3, ** x **"),
    ("**a _b** c_", "[strong: a _b] c_"),
    ("***x***", "***x***"),
    # Underscores.
    ("_KRAS_, (_x_), x_y_z, _a b_", "[emphasis: KRAS], ([emphasis: x]), x_y_z, [emphasis: a b]"),
    ("≥_5_, 5_b_, _b_5", "≥_5_, 5_b_, _b_5"),
    ("&beta;_x_ and _x_&beta;", "β_x_ and _x_β"),
    ("^2^_x_ and _x_^2^", "[raised: 2]_x_ and _x_[raised: 2]"),
    ("__x__ and ____", "__x__ and ____"),
    # Raised and lowered.
    ("10^9^/L, m^2^, 10^-3^", "10[raised: 9]/L, m[raised: 2], 10[raised: -3]"),
    ("Na^+^, Ca^2+^, SO~4~^2-^", "Na[raised: +], Ca[raised: 2+], SO[lowered: 4][raised: 2-]"),
    ("^99m^Tc and H~2~O", "[raised: 99m]Tc and H[lowered: 2]O"),
    ("AUC~0-24~, t~1/2~, C~max,ss~", "AUC[lowered: 0-24], t[lowered: 1/2], C[lowered: max,ss]"),
    ("10^6-10^9, 10^6/10^9, 10^6,10^9", "10^6-10^9, 10^6/10^9, 10^6,10^9"),
    ("x^a-10^b, e^x,f^y, (x^a)(y^b)", "x^a-10^b, e^x,f^y, (x^a)(y^b)"),
    ("~5-~10 mg, ~5 or ~10, ~~x~~", "~5-~10 mg, ~5 or ~10, ~~x~~"),
    ("10^6 and 10^9, ^ and ^", "10^6 and 10^9, ^ and ^"),
    ("^.^ and ^,a^ and ^a,^", "^.^ and ^,a^ and ^a,^"),
    # Code, links, entities, backslashes.
    ("`p<0.001` and 5` to 10`", "[code: p<0.001] and 5` to 10`"),
    ("``x`` and ` x `", "``x`` and ` x `"),
    ("[a _b_](https://x.y)", "[link: a [emphasis: b] -> https://x.y]"),
    ("[a](#b) [a](<https://x.y>)", "[link: a -> #b] [link: a -> https://x.y]"),
    ("[https://x.y](https://a.b)", "[link: https://x.y -> https://a.b]"),
    ("[a](b) [a] (https) ![a](z)", "[a](b) [a] (https) ![a](z)"),
    ("(https://x.y/a_(b)_c).", "([link: https://x.y/a_(b)_c -> https://x.y/a_(b)_c])."),
    ("**https://x.y/a**", "[strong: [link: https://x.y/a -> https://x.y/a]]"),
    ("&beta; &#946; &lt; &foo; &#0; &shy; R&D;", "β β < &foo; &#0; &shy; R&D;"),
    ("\\*x\\* 20\\% C:\\dir \\\\ \\", "*x* 20% C:\\dir \\ \\"),
    ("a [@b; @c] d", "a [cites: b; c] d"),
    ("`[@a]` \\[@a]", "[code: [@a]] [@a]"),
    # Lists.
    ("Give:\n- one\n- two", "Give:\n• one\n• two"),
    ("Give\n- one\n- two", "Give\n• one\n• two"),
    ("Give\n- 5 mg\n- 10 mg", "Give - 5 mg - 10 mg"),
    ("Give:\n- 5 mg\n- 10 mg", "Give:\n• 5 mg\n• 10 mg"),
    ("Give:\n\n- it", "Give:\n• it"),
    ("Give:\n\n- 5 mg\n+ 5 mg", "Give:\n- 5 mg + 5 mg"),
    ("from A\n- which is B", "from A - which is B"),
    ("- one", "- one"),
    ("- one\n  - two", "• one\n  • two"),
    ("- one\ntwo", "- one two"),
    ("- one\n  two\n\n  three\n- four", "• one two\n  three\n• four"),
    ("1. one\n   - two\n   - three\n2. four", "1. one\n   • two\n   • three\n2. four"),
    ("1. one\n2. two\n4. four", "1. one 2. two 4. four"),
    ("2. two\n3. three", "2. two 3. three"),
    ("1. one", "1. one"),
    ("- \n- one", "-  - one"),
]


@pytest.mark.parametrize(("written", "read"), READINGS)
def test_a_text_is_read_as_it_is_meant(written: str, read: str) -> None:
    assert render_reading(written, str) == read


@pytest.mark.parametrize("text", [written for written, _ in READINGS])
def test_a_reader_of_commonmark_sees_the_same_marks(text: str) -> None:
    here = render_html(text, lambda keys: f" [@{'; @'.join(keys)}]")
    there = MarkdownIt("commonmark").render(render_commonmark(text))
    for tag in ("<strong>", "<em>", "<code>", "<ul>", "<ol>", "<li>"):
        assert here.count(tag) == there.count(tag), tag


def test_two_lists_side_by_side_stay_two() -> None:
    text = " 1. a\n 2. b\n1. c\n2. d"
    assert render_plain(text) == "1. a\n2. b\n1. c\n2. d"
    assert MarkdownIt("commonmark").render(render_commonmark(text)).count("<ol>") == 2
