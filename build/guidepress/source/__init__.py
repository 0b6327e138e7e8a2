"""YAML text becomes data and the position of every value.

The way: bytes → ``text`` (encoding, characters; a document with its positions) → ``parse`` (events
of the parser; ``syntax`` explains what it refuses). ``letters`` and ``scripts`` judge characters.
"""

from guidepress.source.letters import find_unfit, without_unfit
from guidepress.source.parse import parse_document, read_document
from guidepress.source.scripts import Suspect, find_suspects
from guidepress.source.text import (
    MAX_BYTES,
    DataPath,
    Document,
    Mark,
    Plain,
    iter_values,
    times_more,
)

__all__ = [
    "MAX_BYTES",
    "DataPath",
    "Document",
    "Mark",
    "Plain",
    "Suspect",
    "find_suspects",
    "find_unfit",
    "iter_values",
    "parse_document",
    "read_document",
    "times_more",
    "without_unfit",
]
