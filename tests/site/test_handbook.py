"""The handbook as part of the site."""

from __future__ import annotations

import json
import posixpath
import re
from typing import TYPE_CHECKING

import pytest

from conftest import REPOSITORY, copy_project, guidepress
from guidepress.site.handbook import stage_handbook, staged_name
from guidepress.site.publication import publication_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.checkout

DOCS = REPOSITORY / "docs"
HREF = re.compile(r'href="([^"#]+)')


def staged(tmp_path: Path, **pages: str) -> dict[str, str]:
    for name, text in {"index": "# Handbook\n\nAll of it.\n", **pages}.items():
        file = tmp_path / f"{name.replace('__', '/')}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return {name: data.decode() for name, data in stage_handbook(tmp_path).items()}


def test_each_page_of_the_handbook_is_built_and_can_be_reached_from_its_first(built: Path) -> None:
    names = {file.relative_to(DOCS).as_posix() for file in DOCS.rglob("*.md")}
    assert len(names) > 70
    expected = {staged_name(name).replace(".md", ".html") for name in names}
    found = {file.relative_to(built).as_posix() for file in (built / "docs").rglob("*.html")}
    assert found == expected
    tree = {name.replace(".md", ".html"): data.decode() for name, data in stage_handbook().items()}
    reached, ahead = set[str](), ["docs/index.html"]
    while ahead:
        page = ahead.pop()
        if page not in reached:
            reached.add(page)
            links = (
                posixpath.join(posixpath.dirname(page), each) for each in HREF.findall(tree[page])
            )
            ahead += [posixpath.normpath(link) for link in links if "://" not in link]
    assert reached == expected


def test_links_between_pages_lead_on_and_those_out_of_the_handbook_are_text(tmp_path: Path) -> None:
    links = (
        "[a](b.md) [b](rules/c.md#right) [c](../tests/x.py) [d](#here) [e](https://example.org/)"
        " [f](b.md?raw=1) [g](index.md) [`h`](rules.md)"
    )
    tree = staged(
        tmp_path,
        a=f"# A\n\n{links}\n",
        b="# B\n\nB.\n",
        rules="# Rules\n\nAll.\n",
        rules__c="# C\n\n[up](../a.md) [beside](d.md)\n",
    )
    for expected in (
        '<a href="../b/index.html">a</a>',
        '<a href="../rules/c/index.html#right">b</a>',
        " c ",
        '<a href="#here">d</a>',
        '<a href="https://example.org/">e</a>',
        '<a href="../index.html">g</a>',
        '<a href="../rules/index.html"><code>h</code></a>',
    ):
        assert expected in tree["docs/a/index.md"]
    below = tree["docs/rules/c/index.md"]
    assert '<a href="../../a/index.html">up</a> beside' in below
    assert '<a href="../../index.html">Handbook</a>, <a href="../index.html">Rules</a>' in below


def test_headings_have_the_anchors_that_links_in_the_repository_name(tmp_path: Path) -> None:
    page = staged(tmp_path, a="# A\n\nText.\n\n## Say `why`?\n\n### Twice\n\n### Twice\n")[
        "docs/a/index.md"
    ]
    assert re.findall(r"\{#(.+)\}", page) == ["_title", "say-why", "twice", "twice-1"]


def test_what_looks_like_html_or_a_template_stays_text(tmp_path: Path) -> None:
    page = staged(tmp_path, a="# <i>A\n\n<script>x</script> `<b>`\n\n```html\n<p>{{ 7 }}\t\n```\n")[
        "docs/a/index.md"
    ]
    assert "&#60;i&#62;A" in page
    assert "<p>&lt;script&gt;x&lt;/script&gt; <code>&lt;b&gt;</code></p>" in page
    assert "&lt;p&gt;{{ 7 }}&#9;\n</code></pre>" in page


def test_tables_are_tables_that_scroll_with_the_keyboard(built: Path) -> None:
    page = (built / "docs/compatibility/index.html").read_text(encoding="utf-8")
    assert page.count('tabindex="0"><table class="gp-table">') == 1
    assert "<th>readers of then</th>" in page


def test_a_search_for_a_treatment_finds_nothing_of_the_handbook(built: Path) -> None:
    found = json.loads((built / "search/in/_pages.json").read_bytes())["entries"]
    assert [path for _, path, *_ in found] == [
        *("about/index.html", "scales/pdq-treatment/index.html"),
    ]


@pytest.mark.parametrize(
    ("nav", "has"),
    [
        (None, False),
        (7, False),
        (["index.md", {"About": "about/index.md"}], False),
        (["index.md", "docs/index.md"], True),
        ([{"Help": [{"Handbook": "docs/index.md"}]}], True),
    ],
)
def test_a_site_has_the_handbook_if_its_navigation_names_it(nav: object, has: object) -> None:
    assert publication_of("Site", "https://example.org/", nav).handbook is has


def test_a_site_without_it_in_its_navigation_has_no_page_of_it(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    config = project / "mkdocs.yml"
    text = config.read_text("utf-8")
    config.write_text(text.replace("  - Handbook: docs/index.md\n", ""), encoding="utf-8")
    done = guidepress(project, "build")
    assert done.returncode == 0, done.stderr
    assert (project / "site/about/index.html").is_file()
    assert not (project / "site/docs").exists()
