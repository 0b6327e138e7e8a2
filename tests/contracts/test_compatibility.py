"""The check of schema changes: cases of each kind, each with a document that shows the break."""

from __future__ import annotations

import json
from copy import deepcopy
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from contracts.compatibility import (
    CLASSES,
    KEPT,
    READERS,
    claimed,
    class_of,
    find_differences,
)
from contracts.conftest import CONTRACTS
from guidepress.model import SCHEMA_VERSION
from guidepress.schema.load import PUBLISHED, load_schema

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.checkout

OLD: dict[str, Any] = {
    "$id": "urn:guidepress:schema:test:1.0.0",
    "title": "Test",
    "type": "object",
    "properties": {
        "id": {"description": "Id.", "type": "string", "minLength": 2, "maxLength": 5},
        "kind": {"$ref": "#/$defs/kind"},
        "note": {"type": "string"},
        "code": {"type": "string", "pattern": "^[0-9]+$"},
        "parts": {"type": "array", "items": {"$ref": "#/$defs/part"}, "minItems": 1},
    },
    "required": ["id", "parts"],
    "$defs": {
        "kind": {"type": "string", "enum": ["benefit", "harm"]},
        "part": {
            "type": "object",
            "properties": {"rank": {"type": "integer", "maximum": 9}},
            "required": ["rank"],
        },
    },
}
WHOLE: dict[str, Any] = {
    "id": "abc",
    "kind": "harm",
    "note": "n",
    "code": "12",
    "parts": [{"rank": 1}],
}

DELETE = object()


def edited(data: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return the data with one value set, or removed."""
    data = deepcopy(data)
    *steps, last = path.strip("/").split("/")
    holder: Any = data
    for step in steps:
        holder = holder[int(step) if isinstance(holder, list) else step]
    if value is DELETE:
        del holder[last]
    else:
        holder[last] = value
    return data


# (what, path and value in the schema, whom it breaks, what it is called, and how to edit the whole
# document so that it shows the break)
MAJOR = [
    ("properties/note", DELETE, READERS, "a field is gone", ("note", 7)),
    ("required", ["id", "parts", "note"], KEPT, "a field becomes required", ("note", DELETE)),
    ("required", ["parts"], READERS, "a field may now be absent", ("id", DELETE)),
    ("$defs/part/required", [], READERS, "a field may now be absent", ("parts", [{}])),
    ("$defs/kind/enum", ["benefit", "harm", "dose"], READERS, "the value dose is new", ("kind", "dose")),
    ("$defs/kind/enum", ["benefit"], KEPT, "the value harm is gone", ("kind", "harm")),
    ("$defs/kind/enum", DELETE, READERS, "a list of values is gone", ("kind", "dose")),
    ("properties/note/enum", ["n"], KEPT, "a list of values is new", ("note", "m")),
    ("properties/id/maxLength", 4, KEPT, "maxLength is narrower", ("id", "abcde")),
    ("properties/id/maxLength", 6, READERS, "maxLength is wider", ("id", "abcdef")),
    ("properties/id/maxLength", DELETE, READERS, "maxLength is wider", ("id", "abcdef")),
    ("properties/id/minLength", 3, KEPT, "minLength is narrower", ("id", "ab")),
    ("properties/id/minLength", 1, READERS, "minLength is wider", ("id", "a")),
    ("properties/note/maxLength", 3, KEPT, "maxLength is narrower", ("note", "long")),
    ("properties/parts/minItems", DELETE, READERS, "minItems is wider", ("parts", [])),
    ("properties/parts/uniqueItems", True, KEPT, "uniqueItems is narrower", ("parts", [{"rank": 1}, {"rank": 1}])),
    ("$defs/part/properties/rank/maximum", 8, KEPT, "maximum is narrower", ("parts/0/rank", 9)),
    ("properties/note/pattern", "^n", KEPT, "pattern is narrower", ("note", "m")),
    ("properties/code/pattern", DELETE, READERS, "pattern is wider", ("code", "x")),
    ("additionalProperties", False, KEPT, "additionalProperties is narrower", ("unheard-of", 1)),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "breaks", "what", "edit"), MAJOR)
def test_a_break_is_found_and_a_document_shows_it(
    path: str, value: Any, breaks: str, what: str, edit: tuple[str, Any]
) -> None:
    new = edited(OLD, path, value)
    (found,) = find_differences(OLD, new)
    assert (found.what, found.breaks, found.size) == (what, (breaks,), "major")
    document = edited(WHOLE, *edit)
    verdicts = {READERS: is_valid(OLD, document), KEPT: is_valid(new, document)}
    assert verdicts == {breaks: False, (KEPT if breaks == READERS else READERS): True}


def is_valid(schema: dict[str, Any], document: Any) -> bool:
    return Draft202012Validator(schema).is_valid(document)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("properties/code/pattern", "^[a-z]+$"),
        ("properties/note/type", "integer"),
        ("properties/note/format", "uri"),
    ],
)
def test_what_cannot_be_judged_counts_as_a_break(path: str, value: Any) -> None:
    assert class_of(OLD, edited(OLD, path, value)) == "major"


@pytest.mark.parametrize(
    ("path", "value", "size"),
    [
        ("properties/colour", {"type": "string"}, "minor"),
        ("$defs/part/properties/name", {"type": "object", "required": ["x"]}, "minor"),
        ("title", "Another", "patch"),
        ("properties/id/description", "The id.", "patch"),
        ("properties/id/examples", ["abc"], "patch"),
        ("properties/id/x-says", "an id", "patch"),
        ("$id", "urn:guidepress:schema:test:1.0.1", "patch"),
        ("$defs/unused", {"type": "string"}, "patch"),
    ],
)
def test_additions_are_minor_and_words_are_patches(path: str, value: Any, size: str) -> None:
    new = edited(OLD, path, value)
    assert class_of(OLD, new) == size
    assert class_of(OLD, OLD) == "none"
    assert is_valid(new, WHOLE)


def test_a_definition_may_move_without_a_change() -> None:
    new = edited(OLD, "properties/kind", OLD["$defs"]["kind"])
    assert class_of(OLD, new) == "patch"


def test_one_break_among_additions_makes_the_change_major() -> None:
    new = edited(
        edited(OLD, "properties/colour", {"type": "string"}), "required", ["id", "parts", "colour"]
    )
    assert class_of(OLD, new) == "major"


@pytest.mark.parametrize(
    ("old", "new", "size"),
    [
        ("1.0.0", "1.0.0", "none"),
        ("1.0.0", "1.0.1", "patch"),
        ("1.0.9", "1.1.0", "minor"),
        ("1.9.0", "2.0.0", "major"),
    ],
)
def test_versions_claim_a_class(old: str, new: str, size: str) -> None:
    assert claimed(old, new) == size


def kept() -> list[Path]:
    """Every version of the published schemas that was ever released, oldest first."""
    folders = (CONTRACTS / "kept").iterdir()
    return sorted(folders, key=lambda each: [int(part) for part in each.name.split(".")])


def kept_schema(folder: Path, kind: str) -> dict[str, Any]:
    return dict(json.loads((folder / f"v1/schema/{kind}.schema.json").read_bytes()))


@pytest.mark.parametrize("kind", PUBLISHED)
def test_every_version_of_a_schema_is_of_the_class_that_it_claims(kind: str) -> None:
    versions = kept()
    for older, newer in pairwise(versions):
        needed = class_of(kept_schema(older, kind), kept_schema(newer, kind))
        claim = claimed(older.name, newer.name)
        assert CLASSES.index(claim) >= CLASSES.index(needed), f"{kind} {newer.name}: {needed}"


@pytest.mark.parametrize("kind", PUBLISHED)
def test_the_schema_is_the_one_that_its_version_was_released_with(kind: str) -> None:
    newest = kept()[-1]
    assert load_schema(kind)["$id"] == f"urn:guidepress:schema:{kind}:{SCHEMA_VERSION}"
    assert newest.name == SCHEMA_VERSION
    found = list(find_differences(kept_schema(newest, kind), load_schema(kind)))
    assert kept_schema(newest, kind) == load_schema(kind), f"see docs/compatibility.md: {found}"
