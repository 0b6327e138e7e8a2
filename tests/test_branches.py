"""Branches that do not meet: the day of a change, notes of a branch, and conflicts that are named."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from conftest import guidepress, overlay
from guidepress.content import read_content
from guidepress.source.parse import parse_document
from limits import LIMIT

if TYPE_CHECKING:
    from pathlib import Path


DOSE = ("options.yaml", "1.5 mg", "1.6 mg")


def git(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    who = ("-c", "user.name=Test", "-c", "user.email=test@guidepress.example")
    command = ["git", "-C", str(project), *who, *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=LIMIT)


def edit(project: Path, file: str, old: str, new: str) -> None:
    path = project / "content/base" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def release(project: Path, *words: str) -> Any:
    return guidepress(project, "release", "base", *words)


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    """A repository with the base guideline, released once."""
    overlay(tmp_path / "content/base")
    assert release(tmp_path, "--date", "2015-02-01").returncode == 0
    (tmp_path / ".gitignore").write_text(".cache/\n", "utf-8")
    assert git(tmp_path, "init", "-q", "-b", "main").returncode == 0
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "first")
    return tmp_path


def branch(project: Path, name: str, change: tuple[str, str, str], about: str) -> str:
    """Edit on a branch of its own, and say why; return the name of the note."""
    assert git(project, "checkout", "-q", "-b", name, "main").returncode == 0
    edit(project, *change)
    words = ("--reason", "Asked for.", "--type", "editorial")
    done = guidepress(project, "add", "note", about, *words)
    assert done.returncode == 0, done.stderr
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", name)
    return done.stdout.strip().rpartition("/")[2]


def updated_of(project: Path) -> str:
    text = (project / "content/base/guideline.yaml").read_text("utf-8")
    return next(line for line in text.split("\n") if line.startswith("updated:"))


def test_two_branches_with_reasons_merge_and_are_released_with_the_day(ward: Path) -> None:
    poor = ("guideline.yaml", "prognosis is poor", "prognosis is often poor")
    assert branch(ward, "Outlook/2015", poor, "outlook-poor") == "outlook-2015-outlook-poor.yaml"
    branch(ward, "dose", DOSE, "trabectedin-dose")
    git(ward, "checkout", "-q", "main")
    for name in ("Outlook/2015", "dose"):
        done = git(ward, "merge", "-q", "--no-edit", name)
        assert done.returncode == 0, done.stdout
    refused = release(ward, "--date", "2015-03-02")
    assert refused.returncode == 1
    assert "release with --updated DAY" in refused.stdout
    done = release(ward, "--date", "2015-03-02", "--updated", "2015-03-01")
    assert done.returncode == 0, done.stdout + done.stderr
    assert updated_of(ward) == "updated: 2015-03-01"
    bundle = json.loads((ward / "content/base/releases/2.0.0.json").read_bytes())
    assert bundle["guideline"]["updated"] == "2015-03-01"
    assert guidepress(ward, "verify").returncode == 0


def test_two_notes_on_one_id_do_not_meet(ward: Path) -> None:
    first = branch(ward, "one", DOSE, "trabectedin-dose")
    second = branch(ward, "two", ("options.yaml", "1.5 mg", "1.7 mg"), "trabectedin-dose")
    assert first != second


WORK = """  - id: {id}
    type: article-journal
    authors_complete: false
    author: [{{family: {family}, given: A}}]
    title: {title}
    issued: 2014
"""
OPTION = """  - id: {id}
    name: {name}
    standing: listed
    content:
      - id: {id}-stated
        text: {name} is an option [@{work}].
"""
BRANCHES = {
    "early": ("abel-2014", "Abel", "A first work", "ifosfamide", "Ifosfamide"),
    "late": ("zeta-2014", "Zeta", "A last work", "topotecan", "Topotecan"),
}


def test_two_branches_that_each_add_a_reference_an_option_and_a_note_merge(ward: Path) -> None:
    for name, place in (("early", "  - id: trabectedin\n"), ("late", "  - id: pazopanib\n")):
        work, family, title, option, called = BRANCHES[name]
        assert git(ward, "checkout", "-q", "-b", name, "main").returncode == 0
        listed = WORK.format(id=work, family=family, title=title)
        first = "  - id: glade-bender-2013\n"
        if name == "early":
            edit(ward, "references.yaml", first, listed + first)
        else:
            file = ward / "content/base/references.yaml"
            file.write_text(file.read_text("utf-8") + listed, "utf-8")
        said = OPTION.format(id=option, name=called, work=work)
        edit(ward, "options.yaml", place, said + place)
        note = ward / f"content/base/notes/{name}.yaml"
        note.parent.mkdir(exist_ok=True)
        reason = "reason: Asked for.\nreason_type: editorial\n"
        note.write_text(f"about: [{option}, {work}]\n{reason}", "utf-8")
        git(ward, "add", "-A")
        git(ward, "commit", "-q", "-m", name)
    git(ward, "checkout", "-q", "main")
    for name in BRANCHES:
        done = git(ward, "merge", "-q", "--no-edit", name)
        assert done.returncode == 0, done.stdout
    content = read_content(ward / "content/base", "content/base", ward)
    assert not content.problems
    assert [each["id"] for each in content.bundle["options"]] == [
        *("excision", "ifosfamide", "trabectedin", "topotecan", "pazopanib")
    ]
    assert {"abel-2014", "zeta-2014"} <= {each["id"] for each in content.bundle["references"]}
    assert len(content.notes) == len(BRANCHES)


def test_what_two_branches_changed_is_named_with_both_lines(ward: Path) -> None:
    branch(ward, "one", DOSE, "trabectedin-dose")
    branch(ward, "two", ("options.yaml", "1.5 mg", "15 mg"), "trabectedin-dose")
    assert git(ward, "merge", "-q", "--no-edit", "one").returncode != 0
    done = guidepress(ward, "validate")
    assert done.returncode == 1
    lines = [line for line in done.stdout.split("\n") if "merge-conflict" in line]
    assert len(lines) == 1
    assert "Trabectedin 15 mg per square metre" in lines[0]
    assert "Trabectedin 1.6 mg per square metre" in lines[0]
    assert "(line " in lines[0]
    assert "colon" not in done.stdout


def test_of_long_lines_in_conflict_the_place_where_they_part_is_shown() -> None:
    same = "Text that both branches left as it was, for longer than is shown of it. " * 2
    text = f"<<<<<<< a\n{same}27 of 37.\n=======\n{same}26 of 37.\n>>>>>>> b\n"
    _, (problem,) = parse_document(text.encode(), "guideline.yaml")
    assert "27 of 37.” (line 2) or “…" in problem.message
    assert "26 of 37.” (line 4)" in problem.message
    assert problem.message.count("Text that both branches") == 0


def test_a_conflict_in_the_index_of_releases_is_named_too(ward: Path) -> None:
    index = ward / "content/base/releases/index.json"
    text = index.read_text("utf-8")
    mine = '  "id": "releases",\n'
    conflict = f'<<<<<<< HEAD\n{mine}=======\n  "id": "other",\n>>>>>>> one\n'
    index.write_text(text.replace(mine, conflict, 1), "utf-8")
    done = guidepress(ward, "verify")
    assert done.returncode == 1
    assert "two branches changed this place" in done.stdout


WITH_BASE = b"id: x\n<<<<<<< a\ntitle: A\n||||||| base\ntitle: B\n=======\ntitle: C\n>>>>>>> b\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (WITH_BASE, "“title: A” (line 3) or “title: C” (line 7)"),
        (WITH_BASE.replace(b"title: C\n", b""), "“title: A” (line 3)"),
        (b"a: |\n  <<<<<<< no\n  conflict\n", ""),
        (b"a: b\n<<<<<<< a\n", ""),
    ],
)
def test_only_a_whole_conflict_is_one(text: bytes, said: str) -> None:
    _, problems = parse_document(text, "guideline.yaml")
    found = [each.message for each in problems if each.rule == "merge-conflict"]
    assert len(found) == bool(said)
    assert all(each.endswith(said) for each in found)


def test_a_day_before_the_one_that_is_written_is_refused_and_nothing_is_written(ward: Path) -> None:
    edit(ward, "options.yaml", "1.5 mg", "1.6 mg")
    done = release(ward, "--date", "2015-03-02", "--updated", "2015-01-28")
    assert done.returncode == 2
    assert "lies before `updated: 2015-01-29`" in done.stderr
    assert updated_of(ward) == "updated: 2015-01-29"


def test_a_refused_release_leaves_the_day_as_it_is(ward: Path) -> None:
    edit(ward, "options.yaml", "1.5 mg", "1.6 mg")
    done = release(ward, "--date", "2015-03-02", "--updated", "2015-03-01")
    assert done.returncode == 1
    assert updated_of(ward) == "updated: 2015-01-29"


def test_a_day_in_quotes_with_a_comment_keeps_both(ward: Path) -> None:
    edit(ward, "guideline.yaml", "updated: 2015-01-29", 'updated: "2015-01-29" # ours')
    edit(ward, "options.yaml", "1.5 mg", "1.6 mg")
    words = ("--reason", "Asked for.", "--type", "editorial")
    assert guidepress(ward, "add", "note", "trabectedin-dose", *words).returncode == 0
    done = release(ward, "--date", "2015-03-02", "--updated", "2015-03-01")
    assert done.returncode == 0, done.stdout
    assert updated_of(ward) == 'updated: "2015-03-01" # ours'


def test_a_day_that_is_not_written_yet_is_put_below_the_id(ward: Path) -> None:
    edit(ward, "guideline.yaml", "updated: 2015-01-29\n", "")
    edit(ward, "options.yaml", "1.5 mg", "1.6 mg")
    words = ("--reason", "Asked for.", "--type", "editorial")
    assert guidepress(ward, "add", "note", "trabectedin-dose", *words).returncode == 0
    done = release(ward, "--date", "2015-03-02", "--updated", "2015-03-01")
    assert done.returncode == 0, done.stdout + done.stderr
    text = (ward / "content/base/guideline.yaml").read_text("utf-8")
    assert "id: base\nupdated: 2015-03-01\n" in text


def test_a_release_of_a_day_to_come_has_to_be_meant(ward: Path) -> None:
    words = ("--kind", "withdrawal", "--reason", "Out of date.", "--date", "2999-01-01")
    done = release(ward, *words)
    assert done.returncode == 2
    assert "--future" in done.stderr
    assert release(ward, *words, "--future").returncode == 0


def test_status_says_which_command_releases_what_was_merged(ward: Path) -> None:
    edit(ward, "options.yaml", "1.5 mg", "1.6 mg")
    words = ("--reason", "Asked for.", "--type", "editorial")
    assert guidepress(ward, "add", "note", "trabectedin-dose", *words).returncode == 0
    said = guidepress(ward, "status").stdout
    assert "next: guidepress release base --date YEAR-MONTH-DAY --updated YEAR-MONTH-DAY" in said
