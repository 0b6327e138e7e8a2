"""Two versions of a guideline become typed changes, matched by id: facts only, no severity."""

from guidepress.diff.compare import compare, find_repeated_ids
from guidepress.diff.fact import Comparison, Fact, Question, canonical, prose_of
from guidepress.diff.pointer import PatchError, apply_patch

__all__ = [
    "Comparison",
    "Fact",
    "PatchError",
    "Question",
    "apply_patch",
    "canonical",
    "compare",
    "find_repeated_ids",
    "prose_of",
]
