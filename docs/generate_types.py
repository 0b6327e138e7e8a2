"""Write the types of published files, for TypeScript and for Python, from their schemas.

Run it after a change to a published schema: ``python docs/generate_types.py``.
"""

from __future__ import annotations

import json
import keyword
import re
import subprocess
import sys
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.schema.load import PUBLISHED, load_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
TYPESCRIPT = ROOT / "schema/guidepress.d.ts"
PYTHON = ROOT / "build/client/guidepress_client/types.py"

# What the client reads; `comparisons` and `releases` are no files of the published tree.
OF_THE_CLIENT = ("bundle", "changes", "index", "versions", "ids")


class Shape(NamedTuple):
    """A named object of a schema."""

    name: str
    schema: dict[str, Any]
    root: dict[str, Any]


def find_shapes(kinds: tuple[str, ...]) -> Iterator[Shape]:
    """Yield every object once, by its title; two kinds may share a shape."""
    seen: dict[str, dict[str, Any]] = {}
    for kind in kinds:
        root = load_schema(kind)
        for schema in (*root.get("$defs", {}).values(), root):
            for each in _with_inner_objects(schema):
                name = _name(each)
                if name not in seen:
                    yield Shape(name, each, root)
                elif _bare(seen[name]) != _bare(each):
                    message = f"{kind}: two shapes are called {name}"
                    raise ValueError(message)
                seen.setdefault(name, each)


def _with_inner_objects(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if schema.get("type") != "object":
        return
    for each in schema["properties"].values():
        yield from _with_inner_objects(each)
    yield schema


def _name(schema: dict[str, Any]) -> str:
    return "".join(f"{word[0].upper()}{word[1:]}" for word in schema["title"].split())


def _bare(schema: dict[str, Any]) -> str:
    kept = {key: value for key, value in schema.items() if key not in {"description", "examples"}}
    return json.dumps(kept, sort_keys=True)


def _resolved(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").removeprefix("#/$defs/")
    return root["$defs"][name] if name else schema


def render_typescript() -> str:
    """Return the declarations of every published shape."""
    parts = [_interface(shape) for shape in find_shapes(PUBLISHED)]
    head = "// Types of what Guidepress publishes, made from the schemas beside this file.\n"
    unknown = "// Fields may be added within api/v1: ignore what you do not know.\n"
    return f"{head}{unknown}\n" + "\n".join(parts)


def _interface(shape: Shape) -> str:
    required = shape.schema.get("required", ())
    lines = [f"/** {shape.schema['description']} */", f"export interface {shape.name} {{"]
    for key, each in shape.schema["properties"].items():
        said = each.get("description") or _resolved(each, shape.root)["description"]
        name = key if key.isidentifier() else json.dumps(key)
        mark = "" if key in required else "?"
        lines += [f"  /** {said} */", f"  {name}{mark}: {_typescript(each, shape.root)};"]
    return "\n".join([*lines, "}", ""])


_TS_NAMES = {"string": "string", "integer": "number", "boolean": "boolean"}


def _typescript(schema: dict[str, Any], root: dict[str, Any]) -> str:
    schema = _resolved(schema, root)
    if "enum" in schema:
        return " | ".join(json.dumps(each) for each in schema["enum"])
    if schema.get("type") == "object":
        return _name(schema)
    if schema.get("type") == "array":
        item = _typescript(schema["items"], root)
        return f"({item})[]" if "|" in item else f"{item}[]"
    return _TS_NAMES.get(schema.get("type", ""), "unknown")


def render_python() -> str:
    """Return the module of TypedDicts that the client returns."""
    shapes = list(find_shapes(OF_THE_CLIENT))
    head = (
        '"""The shapes of published files, from their schemas by ``docs/generate_types.py``.\n\n'
        "Fields may be added within ``api/v1``: ignore what you do not know.\n"
        '"""\n\n'
        "from __future__ import annotations\n\n"
        "from typing import Any, Literal, NotRequired, TypedDict\n\n\n"
    )
    return _formatted(head + "\n\n".join(_typed_dict(shape) for shape in shapes))


def _typed_dict(shape: Shape) -> str:
    required = shape.schema.get("required", ())
    fields = {}
    for key, each in shape.schema["properties"].items():
        kind = _python(each, shape.root)
        fields[key] = kind if key in required else f"NotRequired[{kind}]"
    said = shape.schema["description"]
    if all(key.isidentifier() and not keyword.iskeyword(key) for key in fields):
        body = "\n".join(f"{key}: {kind}" for key, kind in fields.items())
        return f'class {shape.name}(TypedDict):\n    """{said}"""\n\n{indent(body, "    ")}\n'
    body = "".join(f"    {key!r}: {_deferred(kind)},\n" for key, kind in fields.items())
    return f"# {said}\n{shape.name} = TypedDict({shape.name!r}, {{\n{body}}})\n"


def _deferred(kind: str) -> str:
    """Quote what names another shape: it may be defined further down."""
    words = set(re.findall(r"[A-Za-z]+", re.sub(r'"[^"]*"', "", kind)))
    return kind if words <= _BUILT_IN else repr(kind)


_BUILT_IN = {"Any", "Literal", "NotRequired", "bool", "int", "list", "str"}
_PY_NAMES = {"string": "str", "integer": "int", "boolean": "bool"}


def _python(schema: dict[str, Any], root: dict[str, Any]) -> str:
    schema = _resolved(schema, root)
    if "enum" in schema:
        return f"Literal[{', '.join(json.dumps(each) for each in schema['enum'])}]"
    if schema.get("type") == "object":
        return _name(schema)
    if schema.get("type") == "array":
        return f"list[{_python(schema['items'], root)}]"
    return _PY_NAMES.get(schema.get("type", ""), "Any")


def _formatted(source: str) -> str:
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(PYTHON), "-"]
    done = subprocess.run(  # noqa: S603 - our own formatter
        command, input=source, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return done.stdout


FILES = {TYPESCRIPT: render_typescript, PYTHON: render_python}

if __name__ == "__main__":
    for file, render in FILES.items():
        file.write_text(render(), encoding="utf-8", newline="\n")
