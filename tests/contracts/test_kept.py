"""What was published, and apps that were written then, work with every later version."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from conftest import REPOSITORY, TESTS, guidepress
from contracts.conftest import CONTRACTS, serve
from guidepress.model import Guideline, from_data, to_data
from guidepress.schema.load import is_valid
from guidepress_client import connect
from limits import LIMIT

if TYPE_CHECKING:
    from pathlib import Path

    from contracts.conftest import Served

pytestmark = pytest.mark.checkout

KEPT = sorted(folder.name for folder in (CONTRACTS / "kept").iterdir())
NODE = TESTS / "node"


def kept(version: str) -> Path:
    return CONTRACTS / "kept" / version


def run_app(version: str, address: str) -> str:
    command = [sys.executable, str(kept(version) / "app.py"), f"{address}/v1"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, encoding="utf-8", timeout=LIMIT
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("version", KEPT)
def test_an_app_of_then_reads_the_tree_of_today(version: str, host: Served) -> None:
    """It says of the same releases what it said then: they are frozen."""
    (then,) = serve_once(kept(version), version)
    assert run_app(version, host.address) == then
    assert "pazopanib listed 2Diii" in then
    assert "Out of date. 2.0.0" in then
    assert "id excision replaced excision-local excision-lung" in then


def serve_once(folder: Path, version: str) -> list[str]:
    return [run_app(version, served.address) for served in serve(folder)]


@pytest.mark.parametrize("version", KEPT)
def test_the_client_of_today_reads_the_tree_of_then(version: str) -> None:
    tree = kept(version) / "v1"
    library = connect(tree)
    assert list(library.verify()) == []
    for entry in library.index()["guidelines"]:
        for each in library.versions(entry["id"])["versions"]:
            held = (tree / each["bundle"]).read_bytes()
            latest = (tree / entry["latest"]).read_bytes()
            assert library.update(held, even_if_withdrawn=True) == latest


@pytest.mark.parametrize("version", KEPT)
def test_verify_of_today_finds_nothing_wrong_with_the_tree_of_then(version: str) -> None:
    done = guidepress(kept(version), "verify", "v1")
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("version", KEPT)
def test_the_model_of_today_holds_all_of_the_bundles_of_then(version: str) -> None:
    bundles = sorted((kept(version) / "v1").glob("*/*/bundle.json"))
    assert len(bundles) >= 9
    for file in bundles:
        data = json.loads(file.read_bytes())
        assert is_valid("bundle", data)
        assert to_data(from_data(Guideline, data)) == data


@pytest.mark.parametrize("version", KEPT)
def test_the_files_of_today_fit_the_schemas_of_then(version: str, tree: Path) -> None:
    for kind, pattern in {
        "index": "index.json",
        "versions": "*/versions.json",
        "ids": "*/ids.json",
        "bundle": "*/*/bundle.json",
        "changes": "*/*/changes.json",
    }.items():
        schema = json.loads((kept(version) / f"v1/schema/{kind}.schema.json").read_bytes())
        validator = Draft202012Validator(schema)
        files = list(tree.glob(pattern))
        assert files
        for file in files:
            validator.validate(json.loads(file.read_bytes()))


def compiled(folder: Path) -> subprocess.CompletedProcess[str]:
    """Compile ``app.ts`` strictly, against the declarations of today under the name that it uses."""
    tsc = str(NODE / "node_modules/.bin/tsc")
    (folder / "node_modules/guidepress").mkdir(parents=True)
    declarations = REPOSITORY / "schema/guidepress.d.ts"
    shutil.copy(declarations, folder / "node_modules/guidepress/index.d.ts")
    options = [
        "--strict",
        "--noEmit",
        "--skipDefaultLibCheck",
        "--exactOptionalPropertyTypes",
        "--noUncheckedIndexedAccess",
    ]
    options += ["--target", "es2022", "--module", "es2022", "--moduleResolution", "bundler"]
    command = [tsc, *options, "app.ts"]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=LIMIT
    )


@pytest.mark.parametrize("version", KEPT)
def test_a_typescript_app_of_then_compiles_with_the_types_of_today(
    version: str, tmp_path: Path
) -> None:
    shutil.copy(kept(version) / "app.ts", tmp_path)
    done = compiled(tmp_path)
    assert (done.returncode, done.stdout) == (0, "")


def test_an_app_that_overlooks_what_may_be_absent_does_not_compile(tmp_path: Path) -> None:
    app = (
        'import type { Bundle } from "guidepress";\n'
        "export const reason = (each: Bundle): string => each.guideline.withdrawal.reason;\n"
        'export const draft = (each: Bundle): boolean => each.guideline.status === "retracted";\n'
    )
    (tmp_path / "app.ts").write_text(app, "utf-8")
    done = compiled(tmp_path)
    assert done.returncode != 0
    assert "'each.guideline.withdrawal' is possibly 'undefined'" in done.stdout
    assert "have no overlap" in done.stdout
