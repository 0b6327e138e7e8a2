"""Feeds as those see them who follow: Atom by feedparser, JSON Feed by its own rules."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID
from xml.etree import ElementTree as ET

import feedparser  # type: ignore[import-untyped]  # it has no types
import pytest

from client.test_steps import release_dose
from conftest import REPOSITORY
from contracts.conftest import release_ward
from guidepress.history.reading import read_archive
from guidepress.site.feeds import entry_id, guideline_feed, site_feed, stage_feed
from guidepress.site.news import News, Told, tell_releases
from guidepress.site.publication import Publication
from guidepress.site.stage import archive_until

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
    stated |= changed
    return News(**{"modified": stated["released"], **stated})


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
    "description": str,
    "home_page_url": str,
    "feed_url": str,
    "next_url": str,
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
            "Base, version 2.0.0: corrects version 1.0.0, entered in error; changes what applies",
        ),
        (
            _news(changes=(), withdrawn="Unsafe."),
            "Safety: Base, version 2.0.0: withdrawn, do not use",
        ),
        (
            _news(changes=(), status="withdrawn"),
            "Base, version 2.0.0: withdrawn since, do not use",
        ),
        (
            _news(status="entered-in-error", corrected_by="3.0.0"),
            "Safety: Base, version 2.0.0: entered in error, do not use; version 3.0.0 corrects it",
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


def test_a_site_without_a_release_has_an_empty_feed() -> None:
    files = stage_feed(site_feed(HERE, []), HERE)
    assert feedparser.parse(files["feed.xml"]).entries == []
    assert json.loads(files["feed.json"])["items"] == []


def many(number: int) -> list[News]:
    """Return so many releases, the newest first."""
    days = [f"2015-{1 + each // 28:02}-{1 + each % 28:02}" for each in range(number)][::-1]
    return [_news(version=f"{day}", bundle_sha256=day, released=day) for day in days]


def atom_pages(files: dict[str, bytes], first: str) -> list[Any]:
    """Return the pages of a feed as a reader finds them: from each to the next."""
    found, name = [], first
    while name:
        feed = feedparser.parse(files[name])
        assert not feed.bozo
        found.append(feed)
        links = {each.rel: each.href for each in feed.feed.links}
        assert links["self"] == HERE.address + name
        name = links.get("next", "").removeprefix(HERE.address)
    return found


def test_a_long_feed_has_pages_that_lead_from_one_to_the_next() -> None:
    files = stage_feed(guideline_feed(many(120)), HERE)
    assert sorted(files) == sorted(
        f"base/feed{page}.{kind}" for page in ("", "-2", "-3") for kind in ("json", "xml")
    )
    pages = atom_pages(files, "base/feed.xml")
    assert [len(each.entries) for each in pages] == [50, 50, 20]
    links = {each.rel: each.href.rpartition("/")[2] for each in pages[1].feed.links}
    assert links["first"] == links["previous"] == "feed.xml"
    assert links["last"] == links["next"] == "feed-3.xml"
    assert len({each.feed.id for each in pages}) == 1
    ids = [entry.id for each in pages for entry in each.entries]
    assert len(set(ids)) == 120
    read, name = [], "base/feed.json"
    while name:
        page = json.loads(files[name])
        assert page["feed_url"] == HERE.address + name
        read += [item["id"] for item in page["items"]]
        name = page.get("next_url", "").removeprefix(HERE.address)
    assert read == ids


def test_the_feed_of_the_site_says_what_it_leaves_out() -> None:
    files = stage_feed(site_feed(HERE, [many(600)]), HERE)
    pages = atom_pages(files, "feed.xml")
    assert sum(len(each.entries) for each in pages) == 500
    said = "at most 10 of one and 500 together. The feed of a guideline has all of its own."
    assert all(each.feed.subtitle.endswith(said) for each in pages)
    assert json.loads(files["feed.json"])["description"].endswith(said)


@pytest.fixture(scope="module")
def dose(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A guideline whose 2.0.0 was entered in error, and corrected by 3.0.0."""
    project = tmp_path_factory.mktemp("dose")
    release_dose(project)
    return project


def entries(news: tuple[News, ...]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the entries of both forms, by version."""
    files = stage_feed(guideline_feed(news), HERE)
    folder = f"{news[0].guideline}/"
    atom = feedparser.parse(files[f"{folder}feed.xml"]).entries
    items = json.loads(files[f"{folder}feed.json"])["items"]
    versions = [item["_guidepress"]["version"] for item in items]
    return dict(zip(versions, atom, strict=True)), dict(zip(versions, items, strict=True))


def test_an_error_is_marked_and_no_longer_told_and_its_entry_has_moved(dose: Path) -> None:
    news = tell_releases(read_archive(dose / "content/dose"))
    atom, items = entries(news)
    wrong, right = items["2.0.0"], items["3.0.0"]
    assert "15" not in wrong["content_html"].replace("2015", "")
    assert "Entered in error: do not use version 2.0.0." in wrong["content_html"]
    assert wrong["_guidepress"]["changes"] == []
    assert wrong["_guidepress"]["status"] == "entered-in-error"
    assert (wrong["date_published"][:10], wrong["date_modified"][:10]) == (
        "2015-03-01",
        "2015-04-01",
    )
    assert (atom["2.0.0"].published[:10], atom["2.0.0"].updated[:10]) == (
        "2015-03-01",
        "2015-04-01",
    )
    assert atom["2.0.0"].title.endswith("entered in error, do not use; version 3.0.0 corrects it")
    assert "“15 mg” became “1.5 mg”" in right["content_html"]
    assert (right["_guidepress"]["corrects"], wrong["_guidepress"]["corrected_by"]) == (
        "2.0.0",
        "3.0.0",
    )
    assert right["date_modified"] == right["date_published"]
    assert list(items) == ["3.0.0", "2.0.0", "1.0.0"]


def test_the_entry_of_an_error_keeps_its_id(dose: Path) -> None:
    archive = read_archive(dose / "content/dose")
    before = archive_until(archive, archive.releases[1])
    assert entry_id(tell_releases(before)[0]) == entry_id(tell_releases(archive)[1])


def test_a_withdrawal_is_an_entry_of_its_own_and_marks_those_before_it(tmp_path: Path) -> None:
    release_ward(tmp_path)
    _, items = entries(tell_releases(read_archive(tmp_path / "content/ward")))
    assert items["3.0.0"]["title"].endswith("withdrawn, do not use")
    assert items["2.0.0"]["title"].endswith("withdrawn since, do not use")
    assert "Entered in error: do not use" in items["1.0.0"]["content_html"]
    assert {each["date_modified"][:10] for each in items.values()} == {"2015-04-01"}


@pytest.mark.parametrize(
    ("state", "is_above"),
    [
        ({"status": "withdrawn"}, True),
        ({"status": "entered-in-error", "corrected_by": "3.0.0"}, True),
        ({"corrects": "1.0.0"}, False),
    ],
)
def test_why_something_must_not_be_used_is_not_told_as_why_it_was_released(
    state: dict[str, Any],
    is_above: bool,  # noqa: FBT001 - a row
) -> None:
    _, items = entries((_news(reasons=("Out of date.",), **state),))
    said = items["2.0.0"]["content_html"]
    assert said.count("Why: Out of date.") == 1
    assert (said.index("Why: Out of date.") < said.index("Release of 2015")) == is_above
