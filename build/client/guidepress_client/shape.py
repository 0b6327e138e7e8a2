"""Whether data has the shape that a type of ``guidepress_client.types`` states."""

from __future__ import annotations

from functools import cache
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    NotRequired,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_NAMES = {str: "text", int: "a whole number", bool: "true or false"}


def find_misfits(
    value: object, kind: Any, step: Callable[[], object], place: str = ""
) -> Iterator[str]:
    """Yield what does not fit, with its place; fields that the type does not name are not read.

    ``step`` is called for each item of each list, and may end what takes too long.
    """
    origin = get_origin(kind)
    if is_typeddict(kind):
        yield from _misfits_of_object(value, kind, step, place)
    elif origin is list:
        yield from _misfits_of_list(value, get_args(kind)[0], step, place)
    elif origin is Literal:
        # JSON's 1 and true are equal in Python: only text may be compared.
        if not (isinstance(value, str) and value in get_args(kind)):
            yield f"{place} is none of {', '.join(get_args(kind))}"
    elif kind is not Any and type(value) is not kind:
        yield f"{place} is not {_NAMES[kind]}"


def _misfits_of_list(
    value: object, kind: Any, step: Callable[[], object], place: str
) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{place} is not a list"
        return
    for number, each in enumerate(value):
        step()
        yield from find_misfits(each, kind, step, f"{place}/{number}")


def _misfits_of_object(
    value: object, kind: Any, step: Callable[[], object], place: str
) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{place or 'it'} is not an object"
        return
    for key, hint in _fields(kind).items():
        optional = get_origin(hint) is NotRequired
        if key in value:
            inner = get_args(hint)[0] if optional else hint
            yield from find_misfits(value[key], inner, step, f"{place}/{key}")
        elif not optional:
            yield f"{place}/{key} is missing"


@cache
def _fields(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind, include_extras=True)
