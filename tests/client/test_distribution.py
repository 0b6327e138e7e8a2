"""The client is a distribution of its own that needs nothing but Python."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import guidepress_client
from conftest import REPOSITORY, TESTS, build_wheel
from limits import LIMIT

if TYPE_CHECKING:
    from contracts.conftest import Served

pytestmark = pytest.mark.checkout

SOURCE = REPOSITORY / "build/client"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(SOURCE, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter whose environment holds the client alone, installed without a network."""
    folder = tmp_path_factory.mktemp("empty") / "env"
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True, timeout=LIMIT
    )
    there = folder / "bin/python"
    pip = [sys.executable, "-m", "pip", "--python", str(there), "install", "--quiet"]
    subprocess.run([*pip, "--no-index", "--no-deps", str(wheel)], check=True, timeout=LIMIT)
    return there


def test_the_wheel_holds_the_client_its_types_and_its_licence_and_no_more(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {"guidepress_client/py.typed", "guidepress_client/types.py"} <= set(names)
    (licence,) = [name for name in names if name.endswith("/LICENSE")]
    assert zipfile.ZipFile(wheel).read(licence) == (REPOSITORY / "LICENSE").read_bytes()
    folders = {name.partition("/")[0] for name in names}
    assert folders == {"guidepress_client", "guidepress_client-0.1.0.dist-info"}
    (metadata,) = [name for name in names if name.endswith("/METADATA")]
    assert b"Requires-Dist" not in zipfile.ZipFile(wheel).read(metadata)


@pytest.mark.parametrize("place", ["folder", "address"])
def test_in_an_empty_environment_an_app_reads_a_tree_and_imports_nothing_else(
    python: Path, copied: Path, host: Served, place: str
) -> None:
    where = str(copied) if place == "folder" else f"{host.address}/v1"
    command = [str(python), "-I", "-W", "error", str(TESTS / "client/read_a_tree.py"), where]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LIMIT)
    assert (done.returncode, done.stderr) == (0, "")
    report: dict[str, Any] = json.loads(done.stdout)
    assert report["imported"] == ["guidepress_client"]
    assert Path(report["package"]).is_relative_to(python.parents[1])
    assert (report["version"], report["withdrawn"]) == ("2.0.0", "withdrawn: Out of date.")


def test_the_example_of_the_readme_runs_there(python: Path, host: Served) -> None:
    page = (SOURCE / "README.md").read_text("utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    code = code.replace("https://publisher.example/api/v1", f"{host.address}/v1")
    command = [str(python), "-I", "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LIMIT)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("childhood soft tissue sarcoma 2.0.0\n")


def imported_by(file: Path) -> list[str]:
    """Return what a module imports at run time or for its types."""
    found = []
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append(str(node.module))
    return [name.partition(".")[0] for name in found]


def test_the_client_imports_nothing_but_itself_and_the_standard_library() -> None:
    files = sorted((SOURCE / "guidepress_client").glob("*.py"))
    assert len(files) >= 7
    for file in files:
        for name in imported_by(file):
            assert name in {"guidepress_client", *sys.stdlib_module_names}, f"{file.name}: {name}"


def test_the_tool_does_not_import_the_client() -> None:
    for file in (REPOSITORY / "build/guidepress").rglob("*.py"):
        assert "guidepress_client" not in imported_by(file), file.name


def test_what_the_client_offers_is_what_it_names() -> None:
    assert set(guidepress_client.__all__) <= set(dir(guidepress_client))
