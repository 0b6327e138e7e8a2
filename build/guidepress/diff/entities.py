"""One entity on both sides: its fields, its prose, its evidence."""

from collections.abc import Iterator
from functools import partial
from operator import eq
from typing import Any

from guidepress.diff.evidence import compare_evidence
from guidepress.diff.fields import FIELDS, GUIDELINE_STAMPS
from guidepress.diff.pairing import match
from guidepress.diff.parts import KINDS, WHOLE, Spot, are_entries, compare_entries, compare_part
from guidepress.diff.sheet import Path
from guidepress.diff.walk import Walk
from guidepress.prose.citations import without_citations

# Compared by the ids of what is in them.
_PARTS = ("figure", "list", "table")
# Compared elsewhere: by id, as prose, as stamps, or as parts with facts of their own.
_APART = {
    "guideline": {*GUIDELINE_STAMPS, "source", "body", "retired"},
    "list": {"intro"},
    "statement": {"text", "citations", "evidence", *_PARTS},
    "group": {"content"},
    "option": {"content"},
    "section": {"content"},
    "recommendation": {"text", "citations", "content"},
    "reference": {"custom"},
}


def compare_fields(walk: Walk, entity: str, path: Path, subject: str, new: Any) -> None:
    """Note each changed field as its kind says; one fact for all fields of one kind.

    Of lists whose entries have ids, each entry is compared on its own.
    """
    old = walk.sheet.at(path)
    left = {*old, *new} - _APART.get(entity, set()) - {"id"}
    for kind, names in _kinds_of(entity, left):
        changed = [name for name in names if old.get(name) != new.get(name)]
        named = [each for each in changed if each not in WHOLE]
        listed = [each for each in named if are_entries(old.get(each), new.get(each))]
        plain = [each for each in changed if each not in listed]
        if plain:
            before = {name: old[name] for name in plain if name in old}
            after = {name: new[name] for name in plain if name in new}
            owner = walk.sheet.fact(f"{entity}-{kind}", subject, before, after)
            walk.sheet.set_keys(owner, path, plain, new)
        for name in listed:
            stem = name if kind == "other-changed" else kind.removesuffix("-changed")
            prefix = KINDS.get(name) or f"{entity}-{stem}".replace("_", "-")
            compare_entries(walk, Spot((*path, name), f"{subject}/{name}", prefix), new[name])
    if entity == "reference":
        _compare_custom(walk, path, subject, new["custom"])


def _kinds_of(entity: str, left: set[str]) -> Iterator[tuple[str, list[str]]]:
    for kind, names in FIELDS[entity].items():
        yield kind, [name for name in names if name in left]
        left -= set(names)
    yield "lineage-changed", sorted(left & {"replaces"})
    yield "other-changed", sorted(left - {"replaces"})


def _compare_custom(walk: Walk, path: Path, subject: str, new: Any) -> None:
    sheet, place = walk.sheet, (*path, "custom")
    _compare_notices(walk, (*place, "notices"), subject, new["notices"])
    for key in sorted({*sheet.at(place), *new}):
        before, after = sheet.at(place).get(key), new.get(key)
        if before != after:
            kind = "authors-changed" if key == "authors_complete" else "details-changed"
            fact = sheet.fact(f"reference-{kind}", subject, {key: before}, {key: after})
            sheet.set_key(fact, place, key, after)


def _compare_notices(walk: Walk, path: Path, subject: str, new: list[Any]) -> None:
    """Note each notice that came, went or was corrected; their order is left to the list."""
    sheet, old = walk.sheet, walk.sheet.at(path)
    pairs = match(old, new, (eq, *(partial(_shared, key) for key in _OF_NOTICE), lambda *_: True))
    for index in sorted(set(range(len(old))) - set(pairs.values()), reverse=True):
        sheet.remove(sheet.fact("reference-notice-removed", subject, old[index]), (*path, index))
    kept: list[int | None] = [*sorted(pairs.values())]
    for number, notice in enumerate(new):
        before = old[pairs[number]] if number in pairs else None
        if before is None:
            fact = sheet.fact("reference-notice-added", subject, None, notice)
            sheet.add(fact, (*path, number), notice)
            kept.insert(number, None)
        elif before != notice:
            fact = sheet.fact("reference-notice-changed", subject, before, notice)
            sheet.set_keys(fact, (*path, kept.index(pairs[number])), _OF_NOTICE, notice)


# What a notice is known by, the surest first.
_OF_NOTICE = ("DOI", "PMID", "citation", "kind")


def _shared(key: str, old: Any, new: Any) -> bool:
    return key in old and old[key] == new.get(key)


def compare_statement(walk: Walk, path: Path, new: Any) -> None:
    """Compare a statement that both sides have; it already stands in its new place."""
    subject = f"statements/{new['id']}"
    compare_prose(walk, "statement", path, subject, new)
    compare_fields(walk, "statement", path, subject, new)
    compare_evidence(walk, path, subject, new["evidence"])
    for key in _PARTS:
        compare_part(walk, Spot(path, subject, "statement-part"), key, new.get(key))


def compare_prose(walk: Walk, entity: str, path: Path, subject: str, new: Any) -> None:
    """Compare text and citations as one: a text that differs in citations only says so."""
    old = walk.sheet.at(path)
    before, after = old.get("text", ""), new.get("text", "")
    if before == after and old.get("citations") == new.get("citations"):
        return
    if without_citations(before) != without_citations(after):
        kind = "text-changed"
    else:
        recorded = "citations" in walk.unknown_before
        kind = "citations-recorded" if recorded else "citations-changed"
    owner = walk.sheet.fact(f"{entity}-{kind}", subject, before, after)
    walk.sheet.set_keys(owner, path, ("text", "citations"), new)


def compare_intro(walk: Walk, path: Path, new: Any) -> None:
    """Compare the statement that introduces a list; changed prose of it has kinds of its own."""
    sheet, subject = walk.sheet, f"lists/{new['id']}"
    old, after = sheet.at(path).get("intro"), new.get("intro")
    if old is None or after is None or old["id"] != after["id"]:
        if old != after:
            verb = "added" if old is None else "removed" if after is None else "replaced"
            fact = sheet.fact(f"list-intro-{verb}", subject, old, after)
            sheet.set_key(fact, path, "intro", after)
        return
    place = (*path, "intro")
    compare_prose(walk, "list-intro", place, f"{subject}/{after['id']}", after)
    compare_fields(walk, "statement", place, f"{subject}/{after['id']}", after)
    compare_evidence(walk, place, f"{subject}/{after['id']}", after["evidence"])
