"""Recommendations: what is advised, in which direction, how strongly, and how that was judged."""

from collections.abc import Iterator
from typing import Annotated as A

from msgspec import field

from guidepress.model.block import Content, OptionId, Owner, Statement
from guidepress.model.body import source_of
from guidepress.model.condition import AppliesWhen, Condition, Subpopulation
from guidepress.model.data import Value
from guidepress.model.dose import ABSENCES, Doses
from guidepress.model.facts import (
    Citations,
    EntityId,
    Field,
    Id,
    Line,
    PartId,
    Prose,
    Remark,
    Replaces,
    Reviewed,
    Short,
    SourceId,
    Url,
    choice,
    example,
    listed_works,
)
from guidepress.model.outcome import GradedLevel, Outcome

Direction = A[
    str,
    "Whether it advises for or against; either: both ways are right; none: it advises neither.",
    choice("for", "against", "either", "none"),
]


class Grade(Value, frozen=True, kw_only=True):
    """How strong a recommendation is, and how certain the evidence behind it."""

    strength: A[GradedLevel | None, "Strength of the recommendation."] = None
    certainty: A[GradedLevel | None, "Certainty of the evidence."] = None
    further: A[
        tuple[GradedLevel, ...], "Levels on other scales, such as that of the size of the benefit."
    ] = ()
    for_: A[Line | None, "What it is given for, where there are several.",
            example("adults")] = field(default=None, name="for")  # fmt: skip


Grades = A[tuple[Grade, ...], "Strength and certainty as the document gives them."]
Target = A[
    Condition | None,
    "What treatment aims at, as conditions over factors: systolic pressure at most 140.",
]
Population = A[Subpopulation | None, "Whom it is for."]


class Consensus(Value, frozen=True, kw_only=True):
    """How far the panel agreed."""

    level: A[Line | None, "In words.", example("strong consensus")] = None
    percentage: A[Short | None, "Share of votes, in percent.", example("95", digits=True)] = None
    votes_for: A[Short | None, "Votes for it.", example("18", digits=True)] = None
    votes_against: A[Short | None, "Votes against it.", example("2", digits=True)] = None
    abstained: A[Short | None, "Who abstained.", example("1", digits=True)] = None


class Dissent(Value, frozen=True, kw_only=True):
    """An opinion that the panel did not share."""

    by: A[Line, "Who holds it.", example("Society of Surgeons")]
    text: A[Remark, "What they say, and why.", example("Surgery should come first.")]


class Part(Value, frozen=True, kw_only=True):
    """One of several things that a recommendation says in one sentence."""

    id: A[PartId, example("adults")]
    text: A[Prose, example("Adults should be offered surgery.")]
    citations: Citations = ()
    about: A[
        tuple[OptionId, ...],
        "The options that it is about, where they are not those of the whole.",
        example(["excision"], unique=True),
    ] = ()
    direction: A[Direction | None, example("for")] = None
    grades: Grades = ()
    applies_when: AppliesWhen = None
    target: Target = None
    population: Population = None
    doses: Doses = ()


class Judgement(Value, frozen=True, kw_only=True):
    """What the panel judged on one criterion on the way to the recommendation."""

    id: A[PartId, example("balance")]
    criterion: A[Line, "What was judged.", example("Balance of effects")]
    judgement: A[Line | None, "The judgement.", example("probably favours surgery")] = None
    absent: A[str | None, "Why there is no judgement.", choice(*ABSENCES)] = None
    words: A[Remark | None, "Why it was judged so.", example("Few were harmed.")] = None


class Recommendation(Owner, frozen=True, kw_only=True):
    """What the document recommends; never in an evidence summary."""

    id: A[EntityId, example("offer-surgery")]
    number: A[Short | None, "Number as printed.", example("1.2.3")] = None
    text: A[Prose, example("Surgery should be offered.")]
    citations: Citations = ()
    about: A[
        tuple[OptionId, ...], "Options that it is about.", example(["excision"], unique=True)
    ] = ()
    kind: A[
        str | None,
        "What sort of recommendation it is.",
        choice(
            *("recommendation", "good-practice", "consensus", "statement", "research-only"),
            detail="text",
        ),
    ] = None
    direction: Direction
    grades: Grades = ()
    consensus: A[Consensus | None, "How far the panel agreed.", Field(detail="text")] = None
    dissent: A[tuple[Dissent, ...], "What others say instead.", Field(detail="here")] = ()
    parts: A[
        tuple[Part, ...],
        "Several things that one sentence says, each by itself.",
        Field(change="part-changed"),
    ] = ()
    applies_when: A[AppliesWhen, Field(change="conditions-changed")] = None
    target: Target = None
    population: Population = None
    question: A[Id | None, "Id of the question that it answers.", example("surgery-or-not")] = None
    outcomes: A[tuple[Outcome, ...], "What was found on each outcome."] = ()
    judgements: A[tuple[Judgement, ...], "What was judged on the way.", Field(detail="text")] = ()
    status: A[Line | None, "Status, as published.", example("updated 2014", detail="here")] = None
    source: SourceId = None
    source_version: A[
        Line | None,
        "The version of the source that it is from.",
        example("5.1", change="status-changed", detail="here"),
    ] = None
    source_locator: A[
        Line | None,
        "Where in the source.",
        example("chapter 5.1", change="status-changed", detail="here"),
    ] = None
    source_url: A[
        Url | None, "Where the source has it.", Field(change="status-changed", detail="here")
    ] = None
    reviewed: Reviewed = None
    content: A[Content, Field(after="reviewed")] = ()
    replaces: Replaces = ()

    def parts_on(self, option: str) -> tuple[Part, ...]:
        """Return the parts that name an option, else those that name none."""
        own = tuple(each for each in self.parts if option in each.about)
        return own or tuple(each for each in self.parts if not each.about)

    def own_texts(self) -> Iterator[Statement]:
        """Yield the recommendation and its parts as statements, by ``owner.part``."""
        yield Statement(id=self.id, text=self.text, citations=self.citations, about=self.about)
        for part in self.parts:
            name = f"{self.id}.{part.id}"
            about = part.about or self.about
            cited = (*part.citations, *listed_works(part))
            yield Statement(id=name, text=part.text, citations=cited, about=about)
            yield from map(source_of, part.doses)
        for outcome in self.outcomes:
            name = f"{self.id}.{outcome.id}"
            yield Statement(id=name, text="", citations=outcome.works)

    def graded(self) -> Iterator[tuple[tuple[str | int, ...], GradedLevel]]:
        """Yield each level with the path that leads to it."""
        yield from _graded(("grades",), self.grades)
        for index, part in enumerate(self.parts):
            yield from _graded(("parts", index, "grades"), part.grades)
        for index, outcome in enumerate(self.outcomes):
            if outcome.certainty:
                yield ("outcomes", index, "certainty"), outcome.certainty


def _graded(
    path: tuple[str | int, ...], grades: tuple[Grade, ...]
) -> Iterator[tuple[tuple[str | int, ...], GradedLevel]]:
    for index, grade in enumerate(grades):
        for key, level in (("strength", grade.strength), ("certainty", grade.certainty)):
            if level:
                yield (*path, index, key), level
        for number, level in enumerate(grade.further):
            yield (*path, index, "further", number), level
