"""Every file of the published tree: of its schema, of its checksum, and named when it is altered."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from conftest import TESTS, guidepress
from guidepress.client import AlteredError, ClientError, NotPublishedError, connect
from guidepress.release import verify_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.checkout

SCHEMAS = {
    "index.json": "index",
    "versions.json": "versions",
    "ids.json": "ids",
    "latest.json": "bundle",
    "bundle.json": "bundle",
    "changes.json": "changes",
}


def documents(tree: Path) -> Iterator[tuple[Path, Path]]:
    """Yield every JSON file of ours, and the schema that is published for it."""
    for file in sorted(tree.rglob("*.json")):
        if file.parent.name != "schema" and file.name in SCHEMAS:
            yield tree / f"schema/{SCHEMAS[file.name]}.schema.json", file


def test_every_published_file_of_ours_fits_its_published_schema(tree: Path) -> None:
    found = list(documents(tree))
    assert len(found) >= 3 * 4 + 9
    assert {file.name for _, file in found} == set(SCHEMAS)
    for schema, file in found:
        jsonschema.validate(json.loads(file.read_bytes()), json.loads(schema.read_bytes()))


def ajv(pairs: list[tuple[Path, Path]]) -> list[str]:
    done = subprocess.run(
        ["node", "validate.mjs"],
        cwd=TESTS / "node",
        input=json.dumps([[str(each) for each in pair] for pair in pairs]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return list(json.loads(done.stdout))


def test_ajv_in_its_strict_mode_says_the_same(tree: Path, tmp_path: Path) -> None:
    assert ajv(list(documents(tree))) == []
    empty = tmp_path / "empty.json"
    empty.write_text("{}", "utf-8")
    schemas = sorted((tree / "schema").glob("*.schema.json"))
    assert len(schemas) == 7
    assert len(ajv([(schema, empty) for schema in schemas])) == 7


def test_the_published_schemas_are_schemas(tree: Path) -> None:
    schemas = sorted((tree / "schema").glob("*.schema.json"))
    tool = str(Path(sys.executable).with_name("check-jsonschema"))
    command = [tool, "--check-metaschema", *map(str, schemas)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def names(tree: Path) -> list[str]:
    return sorted(file.relative_to(tree).as_posix() for file in tree.rglob("*") if file.is_file())


def told(tree: Path) -> tuple[set[str], set[str]]:
    """Return the files that verify names, and those that the client names."""
    by_verify = {problem.position.file for problem in verify_folder(tree, "api")}
    by_client = set()
    try:
        for error in connect(tree).verify():
            by_client |= named_by(error)
    except ClientError as error:
        by_client |= named_by(error)
    return by_verify, by_client


def named_by(error: ClientError) -> set[str]:
    return {error.name} if isinstance(error, AlteredError) else {str(error).split()[0]}


def test_any_one_altered_file_is_refused_and_named(copied: Path) -> None:
    assert told(copied) == (set(), set())
    missed = []
    for name in names(copied):
        file = copied / name
        whole = file.read_bytes()
        altered = bytearray(whole)
        altered[len(altered) // 2] ^= 1
        file.write_bytes(bytes(altered))
        by_verify, by_client = told(copied)
        file.write_bytes(whole)
        if name == "SHA256SUMS":
            # What it says of one file is no longer so: that file is named, and the reason names both.
            assert len(by_verify) >= 1
            assert len(by_client) >= 1
        elif f"api/{name}" not in by_verify or name not in by_client:
            missed.append(name)
    assert missed == []
    assert told(copied) == (set(), set())


def test_any_one_missing_file_is_refused_and_named(copied: Path) -> None:
    for name in names(copied):
        whole = (copied / name).read_bytes()
        (copied / name).unlink()
        if name == "SHA256SUMS":
            with pytest.raises(NotPublishedError, match="SHA256SUMS is not in"):
                connect(copied).index()
        else:
            by_verify, by_client = told(copied)
            assert f"api/{name}" in by_verify
            assert name in by_client
        (copied / name).write_bytes(whole)


@pytest.mark.parametrize("sums", [b"\xff\xfe", b"nonsense\n", b"", b"\n"])
def test_checksums_that_are_none_are_named(copied: Path, sums: bytes) -> None:
    (copied / "SHA256SUMS").write_bytes(sums)
    done = guidepress(copied.parent, "verify", "v1")
    assert done.returncode == 1
    assert "SHA256SUMS" in done.stdout
    assert "Traceback" not in done.stderr
    with pytest.raises(ClientError, match="SHA256SUMS"):
        connect(copied).index()


def test_an_altered_file_is_refused_when_it_is_read(copied: Path) -> None:
    file = copied / "retold/latest.json"
    file.write_bytes(file.read_bytes().replace(b"1.5 mg", b"15 mg "))
    with pytest.raises(
        AlteredError, match=r"retold/latest.json: not the file that SHA256SUMS names"
    ):
        connect(copied).latest("retold")
