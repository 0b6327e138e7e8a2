"""What a recommendation answers, and what was found: questions, outcomes, effects."""

from itertools import chain
from typing import Annotated as A

from guidepress.model.condition import Number
from guidepress.model.data import Value
from guidepress.model.dose import ABSENCES
from guidepress.model.facts import (
    EntityId,
    Id,
    Line,
    PartId,
    ReferenceId,
    Remark,
    Replaces,
    Short,
    choice,
    derived,
    example,
    listed_works,
)

_References = A[tuple[ReferenceId, ...], example(["maki-2007"], unique=True)]
# What a ratio is 1 at, and a difference 0 at: no effect.
RATIOS = ("RR", "OR", "HR", "IRR")
DIFFERENCES = ("RD", "MD", "SMD")


def no_effect_of(measure: str | None) -> int:
    """Return the number that stands for no effect: of a ratio 1, of a difference 0."""
    return 1 if measure in RATIOS else 0


class Question(Value, frozen=True, kw_only=True):
    """A question that the guideline answers: whom, what, compared with what, for which outcomes."""

    id: A[EntityId, example("surgery-or-not")]
    number: A[Short | None, "Number as printed.", example("3", change="number-changed")] = None
    text: A[
        Remark | None,
        "The question as it was asked.",
        example("Should surgery be offered?", change="text-changed"),
    ] = None
    population: A[
        Line | None,
        "Whom it asks about.",
        example("children", change="parts-changed", detail="question"),
    ] = None
    intervention: A[
        Line | None,
        "What it asks about.",
        example("surgery", change="parts-changed", detail="question"),
    ] = None
    comparator: A[
        Line | None,
        "Compared with what.",
        example("observation", change="parts-changed", detail="question"),
    ] = None
    outcomes: A[
        tuple[A[Line, "Name of an outcome, in words."], ...],
        "What was to be compared.",
        example(["death from any cause"], change="parts-changed", detail="question", unique=True),
    ] = ()
    replaces: Replaces = ()


class Interval(Value, frozen=True, kw_only=True):
    """An estimate with its interval, as the source prints them."""

    value: A[Number | None, "The estimate.", example("0.89")] = None
    low: A[Number | None, "Lower limit.", example("0.80")] = None
    high: A[Number | None, "Upper limit.", example("1.00")] = None
    confidence: A[Number | None, "Level of the interval, in percent.", example("95")] = None


class RelativeEffect(Interval, frozen=True, kw_only=True):
    """An effect that compares two groups."""

    measure: A[
        str,
        "What is estimated: risk ratio, odds ratio, hazard ratio, rate ratio, risk difference, "
        "(standardised) mean difference.",
        choice(*RATIOS, *DIFFERENCES, example="RR", after=""),
    ]


class Baseline(Value, frozen=True, kw_only=True):
    """What happens without the intervention."""

    value: A[Number, "How many have the outcome.", example("245")]
    per: A[Number, "Of how many.", example("1000")]
    source: A[Remark | None, "Where it is from.", example("Control group")] = None
    references: A[_References, "Works that it is from."] = ()


class AbsoluteEffect(Interval, frozen=True, kw_only=True):
    """A difference in so many people, as the source states it; what is fewer has a minus."""

    per: A[Number, "In how many people.", example("1000")]


class Reason(Value, frozen=True, kw_only=True):
    """Why the certainty was rated so, for one domain."""

    domain: A[Line, "What was judged.", example("risk of bias")]
    judgement: A[Line, "The judgement.", example("serious")]
    words: A[Remark | None, "Why.", example("No blinding.")] = None


class GradedLevel(Value, frozen=True, kw_only=True):
    """A level on one scale, or why there is none."""

    scale: A[Id, "Id of the scale.", example("grade")]
    scale_version: A[Short, "Version of the scale.", derived(example="2013")]
    level: A[Short | None, "The level as given, spelt as on its scale.", example("moderate")] = None
    absent: A[str | None, "Why no level is given.", choice(*ABSENCES)] = None


class Certainty(GradedLevel, frozen=True, kw_only=True):
    """How certain the evidence on one outcome is."""

    reasons: A[tuple[Reason, ...], "Why it was rated so."] = ()


class Outcome(Value, frozen=True, kw_only=True):
    """What was found on one outcome."""

    id: A[PartId, example("death")]
    name: A[Line, "Name of the outcome.", example("Death from any cause")]
    kind: A[
        str | None,
        "Whether it is a benefit or a harm that is looked for.",
        choice("benefit", "harm", example="harm"),
    ] = None
    importance: A[Short | None, "How the panel rated it.", example("9", digits=True)] = None
    measure: A[Line | None, "How it was measured.", example("Scale of 0 to 10")] = None
    unit: A[Short | None, "Unit of the measure.", example("points")] = None
    time: A[Line | None, "When it was measured.", example("day 28")] = None
    better: A[str | None, "Which value is better.", choice("lower", "higher")] = None
    baseline: A[Baseline | None, "What happens without the intervention."] = None
    relative_effect: A[RelativeEffect | None, "The effect that compares the groups."] = None
    absolute_effect: A[AbsoluteEffect | None, "The difference in people, as stated."] = None
    studies: A[Short | None, "How many studies.", example("9", digits=True)] = None
    participants: A[Short | None, "How many people were in them.", example("7930", digits=True)] = (
        None
    )
    certainty: A[Certainty | None, "How certain the evidence is."] = None
    summary: A[Remark | None, "What it means, in words.", example("Slightly fewer die.")] = None
    references: A[_References, "Works that it rests on."] = ()

    @property
    def works(self) -> tuple[str, ...]:
        """The works that the outcome and its baseline rest on."""
        found = [listed_works(each) for each in (self, self.baseline) if each]
        return tuple(dict.fromkeys(chain(*found)))
