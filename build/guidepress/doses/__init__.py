"""Doses in words, and the amounts that texts state: wherever both stand, they must agree.

Input is plain JSON data, as that of ``guidepress.conditions``, whose ``Terms`` say what conditions
name.
"""

from guidepress.doses.texts import Stated, find_amounts, states_of
from guidepress.doses.words import ABSENT, MESSAGES, render_dose, render_value

__all__ = [
    "ABSENT",
    "MESSAGES",
    "Stated",
    "find_amounts",
    "render_dose",
    "render_value",
    "states_of",
]
