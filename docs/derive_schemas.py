"""JSON Schemas from the description; run by ``docs/generate.py``, never by a command.

The authoring schemas follow from the published one by five rules: derived fields go, ``authored``
ones are added, a list may be left out, no key is free, and a kind of ``WRITTEN`` takes the place of
the kind that is published.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from msgspec import NODEFAULT

from guidepress.model import (
    SCHEMA_VERSION,
    Block,
    Cell,
    Condition,
    Dose,
    Factor,
    Figure,
    Guideline,
    Item,
    Name,
    NamedCondition,
    Quantity,
    RelatedDocument,
    Scale,
)
from guidepress.model.facts import (
    Described,
    Field,
    definition_of,
    facts_of,
    fields_of,
    is_kind,
    item_of,
)
from guidepress.model.outcome import Certainty, GradedLevel
from guidepress.model.recommendation import Judgement
from guidepress.model.written import (
    FILES,
    WRITTEN,
    Alert,
    NoteFile,
    WrittenComponent,
    WrittenSection,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_FILES: dict[str, tuple[Any, str]] = {
    **{name: (kind, f"{name}.yaml") for name, kind in FILES.items()},
    "note": (NoteFile, "notes/*.yaml"),
    "scale": (Scale, "schema/scales/*.yaml"),
}


def _one_of(keys: Sequence[str], says: str, otherwise: dict[str, Any]) -> dict[str, Any]:
    """Return the rule that at most one of the keys is written, as a chain that says its reason."""
    key, *others = keys
    if not others:
        return {"if": {"required": [key]}, "then": {}, "else": otherwise}
    return _exclusive(key, others, says, _one_of(others, says, otherwise))


def _exclusive(
    key: str, others: Sequence[str], says: str, otherwise: dict[str, Any]
) -> dict[str, Any]:
    """Return the rule that a key excludes others, and what holds without it."""
    excluded = {"not": {"anyOf": [{"required": [each]} for each in others]}, "x-says": says}
    return {"if": {"required": [key]}, "then": excluded, "else": otherwise}


# The names of types, where that of the kind would be taken or say too little.
_TITLES = {
    "interval": "Estimate",
    "reason": "Certainty reason",
    "role": "Body role",
    "search": "Evidence search",
    "axis": "Scale axis",
    "custom": "Reference custom",
    "date": "CSL date",
    "level": "Scale level",
    "link": "Guideline link",
    "list": "List introduction",
    "name": "Person name",
    "notice": "Reference notice",
    "retired": "Retired id",
}
# What no single field can say.
_RULES: dict[Any, dict[str, Any]] = {
    Name: {"minProperties": 1},
    NoteFile: {"dependentRequired": {"accept": ["impact", "accepted_by"]}},
    WrittenComponent: _one_of(
        ("intervention", "all", "any"),
        "only one of intervention, all and any",
        {"required": ["any"]},
    ),
    WrittenSection: {"if": {"required": ["sections"]}, "else": {"required": ["content"]}},
}
_ONE_CONDITION = {
    **_one_of(
        ("all", "any", "not", "count", "factor", "ref"),
        "only one of all, any, not, count, factor and ref; put several into the list of an `all`",
        {"required": ["text"]},
    ),
    "dependentRequired": dict.fromkeys(
        ("is", "at_least", "above", "below", "at_most", "known"), ["factor"]
    ),
}
_ONE_BLOCK = _one_of(
    ("text", "list", "table", "figure", "show"),
    "only one of text, list, table, figure and show; put the others into blocks of their own",
    {"required": ["text"]},
)
_ONE_CELL = _one_of(
    ("absent", "when", "dose", "text"),
    "only one of text, absent, when and dose in a cell",
    # A cell that spans may be empty, as printed.
    {
        "if": {"anyOf": [{"required": ["columns"]}, {"required": ["rows"]}]},
        "then": {},
        "else": {"required": ["text"]},
    },
)
_AMOUNTS = ("amount", "at_least", "at_most")
_ENDS = ("low", "high")


def _one_amount(more: Sequence[str], says: str, otherwise: dict[str, Any]) -> dict[str, Any]:
    """Return the rule that one of the amounts or a range is written, beside none of the others."""
    for place in reversed(range(len(_AMOUNTS))):
        others = (*_AMOUNTS[place + 1 :], *_ENDS, *more)
        otherwise = _exclusive(_AMOUNTS[place], others, says, otherwise)
    return otherwise


_ONE_AMOUNT = {
    **_one_amount(
        (),
        "only one of amount, low with high, at_least and at_most",
        _one_of(("low",), "", {"required": ["amount"]}),
    ),
    "dependentRequired": {"low": ["high"], "high": ["low"]},
}
_ONE_DOSE = {
    **_one_amount(
        ("absent",),
        "only one of amount, low with high, at_least, at_most and absent",
        _exclusive(
            "absent",
            (*_ENDS, "unit", "per", "percent_of", "basis"),
            "absent alone, or an amount with its unit",
            _one_of(("low",), "", {"required": ["amount", "unit"]}),
        ),
    ),
    "dependentRequired": {
        **{key: ["unit"] for key in _AMOUNTS},
        "low": ["high", "unit"],
        "high": ["low"],
        "per": ["unit"],
        "percent_of": ["unit"],
        "increase_every": ["increase"],
    },
    "allOf": [
        {"not": {"required": list(pair)}, "x-says": f"either {' or '.join(pair)}, not both"}
        for pair in (("interval", "times_per_day"), ("duration", "until"))
    ],
}
_ELSEWHERE = ("title", "publisher", "version", "date", "language", "url")
# What no single field of a file can say; older bundles are read without these rules.
_RULES_OF_FILES: dict[Any, dict[str, Any]] = {
    Condition: _ONE_CONDITION,
    NamedCondition: _ONE_CONDITION,
    Block: _ONE_BLOCK,
    Cell: _ONE_CELL,
    Figure: _exclusive(
        "file",
        ("absent",),
        "a file of figures/, or why the image is absent",
        {"required": ["absent"], "x-says": "a file of figures/, or why the image is absent"},
    ),
    GradedLevel: _exclusive("level", ("absent",), "a level, or why there is none", {}),
    Certainty: _exclusive("level", ("absent",), "a level, or why there is none", {}),
    Judgement: _exclusive("judgement", ("absent",), "a judgement, or why there is none", {}),
    Name: _exclusive(
        "literal",
        ("family", "given", "non-dropping-particle", "dropping-particle", "suffix"),
        "either a literal, or the names of a person",
        {"required": ["family"]},
    ),
    Quantity: _ONE_AMOUNT,
    Dose: _ONE_DOSE,
    RelatedDocument: {
        "if": {"required": ["guideline"]},
        "then": {
            "not": {"anyOf": [{"required": [each]} for each in _ELSEWHERE]},
            "x-says": "a guideline of this project has a title and a version; leave out the rest",
        },
        "else": {"required": ["title"]},
    },
    Item: {"dependentRequired": {"ordered": ["items"]}},
    Factor: {
        "dependentRequired": {
            "values": ["type", "multiple"],
            **{key: ["type"] for key in ("unit", "minimum", "maximum")},
        }
    },
}
_TYPES = {str: "string", int: "integer", bool: "boolean"}


def published_schema() -> dict[str, Any]:
    """Return the schema of ``bundle.json``."""
    return _Derivation(authored=False).schema("bundle", Guideline, "Bundle")


def with_alerts(versions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of ``versions.json`` with the shape of a safety notice."""
    derivation = _Derivation(authored=False)
    derivation._reach(Alert)  # noqa: SLF001 - ours
    alert = derivation.kinds["alert"]
    home = versions["properties"]["guideline"]
    alert["properties"] = {"guideline": home, **alert["properties"]}
    alert["required"] = ["guideline", *alert["required"]]
    return {**versions, "$defs": {**versions["$defs"], "alert": alert}}


def authoring_schema(kind: str) -> dict[str, Any]:
    """Return the schema of a file that editors write."""
    described, file = _FILES[kind]
    return _Derivation(authored=True).schema(kind, described, file)


def example_of(kind: Any) -> Any:
    """Return a value of the kind with every field that is published, made of their examples."""
    return {
        each.key: _example(each.type, each.facts)
        for each in fields_of(kind)
        if not each.facts.authored
    }


def _example(bare: Any, facts: Field) -> Any:
    if facts.example is not None:
        return deepcopy(facts.example)
    if facts.choices:
        return facts.choices[0]
    if item := item_of(bare):
        return [_example(*facts_of(item))]
    return example_of(bare) if is_kind(bare) else facts.form


def _mapping(key: str, item: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a list that is written as a mapping by a key of its entries.

    ``x-items`` is by what the tool judges an entry, once it has its key.
    """
    either = {"type": ["string", "number", "object"], "description": "Text, or keys below it."}
    return {
        "type": "object",
        "additionalProperties": either,
        "minProperties": 1,
        "x-keyed": key,
        "x-items": item,
    }


class _Derivation:
    """One schema in the making, with the kinds that it reaches."""

    def __init__(self, *, authored: bool) -> None:
        self.authored = authored
        self.kinds: dict[str, dict[str, Any]] = {}

    def schema(self, kind: str, described: Any, title: str) -> dict[str, Any]:
        """Return the whole schema of a file."""
        body = self._object(described, title)
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"urn:guidepress:schema:{kind}:{SCHEMA_VERSION}",
            **body,
            "$defs": dict(sorted(self.kinds.items())),
        }

    def _object(self, kind: Any, title: str) -> dict[str, Any]:
        fields = [each for each in fields_of(kind) if self._holds(each.facts)]
        schema: dict[str, Any] = {
            "title": title,
            "description": " ".join(kind.__doc__.split("\n\n")[0].split()).replace("``", "`"),
            "type": "object",
            **self._as_text(fields),
            "properties": {each.key: self._field(each) for each in fields},
            "required": [each.key for each in fields if self._is_required(each)],
        }
        rules = _RULES.get(kind, {})
        if self.authored:
            schema["additionalProperties"] = False
            rules = {**rules, **_RULES_OF_FILES.get(kind, {})}
        return {**schema, **rules}

    def _as_text(self, fields: Sequence[Described]) -> dict[str, Any]:
        """Return what an object is, too, that may be written as one of its texts."""
        single = [each.facts for each in fields if each.facts.single and not item_of(each.type)]
        if not self.authored or not single:
            return {}
        return {"type": ["object", "string"], "minLength": 1, "maxLength": single[0].most}

    def _holds(self, facts: Field) -> bool:
        return not (facts.derived if self.authored else facts.authored)

    def _is_required(self, each: Described) -> bool:
        if self.authored:
            return each.default is NODEFAULT or each.facts.needed
        return each.default is not None and not each.facts.optional

    def _field(self, each: Described) -> dict[str, Any]:
        words = each.key.replace("_", " ").replace("-", " ")
        title = {"title": words[0].upper() + words[1:]}
        # A list that may be empty where it is published has entries where it is written.
        free = not self.authored and each.default == () and item_of(each.type)
        facts = each.facts._replace(least=None, needed=False) if free else each.facts
        return {**title, **self._value(each.type, facts)}

    def _value(self, bare: Any, facts: Field) -> dict[str, Any]:
        says = {"description": facts.says} if facts.says else {}
        if is_kind(bare):
            return {**says, "$ref": f"#/$defs/{self._reach(bare)}"}
        if self.authored and facts.keyed:
            return {**says, **_mapping(facts.keyed, self._value(*facts_of(item_of(bare))))}
        if item := item_of(bare):
            bounds = {"minItems": facts.least, "maxItems": facts.most}
            schema: dict[str, Any] = {"type": "array", "items": self._value(*facts_of(item))}
            if facts.unique:
                schema["uniqueItems"] = True
            if self.authored and facts.single:
                entry = {key: each for key, each in schema["items"].items() if key != "description"}
                schema = {**entry, **schema, "type": ["array", "string"]}
        else:
            schema, bounds = self._scalar(bare, facts)
        schema |= {key: each for key, each in bounds.items() if each is not None}
        if facts.example is not None:
            schema["examples"] = [facts.example]
        return {**says, **schema}

    def _scalar(self, bare: Any, facts: Field) -> tuple[dict[str, Any], dict[str, Any]]:
        if bare is int:
            return {"type": "integer"}, {"minimum": facts.least, "maximum": facts.most}
        schema: dict[str, Any] = {"type": _TYPES[bare]}
        if self.authored and facts.digits:
            schema["type"] = ["string", "number"]
        if facts.choices:
            return {**schema, "enum": list(facts.choices)}, {}
        if facts.pattern:
            schema["pattern"] = facts.pattern
        if self.authored and facts.pattern:
            schema["x-says"] = facts.form
        return schema, {"minLength": facts.least, "maxLength": facts.most}

    def _reach(self, kind: Any) -> str:
        kind = WRITTEN.get(kind, kind) if self.authored else kind
        name = definition_of(kind)
        if name not in self.kinds:
            self.kinds[name] = {}  # a kind may lead back to itself
            words = name.replace("_", " ").capitalize()
            title = words if self.authored else _TITLES.get(name, words)
            self.kinds[name] = self._object(kind, title)
        return name
