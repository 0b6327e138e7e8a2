"""Recommendations: what is advised, in which direction, how strongly, and how that was judged."""

from collections.abc import Iterator
from typing import Annotated as A

from msgspec import field

from guidepress.model.block import Content, OptionId, Owner, Statement
from guidepress.model.body import source_of
from guidepress.model.condition import Condition, Subpopulation
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
    derived,
)
from guidepress.model.outcome import Certainty, Outcome

Direction = A[
    str,
    "Whether it advises for or against; either: both ways are right; none: it advises neither.",
    choice("for", "against", "either", "none"),
]


class GradedLevel(Value, frozen=True, kw_only=True):
    """A level on one scale, or why there is none."""

    scale: A[Id, "Id of the scale.", Field(example="grade")]
    scale_version: A[Short, "Version of the scale.", derived(example="2013")]
    level: A[
        Short | None, "The level as the document gives it, spelt as on its scale.",
        Field(example="strong")
    ] = None  # fmt: skip
    absent: A[str | None, "Why no level is given.", choice(*ABSENCES, example="not-graded")] = None


class Grade(Value, frozen=True, kw_only=True):
    """How strong a recommendation is, and how certain the evidence behind it."""

    strength: A[GradedLevel | None, "Strength of the recommendation."] = None
    certainty: A[GradedLevel | None, "Certainty of the evidence."] = None
    further: A[
        tuple[GradedLevel, ...], "Levels on other scales, such as that of the size of the benefit."
    ] = ()
    for_: A[Line | None, "What it is given for, where there are several.",
            Field(example="adults")] = field(default=None, name="for")  # fmt: skip


Grades = A[tuple[Grade, ...], "Strength and certainty as the document gives them."]
AppliesWhen = A[Condition | None, "When it applies."]
Target = A[
    Condition | None,
    "What treatment aims at, as conditions over factors: systolic pressure at most 140.",
]
Population = A[Subpopulation | None, "Whom it is for."]


class Consensus(Value, frozen=True, kw_only=True):
    """How far the panel agreed."""

    level: A[Line | None, "In words.", Field(example="strong consensus")] = None
    percentage: A[Short | None, "Share of votes, in percent.", Field(example="95", digits=True)] = (
        None
    )
    votes_for: A[Short | None, "Votes for it.", Field(example="18", digits=True)] = None
    votes_against: A[Short | None, "Votes against it.", Field(example="2", digits=True)] = None
    abstained: A[Short | None, "Who abstained.", Field(example="1", digits=True)] = None


class Dissent(Value, frozen=True, kw_only=True):
    """An opinion that the panel did not share."""

    by: A[Line, "Who holds it.", Field(example="Society of Surgeons")]
    text: A[Remark, "What they say, and why.", Field(example="Surgery should come first.")]


class Part(Value, frozen=True, kw_only=True):
    """One of several things that a recommendation says in one sentence."""

    id: A[PartId, Field(example="adults")]
    text: A[Prose, Field(example="Adults should be offered surgery.")]
    citations: Citations = ()
    about: A[
        tuple[OptionId, ...],
        "The options that it is about, where they are not those of the whole.",
        Field(unique=True, example=["excision"]),
    ] = ()
    direction: A[Direction | None, Field(example="for")] = None
    grades: Grades = ()
    applies_when: AppliesWhen = None
    target: Target = None
    population: Population = None
    doses: Doses = ()


class Judgement(Value, frozen=True, kw_only=True):
    """What the panel judged on one criterion on the way to the recommendation."""

    id: A[PartId, Field(example="balance")]
    criterion: A[Line, "What was judged.", Field(example="Balance of effects")]
    judgement: A[Line | None, "The judgement.", Field(example="probably favours surgery")] = None
    absent: A[
        str | None, "Why there is no judgement.", choice(*ABSENCES, example="not-considered")
    ] = None
    words: A[Remark | None, "Why it was judged so.", Field(example="Few were harmed.")] = None


class Recommendation(Owner, frozen=True, kw_only=True):
    """What the document recommends; never in an evidence summary."""

    id: A[EntityId, Field(example="offer-surgery")]
    number: A[Short | None, "Number as printed.", Field(example="1.2.3")] = None
    text: A[Prose, Field(example="Surgery should be offered.")]
    citations: Citations = ()
    about: A[
        tuple[OptionId, ...],
        "The options that it is about.",
        Field(unique=True, example=["excision"]),
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
    dissent: A[
        tuple[Dissent, ...],
        "Opinions that the panel did not share.",
        Field(detail="here"),
    ] = ()
    parts: A[
        tuple[Part, ...],
        "Several things that one sentence says, each by itself.",
        Field(change="part-changed"),
    ] = ()
    applies_when: A[AppliesWhen, Field(change="conditions-changed")] = None
    target: Target = None
    population: Population = None
    question: A[
        Id | None, "Id of the question that it answers.", Field(example="surgery-or-not")
    ] = None
    outcomes: A[tuple[Outcome, ...], "What was found on each outcome."] = ()
    judgements: A[
        tuple[Judgement, ...], "What was judged on the way to it.", Field(detail="text")
    ] = ()
    status: A[
        Line | None,
        "Status as the publisher states it.",
        Field(detail="here", example="updated 2014"),
    ] = None
    source: SourceId = None
    source_version: A[
        Line | None,
        "The version of the source that it is from.",
        Field(change="status-changed", detail="here", example="5.1"),
    ] = None
    source_locator: A[
        Line | None,
        "Where in the source.",
        Field(change="status-changed", detail="here", example="chapter 5.1"),
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
            yield Statement(id=name, text=part.text, citations=part.citations, about=about)
            yield from map(source_of, part.doses)
        for outcome in self.outcomes:
            name = f"{self.id}.{outcome.id}"
            yield Statement(id=name, text="", citations=outcome.works)

    def graded(self) -> Iterator[tuple[tuple[str | int, ...], GradedLevel | Certainty]]:
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
