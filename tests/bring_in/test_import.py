"""``guidepress import``: from the file of a publisher to content, and again when it is published anew."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bring_in.summary import SUMMARY, later
from conftest import guidepress

if TYPE_CHECKING:
    from pathlib import Path

# A figure stands without its picture.
NO_FIGURE = (
    '<MediaLink ref="CDR7" alt="A grain of pollen." id="_4"><Caption>Pollen, enlarged.</Caption></MediaLink>',
    "",
)


@pytest.fixture
def imported(project: Path) -> Path:
    file = project / "hay-fever.xml"
    file.write_text(SUMMARY.replace(*NO_FIGURE), encoding="utf-8")
    done = guidepress(project, "import", "hay-fever.xml", "--as", "hay-fever")
    assert done.returncode == 0, done.stderr
    return project


def bring(project: Path, *edits: tuple[str, str], words: tuple[str, ...] = ()) -> str:
    (project / "later.xml").write_bytes(later(NO_FIGURE, *edits))
    done = guidepress(project, "import", "later.xml", "--as", "hay-fever", *words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def content(project: Path) -> str:
    return (project / "content/hay-fever/guideline.yaml").read_text(encoding="utf-8")


def replace(project: Path, old: str, new: str) -> None:
    file = project / "content/hay-fever/guideline.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_what_is_imported_is_clean_in_our_layout_and_can_be_released(imported: Path) -> None:
    assert guidepress(imported, "validate", "hay-fever").stderr == "no problems\n"
    assert guidepress(imported, "fmt", "--check", "content/hay-fever").returncode == 0
    done = guidepress(imported, "release", "hay-fever", "--date", "2026-01-02")
    assert done.returncode == 0, done.stderr
    assert guidepress(imported, "build").returncode == 0


def test_the_diff_of_a_later_file_shows_its_edits_and_nothing_else(imported: Path) -> None:
    guidepress(imported, "release", "hay-fever", "--date", "2026-01-02")
    said = bring(imported, ("Sprays are used daily.", "Sprays are used twice a day."))
    assert "merged with what is there: 3 changed" in said
    shown = guidepress(imported, "diff", "--guideline", "hay-fever").stdout
    told = [line for line in shown.splitlines() if line.startswith("  - ")]
    # The day of the source is an edit of the file, too.
    assert [line.partition(" ")[0] for line in map(str.lstrip, told)] == ["-", "-"], shown
    assert "  - Recorded a date: source updated" in told[1], shown
    assert "[-daily-]{+twice a day+}" in shown


def test_comments_and_edits_of_editors_survive(imported: Path) -> None:
    replace(
        imported,
        "- id: p-10\n",
        "# Ask the panel.\n          - id: p-10\n            kind: practical\n",
    )
    bring(imported, ("Sprays are used daily.", "Sprays are used twice a day."))
    text = content(imported)
    assert "# Ask the panel." in text
    assert "kind: practical" in text
    assert "Sprays are used twice a day." in text
    assert guidepress(imported, "validate", "hay-fever").stderr == "no problems\n"


def test_a_conflict_is_named_and_the_text_has_no_marker(imported: Path) -> None:
    replace(imported, "Sprays are used daily.", "Use sprays daily.")
    said = bring(imported, ("Sprays are used daily.", "Sprays help."))
    assert "to decide: _10 (p-10): text was changed here and in the file" in said
    assert "Use sprays daily." in content(imported)
    assert "<<<<" not in content(imported)
    said = bring(imported, ("Sprays are used daily.", "Sprays help."), words=("--keep", "p-10"))
    assert "to decide: _10" not in said
    assert "to decide: _10" not in bring(imported, ("Sprays are used daily.", "Sprays help."))


def test_what_left_the_source_after_a_release_is_retired(imported: Path) -> None:
    guidepress(imported, "release", "hay-fever", "--date", "2026-01-02")
    bring(
        imported,
        (
            '<Para id="_21">Tablets help too.<Reference refidx="1"/></Para>',
            '<Para id="_22">Else.</Para>',
        ),
    )
    assert "id: p-21" in content(imported).partition("retired:")[2]
    assert guidepress(imported, "validate", "hay-fever").returncode == 0


LEFT = (
    '<Para id="_21">Tablets help too.<Reference refidx="1"/></Para>',
    '<Para id="_22">Else.</Para>',
)


def test_what_comes_again_before_the_next_release_was_never_gone(imported: Path) -> None:
    guidepress(imported, "release", "hay-fever", "--date", "2026-01-02")
    bring(imported)
    before = content(imported)
    bring(imported, LEFT)
    bring(imported, (LEFT[0], f"{LEFT[0]}{LEFT[1]}"))
    assert "retired:" not in content(imported)
    assert "id: p-21" in content(imported)
    assert guidepress(imported, "validate", "hay-fever").returncode == 0
    bring(imported)
    assert content(imported) == before


def test_what_comes_again_after_a_release_without_it_has_another_id(imported: Path) -> None:
    guidepress(imported, "release", "hay-fever", "--date", "2026-01-02")
    bring(imported, LEFT)
    note = imported / "content/hay-fever/notes/why.yaml"
    note.parent.mkdir(exist_ok=True)
    reason = "reason: The publisher says so.\nreason_type: source-updated\n"
    note.write_text(f"about: [p-21, p-22, hay-fever]\n{reason}", "utf-8")
    done = guidepress(imported, "release", "hay-fever", "--date", "2026-01-03")
    assert done.returncode == 0, done.stderr
    bring(imported, (LEFT[0], f"{LEFT[0]}{LEFT[1]}"))
    assert "id: p-21-2" in content(imported)
    assert "id: p-21\n" in content(imported).partition("retired:")[2]
    assert guidepress(imported, "validate", "hay-fever").returncode == 0
    # The next file knows it by this id.
    bring(imported, (LEFT[0], f"{LEFT[0]}{LEFT[1]}"))
    assert content(imported).count("id: p-21-2") == 1


def test_the_account_is_data_too(imported: Path) -> None:
    words = ("import", "hay-fever.xml", "--as", "hay-fever", "--dry-run", "--format", "json")
    before = content(imported)
    account = json.loads(guidepress(imported, *words).stdout)
    assert account["taken"]["sections"] == 3
    assert account["merged"] == {}
    assert {"kind": "links to terms", "count": 1}.items() <= next(
        each for each in account["left_out"] if each["kind"] == "links to terms"
    ).items()
    assert content(imported) == before


@pytest.mark.parametrize(
    ("file", "identifier", "said"),
    [
        ("absent.xml", "new", "absent.xml cannot be read: No such file"),
        ("mkdocs.yml", "new", "this is not XML that can be read"),
        ("hay-fever.xml", "No id", "is no id: small letters, digits and single hyphens"),
        ("hay-fever.xml", "../up", "is no id"),
        ("hay-fever.xml", "childhood-sts-recurrent", "is there, and was not imported"),
        ("other.xml", "hay-fever", "was imported from CDR0000000001, and this is CDR0000000002"),
        ("earlier.xml", "hay-fever", "is of 2014-01-01, older than what is there"),
    ],
)
def test_what_cannot_be_imported_is_answered_in_a_line(
    imported: Path, file: str, identifier: str, said: str
) -> None:
    other = SUMMARY.replace("CDR0000000001", "CDR0000000002")
    (imported / "other.xml").write_text(other, encoding="utf-8")
    (imported / "earlier.xml").write_text(
        SUMMARY.replace("2015-09-24", "2014-01-01"), encoding="utf-8"
    )
    before = content(imported)
    done = guidepress(imported, "import", file, "--as", identifier)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert content(imported) == before


def test_content_with_faults_is_left_alone(imported: Path) -> None:
    replace(imported, "title: Hay Fever Treatment\n", "")
    (imported / "later.xml").write_bytes(later(NO_FIGURE))
    done = guidepress(imported, "import", "later.xml", "--as", "hay-fever")
    assert done.returncode == 2
    assert "run `guidepress validate` first" in done.stderr
