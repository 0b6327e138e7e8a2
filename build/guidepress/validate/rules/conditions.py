"""Conditions: what they name exists, what they ask can be answered, and they can be meant."""

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from guidepress.conditions.applies import list_chains, stated_of
from guidepress.conditions.checks import Fault, find_faults, never_together
from guidepress.conditions.evaluate import terms_of
from guidepress.model import condition_keys
from guidepress.problem import Position, Problem, did_you_mean
from guidepress.source.text import DataPath
from guidepress.validate.context import RuleContext, warning


class Found(NamedTuple):
    """A fault of a condition, with the entity that states it and the path inside that."""

    owner: str
    path: DataPath
    fault: Fault


# Each fault with the rule that reports it, if that is not its form, and the key that is at fault.
_RULES = {
    "unknown-factor": ("unknown-factor", "factor"),
    "unknown-value": ("unknown-value", "is"),
    "unknown-condition": ("unknown-condition", "ref"),
    "circular": ("unknown-condition", "ref"),
    "contradiction": ("contradiction", ""),
    "tautology": ("tautology", ""),
}
_FORM = ("condition-form", "")
# The schema reports these.
_OF_SCHEMA = {"no-condition", "several-kinds", "empty"}


def unknown_factor(context: RuleContext) -> Iterator[Problem]:
    """A condition names a factor of factors.yaml."""
    yield from _problems(context, "unknown-factor", "factor")


def unknown_value(context: RuleContext) -> Iterator[Problem]:
    """A condition names values that its factor has."""
    yield from _problems(context, "unknown-value", "value")


def unknown_condition(context: RuleContext) -> Iterator[Problem]:
    """A condition refers to one that factors.yaml names, and never to itself."""
    yield from _problems(context, "unknown-condition", "name")


def condition_form(context: RuleContext) -> Iterator[Problem]:
    """A condition on a factor asks what its type can answer."""
    yield from _problems(context, "condition-form")


def contradiction(context: RuleContext) -> Iterator[Problem]:
    """A condition can hold for somebody, also together with those of what it is in."""
    yield from _problems(context, "contradiction")
    bundle = context.content.bundle
    terms = terms_of(bundle["factors"], bundle["conditions"])
    for name, (*outer, thing) in list_chains(bundle):
        own = [*stated_of(thing)] if outer else []
        around = [each for each in outer if [*stated_of(each)]] if own else []
        stated = [condition for each in around for condition in stated_of(each)]
        if factors := never_together(stated, own, terms) if stated else ():
            key = "applies_when" if "applies_when" in thing else "population"
            homes = " and ".join(each["id"] for each in around)
            message = f"this never holds together with what is stated of {homes}"
            hint = f"no patient has such values of {', '.join(factors)}; correct one of them"
            yield warning(context.at(name, key), "contradiction", message, hint)


def tautology(context: RuleContext) -> Iterator[Problem]:
    """A condition does not hold for everybody."""
    for each in _problems(context, "tautology"):
        yield warning(each.position, each.rule, each.message, each.hint)


def _problems(context: RuleContext, rule: str, name: str = "") -> Iterator[Problem]:
    for owner, path, fault in context.condition_faults:
        reported, key = _RULES.get(fault.kind, _FORM)
        if reported == rule:
            place = _position(context, owner, (*path, *([key] if key else [])), fault)
            known = fault.values.get("known", "").split(", ")
            near = did_you_mean(fault.values[name], known) if name in fault.values else ""
            yield Problem(place, rule, fault.message, near or fault.hint)


def _position(context: RuleContext, owner: str, path: DataPath, fault: Fault) -> Position:
    if fault.kind == "unknown-value":
        return context.find(owner, *path, needle=fault.values["value"])
    return context.at(owner, *path)


def find_condition_faults(context: RuleContext) -> Iterator[Found]:
    """Yield what is wrong with each condition of a bundle, but for what the schema reports."""
    bundle = context.content.bundle
    faults = _faults_by(json.dumps([bundle["factors"], bundle["conditions"]]))
    for owner, path, condition in _conditions(context):
        for fault in faults(json.dumps(condition)):
            if fault.kind not in _OF_SCHEMA:
                yield Found(owner, (*path, *fault.path), fault)


# The same conditions stand in many places; and an editor's program asks after each key, few of
# which are in a condition.
@lru_cache(maxsize=4)
def _faults_by(terms: str) -> Callable[[str], tuple[Fault, ...]]:
    named = terms_of(*json.loads(terms))
    return lru_cache(maxsize=1024)(lambda it: tuple(find_faults(json.loads(it), named)))


def _conditions(context: RuleContext) -> Iterator[tuple[str, DataPath, Any]]:
    named = (each for each in context.entities if each.kind == "named-condition")
    yield from ((each.id, (), each.value) for each in named)
    for each, path, group in context.groups:
        if each.kind != "named-condition":
            keys = sorted(condition_keys() & group.keys())
            yield from ((each.id, (*path, key), group[key]) for key in keys)
