"""What must hold of the built wheel in an environment that has nothing but what it asks for."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from house.reproducible import build, find_differences, find_pythons, install
from limits import LIMIT

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

pytestmark = [pytest.mark.checkout, pytest.mark.slow]

PYTHONS = find_pythons()


@pytest.fixture(scope="module", params=PYTHONS)
def installed(
    request: pytest.FixtureRequest, wheel: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The Python of an environment that has the wheel and its dependencies, without an extra."""
    room = tmp_path_factory.mktemp(request.param)
    return install(PYTHONS[request.param], room, wheel)


def typed(python: Path, place: Path, *words: str) -> Run:
    return subprocess.run(
        [str(python), *words],
        cwd=place,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=LIMIT,
        check=False,
        env={"PATH": "/usr/bin:/bin"},
    )


# What the extras bring, and the one package of ours that is of an extra as a whole.
IMPORT_ALL = """\
import importlib, pkgutil, guidepress
OURS = "guidepress.edit.template"
for each in pkgutil.walk_packages(guidepress.__path__, "guidepress."):
    if not each.name.startswith(OURS) and not each.name.endswith("__main__"):
        importlib.import_module(each.name)
        print(each.name)
"""


def test_every_module_finds_what_it_imports(installed: Path, tmp_path: Path) -> None:
    done = typed(installed, tmp_path, "-W", "error", "-c", IMPORT_ALL)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 50


def test_a_new_project_is_released_and_built(installed: Path, tmp_path: Path) -> None:
    for words in (
        ("init", "new"),
        ("--project", "new", "validate"),
        ("--project", "new", "release", "example", "--date", "2026-01-10"),
        ("--project", "new", "build"),
        ("--project", "new", "verify"),
        ("--project", "new", "export", "example", "--to", "csv"),
    ):
        done = typed(installed, tmp_path, "-m", "guidepress", *words)
        assert done.returncode == 0, (words, done.stdout, done.stderr)
    assert (tmp_path / "new/site/example/1.0.0/index.html").is_file()


def test_the_site_is_that_of_the_checkout_to_the_byte(installed: Path, tmp_path: Path) -> None:
    there = build(installed, tmp_path / "wheel")
    here = build(sys.executable, tmp_path / "checkout")
    assert find_differences(here, there) == []
