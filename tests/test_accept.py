"""``guidepress accept``: a lower impact of one change, with who and why, never below its floor."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from conftest import guidepress, overlay

if TYPE_CHECKING:
    from pathlib import Path

BY = ("--by", "guideline panel", "--reason", "Only clearer words.")


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("accepted")
    overlay(project / "content/base")
    done = guidepress(project, "release", "base", "--date", "2026-01-10")
    assert done.returncode == 0, done.stderr
    return project


@pytest.fixture
def draft(released: Path, tmp_path: Path) -> Path:
    """A draft with a change of substance in a section, and an option under another name."""
    import shutil

    project = tmp_path / "project"
    shutil.copytree(released, project)
    for file, old, new in (
        ("guideline.yaml", "had a local relapse", "had a relapse nearby"),
        ("options.yaml", "name: Surgical excision", "name: Excision"),
    ):
        path = project / "content/base" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    return project


def changes(project: Path) -> dict[str, Any]:
    found = json.loads(guidepress(project, "diff", "--format", "json").stdout)
    return {each["kind"]: each for each in found["comparisons"][0]["changes"]}


def test_a_lower_impact_is_accepted_by_the_first_digits_of_the_fingerprint(draft: Path) -> None:
    change = changes(draft)["statement-text-changed"]
    done = guidepress(draft, "accept", change["id"][:8], "--impact", "patch", *BY)
    assert (done.returncode, done.stderr) == (0, "")
    after = changes(draft)["statement-text-changed"]
    assert (after["impact"], after["computed"]) == ("patch", "minor")
    assert (after["accepted_by"], after["reason"]) == ("guideline panel", "Only clearer words.")
    shown = guidepress(draft, "diff").stdout
    lowered = "lowered from “changes substance” to “wording” by guideline panel"
    assert f"{lowered}: Only clearer words." in shown


def test_what_is_accepted_already_is_said_with_the_note_that_does(draft: Path) -> None:
    change = changes(draft)["statement-text-changed"]
    assert guidepress(draft, "accept", change["id"][:8], "--impact", "patch", *BY).returncode == 0
    done = guidepress(draft, "accept", change["id"][:8], "--impact", "minor", *BY)
    assert done.returncode == 1
    assert "accepted already, in content/base/notes/accept-" in done.stderr


def test_a_note_takes_the_first_digits_of_a_fingerprint_and_holds_all(draft: Path) -> None:
    change = changes(draft)["statement-text-changed"]
    done = guidepress(
        draft, "add", "note", change["id"][:12], "--reason", "A", "--type", "editorial"
    )
    assert (done.returncode, done.stderr) == (0, "")
    (note,) = (draft / "content/base/notes").glob("*.yaml")
    assert change["id"] in note.read_text(encoding="utf-8")


def test_verbose_differences_show_the_fingerprints(draft: Path) -> None:
    shown = guidepress(draft, "diff", "--verbose").stdout
    assert all(each["id"][:12] in shown for each in changes(draft).values())


def test_nothing_is_accepted_below_its_floor_and_nothing_else_with_it(draft: Path) -> None:
    found = changes(draft)
    ids = [found[kind]["id"] for kind in ("statement-text-changed", "option-name-changed")]
    done = guidepress(draft, "accept", *ids, "--impact", "patch", *BY)
    assert done.returncode == 1
    assert "cannot be accepted as “wording”, below its floor “changes what applies”" in done.stderr
    assert not (draft / "content/base/notes").exists()


def test_a_note_below_the_floor_is_an_error_of_validate(draft: Path) -> None:
    found = changes(draft)["option-name-changed"]["id"]
    notes = draft / "content/base/notes"
    notes.mkdir()
    said = "about: [excision]\nreason: Shorter.\nreason_type: editorial\nimpact: patch\n"
    (notes / "name.yaml").write_text(f"{said}accept: {found}\naccepted_by: panel\n", "utf-8")
    done = guidepress(draft, "validate")
    assert done.returncode == 1
    assert "acceptance-refused" in done.stdout + done.stderr


def test_a_stale_acceptance_is_reported_beside_another_note_of_the_same_words(draft: Path) -> None:
    notes = draft / "content/base/notes"
    notes.mkdir()
    said = "reason: Shorter.\nreason_type: editorial\n"
    (notes / "name.yaml").write_text(f"about: [excision]\n{said}", "utf-8")
    stale = f"about: [excision]\n{said}impact: minor\naccept: {'0' * 64}\naccepted_by: panel\n"
    (notes / "stale.yaml").write_text(stale, "utf-8")
    done = guidepress(draft, "validate")
    assert "the accepted change is no longer" in done.stdout + done.stderr


@pytest.mark.parametrize("wanted", ["0123456", "0123456789ab"])
def test_a_fingerprint_that_is_short_or_unknown_is_refused(draft: Path, wanted: str) -> None:
    done = guidepress(draft, "accept", wanted, "--impact", "minor", *BY)
    assert (done.returncode, done.stdout) == (2, "")
    assert wanted in done.stderr


def test_a_note_for_the_whole_guideline_gives_no_reason_for_what_applies(draft: Path) -> None:
    notes = draft / "content/base/notes"
    notes.mkdir()
    said = "about: [guideline]\nreason: A new edition.\nreason_type: source-updated\n"
    (notes / "all.yaml").write_text(said, "utf-8")
    found = changes(draft)
    assert found["statement-text-changed"]["reason"] == "A new edition."
    assert "reason" not in found["option-name-changed"]


def test_one_note_explains_several_changes_and_answers_what_is_asked(draft: Path) -> None:
    ids = ("excision", "relapse-local")
    why = ("--reason", "Shorter.", "--type", "editorial")
    assert guidepress(draft, "add", "note", *ids, *why).returncode == 0
    note = draft / "content/base/notes/excision.yaml"
    with note.open("a", encoding="utf-8") as file:
        file.write("answer: The same patients.\n")
    found = changes(draft)
    assert {each.get("reason") for each in found.values()} == {"Shorter."}
    assert found["statement-text-changed"]["answer"] == "The same patients."
    assert "answer: The same patients." in guidepress(draft, "diff").stdout
