"""Prose for tools that allow more of Markdown than we do."""

from __future__ import annotations

import re

# In each of these our own renderer sees text. An entity is text to every renderer, whatever
# stands before it; a backslash would be undone by another one in front of it.
_TAMED = (
    (re.compile(r"\\?<"), "&lt;"),
    (re.compile(r"!(?=\[)"), "&#33;"),
    (re.compile(r"\](?=\((?!\s{0,3}(?:https?://|mailto:)))", re.IGNORECASE), "&#93;"),
    (re.compile(r"\]:"), "]&#58;"),
    (re.compile(r"^([\s>*+\-0-9.)]{0,20})#", re.MULTILINE), r"\1&#35;"),
    (re.compile(r"^([ \t>]{0,9})=(?==*[ \t]*$)", re.MULTILINE), r"\1&#61;"),
    (re.compile(r"^([ \t>]{0,9})-(?=-*[ \t]*$)", re.MULTILINE), r"\1&#45;"),
)


def tame(text: str) -> str:
    """Return the Markdown without HTML, images, headings, and links to anything but the web.

    What looks like one of these stays as text, so what the site shows is shown elsewhere too;
    only inside code a sign may be told by its entity.
    """
    for pattern, entity in _TAMED:
        text = pattern.sub(entity, text)
    return text
