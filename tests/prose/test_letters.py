"""Every letter and sign that an author writes is shown, or is a mark that the handbook names."""

from __future__ import annotations

import os
import re
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from conftest import REPOSITORY
from guidepress.prose.misreadings import find_misreadings, find_raw_html
from guidepress.prose.render import (
    render_claim,
    render_commonmark,
    render_html,
    render_plain,
    render_reading,
)
from prose.signs import SIGNS, Sign, render_signs

if TYPE_CHECKING:
    from collections.abc import Sequence

EXAMPLES = int(os.environ.get("GUIDEPRESS_EXAMPLES", "300"))
FRAGMENTS = [
    "*",
    "**",
    "***",
    "_",
    "__",
    "^",
    "~",
    "~~",
    "`",
    "``",
    "```",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "&",
    "#",
    "##",
    "|",
    "!",
    "+",
    "-",
    "=",
    "\\",
    "/",
    ":",
    ";",
    ",",
    ".",
    "?",
    "'",
    '"',
    "$",
    "{",
    "}",
    "@",
    "%",
    "5",
    "2",
    "10^9^",
    "CO~2~",
    "10^6",
    "*2",
    "*3",
    "CYP2C19*2",
    "HLA-B*57:01",
    "1.5*10*9/L",
    "a",
    "b",
    "mg",
    "µg",
    "β",
    "°",
    "≥",
    "é",
    "5.",
    "1.",
    "2.",
    "3)",
    "+",
    "-",
    ">",
    "[@a]",
    "[@a;_@b]",
    "[1,2]",
    "[^1]",
    "[x](https://x.y)",
    "[x](#a)",
    "[x](y)",
    "![x](y)",
    "https://x.y/a_b",
    "<https://x.y>",
    "&beta;",
    "&lt;",
    "&amp;",
    "&foo;",
    "&#946;",
    "&nbsp;",
    "<b>",
    "</b>",
    "<br>",
    "<b_and",
    "b>",
    "a<b",
    "---",
    "===",
    "***",
    "|---|",
    "x|y",
    "**never**",
    "_only_",
    "*only*",
    "`code`",
    "\\*",
    "\\[",
    "\\\\",
    "{#id}",
    "{{x}}",
    ":::",
    "!!!",
    "[x]:",
    "https://x.y",
]
SPACES = (" ", " ", " ", "", "", "\n", "\n\n", "  \n", "\\\n", "\n- ", "\n  - ", "\n1. ", "\n2. ")
# Without links, entities, code and escapes, which hide letters: what is left can be counted.
SIGNS_ALONE = [
    each
    for each in FRAGMENTS
    if not set("`\\@") & set(each)
    and "](" not in each
    and "http" not in each
    and not (each.startswith("&") and len(each) > 1)
]


@st.composite
def texts(draw: st.DrawFn, fragments: Sequence[str] = FRAGMENTS) -> str:
    pieces = draw(
        st.lists(st.tuples(st.sampled_from(fragments), st.sampled_from(SPACES)), max_size=14)
    )
    return "".join(piece.replace(";_", "; ") + space for piece, space in pieces).strip()


class Reader(HTMLParser):
    """What a reader sees of a page: letters, bullets and numbers of lists."""

    def __init__(self, html: str, *, bullet: str = "•", figures: bool = True) -> None:
        super().__init__()
        self.bullet, self.figures = bullet, figures
        self.parts: list[str] = []
        self.lists: list[int | None] = []
        self.raised = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"ul", "ol"}:
            self.lists.append(int(dict(attrs).get("start") or 1) if tag == "ol" else None)
        if tag in {"p", "li", "br", "ul", "ol"}:
            self.parts.append(" ")
        if tag == "li":
            number = self.lists[-1]
            self.parts.append(f"{self.bullet} " if number is None else f"{number}. ")
            if number is not None:
                self.lists[-1] = number + 1
        self.raised = tag if tag in {"sup", "sub"} else ""

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol"}:
            self.lists.pop()
        self.raised = ""

    def handle_data(self, data: str) -> None:
        if self.raised and self.figures and data.isascii() and data.isdecimal():
            figures = "⁰¹²³⁴⁵⁶⁷⁸⁹" if self.raised == "sup" else "₀₁₂₃₄₅₆₇₈₉"
            data = data.translate(str.maketrans("0123456789", figures))
        elif self.raised:
            mark = "^" if self.raised == "sup" else "~"
            data = f"{mark}{data}{mark}"
        self.parts.append(data)

    @property
    def seen(self) -> str:
        return " ".join("".join(self.parts).split())


def cite(keys: tuple[str, ...]) -> str:
    return f" [{'; '.join(f'@{key}' for key in keys)}]"


def page(text: str) -> str:
    return Reader(render_html(text, cite)).seen


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(texts())
def test_plain_text_says_what_the_page_shows(text: str) -> None:
    assert " ".join(render_plain(text).split()) == page(text)


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(texts())
@example("[@a]: https://x.y")
@example("1. a\n2. b\n\n - c\n- d")
def test_a_reader_of_commonmark_sees_in_the_markdown_what_the_page_shows(text: str) -> None:
    shown = MarkdownIt("commonmark").render(render_commonmark(text))
    # Markdown has no raised signs: there they are as in plain text.
    assert Reader(shown).seen == " ".join(render_plain(text).split())


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=80)
)
def test_whatever_signs_are_written_a_reader_of_either_sees_the_same(text: str) -> None:
    plain = " ".join(render_plain(text).split())
    assert page(text) == plain
    assert Reader(MarkdownIt("commonmark").render(render_commonmark(text))).seen == plain


def markup_of(text: str) -> str:
    """Return what the text is read as, with each mark named."""
    return render_reading(text, lambda key: f"@{key}")


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(texts(SIGNS_ALONE))
def test_each_sign_is_shown_or_is_part_of_a_mark_that_is_counted(text: str) -> None:
    html = render_html(text, cite)
    shown = Counter("".join(Reader(html, bullet="-", figures=False).seen.split()))
    hidden = Counter("".join(text.split())) - shown
    marks = Counter(re.findall(r"<(\w+)", html))
    assert hidden.pop("*", 0) + hidden.pop("_", 0) == 4 * marks["strong"] + 2 * marks["em"]
    assert hidden.pop("\\", 0) <= marks["br"]
    assert not hidden
    assert letters(Reader(html).seen) == letters(text)


def letters(text: str) -> str:
    return "".join(each for each in text if each.isalpha() or each in "<>=|+#[](){}≥°%$")


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: sign.written)
def test_each_sign_of_the_handbook_is_read_as_it_says(sign: Sign) -> None:
    assert render_plain(sign.written) == sign.seen
    assert page(sign.written) == " ".join(sign.seen.split())
    found = [*find_misreadings(sign.written), *find_raw_html(sign.written)]
    assert bool(found) == sign.reported


@pytest.mark.parametrize("sign", [each for each in SIGNS if each.written == each.seen])
def test_what_is_a_sign_has_no_markup_in_it(sign: Sign) -> None:
    if "http" not in sign.written and "@" not in sign.written:
        assert markup_of(sign.written) == sign.written


def test_a_claim_is_one_line_without_citations() -> None:
    assert render_claim("Give:\n\n- 5 mg [@a]\n- **10** mg") == "Give: • 5 mg • 10 mg"


@pytest.mark.checkout
def test_the_handbook_prints_what_each_sign_means() -> None:
    handbook = (REPOSITORY / "docs/content.md").read_text(encoding="utf-8")
    assert render_signs() in handbook
