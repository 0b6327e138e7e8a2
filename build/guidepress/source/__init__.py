"""YAML text becomes data and the position of every value."""

from guidepress.source.document import Document, Mark, Plain
from guidepress.source.parse import parse_document, read_document

__all__ = ["Document", "Mark", "Plain", "parse_document", "read_document"]
