"""``guidepress validate`` on the real content, as an editor runs it."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from conftest import TESTS, guidepress, overlay
from guidepress.source import parse
from guidepress.validate import find_problems_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.checkout

FOLDER = "content/childhood-sts-recurrent"

FAULTS = {
    "unknown-citation": ("options.yaml", "[@maki-2007]", "[@maki-2017]"),
    "evidence-not-cited": (
        "guideline.yaml",
        "references: [stanelle-2013]",
        "references: [belal-2001]",
    ),
    "unknown-level": ("options.yaml", "level: 2Diii", "level: 2Dxx"),
    "unique-id": ("options.yaml", "id: pazopanib-approval\n", "id: pazopanib-phase-1\n"),
    "duplicate-key": (
        "factors.yaml",
        "exhaustive: false\n",
        "exhaustive: false\nexhaustive: true\n",
    ),
    "unknown-factor": ("options.yaml", "factor: prior-therapies", "factor: prior-therapy"),
    "real-date": ("guideline.yaml", "updated: 2015-01-29\nsource", "updated: 2015-02-30\nsource"),
    "yaml-tab": ("references.yaml", "    volume: 42", "\tvolume: 42"),
    "missing-key": (
        "guideline.yaml",
        "title: Treatment of progressive or recurrent childhood soft tissue sarcoma\n",
        "",
    ),
    "unknown-key": ("options.yaml", "standing: listed", "standng: listed"),
}


def damage(project: Path, rule: str) -> tuple[str, int]:
    """Put the fault in; return the file, and the line where it is."""
    name, old, new = FAULTS[rule]
    file = project / FOLDER / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    # A key that stands twice is told where it stands again; one that is missing, at the top.
    return f"{FOLDER}/{name}", {"duplicate-key": line + 1, "missing-key": 2}.get(rule, line)


def test_our_own_content_is_valid(project: Path) -> None:
    done = guidepress(project, "validate")
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("rule", FAULTS)
def test_a_fault_is_named_with_file_line_and_rule(project: Path, rule: str) -> None:
    file, line = damage(project, rule)
    done = guidepress(project, "validate")
    assert done.returncode == 1
    found = [told for told in done.stdout.splitlines() if told.endswith(f"[{rule}]")]
    assert any(told.startswith(f"{file}:{line}:") for told in found), done.stdout


def test_all_faults_are_told_in_one_run(project: Path) -> None:
    for rule in FAULTS:
        damage(project, rule)
    done = guidepress(project, "validate")
    assert done.returncode == 1
    for rule in FAULTS:
        assert f"[{rule}]" in done.stdout, rule


def test_an_uncited_reference_is_a_warning(project: Path) -> None:
    file = project / FOLDER / "options.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(" [@maki-2007]", ""), encoding="utf-8")
    done = guidepress(project, "validate")
    assert done.returncode == 0
    assert "warning: no statement cites maki-2007" in done.stdout


def test_formats_for_programs(project: Path) -> None:
    damage(project, "unknown-level")
    data = json.loads(guidepress(project, "validate", "--format", "json").stdout)
    errors = [each for each in data["problems"] if each["severity"] == "error"]
    assert (data["errors"], [each["rule"] for each in errors]) == (1, ["unknown-level"])
    github = guidepress(project, "validate", "--format", "github").stdout
    assert f"::error file={FOLDER}/options.yaml,line=" in github
    sarif = json.loads(guidepress(project, "validate", "--format", "sarif").stdout)
    assert "unknown-level" in [each["ruleId"] for each in sarif["runs"][0]["results"]]


@pytest.mark.parametrize("path", [FOLDER, f"{FOLDER}/options.yaml"])
def test_one_guideline_can_be_named_by_folder_or_file(project: Path, path: str) -> None:
    assert guidepress(project, "validate", path).returncode == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["validate", "nowhere"], "nowhere does not exist"),
        (["validate", "mkdocs.yml"], "is not the folder of a guideline"),
        (["--project", "site_overrides", "validate"], "there is no folder below content/"),
        (["verify", "nowhere"], "nowhere is not a folder"),
        (["release", "nothing", "--date", "2015-01-01"], "there is no guideline nothing"),
    ],
)
def test_what_cannot_run_is_one_clear_line(project: Path, words: list[str], said: str) -> None:
    done = guidepress(project, *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "command", ["validate", "status", "diff", "release", "verify", "build", "serve"]
)
def test_every_command_explains_itself(project: Path, command: str) -> None:
    done = guidepress(project, command, "--help")
    assert done.returncode == 0
    assert command in guidepress(project, "--help").stdout


def test_a_kept_verdict_is_the_same_and_is_not_kept_too_long(project: Path) -> None:
    damage(project, "unknown-level")
    fresh = guidepress(project, "validate", "--no-cache")
    first, again = guidepress(project, "validate"), guidepress(project, "validate")
    assert fresh.stdout == first.stdout == again.stdout != ""
    damage(project, "unknown-citation")
    assert "[unknown-citation]" in guidepress(project, "validate").stdout


def test_a_kept_verdict_is_answered_without_another_look(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage(project, "unknown-level")
    folder = project / FOLDER
    first = find_problems_of(folder, project)
    monkeypatch.delattr("guidepress.validate.check.check_guideline")
    assert find_problems_of(folder, project) == first != []
    with pytest.raises(ImportError):
        find_problems_of(folder, project, cached=False)


def test_a_cache_that_is_damaged_or_cannot_be_written_costs_only_time(project: Path) -> None:
    assert guidepress(project, "validate").returncode == 0
    (kept,) = (project / ".cache/guidepress/validate").iterdir()
    kept.write_text("{", encoding="utf-8")
    assert guidepress(project, "validate").returncode == 0
    kept.unlink()
    kept.parent.rmdir()
    kept.parent.write_text("a file where a folder should be", encoding="utf-8")
    assert guidepress(project, "validate").returncode == 0


def test_a_file_that_looks_like_content_and_is_not_read_is_told(tmp_path: Path) -> None:
    folder = overlay(tmp_path / "content" / "base")
    (folder / "notes").mkdir(exist_ok=True)
    for name in ("options copy.yaml", "notes/dose.yml", "notes/.hidden", "README.md"):
        (folder / name).write_text("about: []\n", encoding="utf-8")
    done = guidepress(tmp_path, "validate")
    assert done.returncode == 0
    assert done.stdout == (
        "content/base/notes/dose.yml:1:1: warning: this file is not read; "
        "name it dose.yaml, or remove it [unreadable-file]\n"
        "content/base/options copy.yaml:1:1: warning: this file is not read; "
        "remove it, or put what it says into a file of content [unreadable-file]\n"
    )


def test_a_guideline_is_named_by_its_id_as_by_its_folder(tmp_path: Path) -> None:
    overlay(tmp_path / "content" / "base")
    for words in (["validate", "base"], ["fmt", "--check", "base"]):
        done = guidepress(tmp_path, *words)
        assert "does not exist" not in done.stderr


def test_where_no_guideline_is_the_folder_is_named(tmp_path: Path) -> None:
    folder = overlay(tmp_path / "content" / "base")
    done = guidepress(folder, "validate")
    assert done.returncode == 2
    assert f"no guideline in {folder}" in done.stderr
    assert f"use --project {tmp_path}" in done.stderr


def test_a_mistyped_command_or_guideline_is_answered_by_the_one_that_was_meant(
    tmp_path: Path,
) -> None:
    overlay(tmp_path / "content" / "base")
    for words, said in (
        (["valdate"], "there is no command valdate; did you mean validate?"),
        (["xyzzy"], "there is no command xyzzy; `guidepress --help` lists them"),
        (["validate", "bsae"], "bsae does not exist; did you mean base?"),
    ):
        done = guidepress(tmp_path, *words)
        assert (done.returncode, done.stdout, done.stderr) == (2, "", f"guidepress: {said}\n")


def test_a_guideline_without_a_problem_is_not_read_again_for_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(parse, "read_marks", asked.append)
    for name in ("gonorrhoea", "antenatal"):
        folder = tmp_path / "content" / name
        shutil.copytree(TESTS / "pieces" / name, folder)
        assert find_problems_of(folder, tmp_path, cached=False) == []
    assert asked == []
