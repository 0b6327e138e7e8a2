"""The two-way road between model values and JSON data.

Two rules hold everywhere: a list is always written, even when it is empty; a single value that is
not stated is left out, never ``null``.
"""

from __future__ import annotations

from dataclasses import MISSING, field, fields
from functools import cache, partial
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")


def named(key: str) -> Any:
    """Give a field that may be absent its spelling in JSON (CSL writes hyphens and capitals)."""
    return field(default=None, metadata={"key": key})


def to_data(value: object) -> Any:
    """Turn a model value into JSON data; what is not stated is left out."""
    if isinstance(value, tuple):
        return [to_data(item) for item in value]
    if isinstance(value, str | int):
        return value
    found = ((key, getattr(value, name)) for name, key in _keys(type(value)))  # type: ignore[arg-type]  # a class is hashable
    return {key: to_data(item) for key, item in found if item is not None}


def from_data(kind: type[T], data: Mapping[str, Any]) -> T:
    """Build a model value from JSON data; unknown keys are ignored (they may be newer than we).

    Raises ``KeyError`` for a missing required key, so data from outside must pass its schema first.
    """
    values = {}
    for name, key, convert, required in _readers(kind):  # type: ignore[arg-type]  # a class is hashable
        if required or key in data:
            values[name] = convert(data[key])
    return kind(**values)


@cache
def _keys(kind: Any) -> tuple[tuple[str, str], ...]:
    return tuple((each.name, each.metadata.get("key", each.name)) for each in fields(kind))


@cache
def _readers(kind: Any) -> tuple[tuple[str, str, Callable[[Any], Any], bool], ...]:
    hints = get_type_hints(kind)
    return tuple(
        (
            each.name,
            each.metadata.get("key", each.name),
            _converter(hints[each.name]),
            each.default is MISSING,
        )
        for each in fields(kind)
    )


def _converter(hint: Any) -> Callable[[Any], Any]:
    if get_origin(hint) is tuple:
        item = _converter(get_args(hint)[0])
        return tuple if item is _same else lambda values: tuple(map(item, values))
    if isinstance(hint, UnionType):
        return _converter(next(each for each in get_args(hint) if each is not NoneType))
    if hint in (str, int, bool):
        return _same
    return partial(from_data, hint)


def _same(value: Any) -> Any:
    return value
