"""Text of elsewhere as prose: every letter and sign is read again as it was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import example, given
from hypothesis import strategies as st

from guidepress.bring_in.markup import tidy, write_prose
from guidepress.prose.blocks import Paragraph, parse_prose
from guidepress.prose.inline import Cited, Span, Text
from guidepress.prose.misreadings import find_misreadings
from guidepress.prose.render import render_plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guidepress.prose.inline import Inline

SIGNS = "ab 1.*_^~[]()<>&@#|!-+=`\\{}$:/é\u00a0,;"
TEXTS = st.text(SIGNS, max_size=12).map(Text)
RAISED = st.text("0123456789ab+", min_size=1, max_size=4).map(lambda t: (Text(t),))
STYLED = st.one_of(
    st.builds(Span, st.sampled_from(["strong", "emphasis"]), st.tuples(TEXTS), st.just("")),
    st.builds(Span, st.sampled_from(["raised", "lowered"]), RAISED, st.just("")),
    st.builds(Span, st.just("link"), st.tuples(TEXTS), st.just("#p-1")),
    st.builds(Cited, st.just(("maki-2007",))),
)
NODES = st.lists(st.one_of(TEXTS, STYLED), max_size=6)


def letters(nodes: Iterable[Inline]) -> str:
    found = []
    for node in nodes:
        if isinstance(node, Text):
            found.append(node.text)
        elif isinstance(node, Span):
            found.append(letters(node.children))
    # What cannot be raised at its place is spelt 10^(9).
    return re.sub(r"[\^_]\(|\)", "", "".join("".join(found).split()))


def shows(node: Inline) -> bool:
    return not isinstance(node, Text) or bool(node.text.strip())


@given(st.lists(NODES, max_size=3))
@example([[Text("\xa0")]])
@example([[Text("a")], [Text("-"), Cited(("maki-2007",))]])
def test_prose_is_read_as_what_it_was_written_from(paragraphs: list[list[Inline]]) -> None:
    text, whole = write_prose(paragraphs)
    # A paragraph of spaces alone is none.
    wanted = [nodes for each in paragraphs if any(map(shows, nodes := tidy(each)))]
    blocks = parse_prose(text) if text else ()
    assert all(isinstance(each, Paragraph) for each in blocks)
    found = [tidy(each.children) for each in blocks if isinstance(each, Paragraph)]
    assert [letters(each) for each in found] == [letters(each) for each in wanted]
    if whole:
        assert found == wanted
        assert not list(find_misreadings(text))


def test_emphasis_inside_a_word_is_left_out_and_no_letter_is() -> None:
    nodes: list[Inline] = [Text("trans"), Span("emphasis", (Text("form"),)), Text("ed")]
    assert write_prose([nodes]) == ("transformed", False)


def test_a_power_stays_a_power() -> None:
    text, _ = write_prose([[Text("10"), Span("raised", (Text("9"),)), Text("/L")]])
    assert render_plain(text) == "10⁹/L"
