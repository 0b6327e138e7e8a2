"""A new project builds, validates and passes its own checks at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from conftest import REPOSITORY, guidepress
from guidepress.edit.skeleton import make_project, site_settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def made(tmp_path: Path) -> Path:
    make_project(tmp_path / "new")
    return tmp_path / "new"


def test_a_new_project_passes_its_own_checks(made: Path) -> None:
    for words in (["validate"], ["fmt", "--check"]):
        done = guidepress(made, *words)
        assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_its_example_says_that_it_is_one_and_is_graded_on_another_scale_than_ours(
    made: Path,
) -> None:
    text = (made / "content/example/guideline.yaml").read_text(encoding="utf-8")
    assert "This is an example" in text
    assert "not medical advice" in text
    assert "id: grade" in text
    assert "pdq" not in text.lower()


def test_it_is_released_and_built_with_nothing_but_the_package(made: Path) -> None:
    done = guidepress(made, "release", "example", "--date", "2024-01-15")
    assert done.returncode == 0, done.stdout + done.stderr
    done = guidepress(made, "build")
    assert done.returncode == 0, done.stderr
    page = (made / "site/example/index.html").read_text(encoding="utf-8")
    assert "Treatment A" in page
    assert (made / "site/assets/guidepress.css").is_file()
    latest = json.loads((made / "site/api/v1/example/latest.json").read_text(encoding="utf-8"))
    assert latest["guideline"]["version"] == "1.0.0"


def test_a_folder_that_holds_something_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new/mine.txt").write_text("mine", encoding="utf-8")
    for name, said in (("new", "not empty"), ("new/mine.txt", "is a file")):
        done = guidepress(tmp_path, "init", name)
        assert done.returncode == 2
        assert said in done.stderr
    assert [each.name for each in (tmp_path / "new").iterdir()] == ["mine.txt"]


@pytest.mark.checkout
def test_settings_of_the_site_are_ours_but_for_name_address_and_place() -> None:
    ours = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")
    theirs = site_settings(ours)
    assert "custom_dir" not in theirs
    assert "site_overrides" not in theirs
    assert not any(line.strip().startswith("- Handbook") for line in theirs.splitlines())
    for line in ("docs_dir: .stage", "  font: false", "hooks:\n  - hooks.py", "  generator: false"):
        assert line in theirs


def test_a_repository_that_is_still_empty_is_filled(tmp_path: Path) -> None:
    (tmp_path / "new/.git").mkdir(parents=True)
    assert "mkdocs.yml" in make_project(tmp_path / "new")
    assert guidepress(tmp_path / "new", "validate").returncode == 0
    assert [each.name for each in tmp_path.iterdir()] == ["new"]
