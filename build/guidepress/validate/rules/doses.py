"""Doses, units, groups and codes: they have their form, and what they name exists."""

import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Any

from guidepress.codes import SYSTEMS, find_code_fault
from guidepress.conditions.facts import number_of
from guidepress.doses import AMOUNTS, find_amounts, find_excesses, states_of
from guidepress.model import Dose, Option, Statement, condition_keys
from guidepress.problem import Position, Problem, did_you_mean
from guidepress.source.text import DataPath, list_groups
from guidepress.units import WORDS, is_unit
from guidepress.validate.context import RuleContext, warning

# What is often written for a unit, and what UCUM has for it.
MEANT = {word: code for code, words in WORDS.items() for word in words} | {
    "mcg": "ug",
    "µg": "ug",
    "μg": "ug",
    "cc": "mL",
    "IU": "[IU]",
    "iu": "[IU]",
    "units": "[IU] or {unit}",
    "m²": "m2",
    "mEq": "meq",
    "lb": "[lb_av]",
    "°C": "Cel",
    "mmHg": "mm[Hg]",
    "drop": "[drp]",
    "drops": "[drp]",
}
_UNITS = frozenset({"unit", "per"})


def unknown_unit(context: RuleContext) -> Iterator[Problem]:
    """A unit of a dose or of a factor is written as UCUM writes it."""
    for owner, path, value in _stated(context, _UNITS, {"dose", "factor"}):
        if not is_unit(value):
            place = context.at(owner, *path)
            meant = MEANT.get(value)
            hint = f"write {meant}" if meant else "write a unit such as mg, mL, h, or {tablet}"
            yield Problem(place, "unknown-unit", f"UCUM has no unit {value}", hint)


def wrong_code(context: RuleContext) -> Iterator[Problem]:
    """A code has the form of its system, and its check digit."""
    # The guideline itself is no entity; its population has codes, too.
    every = [("", *it) for it in list_groups(context.content.bundle["guideline"])]
    every += [(each.id, path, group) for each, path, group in context.groups]
    for owner, path, coding in every:
        if "system" not in coding or "code" not in coding:
            continue
        if fault := find_code_fault(coding["system"], coding["code"]):
            hint = f"a code of {coding['system']} is {SYSTEMS[coding['system']].words}"
            place = (
                context.at(owner, *path, "code") if owner else context.in_guideline(*path, "code")
            )
            yield Problem(place, "wrong-code", fault, hint)


def _stated(
    context: RuleContext, keys: Collection[str], kinds: Collection[str]
) -> Iterator[tuple[str, DataPath, str]]:
    """Yield each value of such a key in entities of such kinds, with its owner and its path."""
    for each, path, group in context.groups:
        for key in group if each.kind in kinds else ():
            if key in keys and isinstance(group[key], str):
                yield each.id, (*path, key), group[key]


def dose_form(context: RuleContext) -> Iterator[Problem]:
    """A dose is of an intervention of its option, and its ranges lead from less to more."""
    for dose, names in _doses(context):
        position = context.content.position
        if names and dose.intervention not in names:
            message = f"{dose.id} is of {dose.intervention}, which is no intervention here"
            hint = did_you_mean(dose.intervention, names) or f"write one of {', '.join(names)}"
            yield Problem(position(dose.id, "intervention"), "dose-form", message, hint)
        if dose.per and "/" in (dose.unit or ""):
            message = f"{dose.unit} and per {dose.per} both divide the amount"
            hint = f"write unit: {(dose.unit or '').partition('/')[0]} beside per: {dose.per}"
            yield Problem(position(dose.id, "unit"), "dose-form", message, hint)
        if (dose.unit == "%") != bool(dose.percent_of):
            message = f'{dose.id} has one of `unit: "%"` and `percent_of` without the other'
            hint = "write both, such as percent_of: the usual dose, or neither"
            yield Problem(position(dose.id, "unit"), "dose-form", message, hint)
        for path, low, high in _ranges(context.values[dose.id], ()):
            if Decimal(low) >= Decimal(high):
                message = f"the range from {low} to {high} has no room"
                hint = "write the smaller number as low, or one amount"
                yield Problem(position(dose.id, *path, "low"), "dose-form", message, hint)
        for limit, stated, most in find_excesses(context.values[dose.id]):
            message = f"{stated} is more than {limit} allows, {most}; is that meant?"
            hint = "correct one of the two, or accept this under `suppressions`"
            yield warning(position(dose.id, limit), "dose-form", message, hint)


def _ranges(data: Any, path: DataPath) -> Iterator[tuple[DataPath, str, str]]:
    if number_of(data.get("low")) is not None and number_of(data.get("high")) is not None:
        yield path, data["low"], data["high"]
    for key, value in data.items():
        if isinstance(value, dict) and key not in condition_keys():
            yield from _ranges(value, (*path, key))


def _doses(context: RuleContext) -> Iterator[tuple[Dose, Sequence[str]]]:
    """Yield every dose with the names of the interventions that it may be of."""
    names = {each.id: _names_in(each) for each in context.guideline.options}
    for option in context.guideline.options:
        yield from ((dose, names[option.id]) for dose in option.doses)
    for made in context.guideline.recommendations:
        for part in made.parts:
            about = part.about or made.about
            known = [name for option in about for name in names.get(option, ())]
            yield from ((dose, known) for dose in part.doses)


def _names_in(option: Option) -> list[str]:
    return [each.name for each in option.interventions]


def unknown_dose(context: RuleContext) -> Iterator[Problem]:
    """A cell shows a dose that exists; a step names an intervention or a dose of its option."""
    known = [dose.id for dose, _ in _doses(context)]
    for owner, path, value in _stated(context, {"dose"}, {"statement"}):
        if value not in known:
            place = context.at(owner, *path)
            message = f"no dose has the id {value}"
            hint = (
                did_you_mean(value, known) or "add it below `doses` of an option, or say it as text"
            )
            yield Problem(place, "unknown-dose", message, hint)
    for option in context.guideline.options:
        named = [*_names_in(option), *(each.id for each in option.doses)]
        for index, step in enumerate(option.components):
            for name in (*step.all, *step.any) if named else ():
                if name not in named:
                    place = context.at(option.id, "components", index)
                    message = f"{name} is no intervention and no dose of {option.id}"
                    listed = f"add it to `interventions`, or write one of {', '.join(named)}"
                    hint = did_you_mean(name, named) or listed
                    yield warning(place, "unknown-dose", message, hint)


def unknown_group(context: RuleContext) -> Iterator[Problem]:
    """What an option or a group says of groups names one, and groups have two levels."""
    groups = {each.id: each for each in context.guideline.groups}
    for owner in context.guideline.entries:
        if owner.group is None:
            continue
        if owner.group not in groups:
            place = context.at(owner.id, "group")
            hint = did_you_mean(owner.group, groups) or "list it under `groups`"
            yield Problem(place, "unknown-group", f"no group has the id {owner.group}", hint)
        elif owner.id in groups and (owner.group == owner.id or groups[owner.group].group):
            place = context.at(owner.id, "group")
            message = f"{owner.id} lies deeper than two levels"
            hint = "a group that is part of another one has no groups in it"
            yield Problem(place, "unknown-group", message, hint)
    known = {each.id for each in context.guideline.entries}
    for group in groups.values():
        for index, name in enumerate(group.alternative_to):
            if name not in known:
                place = context.at(group.id, "alternative_to", index)
                message = f"no group and no option has the id {name}"
                hint = did_you_mean(name, known) or "add it to options.yaml, or remove it here"
                yield Problem(place, "unknown-group", message, hint)
            elif name == group.id:
                place = context.at(group.id, "alternative_to", index)
                message = f"{name} is an alternative to itself"
                hint = "name the group or the option that it stands in for"
                yield Problem(place, "unknown-group", message, hint)


# Texts of these kinds have other amounts: of what was studied, or of the disease.
_OF_OTHERS = frozenset(
    {"background", "benefit", "diagnosis", "prognosis", "rationale", "regulatory", "resources"}
    | {"values"}
)


def dose_differs(context: RuleContext) -> Iterator[Problem]:
    """An amount in a text or a table is one that a dose beside it states."""
    for doses, texts in _beside(context):
        stated = {found for dose in doses for found in states_of(context.values[dose.id])}
        kinds = {(each.unit, each.per) for each in stated}
        for statement in texts if stated else ():
            for words, found in find_amounts(statement.text):
                if (found.unit, found.per) in kinds and found not in stated:
                    place = context.find(statement.id, "text", needle=words)
                    message = f"{statement.id} says {words}, which no dose beside it states"
                    names = ", ".join(dict.fromkeys(dose.id for dose in doses))
                    hint = f"is that meant? Compare {names}, or correct one of the two"
                    yield warning(place, "dose-differs", message, hint)


def _beside(context: RuleContext) -> Iterator[tuple[Sequence[Dose], list[Statement]]]:
    """Yield the doses of an option, or of a part, with the texts beside them."""
    guideline = context.guideline
    about = [each for section in guideline.sections for each in section.texts]
    for option in guideline.options:
        texts = [*option.texts, *(each for each in about if option.id in each.about)]
        sources = {dose.id for dose in option.doses}
        if option.doses:
            left = [each for each in texts if each.id not in sources]
            yield option.doses, [each for each in left if each.kind not in _OF_OTHERS]
    for made in guideline.recommendations:
        own = {each.id: each for each in made.own_texts()}
        for part in made.parts:
            if part.doses:
                yield part.doses, [own[f"{made.id}.{part.id}"]]


# Amounts of medicines; what is per litre, per mole or per day's urine is a value of a laboratory.
_MISREAD = re.compile(
    r"(?<![\w.,/])(?P<number>[0-9]{1,9}\.[0-9]{0,8}0|\.[0-9]{1,9})"
    r"(?=(?:[ \u00a0]?(?:to|or|[-–])[ \u00a0]?[0-9.]{1,12})?[ \u00a0\u202f]?"
    r"(?:ng|[uµμ]g|mcg|mg|g|ml|i\.?u|units?)(?!\w|/(?!(?:kg|m2|m²|h|hour|min|d|day|dose)\b)))",
    re.IGNORECASE,
)
_MEASURED = frozenset({"diagnosis", "prognosis"})


def misread_number(context: RuleContext) -> Iterator[Problem]:
    """An amount of a medicine has a digit before its point, and no zero as its last decimal."""
    for name, path, value in _stated(context, AMOUNTS, ("dose",)):
        # What a condition compares with is no amount of a medicine.
        if not condition_keys() & {*path} and "." in value and value[-1] == "0":
            yield _misread(context.at(name, *path), value)
    for statement in context.statements:
        for found in _MISREAD.finditer(statement.text):
            if statement.kind not in _MEASURED:
                place = context.find(statement.id, "text", needle=found[0])
                yield _misread(place, found["number"])


def _misread(place: Position, number: str) -> Problem:
    whole, _, decimals = number.partition(".")
    decimals = decimals.rstrip("0")
    right = f"{whole or '0'}.{decimals}" if decimals else whole or "0"
    message = f"{number} is easily read as {whole}{number.partition('.')[2]}"
    return warning(place, "misread-number", message, f"write {right}")
