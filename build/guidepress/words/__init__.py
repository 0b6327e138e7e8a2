"""Word-level differences of prose, and which words decide."""

from guidepress.words.differences import Piece, find_differences, find_places

__all__ = ["Piece", "find_differences", "find_places"]
