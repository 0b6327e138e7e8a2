"""Every file of the published tree: of its schema, of its checksum, and named when it is altered."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from conftest import TESTS, guidepress
from guidepress.release.verify import verify_folder
from guidepress_client import AlteredError, ClientError, NotPublishedError, connect
from limits import LIMIT
from sums import write_sums

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.checkout

GID = "childhood-sts-recurrent"
SUMS = "SHA256SUMS"
SCHEMAS = {
    "index.json": "index",
    "versions.json": "versions",
    "ids.json": "ids",
    "history.json": "history",
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
    validators = {
        schema: Draft202012Validator(json.loads(schema.read_bytes())) for schema, _ in found
    }
    for schema, file in found:
        validators[schema].validate(json.loads(file.read_bytes()))


def ajv(pairs: list[tuple[Path, Path]]) -> list[str]:
    done = subprocess.run(
        ["node", "validate.mjs"],
        cwd=TESTS / "node",
        input=json.dumps([[str(each) for each in pair] for pair in pairs]),
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return list(json.loads(done.stdout))


def test_ajv_in_its_strict_mode_says_the_same(tree: Path, tmp_path: Path) -> None:
    assert ajv(list(documents(tree))) == []
    empty = tmp_path / "empty.json"
    empty.write_text("{}", "utf-8")
    schemas = sorted((tree / "schema").glob("*.schema.json"))
    assert len(schemas) == 8
    assert len(ajv([(schema, empty) for schema in schemas])) == 8


def test_the_published_schemas_are_schemas(tree: Path) -> None:
    schemas = sorted((tree / "schema").glob("*.schema.json"))
    tool = str(Path(sys.executable).with_name("check-jsonschema"))
    command = [tool, "--check-metaschema", *map(str, schemas)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LIMIT)
    assert done.returncode == 0, done.stdout


def names(tree: Path) -> list[str]:
    return sorted(file.relative_to(tree).as_posix() for file in tree.rglob("*") if file.is_file())


def told(tree: Path, name: str) -> tuple[set[str], set[str]]:
    """Return the files that verify names, and those that the client names when it is asked for one."""
    by_verify = {problem.position.file for problem in verify_folder(tree, "api")}
    by_client = set()
    try:
        connect(tree).read(name)
    except ClientError as error:
        by_client |= named_by(error)
    return by_verify, by_client


def named_by(error: ClientError) -> set[str]:
    return {error.name} if isinstance(error, AlteredError) else {str(error).split()[0]}


@pytest.fixture
def small(copied: Path) -> Path:
    """A tree with every kind of file, and few of each: every one of them is damaged in turn."""
    shutil.rmtree(copied / "retold")
    shutil.rmtree(copied / GID)
    write_sums(copied)
    assert list(verify_folder(copied, "api")) == []
    assert list(connect(copied).verify()) == []
    return copied


def test_any_one_altered_file_is_refused_and_named(small: Path) -> None:
    for name in names(small):
        file = small / name
        whole = file.read_bytes()
        altered = bytearray(whole or b"x")  # a withdrawal has no references to list
        altered[len(altered) // 2] ^= 1
        file.write_bytes(bytes(altered))
        by_verify, by_client = told(small, name)
        file.write_bytes(whole)
        assert by_verify if name == SUMS else f"api/{name}" in by_verify
        assert name in by_client


def test_checksums_that_say_something_else_are_told_at_the_file_that_they_say_it_of(
    small: Path,
) -> None:
    for sums in (small / SUMS, small / f"ward/{SUMS}"):
        whole = sums.read_text("utf-8")
        folder = sums.parent.relative_to(small).as_posix().removeprefix(".")
        for line in whole.splitlines():
            name = line.split()[1]
            sums.write_text(whole.replace(line, f"{'0' * 64}  {name}"), "utf-8", newline="\n")
            own = sums.read_bytes()
            if folder:
                vouch(small, own)
            name = f"{folder}/{name}".removeprefix("/")
            problems = list(verify_folder(small, "api"))
            assert f"api/{name}" in {each.position.file for each in problems}
            assert all(SUMS in each.message for each in problems)
            (error,) = connect(small).verify()
            assert named_by(error) == {name}
            assert SUMS in str(error)
        sums.write_text(whole, "utf-8", newline="\n")
        vouch(small, whole.encode() if folder else None)


def test_an_older_version_is_not_passed_off_as_the_latest(small: Path, tmp_path: Path) -> None:
    """Though each sum fits: whoever publishes a tree may have lost its end."""
    tree = shutil.copytree(small, tmp_path / "copy")
    versions = json.loads((tree / "ward/versions.json").read_bytes())
    newest = versions["latest"]
    assert newest not in {None, "1.0.0"}
    (tree / "ward/versions.json").write_text(json.dumps(versions | {"latest": "1.0.0"}), "utf-8")
    write_sums(tree)
    (problem,) = [
        each for each in verify_folder(tree, "api") if each.position.file.endswith("versions.json")
    ]
    assert problem.message == f"it calls 1.0.0 the latest version, which is {newest}"


def vouch(tree: Path, own: bytes | None) -> None:
    """Let the list of the tree name the list of the ward as it is."""
    if own is not None:
        text = (tree / SUMS).read_text("utf-8")
        line = f"{sha256(own).hexdigest()}  ward/{SUMS}"
        (tree / SUMS).write_text(re.sub(rf"\w+  ward/{SUMS}", line, text), "utf-8", newline="\n")


def test_any_one_missing_file_is_refused_and_named(small: Path) -> None:
    for name in names(small):
        whole = (small / name).read_bytes()
        (small / name).unlink()
        if name == SUMS:
            with pytest.raises(NotPublishedError, match="SHA256SUMS is not in"):
                connect(small).index()
        else:
            by_verify, by_client = told(small, name)
            assert f"api/{name}" in by_verify
            assert name in by_client
        (small / name).write_bytes(whole)


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
