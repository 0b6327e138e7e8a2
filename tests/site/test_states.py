"""What became of a version, wherever it is shown: a row a place, a column a state."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import feedparser  # type: ignore[import-untyped]  # it has no types
import pytest

from client.test_steps import release_dose, release_edits
from contracts.conftest import release_ward
from guidepress.release.tombstone import remove_frozen
from guidepress.site.publication import Publication
from guidepress.site.stage import stage_project
from guidepress_client import NotPublishedError, WithdrawnError, connect
from sums import write_sums

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.checkout

SITE = Publication("Guidelines", "https://guidelines.example/")
PROPOSED = "5.0.0-consultation.1"
# The versions by which each state is shown.
STATES = {
    "in force": ("dose", "4.0.0"),
    "in error": ("dose", "2.0.0"),
    "withdrawn": ("ward", "2.0.0"),
    "withdrawal": ("ward", "3.0.0"),
    "proposed": ("dose", PROPOSED),
    "removed": ("dose", "3.0.0"),
}


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("states") / "project"
    release_dose(project)
    release_edits(project)
    release_ward(project)
    return stage(project)


def stage(project: Path) -> Path:
    folder = project / "staged"
    stage_project(project, folder, SITE, drafts=False)
    write_sums(folder / "api/v1")
    return folder


@pytest.fixture(scope="module")
def removed(staged: Path) -> Path:
    """The same, after the version that corrects the error was removed by law."""
    goal = staged.parents[1] / "removed"
    project = shutil.copytree(staged.parent, goal, ignore=shutil.ignore_patterns("staged"))
    remove_frozen(project / "content/dose", "3.0.0", "2016-01-01", "A court ordered it.")
    return stage(project)


def page(staged: Path, gid: str, version: str) -> str:
    return (staged / gid / version / "index.md").read_text("utf-8")


def page_of_changes(staged: Path, gid: str, version: str) -> str:
    text = (staged / gid / "changes/index.md").read_text("utf-8")
    sections = re.split(r"(?m)^(?=## )", text)
    anchor = f"{{#_v{re.sub('[.]', '-', version)}}}"
    return next((each for each in sections if anchor in each.splitlines()[0]), "")


def json_feed(staged: Path, gid: str, version: str) -> str:
    items = json.loads((staged / gid / "feed.json").read_bytes())["items"]
    return next((str(each) for each in items if each["_guidepress"]["version"] == version), "")


def atom(staged: Path, gid: str, version: str) -> str:
    entries = feedparser.parse((staged / gid / "feed.xml").read_bytes()).entries
    return next((str(each) for each in entries if f"version {version}:" in each.title), "")


def list_of_versions(staged: Path, gid: str, version: str) -> str:
    known = json.loads((staged / f"api/v1/{gid}/versions.json").read_bytes())["versions"]
    return str(next(each for each in known if each["version"] == version))


def history(staged: Path, gid: str, version: str) -> str:
    entities = json.loads((staged / f"api/v1/{gid}/history.json").read_bytes())["entities"]
    found = [step for each in entities for step in each["changes"] if step["version"] == version]
    return "\n".join(each["sentence"] for each in found)


def file(name: str) -> Callable[[Path, str, str], str]:
    """Return the reader of a file beside the bundle, or of one beside the page."""

    def read(staged: Path, gid: str, version: str) -> str:
        return (staged / name.format(f"{gid}/{version}")).read_text("utf-8")

    return read


def in_client(staged: Path, gid: str, version: str) -> str:
    guidelines = connect(staged / "api/v1")
    try:
        return str(guidelines.bundle(gid, version)["guideline"]["status"])
    except (WithdrawnError, NotPublishedError) as error:
        return f"{type(error).__name__}: {error}"


WARNING = {
    "in error": "Entered in error: do not use this version.",
    "withdrawn": "Withdrawn: do not use this version.",
    "withdrawal": "Withdrawn: do not use this version.",
    "proposed": "In consultation, not in force: treat no patient by this version.",
}
STATUS = {
    "in error": "entered-in-error",
    "withdrawn": "withdrawn",
    "withdrawal": "withdrawn",
    "proposed": "in-consultation",
}
STOP = "Do not use this version."
# What each place says of a version in each state. Where a state is left out, the place does not show
# such versions at all; what was removed has no exports, and a withdrawal has no options.
TABLE: dict[str, tuple[Callable[[Path, str, str], str], dict[str, str]]] = {
    "page": (
        page,
        {
            "in error": "This version was in error. Version 3.0.0 corrects it.",
            "withdrawn": "This guideline was withdrawn on 1 April 2015: Out of date.",
            "withdrawal": "Out of date.",
            "proposed": "not in force",
            "removed": "A court ordered it.",
        },
    ),
    "page of changes": (
        page_of_changes,
        {
            "in error": f"{STOP}</strong> This version was in error. Version 3.0.0 corrects it.",
            "withdrawn": f"{STOP}</strong> This guideline was withdrawn on 1 April 2015: Out of date.",
            "withdrawal": "Withdrawal of 1 April 2015",
            "proposed": "Proposed, not in force.",
        },
    ),
    "JSON feed": (
        json_feed,
        {
            "in error": "Entered in error: do not use version 2.0.0.",
            "withdrawn": "withdrawn since, do not use",
            "withdrawal": "withdrawn, do not use",
            "proposed": "It is not in force: treat no patient by it.",
        },
    ),
    "Atom": (
        atom,
        {
            "in error": "entered in error, do not use; version 3.0.0 corrects it",
            "withdrawn": "withdrawn since, do not use",
            "withdrawal": "withdrawn, do not use",
            "proposed": "It is not in force: treat no patient by it.",
        },
    ),
    "versions.json": (list_of_versions, STATUS | {"removed": "A court ordered it."}),
    "history.json": (
        history,
        {"in error": "In error, corrected by 3.0.0: Revised text on trabectedin: “1.5"},
    ),
    "Markdown": (file("api/v1/{}/guideline.md.txt"), WARNING),
    "JSON-LD": (file("api/v1/{}/guideline.jsonld"), WARNING),
    "FHIR": (file("api/v1/{}/fhir-r5.json"), WARNING),
    "CSV": (
        file("api/v1/{}/options.csv"),
        {key: f",{each}," for key, each in STATUS.items() if key != "withdrawal"},
    ),
    "citation as RIS": (file("{}/cite.ris"), WARNING),
    "citation as BibTeX": (file("{}/cite.bib"), WARNING),
    "citation as CSL": (file("{}/cite.csl.json"), WARNING),
    "client": (
        in_client,
        {
            "in error": "WithdrawnError: dose 2.0.0 must not be used: its status is entered-in-error; 3.0.0 corrects it",
            "withdrawn": "WithdrawnError: ward",
            "withdrawal": "WithdrawnError: ward",
            "proposed": "in-consultation",
            "removed": "NotPublishedError: ",
        },
    ),
}


@pytest.mark.parametrize(("place", "state"), [(p, s) for p in TABLE for s in TABLE[p][1]])
def test_each_place_says_what_became_of_a_version(
    staged: Path, removed: Path, place: str, state: str
) -> None:
    read, expected = TABLE[place]
    tree = removed if state == "removed" else staged
    assert expected[state] in read(tree, *STATES[state])


@pytest.mark.parametrize("place", TABLE)
def test_an_error_stays_one_after_its_correction_was_removed(removed: Path, place: str) -> None:
    read, expected = TABLE[place]
    assert expected["in error"] in read(removed, *STATES["in error"])


@pytest.mark.parametrize("place", TABLE)
def test_no_place_says_so_of_a_version_in_force(staged: Path, place: str) -> None:
    read, expected = TABLE[place]
    said = read(staged, *STATES["in force"])
    assert said
    assert not [each for each in expected.values() if each in said]


@pytest.mark.parametrize("state", [each for each in STATES if each != "removed"])
def test_fhir_calls_only_what_is_in_force_active(staged: Path, state: str) -> None:
    gid, version = STATES[state]
    bundle = json.loads((staged / f"api/v1/{gid}/{version}/fhir-r5.json").read_bytes())
    resources: list[dict[str, Any]] = [each["resource"] for each in bundle["entry"]]
    # A work that is cited is none the less published; a level has no status, so its title warns.
    found = {
        each["resourceType"]: each.get("status") or each["title"].split(".")[0]
        for each in resources
        if each["resourceType"] != "Citation"
    }
    whole, plan, level = {
        "in force": ("final", "active", "Level of evidence 3iiiA of resection-synovial"),
        "in error": ("entered-in-error", "retired", "Entered in error: do not use this version"),
        "withdrawn": ("deprecated", "retired", "Withdrawn: do not use this version"),
        "withdrawal": ("deprecated", "", ""),
        "proposed": (
            "preliminary",
            "draft",
            "In consultation, not in force: treat no patient by this version",
        ),
    }[state]
    parts = {"PlanDefinition": plan, "ArtifactAssessment": level}
    assert found == {"Composition": whole, **{key: each for key, each in parts.items() if each}}


def test_the_client_folds_an_error_with_its_correction(staged: Path, removed: Path) -> None:
    wrong, right, last = connect(staged / "api/v1").changes("dose", since="1.0.0")
    assert (wrong.in_error, wrong.changes, right.changes) == (True, (), ())
    (change,) = last.changes
    assert re.search("“1.5.*” became “1.4", change["sentence"])
    with pytest.raises(NotPublishedError, match="begin again with latest"):
        connect(removed / "api/v1").changes("dose", since="1.0.0")
