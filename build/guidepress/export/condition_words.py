"""Conditions, doses, steps and populations of one guideline in words."""

from collections.abc import Iterable, Mapping
from functools import cache, cached_property, lru_cache, partial
from typing import Any

from guidepress import model
from guidepress.classify.context import cite
from guidepress.conditions.applies import find_row_conditions
from guidepress.conditions.evaluate import terms_of
from guidepress.conditions.words import MESSAGES, Quantity, describe
from guidepress.doses import ABSENT, render_dose, render_step
from guidepress.export import wording
from guidepress.prose.render import render_claim
from guidepress.units import render_quantity


class _Said:
    """What was said with these factors and named conditions: a page says it again and again."""

    def __init__(
        self,
        factors: tuple[model.Factor, ...],
        named: tuple[model.NamedCondition, ...],
        quantity: Quantity,
        messages: tuple[tuple[str, str], ...],
    ) -> None:
        self.terms, words = terms_of(model.to_data(factors), model.to_data(named)), dict(messages)
        self.data = partial(describe, terms=self.terms, messages=words, quantity=quantity)
        self.condition = cache(lambda each: self.data(model.to_data(each)))
        self.dose = cache(lambda each: render_dose(model.to_data(each), self.terms, self.data))


# What the rows of a table state for a dose; a term is called by its words, and defined at the end.
_IN_ROWS_ONLY = "{words}, applies when {condition} (by its row in the table{terms})"
_IN_ROWS = "{words}, and when {condition} (by its row in the table{terms})"


# One after another, guidelines are put into words; and a page and its exports say the same.
_said_with = lru_cache(maxsize=4)(_Said)


def split_condition(condition: model.Condition | None) -> tuple[model.Condition, ...]:
    """Return the parts that must all hold; none where nothing is stated."""
    if condition is None:
        return ()
    bare = condition.text is None and condition.sufficient is None
    return condition.all if condition.all and bare else (condition,)


class ConditionWords:
    """Conditions of one guideline in words: the author's, beside them what is computed with."""

    def __init__(
        self,
        guideline: model.Guideline,
        quantity: Quantity = render_quantity,
        messages: Mapping[str, str] = MESSAGES,
    ) -> None:
        self._guideline = guideline
        self._ways = (quantity, tuple(messages.items()))

    @cached_property
    def _doses(self) -> dict[str, model.Dose]:
        return {each.id: each for each in self._guideline.doses()}

    @cached_property
    def _said(self) -> _Said:
        return _said_with(*self._defined, *self._ways)

    @property
    def _defined(self) -> tuple[tuple[model.Factor, ...], tuple[model.NamedCondition, ...]]:
        return self._guideline.factors, self._guideline.conditions

    def lines(self, condition: model.Condition | None) -> list[str]:
        """Return the words, a line for each part that must hold; none where nothing is stated."""
        return [self.say(each) for each in split_condition(condition)]

    def limits(self, made: model.Recommendation | model.Part) -> list[str]:
        """Return for whom a recommendation, or a part of one, is, and what it aims at."""
        found = [f"Applies when: {self.say(made.applies_when)}"] if made.applies_when else []
        found += [f"For: {self.whom(made.population)}"] if made.population else []
        return [*found, *([f"Target: {self.say(made.target)}"] if made.target else [])]

    def part(self, part: model.Part) -> str:
        """Return a part of a recommendation with its direction, its grades and for whom it is."""
        direction = f"{wording.DIRECTIONS[part.direction]}: " if part.direction else ""
        more = "; ".join([*map(wording.render_grade, part.grades), *self.limits(part)])
        return f"{direction}{render_claim(part.text)}{f' ({more})' if more else ''}"

    def of_option(self, option: model.Option) -> list[str]:
        """Return the words for the groups of an option and for itself, the outermost first."""
        found: list[str] = []
        every: tuple[model.Group | model.Option, ...] = (*self._guideline.groups_of(option), option)
        for each in every:
            found += self.lines(each.applies_when)
            if each.population:
                found.append(wording.for_whom(self.whom(each.population)))
        return found

    def say(self, condition: model.Condition) -> str:
        """Return one condition in words."""
        return self._said.condition(condition)

    def describe(self, condition: Any) -> str:
        """Return a condition that is data in words."""
        return self._said.data(condition)

    def whom(self, population: model.Subpopulation | None) -> str:
        """Return for whom something is: the author's words, and what is computed with."""
        if population is None:
            return ""
        text, when = population.text, population.when
        words = self.say(model.Condition(text=text, all=(when,))) if when else text
        return wording.coded(words, population.codes)

    def name(self, thing: str) -> str:
        """Return a work by author and year, and whatever else has a name by that; else the id."""
        return self._names.get(thing, thing)

    @cached_property
    def _names(self) -> dict[str, str]:
        whole = self._guideline
        bodies = whole.identity.bodies
        return {
            **whole.identity.titles,
            **{each.id: each.name for body in bodies for each in body.roles},
            **{each.id: each.name for each in bodies},
            **{each.id: cite(each) for each in whole.references},
            **{each.id: wording.render_recommendation(each) for each in whole.recommendations},
            **{each.id: each.title for each in whole.sections},
            **{each.id: each.name for each in (*whole.entries, *whole.factors)},
        }

    def dose(self, dose: model.Dose, *, alone: bool = True) -> str:
        """Return a dose in words, with what its rows of tables state, without its source.

        What is not ``alone`` has the meaning of its terms elsewhere, once for all doses.
        """
        words, rows = self.dose_alone(dose), self.rows_of(dose)
        if rows is None:
            return words
        message = _IN_ROWS if dose.applies_when else _IN_ROWS_ONLY
        condition = self._called.data(model.to_data(rows))
        terms = "".join(f"; {each}" for each in self.terms_of((dose,) if alone else ()))
        return message.format(words=words, condition=condition, terms=terms)

    def terms_of(self, doses: Iterable[model.Dose]) -> list[str]:
        """Return each named condition in the rows of doses in full, however often it is called."""
        rows = filter(None, map(self.rows_of, doses))
        refs = {node.ref for each in rows for _, node in model.iter_nodes(each)}
        named = (each for each in self._guideline.conditions if each.id in refs and each.text)
        return [self.say(each) for each in named]

    @cached_property
    def _called(self) -> _Said:
        quantity, messages = self._ways
        called = {**dict(messages), "named": "{text}"}
        return _said_with(*self._defined, quantity, tuple(called.items()))

    def dose_alone(self, dose: model.Dose) -> str:
        """Return the same as it is said in a row, which has its own condition beside it."""
        return self._said.dose(dose)

    def rows_of(self, dose: model.Dose) -> model.Condition | None:
        """Return what the rows that hold a dose state, unless the dose states it itself."""
        data = self._rows.get(dose.id)
        if data is None:
            return None
        condition = model.from_data(model.Condition, data)
        own = set(split_condition(dose.applies_when))
        said = any(own.issuperset(split_condition(each)) for each in condition.any or (condition,))
        return None if said else condition

    def given_when(self, dose: model.Dose) -> model.Condition | None:
        """Return when a dose is given: what it states itself, and what its rows state."""
        rows = self.rows_of(dose)
        if rows is None or dose.applies_when is None:
            return rows or dose.applies_when
        return model.Condition(all=(dose.applies_when, rows))

    @cached_property
    def _rows(self) -> Mapping[str, Any]:
        blocks = self._guideline.blocks()
        return find_row_conditions(model.to_data(each) for each in blocks if each.table)

    def sourced(self, dose: model.Dose) -> str:
        """Return a dose in words, with its source."""
        words = self.dose(dose)
        return f"{words}. {render_claim(dose.source)}" if dose.source else words

    def cell(self, cell: model.Cell) -> str:
        """Return what a cell without text says."""
        if cell.absent:
            return ABSENT.get(cell.absent, cell.absent)
        if cell.dose:
            found = self._doses.get(cell.dose)
            return self.dose_alone(found) if found else cell.dose
        return self.say(cell.when) if cell.when else ""

    def steps(self, option: model.Option) -> list[str]:
        """Return the steps of an option in their order: "after excision: brachytherapy"."""
        return [render_step(model.to_data(each), self._part) for each in option.components]

    def _part(self, name: str) -> str:
        return self.dose(self._doses[name]) if name in self._doses else name


def render_recommendations(guideline: model.Guideline, option: model.Option) -> list[str]:
    """Return the recommendations that are about the option, each with for whom and its parts."""
    words = ConditionWords(guideline)
    return [
        "; ".join(
            [
                wording.render_recommendation(each)
                if option.id in each.about
                else render_claim(each.text),
                *words.limits(each),
                *map(words.part, each.parts_on(option.id)),
            ]
        )
        for each in guideline.recommendations_on(option.id)
    ]
