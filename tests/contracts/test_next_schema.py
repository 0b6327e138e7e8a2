"""What a tool of the next minor schemas does with what is frozen today: it goes on from there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import REPOSITORY
from guidepress.model import SCHEMA_VERSION

GID = "childhood-sts-recurrent"
NEXT = ".".join([SCHEMA_VERSION.split(".")[0], str(int(SCHEMA_VERSION.split(".")[1]) + 1), "0"])


@pytest.fixture(scope="module")
def tool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the tool as it is, but for the version of its schemas."""
    folder = tmp_path_factory.mktemp("next")
    for name in ("build/guidepress", "schema", "site_overrides", "docs"):
        left_out = shutil.ignore_patterns("__pycache__")
        shutil.copytree(REPOSITORY / name, folder / name, ignore=left_out)
    for name in ("mkdocs.yml", "pyproject.toml"):
        shutil.copy(REPOSITORY / name, folder)
    for file in (*folder.glob("schema/*.json"), folder / "build/guidepress/model/guideline.py"):
        text = file.read_text("utf-8")
        file.write_text(re.sub(rf'(:|"){re.escape(SCHEMA_VERSION)}"', rf'\g<1>{NEXT}"', text))
    return folder


@pytest.mark.slow
@pytest.mark.checkout
@pytest.mark.parametrize(
    "release",
    [["--kind", "withdrawal", "--reason", "Unsafe dose."], ["--kind", "reviewed"]],
    ids=lambda each: str(each[1]),
)
def test_it_verifies_releases_and_builds_what_was_frozen_before(
    release: list[str], tool: Path, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    shutil.copytree(REPOSITORY / "content" / GID, project / "content" / GID)
    for name in ("mkdocs.yml", "site_overrides", "schema"):
        copy = shutil.copytree if (tool / name).is_dir() else shutil.copy
        copy(tool / name, project / name)
    (project / ".stage").mkdir()
    folder = project / "content" / GID
    frozen = {file: file.read_bytes() for file in folder.glob("releases/[0-9]*.json")}

    def run(*words: str) -> str:
        command = [sys.executable, "-m", "guidepress", *words]
        env = os.environ | {"PYTHONPATH": str(tool / "build")}
        done = subprocess.run(
            command, cwd=project, env=env, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    assert "2 releases agree with their index" in run("verify")
    file = folder / "guideline.yaml"
    file.write_text(re.sub(r"(?m)^updated: .*", r"\g<0>\nreviewed: 2026-11-25", file.read_text()))
    run("release", GID, "--date", "2026-11-26", *release)
    assert f'"schema_version": "{NEXT}"' in (folder / "releases/index.json").read_text()
    assert "3 releases agree with their index" in run("verify")
    assert "built site/" in run("build")
    assert {file: file.read_bytes() for file in frozen} == frozen
