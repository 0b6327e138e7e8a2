"""One built site for all tests of pages, served on localhost, and a real browser."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from browsing import LIMIT, ask, settle, watch
from conftest import copy_project, guidepress, overlay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# No sandbox as root, and nothing that a browser asks the network for by itself.
CALM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = copy_project(tmp_path_factory.mktemp("built") / "project")
    done = guidepress(project, "build")
    assert done.returncode == 0, done.stderr
    return project / "site"


@pytest.fixture(scope="session")
def society(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of three guidelines, two of them as short as can be."""
    project = copy_project(tmp_path_factory.mktemp("society") / "project")
    for name in ("alpha", "delta"):
        folder = overlay(project / "content" / name)
        guideline = folder / "guideline.yaml"
        text = guideline.read_text("utf-8").replace("id: base\n", f"id: {name}\n", 1)
        guideline.write_text(text, "utf-8")
        done = guidepress(project, "release", name, "--date", "2015-02-01")
        assert done.returncode == 0, done.stdout + done.stderr
    return project


@pytest.fixture(scope="session")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose draft differs from its latest release, built with drafts."""
    project = copy_project(tmp_path_factory.mktemp("drafted") / "project")
    options = project / "content/childhood-sts-recurrent/options.yaml"
    text = options.read_text(encoding="utf-8")
    changed = text.replace("name: Limb amputation", "name: Amputation!")
    options.write_text(changed, encoding="utf-8")
    done = guidepress(project, "build", "--drafts")
    assert done.returncode == 0, done.stderr
    return project


@pytest.fixture(scope="session")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built project of one guideline, whose version 1.0.0 was in error."""
    project = copy_project(tmp_path_factory.mktemp("corrected") / "project")
    _correct(project)
    done = guidepress(project, "build")
    assert done.returncode == 0, done.stderr
    return project


@pytest.fixture(scope="session")
def ended(corrected: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, withdrawn later."""
    project = tmp_path_factory.mktemp("ended") / "project"
    shutil.copytree(corrected, project)
    words = ["--date", "2015-04-01", "--kind", "withdrawal", "--reason", "Out of date."]
    assert guidepress(project, "release", "base", *words).returncode == 0
    done = guidepress(project, "build")
    assert done.returncode == 0, done.stderr
    return project


def _correct(project: Path) -> None:
    """Put the base guideline in the place of the real one, release it and correct it."""
    shutil.rmtree(project / "content" / "childhood-sts-recurrent")
    overlay(project / "content" / "base")
    assert guidepress(project, "release", "base", "--date", "2015-02-01").returncode == 0
    options = project / "content/base/options.yaml"
    options.write_text(options.read_text("utf-8").replace("1.5 mg", "1.6 mg"), "utf-8")
    guideline = project / "content/base/guideline.yaml"
    text = guideline.read_text("utf-8")
    guideline.write_text(
        text.replace("updated: 2015-01-29\nsource", "updated: 2015-03-01\nsource"), "utf-8"
    )
    note = "about: [trabectedin-dose]\nreason: A wrong digit.\nreason_type: error-corrected\n"
    (project / "content/base/notes").mkdir()
    (project / "content/base/notes/dose.yaml").write_text(note, "utf-8")
    words = ["--date", "2015-03-02", "--kind", "correction", "--corrects", "1.0.0"]
    done = guidepress(project, "release", "base", *words)
    assert done.returncode == 0, done.stdout


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on localhost, and give its address."""
    handler = partial(_Quiet, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    with serving(built) as found:
        yield found


@pytest.fixture(scope="session")
def serve() -> Callable[[Path], AbstractContextManager[str]]:
    return serving


@pytest.fixture(scope="session")
def find_violations() -> Callable[..., list[str]]:
    """Run axe-core on a page as it stands now, or on a part, and give the rules that it breaks."""
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")

    def find(page: Page, *rules: str, within: str = "html") -> list[str]:
        settle(page)
        if not page.evaluate("'axe' in window"):
            page.evaluate(axe)
        only = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
        # What is in order is not asked for, since that takes most of the time.
        options = {"resultTypes": ["violations"], "selectors": False, **only}
        violations = (
            "([within, options]) => axe.run(within, options)"
            ".then(all => all.violations.map(each => each.id))"
        )
        return list(ask(page, violations, [within, options]))

    return find


def find_browser() -> str:
    """Return the browser of this machine."""
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert executable, "no Chromium: `make tools` installs one"
    return executable


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import expect, sync_playwright

    executable = find_browser()
    # What is expected of a page may take long where the cores are busy.
    expect.set_options(timeout=LIMIT / 2)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=executable, args=CALM)
        found.on("context", watch)
        yield found
        found.close()


@pytest.fixture(scope="module")
def large_text(browser: Browser) -> Iterator[Browser]:
    """A browser whose reader set text to 250 %: what is in rem and em follows."""
    words = [*CALM, "--blink-settings=defaultFontSize=40"]
    found = browser.browser_type.launch(executable_path=find_browser(), args=words)
    found.on("context", watch)
    yield found
    found.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context
    context.close()
