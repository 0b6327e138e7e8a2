"""A plain scalar becomes a number or a truth value only where the schema asks for one."""

from __future__ import annotations

import re
from typing import Any

from guidepress.schema.load import load_shape
from guidepress.source import Plain

_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,15}")
_NOTHING = frozenset({"", "~", "null"})


def typed(kind: str, data: Any) -> Any:
    """Return the data with each plain scalar as its schema wants it; all others are strings.

    An empty value (nothing, ``~`` or ``null``) becomes None, which every schema refuses.
    """
    return _typed(data, load_shape(kind))


def _typed(data: Any, schema: dict[str, Any]) -> Any:
    if isinstance(data, dict) and "x-keyed" in schema:
        key = schema["x-keyed"]
        data = [{key: each, **_entry(value)} for each, value in data.items()]
    if schema.get("x-single") and isinstance(data, str) and data:
        return [_typed(data, schema["items"])]
    if isinstance(data, Plain):
        return _scalar(data, schema.get("type"))
    if isinstance(data, dict):
        known = schema.get("properties", {})
        return {key: _typed(value, known.get(key, {})) for key, value in data.items()}
    if isinstance(data, list):
        items = schema.get("items", {})
        return [_typed(item, items) for item in data]
    return data


def _entry(value: Any) -> dict[str, Any]:
    """Return an entry of a mapping; what is no mapping itself is its text."""
    return value if isinstance(value, dict) else {"text": value}


def _scalar(text: Plain, wanted: str | None) -> Any:
    spelling = str(text)
    if spelling in _NOTHING:
        return None
    if wanted == "boolean" and spelling in {"true", "false"}:
        return spelling == "true"
    if wanted == "integer" and _INTEGER.fullmatch(spelling):
        return int(spelling)
    return spelling
