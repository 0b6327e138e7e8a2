"""Levels of evidence: matched by what they rest on, never compared across scales."""

from operator import eq
from typing import Any

from guidepress.diff.fields import EVIDENCE_FIELDS
from guidepress.diff.pairing import match
from guidepress.diff.sheet import Path
from guidepress.diff.walk import Walk

Grading = dict[str, Any]


def compare_evidence(walk: Walk, path: Path, subject: str, new: list[Grading]) -> None:
    """Note each grading that came, went, or changed its level, scale, finding or note."""
    sheet, place = walk.sheet, (*path, "evidence")
    old = sheet.at(place)
    if old == new:
        return
    pairs = match(old, new, (eq, _same_references, _same_level, _shared_reference))
    for index in sorted(set(range(len(old))) - set(pairs.values()), reverse=True):
        sheet.remove(sheet.fact("evidence-removed", subject, old[index]), (*place, index))
    order = sorted(pairs.values())
    for number, grading in enumerate(new):
        if number in pairs:
            index = order.index(pairs[number])
            _compare_grading(walk, (*place, index), subject, grading)
    _arrange(walk, place, subject, new)


def _arrange(walk: Walk, place: Path, subject: str, new: list[Grading]) -> None:
    """Add what is new, and bring the rest into the newer order."""
    sheet = walk.sheet
    before = list(sheet.at(place))
    for number, grading in enumerate(new):
        if grading in sheet.at(place)[number:]:
            index = sheet.at(place).index(grading, number)
            if index != number:
                owner = walk.once("evidence-reordered", subject, before, new)
                sheet.move(owner, (*place, index), (*place, number))
        else:
            kind = f"evidence-{walk.verb_of_new('evidence')}"
            sheet.add(sheet.fact(kind, subject, None, grading), (*place, number), grading)


def _compare_grading(walk: Walk, path: Path, subject: str, new: Grading) -> None:
    sheet, old = walk.sheet, walk.sheet.at(path)
    level = ("scale", "scale_version", "level")
    if any(old[key] != new[key] for key in level):
        same_scale = all(old[key] == new[key] for key in level[:2])
        kind = "evidence-changed" if same_scale else "evidence-regraded"
        sheet.set_keys(sheet.fact(kind, subject, dict(old), new), path, level, new)
    for kind, keys in EVIDENCE_FIELDS.items():
        if any(old.get(key) != new.get(key) for key in keys):
            sheet.set_keys(sheet.fact(kind, subject, dict(old), new), path, keys, new)


def _same_references(old: Grading, new: Grading) -> bool:
    return set(old["references"]) == set(new["references"])


def _same_level(old: Grading, new: Grading) -> bool:
    return all(old[key] == new[key] for key in ("scale", "scale_version", "level"))


def _shared_reference(old: Grading, new: Grading) -> bool:
    return bool(set(old["references"]) & set(new["references"]))
