"""A translation made elsewhere beside the version that it renders: the same but for its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import guidepress, overlay
from guidepress.validate.rules.translations import _figures, _same

if TYPE_CHECKING:
    from pathlib import Path

LINK = "translation_of: {guideline: base, version: 1.0.0}\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A guideline that was released once, and a German translation that says the same."""
    overlay(tmp_path / "content/base")
    write(tmp_path / "content/base/options.yaml", DOSE)
    release(tmp_path, "base", "2026-01-10")
    german = overlay(tmp_path / "content/base-de")
    write(german / "options.yaml", DOSE.replace("Give 54.5 Gy", "Gib 54,5 Gy"))
    replace(german / "guideline.yaml", "id: base\n", f"id: base-de\n{LINK}")
    replace(german / "guideline.yaml", "language: en\n", "language: de\n")
    return tmp_path


DOSE = """\
options:
  - id: excision
    name: Excision
    standing: listed
    applies_when: {text: fit for surgery}
    interventions: [{name: wax}]
    doses: [{id: wax-dose, intervention: wax, amount: 2, unit: mg, basis: dose}]
    content:
      - id: excision-dose
        text: Give 54.5 Gy in 1,800 parts [@glade-bender-2013; @le-cesne-2012].
        evidence: [{scale: pdq-treatment, level: 2Diii, references: [glade-bender-2013]}]
"""


def write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    write(file, text.replace(old, new, 1))


def release(project: Path, gid: str, day: str) -> None:
    done = guidepress(project, "release", gid, "--date", day)
    assert done.returncode == 0, done.stdout + done.stderr


def told(project: Path) -> list[str]:
    done = guidepress(project, "validate", "content/base-de")
    return [line for line in done.stdout.splitlines() if "[translation-differs]" in line]


def test_a_translation_of_words_alone_is_in_order(project: Path) -> None:
    assert told(project) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("54,5 Gy", "45 Gy", "54.5 Gy, 1,800 there, and 45 Gy, 1,800 here"),
        ("54,5 Gy", "54,5 cGy", "54.5 Gy, 1,800 there, and 54,5 cGy, 1,800 here"),
        ("54,5 Gy", "≥ 54,5 Gy", ""),
        ("1,800", "1.800", ""),
        ("1,800", "1,8", "1,800"),
        ("2Diii", "1iiA", "`evidence.1.level` is 2Diii there, and 1iiA here"),
        ("amount: 2", "amount: 20", "wax-dose of base 1.0.0: `amount` is 2 there, and 20 here"),
        ("standing: listed", "standing: standard", "`standing` is listed there, and standard here"),
        ("id: excision-dose", "id: excision-other", "this statement is not in the translation"),
    ],
)
def test_a_figure_a_level_or_an_entity_that_differs_stops_the_release(
    project: Path, old: str, new: str, said: str
) -> None:
    replace(project / "content/base-de/options.yaml", old, new)
    found = "\n".join(told(project))
    assert said in found
    # One difference is one fault; another id is one at each end.
    assert len(found.splitlines()) == bool(said) + ("id: " in old)
    assert bool(found) == bool(said)
    done = guidepress(project, "release", "base-de", "--date", "2026-01-11")
    assert (done.returncode == 0) == (not said)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("5 \u00b5g", "5 \u03bcg", True),
        ("5 \u00b5g", "5 mg", False),
        ("5 mL", "5 ml", True),
        ("5 \u00b5g", "5", False),
    ],
)
def test_a_unit_is_the_same_however_its_letters_are_written(
    one: str,
    other: str,
    same: bool,  # noqa: FBT001 - a row of a table
) -> None:
    for first, second in ((one, other), (other, one)):
        assert _same(tuple(_figures(first)), tuple(_figures(second))) == same


def test_a_difference_with_a_reason_is_accepted_and_readers_are_told(project: Path) -> None:
    replace(project / "content/base-de/options.yaml", "54,5 Gy", "50 Gy")
    assert len(told(project)) == 1
    reason = "differences: [{entity: excision-dose, reason: The law here allows no more.}]"
    replace(
        project / "content/base-de/guideline.yaml", "version: 1.0.0}", f"version: 1.0.0, {reason}}}"
    )
    assert told(project) == []
    replace(project / "content/base-de/options.yaml", "50 Gy", "54,5 Gy")
    (line,) = told(project)
    assert "excision-dose does not differ from its original" in line


def test_a_newer_number_alone_does_not_bring_over_what_changed(project: Path) -> None:
    release(project, "base-de", "2026-01-11")
    replace(project / "content/base/options.yaml", "Give 54.5 Gy", "Give with care 54.5 Gy")
    replace(project / "content/base/guideline.yaml", "updated: 2015-01-29", "updated: 2026-02-01")
    (project / "content/base/notes").mkdir(exist_ok=True)
    note = "about: [guideline, excision-dose]\nreason: It hurt.\nreason_type: safety\n"
    write(project / "content/base/notes/why.yaml", note)
    release(project, "base", "2026-02-02")
    newest = max(each.name for each in (project / "content/base/releases").glob("?.?.?.json"))[:-5]
    replace(project / "content/base-de/guideline.yaml", "version: 1.0.0", f"version: {newest}")

    def stale() -> list[str]:
        done = guidepress(project, "validate", "content/base-de")
        return [line for line in done.stdout.splitlines() if "[stale-variant]" in line]

    (line,) = stale()
    assert f"excision-dose changed in base between 1.0.0 and {newest}, and not here" in line
    replace(project / "content/base-de/options.yaml", "Gib 54,5 Gy", "Gib vorsichtig 54,5 Gy")
    assert stale() == []
