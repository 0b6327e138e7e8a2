"""A text as one YAML scalar on one line: bare where that is safe, else in quotation marks."""

from __future__ import annotations

import json
import re

# A letter or digit first, then nothing that begins a comment, a key or a flow collection.
_BARE = re.compile(r"[^\W_](?:[^\n:#\[\]{},\"'`|>&*!%@\\]|[:#](?=[^\s#:,\[\]{}])){0,500}")
# Other YAML readers take these for something else than text; numbers stay bare as the files have.
_OTHER = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def scalar(text: str) -> str:
    """Return the text as YAML on one line; it reads back as the same text."""
    if _BARE.fullmatch(text) and text.casefold() not in _OTHER and not text.endswith((" ", ":")):
        return text
    return quoted(text)


def quoted(text: str) -> str:
    """Return the text in double quotation marks."""
    return json.dumps(text, ensure_ascii=False)
