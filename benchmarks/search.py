"""What a clinician types, in a real browser: is the right place first, how soon, for how much.

Three guidelines are the real one and two of the tests' pieces, a thousand are those of the
generator, in their first version. Each query is the first one of a reader who was never here.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import generator
import yaml
from pages import BROWSERS, FLAGS, ROOT, served

from guidepress.content import read_content
from guidepress.history.reading import read_archive
from guidepress.site.places import render_entries, render_places
from guidepress.site.search import find_words, join_search

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

QUERIES = ROOT / "tests/site/queries.yaml"
GID = "childhood-sts-recurrent"
PIECES = ("gonorrhoea", "kdigo/2")
THOUSAND = 1_000
RIGHT, BYTES, MILLISECONDS = 0.9, 200_000, 150
# The time from the key to the first result, or to the words that there is none.
WATCH = """() => new Promise((done) => {
  const dialog = document.querySelector(".gp-search");
  const status = dialog.querySelector("[role=status]");
  const look = () => {
    if (status.textContent || dialog.querySelector("li")) done(performance.now() - window.pressed);
  };
  new MutationObserver(look).observe(dialog, { childList: true, subtree: true });
  setTimeout(() => done(null), 20000);
})"""
# The letters before come at once, as from a fast typist; the clock runs from the last one.
TYPE = """(query) => {
  const field = document.querySelector(".gp-search input");
  field.value = query;
  window.pressed = performance.now();
  field.dispatchEvent(new Event("input"));
}"""
FOUND = """() => [...document.querySelectorAll(".gp-search li a")].slice(0, 5)
  .map((each) => [each.href, each.textContent])"""


class Searched(NamedTuple):
    """One query: whether the right place was first, how soon anything was, and what it loaded."""

    query: str
    right: bool
    milliseconds: float
    size: int


def render_table() -> str:
    """Build the site of this repository, search it among three and a thousand; return the table."""
    queries = yaml.safe_load(QUERIES.read_text("utf-8"))
    lines = ["| guidelines | bar | asked | measured | met? |", "| ---: | --- | --- | --- | --- |"]
    missed = []
    with TemporaryDirectory() as name:
        site = _build(Path(name) / "project")
        for key, trees in (("three", _three()), ("thousand", _thousand(Path(name)))):
            _write(site, trees)
            found = search(site, queries[key])
            lines += _rows("3" if key == "three" else f"{THOUSAND:,}", found)
            missed += [f"“{each.query}”" for each in found if not each.right]
    return "\n".join([*lines, "", f"Not first: {', '.join(missed) or 'none'}."])


def _rows(number: str, found: list[Searched]) -> Iterator[str]:
    right = sum(each.right for each in found)
    size = max(each.size for each in found)
    times = [each.milliseconds for each in found]
    soon = f"{median(times):.0f} ms (most {max(times):.0f})"
    rows = (
        (
            "the right place first",
            f"≥ {RIGHT:.0%}",
            f"{right} of {len(found)}",
            right >= RIGHT * len(found),
        ),
        (
            "a first search, compressed",
            f"≤ {BYTES / 1e3:.0f} kB",
            f"{size / 1e3:.0f} kB at most",
            size <= BYTES,
        ),
        ("first result after the key", f"≤ {MILLISECONDS} ms", soon, median(times) <= MILLISECONDS),
    )
    for what, asked, measured, met in rows:
        yield f"| {number} | {what} | {asked} | {measured} | {'yes' if met else 'no'} |"


def _build(project: Path) -> Path:
    for folder in ("content", "site_overrides"):
        shutil.copytree(ROOT / folder, project / folder)
    shutil.copy(ROOT / "mkdocs.yml", project)
    (project / ".stage").mkdir()
    subprocess.run([sys.executable, "-m", "guidepress", "build"], cwd=project, check=True)
    return project / "site"


def _three() -> Iterator[dict[str, bytes]]:
    yield render_entries(read_archive(ROOT / "content" / GID, f"content/{GID}"))
    for name in PIECES:
        content = read_content(ROOT / "tests/pieces" / name, name)
        yield render_places(content.guideline, content.bundle)


def _thousand(folder: Path) -> Iterator[dict[str, bytes]]:
    for number in range(THOUSAND):
        files = generator._first_draft(Random(generator.SEED * 1_000 + number), number)  # noqa: SLF001
        home = folder / files["guideline"]["id"]
        home.mkdir()
        files["guideline"]["updated"] = "2015-02-01"
        generator._write(home, files, [])  # noqa: SLF001
        content = read_content(home, home.name)
        yield render_places(content.guideline, content.bundle)


def _write(site: Path, trees: Iterable[dict[str, bytes]]) -> None:
    """Put what is searched into the site, in the place of what was."""
    shutil.rmtree(site / "search")
    words: dict[str, Any] = {}
    for tree in trees:
        words |= find_words(tree)
        _put(site, tree)
    _put(site, join_search(words))


def _put(site: Path, tree: dict[str, bytes]) -> None:
    for name, data in tree.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(data)


def search(site: Path, queries: list[dict[str, Any]]) -> list[Searched]:
    """Type each query into the search of a page that has loaded nothing of it."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, BROWSERS)))
    flags = [each for each in FLAGS.split() if not each.startswith("--headless")]
    with served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        # The first round warms the server and the browser: what is measured is the search.
        for each in queries:
            _ask(browser, f"{address}index.html", each)
        found = [_ask(browser, f"{address}index.html", each) for each in queries]
        browser.close()
    return found


def _ask(browser: Any, address: str, wanted: dict[str, Any]) -> Searched:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    sizes: list[int] = []
    page.on("requestfinished", lambda each: sizes.append(each.sizes()["responseBodySize"]))
    page.locator(".gp-search-open").click()
    # Who opens it has begun to load it before the first key.
    page.wait_for_load_state("networkidle")
    waiting = page.evaluate_handle(f"() => ({{ promise: ({WATCH})() }})")
    page.evaluate(TYPE, str(wanted["query"]))
    milliseconds = page.evaluate("(each) => each.promise", waiting)
    places = page.evaluate(FOUND)
    context.close()
    return Searched(str(wanted["query"]), _is_right(wanted, places), milliseconds, sum(sizes))


def _is_right(wanted: dict[str, Any], places: list[list[str]]) -> bool:
    """Tell whether a place has the id, or belongs to a generated guideline or drug of that name."""
    if not wanted["first"]:
        return not places
    return any(
        f"#{wanted['first']}" in href
        or f"/{wanted['first']}" in href
        or wanted["first"] in text.lower()
        for href, text in places[: wanted.get("within", 1)]
    )
