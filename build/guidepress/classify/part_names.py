"""What readers call an entity, and a part of one: a row of a table, a dose of an option."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from guidepress.classify.context import (
    OF_OPTIONS,
    Context,
    factors_in,
    listed,
    own_of,
    quoted,
    title_of,
)
from guidepress.classify.values import label_of
from guidepress.diff.fact import Fact
from guidepress.model.walk import Entity
from guidepress.prose.render import render_claim


def name_of(entity: Mapping[str, Any]) -> str:
    """Return an entity's name as in a sentence: a drug by its own spelling, all else quoted."""
    if "direction" in entity or ("text" in entity and "in" in entity):
        return quoted(entity["text"])
    if "cells" in entity:
        return quoted(label_in([entity], entity["id"]))
    keys = ("name", "title", "term", "text")
    name = next((str(entity[key]) for key in keys if entity.get(key)), "")
    if not name:
        return quoted(title_of(entity) or entity["id"])
    for intervention in entity.get("interventions", ()):
        if intervention["name"].lower() == name.lower():
            return str(intervention["name"])
    return f"“{name}”"


def place_name(subject: str, context: Context) -> str:
    """Return what readers call an entity, by a subject such as ``options/excision``."""
    entity = context.entities.get(subject)
    return name_of(entity) if entity else _PLACES.get(subject, subject)


def name_homes(fact: Fact, context: Context) -> list[str]:
    """Name where something moved from and to; what is called alike has its id beside it."""
    homes = [str(fact.old), str(fact.new)]
    names = [place_name(each, context) for each in homes]
    if len({*names}) == len(names):
        return names
    return [f"{name} ({each.rpartition('/')[2]})" for name, each in zip(names, homes, strict=True)]


def tell_users(fact: Fact, context: Context, _words: Any) -> str:
    """Name in brackets all that a term or a named condition is used by, in either version."""
    is_term = fact.subject.startswith("terms/")
    found = context.users_of(fact.entity) if is_term else _users_of_condition(fact.entity, context)
    users = {each.id: _shortened(_name_user(each, context)) for each in reversed(found)}
    named = [*users.values()][::-1]
    more = [f"{len(named) - _MOST_USERS} more"] if len(named) > _MOST_USERS else []
    return f" (used by {listed([*named[:_MOST_USERS], *more])})" if named else ""


def _users_of_condition(name: str, context: Context) -> list[Entity]:
    every = [each for side in context.walked[::-1] for each in side]
    conditions = [each for each in every if each.kind == "condition"]
    named = {name}
    for _ in conditions:
        named |= {each.id for each in conditions if named & {*factors_in(each.value)}}
    others = (each for each in every if each.kind != "condition")
    return [each for each in others if named & {*factors_in(own_of(each.value))}]


# What changed needs the room of the sentence, too.
_MOST_USERS, _MOST_OF_USER = 12, 160


def _shortened(name: str) -> str:
    return name if len(name) <= _MOST_OF_USER else quoted(name.strip("“”"), _MOST_OF_USER)


def _name_user(user: Entity, context: Context) -> str:
    if user.kind == "dose" and user.owner:
        return f"the dose {quoted(context.dose(user.id), 60)} on {name_of(user.owner.value)}"
    if user.kind == "statement" and user.owner:
        return f"{_owner_name(user.value, user.id)} on {name_of(user.owner.value)}"
    return name_of(user.value)


_PLACES = {"sections": "the highest level"}


def is_entry(fact: Fact) -> bool:
    """Tell a change of an entry of a list, such as a row of a table or a dose of an option."""
    steps = fact.subject.split("/")
    first = 2 if steps[0] == "guideline" else 3
    return steps[0] != "lists" and len(steps) > first


def name_part(fact: Fact, context: Context, _words: Any) -> str:
    """Name a part from outside in: "“Doses by weight”, row “10 to 20 kg”, column “Dose”"."""
    return ", ".join(_names_of(fact, context))


def name_entry(fact: Fact, name: str, context: Context) -> str:
    """Name an entry of the list that a fact is about, without what holds the list."""
    return _names_of(replace(fact, subject=f"{fact.subject}/{name}"), context)[-1]


def _names_of(fact: Fact, context: Context) -> list[str]:
    first, owner, *steps = fact.subject.split("/")
    if first == "guideline":
        steps, names, sides = [owner, *steps], [], []
    else:
        place = f"{first}/{owner}"
        claims = [context.latter.get(owner), context.former.get(owner)]
        known = [*claims, context.entities.get(place), context.gone.get(place)]
        # What went is named as it was known where it went from.
        sides = [each for each in known[:: -1 if fact.new is None else 1] if each]
        names = [_owner_name(sides[0], owner) if sides else owner]
        names[0] += tell_home(owner, context, always=True)
    holders = [each.get("table") or each.get("list") or each for each in sides]
    columns = [each.get("columns", ()) for each in holders]
    notes = [f"^{note['id']}^" for each in holders for note in each.get("notes", ())]
    for key, name in zip(steps[::2], steps[1::2], strict=False):
        lists = [each.get(key, ()) for each in holders]
        sides_here = [each for each in (fact.new, fact.old) if isinstance(each, dict)]
        found = [*chain(*lists), *sides_here]
        holders = [each for each in found if name in {each.get("id"), each.get("column")}]
        labels = _labels_beside(name, columns if key == "cells" else lists)
        label = labels.get(name) or (name if key == "cells" else label_in(holders, name))
        place = f" {[*labels].index(name) + 1}" if [*labels.values()].count(label) > 1 else ""
        what = _PART_NAMES.get(key, label_of(key).removesuffix("s"))
        names.append(f"{what}{place} {quoted(_unmarked(label, notes))}")
    if len(steps) % 2:
        names.append(f"the {_PART_LISTS.get(steps[-1], label_of(steps[-1]))}")
    return names


def _unmarked(label: str, marks: Iterable[str]) -> str:
    """Return what an entry is called without the marks of notes, which are no part of it."""
    for mark in marks:
        label = label.replace(mark, "")
    return label


def tell_home(statement: str, context: Context, *, always: bool = False) -> str:
    """Say what a statement is on where another one reads alike: which of them it is.

    ``always`` says it of what is on an option, too: a table need not name the drug.
    """
    home = context.home.get(statement, "")
    needed = (always and home.startswith(OF_OPTIONS)) or statement in context.alike
    return f" on {place_name(home, context)}" if home and needed else ""


def _labels_beside(name: str, lists: Iterable[Sequence[Mapping[str, Any]]]) -> Mapping[str, str]:
    """Return what each entry is called of the first list that has one of this id."""
    for each in lists:
        named = [one for one in each if "id" in one]
        found = {one["id"]: label_in([one], str(one.get("group") or one["id"])) for one in named}
        if name in found:
            said = [*found.values()]
            return {
                one["id"]: _whole_label(one, label) if said.count(label) > 1 else label
                for one, label in zip(named, said, strict=True)
            }
    return {}


def _whole_label(entry: Mapping[str, Any], label: str) -> str:
    """Return what an entry is called, with the heading over several columns that it is below."""
    group = entry.get("group")
    return f"{group}: {label}" if group and group != label else label


def _owner_name(owner: Mapping[str, Any], identity: str) -> str:
    text = title_of(owner)
    return quoted(text) if text else name_of({"id": identity, **owner})


_PART_NAMES = {"axes": "axis", "bodies": "body", "cells": "column", "items": "entry"}
_PART_LISTS = {"items": "entries"}


def label_in(holders: Sequence[Mapping[str, Any]], name: str) -> str:
    """Return what an entry is called by its own words, else the name that it has in its list."""
    part: Mapping[str, Any] = holders[0] if holders else {}
    found = [part.get(key) for key in ("heading", "title", "name", "text", "criterion")]
    # A cell may hold a citation and no words.
    cells = (render_claim(each.get("text") or "") for each in part.get("cells", ()))
    return str(next((each for each in (*found, *cells, name) if each), ""))
