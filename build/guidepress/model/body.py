"""What a guideline says: factors, options and sections."""

from typing import Annotated as A

from guidepress.model.block import Content, Owner, Statement
from guidepress.model.condition import Condition, FactorValue, Unit
from guidepress.model.data import Value
from guidepress.model.facts import (
    Code,
    Day,
    EntityId,
    Field,
    Id,
    Line,
    Paragraph,
    Prose,
    Replaces,
    Short,
    choice,
)


class List(Value, frozen=True, kw_only=True):
    """How a list is introduced."""

    id: A[str, "factors or options.", choice("factors", "options", example="factors")]
    intro: A[Statement | None, "The sentence before the list, with an id of its own."] = None
    exhaustive: A[
        bool,
        "true only if the list claims to be complete.",
        Field(change="exhaustive-changed", example=False),
    ] = False


class Factor(Value, frozen=True, kw_only=True):
    """A consideration that a decision depends on."""

    id: A[EntityId, Field(example="site-of-recurrence")]
    name: A[
        Line, "Name as readers see it.", Field(change="name-changed", example="Site of recurrence")
    ]
    type: A[
        str | None,
        "What its value is; a factor without a type is only named.",
        choice("choice", "number", change="type-changed", example="choice"),
    ] = None
    multiple: A[
        bool | None,
        "Whether several of the values can hold at once; needed for a choice.",
        Field(change="type-changed", example=False),
    ] = None
    exhaustive: A[
        bool | None,
        "true only if the values are all that there are.",
        Field(change="type-changed", example=False),
    ] = None
    unit: A[Unit | None, Field(change="type-changed")] = None
    values: A[
        tuple[FactorValue, ...],
        "The values that conditions may name.",
        Field(change="values-changed"),
    ] = ()
    description: A[
        Prose | None,
        Field(
            change="description-changed",
            example="What was given before, and whether it can be given again.",
        ),
    ] = None
    replaces: Replaces = ()


class Intervention(Value, frozen=True, kw_only=True):
    """A drug, an operation or a device."""

    name: A[Line, "Name.", Field(example="surgical excision")]
    synonyms: A[
        tuple[A[Line, "Another name."], ...],
        "Other names by which readers search.",
        Field(unique=True, example=["resection"]),
    ] = ()
    codes: A[
        tuple[A[Code, "A code."], ...],
        "Codes such as ATC:L01CX01.",
        Field(unique=True, example=["ATC:L01EX03"]),
    ] = ()


class Component(Value, frozen=True, kw_only=True):
    """A step of an option: any one of these interventions, possibly after another."""

    any: A[
        tuple[A[Line, "Name of an intervention."], ...],
        "Any one of these interventions.",
        Field(least=1, example=["surgical excision"]),
    ]
    after: A[
        Line | None, "The intervention that goes before.", Field(example="surgical excision")
    ] = None


class Regulatory(Value, frozen=True, kw_only=True):
    """What an authority has approved."""

    authority: A[
        Line | None,
        "The authority, where stated.",
        Field(example="European Medicines Agency"),
    ] = None
    indication: A[Paragraph, "What for.", Field(example="recurrent soft tissue sarcoma")]
    population: A[Line | None, "For whom.", Field(example="adults")] = None
    date: A[Day | None, "Day of the decision, where stated."] = None


class Option(Owner, frozen=True, kw_only=True):
    """One thing that can be done."""

    id: A[EntityId, Field(example="excision")]
    name: A[Line, "Name as readers see it.", Field(change="name-changed", example="Excision")]
    standing: A[
        str,
        "Standing as the source states it; never inferred.",
        choice(
            "standard",
            "listed",
            "under-clinical-evaluation",
            "not-stated",
            change="standing-changed",
            example="listed",
        ),
    ] = "not-stated"
    standing_population: A[
        Line | None,
        "The population that the source states the standing for.",
        Field(change="standing-changed", example="adults"),
    ] = None
    interventions: A[
        tuple[Intervention, ...],
        "Drugs, operations, devices.",
        Field(change="interventions-changed"),
    ] = ()
    components: A[
        tuple[Component, ...],
        "The steps, where the option is a sequence.",
        Field(change="components-changed"),
    ] = ()
    applies_when: A[
        Condition | None, "When the option applies.", Field(change="conditions-changed")
    ] = None
    regulatory: A[tuple[Regulatory, ...], "Approvals.", Field(change="regulatory-changed")] = ()
    content: A[Content, Field(after="regulatory")] = ()
    replaces: Replaces = ()


class Section(Owner, frozen=True, kw_only=True):
    """Prose that is neither a factor nor an option."""

    id: A[EntityId, Field(example="introduction")]
    number: A[
        Short | None,
        "Number as printed.",
        Field(change="number-changed", digits=True, example="5.2.1"),
    ] = None
    title: A[Line, "Heading.", Field(change="title-changed", example="Outlook and principles")]
    parent: A[
        Id | None,
        "Id of the section that this one is part of; it follows it in the list.",
        Field(change="moved", derived=True, example="introduction"),
    ] = None
    content: A[Content, Field(after="parent", least=1)] = ()
    replaces: Replaces = ()
