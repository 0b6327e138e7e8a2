"""Valid guidelines of every shape that the schemas allow: what the laws are tried on.

``describe_files`` is the one place that knows where the model is described. All else follows the
description: a field that is added to it is generated from then on. What a schema cannot say (which
id a field names, which day comes first) is in ``LINKS``: a new field that names something fails
``test_generated_content_is_valid`` until it has its row there.
"""

from __future__ import annotations

import json
import re
from copy import deepcopy
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from hypothesis import strategies as st

from conftest import REPOSITORY
from guidepress.schema import is_valid
from laws.pattern import matching

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Data = dict[str, Any]
Schema = dict[str, Any]
# The files of one guideline, by kind, as an editor writes them.
Files = dict[str, Any]

GID = "generated"
SCALES = (("pdq-treatment", "2010"), ("ocebm", "2011"))
LIMITS = ("at_least", "above", "below", "at_most")
LEVELS = ("1iiA", "2A", "3iiiDi", "3iA")
# How deep conditions and the like may nest.
DEEPEST = 9


@cache
def describe_files() -> Mapping[str, Schema]:
    """Return the description of each file that an editor writes, by its kind."""
    kinds = ("references", "factors", "options", "guideline")
    folder = REPOSITORY / "schema"
    return {kind: json.loads((folder / f"{kind}.schema.json").read_bytes()) for kind in kinds}


class Choices(Protocol):
    """Who decides what is generated: Hypothesis, or whoever wants all of it."""

    def number(self, least: int, most: int) -> int: ...


class Drawn(NamedTuple):
    """Hypothesis decides; the smaller a number, the simpler the example."""

    draw: Callable[[st.SearchStrategy[int]], int]

    def number(self, least: int, most: int) -> int:
        return self.draw(_numbers(least, most))


@cache
def _numbers(least: int, most: int) -> st.SearchStrategy[int]:
    return st.integers(least, most)


class Seeded:
    """A number decides."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def number(self, least: int, most: int) -> int:
        return self._random.randint(least, most)


class Everything:
    """Each field that there is, each list with two entries, each choice in its turn."""

    def __init__(self) -> None:
        self._turn = 0

    def number(self, least: int, most: int) -> int:
        if least == 0:
            return min(most, 2)
        self._turn += 1
        return min(most, max(least, 2))


class Builder:
    """Writes data by a schema; every text is unlike all others, so that it can be looked for."""

    def __init__(self, choices: Choices, *, pointing: bool = False) -> None:
        self.choices = choices
        self.pointing = pointing
        self._serial = 0
        self._definitions: Mapping[str, Schema] = {}
        self._inside: list[str] = []

    def files(self) -> Files:
        found = {}
        for kind, schema in describe_files().items():
            self._definitions = schema.get("$defs", {})
            found[kind] = self.value(schema, (kind,))
        for link in LINKS:
            link(found, self)
        return found

    def word(self) -> str:
        self._serial += 1
        return f"tok{self._serial}k"

    def value(self, schema: Schema, path: tuple[str, ...]) -> Any:
        if "$ref" in schema:
            return self._named(schema["$ref"].rpartition("/")[2], path)
        if "enum" in schema:
            return self._one_of(schema["enum"], path)
        kind = schema["type"][0] if isinstance(schema["type"], list) else schema["type"]
        return getattr(self, f"_{kind}")(schema, path)

    def _named(self, name: str, path: tuple[str, ...]) -> Any:
        """Return a value of a named kind; one inside its own kind is as small as can be."""
        if name in self._inside:
            path = (*path, *("",) * DEEPEST)
        self._inside.append(name)
        found = self.value(self._definitions[name], path)
        self._inside.pop()
        return found

    def _one_of(self, values: Sequence[Any], path: tuple[str, ...]) -> Any:
        if isinstance(self.choices, Everything):
            self._serial += 1
            return values[(self._serial + len(path)) % len(values)]
        return values[self.choices.number(0, len(values) - 1)]

    def _boolean(self, _schema: Schema, _path: tuple[str, ...]) -> bool:
        return bool(self.choices.number(0, 1))

    def _integer(self, schema: Schema, _path: tuple[str, ...]) -> int:
        return self.choices.number(schema.get("minimum", 0), schema.get("maximum", 100))

    def _string(self, schema: Schema, _path: tuple[str, ...]) -> str:
        if "pattern" in schema:
            return matching(schema["pattern"], self.word())
        return self.word()

    def _array(self, schema: Schema, path: tuple[str, ...]) -> list[Any]:
        least = schema.get("minItems", 0)
        most = max(least, min(schema.get("maxItems", 2), 0 if len(path) > DEEPEST else 2))
        count = self.choices.number(least, most)
        found = [self.value(schema["items"], path) for _ in range(count)]
        return list(dict.fromkeys(found)) if found and isinstance(found[0], str) else found

    def _object(self, schema: Schema, path: tuple[str, ...]) -> Data:
        needed = set(schema.get("required", ()))
        found: Data = {}
        for key, field in schema["properties"].items():
            deep = len(path) > DEEPEST and key not in needed
            if key in needed or (not deep and self.choices.number(0, 1)):
                found[key] = self.value(field, (*path, key))
        return self._fitting(found, schema, path)

    def _fitting(self, found: Data, schema: Schema, path: tuple[str, ...]) -> Data:
        """Leave out, or put in, what ``if``, ``minProperties`` and the like ask for."""
        if (
            not {"if", "minProperties", "dependentRequired", "not", "allOf", "anyOf"}
            & schema.keys()
        ):
            return found
        keys = list(schema["properties"])
        start = self._serial % len(keys)
        for key in keys[start:] + keys[:start]:
            if _admits(schema, found):
                return found
            if key in found and _admits(schema, less := _without(found, key)):
                return less
        # What is one value comes first: a kind that holds itself would have no end.
        for key in sorted(
            keys, key=lambda each: schema["properties"][each].get("type") != "string"
        ):
            if _admits(schema, found):
                return found
            found.setdefault(key, self.value(schema["properties"][key], (*path, key)))
        return _smaller(found, schema)


def _smaller(found: Data, schema: Schema) -> Data:
    for key in list(found):
        if not _admits(schema, found) and _admits(schema, less := _without(found, key)):
            return less
    return found


def _without(data: Data, key: str) -> Data:
    return {each: value for each, value in data.items() if each != key}


def _admits(schema: Schema, data: Data) -> bool:
    """Tell whether the keys of an object go together; its values are made to fit anyway."""
    if len(data) < schema.get("minProperties", 0):
        return False
    for key, others in schema.get("dependentRequired", {}).items():
        if key in data and not set(others) <= data.keys():
            return False
    return _has_keys(schema, data)


def _has_keys(schema: Schema, data: Data) -> bool:
    if "not" in schema and _has_keys(schema["not"], data):
        return False
    if not set(schema.get("required", ())) <= data.keys():
        return False
    if not all(_has_keys(each, data) for each in schema.get("allOf", ())):
        return False
    if "anyOf" in schema and not any(_has_keys(each, data) for each in schema["anyOf"]):
        return False
    if "if" not in schema:
        return True
    branch = "then" if _has_keys(schema["if"], data) else "else"
    return _has_keys(schema.get(branch, {}), data)


# What a schema does not say --------------------------------------------------------------------


def _identify(files: Files, _builder: Builder) -> None:
    guideline = files["guideline"]
    guideline["id"] = GID
    guideline["title"] = guideline["title"].capitalize()
    sections = [each["id"] for each in guideline.get("sections", [])]
    guideline["body"] = ["factors", *sections, "options"]


def _date(files: Files, _builder: Builder) -> None:
    """Days follow each other; `updated` may not be left out without a reconstruction."""
    guideline = files["guideline"]
    days = {
        "first_published": "2001-02-03",
        "updated": "2015-01-29",
        "last_search": "2015-03-04",
        "reviewed": "2015-05-06",
        "review_due": "2031-07-08",
    }
    guideline["updated"] = days["updated"]
    if "reconstruction" in guideline:
        guideline["reconstruction"] |= {"updated_between": ["2015-01-02", "2015-01-29"]}
    guideline |= {key: day for key, day in days.items() if key in guideline}
    if "updated" in guideline.get("source", {}):
        guideline["source"]["updated"] = "2014-09-10"
    for reference in files["references"]["references"]:
        for key in ("issued", "accessed"):
            if key in reference:
                reference[key] = {"issued": "2011-02-13", "accessed": "2014-11-12"}[key]


def _point_to_none(files: Files, builder: Builder) -> None:
    """Leave out what names a release or another guideline: it is valid beside those alone."""
    if builder.pointing:
        return
    for key in (
        "retired",
        "translation_of",
        "patient_version_of",
        "suppressions",
        "reconstruction",
    ):
        files["guideline"].pop(key, None)
    for entity in entities(files):
        entity.pop("replaces", None)


def _retract(files: Files, builder: Builder) -> None:
    """Where there is everything, a work that is cited was retracted."""
    if isinstance(builder.choices, Everything):
        files["references"]["references"][0]["notices"][0]["kind"] = "retraction"


def _grade(files: Files, builder: Builder) -> None:
    """Each statement cites works of the list, and a level rests on what its statement cites."""
    files["guideline"]["scales"] = [{"id": id_, "version": version} for id_, version in SCALES]
    keys = [each["id"] for each in files["references"]["references"]]
    options = [each["id"] for each in files["options"]["options"]]
    for number, statement in enumerate(statements(files)):
        cited = keys[number % len(keys) :][:2] if keys else []
        if cited:
            statement["text"] += f" [@{'; @'.join(cited)}]."
        for order, graded in enumerate(statement.get("evidence", [])):
            graded |= {"scale": SCALES[0][0], "level": LEVELS[order % 4], "references": cited}
        if not cited:
            statement.pop("evidence", None)
        if "about" in statement:
            statement["about"] = options[: builder.choices.number(1, len(options))]
        if "cites_retracted" in statement:
            statement["cites_retracted"] = []
        _acknowledge(statement, cited, files)


def _acknowledge(statement: Data, cited: Sequence[str], files: Files) -> None:
    gone = [
        each["id"]
        for each in files["references"]["references"]
        if any(notice["kind"] == "retraction" for notice in each.get("notices", []))
    ]
    if found := [key for key in cited if key in gone]:
        statement["cites_retracted"] = found
    else:
        statement.pop("cites_retracted", None)


def _recommend(files: Files, builder: Builder) -> None:
    """An evidence summary makes no recommendation."""
    guideline = files["guideline"]
    if isinstance(builder.choices, Everything):
        guideline["document_type"] = "guideline"
    if guideline["document_type"] == "evidence-summary":
        for option in files["options"]["options"]:
            option.pop("recommendation", None)


def _type_factors(files: Files, builder: Builder) -> None:
    """A choice has values, a number has a unit, and what has neither is named only."""
    if isinstance(builder.choices, Everything):
        del files["factors"]["factors"][1]["values"]
    for factor in files["factors"]["factors"]:
        if factor.get("values"):
            factor["type"] = "choice"
            factor.setdefault("multiple", False)
            factor.pop("unit", None)
        else:
            for key in ("values", "multiple", "exhaustive"):
                factor.pop(key, None)
            if "unit" in factor:
                factor["type"] = "number"
            else:
                factor.pop("type", None)


def _condition(files: Files, builder: Builder) -> None:
    """Conditions name factors and values that there are; each shape has its turn."""
    named = files["factors"].get("conditions", [])
    for number, condition in enumerate(named):
        kept = {key: condition[key] for key in ("id", "replaces") if key in condition}
        tree = {"ref": named[0]["id"]} if number else _tree(files, builder)
        condition.clear()
        condition |= {**tree, **kept}
    for number, option in enumerate(files["options"]["options"]):
        if "applies_when" in option:
            tree = _tree(files, builder)
            if named and number % 2:
                tree = {"all": [{"ref": named[0]["id"]}, tree]}
            option["applies_when"] = {"text": builder.word(), **tree}


def _tree(files: Files, builder: Builder) -> Data:
    leaf, words = _leaf(files, builder), {"text": builder.word()}
    shapes: tuple[Data, ...] = (
        leaf,
        words,
        {"all": [leaf, words]},
        {"any": [leaf, words]},
        {"not": leaf},
        {"count": {"at_least": 1, "of": [leaf, words]}},
        {**leaf, "sufficient": False, "text": builder.word()},
        {**leaf, "necessary": False, "text": builder.word()},
    )
    if isinstance(builder.choices, Everything):
        choice, number = files["factors"]["factors"]
        limits = [{"factor": number["id"], limit: "5"} for limit in LIMITS]
        named = {"factor": choice["id"], "is": [choice["values"][0]["id"]]}
        return {"all": [*shapes, named, *limits]}
    return shapes[builder.choices.number(0, len(shapes) - 1)]


def _leaf(files: Files, builder: Builder) -> Data:
    factors = files["factors"]["factors"]
    factor = factors[builder.choices.number(0, len(factors) - 1)]
    if factor.get("type") == "choice":
        return {"factor": factor["id"], "is": [factor["values"][0]["id"]]}
    if factor.get("type") == "number":
        limit = LIMITS[builder.choices.number(0, 3)]
        return {"factor": factor["id"], limit: str(builder.choices.number(1, 90))}
    return {"factor": factor["id"], "known": True}


LINKS: tuple[Callable[[Files, Builder], None], ...] = (
    _identify,
    _date,
    _point_to_none,
    _retract,
    _grade,
    _type_factors,
    _condition,
    _recommend,
)


def entities(files: Files) -> list[Data]:
    """Return all that may carry an id of its own: list entries, statements, introductions."""
    listed = [
        *files["factors"]["factors"],
        *files["factors"].get("conditions", []),
        *files["options"]["options"],
        *files["guideline"].get("sections", []),
    ]
    return [*listed, *statements(files)]


def statements(files: Files) -> list[Data]:
    """Return every statement of the guideline."""
    homes = [*files["options"]["options"], *files["guideline"].get("sections", [])]
    intros = [files[kind]["intro"] for kind in ("factors", "options") if "intro" in files[kind]]
    return [*intros, *(each for home in homes for each in home.get("statements", []))]


# What the laws ask for --------------------------------------------------------------------------


def everything(*, pointing: bool = False) -> Files:
    """Return a guideline with every field that the description has.

    What points to other releases and guidelines is there when it is asked for, and not valid alone.
    """
    return Builder(Everything(), pointing=pointing).files()


def sample(number: int, *, pointing: bool = False) -> Files:
    """Return a guideline of any shape, the same for the same number."""
    return Builder(Seeded(number), pointing=pointing).files()


@st.composite
def guidelines(draw: Callable[[st.SearchStrategy[int]], int]) -> Files:
    """Draw a guideline of any shape."""
    return Builder(Drawn(draw)).files()


def encoded(files: Files) -> dict[str, bytes]:
    """Return the files as bytes (JSON is YAML), by their names in the guideline's folder."""
    return {
        f"{kind}.yaml": json.dumps(data, ensure_ascii=False).encode()
        for kind, data in files.items()
    }


class Leaf(NamedTuple):
    """One value in data: its field (``options.statements.text``), where it is, and itself."""

    field: str
    path: tuple[str | int, ...]
    value: Any


def leaves(data: Any, path: tuple[str | int, ...] = ()) -> list[Leaf]:
    """Return each value that is no object and no list."""
    if isinstance(data, dict):
        return [leaf for key, value in data.items() for leaf in leaves(value, (*path, key))]
    if isinstance(data, list):
        return [leaf for key, value in enumerate(data) for leaf in leaves(value, (*path, key))]
    return [Leaf(field_of(path), path, data)]


# What may hold itself to any depth: its fields have one name, however deep they lie.
NESTING = frozenset({"applies_when", "conditions"})


def field_of(path: Sequence[str | int]) -> str:
    """Return the name of a field: its path without the places in lists, and without nesting."""
    parts = [part for part in path if isinstance(part, str)]
    for place, part in enumerate(parts):
        if part in NESTING:
            return ".".join([*parts[: place + 1], *parts[place + 1 :][-1:]])
    return ".".join(parts)


def fields_of(kind: str) -> list[str]:
    """Return the fields that the description of a file has, in its order."""
    schema = describe_files()[kind]
    return list(dict.fromkeys(_fields(schema, schema.get("$defs", {}), (kind,), ())))


def _fields(
    schema: Schema,
    definitions: Mapping[str, Schema],
    path: tuple[str, ...],
    inside: tuple[str, ...],
) -> list[str]:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name in inside:
            return []
        return _fields(definitions[name], definitions, path, (*inside, name))
    if "items" in schema:
        return _fields(schema["items"], definitions, path, inside)
    if "properties" not in schema:
        return [field_of(path)]
    return [
        field
        for key, value in schema["properties"].items()
        for field in _fields(value, definitions, (*path, key), inside)
    ]


def optional_paths(files: Files) -> list[tuple[str | int, ...]]:
    """Return the place of each value that an author may leave out."""
    found = []
    for kind, schema in describe_files().items():
        found += _optional(files[kind], schema, (kind,), schema)
    return found


def _optional(
    data: Any, schema: Schema, path: tuple[str | int, ...], root: Schema
) -> list[tuple[str | int, ...]]:
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    if isinstance(data, list):
        inner = [
            _optional(each, schema["items"], (*path, at), root) for at, each in enumerate(data)
        ]
        return [each for found in inner for each in found]
    if not isinstance(data, dict):
        return []
    found = []
    for key, value in data.items():
        if key not in schema.get("required", ()) and _admits(schema, _without(data, key)):
            found.append((*path, key))
        found += _optional(value, schema["properties"][key], (*path, key), root)
    return found


def schema_at(root: Schema, path: Sequence[str | int]) -> Schema:
    """Return what a schema says of the value at a path."""
    definitions = root.get("$defs", {})
    schema = root
    for part in path:
        schema = schema["items"] if isinstance(part, int) else schema["properties"][part]
        while "$ref" in schema:
            schema = definitions[schema["$ref"].rpartition("/")[2]]
    return schema


# What a field may name beside what it names: another scale that is shipped, another version of one.
_OTHERS = {
    "scale": "ocebm",
    "scale_version": "2011",
    "guideline.scales.id": "ocebm",
    "guideline.scales.version": "2023",
    "level": "1iA",
}


def replace_leaf(data: Any, root: Schema, path: Sequence[str | int], serial: int = 1) -> Any:
    """Return a copy of the data with another value at the path; the serial chooses which."""
    edited = deepcopy(data)
    home = edited
    for part in path[:-1]:
        home = home[part]
    key: Any = path[-1]
    taken = home if isinstance(home, list) else [home[key]]
    schema = schema_at(root, path)
    tries = (another(home[key], schema, serial + each) for each in range(30))
    home[key] = next((each for each in tries if each not in taken), home[key])
    for name in (field_of(path), field_of(path).rpartition(".")[2]):
        if name in _OTHERS and serial == 1:
            home[key] = _OTHERS[name]
    return edited


def another(value: Any, schema: Schema, serial: int = 1) -> Any:
    """Return another value that the schema admits; for another serial most often yet another."""
    if "enum" in schema:
        place = schema["enum"].index(value)
        return schema["enum"][(place + serial) % len(schema["enum"])]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + serial
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return f"{value[:8]}{(int(value[8:]) + serial) % 28 + 1:02}"
    if "pattern" in schema:
        return matching(schema["pattern"], f"new{serial}k")
    words = value.split(" ", 1)
    return " ".join([f"new{serial}k", *words[1:]])


def is_bundle(data: Any) -> bool:
    """Tell whether data have the shape that is published."""
    return is_valid("bundle", data)


# What follows an @ is the key of a citation, and readers are given a number.
TOKEN = re.compile(r"(?<!@)\b[Tt]ok[0-9]+k\b")
