"""What the tool is made of is known, and it starts nothing that content could steer."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

from conftest import REPOSITORY, TESTS, guidepress

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.checkout

SOURCES = sorted((REPOSITORY / "build/guidepress").rglob("*.py"))
# Modules that run, or unpack into, what their data says.
NEVER = {"pickle", "marshal", "shelve", "dill", "code", "telnetlib", "ftplib"}
CALLS = {"eval", "exec", "compile", "__import__"}


def imported(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {each.name.partition(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_nothing_is_run_by_a_shell_or_unpacked_into_objects(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert not imported(tree) & NEVER
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("subprocess."):
            assert "shell" not in {each.arg for each in node.keywords}
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in CALLS
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"system", "popen", "unsafe_load", "full_load"}


def test_every_development_tool_is_locked_by_its_hash_and_no_host_is_named() -> None:
    locked = (REPOSITORY / "requirements/dev.txt").read_text("utf-8")
    assert "://" not in locked
    assert "--index-url" not in locked
    pinned = set(re.findall(r"^([a-z0-9.-]+)==", locked, re.MULTILINE))
    blocks = re.split(r"^(?=[a-z0-9.-]+==)", locked, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in block for block in blocks)
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    asked = subprocess.run(
        [sys.executable, "requirements/inputs.py"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    names = {
        re.sub("[._]", "-", re.split(r"[\[<>=;~! ]", line)[0].lower())
        for line in asked.splitlines()
    }
    assert len(names) > len(project["project"]["dependencies"])
    assert names <= pinned


COMMANDS = (
    ("validate",),
    ("status",),
    ("diff", "1.0.0", "2.0.0"),
    ("verify",),
    ("build",),
    ("export", "childhood-sts-recurrent", "--to", "ris"),
    ("release", "childhood-sts-recurrent", "--date", "2027-01-01", "--dry-run"),
)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_no_command_opens_a_connection(words: tuple[str, ...], project: Path) -> None:
    done = guidepress(project, *words, PYTHONPATH=str(TESTS / "offline"))
    assert done.returncode == (1 if words[0] == "release" else 0), done.stderr
    assert "no connection is allowed" not in done.stdout + done.stderr


def test_each_promise_names_a_test_that_there_is() -> None:
    page = (REPOSITORY / "docs/security.md").read_text("utf-8")
    promises = [line for line in page.splitlines() if line.startswith("| ") and "---" not in line][
        1:
    ]
    assert len(promises) >= 10
    for promise in promises:
        named = re.findall(r"\[`(test_\w+)`\]\(\.\./([\w/.]+)\)", promise)
        assert named, promise
        for name, file in named:
            assert f"def {name}(" in (REPOSITORY / file).read_text("utf-8"), name
