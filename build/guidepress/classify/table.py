"""The one table of meaning: what kind of change, under which condition, matters how much.

The classes are those of HL7 CRMI: major changes whether, what or for whom an option applies; minor
is the default; patch is a closed list. ``docs/changes.md`` is generated from this table.
"""

from collections.abc import Iterator

from guidepress.classify import coded, doses, meaning
from guidepress.classify import conditions as given
from guidepress.classify.coded import codes_touched
from guidepress.classify.outcomes import outcome_rows
from guidepress.classify.rows import (
    APPLIES,
    SAME_THING,
    Rule,
    by_kind,
    for_whom,
    major,
    minor,
    none,
    of_entries,
    regrouped,
    rows,
    unless_coded,
    words,
)
from guidepress.classify.table_of_advice import rank_recommendations
from guidepress.classify.table_of_claims import (
    rank_evidence,
    rank_questions,
    rank_references,
    rank_scales,
    rank_sections,
    rank_statements,
    rank_terms,
)
from guidepress.diff.fields import ENTRIES, FIELDS

# What is told by the changes beside it, or whole.
_UNTOLD = frozenset({"withdrawal", "other"})


def _guideline() -> Iterator[Rule]:
    """Rank what changed of the guideline as a whole."""
    yield from none("guideline-lineage-changed", "Revised what is said of retired ids: {values}.")
    yield from major(
        "guideline-withdrawn",
        "Withdrawn: {reason_of_withdrawal}.",
        alert=given.always,
    )
    yield from major(
        "guideline-reinstated",
        "Reinstated after withdrawal; {since_withdrawal}.",
        alert=given.always,
    )
    yield from major(
        "guideline-consultation-ended", "The consultation on a version ended: {values}."
    )
    yield from rows(
        "guideline-reconstruction-changed",
        "Changed what is stated of the reconstruction from archives: {values}.",
        ("ends", "none", given.says_nothing_now),
    )
    yield from words("guideline-title-changed", "Revised the title: {words}.")
    for kind, what in (
        ("type", "type of document"),
        ("language", "language"),
        ("audience", "audience"),
    ):
        yield from major(f"guideline-{kind}-changed", f"Changed the {what}: {{values}}.", "minor")
    yield from for_whom(
        "guideline-population-changed", "Changed the population: {values}.", "minor"
    )
    for kind, what in (
        ("terms", "terms of use"),
        ("people", "bodies, roles and decisions"),
        ("search", "searches for evidence"),
        ("not-covered", "list of what is not covered"),
        ("links", "links to other guidelines"),
        ("source", "description of the source"),
        ("body", "order in which the parts are read"),
        ("withdrawal", "reason of the withdrawal"),
        ("other", "description of the guideline"),
    ):
        reported = "" if kind in _UNTOLD else ": {values}"
        yield from minor(f"guideline-{kind}-changed", f"Revised the {what}{reported}.")
    yield from rows(
        "guideline-abbreviations-changed",
        "Revised the list of abbreviations: {values}.",
        ("used", "major", meaning.abbreviation_decides),
        ("of-danger", "major", given.words_turn_danger),
        question=APPLIES,
        alert=meaning.abbreviation_of_danger,
    )
    yield from none("guideline-dates-changed", "Recorded a date: {values}.")


def _lists() -> Iterator[Rule]:
    """Rank what changed of the introductions to the lists."""
    yield from major(
        "list-intro-text-changed",
        "Revised the introduction to the {home}: {words}.",
        alert=given.words_of_danger,
    )
    for verb, phrase in (("added", "Added"), ("removed", "Removed"), ("replaced", "Replaced")):
        sentence = f"{phrase} the introduction to the {{home}}: {{former}}{{text}}{{facts}}."
        yield from major(f"list-intro-{verb}", sentence, alert=given.words_of_danger)
    yield from minor("list-intro-citations-changed", "Revised the citations of the {home}.")
    yield from none("list-intro-citations-recorded", "First recorded the citations of the {home}.")
    yield from major(
        "list-exhaustive-changed", "Changed whether the {home} claim to be complete: {values}."
    )
    yield from minor("list-lineage-changed", "Revised the list of {home}.")
    yield from minor("list-other-changed", "Revised what is said of the lists: {values}.")


def _factors() -> Iterator[Rule]:
    """Rank what changed of factors."""
    yield from minor("factor-added", "Added {name} as a factor{facts}.", APPLIES)
    yield from minor("factor-removed", "Removed {name} from the factors{facts}.", APPLIES)
    yield from minor(
        "factor-retired", "Retired the factor {name}: {reason_of_retirement}{facts}.", APPLIES
    )
    yield from rows(
        "factor-name-changed",
        "Renamed the factor {name}: {values}.",
        ("condition", "major", given.renamed_what_decides),
        question=APPLIES,
        alert=given.moves_danger,
    )
    yield from rows(
        "factor-type-changed",
        "Revised how {name} is stated: {values}.",
        ("unit", "major", given.logic_changed),
        question=APPLIES,
        alert=given.moves_danger,
    )
    yield from rows(
        "factor-values-changed",
        "Revised the values of {name}: {values}.",
        ("condition", "major", given.renamed_what_decides),
        question=APPLIES,
        alert=lambda *both: codes_touched(*both) or given.moves_danger(*both),
    )
    yield from rows(
        "factor-description-changed",
        "Revised what {name} means: {words}.",
        ("condition", "major", meaning.description_decides),
        ("of-danger", "major", given.words_turn_danger),
        question=APPLIES,
        alert=meaning.description_of_danger,
    )
    yield from regrouped("factor", "minor")


def _named_conditions() -> Iterator[Rule]:
    """Rank what changed of conditions that others refer to: it changes when those hold."""
    yield from minor("named-condition-added", "Added the condition {name}{facts}.", APPLIES)
    yield from major(
        "named-condition-removed",
        "Removed the condition {name}{used_by}{facts}.",
        alert=given.moves_danger,
    )
    yield from major(
        "named-condition-retired",
        "Retired the condition {name}{used_by}: {reason_of_retirement}{facts}.",
        alert=given.moves_danger,
    )
    yield from major(
        "named-condition-other-changed",
        "Changed the condition {name}{used_by}: {conditions}.",
        alert=given.moves_danger,
    )
    yield from none("named-condition-recorded", "First recorded the condition {name}.")
    yield from regrouped("named-condition", "major")


def _options() -> Iterator[Rule]:
    """Rank what changed of options."""
    yield from major("option-added", "Added {name} as an option{facts}.")
    yield from major("option-removed", "Removed {name} from the options{facts}.")
    yield from major("option-retired", "Retired the option {name}: {reason_of_retirement}{facts}.")
    yield from regrouped("option", "major")
    yield from major(
        "option-name-changed", "Renamed the option {name}: {values}.", alert=given.dangerous
    )
    yield from major("option-standing-changed", "Changed the standing of {name}: {values}.")
    yield from unless_coded("option-conditions-changed", "Changed when {name} applies: {values}.")
    yield from for_whom("option-population-changed", "Changed for whom {name} is: {values}.")
    yield from major("option-components-changed", "Changed the steps of {name}: {values}.")
    yield from rows(
        "option-interventions-changed",
        "Revised the interventions of {name}: {values}.",
        ("names", "major", given.intervention_names_changed),
        ("synonyms", "major", given.synonym_gave_way),
        question=SAME_THING,
        alert=codes_touched,
    )
    yield from rows(
        "option-regulatory-changed",
        "Revised the approvals of {name}: {values}.",
        ("decisive", "major", given.approvals_decide),
        question=APPLIES,
    )


def _bookkeeping() -> Iterator[Rule]:
    """Rank orders, former ids, and fields that this version does not know."""
    for part in (
        *("conditions", "factors", "options", "questions"),
        *("recommendations", "references", "scales", "terms"),
    ):
        yield from minor(f"{part}-reordered", f"Changed the order of the {part}{{order}}.")
    yield from minor("statements-reordered", "Changed the order of the statements {place}{order}.")
    yield from none(
        "named-condition-lineage-changed", "Revised which former ids {name} replaces: {former_ids}."
    )
    for entity in ("section", "question", "recommendation"):
        number = "Changed the printed number of {name}: {values}."
        yield from rows(f"{entity}-number-changed", number, ("plain", "patch", coded.of_numbers))
    for entity in (
        *("factor", "option", "recommendation", "question", "section"),
        *("statement", "term", "reference", "scale"),
    ):
        yield from none(
            f"{entity}-lineage-changed", "Revised which former ids {name} replaces: {former_ids}."
        )
        if entity != "scale":
            yield from minor(f"{entity}-other-changed", "Revised {name}: {values}.", APPLIES)


def _unknown_before() -> Iterator[Rule]:
    """Rank what a reconstruction did not know: it counts for nothing."""
    known = "First recorded {what} (not known to the earlier reconstruction)."
    for kind, what in (
        ("factor", "the factor {name}"),
        ("option", "the option {name}"),
        ("question", "the question {name}"),
        ("section", "the section {name}"),
        ("statement", "the statement {text}"),
        ("statement-citations", "the citations of {text} {place}: {citations}"),
        ("evidence", "level of evidence {level} of {text}"),
        ("term", "the term {name}"),
        ("reference", "the reference {name}"),
        ("scale", "the scale {name}"),
    ):
        yield from none(f"{kind}-recorded", known.replace("{what}", what))


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
    rank_recommendations,
    outcome_rows,
    rank_questions,
    rank_sections,
    rank_statements,
    rank_evidence,
    rank_terms,
    rank_references,
    rank_scales,
    _bookkeeping,
    _unknown_before,
)

_WRITTEN = tuple(row for part in _PARTS for row in part())


def _of_fields() -> Iterator[Rule]:
    """Rank what changed of a field that has no row: substance, or nothing where it is a review."""
    known = {row.kind for row in _WRITTEN}
    for entity, changes in FIELDS.items():
        whose = {"guideline": "", "statement": " of {text}"}.get(entity, " of {name}")
        for change in changes:
            if (kind := f"{entity}-{change}") not in known:
                rank = none if change == "review-changed" else minor
                phrase = change.removesuffix("-changed").replace("-", " ")
                yield from rank(kind, f"Revised the {phrase}{whose}: {{values}}.")


BY_KIND = by_kind(
    (
        *_WRITTEN,
        *_of_fields(),
        *(row for each in ENTRIES.items() for row in of_entries(*each, _WRITTEN)),
    )
)
RULES: tuple[Rule, ...] = tuple(row for listed in BY_KIND.values() for row in listed)
KINDS: tuple[str, ...] = tuple(BY_KIND)
