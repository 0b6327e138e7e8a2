"""What rules say of a draft beside what was released: days, reasons, and notes about nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import overlay
from guidepress import validate
from guidepress.release.freeze import write_release
from guidepress.release.judge import judge_releases
from guidepress.release.plan import plan_release
from guidepress.release.request import Request
from guidepress.validate.check import check_guideline

if TYPE_CHECKING:
    from pathlib import Path

DAY = "updated: 2015-01-29\n"
SUBSTANCE = ("27 of 37", "26 of 37")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = overlay(tmp_path / "content/base")
    plan = plan_release(check_guideline(folder, tmp_path), Request(date="2015-02-01"))
    assert not plan.refusals
    write_release(tmp_path, folder, plan)
    return tmp_path


WITH_PARTS = """\
      - id: ages
        table:
          title: Ages
          columns: [{id: age, title: Age}, {id: share, title: Share}]
          rows:
            - {id: young, cells: {age: under 5, share: few}}
            - {id: older, cells: {age: from 5 on, share: many}}
      - id: sites
        list:
          items:
            - {id: arm, text: The arm., items: [{id: hand, text: The hand.}]}
"""


@pytest.fixture
def with_parts(tmp_path: Path) -> Path:
    """A released table and a list with entries below each other."""
    folder = overlay(tmp_path / "content/base")
    file = folder / "guideline.yaml"
    file.write_text(f"{file.read_text('utf-8').rstrip()}\n{WITH_PARTS}", "utf-8")
    plan = plan_release(check_guideline(folder, tmp_path), Request(date="2015-02-01"))
    assert not plan.refusals
    write_release(tmp_path, folder, plan)
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{id: young,", "{id: child, replaces: [young],", None),
        ("{id: young,", "{id: child, replaces: [yung],", "yung was never released"),
        ("{id: young,", "{id: child, replaces: [older],", "older is still there"),
        # What a column was called was never the name of a row.
        ("{id: young,", "{id: child, replaces: [share],", "share was never released"),
        ("{id: share, title", "{id: share, replaces: [part], title", "part was never released"),
        ("{id: hand,", "{id: palm, replaces: [hand],", None),
        ("{id: hand,", "{id: palm, replaces: [fist],", "fist was never released"),
        ("{id: hand,", "{id: palm, replaces: [arm],", "arm is still there"),
    ],
)
def test_a_row_a_column_and_an_entry_replace_what_was_released_and_is_gone(
    with_parts: Path, old: str, new: str, said: str | None
) -> None:
    edit(with_parts, old, new)
    problems = check_guideline(with_parts / "content/base", with_parts).problems
    told = [each for each in problems if each.rule == "unreleased-predecessor"]
    assert [each.message for each in told] == ([said] if said else [])
    for each in told:
        line = (
            (with_parts / each.position.file).read_text("utf-8").split("\n")[each.position.line - 1]
        )
        assert line[each.position.column - 1 :].startswith(each.message.split()[0])
        assert each.hint


def test_a_row_of_a_renamed_table_replaces_one_of_the_former_table(with_parts: Path) -> None:
    edit(with_parts, "id: ages", "id: age-table\n        replaces: [ages]")
    edit(with_parts, "{id: young,", "{id: child, replaces: [young],")
    assert found(with_parts, "unreleased-predecessor") == []


def edit(project: Path, old: str, new: str) -> None:
    file = project / "content/base/guideline.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def note(project: Path, **fields: str) -> None:
    folder = project / "content/base/notes"
    folder.mkdir(exist_ok=True)
    text = "".join(f"{key}: {value}\n" for key, value in fields.items())
    (folder / "why.yaml").write_text(text, "utf-8")


def found(project: Path, rule: str) -> list[tuple[str, str]]:
    problems = check_guideline(project / "content/base", project).problems
    return [(each.severity, each.message) for each in problems if each.rule == rule]


def test_a_change_of_substance_moves_the_day(project: Path) -> None:
    assert found(project, "updated-moves") == []
    edit(project, *SUBSTANCE)
    assert found(project, "updated-moves") == [("warning", "the content changed since 1.0.0")]
    edit(project, DAY, "updated: 2015-01-30\n")
    assert found(project, "updated-moves") == []


def test_the_day_stays_where_nothing_of_substance_changed(project: Path) -> None:
    edit(project, "Most patients, 27", "Most  patients, 27")
    assert found(project, "updated-moves") == []
    edit(project, DAY, "updated: 2015-01-30\n")
    said = "`updated` moved, but nothing of substance changed since 2015-01-29"
    assert found(project, "updated-moves") == [("warning", said)]


def test_a_note_is_about_a_change_that_there_is(project: Path) -> None:
    edit(project, *SUBSTANCE)
    reason = {"reason": "The source was wrong.", "reason_type": "error-corrected"}
    note(project, about="[relapse-local]", **reason)
    assert found(project, "note-about-nothing") == []
    assert found(project, "missing-reason") == []
    note(project, about="[pazopanib]", **reason)
    said = "nothing of pazopanib has changed since the last release"
    assert found(project, "note-about-nothing") == [("warning", said)]
    assert len(found(project, "missing-reason")) == 1


def test_an_acceptance_of_another_change_is_an_error(project: Path) -> None:
    edit(project, *SUBSTANCE)
    accept = {"accept": "0" * 64, "impact": "patch", "accepted_by": "The editors"}
    reason = {"reason": "A slip.", "reason_type": "editorial"}
    note(project, about="[relapse-local]", **reason, **accept)
    said = "the accepted change is no longer the one that was accepted"
    assert found(project, "note-about-nothing") == [("error", said)]


def test_a_folder_of_releases_that_became_a_link_is_judged_anew(project: Path) -> None:
    releases = project / "content/base/releases"
    releases.rename(project / "kept")
    releases.mkdir()
    assert judge_releases(project) == []
    releases.rmdir()
    releases.symlink_to(project / "kept")
    (problem,) = judge_releases(project)
    assert problem.message == "releases are kept in a folder, which this is not"


def test_a_verdict_falls_with_a_scale(project: Path) -> None:
    folder = project / "content/base"
    before = validate.hash_chain(folder, project), validate._key_of(folder, project, [])  # noqa: SLF001 - what a kept verdict is known by
    scales = project / "schema/scales"
    scales.mkdir(parents=True)
    (scales / "own-1.yaml").write_text("id: own\n", "utf-8")
    validate._key_of_tool.cache_clear()  # noqa: SLF001 - a process looks at the tool once
    assert validate.hash_chain(folder, project) != before[0]
    assert validate._key_of(folder, project, []) != before[1]  # noqa: SLF001


def test_a_verdict_falls_with_a_file_in_a_folder_below(project: Path) -> None:
    folder = project / "content/base"
    before = validate._key_of(folder, project, [])  # noqa: SLF001 - what a kept verdict is known by
    note(project, about="[relapse-local]", reason="A slip.", reason_type="editorial")
    assert validate._key_of(folder, project, []) != before  # noqa: SLF001


def test_a_reason_for_what_is_gone_is_asked_for_at_its_list(project: Path) -> None:
    file = project / "content/base/options.yaml"
    kept, _, last = file.read_text("utf-8").rpartition("\n  - id: ")
    file.write_text(f"{kept}\n", "utf-8")
    problems = check_guideline(project / "content/base", project).problems
    asked = [each for each in problems if each.rule == "missing-reason"]
    lines = file.read_text("utf-8").split("\n")
    of_option = next(each for each in asked if "Removed" in each.message)
    assert of_option.position.file.endswith("options.yaml"), last
    assert lines[of_option.position.line - 1].lstrip(" -").startswith(("options:", "id:"))


@pytest.mark.parametrize("rule", ["probable-rename", "stale-variant"])
def test_an_answer_about_changes_is_no_error_once_they_are_released(
    project: Path, rule: str
) -> None:
    entry = f"suppressions:\n  - {{rule: {rule}, where: ages, reason: It was asked.}}\nbody:"
    edit(project, "body:", entry.replace("ages", "base"))
    found = check_guideline(project / "content/base", project).problems
    left = [each for each in found if each.rule == "unused-suppression"]
    assert [each.severity for each in left] == ["warning"]
