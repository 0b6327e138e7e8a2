"""Word-level differences of prose, and which words decide."""

from guidepress.words.differences import Piece, find_differences

__all__ = ["Piece", "find_differences"]
