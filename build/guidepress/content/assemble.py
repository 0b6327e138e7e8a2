"""Data become a guideline and its notes; of data that their schema refuses, what can be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from guidepress import model
from guidepress.model.block import BLOCK_TYPES
from guidepress.model.body import Term
from guidepress.model.facts import facts_of, fields_of, is_kind, item_of
from guidepress.problem import Position
from guidepress.prose.citations import cited_keys
from guidepress.source.text import Document

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


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """A file of ``notes/``; ``about`` holds ids, kinds of change, fingerprints or ``guideline``."""

    file: str
    position: Position
    about: tuple[str, ...]
    reason: str
    reason_type: str
    link: str | None = None
    impact: Literal["major", "minor", "patch"] | None = None
    accept: str | None = None
    accepted_by: str | None = None
    answer: str | None = None


def note_from(document: Document) -> Note:
    """Build a note from a document that passed its schema."""
    values = {**document.data, "about": tuple(document.data["about"])}
    return Note(file=document.file, position=document.position(["about"], key=True), **values)


Data = dict[str, Any]

# Where the kinds that cite have their texts.
_TEXTS = ("text", "title", "caption", "description", "definition", "source")
AUTHORING_ONLY = frozenset({"scales", "sections", "suppressions", "terms"})


def assemble(files: Mapping[str, Data], scales: list[Data]) -> Data:
    """Return the bundle that the authored files make; the files must have their schemas' shape."""
    guideline, options = files["guideline"], files["options"]
    versions = {scale["id"]: scale["version"] for scale in guideline.get("scales", [])}
    entities = {
        "lists": (model.List, [_list(name, files[name]) for name in ("factors", "options")]),
        "groups": (model.Group, options.get("groups", [])),
        "options": (model.Option, [_with_steps(each) for each in options["options"]]),
        "recommendations": (model.Recommendation, files["recommendations"]["recommendations"]),
        "sections": (model.Section, _sections(guideline)),
        "terms": (Term, sorted(guideline.get("terms", []), key=_by_term)),
    }
    return {
        "id": f"{guideline['id']}@draft",
        "schema_version": model.SCHEMA_VERSION,
        "guideline": _identity(guideline),
        "conditions": files["factors"].get("conditions", []),
        "factors": files["factors"]["factors"],
        "questions": files["recommendations"].get("questions", []),
        "references": sorted(map(as_csl, files["references"]["references"]), key=_by_id),
        "scales": sorted(scales, key=_by_id),
        **{
            name: [_completed(each, kind, versions) for each in listed]
            for name, (kind, listed) in entities.items()
        },
    }


def _completed(data: Any, kind: Any, versions: Mapping[str, str]) -> Any:
    """Return data of a kind with what follows from it: works that texts cite, versions of scales.

    Which kinds have these fields, and which kinds are inside them, is in the description.
    """
    if isinstance(data, list):
        return [_completed(each, kind, versions) for each in data]
    if not isinstance(data, dict):
        return data
    kinds, held = _kinds_in(kind)
    found = data | {key: _completed(data[key], of, versions) for key, of in held if key in data}
    if "scale_version" in kinds:
        found = {"scale_version": versions.get(data["scale"], ""), **found}
    if "citations" in kinds:
        found |= {"text": found["text"].strip()} if "text" in found else {}
        # No citation goes over the end of a line.
        texts = "\n".join(found[each] for each in _TEXTS if each in found)
        found["citations"] = list(cited_keys(texts))
    if kind is model.Block:
        found["type"] = next((each for each in BLOCK_TYPES if each in data), "text")
    return found


@cache
def _kinds_in(kind: Any) -> tuple[frozenset[str], tuple[tuple[str, Any], ...]]:
    """Return the keys of a kind, and those that hold a kind with that kind."""
    held = {each.key: facts_of(item_of(each.type) or each.type)[0] for each in fields_of(kind)}
    return frozenset(held), tuple((key, bare) for key, bare in held.items() if is_kind(bare))


def with_images(bundle: Data, images: Mapping[str, Data]) -> Data:
    """Return the bundle with hash and format of each image, by the name of its file."""
    for each in model.iter_entities(bundle) if images else ():
        if each.kind == "statement" and "figure" in each.value:
            figure = each.value["figure"]
            figure |= images.get(figure.get("file", ""), {})
    return bundle


def _by_id(entity: Data) -> str:
    return str(entity["id"])


def _by_term(term: Data) -> tuple[str, str]:
    return str(term["term"]).casefold(), str(term["id"])


def _identity(guideline: Data) -> Data:
    identity = {key: value for key, value in guideline.items() if key not in AUTHORING_ONLY}
    identity["abbreviations"] = sorted(identity.get("abbreviations", []), key=_by_id)
    return identity


def _list(name: str, data: Data) -> Data:
    exhaustive = {"id": name, "exhaustive": data.get("exhaustive", False)}
    return exhaustive | ({"intro": data["intro"]} if "intro" in data else {})


def _sections(guideline: Data) -> Iterator[Data]:
    """Yield sections in the order of ``body``: where they stand in the file is no difference."""
    order = {name: place for place, name in enumerate(guideline["body"])}
    sections = sorted(
        guideline.get("sections", []), key=lambda each: order.get(each["id"], len(order))
    )
    yield from _flattened(sections)


def _flattened(sections: list[Data], above: Data | None = None) -> Iterator[Data]:
    """Yield each section before those below it, which name it."""
    for section in sections:
        inside = {"parent": above["id"]} if above else {}
        yield {key: each for key, each in (section | inside).items() if key != "sections"}
        yield from _flattened(section.get("sections", []), section)


def _with_steps(option: Data) -> Data:
    return {**option, "components": [_component(step) for step in option.get("components", [])]}


def _component(step: Data) -> Data:
    """One intervention is any one of one; so apps have two fields to read."""
    single = step.get("intervention")
    kept: Data = {key: step[key] for key in ("all", "after") if key in step}
    return {"any": [single] if single else step.get("any", []), **kept}


def as_csl(reference: Data) -> Data:
    """Return a reference of references.yaml as CSL-JSON has it."""
    item = dict(reference)
    custom = ("authors_complete", "notices", "registry")
    item["custom"] = {key: item.pop(key) for key in custom if key in item}
    for key in ("issued", "accessed"):
        if text := item.pop(key, ""):
            item[key] = _csl_date(text)
    return item


def _csl_date(text: str) -> Data:
    """Turn ``2013`` or ``2013-08-20`` into CSL's date-parts; what is no date is year 0."""
    parts = text.split("-")
    return {"date-parts": [[int(part) if part.isdecimal() else 0 for part in parts]]}
