"""What goes back to what an earlier version held: its change names that version."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from guidepress.classify.sentence import MOST_LETTERS
from guidepress.model import iter_entities

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guidepress.classify.change import Change
    from guidepress.diff import Fact

# A version from before the two that are compared, and its bundle.
Earlier = tuple[str, "Mapping[str, Any]"]
_RETURNED = "{sentence} This is again as in version {version}."


def name_returns(changes: Sequence[Change], past: Iterable[Earlier]) -> list[Change]:
    """Return the changes; one that restores an earlier value names the newest version with it.

    ``past`` comes newest first, and is read only as far as something may still go back.
    """
    named, past = [*changes], iter(past)
    waiting = {index for index, each in enumerate(changes) if _may_return(each.fact)}
    while waiting and (earlier := next(past, None)):
        entities = {each.id: each.value for each in iter_entities(earlier[1])}
        for index in [each for each in waiting if _is_in(changes[each].fact, entities)]:
            waiting.remove(index)
            sentence = _RETURNED.format(sentence=changes[index].sentence, version=earlier[0])
            if len(sentence) <= MOST_LETTERS:
                named[index] = replace(changes[index], sentence=sentence)
    return named


def _may_return(fact: Fact) -> bool:
    """Tell a change of an entity's own fields; what has no value now goes back to nothing."""
    return fact.subject.count("/") == 1 and fact.kind.endswith("-changed") and bool(fact.new)


def _is_in(fact: Fact, entities: Mapping[str, Any]) -> bool:
    entity, new = entities.get(fact.entity, {}), fact.new
    if isinstance(new, str):
        return bool(entity.get("text") == new)
    if fact.kind.startswith("evidence-"):
        return new in entity.get("evidence", ())
    if not isinstance(new, dict) or not isinstance(fact.old, dict):
        return False
    return bool(entity) and all(entity.get(key) == new.get(key) for key in {*fact.old, *new})
