"""One line of a format in which a line break would begin something new."""

from __future__ import annotations

import re

# Unicode's control characters (Cc) and separators of lines (Zl) and paragraphs (Zp).
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def one_line(text: str) -> str:
    """Return the text with a space for every line break and control character."""
    return _BREAKS.sub(" ", text).strip()
