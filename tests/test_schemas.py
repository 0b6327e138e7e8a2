"""The schemas themselves, and two engines that must be of one mind about them."""

from __future__ import annotations

import json
from copy import deepcopy
from random import Random
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from derive_schemas import authoring_schema, published_schema

from conftest import BASE
from guidepress.content import read_content
from guidepress.resources import SCHEMA_FOLDER
from guidepress.schema import slow_validator
from guidepress.schema.load import AUTHORING, PUBLISHED, load_schema, typed
from guidepress.source.parse import read_document

KINDS = (*AUTHORING, *PUBLISHED)


def test_every_schema_file_has_a_kind() -> None:
    files = {file.name.removesuffix(".schema.json") for file in SCHEMA_FOLDER.glob("*.json")}
    assert files == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_valid_and_refuses_an_empty_object(kind: str) -> None:
    schema = load_schema(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert not jsonschema.Draft202012Validator(schema).is_valid({})
    assert schema["$id"].startswith("urn:")


@pytest.mark.parametrize("kind", ["bundle", *AUTHORING])
def test_a_schema_is_the_one_that_follows_from_the_description(kind: str) -> None:
    kept = json.loads((SCHEMA_FOLDER / f"{kind}.schema.json").read_text(encoding="utf-8"))
    derived = published_schema() if kind == "bundle" else authoring_schema(kind)
    assert kept == derived, "run `python docs/generate.py`"


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_described(kind: str) -> None:
    bare = [path for path, each in _fields(load_schema(kind), "") if "description" not in each]
    undescribed = [path for path in bare if not path.endswith("$ref")]
    assert undescribed == []


def _fields(schema: Any, path: str) -> list[tuple[str, dict[str, Any]]]:
    found = []
    if isinstance(schema, dict):
        for name, each in schema.get("properties", {}).items():
            place = f"{path}/{name}"
            found.append((f"{place}/$ref" if "$ref" in each else place, each))
        for key, each in schema.items():
            found += _fields(each, f"{path}/{key}")
    return found


@pytest.mark.parametrize("kind", PUBLISHED)
def test_published_schemas_let_newer_fields_pass_and_have_one_type_a_field(kind: str) -> None:
    text = json.dumps(load_schema(kind))
    assert '"additionalProperties": false' not in text
    assert "oneOf" not in text
    assert "anyOf" not in text
    assert not [
        path for path, each in _fields(load_schema(kind), "") if isinstance(each.get("type"), list)
    ]


def documents() -> list[tuple[str, Any]]:
    found = [("bundle", read_content(BASE, "base").bundle)]
    for kind in ("guideline", "factors", "options", "references"):
        document, problems = read_document(BASE / f"{kind}.yaml", kind)
        assert document is not None
        assert problems == []
        found.append((kind, typed(kind, document.data)))
    for file in sorted((SCHEMA_FOLDER / "scales").glob("*.yaml")):
        document, _ = read_document(file, file.name)
        assert document is not None
        found.append(("scale", typed("scale", document.data)))
    return found


STRANGE: tuple[Any, ...] = (
    None,
    "",
    0,
    -1,
    True,
    [],
    {},
    "x" * 6_000,
    "2015-02-30",
    "A_b",
    ["a", "a"],
    "a\n",
    "é",
)


def mutated(data: Any, random: Random) -> Any:
    """Replace, remove or add one value somewhere."""
    data = deepcopy(data)
    holder = data
    while True:
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        if not keys:
            return data
        key = random.choice(keys)
        if isinstance(holder[key], dict | list) and holder[key] and random.random() < 0.8:
            holder = holder[key]
            continue
        act = random.randrange(3)
        if act == 0:
            holder[key] = random.choice(STRANGE)
        elif act == 1:
            del holder[key]
        elif isinstance(holder, dict):
            holder["unheard-of"] = random.choice(STRANGE)
        else:
            holder.append(random.choice(STRANGE))
        return data


@pytest.mark.parametrize(("kind", "data"), documents(), ids=lambda value: str(value)[:12])
def test_both_engines_agree_on_whole_and_on_damaged_documents(kind: str, data: Any) -> None:
    schema = load_schema(kind)
    quick = jsonschema_rs.Draft202012Validator(schema)
    slow = slow_validator()(schema)
    assert quick.is_valid(data)
    random = Random(2015)
    verdicts = []
    for _ in range(300):
        damaged = mutated(data, random)
        verdicts.append(quick.is_valid(damaged))
        assert slow.is_valid(damaged) == verdicts[-1], damaged
    assert not all(verdicts)
