"""Feeds as those see them who follow: Atom by feedparser, JSON Feed by its own rules."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID
from xml.etree import ElementTree as ET

import feedparser  # type: ignore[import-untyped]  # it has no types
import pytest

from conftest import REPOSITORY
from guidepress.history import read_archive
from guidepress.site.feeds import entry_id, guideline_feed, site_feed, stage_feed
from guidepress.site.news import News, Told, tell_releases
from guidepress.site.publication import Publication

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.checkout

GID = "childhood-sts-recurrent"
HERE = Publication("Guidelines", "https://guidelines.example/")
MOVED = Publication("Guidelines", "https://elsewhere.example/sub/")
HOSTILE = 'a </title>]]><script>alert("1")</script> & b'


def _news(**changed: Any) -> News:
    stated: dict[str, Any] = {
        "guideline": "base",
        "title": "Base",
        "language": "en",
        "version": "2.0.0",
        "kind": "release",
        "impact": "major",
        "released": "2015-03-01",
        "bundle_sha256": "ab",
        "first_sha256": "cd",
        "changes": (Told(sentence="Removed the dose.", impact="major", alert=True),),
        "recorded": 0,
    }
    return News(**{**stated, **changed})


@pytest.fixture(scope="module")
def real() -> tuple[News, ...]:
    return tell_releases(read_archive(REPOSITORY / "content" / GID))


@pytest.mark.parametrize("folder", ["", f"{GID}/"])
def test_atom_has_an_entry_a_release_with_its_sentences(built: Path, folder: str) -> None:
    feed = feedparser.parse((built / f"{folder}feed.xml").read_bytes())
    assert not feed.bozo
    assert feed.version == "atom10"
    assert [each.title.rpartition(", ")[2] for each in feed.entries] == [
        "version 2.0.0: changes what applies",
        "version 1.0.0: first release",
    ]
    newest = feed.entries[0]
    assert "Added pazopanib as an option" in newest.content[0].value
    assert "(changes what applies)" in newest.content[0].value
    assert newest.updated == feed.feed.updated == "2026-11-24T00:00:00Z"
    page, _, anchor = newest.link.removeprefix("https://guidepress.example/").partition("#")
    assert f'id="{anchor}"' in (built / page).read_text(encoding="utf-8")
    links = {each.rel: each.href for each in feed.feed.links}
    assert links["self"] == f"https://guidepress.example/{folder}feed.xml"


# https://www.jsonfeed.org/version/1.1/: what a feed and an item may hold, and of which type.
_FEED = {
    "version": str,
    "title": str,
    "home_page_url": str,
    "feed_url": str,
    "authors": list,
    "language": str,
    "items": list,
}
_ITEM = {
    "id": str,
    "url": str,
    "title": str,
    "language": str,
    "content_html": str,
    "date_published": str,
    "date_modified": str,
    "tags": list,
    "_guidepress": dict,
}


@pytest.mark.parametrize("folder", ["", f"{GID}/"])
def test_json_feed_holds_only_what_its_standard_names(built: Path, folder: str) -> None:
    feed = json.loads((built / f"{folder}feed.json").read_bytes())
    assert feed.items() >= {"version": "https://jsonfeed.org/version/1.1"}.items()
    assert all(isinstance(value, _FEED[key]) for key, value in feed.items())
    assert len(feed["items"]) == 2
    for item in feed["items"]:
        assert item.keys() == _ITEM.keys()
        assert all(isinstance(value, _ITEM[key]) for key, value in item.items())
    atom = feedparser.parse((built / f"{folder}feed.xml").read_bytes())
    assert [each["id"] for each in feed["items"]] == [each.id for each in atom.entries]


def test_every_page_leads_to_the_feeds_of_the_site_and_of_its_guideline(built: Path) -> None:
    for page, up, own in (
        (f"{GID}/index.html", "../", ""),
        (f"{GID}/changes/index.html", "../../", "../"),
    ):
        text = (built / page).read_text(encoding="utf-8")
        for name in ("feed.xml", "feed.json"):
            assert f'href="{up}{name}"' in text
            assert f'href="{own or ""}{name}"' in text


def test_a_site_that_moves_keeps_its_ids(real: tuple[News, ...]) -> None:
    def ids(site: Publication) -> list[str]:
        files = stage_feed(guideline_feed(real), site) | stage_feed(site_feed(site, [real]), site)
        found = [feedparser.parse(files[name]) for name in sorted(files) if name.endswith(".xml")]
        return [each.id for feed in found for each in (feed.feed, *feed.entries)]

    assert ids(HERE) == ids(MOVED)
    assert all(UUID(each).version == 5 for each in ids(HERE))


def test_the_same_id_of_another_publisher_is_another_entry() -> None:
    assert entry_id(_news()) != entry_id(_news(bundle_sha256="other"))


@pytest.mark.parametrize(
    ("news", "headline"),
    [
        (_news(), "Safety: Base, version 2.0.0: changes what applies"),
        (_news(changes=()), "Base, version 2.0.0: changes what applies"),
        (
            _news(changes=(), kind="reviewed", impact="patch"),
            "Base, version 2.0.0: reviewed, nothing changed",
        ),
        (
            _news(changes=(), corrects="1.0.0"),
            "Base, version 2.0.0: corrects version 1.0.0, changes what applies",
        ),
        (
            _news(changes=(), withdrawn="Unsafe."),
            "Safety: Base, version 2.0.0: withdrawn, do not use",
        ),
    ],
)
def test_a_headline_says_what_the_release_means_to_a_reader(news: News, headline: str) -> None:
    files = stage_feed(guideline_feed([news]), HERE)
    assert feedparser.parse(files["base/feed.xml"]).entries[0].title == headline
    item = json.loads(files["base/feed.json"])["items"][0]
    assert item["title"] == headline
    assert (
        item["_guidepress"]["alert"] is ("Safety" in item["tags"]) is headline.startswith("Safety")
    )


def test_hostile_text_stays_text() -> None:
    told = (Told(sentence=HOSTILE, impact="minor", alert=False),)
    files = stage_feed(
        guideline_feed([_news(title=HOSTILE, changes=told, withdrawn=HOSTILE)]), HERE
    )
    feed = feedparser.parse(files["base/feed.xml"], sanitize_html=False)
    assert not feed.bozo
    assert HOSTILE in feed.entries[0].title
    html = json.loads(files["base/feed.json"])["items"][0]["content_html"]
    content = ET.fromstring(files["base/feed.xml"]).findtext(".//{*}content")  # noqa: S314  # ours
    assert html == content
    assert "<script>" not in html


def test_the_feed_of_the_site_has_the_newest_of_all_first() -> None:
    old = [_news(guideline="a", released="2014-01-01")]
    new = [_news(guideline="b", released="2016-01-01")]
    assert [each.guideline for each in site_feed(HERE, [old, new]).news] == ["b", "a"]
    many = [_news(guideline=f"g{number}", released="2014-01-01") for number in range(60)]
    assert len(site_feed(HERE, [many]).news) == 50


def test_a_site_without_a_release_has_an_empty_feed() -> None:
    files = stage_feed(site_feed(HERE, []), HERE)
    assert feedparser.parse(files["feed.xml"]).entries == []
    assert json.loads(files["feed.json"])["items"] == []
