"""The types for apps say what the schemas say."""

from __future__ import annotations

from importlib import util
from typing import TYPE_CHECKING, Any, NotRequired, get_args, get_origin, get_type_hints

import pytest

from conftest import REPOSITORY
from guidepress.schema.load import load_schema
from guidepress_client import types

if TYPE_CHECKING:
    from types import ModuleType

pytestmark = pytest.mark.checkout


def generator() -> ModuleType:
    spec = util.spec_from_file_location("generate_types", REPOSITORY / "docs/generate_types.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_types_are_those_that_the_schemas_give() -> None:
    for file, render in generator().FILES.items():
        told = file.read_text("utf-8")
        assert told == render(), f"{file.name}: run `python docs/generate_types.py`"


def required(kind: Any) -> set[str]:
    """Return the keys that are always there; `__required_keys__` does not see through text."""
    hints = get_type_hints(kind, include_extras=True)
    return {key for key, hint in hints.items() if get_origin(hint) is not NotRequired}


def agrees(
    kind: Any, schema: dict[str, Any], root: dict[str, Any], above: tuple[str, ...] = ()
) -> bool:
    """Compare a type, as Python understands it, with a schema; what leads back is compared once."""
    name = schema.get("$ref", "").removeprefix("#/$defs/")
    if name in above:
        return True
    schema, above = (root["$defs"][name], (*above, name)) if name else (schema, above)
    if "enum" in schema:
        return bool(list(get_args(kind)) == schema["enum"])
    if schema.get("type") == "array":
        return get_origin(kind) is list and agrees(get_args(kind)[0], schema["items"], root, above)
    if schema.get("type") == "object":
        hints, fields = get_type_hints(kind), schema["properties"]
        if hints.keys() != fields.keys() or required(kind) != set(schema.get("required", ())):
            return False
        return all(agrees(hints[key], each, root, above) for key, each in fields.items())
    scalars = {"string": str, "integer": int, "boolean": bool}
    return bool(kind is scalars.get(schema.get("type", ""), Any))


@pytest.mark.parametrize("name", ["Bundle", "Changes", "Index", "Versions", "Ids"])
def test_what_the_client_returns_has_the_fields_of_its_schema(name: str) -> None:
    schema = load_schema(name.lower())
    assert agrees(getattr(types, name), schema, schema)
    other = "Ids" if name != "Ids" else "Index"
    assert not agrees(getattr(types, other), schema, schema)
