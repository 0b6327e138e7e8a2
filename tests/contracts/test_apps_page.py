"""The page for apps is true: its examples run against the built tree on a static host."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import REPOSITORY
from limits import LIMIT

if TYPE_CHECKING:
    from pathlib import Path

    from contracts.conftest import Served

pytestmark = [pytest.mark.checkout, pytest.mark.timing]

PAGE = (REPOSITORY / "docs/apps.md").read_text("utf-8")


def block(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def run(command: list[str], host: Served, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "API": f"{host.address}/v1"}
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT,
    )


SHELL = ["bash", "-euo", "pipefail", "-c"]


def test_the_shell_example_runs(host: Served, tmp_path: Path) -> None:
    done = run([*SHELL, block("sh")], host, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "2.0.0\n"


def test_the_shell_example_uses_no_file_that_was_altered(
    copied: Path, host: Served, tmp_path: Path
) -> None:
    file = copied / "childhood-sts-recurrent/latest.json"
    file.write_bytes(file.read_bytes().replace(b"2.0.0", b"2.0.1"))
    done = run([*SHELL, block("sh")], host, tmp_path)
    assert done.returncode == 1
    assert done.stdout == "latest.json: FAILED\n"


def test_the_python_example_runs(host: Served, tmp_path: Path) -> None:
    done = run([sys.executable, "-c", block("python")], host, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "recurrent childhood soft tissue sarcoma 2.0.0" in done.stdout
    assert "- Pazopanib ['2Diii']" in done.stdout
    assert "2.0.0 Added pazopanib as an option" in done.stdout


def test_the_python_example_loses_no_level_that_stands_in_a_section(
    host: Served, tmp_path: Path
) -> None:
    done = run([sys.executable, "-c", block("python")], host, tmp_path)
    (excision,) = re.findall(
        "^- Surgical excision of a local recurrence or .*", done.stdout, re.MULTILINE
    )
    assert excision.endswith("'3iiiA']")


def test_the_python_example_shows_nothing_of_a_withdrawn_guideline(
    host: Served, tmp_path: Path
) -> None:
    code = block("python").replace("childhood-sts-recurrent", "ward")
    done = run([sys.executable, "-c", code], host, tmp_path)
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
        pattern = (
            name.replace("…", "*")
            .replace("<gid>", "*")
            .replace("<version>", "*")
            .replace("<id>", "*")
        )
        assert list(tree.glob(pattern)), name
