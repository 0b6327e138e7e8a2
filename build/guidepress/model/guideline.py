"""A whole guideline."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import Annotated as A
from typing import Any

from msgspec import field

from guidepress.model.block import Block, Statement
from guidepress.model.body import Factor, Group, List, Option, Section, Term
from guidepress.model.condition import NamedCondition
from guidepress.model.data import Value
from guidepress.model.dose import Dose
from guidepress.model.facts import Version, example, listed_works, stamp
from guidepress.model.metadata import Identity
from guidepress.model.outcome import Question
from guidepress.model.recommendation import Recommendation
from guidepress.model.reference import Reference
from guidepress.model.scale import Scale

SCHEMA_VERSION = "2.0.0"

# What has an id and content of its own.
Holder = Group | Option | Recommendation | Section


class Guideline(Value, frozen=True, kw_only=True, dict=True):
    """One version of a guideline, whole: all that is needed to show it for ever."""

    id: A[
        str,
        "The guideline's id, an @ and the version (or draft).",
        example(
            "childhood-sts-recurrent@2.0.0",
            change="stamp",
            least=1,
            most=120,
            pattern=r"^[a-z0-9-]{1,80}@(draft|[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}"
            r"(-consultation\.[0-9]{1,4})?)$",
        ),
    ]
    schema_version: A[
        Version,
        "Version of this schema that the bundle was made with.",
        stamp(example=SCHEMA_VERSION),
    ] = SCHEMA_VERSION
    identity: A[Identity, "What the guideline is, for whom, from where, and its dates."] = field(
        name="guideline"
    )
    lists: A[tuple[List, ...], "How the lists of factors and options are introduced."] = ()
    conditions: A[tuple[NamedCondition, ...], "Conditions that others refer to by their ids."] = ()
    factors: A[tuple[Factor, ...], "Factors in reading order."] = ()
    groups: A[tuple[Group, ...], "Groups of options."] = ()
    options: A[tuple[Option, ...], "Options in reading order; the order is not a ranking."] = ()
    questions: A[tuple[Question, ...], "Questions that recommendations answer."] = ()
    recommendations: A[tuple[Recommendation, ...], "Recommendations in reading order."] = ()
    sections: A[tuple[Section, ...], "Sections."] = ()
    terms: A[tuple[Term, ...], "Words with their meaning, in the order of the alphabet."] = ()
    references: A[tuple[Reference, ...], "References in CSL-JSON."] = ()
    scales: A[tuple[Scale, ...], "The scales in force."] = ()

    def statements(self) -> Iterator[Statement]:
        """Every statement in the order in which the page shows them."""
        lists = {each.id: each for each in self.lists}
        for part in self.identity.body:
            intro = lists[part].intro if part in lists else None
            if intro:
                yield intro
            if part == "options":
                for entry in self.entries:
                    yield from entry.texts
            if part == "recommendations":
                for made in self.recommendations:
                    yield from (*made.own_texts(), *made.texts)
            for section, _ in self.sections_in(part):
                yield from section.texts
        yield from self.defined()

    def statements_anywhere(self) -> Iterator[Statement]:
        """Every statement, those that introduce lists included, wherever it stands."""
        yield from (each.intro for each in self.lists if each.intro)
        for entry in self.entries:
            yield from entry.texts
        for made in self.recommendations:
            yield from (*made.own_texts(), *made.texts)
        for section in self.sections:
            yield from section.texts
        yield from self.defined()

    def prose(self) -> Iterator[tuple[str, str, str]]:
        """Yield all prose: of which entity or part of one, in which field, the text."""
        said = (each for each in self.statements_anywhere() if each.text)
        yield from ((each.id, "text", each.text) for each in said)
        for factor in self.factors:
            if factor.description:
                yield factor.id, "description", factor.description

    def defined(self) -> Iterator[Statement]:
        """Yield what the terms mean, and what lists works by their ids, as texts that cite."""
        listed: tuple[tuple[Any, ...], ...] = (self.entries, self.factors, self.questions)
        for entity in chain(*listed, self.recommendations, self.sections, self.terms):
            if keys := listed_works(entity):
                yield Statement(id=entity.id, text="", citations=keys)
        for each in self.terms:
            if each.definition:
                yield Statement(id=each.id, text=each.definition, citations=each.citations)

    def sections_in(self, part: str) -> Iterator[tuple[Section, int]]:
        """Yield a section of the body and those below it as they are read, each with its level."""
        levels: dict[str | None, int] = {}
        for each in self.sections:
            if each.id == part and each.parent is None:
                levels[part] = 1
            elif each.parent in levels:
                levels[each.id] = levels[each.parent] + 1
            if each.id in levels:
                yield each, levels[each.id]

    @property
    def entries(self) -> tuple[Group | Option, ...]:
        """The groups, then the options."""
        return (*self.groups, *self.options)

    def blocks(self) -> Iterator[Block]:
        """Every block of groups, options, recommendations and sections."""
        yield from (block for _, block in self._owned)

    def blocks_naming(self, names: Iterable[str]) -> Iterator[tuple[Holder, Block]]:
        """Yield each block that is about one of these, shows it or holds its dose, with its owner.

        ``names`` are ids of options, recommendations, statements and doses; blocks come in the
        order of ``blocks``.
        """
        places = {place for name in names for place in self._naming.get(name, ())}
        yield from (self._owned[place] for place in sorted(places))

    # What follows from the whole is looked up once: a page asks it for each entity.
    @cached_property
    def _owned(self) -> list[tuple[Holder, Block]]:
        owners = (*self.entries, *self.recommendations, *self.sections)
        return [(owner, block) for owner in owners for block in owner.content]

    @cached_property
    def _naming(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, (_, block) in enumerate(self._owned):
            for name in block.names():
                found.setdefault(name, []).append(place)
        return found

    @cached_property
    def _recommendations(self) -> Mapping[str, list[Recommendation]]:
        found: dict[str, list[Recommendation]] = {}
        for made in self.recommendations:
            for name in {*made.about, *(name for part in made.parts for name in part.about)}:
                found.setdefault(name, []).append(made)
        return found

    def groups_of(self, entry: Group | Option) -> list[Group]:
        """Return the groups that an option or a group is in, the outermost first."""
        known = {each.id: each for each in self.groups}
        found: list[Group] = []
        name = entry.group
        while (group := known.get(name or "")) and group not in found:
            found.insert(0, group)
            name = group.group
        return found

    def arranged(
        self, group: str | None = None, depth: int = 0
    ) -> Iterator[tuple[int, Group | Option]]:
        """Yield options and groups as they are read, each with how many groups it is in.

        A group is read where the first of its options is, one without options after the group that
        stands before it: a step that has none yet is still the second of four.
        """
        known = {each.id for each in self.groups}
        places = {each.id: place for place, each in enumerate(self.options)}
        for option in self.options:
            for outer in self.groups_of(option):
                places.setdefault(outer.id, places[option.id])
        before = -1
        for outer in self.groups:
            before = places.setdefault(outer.id, before)
        inside = [
            each for each in self.entries if (each.group if each.group in known else None) == group
        ]
        for each in sorted(inside, key=lambda each: places[each.id]):
            yield depth, each
            if each.id in known:
                yield from self.arranged(each.id, depth + 1)

    def doses(self) -> Iterator[Dose]:
        """Every dose of options and of parts of recommendations."""
        for option in self.options:
            yield from option.doses
        for made in self.recommendations:
            for part in made.parts:
                yield from part.doses

    def recommendations_on(self, option: str) -> list[Recommendation]:
        """Return the recommendations that are about an option, or have a part that is."""
        return list(self._recommendations.get(option, ()))
