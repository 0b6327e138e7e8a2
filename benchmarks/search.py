"""What a clinician types, in a real browser: is the right place first, how soon, for how much.

The bars are those of the search that readers should have; the search box of today is Material's.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from pages import BROWSERS, FLAGS, ROOT, served

if TYPE_CHECKING:
    from collections.abc import Mapping

# What is typed, and the entity whose place should be first.
QUERIES: Mapping[str, str] = {
    "pazopanib": "pazopanib",
    "Pazopanib recurrent": "pazopanib",
    "trabectedin": "trabectedin",
    "ET-743": "trabectedin",
    "et743": "trabectedin",
    "trabectadin": "trabectedin",
    "ecteinascidin 743": "trabectedin",
    "gemcitabine": "gemcitabine-docetaxel",
    "gemcitabine docetaxel": "gemcitabine-docetaxel",
    "limb amputation": "limb-amputation",
    "amputate": "limb-amputation",
    "brachytherapy": "excision-then-radiation",
    "radiotherapy": "excision-then-radiation",
    "radiation after excision": "excision-then-radiation",
    "metastasectomy": "excision",
    "lung metastases": "excision",
    "surgery": "excision",
    "clinical trial": "clinical-trial",
    "new drugs trial": "clinical-trial",
    "Le Cesne 2012": "le-cesne-2012",
    "van der Graaf": "van-der-graaf-2012",
    "22749255": "le-cesne-2012",
    "PALETTE": "van-der-graaf-2012",
    "prior therapies": "prior-therapies",
}
RIGHT, BYTES, MILLISECONDS = 0.9, 200_000, 150
LINKS = ".md-search-result__link"
# The time from the last key to the first result, and the places found, once nothing moves any more.
WATCH = """(limit) => new Promise((done) => {
  const list = document.querySelector(".md-search-result__list");
  const begun = performance.now();
  let first = null, quiet;
  const links = () => [...list.querySelectorAll(".md-search-result__link")];
  const places = () => links().map((each) => new URL(each.href).hash);
  const end = () => { watch.disconnect(); done([first, places()]); };
  const watch = new MutationObserver(() => {
    if (first === null && list.childElementCount) first = performance.now() - window.pressed;
    clearTimeout(quiet);
    quiet = setTimeout(end, 400);
  });
  watch.observe(list, { childList: true, subtree: true });
  quiet = setTimeout(end, limit);
})"""
PRESSED = "addEventListener('keydown', () => { window.pressed = performance.now(); }, true)"
PATIENCE = 2_000


class Searched(NamedTuple):
    """One query: whether the right place was first, in the first three, and how soon any came."""

    first: bool
    near: bool
    milliseconds: float | None


def render_table() -> str:
    """Build the site of this repository, search it, and return the table."""
    with TemporaryDirectory() as name:
        project = Path(name) / "project"
        for folder in ("content", "site_overrides"):
            shutil.copytree(ROOT / folder, project / folder)
        shutil.copy(ROOT / "mkdocs.yml", project)
        (project / ".stage").mkdir()
        subprocess.run([sys.executable, "-m", "guidepress", "build"], cwd=project, check=True)
        found, size = search(project / "site")
    right = sum(each.first for each in found.values())
    near = sum(each.near for each in found.values())
    times = [each.milliseconds for each in found.values() if each.milliseconds is not None]
    missed = ", ".join(f"“{query}”" for query, each in found.items() if not each.first)
    right_first = f"{right} of {len(found)} ({near} in the first three)"
    soon = f"{median(times):.0f} ms (most {max(times):.0f})"
    rows = (
        ("the right place first", f"≥ {RIGHT:.0%}", right_first, right >= RIGHT * len(found)),
        (
            "the first search, with what the page loads for it",
            f"≤ {BYTES / 1e3:.0f} kB",
            f"{size / 1e3:.0f} kB compressed",
            size <= BYTES,
        ),
        ("first result after the key", f"≤ {MILLISECONDS} ms", soon, median(times) <= MILLISECONDS),
    )
    lines = [
        f"| {what} | {asked} | {measured} | {'yes' if met else 'no'} |"
        for what, asked, measured, met in rows
    ]
    head = ["| bar | asked | measured | met? |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *lines, "", f"Not first: {missed or 'none'}."])


def search(site: Path) -> tuple[dict[str, Searched], int]:
    """Type each query into the search box; return what came, and the bytes of the first search."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, BROWSERS)))
    flags = [each for each in FLAGS.split() if not each.startswith("--headless")]
    with served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        page = browser.new_page()
        sizes: list[int] = []
        page.add_init_script(PRESSED)
        page.on("requestfinished", lambda each: sizes.append(each.sizes()["responseBodySize"]))
        page.goto(f"{address}index.html", wait_until="networkidle")
        before = len(sizes)
        page.locator("input[data-md-component=search-query]").first.click()
        page.wait_for_load_state("networkidle")
        found = {}
        for query, wanted in QUERIES.items():
            found[query] = _type(page, query, wanted)
        browser.close()
    # What is only there to be searched is loaded with the first page by Material.
    return found, sum(sizes[before:]) + _index_bytes(site)


def _index_bytes(site: Path) -> int:
    import gzip

    files = [*site.glob("search/*.json"), *site.glob("assets/javascripts/workers/*.js")]
    return sum(len(gzip.compress(file.read_bytes(), mtime=0)) for file in files)


def _type(page: Any, query: str, wanted: str) -> Searched:
    page.locator("input[data-md-component=search-query]").first.fill("")
    page.wait_for_timeout(300)
    page.keyboard.insert_text(query[:-1])
    page.wait_for_timeout(600)
    waiting = page.evaluate_handle(f"(limit) => ({{ promise: ({WATCH})(limit) }})", PATIENCE)
    page.keyboard.press(query[-1])
    milliseconds, places = page.evaluate("(each) => each.promise", waiting)
    anchors = [each.removeprefix("#") for each in places if each]
    return Searched(anchors[:1] == [wanted], wanted in anchors[:3], milliseconds)
