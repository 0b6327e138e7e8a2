"""Bytes of a frozen file become data, or the reason why they are no such file."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from guidepress.source.text import find_conflicts

# Far more than any guideline needs, and few enough to be read in a moment.
MOST_BYTES = 20_000_000
_DEPTH = 60
_SHOWN = 300
_MAY_HALVE = re.compile(rb"\\u[dD]")


def parse_frozen(kind: str, data: bytes) -> Mapping[str, Any]:
    """Return the data of a ``bundle``, of ``changes``, or of an index (``releases``).

    Raises ValueError, with a message for people, where the bytes are something else.
    """
    from guidepress.schema.load import is_valid

    found = _loaded(data)
    if _is_deep(found):
        raise ValueError(f"it is nested more than {_DEPTH} levels deep")
    if not is_valid(kind, found):
        raise ValueError(_explain(kind, found))
    return dict(found)


def find_fault(kind: str, data: bytes) -> str:
    """Return why the bytes are no frozen file of that kind; nothing if they are one."""
    try:
        parse_frozen(kind, data)
    except ValueError as error:
        return str(error)
    return ""


def _loaded(data: bytes) -> Any:
    try:
        # As text: json would guess at other encodings.
        found = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_without_repetition,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
        )
        if _MAY_HALVE.search(data):
            # A half of a letter comes in by an escape, and could never be written again.
            json.dumps(found, ensure_ascii=False).encode()
    except UnicodeError:
        message = "it is not UTF-8"
    except RecursionError:
        message = f"it is nested more than {_DEPTH} levels deep"
    except _RepeatedKeyError as error:
        message = f"it has the key {error} twice"
    except _NumberError as error:
        message = f"it has the number {error}, which is no integer"
    except ValueError:
        conflicts = list(find_conflicts(data.decode(errors="replace"), ""))
        message = conflicts[0].message if conflicts else "it is not JSON"
    else:
        return found
    raise ValueError(message)


class _RepeatedKeyError(ValueError):
    """Two readers of such a file would read two things."""


class _NumberError(ValueError):
    """A number that is no integer."""


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _RepeatedKeyError(next(key for key in keys if keys.count(key) > 1)[:80])
    return found


def _refuse_number(text: str) -> Any:
    """Refuse what no frozen file holds: 2015.0 would pass as the integer, 1e400 is infinite."""
    raise _NumberError(text[:80])


def _is_deep(data: Any) -> bool:
    level = [data]
    for _ in range(_DEPTH + 1):
        # Without a call for each of the tens of thousands of lists and objects of a large release.
        held = [each for each in level if type(each) in (dict, list)]
        if not held:
            return False
        level = [one for each in held for one in (each.values() if type(each) is dict else each)]
    return True


def find_unknown_keys(kind: str, data: Any) -> Iterator[str]:
    """Yield the keys, as paths, that the schema of a frozen file does not know.

    Published schemas leave room for keys to come; a file of today has none of them.
    """
    from guidepress.schema.load import load_schema

    root = load_schema(kind)
    waiting: list[tuple[str, Any, Any]] = [("", data, root)]
    while waiting:
        path, value, schema = waiting.pop()
        if "$ref" in schema:
            schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
        known = schema.get("properties")
        if isinstance(value, dict) and known is not None:
            yield from (f"{path}{key}" for key in value if key not in known)
            waiting += [(f"{path}{key}/", value[key], known[key]) for key in value if key in known]
        elif isinstance(value, list) and "items" in schema:
            waiting += [
                (f"{path}{number}/", each, schema["items"]) for number, each in enumerate(value)
            ]


def _explain(kind: str, data: Any) -> str:
    from guidepress.schema import explain

    found = explain(kind, data) or [f"it does not fit the schema {kind}"]
    return found[0] if len(found[0]) <= _SHOWN else f"{found[0][:_SHOWN]} …"
