"""Conditions: what they name exists, what they ask can be answered, and they can be meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from guidepress.conditions import Fault, find_faults, terms_of
from guidepress.model import condition_keys, iter_entities
from guidepress.problem import Position, Problem, did_you_mean
from guidepress.source import DataPath, iter_values
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
    """A condition can hold for somebody."""
    yield from _problems(context, "contradiction")


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


def find_condition_faults(bundle: Mapping[str, Any]) -> Iterator[Found]:
    """Yield what is wrong with each condition of a bundle, but for what the schema reports."""
    terms = terms_of(bundle["factors"], bundle["conditions"])
    for owner, path, condition in _conditions(bundle):
        for fault in find_faults(condition, terms):
            if fault.kind not in _OF_SCHEMA:
                yield Found(owner, (*path, *fault.path), fault)


def _conditions(bundle: Mapping[str, Any]) -> Iterator[tuple[str, DataPath, Any]]:
    for each in iter_entities(bundle):
        if each.kind == "named-condition":
            yield each.id, (), each.value
            continue
        # Those of other entities in it are reported with these.
        for path, value in iter_values(each.value, {*condition_keys(), "content", "doses"}):
            if path[-1] in condition_keys():
                yield each.id, path, value
