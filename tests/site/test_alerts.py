"""A safety notice from outside reaches readers and apps at once, and is never taken back."""

from __future__ import annotations

import json
import re
import shutil
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from conftest import TESTS, copy_project, guidepress, overlay
from guidepress.content import read_content
from guidepress.problem import UnusableError
from guidepress.release.judge import judge_releases
from guidepress.release.verify import verify_folder
from guidepress.site.pages import render_current
from guidepress.site.plan import Outside, plan_units, read_guidelines
from guidepress.site.publication import Publication
from guidepress.site.stage import stage_project
from guidepress.site.workers import Workers
from laws.surfaces import release_bundles
from site_trees import digests

PIECE = TESTS / "pieces/kdigo/1"
SITE = Publication("Guidelines", "https://guidelines.example.org/")
NOTICE = {
    "id": "agency-2015",
    "authority": "Token authority",
    "date": "2015-03-04",
    "url": "https://agency.example.org/token-address",
    "about": ["pazopanib"],
    "text": "Token text: do not begin <b>it</b> & ask.",
    "alert": True,
}
LATER = {key: each for key, each in NOTICE.items() if key not in {"url", "about"}}
LATER |= {"id": "agency-2016", "date": "2016-03-04", "text": "It may be given again."}


def write(project: Path, gid: str, *notices: dict[str, Any]) -> Path:
    file = project / "content" / gid / "alerts.yaml"
    file.write_text(json.dumps({"alerts": notices}), "utf-8")
    return file


def add_guideline(project: Path, gid: str, more: str = "", **changed: str) -> None:
    guideline = overlay(project / "content" / gid) / "guideline.yaml"
    text = guideline.read_text("utf-8").replace("id: base\n", f"id: {gid}\n", 1)
    for key, value in changed.items():
        text = re.sub(rf"^{key}: .*$", f"{key}: {value}", text, count=1, flags=re.MULTILINE)
    guideline.write_text(f"{text.rstrip()}\n{more}", "utf-8")
    done = guidepress(project, "release", gid, "--date", "2015-02-01")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def related(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An original, a patient version of it, a translation of that, and one that is not related."""
    project = copy_project(tmp_path_factory.mktemp("alerts") / "project")
    shutil.rmtree(project / "content")
    add_guideline(project, "original")
    link = "{}: {{guideline: {}, version: 1.0.0}}\n"
    of = link.format("patient_version_of", "original")
    add_guideline(project, "patients", of, audience="patient", title="For patients")
    of = link.format("translation_of", "patients")
    spanish = {"language": "es", "audience": "patient", "title": "Para pacientes"}
    add_guideline(project, "pacientes", of, **spanish)
    add_guideline(project, "alone")
    return project


@pytest.fixture
def project(related: Path, tmp_path: Path) -> Path:
    return shutil.copytree(related, tmp_path / "project")


def stage(project: Path) -> Path:
    stage_project(project, project / "staged", SITE, drafts=False)
    return project / "staged"


def keys_of(project: Path) -> dict[str, str]:
    known = read_guidelines(project, {}, Workers(), drafts=False)
    return {unit.name: unit.key for unit in plan_units(known, "", drafts=False, handbook=False)}


def tree_of(project: Path, target: Path) -> Path:
    return shutil.copytree(stage(project) / "api/v1", target)


@pytest.mark.parametrize("gid", ["original", "patients", "pacientes"])
def test_each_part_of_a_notice_reaches_page_feeds_and_json_of_all_that_render_it(
    project: Path, gid: str
) -> None:
    write(project, "original", NOTICE)
    staged = stage(project)
    page = (staged / gid / "index.md").read_text("utf-8")
    for token in ("Token authority", "4 March 2015", "token-address", 'href="#pazopanib"'):
        assert token in page
    assert "Token text: do not begin &lt;b&gt;it&lt;/b&gt; &amp; ask." in page
    at_the_option = page.split('<div class="gp-option" data-option="pazopanib"')[1].split("<dl")[0]
    assert "Safety notice" in at_the_option
    feed = json.loads((staged / gid / "feed.json").read_bytes())
    assert feed["items"][0]["title"].startswith("Safety: ")
    assert "Token authority" in feed["items"][0]["title"]
    assert "token-address" in feed["items"][0]["content_html"]
    assert "Token authority" in (staged / gid / "feed.xml").read_text("utf-8")
    versions = json.loads((staged / f"api/v1/{gid}/versions.json").read_bytes())
    assert versions["alerts"] == [{**NOTICE, "guideline": "original"}]


@pytest.mark.parametrize(
    ("about", "warned"),
    [
        (["both-drugs"], {"both-drugs", "arb-or-ace"}),
        (["arb-or-ace"], {"arb-or-ace"}),
        ([], set()),
    ],
    ids=["a recommendation", "an option", "the whole"],
)
def test_a_notice_on_a_recommendation_is_told_at_the_options_that_it_is_about(
    about: list[str], warned: set[str]
) -> None:
    archive = release_bundles([dict(read_content(PIECE, "kdigo").bundle)], ["2013-01-15"])
    notice = {**NOTICE, "guideline": "generated", "about": about}
    page = render_current(archive, archive.releases[0], SITE, Outside(alerts=[notice]))
    said = "Safety notice</strong> of"
    rows = re.findall(
        r'<tr [^>]*data-(?:option|recommendation)="([^"]*)"(.*?)</tr>', page, re.DOTALL
    )
    assert {name for name, row in rows if "Safety notice" in row} == warned
    cards = [each.split('"', 1) for each in page.split('<h3 id="')[1:]]
    assert {name for name, card in cards if said in card} == warned
    records = re.findall(r'data-record="([^"]*)".*?<pre[^>]*>(.*?)</pre>', page, re.DOTALL)
    told = {name: record for name, record in records if "Token text" in record}
    assert set(told) == warned - {"both-drugs"}
    for record in told.values():
        (line,) = (each for each in record.splitlines() if "Token text" in each)
        assert line.startswith("Safety notice of Token authority, 4 March 2015, about ")
        assert ("about Recommendation 3.1.8 (ARB or ACE inhibitor): " in line) == (
            "both-drugs" in about
        )


def test_a_notice_on_what_was_renamed_or_split_is_at_all_that_came_of_it() -> None:
    old = dict(read_content(PIECE, "kdigo").bundle)
    new = deepcopy(old)
    entry = next(each for each in new["options"] if each["id"] == "metformin")
    other = deepcopy(entry) | {"id": "metformin-slow", "name": "Slow metformin"}
    entry |= {"id": "metformin-plain", "name": "Plain metformin", "replaces": ["metformin"]}
    new["options"].append(other | {"replaces": ["metformin"]})
    for made in new["recommendations"]:
        made["about"] = ["metformin-plain" if e == "metformin" else e for e in made["about"]]
    archive = release_bundles([old, new], ["2013-01-15", "2014-01-15"])
    notice = {**NOTICE, "guideline": "generated", "about": ["metformin"]}
    page = render_current(archive, archive.releases[1], SITE, Outside(alerts=[notice]))
    rows = re.findall(r'<tr [^>]*data-option="([^"]*)"(.*?)</tr>', page, re.DOTALL)
    warned = {name for name, row in rows if "Safety notice" in row}
    assert warned == {"metformin-plain", "metformin-slow"}
    assert '<a href="#metformin">Plain metformin</a>' in page


def test_a_notice_reaches_the_home_page_and_the_feed_of_the_site_once(project: Path) -> None:
    write(project, "original", NOTICE)
    staged = stage(project)
    assert "4 March 2015, Token authority" in (staged / "index.md").read_text("utf-8")
    items = json.loads((staged / "feed.json").read_bytes())["items"]
    assert sum("Token authority" in each["title"] for each in items) == 1


def test_a_notice_makes_current_pages_stale_and_no_release_and_no_other_guideline(
    project: Path,
) -> None:
    before = keys_of(project)
    write(project, "original", NOTICE)
    after = keys_of(project)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"original/current", "patients/current", "pacientes/current", "/shared"}


def test_a_guideline_that_is_not_related_is_not_touched(project: Path) -> None:
    stage(project)
    before = digests(project / "staged/alone")
    write(project, "original", NOTICE)
    stage(project)
    assert digests(project / "staged/alone") == before


def test_the_newest_notice_comes_first_and_the_entry_of_the_first_stays_as_it_was(
    project: Path,
) -> None:
    write(project, "original", NOTICE)
    first = json.loads((stage(project) / "original/feed.json").read_bytes())["items"][0]
    write(project, "original", NOTICE, LATER)
    staged = stage(project)
    items = json.loads((staged / "original/feed.json").read_bytes())["items"]
    assert [each["id"] for each in items].count(first["id"]) == 1
    assert items[0]["date_published"].startswith("2016-03-04")
    page = (staged / "original/index.md").read_text("utf-8")
    assert page.index("It may be given again.") < page.index("Token text")


def test_a_warning_comes_before_what_is_no_warning_but_after_what_lifts_it() -> None:
    archive = release_bundles([dict(read_content(PIECE, "kdigo").bundle)], ["2013-01-15"])
    warning = {**NOTICE, "guideline": "generated", "about": ["both-drugs"]}
    lifted = {**warning, "id": "lifted", "alert": False, "text": "It may be given again."}
    other = {**lifted, "id": "other", "about": ["arb-or-ace"], "text": "It is short."}
    page = render_current(
        archive, archive.releases[0], SITE, Outside(alerts=[other, lifted, warning])
    )
    texts = [str(each["text"]).split(":")[0] for each in (lifted, warning, other)]
    places = [page.index(each) for each in texts]
    assert places == sorted(places)


def test_what_no_card_repeats_is_read_whole_above_the_first_option_and_of_the_rest_a_line() -> None:
    archive = release_bundles([dict(read_content(PIECE, "kdigo").bundle)], ["2013-01-15"])
    long = {**NOTICE, "guideline": "generated", "text": "A long text. " * 12}
    first = {**long, "id": "first", "about": ["both-drugs"]}
    second = {**long, "id": "second", "about": ["metformin"]}
    short = {**second, "id": "short", "text": "Stop it."}
    whole = {**long, "id": "whole", "about": []}
    factor = {**long, "id": "factor", "about": ["gfr-categories"]}
    calm = {**long, "id": "calm", "about": ["protein"], "alert": False}
    # The newest is read whole, unless a warning is on the whole guideline.
    for notices, lines in (
        ([first, second, short, factor, calm], {"second"}),
        ([first, second, short, whole, factor, calm], {"first", "second"}),
    ):
        page = render_current(archive, archive.releases[0], SITE, Outside(alerts=notices))
        found = re.findall(r'<(\w+) class="gp-box[^"]*" id="_notice-generated-(\w+)"', page)
        assert {name for tag, name in found if tag == "details"} == lines
        assert len(found) == len(notices)
    assert found[0] == ("div", "whole")
    assert page.index('id="_notice-generated-calm"') > page.index(
        "<summary>and 1 more notice</summary>"
    )
    line = re.findall(r'id="_notice-generated-second"><summary>(.*?)</summary>', page)
    assert line == ["<strong>Safety notice</strong>, 4 March 2015, about Metformin"]


EDITS = {
    "removed": [LATER],
    "another text": [{**NOTICE, "text": "Begin it."}, LATER],
    "another date": [{**NOTICE, "date": "2015-03-05"}, LATER],
    "no alert any more": [{**NOTICE, "alert": False}, LATER],
    "about nothing": [{**NOTICE, "about": []}, LATER],
    "another id": [{**NOTICE, "id": "agency"}, LATER],
}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("against", ["tree", "SHA256SUMS"])
def test_a_notice_that_was_published_can_be_neither_altered_nor_removed(
    project: Path, tmp_path: Path, edit: str, against: str
) -> None:
    write(project, "original", NOTICE)
    tree = tree_of(project, tmp_path / "v1")
    side = str(tree if against == "tree" else tree / against)
    write(project, "original", NOTICE, LATER)
    assert judge_releases(project, against=side) == []
    write(project, "original", *EDITS[edit])
    (found,) = judge_releases(project, against=side)
    assert "the safety notice agency-2015 of original" in found.message


def test_a_file_of_notices_that_is_gone_is_refused(project: Path, tmp_path: Path) -> None:
    file = write(project, "original", NOTICE)
    tree = tree_of(project, tmp_path / "v1")
    file.unlink()
    (found,) = judge_releases(project, against=str(tree))
    assert "not here any more" in found.message


def test_published_trees_are_compared_by_their_notices_too(project: Path, tmp_path: Path) -> None:
    write(project, "original", NOTICE)
    old = tree_of(project, tmp_path / "old")
    write(project, "original", {**NOTICE, "text": "Begin it."})
    new = tree_of(project, tmp_path / "new")
    done = guidepress(project, "verify", str(new), "--against", str(old))
    assert done.returncode == 1
    assert "the safety notice agency-2015 of original is not what it was" in done.stdout


FAULTS = {
    "a day that the calendar does not have": {**NOTICE, "date": "2015-02-30"},
    "no text": {key: value for key, value in NOTICE.items() if key != "text"},
    "an address that runs code": {**NOTICE, "url": "javascript:alert(1)"},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_no_site_is_built_without_a_notice_that_cannot_be_read(project: Path, fault: str) -> None:
    write(project, "original", NOTICE, FAULTS[fault] | {"id": "other"})
    assert [each.severity for each in judge_releases(project)] == ["error"]
    assert [each.severity for each in verify_folder(project, ".")] == ["error"]
    with pytest.raises(UnusableError, match=r"alerts\.yaml"):
        stage(project)


def test_an_id_that_is_used_twice_and_a_link_in_place_of_the_file_are_refused(
    project: Path, tmp_path: Path
) -> None:
    file = write(project, "original", NOTICE, NOTICE)
    assert "used twice" in judge_releases(project)[0].message
    elsewhere = Path(shutil.move(file, tmp_path))
    file.symlink_to(elsewhere)
    said = "content/original/alerts.yaml:1:1: this is not an ordinary file"
    assert str(judge_releases(project)[0]).startswith(said)


def test_validate_names_an_id_that_never_was(project: Path) -> None:
    write(project, "original", {**NOTICE, "about": ["pazopanip"]})
    done = guidepress(project, "validate")
    assert done.returncode == 1
    assert "did you mean pazopanib?" in done.stdout
    assert "[unknown-alert-subject]" in done.stdout
