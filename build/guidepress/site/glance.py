"""Options or recommendations at a glance: a row each, a column for each factor of a condition."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from guidepress import model
from guidepress.conditions.domain import find_leaves
from guidepress.conditions.evaluate import terms_of
from guidepress.conditions.words import MESSAGES, describe
from guidepress.export.condition_words import ConditionWords, split_condition
from guidepress.export.wording import for_whom
from guidepress.model import Part as PartOfAdvice
from guidepress.units import render_with_years

# More columns do not fit beside names and evidence: the rest stands in words in one more column.
MOST_COLUMNS = 4
OTHER = ""
# In the column of its factor a condition need not name the factor again.
_IN_COLUMN = {
    "is": "{values}",
    "is-not": "not {values}",
    "plain": "{values}",
    "has": "{values}",
    "has-not": "not {values}",
    "known": "known",
    "not-known": "not known",
    "bounds": "{bounds}",
}


class Part(NamedTuple):
    """A part of a condition: its author's words, what is computed with in words, and as data."""

    text: str
    coded: str
    data: Mapping[str, Any]


class Row(NamedTuple):
    """One option or recommendation, its parts of conditions by factor, and the groups it is in.

    ``opens`` is the group whose first option this is: its name stands above the row. ``inside``
    names the factors that the conditions of its doses or parts name; ``within`` are those that it
    names among the other conditions.
    """

    thing: model.Option | model.Recommendation
    parts: Mapping[str, Sequence[Part]]
    groups: Sequence[model.Group] = ()
    opens: model.Group | None = None
    inside: Sequence[str] = ()
    within: frozenset[str] = frozenset()


class Glance(NamedTuple):
    """The columns, the factors that no condition names, and the rows in the document's order."""

    columns: Sequence[model.Factor]
    other: bool
    unnamed: Sequence[model.Factor]
    rows: Sequence[Row]


class _Parts:
    """The parts of a guideline's conditions, each with its factor and its words."""

    def __init__(self, guideline: model.Guideline) -> None:
        self.named = {each.id: each for each in guideline.conditions}
        self.terms = terms_of(model.to_data(guideline.factors), model.to_data(guideline.conditions))

    def factor_of(self, part: model.Condition) -> str:
        """Return the one factor that a part is about; nothing where there are none or several."""
        found = self.factors_in(part, set())
        return found.pop() if len(found) == 1 else OTHER

    def factors_in(self, part: model.Condition, seen: set[str]) -> set[str]:
        """Return the factors that a part names, those in named conditions too."""
        found: set[str] = set()
        for _, node in model.iter_nodes(part):
            if node.factor:
                found.add(node.factor)
            if node.ref and node.ref in self.named and node.ref not in seen:
                found |= self.factors_in(self.named[node.ref], {*seen, node.ref})
        return found

    def all_factors_in(self, parts: Iterable[model.Condition]) -> set[str]:
        """Return the factors that any of these conditions names."""
        return {name for part in parts for name in self.factors_in(part, set())}

    def words(self, part: model.Condition, factor: str) -> Part:
        """Return a part in words, without the name of the factor in whose column it stands."""
        messages = {**MESSAGES, **_IN_COLUMN} if factor else MESSAGES
        data = model.to_data(part)
        rest = {key: value for key, value in data.items() if key != "text"}
        if part.text and not set(rest) <= {"factor", "sufficient", "necessary"}:
            return Part(part.text, describe(rest, self.terms, messages, render_with_years), data)
        return Part(describe(data, self.terms, messages, render_with_years), "", data)


def read_glance(
    guideline: model.Guideline, things: Iterable[model.Option | model.Recommendation]
) -> Glance:
    """Return the table of these options or recommendations."""
    reader = _Parts(guideline)
    things = list(things)
    parted = [(each, list(_parts_of(reader, guideline, each))) for each in things]
    counts = Counter(name for _, parts in parted for name in dict(parts))
    # A condition on several factors has no column of its own, and one of a dose none at all.
    asked = [part for _, parts in parted for _, part in parts]
    doses = ConditionWords(guideline)
    inside = {each.id: reader.all_factors_in(_conditions_inside(each, doses)) for each in things}
    advised = [each for thing in things for each in _conditions_on(guideline, thing, doses)]
    named = reader.all_factors_in([*asked, *advised]).union(*inside.values())
    factors = [each for each in guideline.factors if counts[each.id]]
    chosen = sorted(factors, key=lambda each: -counts[each.id])[:MOST_COLUMNS]
    shown = {each.id for each in chosen}
    rows: list[Row] = []
    for thing, parts in parted:
        found: dict[str, list[Part]] = {}
        for name, part in parts:
            column = name if name in shown else OTHER
            found.setdefault(column, []).append(reader.words(part, column))
        groups = _groups_of(guideline, thing)
        opened = [] if not rows else [each.id for each in rows[-1].groups]
        fresh = [each for each in groups if each.id not in opened]
        within = [reader.factors_in(part, set()) for _, part in parts if not reader.factor_of(part)]
        among = frozenset().union(*within)
        names = [each.name for each in guideline.factors if each.id in inside[thing.id]]
        rows.append(Row(thing, found, groups, fresh[-1] if fresh else None, names, among))
    return Glance(
        columns=[each for each in factors if each.id in shown],
        other=any(OTHER in row.parts for row in rows),
        unnamed=[each for each in guideline.factors if each.id not in named],
        rows=rows,
    )


def _conditions_inside(
    thing: model.Option | model.Recommendation, words: ConditionWords
) -> Iterator[model.Condition]:
    if isinstance(thing, model.Option):
        return filter(None, map(words.given_when, thing.doses))
    return (each.applies_when for each in thing.parts if each.applies_when)


def _conditions_on(
    guideline: model.Guideline, thing: model.Option | model.Recommendation, words: ConditionWords
) -> Iterator[model.Condition]:
    """Yield the conditions of recommendations on an option, and of their parts on it."""
    for made in guideline.recommendations_on(thing.id):
        parts = made.parts_on(thing.id)
        yield from filter(None, (words.given_when(dose) for part in parts for dose in part.doses))
        stated: tuple[model.Recommendation | PartOfAdvice, ...] = (made, *parts)
        for each in stated:
            whom = each.population.when if each.population else None
            yield from filter(None, (each.applies_when, whom))


def _groups_of(
    guideline: model.Guideline, thing: model.Option | model.Recommendation
) -> list[model.Group]:
    return guideline.groups_of(thing) if isinstance(thing, model.Option) else []


def _parts_of(
    reader: _Parts, guideline: model.Guideline, thing: model.Option | model.Recommendation
) -> Iterator[tuple[str, model.Condition]]:
    """Yield what must hold for the groups of an option and for itself, each with its factor."""
    for each in (*_groups_of(guideline, thing), thing):
        for part in split_condition(each.applies_when):
            yield reader.factor_of(part), part
        if whom := each.population:
            words = for_whom(whom.text)
            coded = model.Condition(all=(whom.when,), text=words) if whom.when else None
            yield OTHER, coded or model.Condition(text=words)
    if any(each.applies_when or each.population for each in getattr(thing, "parts", ())):
        yield OTHER, model.Condition(text="its parts have conditions: see there")


def find_dependents(guideline: model.Guideline) -> dict[str, list[str]]:
    """Return the ids of all that has a condition, in it or in a part of it, by factor.

    A dose or a row of a table counts for what it is in, a named condition for what names it.
    """
    found: dict[str, list[str]] = {}
    terms = terms_of(model.to_data(guideline.factors), model.to_data(guideline.conditions))
    for each in (*guideline.entries, *guideline.recommendations, *guideline.sections):
        leaves = find_leaves(_find_conditions(model.to_data(each)), terms)
        for factor in dict.fromkeys(leaf["factor"] for leaf in leaves):
            found.setdefault(factor, []).append(each.id)
    return found


def _find_conditions(data: Any) -> Iterator[Any]:
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        if key in model.condition_keys():
            yield value
        elif isinstance(value, dict | list):
            yield from _find_conditions(value)
