"""Levels of evidence on their scales."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.problem import Problem
from guidepress.validate.subject import did_you_mean, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guidepress.model import Scale
    from guidepress.problem import Position
    from guidepress.validate.subject import Subject


def unknown_scale(subject: Subject) -> Iterator[Problem]:
    """A level names a scale that guideline.yaml lists, and schema/scales/ holds."""
    document = subject.content.documents["guideline"]
    listed = document.data.get("scales", []) if isinstance(document.data, dict) else []
    held = {(scale.id, scale.version) for scale in subject.guideline.scales}
    names = {str(each.get("id")) for each in listed if isinstance(each, dict)}
    for index, each in enumerate(listed):
        if isinstance(each, dict) and (each.get("id"), each.get("version")) not in held:
            place = document.position(["scales", index, "id"])
            message = f"schema/scales/ has no file {each.get('id')}-{each.get('version')}.yaml"
            yield Problem(place, "unknown-scale", message, "name a scale and version that it has")
    for statement, index, evidence in subject.gradings():
        if evidence.scale not in names:
            place = subject.content.position(statement.id, "evidence", index, "scale")
            hint = did_you_mean(evidence.scale, names) or "list it under `scales` in guideline.yaml"
            message = f"guideline.yaml lists no scale {evidence.scale}"
            yield Problem(place, "unknown-scale", message, hint)


def unknown_level(subject: Subject) -> Iterator[Problem]:
    """A level is a code of its scale; one that leaves out an axis is a warning."""
    from guidepress.classify import codes_of

    scales = {(scale.id, scale.version): scale for scale in subject.guideline.scales}
    codes = {key: codes_of(scale) for key, scale in scales.items()}
    for statement, index, evidence in subject.gradings():
        key = (evidence.scale, evidence.scale_version)
        if key not in codes:
            continue
        place = subject.content.position(statement.id, "evidence", index, "level")
        code = codes[key].get(evidence.level)
        if code is None:
            full = [name for name, found in codes[key].items() if not found.partial]
            yield _unknown(place, evidence.level, scales[key], full)
        elif code.partial:
            message = f"{evidence.level} leaves open a part of the level"
            yield warning(place, "partial-level", message, "give the full level if the source does")


def _unknown(place: Position, level: str, scale: Scale, codes: list[str]) -> Problem:
    hint = did_you_mean(level, codes) or f"a level such as {codes[0]}"
    message = f"{level} is not a level of {scale.id} {scale.version}"
    return Problem(place, "unknown-level", message, hint)


def evidence_not_cited(subject: Subject) -> Iterator[Problem]:
    """Evidence rests on references that its own statement cites."""
    for statement, index, evidence in subject.gradings():
        for number, key in enumerate(evidence.references):
            if key not in statement.citations:
                path = ("evidence", index, "references", number)
                place = subject.content.position(statement.id, *path)
                message = f"the level rests on {key}, which {statement.id} does not cite"
                hint = f"cite it in the text as [@{key}], or correct the reference"
                yield Problem(place, "evidence-not-cited", message, hint)
