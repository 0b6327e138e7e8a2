"""Atom (RFC 4287) and JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/): an entry a release.

Ids are UUIDs (RFC 9562, version 5) of what was released, never of an address: a site that moves
keeps them, and no reader sees its entries twice. Days come from releases, never from the clock.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET  # written here, never read

from guidepress.site.templates import render_template

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guidepress.site.news import News
    from guidepress.site.publication import Publication

ATOM, JSON_FEED = "feed.xml", "feed.json"
# So many releases stand in the feed of the site; that of a guideline has all of its own.
NEWEST = 50

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


def site_feed(publication: Publication, told: Sequence[Sequence[News]]) -> Feed:
    """Return the feed of all guidelines, from the news of each: the newest releases, by day."""
    every = sorted(
        (each for news in told for each in news), key=lambda each: each.released, reverse=True
    )
    number = uuid5(_NAMESPACE, f"site {publication.name}")
    return Feed(publication.name, number.urn, "", "", every[:NEWEST])


def guideline_feed(news: Sequence[News]) -> Feed:
    """Return the feed of one guideline from its news, newest first; at least one release."""
    newest = news[0]
    number = uuid5(_NAMESPACE, f"guideline {newest.guideline} {newest.first_sha256}")
    folder = f"{newest.guideline}/"
    return Feed(f"Changes: {newest.title}", number.urn, folder, newest.language, news)


def stage_feed(feed: Feed, publication: Publication) -> dict[str, bytes]:
    """Return both forms of a feed as files by their names in the site."""
    return {
        feed.folder + ATOM: render_atom(feed, publication),
        feed.folder + JSON_FEED: render_json_feed(feed, publication),
    }


def entry_id(news: News) -> str:
    """Return the permanent id of a release's entry, the same in every feed that has it."""
    return uuid5(_NAMESPACE, f"{news.guideline} {news.version} {news.bundle_sha256}").urn


def _instant(day: str) -> str:
    return f"{day}T00:00:00Z"


def render_atom(feed: Feed, publication: Publication) -> bytes:
    """Return the feed as Atom, in UTF-8."""
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom"})
    if feed.language:
        root.set("xml:lang", feed.language)
    newest = max((each.released for each in feed.news), default=_NO_RELEASE)
    for name, text in (("title", feed.title), ("id", feed.id), ("updated", _instant(newest))):
        ET.SubElement(root, name).text = text
    ET.SubElement(ET.SubElement(root, "author"), "name").text = publication.name
    here = publication.address + feed.folder
    _link(root, "self", f"{here}{ATOM}", "application/atom+xml")
    _link(root, "alternate", f"{here}index.html", "text/html")
    for news in feed.news:
        _atom_entry(root, news, publication)
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return document + b"\n"


def _link(parent: ET.Element, relation: str, address: str, kind: str) -> None:
    ET.SubElement(parent, "link", {"rel": relation, "type": kind, "href": address})


def _atom_entry(root: ET.Element, news: News, publication: Publication) -> None:
    entry = ET.SubElement(root, "entry", {"xml:lang": news.language})
    ET.SubElement(entry, "title").text = news.headline
    ET.SubElement(entry, "id").text = entry_id(news)
    for name in ("published", "updated"):
        ET.SubElement(entry, name).text = _instant(news.released)
    _link(entry, "alternate", publication.address + news.page, "text/html")
    terms = {"scheme": _IMPACT, "term": news.impact, "label": news.meaning}
    ET.SubElement(entry, "category", terms)
    if news.alert:
        warned = {"scheme": _ALERT, "term": "alert", "label": "Safety"}
        ET.SubElement(entry, "category", warned)
    ET.SubElement(entry, "content", {"type": "html"}).text = _content(news, publication)


def _content(news: News, publication: Publication) -> str:
    return render_template("news.html", news=news, address=publication.address)


def render_json_feed(feed: Feed, publication: Publication) -> bytes:
    """Return the feed as JSON Feed; ``_guidepress`` (an extension) holds impact and alerts."""
    here = publication.address + feed.folder
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": f"{here}index.html",
        "feed_url": f"{here}{JSON_FEED}",
        "authors": [{"name": publication.name, "url": publication.address}],
        **({"language": feed.language} if feed.language else {}),
        "items": [_json_item(news, publication) for news in feed.news],
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _json_item(news: News, publication: Publication) -> Mapping[str, Any]:
    changes = [
        {"sentence": each.sentence, "impact": each.impact, "alert": each.alert}
        for each in news.changes
    ]
    return {
        "id": entry_id(news),
        "url": publication.address + news.page,
        "title": news.headline,
        "language": news.language,
        "content_html": _content(news, publication),
        "date_published": _instant(news.released),
        "date_modified": _instant(news.released),
        "tags": [news.meaning, *(["Safety"] if news.alert else [])],
        "_guidepress": {
            "guideline": news.guideline,
            "version": news.version,
            "kind": news.kind,
            "impact": news.impact,
            "alert": news.alert,
            "changes": changes,
        },
    }
