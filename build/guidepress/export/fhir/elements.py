"""What several resources hold: names that stay the same, codes, and doses.

A dose is an ActivityDefinition with a Dosage; what R5 has no place for is in its text alone. Only
what is given at one time is coded as a dose: FHIR's ``doseQuantity`` is the amount of one dose, so
an amount for a day, for a course, or without a stated basis is words.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from guidepress.codes import ROUTES, SYSTEMS
from guidepress.export.condition_words import ConditionWords
from guidepress.export.details import CAVEATS
from guidepress.export.jsonld import stated
from guidepress.model import Coding, Dose, Guideline, Intervention, Quantity
from guidepress.units import render_unit

_NAMESPACE = UUID("b8f0a0a4-6c39-5f5a-9b8e-0f6a7e3d2c11")


def uuid_of(guideline: Guideline, kind: str, name: str = "") -> str:
    """Return the UUID of a resource of this version of the guideline."""
    return str(uuid5(_NAMESPACE, f"{guideline.id}/{kind}/{name}"))


def urn_of(guideline: Guideline, kind: str, name: str = "") -> str:
    """Return the address of the resource within the Bundle."""
    return f"urn:uuid:{uuid_of(guideline, kind, name)}"


def pointer(guideline: Guideline, kind: str, name: str) -> dict[str, Any]:
    """Return a Reference to a resource of the same Bundle."""
    return {"reference": urn_of(guideline, kind, name)}


def titled(guideline: Guideline, title: str) -> str:
    """Return the title of a resource that has no status of its own, with what all must know."""
    return " ".join(filter(None, (CAVEATS.get(guideline.identity.status), title)))


def code(system: str, value: str, display: str | None = None) -> dict[str, Any]:
    """Return a CodeableConcept of one code."""
    return {"coding": [stated({"system": system, "code": value, "display": display})]}


UCUM = SYSTEMS["UCUM"].address
_PERIODS = frozenset({"s", "min", "h", "d", "wk", "mo", "a"})


def build_dose(guideline: Guideline, dose: Dose, status: str) -> dict[str, Any]:
    """Return the dose; one that is not recommended is marked so, and has no other fields."""
    phrases = ConditionWords(guideline)
    words = phrases.dose(dose)
    against = dose.absent == "not-recommended"
    return stated(
        {
            "url": urn_of(guideline, "ActivityDefinition", dose.id),
            "identifier": [{"value": dose.id}],
            "version": guideline.identity.version,
            "title": words,
            "status": status,
            "experimental": True,
            "date": guideline.identity.released,
            "description": phrases.sourced(dose),
            "purpose": dose.purpose,
            "kind": "MedicationRequest",
            "intent": "proposal",
            "doNotPerform": True if against else None,
            "productCodeableConcept": _product(guideline, dose),
            "dosage": [] if dose.absent else [_dosage(dose, words)],
        }
    )


def _product(guideline: Guideline, dose: Dose) -> dict[str, Any]:
    every = (each for option in guideline.options for each in option.interventions)
    found = next((each for each in every if each.name == dose.intervention), None)
    return concept(dose.intervention, found.codes if found else ())


def concept(text: str, codes: Iterable[Coding]) -> dict[str, Any]:
    """Return words with the codes that mean the same."""
    coding = [
        stated({"system": SYSTEMS[each.system].address, "code": each.code, "display": each.display})
        for each in codes
    ]
    return stated({"coding": coding, "text": text})


def name_interventions(interventions: Iterable[Intervention]) -> list[dict[str, Any]]:
    """Return each intervention with its codes."""
    return [concept(each.name, each.codes) for each in interventions]


def _dosage(dose: Dose, words: str) -> dict[str, Any]:
    route = ROUTES[dose.routes[0]] if len(dose.routes) == 1 else None
    return stated(
        {
            "text": words,
            "timing": stated({"repeat": _repeat(dose)}),
            "route": {
                "coding": [{"system": SYSTEMS["SNOMED CT"].address, "code": route.snomed}],
                "text": route.words,
            }
            if route
            else None,
            "doseAndRate": [amount] if (amount := _amount(dose)) else [],
            "maxDosePerPeriod": [{"numerator": most, "denominator": _of("1", "d")}]
            if (most := _single(dose.max_per_day))
            else [],
            "maxDosePerAdministration": _single(dose.max_per_dose),
        }
    )


def _amount(dose: Dose) -> dict[str, Any]:
    if dose.basis != "dose" or not dose.unit or dose.unit == "%":
        return {}
    unit = f"{dose.unit}/{dose.per}" if dose.per else dose.unit
    if dose.amount:
        return stated({"doseQuantity": _of(dose.amount, unit)})
    return stated({"doseRange": _range(dose, unit)})


def _range(stated_as: Dose | Quantity, unit: str) -> dict[str, Any]:
    """Return a range, which may be open at one end; nothing where an end is no number here."""
    low, high = stated_as.low or stated_as.at_least, stated_as.high or stated_as.at_most
    ends = {"low": low, "high": high}
    found = {key: _of(each, unit) for key, each in ends.items() if each}
    return found if all(found.values()) else {}


def _repeat(dose: Dose) -> dict[str, Any]:
    """Return bounds, frequency and how long one dose takes."""
    found: dict[str, Any] = {**_bounds(dose.duration), **_every(dose)}
    if (time := dose.infusion_time) and time.unit in _PERIODS:
        lasts = _from_to("duration", time)
        found |= lasts | {"durationUnit": time.unit} if lasts else {}
    return stated(found)


def _bounds(duration: Quantity | None) -> dict[str, Any]:
    if duration is None:
        return {}
    if duration.unit == "{dose}":
        return _from_to("count", duration, whole=True)
    if duration.amount:
        return {"boundsDuration": _of(duration.amount, duration.unit)}
    return stated({"boundsRange": _range(duration, duration.unit)})


def _every(dose: Dose) -> dict[str, Any]:
    if dose.times_per_day:
        low, _, high = dose.times_per_day.partition("-")
        most = {"frequencyMax": int(high)} if high else {}
        return {"frequency": int(low), **most, "period": 1, "periodUnit": "d"}
    interval = dose.interval
    if interval is None or interval.unit not in _PERIODS:
        return {}
    period = _from_to("period", interval)
    return {"frequency": 1, **period, "periodUnit": interval.unit} if period else {}


def _from_to(key: str, quantity: Quantity, *, whole: bool = False) -> dict[str, Any]:
    """Return an amount or a range; so much or more, or less, is words: R5 has none here."""
    if not quantity.amount and not (quantity.low and quantity.high):
        return {}
    low, high = _number(quantity.amount or quantity.low or ""), _number(quantity.high or "")
    found = {key: low, f"{key}Max": high}
    usable = {each: value for each, value in found.items() if value is not None}
    return usable if not whole or all(isinstance(each, int) for each in usable.values()) else {}


def _single(quantity: Quantity | None) -> dict[str, Any]:
    return _of(quantity.amount, quantity.unit) if quantity and quantity.amount else {}


def _of(amount: str, unit: str) -> dict[str, Any]:
    value = _number(amount)
    if value is None:
        return {}
    shown = render_unit(unit, one=value == 1)
    return {"value": value, "unit": shown, "system": UCUM, "code": unit}


def _number(text: str) -> int | float | None:
    """Return a decimal as JSON has it; None where no number of JSON's readers is exactly it."""
    if not text:
        return None
    exact = Decimal(text)
    if exact == exact.to_integral_value():
        return int(exact)
    return float(text) if Decimal(repr(float(text))) == exact else None
