"""Whether an option, a recommendation, a row or a dose applies to a patient, as far as is known."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

from guidepress.conditions.evaluate import Condition, Facts, Terms, read_condition, terms_of
from guidepress.conditions.facts import Truth
from guidepress.conditions.words import describe

Applies: TypeAlias = Literal["applies", "does not", "not known", "not stated"]
_ANSWERS: dict[Truth, Applies] = {"true": "applies", "false": "does not", "unknown": "not known"}


class Answer(NamedTuple):
    """The answer; factors and words that would decide it; and what it was judged by, in words.

    ``premise`` is the population of the guideline, which the answer takes for granted.
    """

    answer: Applies
    factors: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    judged: tuple[str, ...] = ()
    premise: str = ""


def applies(
    thing: Mapping[str, Any],
    facts: Facts,
    terms: Terms,
    *,
    groups: tuple[Mapping[str, Any], ...] = (),
    premise: str = "",
) -> Answer:
    """Return whether the thing applies; ``groups`` are those that it is in, the outermost first.

    A thing is any mapping with ``applies_when`` (a condition) and ``population`` (words, or words
    with a condition ``when``). Where none of them states either, the answer is *not stated*.
    """
    stated = [condition for each in (*groups, thing) for condition in stated_of(each)]
    if not stated:
        return Answer("not stated", premise=premise)
    truth, factors, texts, *_ = read_condition({"all": stated}, facts, terms)
    judged = tuple(describe(each, terms) for each in stated)
    return Answer(_ANSWERS[truth], factors, texts, judged, premise)


def stated_of(thing: Mapping[str, Any]) -> Iterator[Condition]:
    """Yield what a thing states of whom it is for: a condition, and its population."""
    if condition := thing.get("applies_when"):
        yield condition
    population = thing.get("population")
    if isinstance(population, str) and population:
        yield {"text": population}
    elif isinstance(population, dict) and population:
        text = {"text": population["text"]} if "text" in population else {}
        when = population.get("when")
        # Words without a condition behind them are for a person to judge.
        yield {"all": [when], **text} if when else text


def applies_in(bundle: Mapping[str, Any], name: str, facts: Facts) -> Answer:
    """Return whether an option, a group, a dose, a recommendation or a part of one applies.

    ``name`` is its id (``owner.part`` for a part); what is stated of its groups and of its owner
    holds for it, too. Raises KeyError where the bundle has nothing of that id.
    """
    terms = terms_of(bundle["factors"], bundle["conditions"])
    population = bundle["guideline"]["population"]
    stated = (population.get(key) for key in ("condition", "age", "setting"))
    *outer, thing = dict(list_chains(bundle))[name]
    premise = ", ".join(filter(None, stated))
    return applies(thing, facts, terms, groups=tuple(outer), premise=premise)


Chain: TypeAlias = tuple[Mapping[str, Any], ...]


def list_chains(bundle: Mapping[str, Any]) -> Iterator[tuple[str, Chain]]:
    """Yield each thing by its name, behind all that it is in."""
    groups = {each["id"]: each for each in bundle["groups"]}
    for entry in (*bundle["groups"], *bundle["options"]):
        chain: Chain = (entry,)
        while (outer := groups.get(chain[0].get("group", ""))) and outer not in chain:
            chain = (outer, *chain)
        yield entry["id"], chain
        yield from _with_doses(chain)
    for made in bundle["recommendations"]:
        yield made["id"], (made,)
        for part in made["parts"]:
            yield f"{made['id']}.{part['id']}", (made, part)
            yield from _with_doses((made, part))


def _with_doses(chain: Chain) -> Iterator[tuple[str, Chain]]:
    for dose in chain[-1].get("doses", ()):
        yield dose["id"], (*chain, dose)
