"""Statements of options and sections: moved home, come, gone, renamed, split or merged."""

from typing import Any

from guidepress.diff.entities import compare_statement
from guidepress.diff.fact import Fact
from guidepress.diff.fields import LISTS
from guidepress.diff.pairing import Regrouping, pair
from guidepress.diff.parts import emptied, stated
from guidepress.diff.regroup import begin_piece, goal_of, heirs_of, members_of
from guidepress.diff.sheet import Path
from guidepress.diff.walk import WITH_STATEMENTS, Walk, homes_of, index_of, statement_places


def open_statements(walk: Walk) -> None:
    """Rename what is declared to be renamed, and note splits and mergers across all homes."""
    old, new = map(homes_of, walk.entities)
    sides = [[each for _, each in side.values()] for side in (old, new)]
    pairing = pair(*sides)
    for group in (*pairing.regroupings, *pairing.absorbed):
        before, after = members_of(group, *sides)
        quoted = [
            [{"in": side[each][0], **stated(side[each][1])} for each in ids]
            for side, ids in ((old, group.old), (new, group.new))
        ]
        _note_regrouping(walk, group, before, after, quoted)


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
        places = {home["id"]: place for place, home in enumerate(walk.sheet.at((name,)))}
        for home in walk.new[name]:
            _place_within(walk, name, places.pop(home["id"]), home)
        # What is left over goes, with all that is in it.
        for place in places.values():
            _place_within(walk, name, place, {**walk.sheet.at((name, place)), "content": []})


def _note_regrouping(
    walk: Walk, group: Regrouping, old: list[Any], new: list[Any], quoted: list[Any]
) -> None:
    subject = f"statements/{group.new[0] if len(group.new) == 1 else group.old[0]}"
    path = next(at for at, each in statement_places(walk) if each["id"] == group.old[0])
    if group.verb == "renamed":
        fact = walk.sheet.fact("statement-renamed", subject, group.old[0], group.new[0])
        walk.sheet.set_keys(fact, path, ("id", "replaces"), new[0])
        walk.renames.append((group.old[0], group.new[0], fact))
    elif set(group.new) < set(group.old):
        fact = walk.sheet.fact(f"statement-{group.verb}", subject, *quoted)
        _note_absorbed(walk, fact, [each for each in group.old if each not in group.new], new)
        return
    else:
        fact = walk.sheet.fact(f"statement-{group.verb}", subject, *quoted)
        walk.heirs |= heirs_of(old, new)
        # The pieces begin beside their origin, whose mentions of renamed ids are yet to be renamed.
        for piece in new:
            walk.sheet.add(fact, (*path[:-1], int(path[-1]) + 1), begin_piece(piece, old, new))
    for each in (*group.old, *group.new):
        walk.owners["statements", each] = fact


def _note_absorbed(walk: Walk, fact: Fact, gone: list[str], heirs: list[Any]) -> None:
    """Note a merger into what was there before: what it says now is part of the merger."""
    places = {each["id"]: path for path, each in statement_places(walk)}
    for heir in heirs:
        walk.sheet.set_keys(fact, places[heir["id"]], ("replaces", "text", "citations"), heir)
    for each in gone:
        walk.owners["statements", each] = fact
        walk.heirs[each] = [heir for heir in heirs if each in heir["replaces"]]


def _move_home(walk: Walk, name: str, home: str, statement: str) -> None:
    target = (name, index_of(walk, (name,), home), "content")
    for path, each in statement_places(walk):
        if each["id"] == statement and path[:2] != target[:2]:
            came_from = f"{path[0]}/{walk.sheet.at(path[:2])['id']}"
            subject = f"statements/{statement}"
            fact = walk.owners.get(("statements", statement))
            if fact is None or fact.kind == "statement-renamed":
                fact = walk.sheet.fact("statement-moved", subject, came_from, f"{name}/{home}")
                walk.owners["moved", statement] = fact
            walk.sheet.move(fact, path, (*target, len(walk.sheet.at(target))))
            return


def _place_within(walk: Walk, name: str, place: int, new: Any) -> None:
    """Bring the statements of one home, which stands at the place, into their newer order."""
    path: Path = (name, place, "content")
    home = f"{name}/{new['id']}"
    order = [each["id"] for each in new["content"]]
    if [each["id"] for each in walk.sheet.at(path)] == order:
        return
    for gone in [each["id"] for each in walk.sheet.at(path) if each["id"] not in set(order)]:
        _remove(walk, (*path, index_of(walk, path, gone)), home)
    present = {each["id"] for each in walk.sheet.at(path)}
    for statement in new["content"]:
        if statement["id"] not in present:
            new_here = {"in": home, **stated(statement)}
            owner = walk.come("statements", statement["id"], new_here, LISTS[name])
            value = emptied(statement)
            walk.sheet.insert_after_predecessor(owner, path, order, statement["id"], value)
    owner_of = walk.owner_of_place("statements", path, order, home)
    newcomers = walk.newcomers("statements", order)
    walk.sheet.reorder(path, order, owner_of, newcomers=newcomers)


def _remove(walk: Walk, place: Path, home: str) -> None:
    """Remove a statement after what it holds; one that was merged is compared with its heir."""
    statement = walk.sheet.at(place)
    owner = walk.gone("statements", statement["id"], {"in": home, **stated(statement)})
    heirs = walk.heirs.get(statement["id"])
    if heirs != []:
        goal = goal_of(statement, heirs) if heirs else emptied(statement)
        compare_statement(walk, place, goal)
    walk.sheet.remove(owner, place)
