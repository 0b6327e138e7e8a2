"""Atom (RFC 4287) and JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/): an entry a release.

A feed has pages (RFC 5005, ``next_url``), the newest first. An entry is modified when its release
is found in error or its guideline withdrawn, and comes first again; what an error changed is no
longer told.

Ids are UUIDs (RFC 9562, version 5) of what was released, never of an address: a site that moves
keeps them, and no reader sees its entries twice. Days come from releases, never from the clock.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET  # written here, never read

from guidepress.site.news import RECENT, News
from guidepress.site.publication import Publication
from guidepress.site.templates import render_template

ATOM, JSON_FEED = "feed.xml", "feed.json"
ENTRIES = 50
# The feed of the site has so many pages at most; that of a guideline has all of its own releases.
PAGES = 10
LEFT_OUT = (
    "The newest releases of all guidelines, at most {each} of one and {all} together. "
    "The feed of a guideline has all of its own."
)

_NAMESPACE = UUID("5d0b4c1e-8f0a-5b53-9a0f-6f0c5f3f7a11")
_NO_RELEASE = "2000-01-01"
_ALERT = "urn:guidepress:alert"
_IMPACT = "urn:guidepress:impact"


class Feed(NamedTuple):
    """A feed before it has a form. ``folder`` ("" or "x/") is where it and its page lie."""

    title: str
    id: str
    folder: str
    language: str
    news: Sequence[News]
    subtitle: str = ""

    @property
    def newest_first(self) -> list[News]:
        """The entries in the order in which they were last modified."""
        return sorted(self.news, key=lambda each: (each.modified, each.released), reverse=True)


class _Page(NamedTuple):
    """A page of a feed: its number, that of the last one, and its entries."""

    feed: Feed
    number: int
    last: int
    news: Sequence[News]

    def name(self, file: str, number: int | None = None) -> str:
        """Return the name of this page, or of another one, in the site."""
        number = self.number if number is None else number
        stem, _, kind = file.partition(".")
        return f"{self.feed.folder}{stem}{f'-{number}' if number > 1 else ''}.{kind}"


def site_feed(publication: Publication, reported: Sequence[Sequence[News]]) -> Feed:
    """Return the feed of all guidelines, from the news of each: the newest releases, by day."""
    number = uuid5(_NAMESPACE, f"site {publication.name}")
    subtitle = LEFT_OUT.format(each=RECENT, all=ENTRIES * PAGES)
    every = [each for news in reported for each in news]
    feed = Feed(publication.name, number.urn, "", "", every, subtitle)
    return feed._replace(news=feed.newest_first[: ENTRIES * PAGES])


def guideline_feed(news: Sequence[News]) -> Feed:
    """Return the feed of one guideline from its news, newest first; at least one release."""
    newest = news[0]
    number = uuid5(_NAMESPACE, f"guideline {newest.guideline} {newest.first_sha256}")
    folder = f"{newest.guideline}/"
    return Feed(f"Changes: {newest.title}", number.urn, folder, newest.language, news)


def stage_feed(feed: Feed, publication: Publication) -> dict[str, bytes]:
    """Return both forms of a feed, page by page, as files by their names in the site."""
    files = {}
    for page in _pages(feed):
        files[page.name(ATOM)] = _render_atom(page, publication)
        files[page.name(JSON_FEED)] = _render_json_feed(page, publication)
    return files


def _pages(feed: Feed) -> Iterator[_Page]:
    news = feed.newest_first
    last = max(1, -(-len(news) // ENTRIES))
    for number in range(1, last + 1):
        yield _Page(feed, number, last, news[(number - 1) * ENTRIES : number * ENTRIES])


def entry_id(news: News) -> str:
    """Return the permanent id of an entry, the same in every feed that has it."""
    what = f"notice {news.notice}" if news.notice else news.version
    return uuid5(_NAMESPACE, f"{news.guideline} {what} {news.bundle_sha256}").urn


def _instant(day: str) -> str:
    return f"{day}T00:00:00Z"


def _render_atom(page: _Page, publication: Publication) -> bytes:
    """Return a page of a feed as Atom, in UTF-8."""
    feed = page.feed
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom"})
    if feed.language:
        root.set("xml:lang", feed.language)
    newest = max((each.modified for each in feed.news), default=_NO_RELEASE)
    for name, text in (("title", feed.title), ("id", feed.id), ("updated", _instant(newest))):
        ET.SubElement(root, name).text = text
    if feed.subtitle:
        ET.SubElement(root, "subtitle").text = feed.subtitle
    ET.SubElement(ET.SubElement(root, "author"), "name").text = publication.name
    for relation, number in _neighbours(page):
        address = publication.address + page.name(ATOM, number)
        _link(root, relation, address, "application/atom+xml")
    _link(root, "alternate", f"{publication.address}{feed.folder}index.html", "text/html")
    for news in page.news:
        _atom_entry(root, news, publication)
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return document + b"\n"


def _neighbours(page: _Page) -> Iterator[tuple[str, int]]:
    """Yield the pages that a page names, each with its relation to it."""
    yield "self", page.number
    if page.last > 1:
        yield "first", 1
        yield "last", page.last
    if page.number > 1:
        yield "previous", page.number - 1
    if page.number < page.last:
        yield "next", page.number + 1


def _link(parent: ET.Element, relation: str, address: str, kind: str) -> None:
    ET.SubElement(parent, "link", {"rel": relation, "type": kind, "href": address})


def _atom_entry(root: ET.Element, news: News, publication: Publication) -> None:
    entry = ET.SubElement(root, "entry", {"xml:lang": news.language})
    ET.SubElement(entry, "title").text = news.headline
    ET.SubElement(entry, "id").text = entry_id(news)
    for name, day in (("published", news.released), ("updated", news.modified)):
        ET.SubElement(entry, name).text = _instant(day)
    _link(entry, "alternate", publication.address + news.page, "text/html")
    if not news.notice:
        terms = {"scheme": _IMPACT, "term": news.impact, "label": news.meaning}
        ET.SubElement(entry, "category", terms)
    if news.alert:
        warned = {"scheme": _ALERT, "term": "alert", "label": "Safety"}
        ET.SubElement(entry, "category", warned)
    ET.SubElement(entry, "content", {"type": "html"}).text = _content(news, publication)


@lru_cache(maxsize=ENTRIES)
def _content(news: News, publication: Publication) -> str:
    return render_template("news.html", news=news, address=publication.address)


def _render_json_feed(page: _Page, publication: Publication) -> bytes:
    """Return a page as JSON Feed; the extension ``_guidepress`` holds status, impact and alerts."""
    feed, names = page.feed, dict(_neighbours(page))
    addresses = {each: publication.address + page.name(JSON_FEED, names[each]) for each in names}
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        **({"description": feed.subtitle} if feed.subtitle else {}),
        "home_page_url": f"{publication.address}{feed.folder}index.html",
        "feed_url": addresses["self"],
        **({"next_url": addresses["next"]} if "next" in addresses else {}),
        "authors": [{"name": publication.name, "url": publication.address}],
        **({"language": feed.language} if feed.language else {}),
        "items": [_json_item(news, publication) for news in page.news],
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _json_item(news: News, publication: Publication) -> Mapping[str, Any]:
    changes = [each.to_json() for each in news.changes]
    stated: dict[str, Any] = {"corrects": news.corrects, "corrected_by": news.corrected_by}
    stated |= {"notice": news.notice, "authority": news.authority, "url": news.url}
    stated |= {"reasons": [*news.reasons]}
    return {
        "id": entry_id(news),
        "url": publication.address + news.page,
        "title": news.headline,
        "language": news.language,
        "content_html": _content(news, publication),
        "date_published": _instant(news.released),
        "date_modified": _instant(news.modified),
        "tags": [*([] if news.notice else [news.meaning]), *(["Safety"] if news.alert else [])],
        "_guidepress": {
            "guideline": news.guideline,
            "version": news.version,
            "kind": news.kind,
            "status": news.status,
            **{key: each for key, each in stated.items() if each},
            "impact": news.impact,
            "alert": news.alert,
            "changes": changes,
        },
    }
