"""Letters: no word looks like another one that it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guidepress.problem import Problem
from guidepress.source import find_suspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guidepress.problem import Severity
    from guidepress.validate.subject import Subject

# Their titles and names are quoted as they are.
_QUOTING = frozenset({"references", "people"})


def look_alike(subject: Subject) -> Iterator[Problem]:
    """No word mixes scripts, or would be taken for another."""
    for kind, document in subject.content.documents.items():
        for path, text in _find_texts(document.data, ()):
            for found in find_suspects(text, is_name=kind in _QUOTING):
                place = document.find(path, found.word)
                severity: Severity = "error" if found.is_sure else "warning"
                yield Problem(place, "look-alike", found.message, found.hint, severity=severity)


def _find_texts(
    data: Any, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield each text that has other letters than those of ASCII, with its path."""
    if isinstance(data, str):
        if not data.isascii():
            yield path, data
        return
    entries: Iterable[tuple[Any, Any]] = ()
    if isinstance(data, dict):
        entries = data.items()
    elif isinstance(data, list):
        entries = enumerate(data)
    for key, value in entries:
        yield from _find_texts(value, (*path, key))
