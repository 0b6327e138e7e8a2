"""What is staged, before any site generator has seen it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from guidepress.classify.classify import describe
from guidepress.diff.fact import canonical
from guidepress.export.evidence import Support, render_not_held, render_ungraded
from guidepress.history.archive import Archive, Release
from guidepress.history.reading import read_archive
from guidepress.history.relations import Related
from guidepress.model import Evidence, Guideline, Statement, Subpopulation, from_data, iter_entities
from guidepress.site.citing import render_mark
from guidepress.site.lineage import trace
from guidepress.site.pages import render_changes, render_current, render_draft
from guidepress.site.plan import Outside
from guidepress.site.policy import with_policy
from guidepress.site.publication import Publication
from guidepress.site.stage import (
    remove_orphans,
    stage_release,
    stage_shared,
    write_files,
)
from guidepress.site.summary import summarize
from site_trees import stage_guideline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.checkout

GID = "childhood-sts-recurrent"
SITE = Publication("Guidelines", "https://guidelines.example/sub/")
HOSTILE = (
    "</title><script>alert(1)</script> **bold** {#x} `code` [a](javascript:b) &lt;i&gt; {{ 7*7 }}"
)


@pytest.fixture(scope="session")
def archive(repository: Path) -> Archive:
    return read_archive(repository / "content" / GID)


def everything(archive: Archive) -> dict[str, bytes]:
    return stage_guideline(archive, SITE) | stage_shared([summarize(archive)], SITE)


def altered(archive: Archive, bundle: Any, changes: bytes | None = None) -> Archive:
    """Put one more release on the archive, in memory."""
    latest = archive.releases[-1]
    release = Release(
        version="3.0.0",
        entry={**latest.entry, "version": "3.0.0"},
        bundle_bytes=canonical(bundle),
        changes_bytes=changes,
    )
    return Archive(id=archive.id, releases=(*archive.releases, release))


def copy_of(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: copy_of(value) for key, value in data.items()}
    return [copy_of(value) for value in data] if isinstance(data, list) else data


def as_mkdocs_renders(page: str, repository: Path) -> tuple[str, list[str]]:
    """Return the HTML of a staged page, and its blocks that are HTML already."""
    settings = yaml.safe_load((repository / "mkdocs.yml").read_text(encoding="utf-8"))
    names: list[str] = []
    options: dict[str, Any] = {}
    for each in settings["markdown_extensions"]:
        name, values = next(iter(each.items())) if isinstance(each, dict) else (each, {})
        names.append(name)
        options[name] = values
    _, _, body = page.split("---\n", 2)
    # MkDocs adds these to whatever is configured.
    markdown = import_module("markdown").Markdown(
        extensions=[*names, "meta", "tables", "fenced_code"], extension_configs=options
    )
    parts = re.split(r"^#{1,3} .*$", body, flags=re.MULTILINE)
    return markdown.convert(body), [part.strip() for part in parts if part.strip()]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def find_dangers(html: str) -> Iterator[str]:
    """Yield what could run: scripts, handlers of events, addresses that are not of the web."""
    tags = _Tags()
    tags.feed(html)
    for tag, attributes in tags.found:
        if tag in {"script", "style", "iframe", "object", "embed", "form", "base"}:
            yield tag
        for name, value in attributes.items():
            scheme, colon, _ = (value or "").partition(":")
            is_address = name in {"href", "src", "action"} and colon and "/" not in scheme
            if name.startswith("on") or (is_address and scheme not in {"http", "https", "mailto"}):
                yield f"{name}={value}"


def test_markdown_passes_our_blocks_on_byte_for_byte(archive: Archive, repository: Path) -> None:
    pages = [name for name in everything(archive) if name.endswith(".md")]
    assert len(pages) == 9
    for name in pages:
        text = everything(archive)[name].decode()
        html, blocks = as_mkdocs_renders(text, repository)
        assert blocks
        for block in blocks:
            assert block in html, name


def test_a_blank_line_or_a_mark_inside_a_text_is_no_markdown(
    archive: Archive, repository: Path
) -> None:
    bundle = copy_of(archive.releases[-1].bundle)
    code = "```\nfirst\n\n# no heading\n\n</div>\n```\n\n* a\n\n* b"
    bundle["sections"][0]["content"][0]["text"] = code
    changed = altered(archive, bundle)
    html, blocks = as_mkdocs_renders(
        render_current(changed, changed.releases[-1], SITE), repository
    )
    assert all(block in html for block in blocks)
    assert "<p># no heading</p>" in html
    assert "&lt;/div&gt;" in html


COMPARING = '<script src="../assets/guidepress-compare.js" defer>'


def test_nothing_from_content_can_become_a_mark_or_a_script(
    archive: Archive, repository: Path
) -> None:
    bundle = copy_of(archive.releases[-1].bundle)
    bundle["guideline"]["title"] = HOSTILE
    bundle["factors"][0]["name"] = HOSTILE
    bundle["options"][0]["name"] = HOSTILE
    bundle["options"][0]["interventions"][0]["name"] = HOSTILE
    bundle["sections"][0]["title"] = HOSTILE
    bundle["sections"][0]["content"][0]["text"] = HOSTILE
    bundle["references"][0]["title"] = HOSTILE
    changed = altered(archive, bundle)
    for name, data in everything(changed).items():
        if name.endswith(".md"):
            html, _ = as_mkdocs_renders(data.decode(), repository)
            ours = ["script"] if name == "compare/index.md" else []
            assert list(find_dangers(html.replace(COMPARING, "<script>", 1))) == ours, name
    html, _ = as_mkdocs_renders(render_current(changed, changed.releases[-1], SITE), repository)
    heading = re.search(r'<h3 id="excision"[^>]*>(.*?)<a class="headerlink"', html)
    assert heading is not None
    assert unescape(heading[1]) == HOSTILE


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ("a", "[1]"),
        ("b a", "[1, 2]"),
        ("c a b", "[1, 2, 3]"),
        ("a c", "[1, 3]"),
        ("a a", "[1]"),
        ("a unknown", "[1]"),
    ],
)
def test_citations_are_numbers_each_a_link_with_a_name(keys: str, shown: str) -> None:
    numbers = {key: number for number, key in enumerate("abcde", start=1)}
    mark = render_mark(keys.split(), numbers, dict.fromkeys(numbers, "<Title>"))
    assert re.sub(r"<[^>]*>", "", mark) == shown
    assert set(re.findall('href="#(.)"', mark)) == set(keys.split()) - {"unknown"}
    assert mark.count('aria-label="reference ') == mark.count("<a ")
    assert "<Title>" not in mark


def bundle_of(*options: tuple[str, list[str]], retired: Any = ()) -> dict[str, Any]:
    empty: dict[str, Any] = {name: [] for name in ("lists", "factors", "sections", "references")}
    entities = [{"id": key, "replaces": old, "content": []} for key, old in options]
    return {**empty, "options": entities, "guideline": {"retired": list(retired)}}


@pytest.mark.parametrize(
    ("bundles", "former", "gone"),
    [
        pytest.param(
            [bundle_of(("a", [])), bundle_of(("b", ["a"]))], {"b": ["a"]}, [], id="renamed"
        ),
        pytest.param(
            [bundle_of(("a", [])), bundle_of(("b", ["a"])), bundle_of(("c", ["b"]))],
            {"c": ["a", "b"]},
            [],
            id="renamed twice",
        ),
        pytest.param(
            [bundle_of(("a", [])), bundle_of(("b", ["a"]), ("c", ["a"]))],
            {"b": ["a"]},
            [],
            id="split: the anchor stands once",
        ),
        pytest.param(
            [bundle_of(("a", []), ("b", [])), bundle_of(("c", ["a", "b"]))],
            {"c": ["a", "b"]},
            [],
            id="merged",
        ),
        pytest.param(
            [bundle_of(("a", [])), bundle_of(retired=[{"id": "a", "reason": "obsolete"}])],
            {},
            [("a", "obsolete")],
            id="retired",
        ),
        pytest.param(
            [bundle_of(("a", [])), bundle_of(("a", ["b"]))], {"a": ["b"]}, [], id="named late"
        ),
        pytest.param(
            [bundle_of(("a", ["b"])), bundle_of(("b", ["a"])), bundle_of()],
            {},
            [("a", ""), ("b", "")],
            id="a circle ends",
        ),
    ],
)
def test_old_ids_lead_on(
    bundles: list[dict[str, Any]], former: dict[str, list[str]], gone: list[tuple[str, str]]
) -> None:
    assert trace([[*iter_entities(each)] for each in bundles], bundles[-1]) == (former, gone)


def test_an_id_that_was_replaced_or_retired_still_is_an_anchor(archive: Archive) -> None:
    bundle = copy_of(archive.releases[-1].bundle)
    bundle["options"][0]["id"] = "surgery"
    bundle["options"][0]["replaces"] = ["excision"]
    del bundle["options"][3]
    bundle["guideline"]["retired"] = [{"id": "gemcitabine-docetaxel", "reason": "No longer made."}]
    changed = altered(archive, bundle)
    page = render_current(changed, changed.releases[-1], SITE)
    for anchor in ("excision", "gemcitabine-docetaxel"):
        assert page.count(f'id="{anchor}"') == 1
    assert "No longer made." in page


PLAIN = Statement(id="s", text="t")
ADULTS = Statement(id="s", text="t", population=Subpopulation(text="adults"))
GRADED = ((PLAIN, Evidence(scale="s", scale_version="1", level="1")),)


@pytest.mark.parametrize(
    ("support", "words"),
    [
        (Support((), (), ()), "no citation"),
        (Support((), (), (PLAIN,) * 3), "no citation"),
        (Support((), (PLAIN,) * 3, ()), "cited, not graded"),
        (
            Support((), (PLAIN,) * 2, (PLAIN,)),
            "2 statements: cited, not graded; 1 statement: no citation",
        ),
        (Support((), (ADULTS,), ()), "1 statement on adults: cited, not graded"),
        (Support(GRADED, (), ()), ""),
        # What its recommendation cites stands there: "no citation" would deny it.
        (Support((), (), (), advised=True), "cited in its recommendation"),
        (Support((), (), (PLAIN,), advised=True), "no citation; cited in its recommendation"),
        (Support((), (PLAIN,), (), advised=True), "cited, not graded"),
        (
            Support(GRADED, (ADULTS, PLAIN, ADULTS), ()),
            "also 2 statements on adults: cited, not graded; 1 statement: cited, not graded",
        ),
    ],
)
def test_what_an_option_leaves_ungraded_is_said(support: Support, words: str) -> None:
    assert render_ungraded(support) == words


def test_a_reconstruction_that_lost_its_citations_does_not_say_that_there_were_none() -> None:
    assert render_ungraded(Support((), (), (PLAIN,)), known=False) == "citations not known"
    told = render_ungraded(Support((), (PLAIN,), (PLAIN,)), known=False)
    assert told == "1 statement: cited, not graded; 1 statement: citations not known"


def test_what_is_not_covered_is_shown_where_the_editors_say_so_and_never_concluded(
    archive: Archive,
) -> None:
    bundle = copy_of(archive.releases[-1].bundle)
    assert render_not_held(from_data(Guideline, bundle)) == ""
    bundle["guideline"]["not_covered"] = ["dose", "harm", "monitoring"]
    told = render_not_held(from_data(Guideline, bundle))
    assert (
        told == "This document does not cover doses, harms or monitoring: look for these elsewhere."
    )


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", "", html)).split())


def test_an_approval_says_at_the_glance_and_at_the_option_what_the_source_leaves_open(
    archive: Archive,
) -> None:
    page = render_current(archive, archive.releases[-1], SITE)
    glance, _, options = page.partition("</table>")
    told = "Approval: recurrent soft tissue sarcoma; not stated: population, authority, date"
    assert told in words_of(glance)
    assert told in words_of(options)
    assert "also 3 statements on adults: cited, not graded" in words_of(glance)


def test_a_level_is_the_sources_its_words_the_scales_and_the_finding_our_reading(
    archive: Archive,
) -> None:
    text = words_of(render_current(archive, archive.releases[-1], SITE))
    level = "2Diii non-randomised controlled trial; progression-free survival"
    assert level in text
    assert "Our reading: the finding is descriptive, without comparison." in text
    assert (
        "2Diii: Level as given by the source: non-randomised controlled trial; progression-free "
        "survival. Rates the design of the study and its endpoint, not the size of the benefit. "
        "The code 2Diii is the source’s; the words explain it by the scale PDQ levels"
    ) in text
    assert "Our reading: the finding favours the treatment that the statement describes." in text


def withdrawn(archive: Archive) -> Archive:
    """Put a withdrawal on the archive, in memory."""
    bundle = copy_of(archive.releases[-1].bundle)
    bundle |= {"lists": [], "factors": [], "options": [], "sections": [], "references": []}
    withdrawal = {"reason": "Out of date.", "last_good_version": "2.0.0"}
    bundle["guideline"] |= {"version": "3.0.0", "status": "withdrawn", "withdrawal": withdrawal}
    return altered(archive, bundle)


def in_error(archive: Archive) -> Archive:
    """Put a correction of its newest release on the archive, in memory."""
    *before, latest = altered(archive, archive.releases[-1].bundle).releases
    correction = replace(latest, entry={**latest.entry, "corrects": "2.0.0"})
    return Archive(id=archive.id, releases=(*before, correction))


def read_release_page(archive: Archive, version: str) -> tuple[dict[str, Any], str]:
    """Return the front matter and the body of the page of a release."""
    release = next(each for each in archive.releases if each.version == version)
    staged = stage_release(archive, release, SITE)
    _, front, body = staged[f"{GID}/{version}/index.md"].decode().split("---\n", 2)
    return yaml.safe_load(front), body


@pytest.mark.parametrize(
    ("spoil", "status", "first"),
    [
        (withdrawn, "withdrawn", "WITHDRAWN. Version 2.0.0, content as of 29 January 2015."),
        (in_error, "entered-in-error", "IN ERROR, DO NOT USE. Version 2.0.0, content as of"),
    ],
)
def test_a_page_with_a_tombstone_says_so_on_paper_and_to_machines_and_offers_no_record(
    archive: Archive, spoil: Callable[[Archive], Archive], status: str, first: str
) -> None:
    sound, body = read_release_page(archive, "2.0.0")
    assert sound["running"].startswith("Version 2.0.0, ")
    assert "creativeWorkStatus" not in sound["jsonld"]
    assert "data-record=" in body
    front, body = read_release_page(spoil(archive), "2.0.0")
    assert front["running"].startswith(first)
    assert front["jsonld"]["creativeWorkStatus"] == status
    assert "data-record=" not in body
    assert "Do not use this version." in body


def test_the_page_of_a_withdrawal_itself_says_so_at_the_foot_of_each_sheet(
    archive: Archive,
) -> None:
    front, _ = read_release_page(withdrawn(archive), "3.0.0")
    assert front["running"].startswith("WITHDRAWN. Version 3.0.0, ")


def test_what_can_be_read_besides_is_named_once_also_where_the_guideline_was_withdrawn(
    archive: Archive,
) -> None:
    beside = Related("companion", "", title="Pain in children", url="https://example.org/pain")
    for each in (archive, withdrawn(archive)):
        page = render_current(each, each.releases[-1], SITE, Outside(related=(beside,)))
        assert words_of(page).count("Companion: Pain in children") == 1


def test_a_level_is_told_with_the_population_that_it_was_given_for(archive: Archive) -> None:
    page = render_current(archive, archive.releases[-1], SITE)
    glance = page[page.index("gp-glance") : page.index("</table>")]
    level = glance[glance.index('href="#lung-resection-synovial"') :]
    told = unescape(re.sub("<[^>]*>", "", f"<{level[: level.index('</span></span>')]}"))
    assert told.startswith("3iiiA case series, not consecutive; overall survival")
    assert "(for children and adolescents younger than 23 years)" in told


def test_changed_words_name_the_works_that_they_cite(archive: Archive) -> None:
    latest = archive.releases[-1]
    bundle = copy_of(latest.bundle)
    statement = bundle["options"][-2]["content"][0]
    assert "[@glade-bender-2013]" in statement["text"]
    statement["text"] = f"Never so: {statement['text']}"
    changes = describe(latest.bundle, bundle, "2.0.0", "3.0.0").to_json()
    assert "[@" in json.dumps(changes["changes"][0]["words"])
    changed = altered(archive, bundle, canonical(changes))
    draft = render_draft(archive, from_data(Guideline, bundle), bundle, changes["changes"])
    for page in (render_changes(changed), draft):
        assert "[Glade Bender 2013]" in page
        assert "[@" not in page


def test_only_what_changed_is_written_and_orphans_go(tmp_path: Path) -> None:
    (tmp_path / ".gitkeep").touch()
    write_files({"a/index.md": b"1", "b/index.md": b"2"}, tmp_path)
    before = (tmp_path / "a/index.md").stat().st_mtime_ns
    write_files({"a/index.md": b"1", "c.json": b"3"}, tmp_path)
    remove_orphans(tmp_path, ["a/index.md", "c.json"])
    assert (tmp_path / "a/index.md").stat().st_mtime_ns == before
    assert sorted(each.name for each in tmp_path.rglob("*")) == [
        ".gitkeep",
        "a",
        "c.json",
        "index.md",
    ]
    assert not (tmp_path / "b").exists()
    assert (tmp_path / ".gitkeep").exists()


def test_staging_is_a_pure_function(archive: Archive) -> None:
    assert everything(archive) == everything(archive)


def test_a_policy_allows_the_inline_scripts_of_its_page_and_no_others() -> None:
    page = (
        '<meta charset="utf-8"><script>one</script><script src="x.js"></script><style>two</style>'
    )
    policy = with_policy(page)
    one = "'sha256-dpLDrTVAu4A8Ags67mbNiIcSMjTqDG5xQ8Ct1z/0Me0='"
    two = "'sha256-P8TM/nRYcOLA2Z9x8w/wZWyN7dQcwdfT03aw2+aF4vM='"
    assert f"script-src 'self' {one};" in policy
    assert f"style-src 'self' {two};" in policy
    assert "unsafe-inline" not in policy
    assert policy.index("Content-Security-Policy") < policy.index("<script>")
