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

    Unknown keys, and values and entries that have the wrong type, are left out.
    """
    schema = _resolved(schema, root)
    kind = schema["type"]
    if not isinstance(data, PYTHON_TYPES[kind]):
        data = EMPTY[kind]
    if kind == "array":
        items = schema["items"]
        return [salvage(item, items, root) for item in data if _fits(item, items, root)]
    if kind == "object":
        known = schema["properties"]
        kept = {key: value for key, value in data.items() if _fits(value, known.get(key), root)}
        for key in schema.get("required", []):
            kept.setdefault(key, EMPTY[_resolved(known[key], root)["type"]])
        return {key: salvage(value, known[key], root) for key, value in kept.items()}
    return data


def _fits(value: Any, schema: dict[str, Any] | None, root: dict[str, Any]) -> bool:
    return schema is not None and isinstance(value, PYTHON_TYPES[_resolved(schema, root)["type"]])


def _resolved(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref")
    return root["$defs"][name.removeprefix("#/$defs/")] if name else schema
