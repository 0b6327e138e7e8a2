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


def salvage(data: Any, shape: dict[str, Any]) -> Any:
    """Return the part of the data that has the types of the schema; required keys are filled.

    Unknown keys, and values and entries that have the wrong type, are left out.
    """
    kind = shape["type"]
    if not isinstance(data, PYTHON_TYPES[kind]):
        data = EMPTY[kind]
    if kind == "array":
        items = shape["items"]
        return [salvage(item, items) for item in data if _fits(item, items)]
    if kind == "object":
        known = shape["properties"]
        kept = {key: value for key, value in data.items() if _fits(value, known.get(key))}
        for key in shape.get("required", []):
            kept.setdefault(key, EMPTY[known[key]["type"]])
        return {key: salvage(value, known[key]) for key, value in kept.items()}
    return data


def _fits(value: Any, shape: dict[str, Any] | None) -> bool:
    return shape is not None and isinstance(value, PYTHON_TYPES[shape["type"]])
