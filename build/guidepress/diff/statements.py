"""Statements of options and sections: moved home, come, gone, renamed, split or merged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guidepress.diff.fields import LISTS
from guidepress.diff.pairing import Regrouping, pair
from guidepress.diff.walk import WITH_STATEMENTS, all_statements, index_of, statement_places

if TYPE_CHECKING:
    from guidepress.diff.fact import Fact
    from guidepress.diff.sheet import Path
    from guidepress.diff.walk import Walk


def open_statements(walk: Walk) -> None:
    """Rename what is declared to be renamed, and note splits and mergers across all homes."""
    old, new = all_statements(walk.old), all_statements(walk.new)
    for group in pair(old, new).regroupings:
        before = [each for each in old if each["id"] in group.old]
        after = [each for each in new if each["id"] in group.new]
        _note_regrouping(walk, group, before, after)


def place_statements(walk: Walk) -> None:
    """Bring every statement into the home, and to the place, that the newer side gives it."""
    # Looked up once: most statements are where they were.
    placed = {
        each["id"]: (path[0], walk.sheet.at(path[:2])["id"])
        for path, each in statement_places(walk)
    }
    for name in WITH_STATEMENTS:
        for home in walk.new[name]:
            for statement in home["content"]:
                if placed.get(statement["id"]) not in {None, (name, home["id"])}:
                    _move_home(walk, name, home["id"], statement["id"])
    for name in WITH_STATEMENTS:
        for home in walk.new[name]:
            _place_within(walk, name, home)


def _note_regrouping(walk: Walk, group: Regrouping, old: list[Any], new: list[Any]) -> None:
    subject = f"statements/{group.new[0] if len(group.new) == 1 else group.old[0]}"
    if group.verb == "renamed":
        fact = walk.sheet.fact("statement-renamed", subject, group.old[0], group.new[0])
        path = next(at for at, each in statement_places(walk) if each["id"] == group.old[0])
        walk.sheet.set_key(fact, path, "id", group.new[0])
        walk.sheet.set_key(fact, path, "replaces", new[0]["replaces"])
        walk.renames.append((group.old[0], group.new[0], fact))
    else:
        fact = walk.sheet.fact(f"statement-{group.verb}", subject, old, new)
    for each in (*group.old, *group.new):
        walk.owners["statements", each] = fact


def _move_home(walk: Walk, name: str, home: str, statement: str) -> None:
    target = (name, index_of(walk, (name,), home), "content")
    for path, each in statement_places(walk):
        if each["id"] == statement and path[:2] != target[:2]:
            came_from = f"{path[0]}/{walk.sheet.at(path[:2])['id']}"
            subject = f"statements/{statement}"
            fact = walk.sheet.fact("statement-moved", subject, came_from, f"{name}/{home}")
            walk.owners["moved", statement] = fact
            walk.sheet.move(fact, path, (*target, len(walk.sheet.at(target))))
            return


def _place_within(walk: Walk, name: str, new: Any) -> None:
    path: Path = (name, index_of(walk, (name,), new["id"]), "content")
    home = f"{name}/{new['id']}"
    order = [each["id"] for each in new["content"]]
    for gone in [each["id"] for each in walk.sheet.at(path) if each["id"] not in order]:
        place = (*path, index_of(walk, path, gone))
        walk.sheet.remove(_owner_of_gone(walk, name, home, walk.sheet.at(place)), place)
    present = {each["id"] for each in walk.sheet.at(path)}
    for statement in new["content"]:
        if statement["id"] not in present:
            owner = _owner_of_new(walk, name, home, statement)
            walk.sheet.insert_after_predecessor(owner, path, order, statement["id"], statement)
    owner_of = walk.owner_of_place("statements", path, order, home)
    newcomers = walk.newcomers("statements", order)
    walk.sheet.reorder(path, order, owner_of, newcomers=newcomers)


def _owner_of_gone(walk: Walk, name: str, home: str, statement: Any) -> Fact:
    key = ("statements", statement["id"])
    if key not in walk.owners:
        verb = walk.verb_of_gone(LISTS[name], statement["id"])
        declared = walk.retirement(statement["id"]) if verb == "retired" else None
        subject, old = f"statements/{statement['id']}", {"in": home, **statement}
        walk.owners[key] = walk.sheet.fact(f"statement-{verb}", subject, old, declared)
        walk.owners["retired", statement["id"]] = walk.owners[key]
    return walk.owners[key]


def _owner_of_new(walk: Walk, name: str, home: str, statement: Any) -> Fact:
    key = ("statements", statement["id"])
    if key not in walk.owners:
        kind = f"statement-{walk.verb_of_new(LISTS[name])}"
        new = {"in": home, **statement}
        walk.owners[key] = walk.sheet.fact(kind, f"statements/{statement['id']}", None, new)
    return walk.owners[key]
