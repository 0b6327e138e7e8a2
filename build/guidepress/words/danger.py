"""Words that make a statement one of dose or contraindication, whatever its label says."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from guidepress.words.lists import normal_tokens, read_lists
from guidepress.words.substance import has_any
from guidepress.words.tokens import is_number

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


@cache
def states_danger(text: str, language: str) -> bool:
    """Tell whether the text holds an amount with a unit, a route, a frequency or a prohibition.

    Nothing is known of languages without word lists: False.
    """
    lists = read_lists(language)
    if lists is None:
        return False
    tokens, danger = normal_tokens(text, lists), lists["danger"]
    phrases = (*danger["frequency"], *danger["contraindication"], *lists["classes"]["route"])
    return has_any(tokens, phrases) or _states_amount(tokens, danger["dose_units"])


def _states_amount(tokens: Sequence[str], units: Collection[str]) -> bool:
    words = [token for token in tokens if not token.isspace()]
    return any(is_number(number) and unit in units for number, unit in pairwise(words))
