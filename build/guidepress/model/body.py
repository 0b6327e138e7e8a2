"""What a guideline says: factors, options and sections."""

from typing import Annotated as A

from guidepress.model.block import Content, Owner, Statement
from guidepress.model.coding import Codings, Unit
from guidepress.model.condition import AppliesWhen, FactorValue, Number, Subpopulation
from guidepress.model.data import Value
from guidepress.model.dose import Dose, Doses
from guidepress.model.facts import (
    Day,
    EntityId,
    Field,
    Id,
    Line,
    Paragraph,
    Prose,
    ReferenceId,
    Replaces,
    Reviewed,
    Short,
    choice,
    derived,
    example,
    listed_works,
)


class List(Value, frozen=True, kw_only=True):
    """How a list is introduced."""

    id: A[str, "factors or options.", choice("factors", "options")]
    intro: A[Statement | None, "The sentence before the list, with an id of its own."] = None
    exhaustive: A[bool, "true only if the list claims to be complete.", Field(example=False)] = (
        False
    )


class Factor(Value, frozen=True, kw_only=True):
    """A consideration that a decision depends on."""

    id: A[EntityId, example("site-of-recurrence")]
    name: A[Line, "Name as readers see it.", example("Site of recurrence")]
    type: A[
        str | None,
        "What its value is; a factor without a type is only named.",
        choice("choice", "number", detail="text"),
    ] = None
    multiple: A[
        bool | None,
        "Whether several of the values can hold at once; needed for a choice.",
        Field(example=False, detail="text", change="type-changed"),
    ] = None
    exhaustive: A[
        bool | None,
        "true only if the values are all that there are.",
        Field(example=False, detail="text", change="type-changed"),
    ] = None
    unit: A[Unit | None, example("a", detail="text", change="type-changed")] = None
    minimum: A[
        Number | None,
        "The least that a number can plausibly be; no condition asks for less.",
        example("0", detail="here", change="type-changed"),
    ] = None
    maximum: A[
        Number | None,
        "The most that a number can plausibly be; no condition asks for more.",
        example("130", detail="here", change="type-changed"),
    ] = None
    codes: Codings = ()
    values: A[tuple[FactorValue, ...], "The values that conditions may name."] = ()
    description: A[Prose | None, example("What was given before.")] = None
    reviewed: Reviewed = None
    replaces: Replaces = ()


class Intervention(Value, frozen=True, kw_only=True):
    """A drug, an operation or a device."""

    kind: A[
        str | None,
        "What sort of intervention it is.",
        choice(
            *("drug", "vaccine", "device", "procedure", "radiation", "test", "behaviour", "other")
        ),
    ] = None
    name: A[Line, "Name.", example("surgical excision")]
    synonyms: A[
        tuple[A[Line, "Another name."], ...],
        "Other names by which readers search.",
        example(["resection"], unique=True),
    ] = ()
    codes: Codings = ()


Parts = tuple[A[Line, "Name of an intervention, or id of a dose of the option."], ...]


class Component(Value, frozen=True, kw_only=True):
    """A step of an option: all, or any one, of these interventions, possibly after another."""

    all: A[Parts, "All of these together.", example(["gentamicin", "azithromycin"])] = ()
    any: A[Parts, "Any one of these.", example(["surgical excision"])] = ()
    after: A[Line | None, "The intervention that goes before.", example("surgical excision")] = None


class Regulatory(Value, frozen=True, kw_only=True):
    """What an authority has approved."""

    authority: A[Line | None, "The authority, where stated.", example("Example Agency")] = None
    indication: A[Paragraph, "What for.", example("recurrent soft tissue sarcoma")]
    population: A[Line | None, "For whom.", example("adults")] = None
    date: A[Day | None, "Day of the decision, where stated."] = None


class Group(Owner, frozen=True, kw_only=True):
    """Options that belong together: what is stated of the group holds for each of them."""

    id: A[EntityId, example("alternatives")]
    name: A[Line, "Name as readers see it.", example("Alternatives")]
    group: A[Id | None, "Id of the group that this one is part of.", example("first-line")] = None
    alternative_to: A[
        tuple[A[Id, "Id of a group or an option."], ...],
        "What these options are alternatives to.",
        example(["first-line"], change="alternative-changed", unique=True),
    ] = ()
    applies_when: A[AppliesWhen, Field(change="conditions-changed")] = None
    population: A[Subpopulation | None, "Whom its options are for."] = None
    reviewed: Reviewed = None
    content: A[Content, Field(after="reviewed")] = ()
    replaces: Replaces = ()


class Option(Owner, frozen=True, kw_only=True):
    """One thing that can be done."""

    id: A[EntityId, example("excision")]
    name: A[Line, "Name as readers see it.", example("Excision")]
    short_name: A[
        Line | None,
        "Shorter name for contents and overviews.",
        example("Excision", change="name-changed"),
    ] = None
    group: A[Id | None, "Id of the group that it is in.", example("alternatives")] = None
    standing: A[
        str,
        "Standing as the source states it; never inferred.",
        choice("standard", "listed", "under-clinical-evaluation", "not-stated", example="listed"),
    ] = "not-stated"
    standing_population: A[
        Line | None,
        "The population that the source states the standing for.",
        example("adults", change="standing-changed"),
    ] = None
    interventions: A[tuple[Intervention, ...], "Drugs, operations, devices."] = ()
    components: A[tuple[Component, ...], "The steps, where the option is a sequence."] = ()
    applies_when: A[AppliesWhen, Field(change="conditions-changed")] = None
    population: A[Subpopulation | None, "Whom the option is for."] = None
    doses: Doses = ()
    regulatory: A[tuple[Regulatory, ...], "Approvals."] = ()
    reviewed: Reviewed = None
    content: A[Content, Field(after="reviewed")] = ()
    replaces: Replaces = ()

    @property
    def texts(self) -> tuple[Statement, ...]:
        """The claims, what stands in tables, and what is said of the sources of doses."""
        return (*super().texts, *map(source_of, self.doses))


def source_of(dose: Dose) -> Statement:
    """Return what is said of the source of a dose as a statement, since it may cite works."""
    cited = (*dose.citations, *listed_works(dose))
    return Statement(id=dose.id, text=dose.source or "", citations=cited, kind="dose")


class Term(Value, frozen=True, kw_only=True):
    """A word of the document with its meaning; links in texts lead to it."""

    id: A[EntityId, example("bulky-disease")]
    term: A[Line, "The word as texts use it.", example("bulky disease", change="name-changed")]
    definition: A[
        Prose | None, "What it means in this document.", example("A tumour of 7.5 cm or more.")
    ] = None
    citations: A[
        tuple[ReferenceId, ...],
        "Ids of the references cited in it.",
        derived(change="definition-changed", unique=True, example=["maki-2007"]),
    ] = ()
    codes: Codings = ()
    replaces: Replaces = ()


class Section(Owner, frozen=True, kw_only=True):
    """Prose that is neither a factor nor an option."""

    id: A[EntityId, example("introduction")]
    number: A[Short | None, "Number as printed.", example("5.2.1", digits=True)] = None
    title: A[Line, "Heading.", example("Outlook and principles")]
    parent: A[
        Id | None,
        "Id of the section that this one is part of; it follows it in the list.",
        example("introduction", change="moved", derived=True),
    ] = None
    reviewed: Reviewed = None
    content: A[Content, Field(after="reviewed", least=1)] = ()
    replaces: Replaces = ()
