"""Word-level differences of prose, and which words decide.

The way: ``tokens`` → ``differences`` (what was removed and added), ``wording`` (nothing but wording
changed) and ``substance`` (numbers, negations, drugs or other deciding words changed).
"""

from guidepress.words.differences import Piece, find_differences, find_places

__all__ = ["Piece", "find_differences", "find_places"]
