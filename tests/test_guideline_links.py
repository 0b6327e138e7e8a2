"""Links from a text to another guideline of the project: checked, and shown at both ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from conftest import guidepress
from guidepress.history.reading import read_archive
from guidepress.history.relations import describe_relations, find_back_links, relate
from guidepress.release.verify import verify_archive
from guidepress.site.api import stage_current_api
from guidepress.site.pages import render_current, render_release
from guidepress.site.plan import Outside
from guidepress.site.publication import Publication
from guidepress.validate.check import check_guideline

if TYPE_CHECKING:
    from pathlib import Path

PUBLICATION = Publication("Guidelines", "https://example.org/")


def write(project: Path, gid: str, text: str) -> Path:
    section = {
        "id": f"{gid}-rest",
        "title": "Rest",
        "content": [{"id": f"{gid}-said", "text": text}],
    }
    data: dict[str, Any] = {
        "id": gid,
        "title": f"On {gid}",
        "document_type": "guideline",
        "language": "en",
        "audience": "patient",
        "population": {"condition": "cough"},
        "updated": "2015-01-29",
        "body": [f"{gid}-rest"],
        "sections": [section],
    }
    home = project / "content" / gid
    home.mkdir(parents=True, exist_ok=True)
    (home / "guideline.yaml").write_text(json.dumps(data), encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("links")
    write(project, "fever", "Rest helps.")
    done = guidepress(project, "release", "fever", "--date", "2026-01-10")
    assert done.returncode == 0, done.stderr
    write(project, "cough", "With fever, see [there](guideline:fever#fever-rest).")
    done = guidepress(project, "release", "cough", "--date", "2026-01-10")
    assert done.returncode == 0, done.stderr + done.stdout
    return project


@pytest.mark.parametrize(
    ("target", "told"),
    [
        (
            "guideline:fevr",
            "no other guideline of the project has the id fevr; did you mean fever?",
        ),
        (
            "guideline:fever#fever-rst",
            "nothing in fever 1.0.0 has the id fever-rst; did you mean fever-rest?",
        ),
        (
            "guideline:cough#cough-rest",
            "no other guideline of the project has the id cough; link within this one by #id, to the web by https",
        ),
        ("guideline:draft", "draft has no release that readers could be led to; release it first"),
    ],
)
def test_a_link_that_leads_nowhere_is_an_error(
    project: Path, tmp_path: Path, target: str, told: str
) -> None:
    import shutil

    shutil.copytree(project / "content/fever", tmp_path / "content/fever")
    write(tmp_path, "draft", "Rest helps.")
    home = write(tmp_path, "cough", f"See [there]({target}).")
    found = check_guideline(home, tmp_path).problems
    said = [(each.rule, f"{each.message}; {each.hint}") for each in found]
    assert said == [("unknown-link", told)]


def test_a_link_leads_from_each_page_to_the_other_guideline(project: Path) -> None:
    archive = read_archive(project / "content/cough", "content/cough")
    latest = archive.releases[-1]
    assert '<a href="../fever/index.html#fever-rest">there</a>' in render_current(
        archive, latest, PUBLICATION
    )
    assert '<a href="../../fever/index.html#fever-rest">there</a>' in render_release(
        archive, latest, PUBLICATION
    )
    assert verify_archive(project / "content/cough", "content/cough") == []


def test_both_ends_name_each_other_on_the_page_and_in_json(project: Path) -> None:
    archives = {
        gid: read_archive(project / "content" / gid, f"content/{gid}") for gid in ("cough", "fever")
    }
    known = {gid: {**describe_relations(each), "alerts": []} for gid, each in archives.items()}
    back = find_back_links(known)
    for gid, kind, other in (("cough", "refers-to", "fever"), ("fever", "referred-to-by", "cough")):
        related = relate(known, gid, known[gid]["links"], back.get(gid, ()))
        found = [(each.kind, each.guideline, each.rendered) for each in related]
        assert found == [(kind, other, "")]
        archive = archives[gid]
        page = render_current(archive, archive.releases[-1], PUBLICATION, Outside(related))
        assert f"On {other}" in page
        versions = json.loads(stage_current_api(archive, related)["versions.json"])
        assert [each["kind"] for each in versions["related"]] == [kind]
