"""Check a published ``api/v1/`` tree: sums, schemas, and each chain of versions."""

from __future__ import annotations

import json
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from guidepress.problem import Position, Problem
from guidepress.release.checksums import SUMS, read_checksums
from guidepress.release.partition import leads
from guidepress.schema import explain, is_valid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

RULE = "verify"


def is_published(folder: Path) -> bool:
    """Tell whether the folder is a published tree; a project may keep earlier sums beside it."""
    is_project = (folder / "mkdocs.yml").exists() or any((folder / "content").glob("*/releases"))
    return folder.name != "content" and not is_project and (folder / SUMS).is_file()


def verify_published(folder: Path, shown: str) -> Iterator[Problem]:
    """Verify a tree whose files are those that its SHA256SUMS names; yield what is wrong."""
    sums, malformed, _ = read_checksums(folder / SUMS)
    for name in malformed:
        place = Position(f"{shown}/{name}", 1, 1)
        yield Problem(place, RULE, "this is not a list of checksums, one a file and line")
    present = {
        file.relative_to(folder).as_posix(): file
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
    for name in (SUMS, f"{SUMS}.sig"):
        present.pop(name, None)
    for name in sorted(sums.keys() | present.keys()):
        place = Position(f"{shown}/{name}", 1, 1)
        if name not in present:
            yield Problem(place, RULE, f"{SUMS} names this file, but it is missing")
        elif name not in sums:
            yield Problem(place, RULE, f"{SUMS} does not name this file")
        elif sha256(present[name].read_bytes()).hexdigest() != sums[name]:
            yield Problem(place, RULE, f"the file is not the one that {SUMS} names")
    yield from _verify_schemas(present, shown)
    yield from _verify_chains(folder, shown)


_KINDS = {
    "index.json": "index",
    "versions.json": "versions",
    "ids.json": "ids",
    "latest.json": "bundle",
    "bundle.json": "bundle",
    "changes.json": "changes",
}


def _schema_faults(kind: str, data: Any, place: Position) -> Iterator[Problem]:
    if not is_valid(kind, data):
        for fault in explain(kind, data):
            yield Problem(place, RULE, fault)


def _verify_schemas(present: Mapping[str, Path], shown: str) -> Iterator[Problem]:
    for name, file in present.items():
        kind = None if name.startswith("schema/") else _KINDS.get(file.name)
        if kind:
            place = Position(f"{shown}/{name}", 1, 1)
            try:
                yield from _schema_faults(kind, json.loads(file.read_bytes()), place)
            except ValueError:
                yield Problem(place, RULE, "this is not JSON")


def _verify_chains(folder: Path, shown: str) -> Iterator[Problem]:
    """Follow every guideline's deltas from its first version to ``latest.json``."""
    for versions in sorted(folder.glob("*/versions.json")):
        home = versions.parent
        place = Position(f"{shown}/{home.name}/versions.json", 1, 1)
        try:
            listed = json.loads(versions.read_bytes())["versions"]
            yield from _verify_chain(home, f"{shown}/{home.name}", listed)
        except (ValueError, KeyError, TypeError, OSError) as error:
            yield Problem(place, RULE, f"the chain of versions cannot be followed: {error}")


def _verify_chain(home: Path, shown: str, listed: list[Any]) -> Iterator[Problem]:
    for newer, older in pairwise(listed):
        changes = json.loads((home / newer["version"] / "changes.json").read_bytes())
        old = (home / older["version"] / "bundle.json").read_bytes()
        new = (home / newer["version"] / "bundle.json").read_bytes()
        if not leads(changes, old, new):
            place = Position(f"{shown}/{newer['version']}/changes.json", 1, 1)
            message = f"the delta does not lead from {older['version']} to {newer['version']}"
            yield Problem(place, RULE, message)
    newest = (home / listed[0]["version"] / "bundle.json").read_bytes()
    if (home / "latest.json").read_bytes() != newest:
        place = Position(f"{shown}/latest.json", 1, 1)
        yield Problem(place, RULE, f"this is not the bundle of {listed[0]['version']}")
