"""A librarian's path from a collection of thirty works in Zotero to references that are cited."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from bibliography.zotero import EXPORTS, REFUSED, WORKS
from conftest import REPOSITORY, guidepress
from guidepress.bibliography.read import read_references
from guidepress.problem import UnusableError

if TYPE_CHECKING:
    from pathlib import Path

    from guidepress.bibliography.draft import Found


@pytest.mark.parametrize("name", EXPORTS)
def test_each_export_brings_thirty_works_with_what_each_states(name: str, tmp_path: Path) -> None:
    found = read(name, tmp_path)
    assert [each.data["title"] for each in found] == [
        work["title"].removeprefix("RETRACTED: ") for work in WORKS
    ]
    for work, each in zip(WORKS, found, strict=True):
        assert not each.fault
        assert not each.remarks
        assert names_in(each.data) == ([work["body"]] if work["body"] else people_of(work))
        assert each.data["issued"].startswith(f"{work['date'][0]}-{work['date'][1]:02}")
        for key, field in {"pmid": "PMID", "doi": "DOI", "page": "page", "volume": "volume",
                           "issue": "issue", "isbn": "ISBN", "issn": "ISSN", "url": "URL",
                           "publisher": "publisher", "journal": "container-title"}.items():  # fmt: skip
            assert each.data.get(field) == work.get(key), field


@pytest.mark.parametrize("name", EXPORTS)
def test_the_retracted_work_of_each_export_is_known_as_retracted(name: str, tmp_path: Path) -> None:
    retracted = [bool(each.data.get("notices")) for each in read(name, tmp_path)]
    assert [number for number, each in enumerate(retracted) if each] == [3]


@pytest.mark.parametrize("name", EXPORTS)
def test_each_field_that_is_left_out_is_named(name: str, tmp_path: Path) -> None:
    reasons = {one.reason for each in read(name, tmp_path) for one in each.left_out}
    assert reasons <= {"no field here"}


@pytest.mark.parametrize("name", REFUSED)
def test_its_other_formats_are_refused_with_what_to_choose(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(REFUSED[name], encoding="utf-8")
    with pytest.raises(
        UnusableError, match=r"export it as RIS, BibTeX or CSL JSON|export it again"
    ):
        read_references(tmp_path / name)


def test_four_commands_lead_from_the_export_to_citations(tmp_path: Path) -> None:
    project = tmp_path / "project"
    assert guidepress(tmp_path, "init", str(project)).returncode == 0
    (project / "collection.ris").write_text(EXPORTS["collection.ris"], encoding="utf-8")
    looked = guidepress(project, "add", "reference", "collection.ris", "--dry-run")
    assert "30 records: 30 would be added" in looked.stdout
    added = guidepress(project, "add", "reference", "collection.ris")
    assert added.returncode == 0
    keys = re.findall(r"^added ([a-z0-9-]+):", added.stdout, re.MULTILINE)
    assert len(set(keys)) == 30
    uncited = guidepress(project, "refs", "--uncited").stdout
    assert all(f"example: {key}: " in uncited for key in keys)
    cite(project / "content/example/guideline.yaml", keys)
    assert guidepress(project, "refs", "--uncited").stdout == ""
    assert "has been retracted" in guidepress(project, "validate").stdout
    page = (REPOSITORY / "docs/references.md").read_text(encoding="utf-8")
    assert len(re.findall(r"^## [0-9]", page, re.MULTILINE)) == 4


def read(name: str, folder: Path) -> list[Found]:
    (folder / name).write_text(EXPORTS[name], encoding="utf-8")
    return read_references(folder / name)


def names_in(data: dict[str, Any]) -> list[str]:
    return [
        each.get("literal")
        or ", ".join(
            (f"{each.get('non-dropping-particle', '')} {each['family']}".strip(), each["given"])
        )
        for each in data["author"]
    ]


def people_of(work: dict[str, Any]) -> list[str]:
    return [", ".join(each) for each in work["people"]]


def cite(file: Path, keys: list[str]) -> None:
    """Cite all of the works at the end of the first statement of the sections."""
    text = file.read_text(encoding="utf-8")
    (place,) = list(re.finditer(r"^ +(?:- )?text: (.+)$", text, re.MULTILINE))[:1]
    cited = " ".join(f"[@{key}]" for key in keys)
    file.write_text(f"{text[: place.end()]} {cited}{text[place.end() :]}", encoding="utf-8")
