"""Each definition, value and required field of the published schemas is used, and its lack is told.

``whole/<kind>.json`` is a document with every field that the schema knows; that of a bundle is made
of the examples of its description. Invalid documents are made
from it, one fault each, and the validator must tell that fault, there, and no other.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from derive_schemas import example_of
from jsonschema_rs import Draft202012Validator

from contracts.conftest import CONTRACTS
from guidepress.model import Guideline
from guidepress.schema.load import PUBLISHED, load_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.checkout

Path = tuple[str | int, ...]


class Use(NamedTuple):
    """A schema that judges a value of the whole document: its place there, and in the schema."""

    place: Path
    named: str
    schema: dict[str, Any]


@cache
def whole(kind: str) -> Any:
    if kind == "bundle":
        return example_of(Guideline)
    return json.loads((CONTRACTS / f"whole/{kind}.json").read_bytes())


def uses(
    schema: dict[str, Any], root: dict[str, Any], data: Any, place: Path = (), named: str = ""
) -> Iterator[Use]:
    """Yield every schema that the document reaches."""
    while "$ref" in schema:
        named = schema["$ref"].removeprefix("#/$defs/")
        schema = root["$defs"][named]
    yield Use(place, named, schema)
    for key, each in schema.get("properties", {}).items():
        if key in data:
            yield from uses(each, root, data[key], (*place, key), f"{named}/{key}")
    if "items" in schema:
        for number, item in enumerate(data):
            yield from uses(schema["items"], root, item, (*place, number), f"{named}/*")


@cache
def reached(kind: str) -> tuple[Use, ...]:
    """Return one use of each schema: what is used at many places is one definition."""
    schema = load_schema(kind)
    found = {use.named: use for use in uses(schema, schema, whole(kind))}
    return tuple(found.values())


def declared(schema: dict[str, Any], named: str) -> Iterator[str]:
    """Yield the name of every schema below one, definitions not followed."""
    yield named
    for key, each in schema.get("properties", {}).items():
        if "$ref" not in each:
            yield from declared(each, f"{named}/{key}")
    if "items" in schema and "$ref" not in schema["items"]:
        yield from declared(schema["items"], f"{named}/*")


def edited(data: Any, place: Path, value: Any) -> Any:
    """Return the document with another value at the place."""
    if not place:
        return value
    data = data.copy()
    data[place[0]] = edited(data[place[0]], place[1:], value)
    return data


@cache
def validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(load_schema(kind))


def faults(kind: str, data: Any) -> list[tuple[str, Path]]:
    # The slow validator takes a minute for these; another test keeps both of one mind.
    found = validator(kind).iter_errors(data)
    return [(str(error.schema_path[-1]), tuple(error.instance_path)) for error in found]


@pytest.mark.parametrize("kind", PUBLISHED)
def test_the_whole_document_is_valid_and_uses_every_definition_and_field(kind: str) -> None:
    assert faults(kind, whole(kind)) == []
    schema = load_schema(kind)
    known = set(declared(schema, ""))
    for name, each in schema.get("$defs", {}).items():
        known |= set(declared(each, name))
    assert {use.named for use in reached(kind)} == known


@pytest.mark.parametrize("kind", PUBLISHED)
def test_every_listed_value_is_valid_and_no_other(kind: str) -> None:
    listed = [use for use in reached(kind) if "enum" in use.schema]
    for use in listed:
        for value in use.schema["enum"]:
            assert faults(kind, edited(whole(kind), use.place, value)) == [], (use.place, value)
        other = edited(whole(kind), use.place, "no-such-value")
        assert faults(kind, other) == [("enum", use.place)]


@pytest.mark.parametrize("kind", PUBLISHED)
def test_every_required_field_is_missed_where_it_is_absent(kind: str) -> None:
    document = whole(kind)
    for use in reached(kind):
        for key in use.schema.get("required", ()):
            holder = value_at(document, use.place)
            absent = {name: each for name, each in holder.items() if name != key}
            assert faults(kind, edited(document, use.place, absent)) == [("required", use.place)]


def value_at(data: Any, place: Path) -> Any:
    for step in place:
        data = data[step]
    return data


WRONG = {"object": 7, "array": 7, "string": 7, "integer": "x", "boolean": "x"}


@pytest.mark.parametrize("kind", PUBLISHED)
def test_every_value_of_another_type_is_refused_there(kind: str) -> None:
    for use in reached(kind):
        if "type" in use.schema and "enum" not in use.schema:
            wrong = edited(whole(kind), use.place, WRONG[use.schema["type"]])
            assert faults(kind, wrong) == [("type", use.place)]


# (rule, a value that only this rule refuses)
NARROW: dict[str, Callable[[Any, Any], Any]] = {
    "maxLength": lambda limit, example: (example + "a" * 6_000)[: limit + 1],
    "minLength": lambda _limit, _example: "",
    "maximum": lambda limit, _example: limit + 1,
    "minimum": lambda limit, _example: limit - 1,
    "maxItems": lambda limit, example: (example * (limit + 1))[: limit + 1],
    "minItems": lambda _limit, _example: [],
    "uniqueItems": lambda _limit, example: [*example, example[0]],
    "minProperties": lambda _limit, _example: {},
    "pattern": lambda _limit, _example: "~",
}  # fmt: skip


@pytest.mark.parametrize("kind", PUBLISHED)
def test_every_rule_refuses_what_breaks_it(kind: str) -> None:
    document = whole(kind)
    for use in reached(kind):
        for rule in NARROW.keys() & use.schema.keys():
            if (rule, use.schema[rule]) == ("minItems", 0):
                continue  # it refuses nothing
            value = NARROW[rule](use.schema[rule], value_at(document, use.place))
            found = faults(kind, edited(document, use.place, value))
            assert (rule, use.place) in found, (rule, use.place)
            assert {place for _, place in found} == {use.place}


@pytest.mark.parametrize("kind", PUBLISHED)
def test_every_rule_of_the_schemas_is_one_that_these_tests_know(kind: str) -> None:
    known = {*NARROW, "type", "enum", "required", "properties", "items", "title", "description"}
    known |= {"examples", "$schema", "$id", "$defs"}
    for use in reached(kind):
        assert use.schema.keys() <= known


@pytest.mark.parametrize("kind", PUBLISHED)
def test_every_field_has_a_title_a_description_and_an_example_that_is_valid(kind: str) -> None:
    root = load_schema(kind)
    for use in reached(kind):
        schema = use.schema
        assert schema.get("title") or use.named.endswith("*"), use.named
        assert schema.get("description") or use.named.endswith("*"), use.named
        told = schema.get("examples") or "properties" in schema or "items" in schema
        assert told or use.named.endswith("*"), use.named
        for example in schema.get("examples", ()):
            rules = {**schema, "$defs": root["$defs"]} if "$ref" in str(schema) else schema
            assert Draft202012Validator(rules).is_valid(example), use.named
