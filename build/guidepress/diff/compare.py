"""Two bundles become facts and a patch; every operation of the patch belongs to one fact."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

from guidepress.diff.entities import compare_fields, compare_intro, compare_prose, compare_statement
from guidepress.diff.fact import Comparison, Fact
from guidepress.diff.fields import LISTS
from guidepress.diff.identity import compare_identity
from guidepress.diff.lists import close_list, open_list
from guidepress.diff.sections import move_sections
from guidepress.diff.sheet import Path, Sheet
from guidepress.diff.similar import find_other_things, find_probable_renames
from guidepress.diff.statements import open_statements, place_statements
from guidepress.diff.walk import WITH_STATEMENTS, Walk, unknown_to
from guidepress.model import Entity, iter_entities
from guidepress.problem import UnusableError


def compare(old: Any, new: Any) -> Comparison:
    """Compare two bundles of one guideline.

    The patch leads from the canonical form of ``old`` to that of ``new``; what it does is told by
    the facts, all but ``stamps`` (version, dates, schema_version). Raises UnusableError where an
    id is used twice: then nothing can be matched by it.
    """
    # Both are walked once: of a large guideline that takes as long as the rest of a comparison.
    entities = tuple(tuple(iter_entities(bundle)) for bundle in (old, new))
    for bundle, held in zip((old, new), entities, strict=True):
        if repeated := find_repeated_ids(bundle, held):
            raise UnusableError(f"the id {repeated[0]} is used twice in {bundle['id']}")
    sheet = Sheet(old, only=_withdrawal(old["guideline"], new["guideline"]))
    walk = Walk(sheet=sheet, old=old, new=new, entities=entities, unknown_before=unknown_to(old))
    _place_entities(walk)
    compare_identity(walk)
    _compare_lists(walk)
    for name in LISTS:
        _compare_entities(walk, name)
    facts = tuple(fact for fact in walk.sheet.facts if fact.operations)
    by_id = [{each.id: each.value for each in side} for side in entities]
    return Comparison(
        old=old,
        new=new,
        facts=tuple(sorted(facts, key=_reading_order(*entities))),
        patch=tuple(walk.sheet.patch),
        stamps=tuple(walk.sheet.stamps.operations),
        questions=(*find_probable_renames(facts, *by_id), *find_other_things(facts, *by_id)),
        entities=entities,
    )


def find_repeated_ids(bundle: Any, entities: Iterable[Entity] | None = None) -> list[str]:
    """Return the ids that more than one entity of the bundle has; ``entities`` are its own."""
    counts = Counter(each.id for each in entities or iter_entities(bundle))
    counts += Counter(each["id"] for each in bundle["scales"])
    return sorted(each for each, count in counts.items() if count > 1)


def _compare_lists(walk: Walk) -> None:
    old, new = walk.old["lists"], walk.new["lists"]
    if [entry["id"] for entry in old] != [entry["id"] for entry in new]:
        walk.sheet.set_key(
            walk.sheet.fact("list-other-changed", "lists", old, new), (), "lists", new
        )
        return
    for index, entry in enumerate(new):
        compare_fields(walk, "list", ("lists", index), f"lists/{entry['id']}", entry)
        compare_intro(walk, ("lists", index), entry)


def _withdrawal(old: Any, new: Any) -> Fact | None:
    """Return the one change that a withdrawal is, however much it empties."""
    before, after = old.get("withdrawal"), new.get("withdrawal")
    if (before is None) == (after is None):
        return None
    kind = "guideline-withdrawn" if after else "guideline-reinstated"
    return Fact(kind=kind, subject="guideline", old=before, new=after)


def _place_entities(walk: Walk) -> None:
    for name in LISTS:
        open_list(walk, name)
    open_statements(walk)
    _propagate_renames(walk)
    move_sections(walk)
    place_statements(walk)
    for name in LISTS:
        close_list(walk, name)


def _compare_entities(walk: Walk, name: str) -> None:
    for index, new in enumerate(walk.new[name]):
        path: Path = (name, index)
        subject = f"{name}/{new['id']}"
        if walk.sheet.at(path) == new:
            continue
        if name == "recommendations":
            compare_prose(walk, "recommendation", path, subject, new)
        compare_fields(walk, LISTS[name], path, subject, new)
        if name in WITH_STATEMENTS:
            for number, statement in enumerate(new["content"]):
                compare_statement(walk, (*path, "content", number), statement)


def _reading_order(*sides: Iterable[Entity]) -> Callable[[Fact], tuple[int, int]]:
    """Order facts as the page is read: guideline, lists, factors, options, sections, references.

    A statement stands with its option or section; what is gone, where it was.
    """
    parts = {"guideline": -2, "lists": -1} | {name: rank for rank, name in enumerate(LISTS)}
    # Of what both have, the later counts: where it is now.
    places = {
        each.id: (parts[str(each.path[0])], int(each.path[1]))
        for each in chain(*sides)
        if each.path[0] in LISTS
    }

    def key(fact: Fact) -> tuple[int, int]:
        part, entity, *_ = [*fact.subject.split("/"), ""]
        if entity in places and part not in ("guideline", "lists"):
            return places[entity]
        return (parts.get(part, len(LISTS)), len(places))

    return key


# Under these an id is named. A declared new one changes who names it, too: that is part of the
# renaming, no change. Works are not among them: the key of a work is never another one.
_NAMING_KEYS = frozenset(
    {"about", "alternative_to", "body", "factor", "group", "parent", "question", "ref", "show"}
)


def _propagate_renames(walk: Walk) -> None:
    """Write every mention of a renamed id anew, as operations of the renaming itself."""
    for old, new, fact in walk.renames:
        for path, key, value in list(_find_mentions(walk.sheet.document, (), old, new)):
            walk.sheet.set_key(fact, path, key, value)


def _find_mentions(value: Any, path: Path, old: str, new: str) -> Iterator[tuple[Path, str, Any]]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _find_mentions(item, (*path, index), old, new)
    elif isinstance(value, dict):
        for key, item in value.items():
            renamed = _renamed(key, item, old, new)
            if renamed == item:
                yield from _find_mentions(item, (*path, key), old, new)
            else:
                yield path, key, renamed


def _renamed(key: str, value: Any, old: str, new: str) -> Any:
    if key not in _NAMING_KEYS:
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return [new if item == old else item for item in value]
    return new if value == old else value
