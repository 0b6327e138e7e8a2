"""What the guideline says of itself: stamps, metadata, source, body, retired ids."""

from guidepress.diff.entities import compare_fields
from guidepress.diff.fact import Fact
from guidepress.diff.fields import FIELDS, GUIDELINE_STAMPS, TOP_STAMPS
from guidepress.diff.walk import Walk


def compare_identity(walk: Walk) -> None:
    """Compare the guideline's own fields; version, dates and schema_version are stamps."""
    new = walk.new["guideline"]
    walk.sheet.set_keys(walk.sheet.stamps, (), TOP_STAMPS, walk.new)
    walk.sheet.set_keys(walk.sheet.stamps, ("guideline",), GUIDELINE_STAMPS, new)
    compare_fields(walk, "guideline", ("guideline",), "guideline", new)
    _compare_source(walk)
    _compare_body(walk)
    _compare_retired(walk)


def _compare_source(walk: Walk) -> None:
    sheet, new = walk.sheet, walk.new["guideline"].get("source")
    old = sheet.at(("guideline",)).get("source")
    # What has no step in the patch is no fact in the end.
    if old is None or new is None:
        before, after = ({} if each is None else {"source": each} for each in (old, new))
        owner = sheet.fact("guideline-source-changed", "guideline/source", before, after)
        sheet.set_keys(owner, ("guideline",), ("source",), walk.new["guideline"])
        return
    days = FIELDS["source"]["dates-changed"]
    for kind, keys in (("dates", days), ("source", sorted({*old, *new} - {*days}))):
        sides = ({key: side[key] for key in keys if key in side} for side in (old, new))
        # Of a day it is quoted whose it is.
        quoted = ({"source": each} if kind == "dates" else each for each in sides)
        owner = sheet.fact(f"guideline-{kind}-changed", "guideline/source", *quoted)
        sheet.set_keys(owner, ("guideline", "source"), keys, new)


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
