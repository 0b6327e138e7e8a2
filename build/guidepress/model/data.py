"""The two-way road between model values and JSON data.

Two rules hold everywhere: a list is always written, even when it is empty; a single value that is
not stated is left out, never ``null``.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from functools import cache
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Any,
    TypeVar,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import NoReturn

T = TypeVar("T")


def named(key: str, *, default: Any = MISSING) -> Any:
    """Give a field its spelling in JSON (CSL writes hyphens and capitals)."""
    return field(default=default, metadata={"key": key})


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field, named))
class Value:
    """A frozen dataclass; its methods are these, not anew for each class.

    To have ``dataclass(frozen=True)`` write them for thirty classes takes longer than to import the
    parser of YAML. Fields are named when a value is made; ``TypeError`` is raised for one that is
    missing or unknown.
    """

    def __init_subclass__(cls) -> None:
        dataclass(init=False, repr=False, eq=False, match_args=False, kw_only=True)(cls)

    def __init__(self, **values: Any) -> None:
        known = {each.name: each.default for each in fields(self)}  # type: ignore[arg-type]  # each subclass is a dataclass
        given = known | values
        if given.keys() != known.keys() or any(each is MISSING for each in given.values()):
            message = f"{type(self).__name__} takes {', '.join(known)}, not {', '.join(values)}"
            raise TypeError(message)
        self.__dict__.update(given)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError(name)

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(name)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(tuple(self.__dict__.values()))


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
