"""Every link and anchor of the whole site, read by a parser and followed on disk."""

from __future__ import annotations

import shutil
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from conftest import copy_project, guidepress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.checkout

ROOT = "https://guidepress.example/"
# What makes a browser fetch or follow, by tag.
_ADDRESSES = {
    "a": "href", "link": "href", "script": "src", "img": "src", "iframe": "src", "form": "action",
}  # fmt: skip
FETCHED = {"script", "img", "iframe", "form"}


class _Page(HTMLParser):
    """The ids of a page, and each address with the tag that names it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.addresses: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what leads somewhere, or can be led to."""
        stated = dict(attrs)
        if stated.get("id"):
            self.ids.append(str(stated["id"]))
        address = stated.get(_ADDRESSES.get(tag, ""))
        if address is not None:
            kind = str(stated.get("rel", "")) if tag == "link" else ""
            self.addresses.append((f"{tag} {kind}".strip(), address))


def read_pages(site: Path) -> dict[str, _Page]:
    return {
        file.relative_to(site).as_posix(): _Page(file.read_text(encoding="utf-8"))
        for file in sorted(site.rglob("*.html"))
    }


def find_dead_links(site: Path, root: str) -> Iterator[str]:
    """Yield each link inside the site that leads to no file, or to no anchor of it."""
    pages = read_pages(site)
    for name, page in pages.items():
        for tag, address in page.addresses:
            place = urljoin(root + name, address)
            if not place.startswith(root):
                continue
            target = unquote(urlsplit(place).path.removeprefix(urlsplit(root).path))
            target = f"{target}index.html" if target.endswith("/") or not target else target
            anchor = unquote(urlsplit(place).fragment)
            if not (site / target).is_file():
                yield f"{name}: {tag} {address}: no such file"
            elif anchor and target in pages and anchor not in pages[target].ids:
                yield f"{name}: {tag} {address}: no such anchor"


def find_strangers(site: Path, root: str) -> Iterator[str]:
    """Yield what a browser would fetch from elsewhere, and links of other kinds than the web's."""
    for name, page in read_pages(site).items():
        for tag, address in page.addresses:
            place = urljoin(root + name, address)
            if urlsplit(place).scheme not in {"http", "https", "mailto"}:
                yield f"{name}: {address}"
            elif not place.startswith(root) and tag.split()[0] != "a":
                yield f"{name}: {tag} {address}"


def test_every_link_and_anchor_of_the_site_resolves(built: Path) -> None:
    assert list(find_dead_links(built, ROOT)) == []
    assert sum(len(page.addresses) for page in read_pages(built).values()) > 500


def test_nothing_is_fetched_from_elsewhere(built: Path) -> None:
    assert list(find_strangers(built, ROOT)) == []


def test_the_checker_finds_what_is_dead_and_what_is_strange(tmp_path: Path) -> None:
    page = (
        '<a id=x href="#y"></a><a href="gone.html"></a><a href="#x"></a><img src="//cdn.example/a">'
    )
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    assert list(find_dead_links(tmp_path, ROOT)) == [
        "index.html: a #y: no such anchor",
        "index.html: a gone.html: no such file",
    ]
    assert list(find_strangers(tmp_path, ROOT)) == ["index.html: img //cdn.example/a"]


def test_every_link_resolves_below_a_path_too_and_feeds_name_it(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    config = project / "mkdocs.yml"
    below = "https://guidepress.example/deep/below/"
    config.write_text(config.read_text("utf-8").replace(ROOT, below), encoding="utf-8")
    done = guidepress(project, "build")
    assert done.returncode == 0, done.stderr
    assert list(find_dead_links(project / "site", below)) == []
    assert list(find_strangers(project / "site", below)) == []
    for name in ("feed.xml", "feed.json", "llms.txt", "sitemap.xml"):
        text = (project / "site" / name).read_text(encoding="utf-8")
        assert text.count(ROOT) == text.count(below) > 0


@pytest.mark.browser
def test_pages_can_be_read_from_a_folder(built: Path, browser: Browser, tmp_path: Path) -> None:
    site = tmp_path / "a folder"
    shutil.copytree(built, site)
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / "index.html").as_uri())
    page.locator(".gp-card h2 a").click()
    page.wait_for_url("**/childhood-sts-recurrent/index.html")
    assert page.locator("h3#pazopanib").count() == 1
    page.locator("table.gp-glance a[href='#pazopanib']").click()
    page.wait_for_url("**/index.html#pazopanib")
    page.locator("details.gp-status > summary").click()
    page.get_by_role("link", name="What changed", exact=True).click()
    page.wait_for_url("**/changes/index.html")
    assert "Version 2.0.0" in page.locator("article").inner_text()
    assert all(each.startswith("file:") for each in asked)
    page.close()
