"""Sections lie in one list, each before those below it: what moves takes its own along."""

from collections.abc import Iterator
from typing import Any

from guidepress.diff.fact import Fact
from guidepress.diff.walk import Walk

# How changes call the place of a section that is part of no other.
TOP = "sections"


def move_sections(walk: Walk) -> None:
    """Note each section that became part of another one; its place in the list follows later."""
    new = {each["id"]: each for each in walk.new["sections"]}
    for index, section in enumerate(walk.sheet.at(("sections",))):
        entity = section["id"]
        if entity not in new or section.get("parent") == new[entity].get("parent"):
            continue
        homes = [_home(section), _home(new[entity])]
        owner = walk.owners.get(("sections", entity)) or walk.sheet.fact(
            "section-moved", f"sections/{entity}", *homes
        )
        walk.owners["moved", entity] = owner
        walk.sheet.set_key(owner, ("sections", index), "parent", new[entity].get("parent"))


def _home(section: Any) -> str:
    return f"sections/{section['parent']}" if "parent" in section else TOP


def section_and_above(walk: Walk, entity: str) -> Iterator[str]:
    """Yield the section and those that it is part of, from inside out."""
    parents = {each["id"]: each.get("parent") for each in walk.new["sections"]}
    seen: set[str] = set()
    while entity in parents and entity not in seen:
        seen.add(entity)
        yield entity
        entity = parents[entity] or ""


def owner_of_section(walk: Walk, entity: str, before: list[str], order: list[str]) -> Fact:
    """Return what moved a section: it, or one above it, came, moved, or changed its place there.

    ``before`` and ``order`` are the sections of both versions as they are read.
    """
    for each in section_and_above(walk, entity):
        owner = walk.owners.get(("sections", each)) or walk.owners.get(("moved", each))
        if owner:
            return owner
        siblings = _siblings(walk, each)
        if [one for one in before if one in siblings] != [one for one in order if one in siblings]:
            return _reordered(walk, each, siblings, before, order)
    return walk.once("sections-reordered", "sections", before, order)


def _reordered(
    walk: Walk, entity: str, siblings: set[str], before: list[str], order: list[str]
) -> Fact:
    section = next(each for each in walk.new["sections"] if each["id"] == entity)
    if "parent" not in section:
        body = [bundle["guideline"]["body"] for bundle in (walk.old, walk.new)]
        return walk.once("guideline-body-changed", "guideline/body", *body)
    sides = ([each for each in side if each in siblings] for side in (before, order))
    return walk.once("sections-reordered", _home(section), *sides)


def _siblings(walk: Walk, entity: str) -> set[str]:
    """Return the sections beside this one that were there before, itself included."""
    parents = {each["id"]: each.get("parent") for each in walk.new["sections"]}
    came = {each for part, each in walk.owners if part in {"sections", "moved"}}
    return {each for each in parents if parents[each] == parents[entity]} - came
