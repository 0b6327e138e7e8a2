"""Data become a guideline and its notes; of data that their schema refuses, what can be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from guidepress.model import SCHEMA_VERSION, iter_entities
from guidepress.model.block import BLOCK_TYPES
from guidepress.prose import cited_keys

if TYPE_CHECKING:
    from guidepress.problem import Position
    from guidepress.source import Document

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

AUTHORING_ONLY = frozenset({"scales", "sections", "suppressions", "terms"})


def assemble(files: Mapping[str, Data], scales: list[Data]) -> Data:
    """Return the bundle that the authored files make; the files must have their schemas' shape."""
    guideline = files["guideline"]
    versions = {scale["id"]: scale["version"] for scale in guideline.get("scales", [])}
    return {
        "id": f"{guideline['id']}@draft",
        "schema_version": SCHEMA_VERSION,
        "guideline": _identity(guideline),
        "lists": [_list(name, files[name], versions) for name in ("factors", "options")],
        "conditions": files["factors"].get("conditions", []),
        "factors": files["factors"]["factors"],
        "groups": [_with_content(each, versions) for each in files["options"].get("groups", [])],
        "options": [_option(option, versions) for option in files["options"]["options"]],
        "questions": files["recommendations"].get("questions", []),
        "recommendations": [
            _recommendation(each, versions) for each in files["recommendations"]["recommendations"]
        ],
        "sections": _sections(guideline, versions),
        "terms": sorted(
            (_citing(each, "definition") for each in guideline.get("terms", [])), key=_by_term
        ),
        "references": _references(files["references"]["references"]),
        "scales": sorted(scales, key=_by_id),
    }


def with_images(bundle: Data, images: Mapping[str, Data]) -> Data:
    """Return the bundle with hash and format of each image, by the name of its file."""
    for each in iter_entities(bundle) if images else ():
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


def _list(name: str, data: Data, versions: Mapping[str, str]) -> Data:
    exhaustive = {"id": name, "exhaustive": data.get("exhaustive", False)}
    return exhaustive | ({"intro": _statement(data["intro"], versions)} if "intro" in data else {})


def _sections(guideline: Data, versions: Mapping[str, str]) -> list[Data]:
    """Sections in the order of ``body``: where they stand in the file is no difference."""
    order = {name: place for place, name in enumerate(guideline["body"])}
    sections = sorted(
        guideline.get("sections", []), key=lambda each: order.get(each["id"], len(order))
    )
    return [_with_content(section, versions) for section in _flattened(sections)]


def _flattened(sections: list[Data], above: Data | None = None) -> Iterator[Data]:
    """Yield each section before those below it, which name it."""
    for section in sections:
        inside = {"parent": above["id"]} if above else {}
        yield {key: each for key, each in (section | inside).items() if key != "sections"}
        yield from _flattened(section.get("sections", []), section)


def _option(option: Data, versions: Mapping[str, str]) -> Data:
    steps = [_component(step) for step in option.get("components", [])]
    return _with_content(_with_doses({**option, "components": steps}), versions)


def _with_doses(made: Data) -> Data:
    doses = [
        {**each, "citations": list(cited_keys(each.get("source", "")))}
        for each in made.get("doses", [])
    ]
    return {**made, "doses": doses}


def _recommendation(made: Data, versions: Mapping[str, str]) -> Data:
    parts = [_with_doses(_with_grades(_prose(each), versions)) for each in made.get("parts", [])]
    outcomes = [_with_certainty(each, versions) for each in made.get("outcomes", [])]
    made = _with_content(_with_grades(_prose(made), versions), versions)
    return {**made, "parts": parts, "outcomes": outcomes}


def _with_certainty(outcome: Data, versions: Mapping[str, str]) -> Data:
    certainty = outcome.get("certainty")
    return {**outcome, "certainty": _level(certainty, versions)} if certainty else outcome


def _with_grades(made: Data, versions: Mapping[str, str]) -> Data:
    grades = [
        {key: _level(each, versions) for key, each in grade.items()}
        for grade in made.get("grades", [])
    ]
    return {**made, "grades": grades}


def _level(level: Any, versions: Mapping[str, str]) -> Any:
    if not isinstance(level, dict):
        return level
    return {"scale_version": versions.get(level["scale"], ""), **level}


def _component(step: Data) -> Data:
    """One intervention is any one of one; so apps have two fields to read."""
    single = step.get("intervention")
    kept: Data = {key: step[key] for key in ("all", "after") if key in step}
    return {"any": [single] if single else step.get("any", []), **kept}


def _with_content(entity: Data, versions: Mapping[str, str]) -> Data:
    return {**entity, "content": [_block(each, versions) for each in entity.get("content", [])]}


def _block(block: Data, versions: Mapping[str, str]) -> Data:
    kind = next((each for each in BLOCK_TYPES if each in block), "text")
    block = {**_statement(block, versions), "type": kind}
    if "list" in block:
        items = [_item(each, versions) for each in block["list"]["items"]]
        block["list"] = _citing({**block["list"], "items": items}, "title")
    if "figure" in block:
        block["figure"] = _citing(block["figure"], "caption", "description")
    if "table" in block:
        block["table"] = _table(block["table"], versions)
    return block


def _citing(data: Data, *texts: str) -> Data:
    """Return what has texts at it with the references that they cite."""
    cited = (key for each in texts for key in cited_keys(data.get(each, "")))
    return {**data, "citations": list(dict.fromkeys(cited))}


def _item(item: Data, versions: Mapping[str, str]) -> Data:
    below = [_item(each, versions) for each in item.get("items", [])]
    return {**_statement(item, versions), "items": below}


def _table(table: Data, versions: Mapping[str, str]) -> Data:
    rows = [
        {
            **row,
            "cells": [_prose(each) for each in row.get("cells", [])],
            "evidence": _graded(row, versions),
        }
        for row in table["rows"]
    ]
    return {**table, "rows": rows, "notes": [_prose(each) for each in table.get("notes", [])]}


def _statement(statement: Data, versions: Mapping[str, str]) -> Data:
    return {**_prose(statement), "evidence": _graded(statement, versions)}


def _prose(data: Data) -> Data:
    """Return what has a text with it trimmed, and with the references that it cites."""
    if "text" not in data:
        return {**data, "citations": []}
    text = data["text"].strip()
    return {**data, "text": text, "citations": list(cited_keys(text))}


def _graded(data: Data, versions: Mapping[str, str]) -> list[Data]:
    return [
        {"scale_version": versions.get(each["scale"], ""), **each}
        for each in data.get("evidence", [])
    ]


def _references(references: list[Data]) -> list[Data]:
    return sorted((_reference(each) for each in references), key=_by_id)


def _reference(reference: Data) -> Data:
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
