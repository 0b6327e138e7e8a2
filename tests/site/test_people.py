"""Names of people are shown as they are now, and are in nothing that is frozen."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Annotated, Any

import pytest
from msgspec import defstruct

from conftest import copy_project, guidepress, overlay
from guidepress.export.wording import write_days
from guidepress.history.reading import read_archive
from guidepress.model import from_data
from guidepress.model.facts import Field
from guidepress.model.metadata import Person
from guidepress.problem import UnusableError
from guidepress.schema.load import load_schema
from guidepress.site.build import build_site
from guidepress.site.pages import render_current
from guidepress.site.plan import Outside
from guidepress.site.publication import Publication
from site_trees import digests

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.checkout

BODIES = """
bodies:
  - id: panel
    name: Guideline panel
    power: decides
    roles:
      - {id: chair, name: Chair of the panel}
      - {id: member, name: Member, number: 17, votes: false}
"""
PEOPLE: dict[str, Any] = {
    "people": [
        {
            "id": "first",
            "name": "Avonlea Quist",
            "affiliation": "Brimhaven Hospital",
            "orcid": "0000-0002-1825-0097",
            "roles": [
                {
                    "body": "panel",
                    "role": "chair",
                    "from": "2014-01-02",
                    "until": "2015-01-02",
                    "speaks_for": "the paediatricians",
                }
            ],
            "interests": [
                {
                    "kind": "public-position",
                    "about": "Lectures on rest",
                    "declared": "2014-02-03",
                    "from": "2013-03-04",
                    "until": "2014-05-06",
                    "consequence": "left-the-discussion",
                }
            ],
        },
        {"id": "second", "roles": [{"body": "panel", "role": "member"}]},
    ]
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A guideline that was released once, with two people in its panel."""
    project = copy_project(tmp_path_factory.mktemp("people") / "project")
    shutil.rmtree(project / "content")
    config = project / "mkdocs.yml"
    text = config.read_text("utf-8").replace("  - Handbook: docs/index.md\n", "")
    config.write_text(text, "utf-8")
    folder = overlay(project / "content/base")
    guideline = folder / "guideline.yaml"
    guideline.write_text(guideline.read_text("utf-8").rstrip() + BODIES, "utf-8")
    write(project, PEOPLE)
    done = guidepress(project, "release", "base", "--date", "2015-02-01")
    assert done.returncode == 0, done.stdout + done.stderr
    build_site(project)
    return project


def write(project: Path, people: Any) -> None:
    text = json.dumps(people, ensure_ascii=False)
    (project / "content/base/people.yaml").write_text(text, "utf-8")


@pytest.fixture
def project(base: Path, tmp_path: Path) -> Path:
    return shutil.copytree(base, tmp_path / "project")


def page(project: Path, name: str = "index.html") -> str:
    return (project / "site/base" / name).read_text("utf-8")


def test_the_current_page_shows_every_field_of_each_person(project: Path) -> None:
    text = page(project)
    for each in values(PEOPLE["people"][0], skipping={"id", "body", "role"}):
        forms = (each, each.replace("-", " "), write_days(each))
        assert any(form in text for form in forms), each
    assert "Chair of the panel" in text
    assert "Name not published, Member" in text


def test_a_field_of_a_person_that_is_described_is_shown(base: Path) -> None:
    training = Annotated[str, "What is new.", Field(detail="here")]
    larger: Any = defstruct("Person", [("training", training)], bases=(Person,), kw_only=True)
    person = larger(**{**to_kwargs(), "training": "Avonlea's training"})
    archive = read_archive(base / "content/base")
    outside = Outside(people=(person,))
    text = render_current(archive, archive.releases[-1], Publication("G", ""), outside)
    assert "<dt>Training</dt> <dd>Avonlea&#39;s training</dd>" in text


def to_kwargs() -> dict[str, Any]:
    first = from_data(Person, PEOPLE["people"][0])
    return {name: getattr(first, name) for name in first.__struct_fields__}


def values(data: Any, skipping: set[str]) -> list[str]:
    if isinstance(data, dict):
        return [
            v for key, each in data.items() if key not in skipping for v in values(each, skipping)
        ]
    if isinstance(data, list):
        return [v for each in data for v in values(each, skipping)]
    return [str(data)]


def test_every_field_of_the_schema_is_in_the_example_above() -> None:
    definitions = load_schema("people")["$defs"]
    given = {
        "person": PEOPLE["people"][0],
        "held": PEOPLE["people"][0]["roles"][0],
        "interest": PEOPLE["people"][0]["interests"][0],
    }
    assert {name: set(each["properties"]) for name, each in definitions.items()} == {
        name: set(each) for name, each in given.items()
    }


def test_frozen_files_and_pages_name_roles_and_nobody(project: Path) -> None:
    frozen = [*(project / "content/base/releases").iterdir()]
    published = [each for each in (project / "site/api").rglob("*") if each.is_file()]
    assert frozen
    for file in [*frozen, *published, project / "site/base/1.0.0/index.html"]:
        text = file.read_bytes().decode("utf-8", "replace")
        for name in ("Quist", "Brimhaven", "Lectures on rest", "0097"):
            assert name not in text, file
    assert "Chair of the panel" in page(project, "1.0.0/index.html")
    assert "Chair of the panel" in (project / "content/base/releases/1.0.0.json").read_text("utf-8")


def test_taking_a_person_out_changes_the_current_page_and_no_frozen_byte(project: Path) -> None:
    before = digests(project / "site")
    write(project, {"people": PEOPLE["people"][1:]})
    assert build_site(project).rendered == ("base/current",)
    after = digests(project / "site")
    assert {name for name in before if before[name] != after[name] and name.endswith(".html")} == {
        "base/index.html"
    }
    assert not any("/api/" in f"/{name}" for name in before if before[name] != after.get(name))
    assert "Quist" not in page(project)
    assert guidepress(project, "verify").returncode == 0
    (project / "content/base/people.yaml").unlink()
    assert build_site(project).rendered == ("base/current",)
    assert "Name not published" not in page(project)


def test_people_that_cannot_be_read_stop_the_build_with_their_place(project: Path) -> None:
    write(project, {"people": [{"id": "first", "orcid": "12", "roles": []}]})
    with pytest.raises(UnusableError, match=r"content/base/people.yaml:1:[0-9]+: "):
        build_site(project)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            '"chair"',
            '"charman"',
            "the body panel has no role charman; write one of chair, member, or add it under its `roles`",
        ),
        ('"panel"', '"panell"', "there is no body panell; did you mean panel?"),
        ("0000-0002-1825-0097", "0000-0002-1825-0096", "0000-0002-1825-0096 is no ORCID"),
        ("2014-02-03", "2014-02-30", "the calendar has no day 2014-02-30"),
    ],
)
def test_a_fault_in_people_is_named(project: Path, old: str, new: str, said: str) -> None:
    write(project, json.loads(json.dumps(PEOPLE).replace(old, new)))
    done = guidepress(project, "validate", "content/base")
    assert said in done.stdout
    assert done.returncode == 1
