"""A whole guideline."""

from collections.abc import Iterator
from typing import Annotated as A

from msgspec import field

from guidepress.model.block import Statement
from guidepress.model.body import Factor, List, Option, Section
from guidepress.model.condition import NamedCondition
from guidepress.model.data import Value
from guidepress.model.facts import Field, Version, stamp
from guidepress.model.identity import Identity
from guidepress.model.recommendation import Recommendation
from guidepress.model.reference import Reference
from guidepress.model.scale import Scale

SCHEMA_VERSION = "2.0.0"


class Guideline(Value, frozen=True, kw_only=True):
    """One version of a guideline, whole: all that is needed to show it for ever."""

    id: A[
        str,
        "The guideline's id, an @ and the version (or draft).",
        Field(
            change="stamp",
            least=1,
            most=120,
            pattern=r"^[a-z0-9-]{1,80}@(draft|[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}"
            r"(-consultation\.[0-9]{1,4})?)$",
            example="childhood-sts-recurrent@2.0.0",
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
    options: A[tuple[Option, ...], "Options in reading order; the order is not a ranking."] = ()
    recommendations: A[tuple[Recommendation, ...], "Recommendations in reading order."] = ()
    sections: A[tuple[Section, ...], "Sections."] = ()
    references: A[tuple[Reference, ...], "References in CSL-JSON."] = ()
    scales: A[tuple[Scale, ...], "The scales in force."] = ()

    def statements(self) -> Iterator[Statement]:
        """Every statement in the order in which the page shows them."""
        lists = {each.id: each for each in self.lists}
        sections = {each.id: each for each in self.sections}
        for part in self.identity.body:
            intro = lists[part].intro if part in lists else None
            if intro:
                yield intro
            if part == "options":
                for option in self.options:
                    yield from option.texts
            if part == "recommendations":
                for made in self.recommendations:
                    yield from (*made.own_texts(), *made.texts)
            if part in sections:
                yield from sections[part].texts

    def recommendations_on(self, option: str) -> list[Recommendation]:
        """Return the recommendations that are about an option."""
        return [each for each in self.recommendations if option in each.about]
