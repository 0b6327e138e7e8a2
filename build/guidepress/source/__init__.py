"""YAML text becomes data and the position of every value."""

from guidepress.source.document import Document, Mark, Plain
from guidepress.source.parse import parse_document, read_document
from guidepress.source.text import MAX_BYTES, times_more

__all__ = [
    "MAX_BYTES",
    "Document",
    "Mark",
    "Plain",
    "parse_document",
    "read_document",
    "times_more",
]
