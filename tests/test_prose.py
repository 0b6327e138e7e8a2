"""Prose becomes safe HTML, whatever is written in it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from guidepress.prose.citations import (
    cited_keys,
    find_citations,
    find_forgotten_citations,
    find_malformed_citations,
    without_citations,
)
from guidepress.prose.misreadings import find_links, find_misreadings, find_raw_html
from guidepress.prose.render import render_commonmark, render_html, render_inline_html, render_plain
from limits import QUADRATIC

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = "<sup>mark</sup>"


def rendered(text: str) -> str:
    return render_html(text, lambda _keys: MARK)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("none", ()),
        ("[@maki-2007]", ("maki-2007",)),
        ("a [@b-1; @c-2] d [@b-1]", ("b-1", "c-2")),
        ("[@Maki]", ()),
        ("[@a, @b]", ()),
        ("[link](https://x.y)", ()),
    ],
)
def test_citations_are_found_in_order_and_once(text: str, keys: tuple[str, ...]) -> None:
    assert cited_keys(text) == keys


def test_what_looks_like_a_citation_but_is_none_is_found() -> None:
    text = "a [@] b [@Maki 2007] c [@a, @b] d [ @a ] e [@ok] f [@open"
    found = [each for _, _, each in find_malformed_citations(text)]
    assert found == ["[@]", "[@Maki 2007]", "[@a, @b]", "[ @a ]", "[@open"]
    others = "[see @a] [-@a] [\u00a0@a] [@a;@b] [@a, p. 3] [@a; see @b]"
    assert " ".join(each for _, _, each in find_malformed_citations(others)) == others
    assert not [*find_malformed_citations("[@a] [@b; @c] me@x.org [ask @a](https://x.y) [a @ b]")]


def test_the_place_of_a_malformed_citation_is_its_own() -> None:
    text = "\u00e9 [@ok] and [@a, @b]"
    assert [text[start:end] for start, end, _ in find_malformed_citations(text)] == ["[@a, @b]"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a [maki-2007].", [("[maki-2007]", "[@maki-2007]")]),
        (
            "a [ Maki-2007, soole-2014 ]",
            [("[ Maki-2007, soole-2014 ]", "[@maki-2007; @soole-2014]")],
        ),
        ("a [maki-2007; p. 3]", [("[maki-2007; p. 3]", "[@maki-2007]")]),
        (
            "a (@maki-2007). @soole-2014",
            [("@maki-2007", "[@maki-2007]"), ("@soole-2014", "[@soole-2014]")],
        ),
        ("[@maki-2007; @soole-2014] (maki-2007) [other-2007] @other-2007", []),
        ("`[maki-2007]` `@maki-2007` [maki-2007](https://x.org) <https://x.org/@maki-2007>", []),
        ("https://x.org/@maki-2007 me@maki-2007 [ask @maki-2007](https://x.org)", []),
        ("[@maki-2007, @soole-2014]", []),
    ],
)
def test_a_known_reference_that_is_named_without_being_cited_is_found(
    text: str, told: list[tuple[str, str]]
) -> None:
    assert list(find_forgotten_citations(text, {"maki-2007", "soole-2014"})) == told


@pytest.mark.timeout(QUADRATIC)
@pytest.mark.parametrize("unit", ["[@", "[@a; ", "[ @", "[", "[a a", "<", "<a ", "<!--", " ", "@"])
def test_a_megabyte_of_beginnings_is_read_without_looking_back(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))

    def find_forgotten(text: str) -> Iterator[tuple[str, str]]:
        return find_forgotten_citations(text, {"a"})

    for find in (find_citations, find_malformed_citations, find_forgotten, find_raw_html):
        for _ in find(text):
            pass


@pytest.mark.timeout(QUADRATIC)
@pytest.mark.parametrize(
    "unit",
    [
        *(
            "[",
            "![",
            "`",
            "*_",
            "](",
            "[@a]",
            "> ",
            "- ",
            "\\",
            "&",
            "*a",
            "[a](",
            "_(",
            "a_ ",
            "^a",
            "<",
        ),
        *(
            "- a\n",
            "x\n- 5\n",
            "1. a\n",
            "2. a\n",
            "  - a\n    ",
            "\n\n",
            "|-",
            "# a\n",
            "https://a.b(",
            "-",
        ),
    ],
)
def test_deep_and_broken_markdown_is_rendered(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    rendered(text)
    render_plain(text)
    render_commonmark(text)
    for find in (find_misreadings, find_raw_html, find_links):
        for _ in find(text):
            pass


def test_a_citation_of_several_works_is_one_mark_with_their_keys() -> None:
    shown = render_html("a [@b-1; @c-2; @d-3], e [@b-1]", " ".join)
    assert shown == "<p>ab-1 c-2 d-3, eb-1</p>"


def test_citations_leave_no_space_behind() -> None:
    assert without_citations("true [@a]. Also [@b; @c], yes") == "true. Also, yes"


def test_citations_are_marked_inside_emphasis_but_not_in_code() -> None:
    assert rendered("*so [@a]*") == f"<p><em>so{MARK}</em></p>"
    assert rendered("`[@a]`") == "<p><code>[@a]</code></p>"


def test_no_citation_becomes_a_link_or_stands_in_one() -> None:
    link = '<a href="https://x.y">https://x.y</a>'
    assert rendered("[so [@a]](https://x.y)") == f"<p>[so{MARK}]({link})</p>"
    assert rendered("[@a]: https://x.y") == f"<p>{MARK}: {link}</p>"
    assert rendered("[t][@a] [@a](#b)") == f"<p>[t]{MARK}{MARK}(#b)</p>"
    assert rendered("[b]: #x\n\n[b]") == "<p>[b]: #x</p>\n<p>[b]</p>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "<p>plain</p>"),
        ("# H", "<p># H</p>"),
        ("![what it shows](z.png)", "<p>![what it shows](z.png)</p>"),
        ("```js\nx < y\n```", "<p>```js\nx &lt; y\n```</p>"),
        ("[x](mailto:a@b.org)", '<p><a href="mailto:a@b.org">x</a></p>'),
        ("<https://x.y>", '<p><a href="https://x.y">https://x.y</a></p>'),
        ("[https://x.y](https://a.b)", '<p><a href="https://a.b">https://x.y</a></p>'),
        ("| a |\n|---|\n| b |", "<p>| a |\n|---|\n| b |</p>"),
    ],
)
def test_markdown_is_what_the_page_can_carry(text: str, expected: str) -> None:
    assert rendered(text) == expected


def test_a_line_is_rendered_without_its_paragraph() -> None:
    assert render_inline_html("*so* <b>", lambda _keys: MARK) == "<em>so</em> &lt;b&gt;"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a <b>c</b>", ["<b>", "</b>"]),
        ("<!-- x -->", ["<!-- x -->"]),
        ("<br/> <?php?>", ["<br/>", "<?php?>"]),
        ("p < 0.05 and q > 1", []),
        ("if a<b and b>c, <TP53> <5 mg>", []),
        ('<a href="x"> <img src=x onerror=y>', ['<a href="x">', "<img src=x onerror=y>"]),
        ("`<b>`", []),
        (r"\<b>", []),
    ],
)
def test_raw_html_is_found(text: str, found: list[str]) -> None:
    assert [*find_raw_html(text)] == found


def test_plain_text_has_no_marks() -> None:
    assert render_plain("**bold** and [a link](https://x.y)\n\nnext") == "bold and a link\nnext"


VECTORS = """\
<script>alert(1)</script>
<img src=x onerror=alert(1)>
<svg/onload=alert(1)>
<svg><script>alert(1)</script></svg>
<iframe src="javascript:alert(1)"></iframe>
<body onload=alert(1)>
<a href="javascript:alert(1)">x</a>
[x](javascript:alert(1))
[x](JaVaScRiPt:alert(1))
[x](javascript&colon;alert(1))
[x](&#106;avascript:alert(1))
[x](java%0ascript:alert(1))
[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)
[x](vbscript:msgbox(1))
[x](file:///etc/passwd)
[x](//evil.example)
![x](javascript:alert(1))
![x](https://evil.example/a.png)
![" onerror="alert(1)](https://evil.example/a.png)
<javascript:alert(1)>
<https://evil.example>
[x]: javascript:alert(1)
[x](https://a.b "onmouseover="alert(1))
[x](https://a.b '" onmouseover="alert(1)')
<details open ontoggle=alert(1)>
<math><mi//xlink:href="data:x,<script>alert(1)</script>">
<!--<img src="--><img src=x onerror=alert(1)//">
<style>@import 'javascript:alert(1)';</style>
<link rel=stylesheet href=javascript:alert(1)>
<meta http-equiv="refresh" content="0;url=javascript:alert(1)">
<base href="javascript:/a/-alert(1)//">
<form><button formaction=javascript:alert(1)>x
<input autofocus onfocus=alert(1)>
<object data="javascript:alert(1)">
<embed src="javascript:alert(1)">
<template><script>alert(1)</script></template>
{{constructor.constructor('alert(1)')()}}
{% raw %}<script>alert(1)</script>{% endraw %}
--8<-- "/etc/passwd"
x {onclick=alert(1)}
# heading {#x onclick=alert(1)}
`<script>alert(1)</script>`
    <script>alert(1)</script>
\\<script>alert(1)</script>
&lt;script&gt;alert(1)&lt;/script&gt;
[x](<javascript:alert(1)>)
[x](\tjavascript:alert(1))
[x](https://a.b/"onmouseover="alert(1))
[x](https://a.b/'><script>alert(1)</script>)
![<img src=x onerror=alert(1)>](x)
``` "><script>alert(1)</script>
~~~ mermaid" onload="alert(1)
<https://a.b/" onclick="alert(1)>
[x][@a] [@a]: javascript:alert(1)
3. <b onclick=alert(1)>
""".splitlines()

HARMLESS = {
    "p",
    "em",
    "strong",
    "code",
    "a",
    "sup",
    "sub",
    "ul",
    "li",
    "br",
    "ol",
}


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [(tag, name, value or "") for name, value in attrs] or [(tag, "", "")]


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_live_comes_out_of_prose(vector: str) -> None:
    tags = Tags()
    tags.feed(rendered(f"{vector} [@a]\n\n{vector}"))
    for tag, name, value in tags.found:
        assert tag in HARMLESS
        assert name in {"", "href"}
        assert name != "href" or value.startswith(("https://", "http://", "mailto:"))
