"""Rows of the table of meaning, and the few shapes that they come in."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from guidepress.classify import conditions as given
from guidepress.classify.change import Impact
from guidepress.classify.context import Context
from guidepress.diff.fact import Fact

# What the id of a row ends in, the impact, and under which condition.
Row = tuple[str, Impact, Callable[[Fact, Context], bool]]

APPLIES = "Does this change whom it applies to, or when?"
STANDS = "Does what it supports still stand?"
SAME_MEANING = "Coded, words unchanged: is the meaning the same?"
SAME_IMAGE = "Does the new image say the same?"
NO_EFFECT = (
    "An effect or its interval began or ceased to hold no effect, or lies beyond it now: "
    "does the recommendation still stand?"
)
SAME_WORK = "Is it still the same work?"
SAME_THING = "Do the names mean the same thing?"
UNREAD = (
    "No words of this language are known: is it of a dose, a route, a frequency, harm or a "
    "contraindication?"
)
STILL = "Does the recommendation still stand?"


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


def rows(  # noqa: PLR0913 - the columns of the table
    kind: str,
    sentence: str,
    *rows: Row,
    question: str = "",
    alert: Callable[[Fact, Context], bool] = given.never,
    floor: Impact = "major",
    otherwise: Impact | None = "minor",
) -> Iterator[Rule]:
    """Yield a row for each condition of a kind; the last one, ``otherwise``, fits all."""
    least: dict[Impact, Impact] = {"none": "none", "patch": "patch", "minor": "patch"}
    for suffix, impact, condition in (*rows, ("", otherwise, given.always)):
        if impact is None:
            return
        lowest = least.get(impact, floor)
        name = f"{kind}-{suffix}" if suffix else kind
        asked = question if impact == "minor" else ""
        yield Rule(kind, name, impact, sentence, lowest, condition, asked, alert)


def major(
    kind: str,
    sentence: str,
    floor: Impact = "major",
    alert: Callable[[Fact, Context], bool] = given.never,
) -> Iterator[Rule]:
    """Yield the row of a kind that is always major."""
    yield from rows(kind, sentence, otherwise="major", floor=floor, alert=alert)


def minor(kind: str, sentence: str, question: str = "") -> Iterator[Rule]:
    """Yield the row of a kind that is always minor."""
    yield from rows(kind, sentence, question=question)


def words(kind: str, sentence: str, question: str = "") -> Iterator[Rule]:
    """Words weigh as a dose or a contraindication where they state one, whatever they are of."""
    yield from rows(
        kind,
        sentence,
        ("of-danger", "major", given.words_turn_danger),
        question=question,
        alert=given.words_of_danger,
    )


def none(kind: str, sentence: str) -> Iterator[Rule]:
    """Yield the row of a kind that counts for nothing."""
    yield from rows(kind, sentence, otherwise="none")


def unless_coded(
    kind: str,
    sentence: str,
    is_coded: Callable[[Fact, Context], bool] = given.only_coded,
    alert: Callable[[Fact, Context], bool] = given.whom_moves_danger,
    floor: Impact = "major",
) -> Iterator[Rule]:
    """Yield rows by which codes beside the same words are minor, and any other change is major."""
    coded: Row = ("coded", "minor", is_coded)
    yield from rows(
        kind, sentence, coded, otherwise="major", question=SAME_MEANING, alert=alert, floor=floor
    )


def for_whom(kind: str, sentence: str, floor: Impact = "major") -> Iterator[Rule]:
    """Another population is major; one that is only coded, beside the same words, is minor."""
    yield from unless_coded(kind, sentence, given.whom_only_coded, given.whom_raises_alert, floor)


def of_statement(kind: str, sentence: str) -> Iterator[Rule]:
    """Inside an option, with an exception or on harm, a statement that comes or goes is major."""
    yield from rows(
        kind,
        sentence,
        ("exception", "major", given.exception_changed),
        ("in-option", "major", given.in_option),
        ("of-danger", "major", given.dangerous),
        ("in-other-language", "minor", given.has_no_word_lists),
        question=UNREAD,
        alert=given.dangerous,
        otherwise=None,
    )
    yield from minor(kind, sentence)


def regrouped(entity: str, impact: Impact) -> Iterator[Rule]:
    """Yield the rows of entities that were split, merged, regrouped or renamed."""
    name = entity.removeprefix("named-")
    for verb, sentence in (
        ("split", f"Split the {name} {{old}} into {{new}}."),
        ("merged", f"Merged {{old}} into the {name} {{new}}."),
        ("regrouped", "Rearranged {old} as {new}."),
    ):
        yield from rows(f"{entity}-{verb}", sentence, otherwise=impact)
    yield from minor(f"{entity}-renamed", "Gave {name} the new id {new}; {old} still leads to it.")


# How an entry of a list is reported, such as a row of a table or a dose of an option.
IN_ENTRY = "In {part}: {values}."
_OF_ENTRIES = {
    "added": "Added {part}{whole}.",
    "removed": "Removed {part}{whole}.",
    "recorded": "First recorded {part}{whole}.",
    "reordered": "Changed the order of {part}{order}.",
}


def of_entries(prefix: str, whole: str, known: Sequence[Rule]) -> Iterator[Rule]:
    """Yield the rows of entries with ids that have no row of their own.

    They weigh as much as their list does, whose kind of change is ``whole``: by its last row, or
    by that of words of danger.
    """
    kinds = {rule.kind for rule in known}
    rules = [rule for rule in known if rule.kind == whole]
    base, listed = rules[-1], [each for each in rules if each.when is given.words_turn_danger]
    listed.append(replace(base, id=whole, when=given.always))

    def like_the_list(kind: str, sentence: str) -> Iterator[Rule]:
        for row in listed:
            yield replace(row, kind=kind, id=row.id.replace(whole, kind), sentence=sentence)

    if f"{prefix}-changed" not in kinds:
        yield from like_the_list(f"{prefix}-changed", base.sentence)
    for verb, sentence in _OF_ENTRIES.items():
        kind = f"{prefix}-{verb}"
        if kind in kinds:
            continue
        if verb == "recorded":
            yield from none(kind, sentence)
        elif verb == "reordered":
            yield from minor(kind, sentence)
        else:
            yield from like_the_list(kind, sentence)


# What names a work or a code is itself only letter for letter.
VERBATIM = ("-codes-changed", "-identifier-changed", "-authors-changed", "-notice-changed")


def by_kind(known: Iterable[Rule]) -> dict[str, list[Rule]]:
    """Return the rows of each kind, before those of a change one for its wording alone: a patch."""
    found: dict[str, list[Rule]] = {}
    for row in known:
        found.setdefault(row.kind, []).append(row)
    for kind, listed in found.items():
        base = listed[-1]
        if kind.endswith("-changed") and not kind.endswith(VERBATIM) and base.impact != "none":
            row = replace(base, id=f"{kind}-wording-only", when=given.wording_only, question="")
            listed.insert(0, replace(row, impact="patch", floor="patch"))
    return found
