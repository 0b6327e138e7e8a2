"""One line of a format in which a line break would begin something new."""

from __future__ import annotations

from unicodedata import category


def one_line(text: str) -> str:
    """Return the text with a space for every line break and control character."""
    return "".join(" " if category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in text).strip()
