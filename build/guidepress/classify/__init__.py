"""Facts become meaning: impact, alert, sentence, and the version that they ask for."""

from guidepress.classify.change import (
    CONSULTATION,
    FIRST,
    IN_WORDS,
    ORDER,
    Change,
    Delta,
    Impact,
    Reason,
    next_version,
    parse_version,
    tell_lowered,
)
from guidepress.classify.classify import NoteLike, describe
from guidepress.classify.context import cite, name_works
from guidepress.classify.folding import (
    Node,
    fold_changes,
    fold_published,
    is_summary,
    summarise_published,
)
from guidepress.classify.level_sentences import compare_levels
from guidepress.classify.part_names import title_of
from guidepress.classify.rows import Rule
from guidepress.classify.table import KINDS, RULES

__all__ = [
    "CONSULTATION",
    "FIRST",
    "IN_WORDS",
    "KINDS",
    "ORDER",
    "RULES",
    "Change",
    "Delta",
    "Impact",
    "Node",
    "NoteLike",
    "Reason",
    "Rule",
    "cite",
    "compare_levels",
    "describe",
    "fold_changes",
    "fold_published",
    "is_summary",
    "name_works",
    "next_version",
    "parse_version",
    "summarise_published",
    "tell_lowered",
    "title_of",
]
