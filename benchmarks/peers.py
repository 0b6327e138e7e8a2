"""Validation, differences, overhead and search, each beside its peer: one bar of the table each."""

from __future__ import annotations

import json
import shutil
import sys
import time
from contextlib import closing, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from threading import Thread
from typing import TYPE_CHECKING, Any

from cost import GUIDEPRESS, Budget, Row, cost
from generator import DRUGS

from guidepress.classify import describe

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
KINDS = ("guideline", "factors", "options", "references")
# check-jsonschema is measured on so many guidelines, and scaled to the rest.
CHECKED = 100
WATCH = """word => {
  document.addEventListener("keydown", () => { window.pressed = performance.now() }, true)
  new MutationObserver(() => {
    const found = [...document.querySelectorAll(".md-search-result__link")]
    if (!window.shown && found.some(each => each.textContent.toLowerCase().includes(word)))
      window.shown = performance.now()
  }).observe(document.body, { childList: true, subtree: true })
}"""


def measure_validation(project: Path, size: int, budget: Budget) -> Iterator[Row]:
    """Validate all against check-jsonschema on some, which is scaled by the number of files."""
    ours = cost([*GUIDEPRESS, "validate", "--no-cache"], project, budget.left()).seconds
    again = cost([*GUIDEPRESS, "validate"], project, budget.left()).seconds
    some, one = min(size, CHECKED), _check(project, 1, budget)
    theirs = _check(project, some, budget)
    whole = one + (theirs - one) / (some - 1) * (size - 1) if some > 1 else one
    scaled = "" if some == size else f", scaled in a straight line from {some} ({theirs:.1f} s)"
    for seconds, command in ((ours, "validate --no-cache"), (again, "validate, nothing changed")):
        ratio = whole / seconds
        told = f"{ratio:.1f}×: {seconds:.1f} s against {whole:.0f} s{scaled}"
        what = f"`{command}` on {size:,} guidelines against check-jsonschema, same schemas"
        yield Row(what, "≥ 20×", told, ratio >= 20)  # noqa: PLR2004  # the bar


def _check(project: Path, count: int, budget: Budget) -> float:
    """Return the seconds for all four files of each: check-jsonschema reads one schema a run."""
    folders = sorted((project / "content").iterdir())[:count]
    tool = str(Path(sys.executable).with_name("check-jsonschema"))
    return sum(
        cost(
            [
                tool,
                "--schemafile",
                str(ROOT / "schema" / f"{kind}.schema.json"),
                *(str(folder / f"{kind}.yaml") for folder in folders),
            ],
            project,
            budget.left(),
        ).seconds
        for kind in KINDS
    )


def measure_differences(project: Path, budget: Budget) -> Row:
    """Compare the last two releases of each guideline, and let DeepDiff do the same."""
    from deepdiff import DeepDiff

    ours = theirs = 0.0
    pairs = 0
    for folder in sorted((project / "content").iterdir()):
        if budget.left() < 0:
            break
        old, new = _last_two(folder)
        start = time.perf_counter()
        describe(old, new, "old", "new")
        middle = time.perf_counter()
        DeepDiff(old, new, ignore_order=True)
        ours, theirs = ours + middle - start, theirs + time.perf_counter() - middle
        pairs += 1
    ratio = theirs / ours
    told = f"{ratio:.1f}×: {ours / pairs * 1e3:.1f} ms a pair against {theirs / pairs * 1e3:.1f} ms"
    what = f"diff of {pairs:,} pairs of releases against DeepDiff on the same data"
    return Row(what, "≥ 8×", told, ratio >= 8)  # noqa: PLR2004  # the bar


def _last_two(folder: Path) -> tuple[Any, Any]:
    index = json.loads((folder / "releases" / "index.json").read_bytes())
    names = [each["version"] for each in index["releases"]][-2:]
    old, new = (json.loads((folder / "releases" / f"{each}.json").read_bytes()) for each in names)
    return old, new


@contextmanager
def serving(site: Path) -> Iterator[str]:
    """Serve a folder on localhost, and give its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    with closing(server.socket):
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def measure_search(site: Path, size: int, runs: int = 5) -> Row:
    """Look for a drug in a real browser that has seen nothing of the site before."""
    from pages import BROWSERS, FLAGS
    from playwright.sync_api import sync_playwright

    drug = _find_drug(site)
    browser_path = next(filter(None, map(shutil.which, BROWSERS)))
    flags = [each for each in FLAGS.split() if not each.startswith("--headless")]
    with serving(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=flags)
        seen = [_search(browser, site, address, drug) for _ in range(runs)]
        browser.close()
    times, sizes = [each[0] for each in seen], [each[1] for each in seen]
    told = f"{median(times):.0f} ms (most {max(times):.0f}), {max(sizes) / 1e3:.0f} kB uncompressed"
    what = f"search box: first result for “{drug}”, {size:,} guidelines, first visit, after the key"
    return Row(what, "≤ 300 ms, ≤ 500 kB", told, median(times) <= 300 and max(sizes) <= 500_000)  # noqa: PLR2004  # the bar


def _find_drug(site: Path) -> str:
    """Return the first drug of the generator's list that a page has: small sites lack many."""
    pages = [file.read_text(encoding="utf-8").lower() for file in sorted(site.glob("*/index.html"))]
    return next(drug for drug in DRUGS if any(drug in page for page in pages))


def _search(browser: Any, site: Path, address: str, drug: str) -> tuple[float, int]:
    """Return milliseconds from the last key to the first result, and bytes that search loads."""
    context = browser.new_context()
    page = context.new_page()
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url.partition("?")[0]))
    page.goto(address)
    page.locator("input[data-md-component=search-query]").first.click()
    page.wait_for_load_state("networkidle")
    page.evaluate(WATCH, drug)
    # Only the last letter is a key press to the page: nothing of the word was looked for before.
    page.keyboard.insert_text(drug[:-1])
    page.keyboard.press(drug[-1])
    found = page.locator(".md-search-result__link", has_text=drug).first
    found.wait_for(state="attached", timeout=20_000)
    milliseconds = float(page.evaluate("window.shown - window.pressed"))
    context.close()
    names = (each.removeprefix(address) for each in asked if each.startswith(address))
    files = [site / name for name in names if "search" in name or "/workers/" in name]
    return milliseconds, sum(file.stat().st_size for file in files if file.is_file())
