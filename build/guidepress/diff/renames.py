"""A declared new id also changes who names it: that is part of the renaming, not a change."""

from collections.abc import Iterator
from typing import Any

from guidepress.diff.sheet import Path
from guidepress.diff.walk import Walk

# Those of references are not among them: the key of a work is never another one.
_NAMING_KEYS = frozenset(
    {"about", "alternative_to", "body", "factor", "group", "parent", "question", "ref", "show"}
)


def propagate_renames(walk: Walk) -> None:
    """Write every mention of a renamed id anew, as operations of the renaming itself."""
    for old, new, fact in walk.renames:
        for path, key, value in list(_find_mentions(walk.sheet.document, (), old, new)):
            walk.sheet.set_key(fact, path, key, value)


def _find_mentions(value: Any, path: Path, old: str, new: str) -> Iterator[tuple[Path, str, Any]]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _find_mentions(item, (*path, index), old, new)
    elif isinstance(value, dict):
        for key, item in value.items():
            renamed = _renamed(key, item, old, new)
            if renamed == item:
                yield from _find_mentions(item, (*path, key), old, new)
            else:
                yield path, key, renamed


def _renamed(key: str, value: Any, old: str, new: str) -> Any:
    if key not in _NAMING_KEYS:
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return [new if item == old else item for item in value]
    return new if value == old else value
