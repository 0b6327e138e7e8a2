"""Hostile texts in every field reach readers and apps as text: no script runs, nothing is injected.

The gate refuses some of them (raw HTML in prose); here they are frozen in spite of it, as if it had
failed, so that what shows them is tested by itself.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from conftest import copy_project, guidepress
from guidepress.history.reading import read_archive
from guidepress.release.freeze import write_release
from guidepress.release.plan import plan_release
from guidepress.release.request import Request
from guidepress.schema import is_blank
from guidepress.site import build
from guidepress.source.parse import parse_document
from guidepress.validate.check import check_guideline
from hostile.cases import FULL, KINDS, STRINGS, filled, full_data, longest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.checkout

# What the reader of content lets through; it is told of the others in the corpus.
TEXTS = [
    text
    for text in STRINGS.values()
    if not parse_document(json.dumps({"a": text}, ensure_ascii=False).encode(), "x.yaml")[1]
    if not is_blank(text)
]
ROTATED = 4


def _write(folder: Path, data: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for kind, each in data.items():
        text = json.dumps(each, ensure_ascii=False, default=str)
        (folder / f"{kind}.yaml").write_text(text, "utf-8")


def _every_text(texts: Sequence[str]) -> dict[str, Any]:
    """A guideline that has each text as a name, a synonym, a value, a statement, a title, an author."""
    data = {kind: json.loads(json.dumps(full_data(kind), default=str)) for kind in KINDS}
    data = {kind: filled(each, "harmless", lambda _: False) for kind, each in data.items()}
    cut = [(number, text, text[:500]) for number, text in enumerate(texts)]
    data["guideline"]["id"] = "every"
    data["options"]["options"] += [
        {
            "id": f"option-{number}",
            "name": name,
            "interventions": [{"name": name, "synonyms": [name]}],
            "content": [{"id": f"said-{number}", "text": text}],
        }
        for number, text, name in cut
    ]
    data["factors"]["factors"] += [
        {
            "id": f"factor-{number}",
            "name": name,
            "type": "choice",
            "multiple": False,
            "values": [{"id": "only", "name": name}],
        }
        for number, _, name in cut
    ]
    data["references"]["references"] += [
        {
            "id": f"ref-{number}",
            "type": "article-journal",
            "title": name,
            "container-title": name,
            "author": [{"literal": name}],
            "issued": "2014",
        }
        for number, _, name in cut
    ]
    cited = [{"id": f"cites-{number}", "text": f"Cited [@ref-{number}]."} for number, *_ in cut]
    data["guideline"]["sections"][0]["content"] += cited
    return data


def _rotated(number: int) -> dict[str, Any]:
    """A guideline with another text in each field."""
    at = iter(range(number * len(TEXTS) // ROTATED, 10_000))

    def fill(data: Any, name: str = "") -> Any:
        if isinstance(data, dict):
            return {key: fill(value, key) for key, value in data.items()}
        if isinstance(data, list):
            return [fill(value, name) for value in data]
        return TEXTS[next(at) % len(TEXTS)][: longest()[name]] if data == "TEXT" else data

    data = {kind: fill(full_data(kind)) for kind in KINDS}
    data["guideline"]["id"] = f"full-{number}"
    return data


def _freeze(project: Path, gid: str, date: str) -> None:
    folder = project / "content" / gid
    checked = check_guideline(folder, project)
    assert not checked.content.problems, checked.content.problems[0]
    plan = plan_release(checked, Request(date=date))
    write_release(project, folder, plan)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = copy_project(tmp_path_factory.mktemp("pages") / "project")
    shutil.rmtree(project / "content")
    for number in range(ROTATED):
        _write(project / "content" / f"full-{number}", _rotated(number))
        _freeze(project, f"full-{number}", "2015-02-01")
    _write(project / "content" / "every", _every_text(TEXTS))
    _freeze(project, "every", "2015-02-01")
    _write(project / "content" / "every", _every_text([*TEXTS[1:], TEXTS[0]]))
    _freeze(project, "every", "2015-03-01")
    # Pages are the second line: what `build` refuses in frozen texts must be harmless even there.
    with pytest.MonkeyPatch.context() as unjudged:
        unjudged.setattr(build, "refuse_releases", lambda *_args, **_options: ())
        build.build_site(project, jobs=1)
    return project


@pytest.fixture(scope="module")
def served(hostile: Path, serve: Callable[[Path], AbstractContextManager[str]]) -> Iterator[str]:
    with serve(hostile / "site") as address:
        yield address


def test_the_texts_are_many_and_reach_every_field() -> None:
    assert len(TEXTS) > 100
    fields = sum((FULL / f"{kind}.yaml").read_text("utf-8").count("TEXT") for kind in KINDS)
    assert fields > 50


# What a hostile text could listen to, on every element; what our own script listens to, as it does.
TOUCH = """() => {
  for (const each of document.querySelectorAll('article *, .gp-search *'))
    for (const kind of ['mouseover', 'mouseenter', 'focus', 'toggle', 'pointerover'])
      each.dispatchEvent(new Event(kind));
  for (const each of document.querySelectorAll('.gp-cite a'))
    each.dispatchEvent(new Event('focusin', { bubbles: true }));
}"""
# Whatever a hostile text calls, it leaves a mark.
MARK = "for (const each of ['alert', 'confirm', 'prompt', 'msgbox']) window[each] = () => { window.hit = each; };"
# Links to scripts and the like, handlers, forms, frames: whatever only a hostile text would make.
FOREIGN = """() => [
  ...[...document.querySelectorAll('article a[href]')]
    .filter(each => !['http:', 'https:', 'mailto:', 'tel:'].includes(each.protocol)),
  ...document.querySelectorAll('article :is(iframe, object, embed, form[action], form:not(.gp-controls[role=search]), base, svg[onload], marquee, video, img)'),
  // Comparing has a script of its own.
  ...document.querySelectorAll('article script:not([src="../assets/guidepress-compare.js"])'),
  ...[...document.querySelectorAll('*')].filter(each => each.getAttributeNames().some(name => name.startsWith('on'))),
].map(each => each.outerHTML)"""


def _listen(page: Page, address: str, heard: list[str]) -> None:
    page.add_init_script(MARK)
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: _note_stranger(request.url, address, heard))


def _note_stranger(url: str, address: str, heard: list[str]) -> None:
    if not url.startswith((address, "data:")):
        heard.append(url)


@pytest.mark.browser
@pytest.mark.slow
def test_no_script_runs_on_any_page_and_the_policy_has_nothing_to_report(
    hostile: Path, served: str, browser: Browser
) -> None:
    context = browser.new_context()
    page = context.new_page()
    heard: list[str] = []
    _listen(page, served, heard)
    pages = sorted(
        file.relative_to(hostile / "site").as_posix() for file in (hostile / "site").rglob("*.html")
    )
    assert len(pages) >= 15
    for name in pages:
        page.goto(served + name)
        page.evaluate(TOUCH)
        assert page.evaluate("window.hit") is None, name
        assert page.evaluate(FOREIGN) == [], name
        assert heard == [], name
    page.goto(served)
    page.get_by_role("button", name="Search", exact=True).click()
    for word in ("alert", "script", "evil.example"):
        page.get_by_role("searchbox").fill(word)
        page.get_by_role("dialog").get_by_role("link").first.hover()
        page.evaluate(TOUCH)
        assert page.evaluate("window.hit") is None, word
    assert heard == []
    context.close()


def test_feeds_and_data_hold_the_texts_whole(hostile: Path) -> None:
    site = hostile / "site"
    feeds = [*site.rglob("*.xml"), *site.rglob("*.json")]
    assert feeds
    for file in feeds:
        if file.suffix == ".xml":
            ET.parse(file)  # noqa: S314 - ours, and it must parse
        else:
            json.loads(file.read_bytes())
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        for data in re.findall(
            r'<script type="application/(?:ld\+)?json"[^>]*>(.*?)</script>', text, re.DOTALL
        ):
            json.loads(data)
    bundle = json.loads((site / "api/v1/every/1.0.0/bundle.json").read_bytes())
    blocks = [each for option in bundle["options"] for each in option["content"]]
    said = {each["text"].strip() for each in blocks if "text" in each}
    assert {text.strip() for text in TEXTS} <= said


def export(project: Path, form: str) -> str:
    done = guidepress(project, "export", "every", "--to", form)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_export_has_as_many_entries_as_the_release_and_no_formula(hostile: Path) -> None:
    latest = read_archive(hostile / "content" / "every").latest
    assert latest is not None
    references = len(latest.bundle["references"])
    assert len(rispy.loads(export(hostile, "ris"))) == references
    parsed = parse_string(export(hostile, "bibtex"))
    assert len(parsed.entries) == references
    assert not parsed.failed_blocks
    assert not parsed.strings
    assert not parsed.preambles
    rows = list(csv.reader(io.StringIO(export(hostile, "csv"))))
    assert len({len(row) for row in rows}) == 1
    assert not [
        cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}
    ]


def test_no_command_lets_a_text_speak_to_the_terminal(hostile: Path) -> None:
    for words in (("diff", "1.0.0", "2.0.0"), ("status",), ("validate",), ("verify",)):
        done = guidepress(
            hostile, *words, *(["--guideline", "every"] if words[0] == "diff" else [])
        )
        told = done.stdout + done.stderr
        assert "Traceback" not in told
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", told)
        assert not re.search(r"^(::|##\[)", told, re.MULTILINE)
