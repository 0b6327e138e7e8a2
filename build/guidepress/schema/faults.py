"""What a schema refuses, said to the author: where, what, and what to write instead."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from guidepress.problem import Position, Problem
from guidepress.schema.load import is_valid, load_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from guidepress.source import Document

# jsonschema's ValidationError: its attributes are typed as unset or any JSON value.
ValidationError = Any
Path = list[str | int]
_WANTED = {
    "array": "a list: one entry a line, each beginning with “- ”",
    "object": "keys and values, indented below this line",
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
}
_NEAR = 0.7


def find_faults(kind: str, document: Document) -> Iterator[Problem]:
    """Yield what the schema refuses; the quick verdict decides, the slow one explains."""
    if is_valid(kind, document.data):
        return
    found = list(_distinct(_explain(kind, document.data), document))
    if not found:
        hint = "compare the file with the schema"
        found = [Problem(document.position([]), "malformed", "the schema refuses this file", hint)]
    yield from found


def explain(kind: str, data: Any) -> list[str]:
    """Return ``path: message`` for each fault of published data."""
    errors = _explain(kind, data)
    return [
        f"{'/'.join(map(str, error.absolute_path)) or kind}: {_said(error)}" for error in errors
    ]


@cache
def slow_validator() -> Any:
    """Return jsonschema's validator, with patterns that mean what the quick one's mean.

    Python's ``$`` also fits before a line break at the end; in ECMAScript and Rust it does not.
    """
    from jsonschema import Draft202012Validator, ValidationError
    from jsonschema.validators import extend

    def pattern(_validator: Any, wanted: str, instance: Any, _schema: Any) -> Iterator[Any]:
        exact = re.sub(r"\$$", r"\\Z", wanted)
        if isinstance(instance, str) and not re.search(exact, instance):
            yield ValidationError(f"{instance!r} does not match {wanted!r}")

    return extend(Draft202012Validator, {"pattern": pattern})  # type: ignore[no-untyped-call]


def _explain(kind: str, data: Any) -> list[ValidationError]:
    errors = slow_validator()(load_schema(kind)).iter_errors(data)
    return sorted(errors, key=lambda error: [str(part) for part in error.absolute_path])


def _said(error: ValidationError) -> str:
    name = _name_of(error)
    return "; ".join(
        part for part in _MESSAGES.get(error.validator, _refused)(error, name)[1:] if part
    )


def _distinct(errors: Iterable[ValidationError], document: Document) -> Iterator[Problem]:
    """Yield a problem an error; a missing key beside a misspelt one is told as the misspelling."""
    errors = list(errors)
    for error in errors:
        path: Path = list(error.absolute_path)
        if error.validator == "required":
            yield from _missing_keys(error, document, path)
        elif error.validator == "additionalProperties":
            yield from _unknown_keys(error, document, path)
        else:
            rule, message, hint = _MESSAGES.get(error.validator, _refused)(error, _name_of(error))
            position = document.position(path, key=error.instance is None)
            yield Problem(position, rule, message, hint)


def _missing_keys(error: ValidationError, document: Document, path: Path) -> Iterator[Problem]:
    # jsonschema gives one error a missing key, with the key only in its message.
    instance: Mapping[str, Any] = error.instance
    missing = next(key for key in error.validator_value if _is_about(error, key))
    unknown = [key for key in instance if key not in error.schema.get("properties", {})]
    if error.schema.get("additionalProperties") is False and _nearest(missing, unknown):
        return
    where = _entry(document, path)
    yield Problem(
        _start_of(document, path),
        "missing-key",
        f"{missing} is missing{where}",
        f"add `{missing}: …`",
    )


def _is_about(error: ValidationError, key: str) -> bool:
    return str(error.message).startswith(f"{key!r} ")


def _start_of(document: Document, path: Path) -> Position:
    return document.position(path)


def _unknown_keys(error: ValidationError, document: Document, path: Path) -> Iterator[Problem]:
    known = error.schema["properties"]
    missing = [key for key in error.schema.get("required", []) if key not in error.instance]
    for key in [each for each in error.instance if each not in known]:
        near = _nearest(key, missing) or _nearest(key, known)
        hint = f"did you mean {near}?" if near else f"the keys here are {', '.join(known)}"
        position = document.position([*path, key], key=True)
        yield Problem(
            position, "unknown-key", f"{key} is not a key here{_entry(document, path)}", hint
        )


def _nearest(word: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, list(known), n=1, cutoff=_NEAR)), "")


def _entry(document: Document, path: Path) -> str:
    """Name the innermost entry by its id, as authors know it."""
    value = document.data
    name = ""
    for part in path:
        value = value[part]
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            name = value["id"]
    return f" in {name}" if name else ""


def _name_of(error: ValidationError) -> str:
    names = [part for part in error.absolute_path if isinstance(part, str)]
    position = error.absolute_path[-1] if error.absolute_path else None
    if isinstance(position, int) and names:
        return f"entry {position + 1} of {names[-1]}"
    return names[-1] if names else "the file"


Said = tuple[str, str, str]


def _wrong_type(error: ValidationError, name: str) -> Said:
    wanted = _WANTED[str(error.validator_value)]
    if error.instance is None:
        return "empty-value", f"{name} is empty", f"write {wanted}, or remove the line"
    return "wrong-type", f"{name} is not {wanted.split(':')[0]}", f"write {wanted}"


def _not_a_choice(error: ValidationError, name: str) -> Said:
    choices = [str(each) for each in error.validator_value]
    near = _nearest(str(error.instance), choices)
    hint = f"did you mean {near}?" if near else f"write one of {', '.join(choices)}"
    if error.instance is None:
        return "empty-value", f"{name} is empty", hint
    return "unknown-choice", f"{name} cannot be {_shown(error.instance)}", hint


def _wrong_form(error: ValidationError, name: str) -> Said:
    wanted = error.schema.get("x-says", "another form")
    return "malformed", f"{name} cannot be {_shown(error.instance)}", f"write {wanted}"


def _too_short(_error: ValidationError, name: str) -> Said:
    return "empty-value", f"{name} is empty", "write something, or remove the line"


def _too_long(error: ValidationError, name: str) -> Said:
    most = error.validator_value
    return "too-long", f"{name} has {len(error.instance)} characters", f"write at most {most}"


def _too_few(error: ValidationError, name: str) -> Said:
    return "empty-value", f"{name} has too few entries", f"write at least {error.validator_value}"


def _too_many(error: ValidationError, name: str) -> Said:
    return "too-long", f"{name} has too many entries", f"write at most {error.validator_value}"


def _repeated(_error: ValidationError, name: str) -> Said:
    return "repeated-entry", f"{name} holds the same entry twice", "remove one of the two"


def _out_of_range(error: ValidationError, name: str) -> Said:
    limits = [f"{word} {error.schema[key]}" for key, word in _LIMITS.items() if key in error.schema]
    return (
        "malformed",
        f"{name} cannot be {error.instance}",
        f"write a number {' and '.join(limits)}",
    )


_LIMITS = {"minimum": "of at least", "maximum": "of at most"}


def _incomplete(error: ValidationError, name: str) -> Said:
    needed = sorted({key for keys in error.validator_value.values() for key in keys})
    return "missing-key", f"{name} is incomplete", f"also write {' and '.join(needed)}"


def _forbidden(error: ValidationError, name: str) -> Said:
    schema = error.parent.schema if error.parent else error.schema
    hint = schema.get("x-says", "") or error.schema.get("x-says", "")
    return "malformed", f"{name} holds keys that exclude each other", hint


def _refused(_error: ValidationError, name: str) -> Said:
    return "malformed", f"{name} is not as it should be", "compare it with the schema"


def _shown(value: Any) -> str:
    if isinstance(value, str):
        line = " ".join(value.split())
        return f"“{line[:60]}{'…' if len(line) > 60 else ''}”"  # noqa: PLR2004 - a line's worth
    return "a list" if isinstance(value, list) else "a group of keys"


_MESSAGES: Mapping[str, Callable[[ValidationError, str], Said]] = {
    "type": _wrong_type,
    "enum": _not_a_choice,
    "pattern": _wrong_form,
    "minLength": _too_short,
    "maxLength": _too_long,
    "minItems": _too_few,
    "minProperties": _too_few,
    "maxItems": _too_many,
    "uniqueItems": _repeated,
    "minimum": _out_of_range,
    "maximum": _out_of_range,
    "dependentRequired": _incomplete,
    "not": _forbidden,
}
