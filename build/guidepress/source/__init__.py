"""YAML text becomes data and the position of every value."""

from guidepress.source.document import Document, Mark, Plain
from guidepress.source.letters import find_unfit
from guidepress.source.parse import parse_document, read_document
from guidepress.source.scripts import Suspect, find_suspects

__all__ = [
    "Document",
    "Mark",
    "Plain",
    "Suspect",
    "find_suspects",
    "find_unfit",
    "parse_document",
    "read_document",
]
