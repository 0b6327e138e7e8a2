"""Translations and patient versions beside their originals, and what goes out of step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import guidepress, overlay
from guidepress.validate import find_problems_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

IDENTITY = "id: base\n"
LANGUAGE = "language: en\n"
AUDIENCE = "audience: health-professional\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A guideline that was released once, and a German translation of that release."""
    overlay(tmp_path / "content/base")
    release(tmp_path, "2026-01-10")
    translation = overlay(tmp_path / "content/base-de")
    edit(translation, IDENTITY, "id: base-de\ntranslation_of: {guideline: base, version: 1.0.0}\n")
    edit(translation, LANGUAGE, "language: de\n")
    return tmp_path


def release(project: Path, day: str, *more: str) -> None:
    done = guidepress(project, "release", "base", "--date", day, *more)
    assert done.returncode == 0, done.stderr


def edit(folder: Path, old: str, new: str) -> None:
    file = folder / "guideline.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def told(project: Path) -> list[str]:
    """What validate says of the translation; kept verdicts are used, as an editor would."""
    done = guidepress(project, "validate", "content/base-de")
    return [line.removeprefix("content/base-de/") for line in done.stdout.splitlines()]


def test_a_translation_of_the_newest_release_is_in_step(project: Path) -> None:
    assert told(project) == []


TABLE = """\
body: [factors, options, ages]
sections:
  - id: ages
    title: Ages
    content:
      - id: by-age
        table:
          title: By age
          columns: [{id: age, title: Age}]
          rows: [{id: young, cells: {age: under 5}}]
"""


def test_of_an_original_that_was_withdrawn_the_translation_says_so_or_accepts_it(
    project: Path,
) -> None:
    release(project, "2026-02-01", "--kind", "withdrawal", "--reason", "Unsafe dose.")
    [line] = told(project)
    assert "base was withdrawn: Unsafe dose; withdraw base-de too, or accept it under" in line
    # Also beside a table, whose cells have the ids of their columns for keys.
    folder = project / "content/base-de"
    text = (folder / "guideline.yaml").read_text(encoding="utf-8").split("\nbody:")[0]
    accepted = "suppressions:\n  - {rule: stale-variant, where: base-de, reason: It helps.}\n"
    (folder / "guideline.yaml").write_text(f"{text}\n{TABLE}{accepted}", encoding="utf-8")
    found = guidepress(project, "validate", "content/base-de")
    assert found.stderr.endswith("1 accepted warning\n")


def test_a_release_of_the_original_makes_the_translation_stale(project: Path) -> None:
    assert told(project) == []
    edit(
        project / "content/base",
        "updated: 2015-01-29\n",
        "updated: 2015-01-29\nreviewed: 2026-02-01\n",
    )
    release(project, "2026-02-01", "--kind", "reviewed")
    [line] = told(project)
    newest = line.split(" is at ")[1].split(",")[0]
    assert line == (
        f"guideline.yaml:3:44: warning: base is at {newest}, this renders 1.0.0; bring over what"
        f" `guidepress diff 1.0.0 {newest} --guideline base` says, then write {newest}"
        " [stale-variant]"
    )


def test_a_version_that_was_never_released_is_named_with_those_that_were(project: Path) -> None:
    edit(project / "content/base-de", "version: 1.0.0", "version: 3.0.0")
    assert told(project) == [
        "guideline.yaml:3:44: base has no release 3.0.0; its releases are 1.0.0 [unknown-variant]"
    ]


def test_a_misspelt_original_is_asked_about(project: Path) -> None:
    edit(project / "content/base-de", "guideline: base,", "guideline: bases,")
    assert told(project) == [
        "guideline.yaml:3:29: there is no guideline bases here; did you mean base? [unknown-variant]"
    ]


def test_a_misspelt_companion_is_asked_about(project: Path) -> None:
    companion = "language: de\nrelated:\n  - {kind: companion, title: Other, guideline: bases}\n"
    edit(project / "content/base-de", "language: de\n", companion)
    (said,) = [each for each in told(project) if "[unknown-variant]" in each]
    assert "there is no guideline bases here; did you mean base?" in said


def test_a_translation_is_in_another_language_for_the_same_readers(project: Path) -> None:
    edit(project / "content/base-de", "language: de\n", LANGUAGE)
    edit(project / "content/base-de", AUDIENCE, "audience: public\n")
    assert told(project) == [
        (
            "guideline.yaml:6:11: a translation of base, but both are in en; write the language of the"
            " translation [variant-pairing]"
        ),
        (
            "guideline.yaml:7:11: a translation for public, of base for health-professional; a"
            " translation has the readers of its original; translate its version for those"
            " [variant-pairing]"
        ),
    ]


def test_a_patient_version_is_in_the_same_language_for_other_readers(project: Path) -> None:
    edit(project / "content/base-de", "translation_of", "patient_version_of")
    assert told(project) == [
        (
            "guideline.yaml:6:11: a patient version in de, of base in en; write it in the language of"
            " that one, and translate it as a guideline of its own [variant-pairing]"
        ),
        (
            "guideline.yaml:7:11: a patient version is not for health-professional; write patient"
            " [variant-pairing]"
        ),
    ]


def test_an_original_outside_the_project_is_not_looked_at(project: Path) -> None:
    overlay(project / "outside")
    edit(project / "content/base-de", "guideline: base,", "guideline: ../outside,")
    lines = told(project)
    assert any("there is no guideline ../outside here" in line for line in lines)
    assert any(line.endswith("[malformed]") for line in lines)


def damage(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"Pazopanib", b"Pazopanip", 1))


EDITS_OF_OTHERS: dict[str, Callable[[Path], object]] = {
    "a frozen release was altered": lambda content: damage(content / "base/releases/1.0.0.json"),
    "a frozen release is gone": lambda content: (content / "base/releases/1.0.0.json").unlink(),
    "the index is gone": lambda content: (content / "base/releases/index.json").unlink(),
    "the index is damaged": lambda content: (content / "base/releases/index.json").write_text("{"),
    "the draft of the original": lambda content: edit(content / "base", LANGUAGE, "language: fr\n"),
    "the original is gone": lambda content: (content / "base").rename(content.parent / "away"),
    "the original is a link": lambda content: relinked(content / "base"),
    "another guideline came": lambda content: overlay(content / "bass"),
}


def relinked(folder: Path) -> None:
    folder.rename(folder.parent.parent / "away")
    folder.symlink_to("../away")


@pytest.mark.parametrize("what", EDITS_OF_OTHERS)
@pytest.mark.parametrize("original", ["base", "basse"])
def test_no_verdict_on_a_variant_outlives_what_it_was_based_on(
    project: Path, what: str, original: str
) -> None:
    edit(project / "content/base-de", "guideline: base,", f"guideline: {original},")
    edit(project / "content/base-de", AUDIENCE, "audience: public\n")
    folder = project / "content/base-de"
    before = find_problems_of(folder, project)
    assert find_problems_of(folder, project) == before
    EDITS_OF_OTHERS[what](project / "content")
    assert find_problems_of(folder, project) == find_problems_of(folder, project, cached=False)


def test_who_renders_a_part_is_told_what_holds_it(project: Path) -> None:
    text = "      - id: relapse-local\n"
    edit(project / "content/base-de", text, f"{text}        renders: [pulmonary]\n")
    said = "\n".join(told(project))
    assert (
        "the version that is rendered has no pulmonary; pulmonary is a part of site: name" in said
    )
