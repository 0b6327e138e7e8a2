"""Lists of entities: what came, went, was renamed, split or merged, and in which order."""

from collections.abc import Callable
from typing import Any

from guidepress.diff.entities import compare_fields
from guidepress.diff.fields import LISTS
from guidepress.diff.pairing import Regrouping, pair
from guidepress.diff.parts import emptied, stated
from guidepress.diff.regroup import begin_piece, goal_of, heirs_of, members_of
from guidepress.diff.walk import Walk, index_of


def open_list(walk: Walk, name: str) -> None:
    """Note who came and who goes; rename, and add without what is inside.

    What is gone stays until ``close_list``, so that its statements can still move out.
    """
    pairing = walk.pairings[name] = pair(walk.old[name], walk.new[name])
    pieces: dict[str, Any] = {}
    for group in pairing.regroupings:
        pieces |= _note_regrouping(walk, name, group)
    for group in pairing.absorbed:
        _note_absorbed(walk, name, group)
    for gone in pairing.removed:
        old = next(each for each in walk.old[name] if each["id"] == gone)
        walk.gone(name, gone, _inside(name, old, stated))
    order = [entity["id"] for entity in walk.new[name]]
    for entity in [each for each in walk.new[name] if each["id"] in pairing.added]:
        owner = walk.come(name, entity["id"], _inside(name, entity, stated), LISTS[name])
        value = pieces.get(entity["id"]) or _inside(name, entity, emptied)
        walk.sheet.insert_after_predecessor(owner, (name,), order, entity["id"], value)


def close_list(walk: Walk, name: str) -> None:
    """Remove what is gone and bring the rest into the newer order."""
    for gone in walk.pairings[name].removed:
        path, subject = (name, index_of(walk, (name,), gone)), f"{name}/{gone}"
        entity, heirs = walk.sheet.at(path), walk.heirs.get(gone)
        goal = goal_of(entity, heirs) if heirs else _inside(name, entity, emptied)
        if heirs != []:
            compare_fields(walk, LISTS[name], path, subject, goal)
        walk.sheet.remove(walk.owners[name, gone], path)
    order = [entity["id"] for entity in walk.new[name]]
    owner_of = walk.owner_of_place(name, (name,), order, name)
    walk.sheet.reorder((name,), order, owner_of, newcomers=walk.newcomers(name, order))


def _note_regrouping(walk: Walk, name: str, group: Regrouping) -> dict[str, Any]:
    """Return the pieces by id, each as its origin would have it."""
    old, new = members_of(group, walk.old[name], walk.new[name])
    subject = f"{name}/{group.new[0] if len(group.new) == 1 else group.old[0]}"
    if group.verb == "renamed":
        fact = walk.sheet.fact(f"{LISTS[name]}-renamed", subject, group.old[0], group.new[0])
        path = (name, index_of(walk, (name,), group.old[0]))
        walk.sheet.set_keys(fact, path, ("id", "replaces"), new[0])
        walk.renames.append((group.old[0], group.new[0], fact))
    else:
        sides = ([stated(each) for each in side] for side in (old, new))
        fact = walk.sheet.fact(f"{LISTS[name]}-{group.verb}", subject, *sides)
        walk.heirs |= heirs_of(old, new)
    for each in (*group.old, *group.new):
        walk.owners[name, each] = fact
    return {each["id"]: begin_piece(each, old, new) for each in new}


def _note_absorbed(walk: Walk, name: str, group: Regrouping) -> None:
    """Note a merger into what was there before, whose own fields are compared as ever."""
    gone, kept = [each for each in group.old if each not in group.new], group.new
    old = [stated(each) for each in walk.old[name] if each["id"] in gone]
    heirs = [each for each in walk.new[name] if each["id"] in kept]
    subject = f"{name}/{kept[0] if len(kept) == 1 else gone[0]}"
    kind = f"{LISTS[name]}-{group.verb}"
    fact = walk.sheet.fact(kind, subject, old, [stated(each) for each in heirs])
    for heir in heirs:
        path = (name, index_of(walk, (name,), heir["id"]))
        walk.sheet.set_keys(fact, path, ("replaces",), heir)
    for each in gone:
        walk.owners[name, each] = fact
        walk.heirs[each] = [heir for heir in heirs if each in heir["replaces"]]


def _inside(name: str, entity: Any, without: Callable[[Any], Any]) -> Any:
    """Return the entity without what is reported on its own; a scale comes and goes as a whole."""
    return entity if name == "scales" else without(entity)
