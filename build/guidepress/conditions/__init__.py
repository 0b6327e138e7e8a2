"""Conditions on patients: evaluated by Kleene's three values, checked, and put into words.

Input is plain JSON data: a condition is a tree of ``all``, ``any``, ``not``, ``count``, ``ref`` and
leaves; ``Terms`` are the factors and named conditions of a guideline; facts are what is known of a
patient, by factor. ``site_overrides/assets/conditions.mjs`` does the same in JavaScript, and one
table of cases is run by both.
"""

from guidepress.conditions.applies import (
    Answer,
    Applies,
    applies,
    applies_in,
    list_chains,
    stated_of,
)
from guidepress.conditions.checks import Fault, find_faults, never_together
from guidepress.conditions.domain import Question, find_band_questions
from guidepress.conditions.evaluate import (
    Condition,
    Facts,
    Reading,
    Terms,
    evaluate,
    read_condition,
    terms_of,
)
from guidepress.conditions.facts import Truth, number_of
from guidepress.conditions.words import MESSAGES, Quantity, describe
