"""A folder of YAML becomes a guideline whose every value still knows its file, line and column.

The way: ``folder`` (files, schemas) → ``assemble`` (one bundle, completed by the description), with
``scales`` and ``figures``.
"""

from guidepress.content.assemble import Note
from guidepress.content.folder import Content, parse_content, read_content, read_people

__all__ = ["Content", "Note", "parse_content", "read_content", "read_people"]
