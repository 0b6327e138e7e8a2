"""The page for apps is true: its examples run against the built tree on a static host."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

    from contracts.conftest import Served

pytestmark = pytest.mark.checkout

PAGE = (REPOSITORY / "docs/apps.md").read_text("utf-8")


def block(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def test_the_shell_example_runs(host: Served, tmp_path: Path) -> None:
    command = ["bash", "-euo", "pipefail", "-c", block("sh")]
    environment = {**os.environ, "API": f"{host.address}/v1"}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "2.0.0\n"
    assert (tmp_path / "index.json").is_file()


def test_the_python_example_runs(host: Served, tmp_path: Path) -> None:
    code = f"API = {host.address + '/v1/'!r}\n{block('python')}"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "recurrent childhood soft tissue sarcoma 2.0.0" in done.stdout
    assert "- Pazopanib ['2Diii']" in done.stdout
    assert "2.0.0 Added pazopanib as an option" in done.stdout


def test_the_python_example_shows_nothing_of_a_withdrawn_guideline(host: Served) -> None:
    code = block("python").replace("childhood-sts-recurrent", "ward")
    command = [sys.executable, "-c", f"API = {host.address + '/v1/'!r}\n{code}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == "show nothing of it: withdrawn: Out of date.\n"


def test_every_kind_of_file_in_the_tree_is_on_the_page(tree: Path) -> None:
    for file in tree.rglob("*.json"):
        assert (
            file.name in PAGE
            or file.parent.name == "schema"
            or len(file.relative_to(tree).parts) == 3
        )
    for name in re.findall(r"^\| `([^`]+)`", PAGE, re.MULTILINE)[:9]:
        pattern = name.replace("…", "*").replace("<gid>", "*").replace("<version>", "*")
        assert list(tree.glob(pattern)), name
