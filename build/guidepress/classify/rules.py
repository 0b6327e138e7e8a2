"""The one table of meaning: what kind of change, under which condition, matters how much.

The classes are those of HL7 CRMI: major changes whether, what or for whom an option applies; minor
is the default; patch is a closed list. ``docs/changes.md`` is generated from this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guidepress.classify import conditions as given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from guidepress.classify.change import Impact
    from guidepress.classify.context import Context
    from guidepress.diff import Fact

APPLIES = "Does this change whom it applies to, or when?"
STANDS = "Does what it supports still stand?"
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


def _rows(
    kind: str,
    sentence: str,
    *rows: tuple[str, Impact, Callable[[Fact, Context], bool]],
    question: str = "",
    alert: Callable[[Fact, Context], bool] = given.never,
    floor: Impact | None = None,
) -> Iterator[Rule]:
    least: dict[Impact, Impact] = {"none": "none", "patch": "patch", "minor": "patch"}
    for suffix, impact, condition in rows:
        lowest = least.get(impact, floor or "major")
        name = f"{kind}-{suffix}" if suffix else kind
        asked = question if impact == "minor" else ""
        yield Rule(kind, name, impact, sentence, lowest, condition, asked, alert)


_WORDING: tuple[str, Impact, Callable[[Fact, Context], bool]] = (
    "wording-only",
    "patch",
    given.wording_only,
)


def _major(kind: str, sentence: str, floor: Impact = "major") -> Iterator[Rule]:
    alert = given.holds_danger
    yield from _rows(kind, sentence, ("", "major", given.always), alert=alert, floor=floor)


def _minor(kind: str, sentence: str, question: str = "") -> Iterator[Rule]:
    yield from _rows(kind, sentence, ("", "minor", given.always), question=question)


def _none(kind: str, sentence: str) -> Iterator[Rule]:
    yield from _rows(kind, sentence, ("", "none", given.always))


def _wording_or(kind: str, sentence: str, impact: Impact, question: str = "") -> Iterator[Rule]:
    yield from _rows(kind, sentence, _WORDING, ("", impact, given.always), question=question)


def _statement(kind: str, sentence: str) -> Iterator[Rule]:
    """Inside an option, or where harm may follow, a statement that comes or goes is major."""
    yield from _rows(
        kind,
        sentence,
        ("in-option", "major", given.in_option),
        ("of-danger", "major", given.dangerous),
        ("", "minor", given.always),
        alert=given.dangerous,
    )


def _table() -> Iterator[Rule]:  # noqa: PLR0915 - one line a kind of change
    yield from _none("guideline-lineage-changed", "Revised what is said of retired ids.")
    yield from _rows(
        "guideline-withdrawn",
        "Withdrawn: {reason_of_withdrawal}.",
        ("", "major", given.always),
        alert=given.always,
    )
    yield from _rows(
        "guideline-reinstated",
        "Reinstated after withdrawal.",
        ("", "major", given.always),
        alert=given.always,
    )
    yield from _wording_or("guideline-title-changed", "Revised the title: {words}.", "minor")
    for kind, what in (
        ("type", "type of document"),
        ("language", "language"),
        ("audience", "audience"),
        ("population", "population"),
    ):
        yield from _major(f"guideline-{kind}-changed", f"Changed the {what}: {{values}}.", "minor")
    for kind, what in (
        ("publisher", "publisher"),
        ("abbreviations", "list of abbreviations"),
        ("links", "links to other guidelines"),
        ("source", "description of the source"),
        ("body", "order in which the parts are read"),
        ("withdrawal", "reason of the withdrawal"),
        ("other", "description of the guideline"),
    ):
        yield from _minor(f"guideline-{kind}-changed", f"Revised the {what}.")
    yield from _wording_or(
        "list-intro-text-changed", "Revised the introduction to the {home}: {words}.", "major"
    )
    for verb, said in (("added", "Added"), ("removed", "Removed"), ("replaced", "Replaced")):
        yield from _major(f"list-intro-{verb}", f"{said} the introduction to the {{home}}.")
    yield from _minor("list-intro-citations-changed", "Revised the citations of the {home}.")
    yield from _none("list-intro-citations-recorded", "First recorded the citations of the {home}.")
    yield from _none(
        "list-intro-citations-not-recorded", "The citations of the {home} are not known."
    )
    yield from _major("list-exhaustive-changed", "Changed whether the {home} claim to be complete.")
    yield from _minor("list-lineage-changed", "Revised the list of {home}.")
    yield from _minor("list-other-changed", "Revised what is said of the lists.")

    yield from _minor("factor-added", "Added {name} as a factor.", APPLIES)
    yield from _minor("factor-removed", "Removed {name} from the factors.", APPLIES)
    yield from _minor("factor-retired", "Retired the factor {name}.", APPLIES)
    yield from _wording_or(
        "factor-name-changed", "Renamed the factor {name}: {values}.", "minor", APPLIES
    )
    yield from _minor("factor-values-changed", "Revised the values of {name}: {values}.", APPLIES)
    yield from _wording_or(
        "factor-description-changed", "Revised what {name} means: {words}.", "minor", APPLIES
    )
    yield from _regrouped("factor", "minor")

    yield from _major("option-added", "Added {name} as an option{support}.")
    yield from _major("option-removed", "Removed {name} from the options.")
    yield from _major("option-retired", "Retired the option {name}: {reason_of_retirement}.")
    yield from _regrouped("option", "major")
    yield from _wording_or("option-name-changed", "Renamed the option {name}: {values}.", "major")
    yield from _major("option-standing-changed", "Changed the standing of {name}: {values}.")
    yield from _wording_or(
        "option-conditions-changed", "Changed when {name} applies: {values}.", "major"
    )
    yield from _major(
        "option-recommendation-changed", "Changed the recommendation on {name}: {values}."
    )
    yield from _major("option-components-changed", "Changed the steps of {name}: {values}.")
    yield from _rows(
        "option-interventions-changed",
        "Revised the interventions of {name}: {values}.",
        ("names", "major", given.intervention_names_changed),
        ("", "minor", given.always),
    )
    yield from _minor(
        "option-regulatory-changed", "Revised the approvals of {name}: {values}.", APPLIES
    )

    yield from _minor("section-added", "Added {name} as a section{support}.", APPLIES)
    yield from _minor("section-removed", "Removed the section {name}.", APPLIES)
    yield from _minor(
        "section-retired", "Retired the section {name}: {reason_of_retirement}.", APPLIES
    )
    yield from _wording_or(
        "section-title-changed", "Renamed the section {name}: {values}.", "minor"
    )
    yield from _regrouped("section", "minor")

    yield from _statement("statement-added", "Added text {place} to state: {text}{support}.")
    yield from _statement("statement-removed", "Removed text {place} that stated: {text}.")
    yield from _statement(
        "statement-retired", "Retired text {place} that stated: {text}: {reason_of_retirement}."
    )
    yield from _statement("statement-moved", "Moved text from {old_home} to {new_home}: {text}.")
    yield from _statement("statement-split", "Split text {place}: {text}.")
    yield from _statement("statement-merged", "Merged text {place}: {text}.")
    yield from _statement("statement-regrouped", "Rearranged text {place}: {text}.")
    yield from _minor(
        "statement-renamed", "Gave the statement {text} the new id {new}; {old} still leads to it."
    )
    yield from _rows(
        "statement-text-changed",
        "Revised text {place}: {words}.",
        _WORDING,
        ("exception", "major", given.exception_changed),
        ("in-option", "major", given.decisive_in_option),
        ("of-danger", "major", given.decisive_of_danger),
        ("", "minor", given.always),
        question=APPLIES,
        alert=given.dangerous,
    )
    yield from _minor(
        "statement-citations-changed", "Revised the citations {place}: {citations}.", STANDS
    )
    yield from _rows(
        "statement-kind-changed",
        "Changed what the statement {text} is about: {values}.",
        ("of-danger", "major", given.dangerous),
        ("", "minor", given.always),
        alert=given.dangerous,
    )
    yield from _major(
        "statement-population-changed",
        "Changed for whom it is stated that {text}: {values}.",
        "minor",
    )
    yield from _minor(
        "statement-about-changed",
        "Changed which options the statement {text} speaks of: {values}.",
        APPLIES,
    )
    yield from _minor("statement-locator-changed", "Revised where in the source {text} stands.")
    yield from _minor(
        "statement-retraction-acknowledged",
        "Revised which retracted works {text} cites knowingly.",
        STANDS,
    )

    yield from _minor("evidence-added", "Added level of evidence {level} to {text}{cites}.", STANDS)
    yield from _minor("evidence-removed", "Removed level of evidence {level} from {text}.", STANDS)
    yield from _minor(
        "evidence-changed",
        "Changed the level of evidence of {text} from {old_level} to {level}{axes}.",
        STANDS,
    )
    yield from _minor(
        "evidence-regraded",
        "Regraded {text} on another scale: {old_level} before, {level} now; not comparable.",
        STANDS,
    )
    yield from _minor(
        "evidence-references-changed",
        "Changed what level {level} of {text} rests on{cites}.",
        STANDS,
    )
    yield from _minor(
        "evidence-finding-changed", "Changed the finding of {text}: {finding}.", STANDS
    )
    yield from _minor("evidence-note-changed", "Revised the note on level {level} of {text}.")
    yield from _minor("evidence-reordered", "Changed the order of the levels of {text}.")

    yield from _minor("reference-added", "Added {name} as a reference.")
    yield from _minor("reference-removed", "Removed the reference {name}.", STANDS)
    yield from _minor(
        "reference-retired", "Retired the reference {name}: {reason_of_retirement}.", STANDS
    )
    yield from _regrouped("reference", "minor")
    yield from _wording_or(
        "reference-title-changed", "Corrected the title of {name}: {words}.", "minor", SAME_WORK
    )
    yield from _minor("reference-authors-changed", "Corrected the authors of {name}.", SAME_WORK)
    yield from _minor(
        "reference-identifier-changed", "Corrected the identifier of {name}: {values}.", SAME_WORK
    )
    yield from _rows(
        "reference-details-changed",
        "Corrected the details of {name}: {values}.",
        ("bibliographic", "patch", given.bibliographic_only),
        ("", "minor", given.always),
        question=SAME_WORK,
    )
    for verb, said in (("added", "Added"), ("removed", "Removed")):
        yield from _rows(
            f"reference-notice-{verb}",
            f"{said} a notice on {{name}}: {{notice}}.",
            ("", "minor", given.always),
            question=STANDS,
            alert=given.retraction,
        )

    yield from _minor("scale-added", "Added the scale {name}.")
    yield from _minor("scale-removed", "Removed the scale {name}.")
    yield from _minor("scale-retired", "Retired the scale {name}.")
    yield from _minor("scale-other-changed", "Changed the scale {name}, or its version.", STANDS)
    yield from _regrouped("scale", "minor")

    for part in ("factors", "options", "references", "scales"):
        yield from _minor(f"{part}-reordered", f"Changed the order of the {part}.")
    yield from _minor("statements-reordered", "Changed the order of the statements {place}.")
    yield from _unknown_before()
    for entity in ("factor", "option", "section", "statement", "reference", "scale"):
        yield from _none(f"{entity}-lineage-changed", "Revised which former ids {name} replaces.")
        if entity != "scale":
            yield from _minor(f"{entity}-other-changed", "Revised {name}.", APPLIES)


def _regrouped(entity: str, impact: Impact) -> Iterator[Rule]:
    row: tuple[str, Impact, Callable[[Fact, Context], bool]] = ("", impact, given.always)
    danger = given.holds_danger
    yield from _rows(
        f"{entity}-split", f"Split the {entity} {{old}} into {{new}}.", row, alert=danger
    )
    yield from _rows(
        f"{entity}-merged", f"Merged {{old}} into the {entity} {{new}}.", row, alert=danger
    )
    yield from _rows(f"{entity}-regrouped", "Rearranged {old} as {new}.", row, alert=danger)
    yield from _minor(f"{entity}-renamed", "Gave {name} the new id {new}; {old} still leads to it.")


def _unknown_before() -> Iterator[Rule]:
    """Rank what a reconstruction did not know: it counts for nothing."""
    known = "First recorded {what} (not known to the earlier reconstruction)."
    lost = "Not known of this reconstruction: {what}."
    for kind, what in (
        ("factor", "the factor {name}"),
        ("option", "the option {name}"),
        ("section", "the section {name}"),
        ("statement", "the statement {text}"),
        ("statement-citations", "the citations {place}: {citations}"),
        ("evidence", "level of evidence {level} of {text}"),
        ("reference", "the reference {name}"),
        ("scale", "the scale {name}"),
    ):
        yield from _none(f"{kind}-recorded", known.replace("{what}", what))
        yield from _none(f"{kind}-not-recorded", lost.replace("{what}", what))


RULES: tuple[Rule, ...] = tuple(_table())
KINDS: tuple[str, ...] = tuple(dict.fromkeys(rule.kind for rule in RULES))


def rule_for(fact: Fact, context: Context) -> Rule:
    """Return the row that decides about the fact; raises KeyError for an unknown kind."""
    for rule in _by_kind()[fact.kind]:
        if rule.when(fact, context):
            return rule
    raise KeyError(fact.kind)


def _by_kind() -> dict[str, list[Rule]]:
    if not _INDEX:
        for rule in RULES:
            _INDEX.setdefault(rule.kind, []).append(rule)
    return _INDEX


_INDEX: dict[str, list[Rule]] = {}
