"""What editors write where it differs from what is published: the files, and shapes in them."""

from collections.abc import Mapping
from typing import Annotated as A

from guidepress.model.block import Statement
from guidepress.model.body import Component, Factor, Group, Option, Parts, Section, Term
from guidepress.model.condition import NamedCondition
from guidepress.model.data import Value
from guidepress.model.facts import (
    Day,
    EntityId,
    Field,
    Id,
    Line,
    Paragraph,
    PartialDay,
    Remark,
    Short,
    Url,
    choice,
    example,
)
from guidepress.model.metadata import Identity, PeopleFile
from guidepress.model.outcome import Question
from guidepress.model.recommendation import Recommendation
from guidepress.model.reference import Notice, Reference, RegistryId

Exhaustive = A[bool, "true only if the list claims to be complete.", Field(example=False)]
Intro = A[Statement | None, "The sentence before the list, with an id of its own."]


class ScaleChoice(Value, frozen=True, kw_only=True):
    """A scale at one version."""

    id: A[Id, "Id of a scale in schema/scales/.", example("pdq-treatment")]
    version: A[Short, "Its version, in quotation marks.", example("2010", digits=True)]


class Suppression(Value, frozen=True, kw_only=True):
    """A fault that is accepted, with the reason."""

    rule: A[Short, "Id of the rule.", example("partial-level", most=80)]
    where: A[Id, "Id of the entity."]
    reason: A[Paragraph, "Why the rule does not hold here.", example("The source says so.")]


class WrittenSection(Section, frozen=True, kw_only=True):
    """Prose that is neither a factor nor an option, and sections below it."""

    sections: A[
        tuple["WrittenSection", ...],
        "Sections below this one; they nest four levels deep.",
        Field(least=1),
    ] = ()


class GuidelineFile(Identity, frozen=True, kw_only=True):
    """Identity, dates, source and sections of a guideline."""

    scales: A[
        tuple[ScaleChoice, ...],
        "The scales that levels are given on, each at one version.",
        Field(after="source"),
    ] = ()
    sections: A[tuple[WrittenSection, ...], "The sections, in any order; `body` orders them."] = ()
    terms: A[tuple[Term, ...], "Words with their meaning; texts link to them by their ids."] = ()
    suppressions: A[tuple[Suppression, ...], "Accepted warnings, each with its reason."] = ()


class FactorsFile(Value, frozen=True, kw_only=True):
    """The factors of a guideline."""

    intro: Intro = None
    exhaustive: Exhaustive = False
    conditions: A[tuple[NamedCondition, ...], "Conditions that others refer to by their ids."] = ()
    factors: A[tuple[Factor, ...], "The factors, in the order in which they are read."]


class OptionsFile(Value, frozen=True, kw_only=True):
    """The options of a guideline."""

    intro: Intro = None
    exhaustive: Exhaustive = False
    groups: A[tuple[Group, ...], "Groups of options, in the order in which they are read."] = ()
    options: A[tuple[Option, ...], "The options, in the order in which they are read."]


class RecommendationsFile(Value, frozen=True, kw_only=True):
    """The recommendations of a guideline."""

    questions: A[tuple[Question, ...], "Questions that recommendations answer."] = ()
    recommendations: A[
        tuple[Recommendation, ...], "The recommendations, in the order in which they are read."
    ]


class ReferencesFile(Value, frozen=True, kw_only=True):
    """The references of a guideline, in CSL's fields."""

    references: A[tuple[Reference, ...], "The references."]


class Alert(Value, frozen=True, kw_only=True):
    """A safety notice from outside, which readers see at once, without a release."""

    id: EntityId
    authority: A[Line, "Who gave the notice.", example("European Medicines Agency")]
    date: A[Day, "Day of the notice."]
    url: A[Url | None, "Where the notice is published."] = None
    about: A[
        tuple[A[Id, "An id of this guideline, or of an earlier release."], ...],
        "What the notice is about; nothing stands for the whole guideline.",
        example(["pazopanib"], unique=True),
    ] = ()
    text: A[Remark, "What the notice says, as plain text.", example("Do not use it.")]
    alert: A[bool, "true where a patient could be hurt if this is not known.", Field(example=True)]


class AlertsFile(Value, frozen=True, kw_only=True):
    """Safety notices from outside. Entries are only ever added, never changed or removed."""

    alerts: A[tuple[Alert, ...], "The notices, the oldest first.", Field(least=1)]


class NoteFile(Value, frozen=True, kw_only=True):
    """Why things changed since the last release."""

    about: A[
        tuple[
            A[
                Short,
                "An id, a kind of change, `guideline`, or a fingerprint.",
                example("pazopanib", most=80),
            ],
            ...,
        ],
        "What the note explains.",
        example(["pazopanib"], least=1, unique=True),
    ]
    reason: A[
        Remark,
        'Why it changed; "not stated by the source" is a reason.',
        example("A trial was published."),
    ]
    reason_type: A[
        str,
        "What sort of reason.",
        choice("new-evidence", "safety", "error-corrected", "editorial", "source-updated"),
    ]
    link: Url | None = None
    impact: A[
        str | None,
        "Raises the impact of the changes, or (with accept) lowers it to its floor.",
        choice("major", "minor", "patch"),
    ] = None
    accept: A[
        str | None,
        "Fingerprint of the one change whose lower impact is accepted.",
        Field(
            pattern="^[0-9a-f]{64}$",
            form="the fingerprint that `guidepress diff` shows, 64 characters",
        ),
    ] = None
    accepted_by: A[Line | None, "Who accepts it, by role."] = None
    answer: A[
        Remark | None,
        "The answer to what `guidepress diff` asks about the change.",
        example("The same patients as before; only the wording is clearer."),
    ] = None


class WrittenComponent(Component, frozen=True, kw_only=True):
    """A step of an option: `intervention`, or `all` or `any` of several."""

    intervention: A[
        Line | None, "Name of the one intervention of this step, or id of a dose of the option."
    ] = None
    all: A[Parts, "All of these together.", Field(least=2)] = ()
    any: A[Parts, "Any one of these.", Field(least=2)] = ()


class WrittenReference(Reference, frozen=True, kw_only=True):
    """A bibliographic item."""

    authors_complete: A[
        bool | None,
        "true: the list is whole. false: it is not, and is shown with et al.",
        Field(example=False, authored=True, after="author"),
    ] = None
    issued: A[PartialDay | None, "Year or day of publication."] = None  # type: ignore[assignment]  # written as one text
    accessed: A[PartialDay | None, "Day on which a page was read."] = None  # type: ignore[assignment]  # likewise
    notices: A[tuple[Notice, ...], "Errata, retractions, comments.", Field(authored=True)] = ()
    registry: A[tuple[RegistryId, ...] | None, "Ids in trial registers.", Field(authored=True)] = (
        None
    )


FILES: Mapping[str, type[Value]] = {
    "guideline": GuidelineFile,
    "factors": FactorsFile,
    "options": OptionsFile,
    "recommendations": RecommendationsFile,
    "references": ReferencesFile,
    "alerts": AlertsFile,
    "people": PeopleFile,
}
WRITTEN: Mapping[type[Value], type[Value]] = {
    Component: WrittenComponent,
    Reference: WrittenReference,
    Section: WrittenSection,
}
