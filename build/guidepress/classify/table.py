"""The one table of meaning: what kind of change, under which condition, matters how much.

The classes are those of HL7 CRMI: major changes whether, what or for whom an option applies; minor
is the default; patch is a closed list. ``docs/changes.md`` is generated from this table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.classify import conditions as given
from guidepress.classify import doses
from guidepress.classify.outcomes import crossing_changed, harms_changed
from guidepress.classify.rows import (
    APPLIES,
    NO_EFFECT,
    SAME_MEANING,
    SAME_WORK,
    STANDS,
    WORDING,
    Rule,
    major,
    minor,
    none,
    of_statement,
    regrouped,
    rows,
    wording_or,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


# What is told by the changes beside it, or whole.
_UNTOLD = frozenset({"body", "withdrawal", "other"})


def _guideline() -> Iterator[Rule]:
    """Rank what changed of the guideline as a whole."""
    yield from none("guideline-lineage-changed", "Revised what is said of retired ids.")
    yield from rows(
        "guideline-withdrawn",
        "Withdrawn: {reason_of_withdrawal}.",
        ("", "major", given.always),
        alert=given.always,
    )
    yield from rows(
        "guideline-reinstated",
        "Reinstated after withdrawal; {since_withdrawal}.",
        ("", "major", given.always),
        alert=given.always,
    )
    yield from wording_or("guideline-title-changed", "Revised the title: {words}.", "minor")
    for kind, what in (
        ("type", "type of document"),
        ("language", "language"),
        ("audience", "audience"),
        ("population", "population"),
    ):
        yield from major(f"guideline-{kind}-changed", f"Changed the {what}: {{values}}.", "minor")
    for kind, what in (
        ("publisher", "publisher"),
        ("terms", "terms of use"),
        ("people", "bodies, roles and decisions"),
        ("funding", "funding"),
        ("search", "searches for evidence"),
        ("consultations", "consultations"),
        ("not-covered", "list of what is not covered"),
        ("abbreviations", "list of abbreviations"),
        ("links", "links to other guidelines"),
        ("source", "description of the source"),
        ("body", "order in which the parts are read"),
        ("withdrawal", "reason of the withdrawal"),
        ("other", "description of the guideline"),
    ):
        told = "" if kind in _UNTOLD else ": {values}"
        yield from minor(f"guideline-{kind}-changed", f"Revised the {what}{told}.")
    yield from none("guideline-dates-changed", "Recorded a date: {values}.")


def _lists() -> Iterator[Rule]:
    """Rank what changed of the introductions to the lists."""
    yield from wording_or(
        "list-intro-text-changed", "Revised the introduction to the {home}: {words}.", "major"
    )
    for verb, said in (("added", "Added"), ("removed", "Removed"), ("replaced", "Replaced")):
        yield from major(f"list-intro-{verb}", f"{said} the introduction to the {{home}}.")
    yield from minor("list-intro-citations-changed", "Revised the citations of the {home}.")
    yield from none("list-intro-citations-recorded", "First recorded the citations of the {home}.")
    yield from none(
        "list-intro-citations-not-recorded", "The citations of the {home} are not known."
    )
    yield from major("list-exhaustive-changed", "Changed whether the {home} claim to be complete.")
    yield from minor("list-lineage-changed", "Revised the list of {home}.")
    yield from minor("list-other-changed", "Revised what is said of the lists.")


def _factors() -> Iterator[Rule]:
    """Rank what changed of factors."""
    yield from minor("factor-added", "Added {name} as a factor.", APPLIES)
    yield from minor("factor-removed", "Removed {name} from the factors.", APPLIES)
    yield from minor("factor-retired", "Retired the factor {name}.", APPLIES)
    yield from wording_or(
        "factor-name-changed", "Renamed the factor {name}: {values}.", "minor", APPLIES
    )
    yield from minor("factor-type-changed", "Revised how {name} is stated: {values}.", APPLIES)
    yield from minor("factor-values-changed", "Revised the values of {name}: {values}.", APPLIES)
    yield from wording_or(
        "factor-description-changed", "Revised what {name} means: {words}.", "minor", APPLIES
    )
    yield from regrouped("factor", "minor")


def _named_conditions() -> Iterator[Rule]:
    """Rank what changed of conditions that others refer to: it changes when those hold."""
    yield from minor("named-condition-added", "Added the condition {name}.", APPLIES)
    yield from major("named-condition-removed", "Removed the condition {name}.")
    yield from major("named-condition-retired", "Retired the condition {name}.")
    yield from major("named-condition-other-changed", "Changed the condition {name}: {values}.")
    yield from none("named-condition-recorded", "First recorded the condition {name}.")
    yield from none("named-condition-not-recorded", "The condition {name} is not known.")
    yield from regrouped("named-condition", "major")


def _options() -> Iterator[Rule]:
    """Rank what changed of options."""
    yield from major("option-added", "Added {name} as an option{support}.")
    yield from major("option-removed", "Removed {name} from the options.")
    yield from major("option-retired", "Retired the option {name}: {reason_of_retirement}.")
    yield from regrouped("option", "major")
    yield from wording_or("option-name-changed", "Renamed the option {name}: {values}.", "major")
    yield from major("option-standing-changed", "Changed the standing of {name}: {values}.")
    yield from rows(
        "option-conditions-changed",
        "Changed when {name} applies: {values}.",
        WORDING,
        ("coded", "minor", given.only_coded),
        ("", "major", given.always),
        question=SAME_MEANING,
        alert=given.only_coded,
    )
    yield from major("option-components-changed", "Changed the steps of {name}: {values}.")
    yield from rows(
        "option-interventions-changed",
        "Revised the interventions of {name}: {values}.",
        ("names", "major", given.intervention_names_changed),
        ("", "minor", given.always),
    )
    yield from minor(
        "option-regulatory-changed", "Revised the approvals of {name}: {values}.", APPLIES
    )


def _recommendations() -> Iterator[Rule]:
    """Rank what changed of recommendations."""
    yield from major("recommendation-added", "Added the recommendation {name}{support}.")
    yield from major("recommendation-removed", "Removed the recommendation {name}.")
    yield from major(
        "recommendation-retired", "Retired the recommendation {name}: {reason_of_retirement}."
    )
    yield from regrouped("recommendation", "major")
    yield from rows(
        "recommendation-text-changed",
        "Revised the recommendation {name}: {words}.",
        WORDING,
        ("exception", "major", given.exception_changed),
        ("decisive", "major", given.decisive),
        ("", "minor", given.always),
        question=APPLIES,
        alert=given.dangerous,
    )
    yield from minor(
        "recommendation-citations-changed", "Revised the citations of {name}: {citations}.", STANDS
    )
    for verb in ("recorded", "not-recorded"):
        yield from none(f"recommendation-citations-{verb}", "The citations of {name}: {citations}.")
        yield from none(f"recommendation-{verb}", "The recommendation {name}.")
    for kind, what in (
        ("about", "which options {name} is about"),
        ("kind", "what sort of recommendation {name} is"),
        ("direction", "the direction of {name}"),
        ("conditions", "when {name} applies"),
        ("population", "for whom {name} is"),
    ):
        yield from major(f"recommendation-{kind}-changed", f"Changed {what}: {{values}}.")
    yield from rows(
        "recommendation-grades-changed",
        "Changed the grades of {name}: {values}.",
        ("strength", "major", given.strength_changed),
        ("", "minor", given.always),
    )
    for kind, what in (
        ("consensus", "how far the panel agreed on {name}"),
        ("judgements", "what was judged for {name}"),
        ("question", "which question {name} answers"),
        ("status", "the status of {name}"),
    ):
        yield from minor(f"recommendation-{kind}-changed", f"Revised {what}: {{values}}.")
    outcomes = ("recommendation-outcomes-changed", "Revised the outcomes of {name}: {outcomes}.")
    yield from rows(
        *outcomes,
        ("crossing", "minor", crossing_changed),
        question=NO_EFFECT,
        alert=harms_changed,
    )
    yield from rows(*outcomes, ("", "minor", given.always), alert=harms_changed)
    yield from rows(
        "recommendation-number-changed",
        "Changed the printed number of {name}: {values}.",
        ("", "patch", given.always),
    )


def _questions() -> Iterator[Rule]:
    """Rank what changed of the questions that recommendations answer."""
    for verb, said in (("added", "Added"), ("removed", "Removed"), ("retired", "Retired")):
        yield from minor(f"question-{verb}", f"{said} the question {{name}}.")
    yield from wording_or("question-text-changed", "Revised the question {name}: {words}.", "minor")
    yield from minor("question-parts-changed", "Revised what {name} asks: {values}.", STANDS)
    yield from rows(
        "question-number-changed",
        "Changed the printed number of {name}: {values}.",
        ("", "patch", given.always),
    )
    yield from regrouped("question", "minor")


def _sections() -> Iterator[Rule]:
    """Rank what changed of sections."""
    yield from minor("section-added", "Added {name} as a section{support}.", APPLIES)
    yield from minor("section-removed", "Removed the section {name}.", APPLIES)
    yield from minor(
        "section-retired", "Retired the section {name}: {reason_of_retirement}.", APPLIES
    )
    yield from rows(
        "section-moved",
        "Moved the section {name} from {old_home} to {new_home}.",
        ("of-danger", "major", given.section_is_decisive),
        ("", "minor", given.always),
        question=APPLIES,
        alert=given.section_is_dangerous,
    )
    yield from minor("sections-reordered", "Changed the order of the sections below {name}.")
    yield from rows(
        "section-number-changed",
        "Changed the printed number of {name}: {values}.",
        ("", "patch", given.always),
    )
    yield from wording_or("section-title-changed", "Renamed the section {name}: {values}.", "minor")
    yield from regrouped("section", "minor")


def _statements() -> Iterator[Rule]:
    """Rank what changed of statements, wherever they stand."""
    yield from of_statement("statement-added", "Added text {place} to state: {text}{support}.")
    yield from of_statement("statement-removed", "Removed text {place} that stated: {text}.")
    yield from of_statement(
        "statement-retired", "Retired text {place} that stated: {text}: {reason_of_retirement}."
    )
    yield from of_statement("statement-moved", "Moved text from {old_home} to {new_home}: {text}.")
    yield from of_statement("statement-split", "Split text {place}: {text}.")
    yield from of_statement("statement-merged", "Merged text {place}: {text}.")
    yield from of_statement("statement-regrouped", "Rearranged text {place}: {text}.")
    yield from minor(
        "statement-renamed", "Gave the statement {text} the new id {new}; {old} still leads to it."
    )
    yield from rows(
        "statement-text-changed",
        "Revised text {place}: {words}.",
        WORDING,
        ("exception", "major", given.exception_changed),
        ("in-option", "major", given.decisive_in_option),
        ("of-danger", "major", given.decisive_of_danger),
        ("", "minor", given.always),
        question=APPLIES,
        alert=given.dangerous,
    )
    yield from _parts_of_statements()
    yield from minor(
        "statement-citations-changed", "Revised the citations {place}: {citations}.", STANDS
    )
    yield from _labels_of_statements()


def _parts_of_statements() -> Iterator[Rule]:
    """Rank what changed of entries of lists, and of rows, columns and cells of tables."""
    yield from rows(
        "statement-part-changed",
        "In {part}: {values}.",
        WORDING,
        ("decisive", "major", given.part_decides),
        ("", "minor", given.always),
        question=APPLIES,
        alert=given.dangerous,
    )
    yield from of_statement("statement-part-added", "Added {part}: {whole}.")
    yield from of_statement("statement-part-removed", "Removed {part}: {whole}.")
    yield from rows(
        "statement-parts-reordered",
        "Changed the order of {part}.",
        ("free", "patch", given.in_free_order),
        ("", "minor", given.always),
    )


def _labels_of_statements() -> Iterator[Rule]:
    """Rank what changed beside the words of statements."""
    yield from rows(
        "statement-kind-changed",
        "Changed what the statement {text} is about: {values}.",
        ("of-danger", "major", given.dangerous),
        ("", "minor", given.always),
        alert=given.dangerous,
    )
    yield from major(
        "statement-population-changed",
        "Changed for whom it is stated that {text}: {values}.",
        "minor",
    )
    yield from rows(
        "statement-about-changed",
        "Changed which options the statement {text} speaks of: {values}.",
        ("taken-off", "major", given.about_taken_off),
        ("", "minor", given.always),
        question=APPLIES,
        alert=given.dangerous,
    )
    yield from minor("statement-locator-changed", "Revised where in the source {text} stands.")
    yield from minor(
        "statement-retraction-acknowledged",
        "Revised which retracted works {text} cites knowingly.",
        STANDS,
    )


def _evidence() -> Iterator[Rule]:
    """Rank what changed of levels of evidence."""
    yield from minor("evidence-added", "Added level of evidence {level} to {text}{cites}.", STANDS)
    yield from minor("evidence-removed", "Removed level of evidence {level} from {text}.", STANDS)
    yield from minor(
        "evidence-changed",
        "Changed the level of evidence of {text} from {old_level} to {level}{axes}.",
        STANDS,
    )
    yield from minor(
        "evidence-regraded",
        "Regraded {text} on another scale: {old_level} before, {level} now; not comparable.",
        STANDS,
    )
    yield from minor(
        "evidence-references-changed",
        "Changed what level {level} of {text} rests on{cites}.",
        STANDS,
    )
    yield from minor(
        "evidence-finding-changed", "Changed the finding of {text}: {finding}.", STANDS
    )
    yield from minor(
        "evidence-place-changed",
        "Changed at which citation of {text} level {level} stands: {place_of_level}.",
        STANDS,
    )
    yield from minor("evidence-note-changed", "Revised the note on level {level} of {text}.")
    yield from minor("evidence-reordered", "Changed the order of the levels of {text}.")


def _references() -> Iterator[Rule]:
    """Rank what changed of references."""
    yield from minor("reference-added", "Added {name} as a reference.")
    yield from minor("reference-removed", "Removed the reference {name}.", STANDS)
    yield from minor(
        "reference-retired", "Retired the reference {name}: {reason_of_retirement}.", STANDS
    )
    yield from regrouped("reference", "minor")
    yield from wording_or(
        "reference-title-changed", "Corrected the title of {name}: {words}.", "minor", SAME_WORK
    )
    yield from minor("reference-authors-changed", "Corrected the authors of {name}.", SAME_WORK)
    yield from minor(
        "reference-identifier-changed", "Corrected the identifier of {name}: {values}.", SAME_WORK
    )
    yield from rows(
        "reference-details-changed",
        "Corrected the details of {name}: {values}.",
        ("bibliographic", "patch", given.bibliographic_only),
        ("", "minor", given.always),
        question=SAME_WORK,
    )
    for verb, said in (("added", "Added"), ("removed", "Removed")):
        yield from rows(
            f"reference-notice-{verb}",
            f"{said} a notice on {{name}}: {{notice}}.",
            ("", "minor", given.always),
            question=STANDS,
            alert=given.retraction,
        )


def _scales() -> Iterator[Rule]:
    """Rank what changed of scales."""
    yield from minor("scale-added", "Added the scale {name}.")
    yield from minor("scale-removed", "Removed the scale {name}.")
    yield from minor("scale-retired", "Retired the scale {name}.")
    yield from minor("scale-other-changed", "Changed the scale {name}, or its version.", STANDS)
    yield from regrouped("scale", "minor")


def _bookkeeping() -> Iterator[Rule]:
    """Rank orders, former ids, and fields that this version does not know."""
    for part in (
        *("conditions", "factors", "options", "questions"),
        *("recommendations", "references", "scales"),
    ):
        yield from minor(f"{part}-reordered", f"Changed the order of the {part}.")
    yield from minor("statements-reordered", "Changed the order of the statements {place}.")
    yield from none("named-condition-lineage-changed", "Revised which former ids {name} replaces.")
    for entity in (
        "factor",
        "option",
        "recommendation",
        "question",
        "section",
        "statement",
        "reference",
        "scale",
    ):
        yield from none(f"{entity}-lineage-changed", "Revised which former ids {name} replaces.")
        if entity != "scale":
            yield from minor(f"{entity}-other-changed", "Revised {name}.", APPLIES)


def _unknown_before() -> Iterator[Rule]:
    """Rank what a reconstruction did not know: it counts for nothing."""
    known = "First recorded {what} (not known to the earlier reconstruction)."
    lost = "Not known of this reconstruction: {what}."
    for kind, what in (
        ("factor", "the factor {name}"),
        ("option", "the option {name}"),
        ("question", "the question {name}"),
        ("section", "the section {name}"),
        ("statement", "the statement {text}"),
        ("statement-citations", "the citations {place}: {citations}"),
        ("evidence", "level of evidence {level} of {text}"),
        ("reference", "the reference {name}"),
        ("scale", "the scale {name}"),
    ):
        yield from none(f"{kind}-recorded", known.replace("{what}", what))
        yield from none(f"{kind}-not-recorded", lost.replace("{what}", what))


_PARTS = (
    # The first row of a kind that fits decides, so these stand before what they except from.
    doses.rank_codes,
    doses.rank_routes,
    doses.rank_doses,
    doses.rank_parts,
    doses.rank_groups,
    _guideline,
    _lists,
    _named_conditions,
    _factors,
    _options,
    _recommendations,
    _questions,
    _sections,
    _statements,
    _evidence,
    _references,
    _scales,
    _bookkeeping,
    _unknown_before,
)

RULES: tuple[Rule, ...] = tuple(row for part in _PARTS for row in part())
KINDS: tuple[str, ...] = tuple(dict.fromkeys(rule.kind for rule in RULES))
