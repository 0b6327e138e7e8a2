"""The two-way road between model values and JSON data.

Two rules hold everywhere: a list is always written, even when it is empty; a single value that is
not stated is left out, never ``null``.
"""

from __future__ import annotations

from dataclasses import MISSING, field, fields
from functools import cache
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
        return [item if type(item) is str else to_data(item) for item in value]
    if isinstance(value, str | int):
        return value
    data = {}
    for name, key in _keys(type(value)):  # type: ignore[arg-type]  # a class is hashable
        item = getattr(value, name)
        if item is not None:
            # Most values are text: each call that is spared here counts.
            data[key] = item if type(item) is str else to_data(item)
    return data


def from_data(kind: type[T], data: Mapping[str, Any]) -> T:
    """Build a model value from JSON data; unknown keys are ignored (they may be newer than we).

    Raises ``KeyError`` for a missing required key, so data from outside must pass its schema first.
    """
    built: T = _builder(kind)(data)  # type: ignore[arg-type]  # a class is hashable
    return built


@cache
def _keys(kind: Any) -> tuple[tuple[str, str], ...]:
    return tuple((each.name, each.metadata.get("key", each.name)) for each in fields(kind))


@cache
def _builder(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    readers = [
        (each.name, key, _converter(hints[each.name]), each.default)
        for each, (_, key) in zip(fields(kind), _keys(kind), strict=True)
    ]

    def build(data: Mapping[str, Any]) -> Any:
        # Not by the ``__init__`` of a frozen class, which takes as long as all the rest.
        built = object.__new__(kind)
        values = built.__dict__
        for name, key, convert, default in readers:
            if key in data or default is MISSING:
                values[name] = convert(data[key]) if convert else data[key]
            else:
                values[name] = default
        return built

    return build


def _converter(hint: Any) -> Callable[[Any], Any] | None:
    """Return what builds a value of the type; None where it is its JSON itself."""
    if get_origin(hint) is tuple:
        item = _converter(get_args(hint)[0])
        return (lambda values: tuple([item(each) for each in values])) if item else tuple
    if isinstance(hint, UnionType):
        return _converter(next(each for each in get_args(hint) if each is not NoneType))
    return None if hint in (str, int, bool) else _builder(hint)
