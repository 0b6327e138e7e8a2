"""The hooks that other projects name, run by the real pre-commit."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from conftest import BASE, REPOSITORY
from limits import LIMIT

pytestmark = [pytest.mark.checkout, pytest.mark.slow]

HOOKS = ("guidepress-validate", "guidepress-verify", "guidepress-fmt")


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.autocrlf=false"]
    command = ["git", *who, *words]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=True, timeout=LIMIT
    )
    return done.stdout.strip()


def commit_all(folder: Path) -> str:
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "All of it")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture(scope="module")
def toolkit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of what is in this checkout, committed or not.

    It asks for no other package, since installing them takes half a minute: those that are
    installed here are on the path of the hooks.
    """
    folder = tmp_path_factory.mktemp("toolkit")
    for name in git(REPOSITORY, "ls-files", "--cached", "--others", "--exclude-standard").split():
        if not name.startswith(("tests/", "content/")) and (REPOSITORY / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(REPOSITORY / name, folder / name)
    package = folder / "pyproject.toml"
    text = package.read_text(encoding="utf-8")
    alone = re.sub(r"^dependencies = \[.*?^\]$", "", text, flags=re.MULTILINE | re.DOTALL)
    assert alone != text
    package.write_text(alone, encoding="utf-8")
    commit_all(folder)
    return folder


@pytest.fixture
def society(tmp_path: Path, toolkit: Path) -> Path:
    """A project of its own, whose configuration names the toolkit's hooks."""
    project = tmp_path / "society"
    project.mkdir()
    shutil.copytree(BASE, project / "content/base")
    hooks = "".join(f"      - id: {hook}\n" for hook in HOOKS)
    revision = git(toolkit, "rev-parse", "HEAD")
    config = f"repos:\n  - repo: {toolkit}\n    rev: {revision}\n    hooks:\n{hooks}"
    (project / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    commit_all(project)
    return project


def run(project: Path, hook: str) -> subprocess.CompletedProcess[str]:
    """Run a hook on all files of the project."""
    program = str(Path(sys.executable).with_name("pre-commit"))
    command = [program, "run", hook, "--all-files"]
    environment = {
        **os.environ,
        "PRE_COMMIT_HOME": str(project.parent / "pre-commit"),
        "PYTHONPATH": sysconfig.get_path("purelib"),
    }
    return subprocess.run(
        command,
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=LIMIT,
    )


def test_hooks_pass_good_files_stop_bad_ones_and_lay_them_out(society: Path) -> None:
    for hook in HOOKS[:2]:
        done = run(society, hook)
        assert done.returncode == 0, done.stdout + done.stderr
    options = society / "content/base/options.yaml"
    good = options.read_text(encoding="utf-8")
    options.write_text(good.replace("standing:", "standng:", 1), encoding="utf-8")
    done = run(society, "guidepress-validate")
    assert done.returncode == 1
    assert "standng is not a key here in excision; did you mean standing?" in done.stdout
    laid_out = "    name: Surgical excision\n    standing: listed\n"
    crooked = "    standing: listed\n    name: Surgical excision\n"
    options.write_text(good.replace(laid_out, crooked), encoding="utf-8")
    done = run(society, "guidepress-fmt")
    assert done.returncode == 1
    assert "files were modified by this hook" in done.stdout
    assert "changed content/base/options.yaml" in done.stdout
    assert laid_out in options.read_text(encoding="utf-8")
    assert run(society, "guidepress-fmt").returncode == 0
    assert run(society, "guidepress-validate").returncode == 0
