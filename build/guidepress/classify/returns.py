"""What goes back to what an earlier version held: its change names that version."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from guidepress.classify.sentence import MOST_LETTERS
from guidepress.model import iter_entities

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guidepress.classify.change import Change
    from guidepress.diff import Fact

_RETURNED = "{sentence} This is again as in version {version}."


class Earlier(Protocol):
    """A version from before the two that are compared; its bundle is read only when asked for."""

    @property
    def version(self) -> str:
        """The name of the version."""

    @property
    def bundle(self) -> Mapping[str, Any]:
        """What the version held."""


def name_returns(changes: Sequence[Change], past: Iterable[Earlier]) -> list[Change]:
    """Return the changes; one that restores an earlier value names the newest version with it.

    ``past`` comes newest first.
    """
    open_changes = {index for index, each in enumerate(changes) if _may_return(each.fact)}
    named = list(changes)
    for earlier in past:
        if not open_changes:
            break
        entities = {each.id: each.value for each in iter_entities(earlier.bundle)}
        found = {each for each in open_changes if _is_in(changes[each].fact, entities)}
        for index in found:
            sentence = _RETURNED.format(sentence=changes[index].sentence, version=earlier.version)
            if len(sentence) <= MOST_LETTERS:
                named[index] = replace(changes[index], sentence=sentence)
        open_changes -= found
    return named


def _may_return(fact: Fact) -> bool:
    """Tell a change of an entity's own fields; what has no value now goes back to nothing."""
    own = len(fact.subject.split("/")) == 2  # noqa: PLR2004  # the list, and the id in it
    return own and fact.kind.endswith("-changed") and bool(fact.new)


def _is_in(fact: Fact, entities: Mapping[str, Any]) -> bool:
    entity = entities.get(fact.entity)
    if entity is None:
        return False
    if isinstance(fact.new, str):
        return bool(entity.get("text") == fact.new)
    if not isinstance(fact.old, dict) or not isinstance(fact.new, dict):
        return False
    if fact.kind.startswith("evidence-"):
        return fact.new in entity.get("evidence", ())
    return all(entity.get(key) == fact.new.get(key) for key in {*fact.old, *fact.new})
