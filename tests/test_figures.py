"""Figures: judged by content, frozen by hash, shown with their words, compared as images."""

from __future__ import annotations

import json
import re
import shutil
import struct
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from conftest import guideline_of, guidepress
from guidepress.classify.classify import describe
from guidepress.content import parse_content, read_content
from guidepress.content.figures import MOST_BYTES, judge_figure
from guidepress.export.markdown import render_markdown
from guidepress.history.figures import list_figures, name_figure, read_figure
from guidepress.history.reading import read_archive
from guidepress.release.tombstone import remove_frozen
from guidepress.release.verify import verify_archive
from guidepress.site.pages import render_changes, render_draft
from guidepress.site.plan import plan_units, read_guideline
from guidepress.site.publication import Publication
from guidepress.validate.check import check_guideline
from site_trees import stage_guideline

if TYPE_CHECKING:
    from pathlib import Path

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="{}"/></svg>'
)
PLAIN = SVG.format(1).encode()
OTHER = SVG.format(2).encode()


def png(width: int = 2, height: int = 1) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (min(width, 99) + 1) * min(height, 99))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg(width: int = 3, height: int = 2) -> bytes:
    other = b"\xff\xe0" + struct.pack(">H", 4) + b"ab"
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\0"
    return b"\xff\xd8" + other + frame + b"\xff\xd9"


def webp(width: int = 3, height: int = 2) -> bytes:
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\0" * 4 + size
    return b"RIFF" + struct.pack("<I", len(body)) + body


FIGURE: dict[str, Any] = {
    "file": "pathway.svg",
    "alt": "Three steps.",
    "caption": "The way of care [@a].",
    "description": "First assess, then treat.",
    "credit": "Example Society",
    "permission": "Shown with permission.",
}


def write(folder: Path, figure: dict[str, Any], images: dict[str, bytes], **more: Any) -> Path:
    blocks = [{"id": "way", "figure": figure}, {"id": "rest-helps", "text": "Rest helps."}]
    guideline = guideline_of({"id": "rest", "title": "Rest", "content": blocks}) | more
    work = {"id": "a", "type": "article-journal", "title": "A work"}
    home = folder / "content/base"
    (home / "figures").mkdir(parents=True, exist_ok=True)
    (home / "guideline.yaml").write_text(json.dumps(guideline), encoding="utf-8")
    (home / "references.yaml").write_text(json.dumps({"references": [work]}), encoding="utf-8")
    for name, data in images.items():
        (home / "figures" / name).write_bytes(data)
    return home


def told(home: Path) -> list[tuple[str, str]]:
    problems = check_guideline(home, home.parents[1]).problems
    return [(each.rule, each.message) for each in problems]


@pytest.mark.parametrize(
    ("data", "media_type"),
    [(png(), "png"), (jpeg(), "jpeg"), (webp(), "webp"), (PLAIN, "svg+xml")],
)
def test_what_a_figure_is_its_content_says(data: bytes, media_type: str) -> None:
    assert judge_figure(data) == (data, f"image/{media_type}", "")


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "it is neither"),
        (b"GIF89a" + b"\0" * 60, "it is neither"),
        (b"<html><body>", "it is neither"),
        (png()[:30], "it is damaged"),
        (png(10_000, 10_000), "10000 × 10000 pixels"),
        (jpeg(0, 5), "it is damaged"),
        (jpeg()[:8], "it is damaged"),
        (jpeg(20_000, 20_000), "pixels"),
        (webp(16_000, 16_000), "pixels"),
        (webp()[:20], "it is damaged"),
        (PLAIN + b" " * MOST_BYTES, "bytes"),
        (b"\xff\xd8\xff\xe0\0\0\xff", "it is damaged"),
    ],
)
def test_what_cannot_be_shown_is_refused(data: bytes, fault: str) -> None:
    assert fault in judge_figure(data).fault


NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"'


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">a</p></foreignObject>',
        '<p xmlns="http://www.w3.org/1999/xhtml">a</p>',
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
        '<image href="https://example.org/a.png"/>',
        '<image x:href="file:///etc/passwd"/>',
        '<use href="other.svg#a"/>',
        '<a href="javascript:alert(1)"><rect/></a>',
        '<image href="data:image/svg+xml;base64,PHN2Zz4="/>',
        "<style>@import 'https://example.org/a.css';</style>",
        "<style>rect { fill: url(https://example.org/a) }</style>",
        "<style>rect { fill: u\\72l(https://example.org/a) }</style>",
        '<rect style="fill: url(//example.org/a)"/>',
        '<rect fill="url(https://example.org/a)"/>',
        '<g xml:base="https://example.org/"/>',
        '<set attributeName="href" to="javascript:alert(1)"/>',
        '<animate attributeName="href"/>',
        "<unknown/>",
        "<g>",
    ],
)
def test_an_svg_that_could_run_or_fetch_is_refused(inside: str) -> None:
    assert judge_figure(f"<svg {NS}>{inside}</svg>".encode()).fault


@pytest.mark.parametrize(
    "whole",
    [
        f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg {NS}>&a;</svg>'.encode(),
        f'<!DOCTYPE svg SYSTEM "https://example.org/a.dtd"><svg {NS}/>'.encode(),
        f'<?xml-stylesheet href="https://example.org/a.css"?><svg {NS}/>'.encode(),
        f'<?xml version="1.0" encoding="utf-7"?><svg {NS}/>'.encode(),
        f"<svg {NS}/>".encode("utf-16"),
        b"<svg/>",
        b'<html xmlns="http://www.w3.org/1999/xhtml"><svg/></html>',
    ],
)
def test_a_file_that_only_resembles_an_svg_is_refused(whole: bytes) -> None:
    assert judge_figure(whole).fault


def test_an_svg_of_a_drawing_program_is_taken() -> None:
    ink = "http://www.inkscape.org/namespaces/inkscape"
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><svg {NS} xmlns:i="{ink}">'
        '<i:grid i:x="1"/><defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs>'
        '<style>rect { fill: url("#g") }</style><rect fill="url(#g)"/><use x:href="#g"/>'
        '<image href="data:image/png;base64,AAAA"/></svg>'
    )
    assert judge_figure(text.encode()).fault == ""


def test_faults_of_figures_are_told_with_their_place_and_what_to_do(tmp_path: Path) -> None:
    home = write(tmp_path, FIGURE | {"file": "pathwy.svg"}, {"pathway.svg": PLAIN, "b.png": b"no"})
    assert told(home) == [
        ("missing-figure", "figures/ has no file pathwy.svg"),
        ("figure-file", "it is neither PNG, JPEG, WebP nor SVG"),
        ("unused-figure", "no figure shows this file"),
        ("unused-figure", "no figure shows this file"),
    ]
    found = check_guideline(home, tmp_path).problems
    assert found[0].hint == "did you mean pathway.svg?"
    assert {each.position.file for each in found[1:]} == {
        "content/base/figures/b.png",
        "content/base/figures/pathway.svg",
    }


def test_a_figure_needs_words_for_those_who_cannot_see_it(tmp_path: Path) -> None:
    bare = {key: each for key, each in FIGURE.items() if key != "alt"}
    assert [rule for rule, _ in told(write(tmp_path, bare, {"pathway.svg": PLAIN}))] == [
        "missing-key"
    ]


def test_a_link_is_no_figure(tmp_path: Path) -> None:
    home = write(tmp_path, FIGURE, {})
    (tmp_path / "secret.svg").write_bytes(PLAIN)
    (home / "figures/pathway.svg").symlink_to(tmp_path / "secret.svg")
    assert told(home) == [("figure-file", "this is not an ordinary file")]


def test_what_stands_at_a_figure_is_read_cited_and_shown(tmp_path: Path) -> None:
    home = write(tmp_path, FIGURE, {"pathway.svg": PLAIN})
    assert told(home) == []
    content = read_content(home, "content/base")
    figure = content.bundle["sections"][0]["content"][0]["figure"]
    assert figure["media_type"] == "image/svg+xml"
    assert figure["citations"] == ["a"]
    page = render_draft(read_archive(home), content.guideline, content.bundle, [])
    exported = render_markdown(content.guideline)
    assert f'<img src="files/{name_figure(figure)}" alt="Three steps."' in page
    assert f"![Three steps.](files/{name_figure(figure)})" in exported
    for words in ("The way of care", "First assess", "Example Society", "Shown with permission"):
        assert words in page
        assert words in exported


def changed(old: dict[str, Any], new: dict[str, Any], images: tuple[bytes, bytes]) -> list[Any]:
    def bundle(figure: dict[str, Any], image: bytes) -> Any:
        section = {"id": "rest", "title": "Rest", "content": [{"id": "way", "figure": figure}]}
        data = guideline_of(section)
        name = figure.get("file", "unused.svg")
        files = {"guideline.yaml": json.dumps(data).encode(), f"figures/{name}": image}
        return parse_content(files, "base", "base").bundle

    delta = describe(bundle(old, images[0]), bundle(new, images[1]), "1.0.0", "draft")
    return [(each.fact.kind, each.impact, each.sentence) for each in delta.changes]


def test_another_image_is_a_change_of_substance_and_another_name_is_none() -> None:
    bare = {"file": "a.svg", "alt": "Three steps."}
    ((kind, impact, sentence),) = changed(bare, bare, (PLAIN, OTHER))
    assert (kind, impact) == ("statement-image-changed", "minor")
    assert sentence.startswith("Replaced the image of “Three steps”: “a.svg (image/svg+xml, ")
    ((kind, impact, _),) = changed(bare, bare | {"file": "b.svg"}, (PLAIN, PLAIN))
    assert (kind, impact) == ("statement-image-changed", "patch")


def test_an_image_that_may_no_longer_be_shown_is_a_change_of_the_image() -> None:
    bare = {"file": "a.svg", "alt": "Three steps."}
    ((kind, _, sentence),) = changed(
        bare, {"absent": "not-permitted", "alt": "Three steps."}, (PLAIN, PLAIN)
    )
    assert kind == "statement-image-changed"
    assert "became “not permitted”" in sentence


def test_changed_words_at_a_figure_are_quoted() -> None:
    bare = {"file": "a.svg", "alt": "Three steps."}
    ((kind, impact, sentence),) = changed(bare, bare | {"alt": "Four steps."}, (PLAIN, PLAIN))
    assert (kind, impact) == ("statement-part-changed", "minor")
    assert "“Three steps.”" in sentence
    assert "“Four steps.”" in sentence


@pytest.mark.parametrize("act", ["added", "removed"])
def test_a_figure_that_came_or_went_is_told_by_its_words_and_its_file(act: str) -> None:
    """Its hash and its format are for programs."""
    section = {"id": "rest", "title": "Rest", "content": [{"id": "rest-helps", "text": "Rest."}]}
    files = {"guideline.yaml": json.dumps(guideline_of(section)).encode()}
    without = parse_content(files, "base", "base").bundle
    bare = {"file": "a.svg", "alt": "Three steps.", "caption": "The way of care."}
    section = {**section, "content": [*section["content"], {"id": "way", "figure": bare}]}
    files = {"guideline.yaml": json.dumps(guideline_of(section)).encode(), "figures/a.svg": PLAIN}
    sides = (without, parse_content(files, "base", "base").bundle)
    delta = describe(*(sides if act == "added" else sides[::-1]), "1.0.0", "draft")
    (change,) = delta.changes
    for words in ("The way of care", "Three steps.", "a.svg"):
        assert words in change.sentence
    assert not re.search("sha256|[0-9a-f]{12}|media|svg.xml", change.sentence)


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A guideline whose image was replaced between its two releases."""
    return release_twice(tmp_path_factory.mktemp("figures"), OTHER)


def release_twice(project: Path, image: bytes) -> Path:
    home = write(project, FIGURE, {"pathway.svg": PLAIN})
    first = guidepress(project, "release", "base", "--date", "2026-01-10")
    assert first.returncode == 0, first.stderr
    later = {**FIGURE, "credit": "Another Society"}
    write(project, later, {"pathway.svg": image}, updated="2026-02-01")
    note = {"about": ["way"], "reason": "Drawn anew.", "reason_type": "editorial"}
    (home / "notes").mkdir()
    (home / "notes/way.yaml").write_text(json.dumps(note), encoding="utf-8")
    second = guidepress(project, "release", "base", "--date", "2026-02-10")
    assert second.returncode == 0, second.stderr
    return home


def test_both_images_are_frozen_and_published_at_their_permanent_addresses(released: Path) -> None:
    archive = read_archive(released, "content/base")
    assert verify_archive(released, "content/base") == []
    tree = stage_guideline(archive, Publication("Guidelines", "https://example.org/"))
    for release, image in zip(archive.releases, (PLAIN, OTHER), strict=True):
        (name,) = list_figures(release.bundle)
        assert read_figure(released / "releases", name) == image
        assert tree[f"api/v1/base/{release.version}/files/{name}"] == image
        shown = tree[f"base/{release.version}/index.md"].decode()
        assert f'src="../../api/v1/base/{release.version}/files/{name}"' in shown


def test_the_page_of_changes_shows_the_image_as_it_was_and_as_it_is(released: Path) -> None:
    archive = read_archive(released, "content/base")
    page = render_changes(archive)
    for release in archive.releases:
        (name,) = list_figures(release.bundle)
        assert f"../../api/v1/base/{release.version}/files/{name}" in page


def test_an_image_that_was_removed_by_law_is_replaced_by_its_words_and_a_date(
    released: Path, tmp_path: Path
) -> None:
    home = tmp_path / "content/base"
    shutil.copytree(released, home)
    archive = read_archive(home, "content/base")
    name = next(list_figures(archive.releases[0].bundle))
    keys = unit_keys(home)
    remove_frozen(home, f"figures/{name}", "2026-03-01", "A court said so.")
    assert verify_archive(home, "content/base") == []
    archive = read_archive(home, "content/base")
    tree = stage_guideline(archive, Publication("Guidelines", "https://example.org/"))
    said = "The image was removed on 1 March 2026, as the law asks. It showed: "
    pages = {name: data.decode() for name, data in tree.items() if name.endswith(".md")}
    assert said in pages["base/1.0.0/index.md"]
    assert said not in pages["base/index.md"]
    assert "Before: removed, as the law asks" in pages["base/changes/index.md"]
    assert [each for each in tree if name in each] == [
        f"api/v1/base/1.0.0/files/{name}.tombstone.json"
    ]
    assert not [page for page, text in pages.items() if name in text]
    second = archive.releases[1].version
    net = json.loads(tree[f"base/{second}/compared.json"])
    [images] = [each["images"] for each in net["changes"] if "images" in each]
    assert images[0] == ["Before", ""]
    # A site that was built before has the image no more, either.
    assert {unit for unit, key in unit_keys(home).items() if key != keys[unit]} >= {
        "base/1.0.0",
        "base/current",
    }


@pytest.mark.parametrize(("image", "is_gone"), [(OTHER, True), (PLAIN, False)])
def test_a_version_that_is_removed_takes_the_images_along_that_no_other_shows(
    tmp_path: Path, image: bytes, *, is_gone: bool
) -> None:
    home = release_twice(tmp_path, image)
    first = next(list_figures(read_archive(home, "content/base").releases[0].bundle))
    remove_frozen(home, "1.0.0", "2026-03-01", "A court said so.")
    archive = read_archive(home, "content/base")
    assert (f"figures/{first}" in archive.tombstones) is is_gone
    assert (read_figure(home / "releases", first) is None) is is_gone
    assert verify_archive(home, "content/base") == []


def unit_keys(home: Path) -> dict[str, str]:
    known = read_guideline(home.parents[1], home.name, {}, drafts=False)
    units = plan_units({home.name: known}, "", drafts=False, handbook=False)
    return {each.name: each.key for each in units}


@pytest.mark.parametrize("act", ["removed", "altered", "renamed", "added", "linked", "moved"])
def test_nothing_can_be_done_to_a_frozen_image_unseen(
    released: Path, tmp_path: Path, act: str
) -> None:
    home = tmp_path / "content/base"
    shutil.copytree(released, home)
    figures = home / "releases/figures"
    (image, _) = sorted(figures.iterdir())
    if act == "removed":
        image.unlink()
    elif act == "altered":
        image.write_bytes(image.read_bytes() + b" ")
    elif act == "renamed":
        image.rename(image.with_suffix(".png"))
    elif act == "added":
        (figures / "note.txt").write_text("a", encoding="utf-8")
    elif act == "linked":
        shutil.copyfile(image, tmp_path / "there")
        image.unlink()
        image.symlink_to(tmp_path / "there")
    else:
        shutil.move(figures, home / "releases/images")
    found = verify_archive(home, "content/base")
    assert [each.severity for each in found].count("error") >= 1
    assert all((each.position.line, each.position.column) == (1, 1) for each in found)
    assert guidepress(tmp_path, "verify").returncode == 1
