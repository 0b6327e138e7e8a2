"""What the guideline says of itself: stamps, metadata, source, body, retired ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guidepress.diff.entities import compare_fields
from guidepress.diff.fields import FIELDS, GUIDELINE_STAMPS, TOP_STAMPS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from guidepress.diff.fact import Fact
    from guidepress.diff.walk import Walk


def compare_identity(walk: Walk) -> None:
    """Compare the guideline's own fields; version, dates and schema_version are stamps."""
    old, new = walk.old["guideline"], walk.new["guideline"]
    _stamp(walk, (), TOP_STAMPS, walk.old, walk.new)
    _stamp(walk, ("guideline",), GUIDELINE_STAMPS, old, new)
    compare_fields(walk, "guideline", ("guideline",), "guideline", new)
    _compare_source(walk)
    _compare_body(walk)
    _compare_retired(walk)


def _stamp(
    walk: Walk,
    path: tuple[str, ...],
    keys: tuple[str, ...],
    old: Mapping[str, Any],
    new: Mapping[str, Any],
) -> None:
    for key in keys:
        if old.get(key) != new.get(key):
            walk.sheet.set_key(walk.sheet.stamps, path, key, new.get(key))


def _compare_source(walk: Walk) -> None:
    sheet, new = walk.sheet, walk.new["guideline"].get("source")
    old = sheet.at(("guideline",)).get("source")
    if old == new:
        return
    if old is None or new is None:
        before, after = ({} if each is None else {"source": each} for each in (old, new))
        owner = sheet.fact("guideline-source-changed", "guideline/source", before, after)
        sheet.set_key(owner, ("guideline",), "source", new)
        return
    days = FIELDS["source"]["dates-changed"]
    _set_some(walk, "dates-changed", days, lambda some: {"source": some})
    _set_some(walk, "source-changed", {*old, *new} - {*days}, dict)


def _set_some(
    walk: Walk, kind: str, keys: Collection[str], quote: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    """Note what changed of the source among these fields as one change."""
    path = ("guideline", "source")
    sides = (walk.sheet.at(path), walk.new["guideline"]["source"])
    before, after = ({key: side[key] for key in sorted(keys) if key in side} for side in sides)
    if before != after:
        owner = walk.sheet.fact(
            f"guideline-{kind}", "guideline/source", quote(before), quote(after)
        )
        for key in [each for each in sorted(keys) if before.get(each) != after.get(each)]:
            walk.sheet.set_key(owner, path, key, after.get(key))


def _compare_retired(walk: Walk) -> None:
    """Give a new entry of ``retired`` to the removal that it declares."""
    sheet, path = walk.sheet, ("guideline", "retired")
    new = walk.new["guideline"]["retired"]
    known = {entry["id"] for entry in sheet.at(path)}
    for entry in new:
        owner = walk.owners.get(("retired", entry["id"]))
        if owner and entry["id"] not in known:
            sheet.add(owner, (*path, len(sheet.at(path))), entry)
    if new != sheet.at(path):
        old = walk.old["guideline"]["retired"]
        owner = sheet.fact("guideline-lineage-changed", "guideline/retired", old, new)
        sheet.set_key(owner, ("guideline",), "retired", new)


def _compare_body(walk: Walk) -> None:
    """Entries of sections that came or went belong to the section's change."""
    sheet, path, order = walk.sheet, ("guideline", "body"), walk.new["guideline"]["body"]

    def owner_of(name: str) -> Fact:
        before = walk.old["guideline"]["body"]
        owner = walk.owners.get(("sections", name)) or walk.owners.get(("moved", name))
        return owner or walk.once("guideline-body-changed", "guideline/body", before, order)

    for name in [each for each in sheet.at(path) if each not in order]:
        sheet.remove(owner_of(name), (*path, sheet.at(path).index(name)))
    for name in [each for each in order if each not in sheet.at(path)]:
        before = [each for each in order[: order.index(name)] if each in sheet.at(path)]
        index = sheet.at(path).index(before[-1]) + 1 if before else 0
        sheet.add(owner_of(name), (*path, index), name)
    sheet.reorder(path, order, owner_of, str)
