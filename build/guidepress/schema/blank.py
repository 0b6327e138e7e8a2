"""Texts in which there is nothing to see; a schema counts their characters and lets them pass."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from guidepress.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guidepress.source import Document

# Letters by their category, but without a form: fillers of Hangul, and Braille without a dot.
_FORMLESS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# Spaces, controls, joiners, marks without a letter to stand on (Unicode Standard, section 4.5).
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Me", "Mn", "Zl", "Zp", "Zs"})


def is_blank(text: str) -> bool:
    """Tell whether a reader would see nothing of the text."""
    # Nearly every text tells by its first letter.
    return not (
        "!" <= text[:1] <= "~" or any("!" <= each <= "~" or _is_seen(each) for each in text)
    )


def _is_seen(letter: str) -> bool:
    return letter not in _FORMLESS and unicodedata.category(letter) not in _UNSEEN


def find_blank_texts(document: Document) -> Iterator[Problem]:
    """Yield a problem for each text that has characters, but none that anybody sees."""
    for path, text in _find_blank(document.data, ()):
        name = next((part for part in reversed(path) if isinstance(part, str)), "the file")
        message = f"{name} holds only characters that nobody sees (U+{ord(text[0]):04X})"
        hint = "write something, or remove the line"
        yield Problem(document.position(path), "empty-value", message, hint)


Path = tuple[str | int, ...]


def _find_blank(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    entries: Iterable[tuple[Any, Any]] = ()
    if isinstance(data, dict):
        entries = data.items()
    elif isinstance(data, list):
        entries = enumerate(data)
    for key, value in entries:
        if not isinstance(value, str):
            yield from _find_blank(value, (*path, key))
        elif value and is_blank(value):
            yield (*path, key), value
