"""What machines that read pages are told, and whether it is so."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs
from xml.etree import ElementTree as ET

import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from guidepress.bibliography.write import render_coins
from guidepress.export.jsonld import build_jsonld
from guidepress.model import Guideline, Identity, from_data
from guidepress.site.policy import render_policy
from guidepress.site.publication import Publication, publication_of
from guidepress.site.shared_pages import render_llms
from guidepress.site.summary import Summary
from limits import LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

pytestmark = pytest.mark.checkout

GID = "childhood-sts-recurrent"
ROOT = "https://guidepress.example/"

# What schema.org 28 names for each type that we use, its parents included, as far as we use it:
# https://schema.org/MedicalWebPage (WebPage, CreativeWork, Thing), MedicalGuideline (MedicalEntity,
# Thing; no CreativeWork), MedicalCondition, MedicalAudience, ScholarlyArticle, Periodical, Person.
_THING = {"name", "description", "url", "identifier", "sameAs", "alternateName"}
_WORK = _THING | {
    "about", "abstract", "audience", "author", "citation", "correction", "creativeWorkStatus",
    "creditText",
    "dateModified", "datePublished", "inLanguage", "isBasedOn", "isPartOf", "license", "publisher",
    "text", "usageInfo", "version",
}  # fmt: skip
_MEDICAL = _THING | {"code", "guideline", "medicineSystem", "recognizingAuthority", "study"}
ALLOWED = {
    "MedicalWebPage": _WORK | {"medicalAudience", "lastReviewed", "reviewedBy", "specialty"},
    "MedicalGuideline": _MEDICAL
    | {"evidenceLevel", "evidenceOrigin", "guidelineDate", "guidelineSubject"},
    "MedicalCondition": _MEDICAL,
    "MedicalAudience": _THING | {"audienceType", "geographicArea", "healthCondition"},
    "Audience": _THING | {"audienceType", "geographicArea"},
    "CreativeWork": _WORK,
    "ScholarlyArticle": _WORK | {"pagination", "pageStart", "pageEnd"},
    "Periodical": _WORK | {"issn"},
    "Organization": _THING,
    "Person": _THING | {"familyName", "givenName"},
}
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def _page(built: Path, name: str = f"{GID}/index.html") -> str:
    return (built / name).read_text(encoding="utf-8")


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    for each in value if isinstance(value, list) else ():
        yield from _objects(each)


def _guideline(built: Path, **identity: Any) -> Guideline:
    bundle = json.loads((built / f"api/v1/{GID}/latest.json").read_bytes())
    return from_data(Guideline, {**bundle, "guideline": {**bundle["guideline"], **identity}})


def test_the_page_tells_dates_version_licence_and_citations(built: Path) -> None:
    (text,) = BLOCK.findall(_page(built))
    told = json.loads(text)
    assert told["@type"] == "MedicalWebPage"
    assert told["url"] == f"{ROOT}{GID}/index.html"
    assert (told["version"], told["dateModified"]) == ("2.0.0", "2015-01-29")
    assert told["datePublished"] == "2026-11-24"
    assert "lastReviewed" not in told  # no review is stated
    assert "free to reuse" in told["isBasedOn"]["license"]["text"]
    assert "license" not in told  # what is free is the text of the source
    assert len(told["citation"]) == 11
    assert told["about"] == {
        "@type": "MedicalCondition",
        "name": "soft tissue sarcoma",
        "description": "children and adolescents, progressive or recurrent disease",
    }


def test_only_the_current_page_tells_machines_that_it_is_active(built: Path) -> None:
    pages = (f"{GID}/index.html", f"{GID}/1.0.0/index.html", f"{GID}/2.0.0/index.html")
    told = [json.loads(text) for page in pages for text in BLOCK.findall(_page(built, page))]
    assert [each.get("creativeWorkStatus") for each in told] == ["active", None, None]


@pytest.mark.parametrize("kind", ["evidence-summary", "guideline", "protocol"])
def test_only_a_guideline_is_told_to_be_one_and_all_properties_are_valid(
    built: Path, kind: str
) -> None:
    told = build_jsonld(_guideline(built, document_type=kind, reviewed="2015-01-29"), ROOT)
    types = {each["@type"] for each in _objects(told)}
    assert ("MedicalGuideline" in types) is (kind == "guideline")
    for each in _objects(told):
        strange = each.keys() - ALLOWED[each["@type"]] - {"@type", "@context"}
        assert not strange, each["@type"]


def test_data_on_a_page_is_not_listed_as_a_script_that_may_run() -> None:
    data = '<script type="application/ld+json">{}</script>'
    assert render_policy(f"<p>{data}") == render_policy("<p>")
    assert render_policy("<p><script>run()</script>") != render_policy("<p>")


def test_every_page_names_its_own_address(built: Path) -> None:
    for file in built.rglob("*.html"):
        name = file.relative_to(built).as_posix()
        text = _page(built, name)
        if name == "404.html":
            continue
        assert f'<link rel="canonical" href="{ROOT}{name}">' in text
        assert f'<meta property="og:url" content="{ROOT}{name}">' in text
        assert text.count('<meta name="description"') == 1
        assert text.count('property="og:title"') == 1


def test_the_sitemap_names_what_may_be_found_and_nothing_else(built: Path) -> None:
    sitemap = ET.parse(built / "sitemap.xml")  # noqa: S314  # ours
    named = {each.text for each in sitemap.iter() if each.tag.endswith("}loc")}
    pages = {file.relative_to(built).as_posix() for file in built.rglob("*.html")} - {"404.html"}
    indexed = {name for name in pages if 'content="noindex"' not in _page(built, name)}
    assert named == {ROOT + name for name in indexed}
    assert f"{GID}/1.0.0/index.html" in pages - indexed


def test_llms_txt_leads_to_pages_that_are_there(built: Path) -> None:
    text = (built / "llms.txt").read_text(encoding="utf-8")
    assert text.startswith("# Guidepress\n\n> ")
    links = re.findall(r"\]\((.*?)\)", text)
    assert len(links) == 6
    for link in links:
        assert (built / link.removeprefix(ROOT)).is_file()
    assert "version 2.0.0, updated 2015-01-29" in text


def test_llms_txt_says_what_was_withdrawn_and_no_title_breaks_it() -> None:
    stated = {
        "id": "base",
        "title": "a](javascript:b)\n# c",
        "document_type": "guideline",
        "audience": "public",
        "version": "1.0.0",
        "status": "withdrawn",
        "language": "en",
        "population": {"condition": "c"},
    }
    current = from_data(Identity, stated)
    summaries = [Summary(id="base", current=current), Summary(id="unreleased")]
    text = render_llms(summaries, Publication("Site", ROOT))
    assert r"- [a\](javascript:b) \# c]" in text
    assert "WITHDRAWN, do not use" in text
    assert "unreleased" not in text


def test_each_reference_carries_its_data_for_reference_managers(built: Path) -> None:
    found = re.findall(r'<span class="Z3988" title="(.*?)">', _page(built))
    told = [parse_qs(unescape(each)) for each in found]
    articles = [each for each in told if each.get("rft.genre") == ["article"]]
    assert len(articles) == 11
    assert all(each["rft_id"][0].startswith(("info:doi/", "info:pmid/")) for each in articles)
    (own,) = [each for each in told if each not in articles]
    assert own["rft_id"] == [f"{ROOT}{GID}/2.0.0/index.html"]
    maki = next(each for each in articles if each["rft.au"][0] == "Maki, R G")
    assert maki["rft.jtitle"] == ["J Clin Oncol"]


def test_what_a_reference_does_not_state_is_not_told(built: Path) -> None:
    reference = _guideline(built).references[0]
    pairs = parse_qs(render_coins(reference), keep_blank_values=True)
    assert all(value != [""] for value in pairs.values())


@pytest.mark.parametrize(
    ("version", "age"),
    [("1.0.0", "date of the content not stated"), ("2.0.0", "content as of 2015-01-29")],
)
def test_a_release_is_cited_at_the_address_that_stays_with_the_age_of_its_content(
    built: Path, version: str, age: str
) -> None:
    folder = built / GID / version
    address = f"{ROOT}{GID}/{version}/index.html"
    (item,) = json.loads((folder / "cite.csl.json").read_bytes())
    assert item["URL"] == address
    assert item["title"].endswith(f" (version {version}, {age})")
    (ris,) = rispy.loads((folder / "cite.ris").read_text(encoding="utf-8"))
    assert ris["urls"] == [address]
    (entry,) = parse_string((folder / "cite.bib").read_text("utf-8")).entries
    assert entry["url"] == address
    page = _page(built, f"{GID}/{version}/index.html")
    for name in ("cite.bib", "cite.ris", "cite.csl.json"):
        assert f'href="{name}" download=' in page
    for text in (folder / "cite.ris", folder / "cite.bib"):
        assert text.read_text(encoding="utf-8").strip() in unescape(page)


def test_the_current_page_cites_its_version_in_words(built: Path) -> None:
    text = " ".join(re.sub(r"<[^>]+>", "", _page(built)).split())
    cited = (
        "(version 2.0.0, content as of 2015-01-29). Guidepress; 2026-11-24. Adapted from Childhood "
        "Soft Tissue Sarcoma Treatment (PDQ®), National Cancer Institute. Available from: "
    )
    assert f"{cited}{ROOT}{GID}/2.0.0/index.html" in text


@pytest.mark.parametrize("address", [None, "", "guidelines.example", "javascript:x"])
def test_a_site_without_an_address_is_refused(address: str | None) -> None:
    from guidepress.problem import UnusableError

    with pytest.raises(UnusableError, match="site_url"):
        publication_of("Site", address)


def test_mkdocs_alone_builds_the_same_policies(project: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        command,
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT,
    )
    assert done.returncode == 0, done.stderr
    pages = list((project / "site").rglob("*.html"))
    assert len(pages) > 8
    for page in pages:
        assert page.read_text(encoding="utf-8").count('"Content-Security-Policy"') == 1
