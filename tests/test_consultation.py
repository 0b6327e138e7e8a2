"""A version in consultation is frozen and published, and is nobody's latest until it is final."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from conftest import copy_project, guidepress, overlay
from guidepress.history.reading import read_archive
from guidepress.project import find_archives
from guidepress.release.verify import verify_archive, verify_folder
from guidepress.site.publication import Publication
from guidepress.site.stage import stage_project
from guidepress_client import NotPublishedError, connect

if TYPE_CHECKING:
    from pathlib import Path

SITE = Publication("Guidelines", "https://guidelines.example.org/")
APPROVAL = """bodies:
  - {{id: panel, name: The panel}}
approvals:
  - {{body: panel, date: {}, decision: {}}}
"""
FIRST, SECOND = "2.0.0-consultation.1", "2.0.0-consultation.2"


def edit(project: Path, file: str, old: str, new: str) -> None:
    path = project / "content/base" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def release(project: Path, date: str, *words: str) -> Any:
    return guidepress(project, "release", "base", "--date", date, *words)


def freeze(project: Path, date: str, *words: str) -> None:
    done = release(project, date, *words)
    assert done.returncode == 0, done.stdout + done.stderr


def propose(project: Path, old: str, new: str, day: str) -> None:
    """Change a text of minor weight, with its reason."""
    edit(project, "guideline.yaml", old, new)
    path = project / "content/base/guideline.yaml"
    lines = path.read_text("utf-8").split("\n")
    updated = next(number for number, line in enumerate(lines) if line.startswith("updated:"))
    lines[updated] = f"updated: {day}"
    path.write_text("\n".join(lines), "utf-8")
    (project / "content/base/notes").mkdir(exist_ok=True)
    note = "about: [outlook-poor]\nreason: Asked for.\nreason_type: editorial\n"
    (project / "content/base/notes/why.yaml").write_text(note, "utf-8")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A guideline that was released once, with a later version in consultation."""
    project = copy_project(tmp_path_factory.mktemp("opened") / "project")
    shutil.rmtree(project / "content")
    overlay(project / "content/base")
    freeze(project, "2015-02-01")
    propose(project, "prognosis is poor", "prognosis is often poor", "2015-03-01")
    freeze(project, "2015-03-02", "--kind", "consultation")
    return project


@pytest.fixture
def project(opened: Path, tmp_path: Path) -> Path:
    return shutil.copytree(opened, tmp_path / "project")


@pytest.fixture
def only_opened(tmp_path: Path) -> Path:
    """A guideline whose first version is in consultation."""
    project = copy_project(tmp_path / "project")
    shutil.rmtree(project / "content")
    overlay(project / "content/base")
    freeze(project, "2015-02-01", "--kind", "consultation")
    return project


def faults(project: Path) -> list[str]:
    return [str(each) for each in verify_folder(project, ".")]


def entries(project: Path) -> list[dict[str, Any]]:
    index = project / "content/base/releases/index.json"
    return list(json.loads(index.read_bytes())["releases"])


def stage(project: Path) -> Path:
    stage_project(project, project / "staged", SITE, drafts=False)
    return project / "staged"


def approve(project: Path, date: str = "2015-04-01", decision: str = "approved") -> None:
    file = project / "content/base/guideline.yaml"
    file.write_text(file.read_text("utf-8").rstrip() + "\n" + APPROVAL.format(date, decision))
    note = "about: [panel, guideline]\nreason: Decided.\nreason_type: editorial\n"
    (project / "content/base/notes/approved.yaml").write_text(note, "utf-8")


def test_a_consultation_is_on_the_next_major_version_whatever_changed(project: Path) -> None:
    assert [each["version"] for each in entries(project)] == ["1.0.0", FIRST]
    assert (
        entries(project)[-1] | {"impact": "minor", "kind": "consultation"} == entries(project)[-1]
    )
    bundle = json.loads((project / f"content/base/releases/{FIRST}.json").read_bytes())
    assert bundle["guideline"]["status"] == "in-consultation"
    assert faults(project) == []


def test_a_consultation_leaves_the_notes_for_the_final_version(project: Path) -> None:
    assert (project / "content/base/notes/why.yaml").is_file()


def test_the_next_round_is_compared_with_the_version_in_force(project: Path) -> None:
    propose(project, "prognosis is often poor", "prognosis is mostly poor", "2015-03-05")
    freeze(project, "2015-03-06", "--kind", "consultation")
    assert entries(project)[-1]["version"] == SECOND
    delta = json.loads((project / f"content/base/releases/{SECOND}.changes.json").read_bytes())
    assert (delta["from"], delta["to"]) == ("1.0.0", SECOND)
    assert faults(project) == []


def test_another_round_of_the_same_text_is_refused(project: Path) -> None:
    done = release(project, "2015-03-06", "--kind", "consultation")
    assert done.returncode == 1
    assert f"nothing has changed since {FIRST}" in done.stdout


def test_nothing_calls_a_version_in_consultation_the_latest(project: Path) -> None:
    staged = stage(project)
    api = staged / "api/v1/base"
    versions = json.loads((api / "versions.json").read_bytes())
    states = {each["version"]: each["status"] for each in versions["versions"]}
    assert (versions["latest"], states) == ("1.0.0", {FIRST: "in-consultation", "1.0.0": "active"})
    assert json.loads((api / "latest.json").read_bytes())["guideline"]["version"] == "1.0.0"
    index = json.loads((staged / "api/v1/index.json").read_bytes())
    assert [each["version"] for each in index["guidelines"]] == ["1.0.0"]
    assert read_archive(project / "content/base").latest.version == "1.0.0"  # type: ignore[union-attr]
    assert list(verify_folder(staged / "api/v1", ".")) == []


def test_the_page_of_a_consultation_says_so_and_the_current_page_leads_to_it(project: Path) -> None:
    staged = stage(project)
    page = (staged / f"base/{FIRST}/index.md").read_text("utf-8")
    assert "In consultation, not in force." in page
    assert "IN CONSULTATION, NOT IN FORCE." in page
    assert "data-record" not in page
    current = (staged / "base/index.md").read_text("utf-8")
    assert f'href="{FIRST}/index.html"' in current
    assert "prognosis is often poor" not in current
    assert "Proposed, not in force." in (staged / "base/changes/index.md").read_text("utf-8")
    home = (staged / "index.md").read_text("utf-8")
    assert f'href="base/{FIRST}/index.html"' in home


def test_a_feed_announces_a_consultation_and_tells_nothing_of_it_as_a_fact(project: Path) -> None:
    item = json.loads((stage(project) / "base/feed.json").read_bytes())["items"][0]
    assert "opened for consultation, not in force" in item["title"]
    assert item["_guidepress"]["changes"] == []


def test_apps_are_given_the_version_in_force(project: Path) -> None:
    library = connect(stage(project) / "api/v1")
    assert library.latest("base")["guideline"]["version"] == "1.0.0"
    assert library.changes("base", "1.0.0") == []
    assert library.bundle("base", FIRST)["guideline"]["status"] == "in-consultation"
    with pytest.raises(NotPublishedError, match="was in consultation"):
        library.changes("base", FIRST)


def test_a_guideline_may_begin_with_a_consultation(only_opened: Path) -> None:
    staged = stage(only_opened)
    versions = json.loads((staged / "api/v1/base/versions.json").read_bytes())
    assert "latest" not in versions
    assert not (staged / "api/v1/base/latest.json").exists()
    assert "No version is in force." in (staged / "base/index.md").read_text("utf-8")
    assert faults(only_opened) == []
    assert list(verify_folder(staged / "api/v1", ".")) == []
    with pytest.raises(NotPublishedError, match="no version of base is in force"):
        connect(staged / "api/v1").latest("base")


def test_no_release_leaves_a_consultation_without_an_approval(project: Path) -> None:
    done = release(project, "2015-04-02")
    assert done.returncode == 1
    assert (
        f"{FIRST} is in consultation since 2015-03-02, and no approval is dated since"
        in done.stdout
    )


@pytest.mark.parametrize(
    ("date", "decision", "said"),
    [
        ("2015-03-01", "approved", "no approval is dated since"),
        ("2015-04-03", "approved", "no approval is dated since"),
        ("2015-04-01", "rejected", "decided on 2015-04-01: rejected"),
    ],
)
def test_an_approval_of_another_day_or_another_decision_is_none(
    project: Path, date: str, decision: str, said: str
) -> None:
    approve(project, date, decision)
    assert said in release(project, "2015-04-02").stdout


def test_a_final_version_changes_what_applies_whatever_changed(project: Path) -> None:
    approve(project)
    freeze(project, "2015-04-02")
    newest = entries(project)[-1]
    assert (newest["version"], newest["impact"]) == ("2.0.0", "major")
    delta = json.loads((project / "content/base/releases/2.0.0.changes.json").read_bytes())
    assert delta["from"] == "1.0.0"
    ended = [each for each in delta["changes"] if each["kind"] == "guideline-consultation-ended"]
    assert [each["new"] for each in ended] == [{"consultation": FIRST}]
    versions = json.loads((stage(project) / "api/v1/base/versions.json").read_bytes())
    states = {each["version"]: each["status"] for each in versions["versions"]}
    assert states == {"2.0.0": "active", FIRST: "superseded", "1.0.0": "superseded"}
    assert faults(project) == []
    assert not (project / "content/base/notes/why.yaml").exists()


def test_the_release_after_a_final_version_weighs_what_it_weighs(project: Path) -> None:
    approve(project)
    freeze(project, "2015-04-02")
    propose(project, "prognosis is often poor", "prognosis is mostly poor", "2015-05-01")
    freeze(project, "2015-05-02")
    assert entries(project)[-1]["version"] == "2.1.0"
    assert faults(project) == []


def test_a_correction_in_the_meantime_ends_no_consultation(project: Path) -> None:
    freeze(project, "2015-03-06", "--kind", "correction", "--corrects", "1.0.0")
    assert entries(project)[-1]["version"] == "1.1.0"
    versions = json.loads((stage(project) / "api/v1/base/versions.json").read_bytes())
    states = {each["version"]: each["status"] for each in versions["versions"]}
    assert states == {"1.1.0": "active", FIRST: "in-consultation", "1.0.0": "entered-in-error"}
    assert connect(project / "staged/api/v1").latest("base")["guideline"]["version"] == "1.1.0"
    assert faults(project) == []


def test_a_correction_of_a_final_version_says_which_consultation_that_followed(
    project: Path,
) -> None:
    approve(project)
    freeze(project, "2015-04-02")
    propose(project, "prognosis is often poor", "prognosis is mostly poor", "2015-04-03")
    freeze(project, "2015-04-04", "--kind", "correction", "--corrects", "2.0.0")
    newest = entries(project)[-1]["version"]
    bundle = json.loads((project / f"content/base/releases/{newest}.json").read_bytes())
    assert bundle["guideline"]["consultation"] == FIRST
    assert faults(project) == []


def test_a_version_in_consultation_may_be_removed_by_law(project: Path) -> None:
    done = guidepress(
        project, "tombstone", "base", FIRST, "--date", "2015-03-05", "--reason", "A court."
    )
    assert (done.returncode, faults(project)) == (0, [])


ALTERATIONS = ("another kind", "another status", "dropped", "called final")


@pytest.mark.parametrize("name", ALTERATIONS)
def test_a_consultation_that_is_altered_is_found(project: Path, name: str) -> None:
    releases = project / "content/base/releases"
    index = json.loads((releases / "index.json").read_bytes())
    bundle = json.loads((releases / f"{FIRST}.json").read_bytes())
    if name == "dropped":
        index["releases"].pop()
    elif name == "another kind":
        index["releases"][-1]["kind"] = "release"
    elif name == "another status":
        bundle["guideline"]["status"] = "active"
    else:
        (releases / f"{FIRST}.json").rename(releases / "2.0.0.json")
        index["releases"][-1]["version"] = index["releases"][-1]["id"] = "2.0.0"
    if (releases / f"{FIRST}.json").exists() and name == "another status":
        from hashlib import sha256

        from guidepress.diff.fact import canonical

        (releases / f"{FIRST}.json").write_bytes(canonical(bundle))
        index["releases"][-1]["bundle_sha256"] = sha256(canonical(bundle)).hexdigest()
    (releases / "index.json").write_text(json.dumps(index, indent=2, sort_keys=True) + "\n")
    (folder,) = find_archives(project)
    assert verify_archive(folder, "content/base")


def test_a_version_may_not_be_chosen_for_a_consultation(project: Path) -> None:
    done = release(project, "2015-03-06", "--kind", "consultation", "--version", "9.0.0")
    assert done.returncode == 2
    assert "leave --version out" in done.stderr


@pytest.mark.parametrize("version", [FIRST, "2.0", "٢.0.0"])
def test_what_is_no_version_in_force_cannot_be_asked_for(project: Path, version: str) -> None:
    done = release(project, "2015-03-06", "--version", version)
    assert done.returncode == 2
    assert "is not a version" in done.stderr


def test_diff_reads_a_version_in_consultation(project: Path) -> None:
    done = guidepress(project, "diff", "1.0.0", FIRST)
    assert done.returncode == 0, done.stderr
    assert "often" in done.stdout
