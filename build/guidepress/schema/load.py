"""The schemas, the quick verdict on data, and plain scalars in the type that a schema asks for.

jsonschema-rs compiles in a moment and never lies.
"""

import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from guidepress.resources import SCHEMA_FOLDER
from guidepress.source.text import Plain

AUTHORING = (
    *("guideline", "factors", "options", "recommendations", "references", "people"),
    *("alerts", "note", "scale"),
)
PUBLISHED = ("bundle", "changes", "comparisons", "releases", "index", "versions", "ids", "history")

# Of each, the first is the type for us.
_EDITORS_TYPES = {("string", "number"), ("array", "string"), ("object", "string")}


@cache
def load_schema(kind: str) -> dict[str, Any]:
    """Return ``schema/<kind>.schema.json``, as the tool judges by it.

    The files let a number stand where text is kept (``volume: 31``), since the checks of editors
    read plain digits as a number; here each scalar keeps its spelling, and is text. They also let
    the one entry of some lists stand without its brackets, and words alone for an object; here
    these are a list, and an object with that `text`.
    """
    text = (SCHEMA_FOLDER / f"{kind}.schema.json").read_text(encoding="utf-8")
    return dict(json.loads(text, object_hook=_spelt))


def _spelt(schema: dict[str, Any]) -> dict[str, Any]:
    if "x-keyed" in schema:
        items = {"type": "array", "items": schema["x-items"], "minItems": 1}
        kept = {key: schema[key] for key in ("title", "description", "x-keyed")}
        return {**kept, **items}
    types = schema.get("type")
    if not isinstance(types, list) or tuple(types) not in _EDITORS_TYPES:
        return schema
    known = types[0]
    if known == "string":
        return {**schema, "type": known}
    # What is written as one entry is read as a list of it, so the rules of the entry go.
    kept = {key: schema[key] for key in schema.keys() - _OF_TEXT}
    return {**kept, "type": known, "x-single": True}


_OF_TEXT = {"pattern", "minLength", "maxLength", "x-says"}


@cache
def load_shape(kind: str) -> dict[str, Any]:
    """Return the schema with, in place of each reference, what it leads to.

    For whoever walks data and schema side by side. A kind that leads back to itself makes a loop:
    walk along the data, never along the schema alone.
    """
    root = load_schema(kind)
    return _followed(root, root.get("$defs", {}), {})


def _followed(
    schema: dict[str, Any], kinds: dict[str, Any], known: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    name = schema.get("$ref", "").removeprefix("#/$defs/")
    if name in known:
        return known[name]
    found = dict(kinds[name] if name else schema)
    if name:
        known[name] = found
    if "properties" in found:
        each = found["properties"].items()
        found["properties"] = {key: _followed(value, kinds, known) for key, value in each}
    if "items" in found:
        found["items"] = _followed(found["items"], kinds, known)
    return found


_ID = 80


def _light(schema: Any) -> Any:
    """Return the schema with patterns that say nothing of a length which ``maxLength`` bounds.

    An id's pattern counts to 79 in 22 places, which takes longer to compile than all the rest.
    """
    if isinstance(schema, list):
        return [_light(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    light = {key: _light(each) for key, each in schema.items()}
    if isinstance(light.get("pattern"), str) and light.get("maxLength", _ID + 1) <= _ID:
        light["pattern"] = light["pattern"].replace("{0,79}", "*").replace("{1,79}", "+")
    return light


@cache
def _verdict(kind: str) -> Callable[[Any], bool]:
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(_light(load_schema(kind))).is_valid


def is_valid(kind: str, data: Any) -> bool:
    """Tell whether the data fits the schema of that kind."""
    return _verdict(kind)(data)


_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,15}")
_NOTHING = frozenset({"", "~", "null"})


def typed(kind: str, data: Any) -> Any:
    """Return the data with each plain scalar as its schema wants it; all others are strings.

    An empty value (nothing, ``~`` or ``null``) becomes None, which every schema refuses.
    """
    return _typed(data, load_shape(kind))


def _typed(data: Any, schema: dict[str, Any]) -> Any:
    if isinstance(data, str):
        if data and "x-single" in schema:
            return _typed([data] if "items" in schema else {"text": data}, schema)
        return _scalar(data, schema.get("type")) if isinstance(data, Plain) else data
    if isinstance(data, dict):
        if "x-keyed" not in schema:
            known = schema.get("properties", {})
            return {key: _typed(value, known.get(key, {})) for key, value in data.items()}
        key = schema["x-keyed"]
        data = [{key: each, **_entry(value)} for each, value in data.items()]
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
