"""Shared ground: the repository, copies of it that may be edited, and the real command line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from limits import LIMIT

TESTS = Path(__file__).parent
REPOSITORY = TESTS.parent
BASE = TESTS / "examples" / "good" / "base"

Run = subprocess.CompletedProcess[str]


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


def copy_project(target: Path) -> Path:
    target.mkdir(parents=True, exist_ok=True)
    for name in ("content", "site_overrides"):
        shutil.copytree(REPOSITORY / name, target / name)
    shutil.copy(REPOSITORY / "mkdocs.yml", target)
    (target / ".stage").mkdir()
    return target


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the real project that a test may edit."""
    return copy_project(tmp_path / "project")


def overlay(target: Path, *layers: Path) -> Path:
    """Put the layers' files over the base guideline; ``absent.txt`` names those to leave out."""
    shutil.copytree(BASE, target, dirs_exist_ok=True)
    for layer in layers:
        for file in layer.rglob("*"):
            if file.is_file() and file.suffix == ".yaml":
                goal = target / file.relative_to(layer)
                goal.parent.mkdir(exist_ok=True)
                shutil.copyfile(file, goal)
        absent = layer / "absent.txt"
        if absent.exists():
            for name in absent.read_text(encoding="utf-8").split():
                (target / name).unlink()
    return target


def guidepress(project: Path, *words: str, **environment: str) -> Run:
    """Run the command line as a user does, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "guidepress", *words],
        cwd=project,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, **environment},
        timeout=LIMIT,
    )


def build_wheel(source: Path, folder: Path) -> Path:
    """Build the wheel of a project of ours; no registry is asked for what builds it."""
    hatchling = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run(
        [*hatchling, "--directory", str(folder)],
        cwd=source,
        check=True,
        timeout=LIMIT,
        capture_output=True,
    )
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(REPOSITORY, tmp_path_factory.mktemp("wheel"))


def release_reviewed(project: Path, gid: str) -> None:
    """Release a copy of the base guideline that was reviewed and is otherwise the same."""
    guideline = project / "content" / gid / "guideline.yaml"
    text = guideline.read_text(encoding="utf-8")
    text = text.replace("updated: 2015-01-29\n", "updated: 2015-01-29\nreviewed: 2016-01-01\n", 1)
    guideline.write_text(text, encoding="utf-8")
    done = guidepress(project, "release", gid, "--date", "2016-01-02", "--kind", "reviewed")
    assert done.returncode == 0, done.stdout + done.stderr
