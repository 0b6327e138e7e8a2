"""What goes back to what an earlier version held: its change names that version."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from guidepress.classify.change import Change
from guidepress.classify.sentence import MOST_LETTERS
from guidepress.diff.fact import Fact
from guidepress.diff.parts import stated
from guidepress.model import iter_entities

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
        entities |= {"": earlier[1]["guideline"]}
        for index in [each for each in waiting if _is_in(changes[each].fact, entities)]:
            waiting.remove(index)
            sentence = _RETURNED.format(sentence=changes[index].sentence, version=earlier[0])
            if len(sentence) <= MOST_LETTERS:
                named[index] = replace(changes[index], sentence=sentence)
    return named


def _may_return(fact: Fact) -> bool:
    """Tell a change of fields, or what came; what has no value now goes back to nothing."""
    return fact.kind.endswith(("-changed", "-added")) and bool(fact.new)


def _is_in(fact: Fact, entities: Mapping[str, Any]) -> bool:
    held, new = _find(fact.subject, entities), fact.new
    if held is None or isinstance(new, list):
        return False
    if isinstance(new, str):
        return bool(held.get("text") == new)
    if fact.kind.startswith(("evidence-", "reference-notice-")):
        return new in [*held.get("evidence", ()), *held.get("custom", {}).get("notices", ())]
    if fact.old is None:
        return stated(held) == {key: each for key, each in new.items() if key != "in"}
    for key in ("list", "table", "figure"):
        held = {**held, **(held.get(key) or {})}
    if fact.subject == "guideline/source" and "source" in new:
        # Of the source the change quotes only what differs.
        return all(held["source"].get(key) == each for key, each in new["source"].items())
    return all(held.get(key) == new.get(key) for key in {*fact.old, *new})


def _find(subject: str, entities: Mapping[str, Any]) -> Any:
    """Return what a subject leads to: an entity, or a row, a dose and the like in one."""
    first, *steps = subject.split("/")
    # An introduction is known by its own id, and of the guideline there is only one.
    owner = "" if first == "guideline" else steps.pop(-1 if first == "lists" else 0)
    steps = [] if first == "lists" else steps
    held = entities.get(owner)
    for key, name in zip(steps[::2], [*steps[1::2], ""], strict=False):
        home = (held or {}).get("table") or (held or {}).get("list") or held or {}
        inner = home.get(key, ())
        found = (each for each in inner if isinstance(each, dict) and name in _names_of(each))
        held = {**inner, key: inner} if isinstance(inner, dict) else next(found, None)
    return held


def _names_of(entry: Mapping[str, Any]) -> tuple[Any, Any]:
    return entry.get("id"), entry.get("column")
