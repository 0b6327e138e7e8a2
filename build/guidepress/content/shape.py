"""What can still be read of data that its schema refuses, so that one fault hides no other."""

from __future__ import annotations

from typing import Any

EMPTY: dict[str, Any] = {"string": "", "integer": 0, "boolean": False, "array": [], "object": {}}
PYTHON_TYPES: dict[str, type] = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "array": list,
    "object": dict,
}


def salvage(data: Any, schema: dict[str, Any], root: dict[str, Any]) -> Any:
    """Return the part of the data that has the types of the schema; required keys are filled.

    Unknown keys, and entries of a list that have the wrong type, are left out.
    """
    schema = _resolved(schema, root)
    kind = schema["type"]
    if not isinstance(data, PYTHON_TYPES[kind]):
        data = EMPTY[kind]
    if kind == "array":
        return [salvage(item, schema["items"], root) for item in data if _fits(item, schema, root)]
    if kind == "object":
        known = schema["properties"]
        kept = {key: value for key, value in data.items() if key in known and value is not None}
        for key in schema.get("required", []):
            kept.setdefault(key, EMPTY[_resolved(known[key], root)["type"]])
        return {key: salvage(value, known[key], root) for key, value in kept.items()}
    return data


def _fits(item: Any, array: dict[str, Any], root: dict[str, Any]) -> bool:
    return isinstance(item, PYTHON_TYPES[_resolved(array["items"], root)["type"]])


def _resolved(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref")
    return root["$defs"][name.removeprefix("#/$defs/")] if name else schema
