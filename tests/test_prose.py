"""Prose becomes safe HTML, whatever is written in it."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from guidepress.prose import (
    cited_keys,
    find_malformed_citations,
    render_html,
    render_plain,
    without_citations,
)

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


def test_citations_leave_no_space_behind() -> None:
    assert without_citations("true [@a]. Also [@b; @c], yes") == "true. Also, yes"


def test_citations_are_marked_inside_emphasis_but_not_in_code() -> None:
    assert rendered("*so [@a]*") == f"<p><em>so{MARK}</em></p>"
    assert rendered("`[@a]`") == "<p><code>[@a]</code></p>"


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
""".splitlines()

HARMLESS = {"p", "em", "strong", "code", "pre", "a", "sup", "ul", "li", "br", "blockquote"}


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
        assert name in {"", "href", "title"}
        assert name != "href" or value.startswith(("https://", "http://", "mailto:"))
