"""Doses as data: each part is a field of its own, so that each is compared and computed with."""

from typing import Annotated as A

from guidepress.codes import ROUTES
from guidepress.model.coding import Unit
from guidepress.model.condition import AppliesWhen, Condition
from guidepress.model.data import Value
from guidepress.model.facts import Citations, EntityId, Id, Line, Prose, choice, example

ABSENCES = ("not-stated", "not-graded", "not-considered", "not-recommended", "no-data")
Amount = A[
    str,
    example(
        "250",
        least=1,
        most=20,
        pattern=r"^(0|[1-9][0-9]{0,9})(\.[0-9]{1,9})?$",
        form="a decimal number, such as 250 or 0.4",
        digits=True,
    ),
]


class Quantity(Value, frozen=True, kw_only=True):
    """An amount with its unit, a range from low to high, or so much or more, or less."""

    amount: A[Amount | None, "How much or how long."] = None
    low: A[Amount | None, "The least of a range.", example("15")] = None
    high: A[Amount | None, "The most of a range.", example("30")] = None
    at_least: A[Amount | None, "So much or more.", example("4")] = None
    at_most: A[Amount | None, "So much or less.", example("8")] = None
    unit: Unit


class Equivalent(Value, frozen=True, kw_only=True):
    """Another measure or substance that amounts to the same."""

    id: A[Id, "An id that is unique in the dose.", example("sulfate")]
    name: A[Line | None, "Of what.", example("ferrous sulfate heptahydrate")] = None
    amount: A[Amount, "How much."]
    unit: Unit


class Dose(Value, frozen=True, kw_only=True):
    """How much of one intervention is given, how, how often and for how long."""

    id: A[EntityId, example("amoxicillin-under-20-kg")]
    intervention: A[Line, "Name of the intervention, as the option has it.", example("amoxicillin")]
    purpose: A[Line | None, "What it is given for.", example("prevention")] = None
    amount: A[Amount | None, "How much."] = None
    low: A[Amount | None, "The least of a range.", example("30")] = None
    high: A[Amount | None, "The most of a range.", example("60")] = None
    at_least: A[Amount | None, "So much or more.", example("40")] = None
    at_most: A[Amount | None, "So much or less.", example("50")] = None
    absent: A[str | None, "Why there is no amount.", choice(*ABSENCES)] = None
    unit: A[Unit | None, "Unit of the amount, as UCUM writes it."] = None
    per: A[
        Unit | None,
        "What the amount is multiplied by: kg of body weight, m2 of body surface.",
        example("kg"),
    ] = None
    percent_of: A[
        Line | None,
        "What an amount in percent is of; needed where the unit is %.",
        example("the usual dose"),
    ] = None
    basis: A[
        str | None,
        "Whether the amount is for each dose, for a day, or for the whole course.",
        choice("dose", "day", "course"),
    ] = None
    routes: A[
        tuple[A[str, choice(*ROUTES, example="PO")], ...],
        "By any one of these routes.",
        example(["PO"], unique=True),
    ] = ()
    form: A[Line | None, "Form in which it is given.", example("oral suspension")] = None
    concentration: A[Quantity | None, "Strength of that form."] = None
    infusion_time: A[Quantity | None, "How long one dose runs in."] = None
    interval: A[Quantity | None, "Time from one dose to the next."] = None
    times_per_day: A[
        str | None,
        "How many doses a day.",
        example(
            "2",
            pattern="^[1-9][0-9]?(-[1-9][0-9]?)?$",
            form="a number of doses a day, such as 2 or 2-3",
            digits=True,
        ),
    ] = None
    increase: A[Quantity | None, "By how much it is raised, step by step."] = None
    increase_every: A[Quantity | None, "Time from one step to the next."] = None
    duration: A[
        Quantity | None, 'For how long, or for how many doses: unit "{dose}"; one of them is once.'
    ] = None
    until: A[Condition | None, "What ends it, where no time does."] = None
    max_per_dose: A[Quantity | None, "The most for one dose."] = None
    max_per_day: A[Quantity | None, "The most for one day."] = None
    equivalents: A[tuple[Equivalent, ...], "What amounts to the same."] = ()
    applies_when: AppliesWhen = None
    source: A[
        Prose | None, "Where the dose is from, with its citation.", example("Label [@maki-2007].")
    ] = None
    citations: A[Citations, "Ids of the references cited as its source."] = ()


Doses = A[tuple[Dose, ...], "Doses as data."]
