"""Rows of the table of meaning, and the few shapes that they come in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from guidepress.classify import conditions as given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from guidepress.classify.change import Impact
    from guidepress.classify.context import Context
    from guidepress.diff import Fact

APPLIES = "Does this change whom it applies to, or when?"
STANDS = "Does what it supports still stand?"
SAME_MEANING = "Coded, words unchanged: is the meaning the same?"
SAME_IMAGE = "Does the new image say the same?"
NO_EFFECT = "An interval began or ceased to hold no effect: does the recommendation still stand?"
SAME_WORK = "Is it still the same work?"


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table; the first row that fits a fact decides.

    ``floor`` is the least impact that an editor may accept in its place.
    """

    kind: str
    id: str
    impact: Impact
    sentence: str
    floor: Impact
    when: Callable[[Fact, Context], bool] = given.always
    question: str = ""
    alert: Callable[[Fact, Context], bool] = given.never


def rows(
    kind: str,
    sentence: str,
    *rows: tuple[str, Impact, Callable[[Fact, Context], bool]],
    question: str = "",
    alert: Callable[[Fact, Context], bool] = given.never,
    floor: Impact | None = None,
) -> Iterator[Rule]:
    """Yield a row for each condition of a kind; the last one fits all."""
    least: dict[Impact, Impact] = {"none": "none", "patch": "patch", "minor": "patch"}
    for suffix, impact, condition in rows:
        lowest = least.get(impact, floor or "major")
        name = f"{kind}-{suffix}" if suffix else kind
        asked = question if impact == "minor" else ""
        yield Rule(kind, name, impact, sentence, lowest, condition, asked, alert)


WORDING: tuple[str, Impact, Callable[[Fact, Context], bool]] = (
    "wording-only",
    "patch",
    given.wording_only,
)


def major(kind: str, sentence: str, floor: Impact = "major") -> Iterator[Rule]:
    """Yield the row of a kind that is always major."""
    yield from rows(kind, sentence, ("", "major", given.always), floor=floor)


def minor(kind: str, sentence: str, question: str = "") -> Iterator[Rule]:
    """Yield the row of a kind that is always minor."""
    yield from rows(kind, sentence, ("", "minor", given.always), question=question)


def none(kind: str, sentence: str) -> Iterator[Rule]:
    """Yield the row of a kind that counts for nothing."""
    yield from rows(kind, sentence, ("", "none", given.always))


def for_whom(kind: str, sentence: str, floor: Impact = "major") -> Iterator[Rule]:
    """Another population is major; one that is only coded, beside the same words, is minor."""
    yield from rows(
        kind,
        sentence,
        WORDING,
        ("coded", "minor", given.whom_only_coded),
        ("", "major", given.always),
        question=SAME_MEANING,
        alert=given.whom_raises_alert,
        floor=floor,
    )


def wording_or(kind: str, sentence: str, impact: Impact, question: str = "") -> Iterator[Rule]:
    """Yield a patch where only the wording changed, else the impact given."""
    yield from rows(kind, sentence, WORDING, ("", impact, given.always), question=question)


def of_statement(kind: str, sentence: str) -> Iterator[Rule]:
    """Inside an option, or where harm may follow, a statement that comes or goes is major."""
    yield from rows(
        kind,
        sentence,
        ("in-option", "major", given.in_option),
        ("of-danger", "major", given.dangerous),
        ("", "minor", given.always),
        alert=given.dangerous,
    )


def regrouped(entity: str, impact: Impact) -> Iterator[Rule]:
    """Yield the rows of entities that were split, merged, regrouped or renamed."""
    row: tuple[str, Impact, Callable[[Fact, Context], bool]] = ("", impact, given.always)
    yield from rows(f"{entity}-split", f"Split the {entity} {{old}} into {{new}}.", row)
    yield from rows(f"{entity}-merged", f"Merged {{old}} into the {entity} {{new}}.", row)
    yield from rows(f"{entity}-regrouped", "Rearranged {old} as {new}.", row)
    yield from minor(f"{entity}-renamed", "Gave {name} the new id {new}; {old} still leads to it.")


# How an entry of a list is reported, such as a row of a table or a dose of an option.
IN_ENTRY = "In {part}: {values}."
_OF_ENTRIES = {
    "added": "Added {part}{whole}.",
    "removed": "Removed {part}{whole}.",
    "recorded": "First recorded {part}{whole}.",
    "reordered": "Changed the order of {part}.",
}


def of_entries(prefix: str, whole: str, known: Sequence[Rule]) -> Iterator[Rule]:
    """Yield the rows of entries with ids that have no row of their own.

    They weigh as much as their list does, whose kind of change is ``whole``, by its last row.
    """
    kinds = {rule.kind for rule in known}
    base = [rule for rule in known if rule.kind == whole][-1]
    if f"{prefix}-changed" not in kinds:
        yield replace(base, kind=f"{prefix}-changed", id=f"{prefix}-changed", when=given.always)
    for verb, sentence in _OF_ENTRIES.items():
        kind = f"{prefix}-{verb}"
        if kind in kinds:
            continue
        if verb == "recorded":
            yield from none(kind, sentence)
        elif verb == "reordered":
            yield from minor(kind, sentence)
        else:
            yield replace(base, kind=kind, id=kind, sentence=sentence, when=given.always)
