"""The two-way road between model values and JSON data.

Two rules hold everywhere: a list is always written, even when it is empty; a single value that is
not stated is left out, never ``null``.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of the description: frozen, and equal by what it holds."""


def to_data(value: object) -> Any:
    """Turn a model value into JSON data; what is not stated is left out."""
    return _stated(msgspec.to_builtins(value))


def _stated(data: Any) -> Any:
    # Most values are text: each call that is spared here counts.
    if type(data) is dict:
        # A block that is a list or a table has no text.
        return {
            key: each if type(each) is str else _stated(each)
            for key, each in data.items()
            if each is not None and (key != "text" or each != "")
        }
    if type(data) is tuple or type(data) is list:
        return [each if type(each) is str else _stated(each) for each in data]
    return data


def from_data(kind: type[T], data: Mapping[str, Any]) -> T:
    """Build a model value from JSON data; unknown keys are ignored (they may be newer than we).

    Raises ``msgspec.ValidationError`` for a missing required key, so data from outside must pass
    its schema first.
    """
    return msgspec.convert(data, kind)
