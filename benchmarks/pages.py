"""Pages as Lighthouse sees them, each beside the same text on a plain Material page.

Both sites are made from the same staged pages and served by the same server in the same run; the
plain one has none of our templates, styles and scripts. Neither asks another host for fonts.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
LIGHTHOUSE = ROOT / "tests" / "node" / "node_modules" / ".bin" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = {
    "guideline": "childhood-sts-recurrent/index.html",
    "home": "index.html",
    "changes": "childhood-sts-recurrent/changes/index.html",
}
# How often each page is measured: a single run varies by some points.
RUNS = 5
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
# As in the tests: no sandbox as root, and nothing that a browser asks the network for by itself.
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
PLAIN = """\
site_name: Guidepress
site_url: https://guidepress.example/
docs_dir: {docs}
site_dir: {site}
use_directory_urls: false
theme: {{name: material, font: false}}
markdown_extensions: [attr_list]
nav: [{{Guidelines: index.md}}, {{For apps: api/index.md}}, {{About: about/index.md}}]
"""


class Seen(NamedTuple):
    """What Lighthouse says of a page: points of 100 by category, and what a first visit costs."""

    points: dict[str, int]
    requests: int
    bytes: int
    failed: list[str]


class _Compressing(SimpleHTTPRequestHandler):
    """Sends all compressed, as hosts of static pages do with text."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Send the file."""
        file = Path(self.translate_path(self.path))
        if not file.is_file():
            self.send_error(404)
            return
        data = _compressed(file)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@cache
def _compressed(file: Path) -> bytes:
    """Return the file compressed, as a host keeps it: what is measured is no compressor."""
    return gzip.compress(file.read_bytes(), mtime=0)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine, as it is now, and yield its address."""
    _compressed.cache_clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Compressing, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def build_both(folder: Path) -> dict[str, Path]:
    """Build the site and its plain twin; return their folders by name."""
    project = folder / "project"
    for name in ("content", "site_overrides"):
        shutil.copytree(ROOT / name, project / name)
    shutil.copy(ROOT / "mkdocs.yml", project)
    (project / ".stage").mkdir()
    subprocess.run([sys.executable, "-m", "guidepress", "build"], cwd=project, check=True)
    stage(project)
    plain = folder / "plain"
    config = PLAIN.format(docs=project / ".stage", site=plain)
    (folder / "plain.yml").write_text(config, encoding="utf-8")
    mkdocs = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(
        [*mkdocs, str(folder / "plain.yml")], check=True, env=environment, capture_output=True
    )
    return {"Guidepress": project / "site", "plain Material": plain}


def stage(project: Path) -> None:
    """Write the staged pages that both sites are made from."""
    from guidepress.site.publication import read_publication
    from guidepress.site.stage import stage_project

    publication = read_publication(project / "mkdocs.yml")
    stage_project(project, project / ".stage", publication, drafts=False)


def look(address: str, folder: Path) -> Seen:
    """Let Lighthouse look at a page, as on a phone with a slow line (its defaults)."""
    report = folder / "report.json"
    browser = next(filter(None, map(shutil.which, BROWSERS)), "")
    command = [str(LIGHTHOUSE), address, "--quiet", "--output=json", f"--output-path={report}"]
    command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={FLAGS}"]
    subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": browser})
    return read_report(json.loads(report.read_text(encoding="utf-8")))


def read_report(report: dict[str, Any]) -> Seen:
    """Return what is shown of a report; ``failed`` names the audits that cost points."""
    requests = report["audits"]["network-requests"]["details"]["items"]
    failed = {
        each["id"]
        for name in CATEGORIES
        for each in report["categories"][name]["auditRefs"]
        if each["weight"] and (report["audits"][each["id"]]["score"] or 0) < 1
        if report["audits"][each["id"]]["scoreDisplayMode"] not in {"notApplicable", "manual"}
    }
    return Seen(
        points={
            name: round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES
        },
        requests=len(requests),
        bytes=sum(each["transferSize"] for each in requests),
        failed=sorted(failed),
    )


def summarize(seen: list[Seen]) -> Seen:
    """Return the median of several runs, and every audit that cost points in one of them."""
    return Seen(
        points={name: round(median(each.points[name] for each in seen)) for name in CATEGORIES},
        requests=max(each.requests for each in seen),
        bytes=max(each.bytes for each in seen),
        failed=sorted({name for each in seen for name in each.failed}),
    )


def render_table() -> str:
    """Measure, and return the table."""
    lines = [
        "| page | site | performance | accessibility | best practices | SEO | requests | kB |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    with TemporaryDirectory() as name:
        folder = Path(name)
        sites = build_both(folder)
        for page, path in PAGES.items():
            lines += _rows(page, path, sites, folder)
    version = json.loads((LIGHTHOUSE.parents[1] / "lighthouse" / "package.json").read_bytes())
    lines += ["", f"Lighthouse {version['version']} with its defaults for a phone."]
    lines += [f"The median of {RUNS} runs for each page, in which both sites took turns."]
    return "\n".join(lines)


def _rows(page: str, path: str, sites: dict[str, Path], folder: Path) -> Iterator[str]:
    """Yield a row for each site; they take turns, so that a busy moment meets both."""
    runs: dict[str, list[Seen]] = {site: [] for site in sites}
    for _ in range(RUNS):
        for site, built in sites.items():
            with served(built) as address:
                runs[site].append(look(address + path, folder))
    for site, found in runs.items():
        seen = summarize(found)
        each = sorted(run.points["performance"] for run in found)
        points = [f"{seen.points['performance']} ({', '.join(map(str, each))})"]
        points += [str(seen.points[name]) for name in CATEGORIES[1:]]
        cells = [page, site, *points, str(seen.requests), f"{seen.bytes / 1000:.0f}"]
        print(f"{page}, {site}: costs points: {', '.join(seen.failed)}", file=sys.stderr)
        yield f"| {' | '.join(cells)} |"
