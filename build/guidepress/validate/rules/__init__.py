"""The rules beyond the schema: one generator each, listed here; a function's name is its id."""

from collections.abc import Callable, Iterator

from guidepress.problem import Problem
from guidepress.validate.context import RuleContext
from guidepress.validate.rules import (
    bands,
    conditions,
    doses,
    evidence,
    ids,
    metadata,
    notes,
    prose,
    translations,
    variants,
)

_GUIDELINE = frozenset({"guideline"})
_FACTORS = frozenset({"factors"})
_OPTIONS = frozenset({"options"})
_REFERENCES = frozenset({"references"})
_ALL = _GUIDELINE | _FACTORS | _OPTIONS | _REFERENCES

# Each with the files without which it would report faults that are none.
RULES: tuple[tuple[Callable[[RuleContext], Iterator[Problem]], frozenset[str]], ...] = (
    (ids.guideline_id, _GUIDELINE),
    (ids.unique_id, frozenset()),
    (conditions.unknown_factor, _FACTORS),
    (conditions.unknown_value, _FACTORS),
    (conditions.unknown_condition, _FACTORS),
    (conditions.condition_form, _FACTORS),
    (conditions.contradiction, _FACTORS),
    (conditions.tautology, _FACTORS),
    (ids.unknown_option, _OPTIONS),
    (ids.unknown_question, frozenset()),
    (ids.unknown_column, frozenset()),
    (ids.unknown_note, frozenset()),
    (ids.table_span, frozenset()),
    (ids.unknown_alert_subject, _ALL),
    (ids.body_order, _GUIDELINE),
    (ids.section_depth, _GUIDELINE),
    (prose.missing_figure, frozenset()),
    (prose.figure_file, frozenset()),
    (prose.unused_figure, _ALL),
    (ids.reused_id, _ALL),
    (ids.unreleased_predecessor, frozenset()),
    (ids.probable_rename, _ALL),
    (evidence.unknown_citation, _REFERENCES),
    (evidence.malformed_citation, frozenset()),
    (evidence.uncited_reference, _ALL),
    (evidence.duplicate_reference, frozenset()),
    (evidence.reference_after_update, _GUIDELINE),
    (evidence.retracted_reference, _REFERENCES),
    (metadata.unknown_role, _GUIDELINE),
    (metadata.unknown_source, _GUIDELINE),
    (metadata.wrong_orcid, frozenset()),
    (evidence.unknown_scale, _GUIDELINE),
    (evidence.unknown_level, _GUIDELINE),
    (evidence.partial_level, _GUIDELINE),
    (evidence.evidence_not_cited, frozenset()),
    (evidence.recommendation_in_summary, _GUIDELINE),
    (evidence.unknown_grade, _GUIDELINE),
    (evidence.standard_against, _OPTIONS),
    (evidence.effect_interval, frozenset()),
    (evidence.effects_disagree, frozenset()),
    (evidence.covered_after_all, _GUIDELINE),
    (doses.unknown_unit, frozenset()),
    (doses.wrong_code, frozenset()),
    (doses.dose_form, _OPTIONS),
    (doses.unknown_dose, _OPTIONS),
    (doses.unknown_group, _OPTIONS),
    (doses.dose_differs, _OPTIONS),
    (bands.dose_bands, _FACTORS | _OPTIONS),
    (bands.row_differs, _FACTORS | _OPTIONS),
    (bands.condition_only_shown, _FACTORS | _OPTIONS),
    (doses.misread_number, frozenset()),
    (metadata.real_date, frozenset()),
    (metadata.date_order, _GUIDELINE),
    (metadata.updated_stated, _GUIDELINE),
    (metadata.updated_moves, _ALL),
    (notes.missing_reason, _ALL),
    (notes.note_about_nothing, _ALL),
    (notes.acceptance_refused, _ALL),
    (prose.look_alike, frozenset()),
    (prose.raw_html, frozenset()),
    (prose.other_markup, frozenset()),
    (prose.unknown_link, _ALL),
    (prose.leaning_statement, frozenset()),
    (variants.unknown_variant, _GUIDELINE),
    (variants.variant_pairing, _GUIDELINE),
    (variants.stale_variant, _GUIDELINE),
    (translations.translation_differs, _ALL),
)

# What can be suppressed, and misspelt.
RULE_IDS = frozenset(rule.__name__.replace("_", "-") for rule, _ in RULES)
