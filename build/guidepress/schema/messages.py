"""A fault in the author's words, by the schema keyword that refuses the value."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from guidepress.problem import NEAR, find_nearest

# jsonschema's ValidationError: its attributes are typed as unset or any JSON value.
ValidationError = Any
Words = tuple[str, str, str]
_WANTED = {
    "array": "a list: one entry a line, each beginning with “- ”",
    "object": "keys and values, indented below this line",
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
}


def explain_error(error: ValidationError) -> Words:
    """Return the rule, the message and the hint for an error of jsonschema."""
    name = _name_of(error)
    if error.validator in _JUDGED:
        return _JUDGED[error.validator](error, name)
    rule, message, hint = _PLAIN.get(error.validator, _REFUSED)
    size = len(error.instance) if error.validator == "maxLength" else 0
    message = message.format(name=name, size=size)
    return rule, message, hint.format(limit=error.validator_value, or_remove=_or_remove(error))


def _name_of(error: ValidationError) -> str:
    names = [part for part in error.absolute_path if isinstance(part, str)]
    position = error.absolute_path[-1] if error.absolute_path else None
    if isinstance(position, int) and names:
        return f"entry {position + 1} of {names[-1]}"
    return names[-1] if names else "the file"


def _wrong_type(error: ValidationError, name: str) -> Words:
    wanted = error.schema.get("x-says") or _WANTED[str(error.validator_value)]
    if error.instance is None:
        return "empty-value", f"{name} is empty", f"write {wanted}{_or_remove(error)}"
    keys = _properties(error)[:3]
    if keys:
        wanted = f"keys below it, such as {', '.join(f'`{key}: …`' for key in keys)}"
    return "wrong-type", f"{name} cannot be {_shown(error.instance)}", f"write {wanted}"


def _properties(error: ValidationError) -> list[str]:
    schema = error.schema
    every, needed = [*schema.get("properties", {})], [*schema.get("required", ())]
    # A unit alone is needed of a quantity, and says nothing without what comes before it.
    few = [*dict.fromkeys([*every[:1], *needed])] if len(needed) == 1 else needed
    return few or every if "type" in schema else []


def _not_a_choice(error: ValidationError, name: str) -> Words:
    choices = [str(each) for each in error.validator_value]
    near = find_nearest(str(error.instance), choices, NEAR) if error.instance is not None else ""
    hint = f"did you mean {near}?" if near else f"write one of {', '.join(choices)}"
    if error.instance is None:
        return "empty-value", f"{name} is empty", hint
    return "unknown-choice", f"{name} cannot be {_shown(error.instance)}", hint


def _wrong_form(error: ValidationError, name: str) -> Words:
    wanted = error.schema.get("x-says", "another form")
    meant = str(error.instance).translate(_MINUS)
    if meant != error.instance and re.search(str(error.validator_value), meant):
        wanted = f"{meant}, with the sign that a keyboard has"
    return "malformed", f"{name} cannot be {_shown(error.instance)}", f"write {wanted}"


# What printed pages have for a minus.
_MINUS = str.maketrans(dict.fromkeys("\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d", "-"))


def _or_remove(error: ValidationError) -> str:
    return "" if getattr(error, "is_required", False) else ", or remove the line"


def _out_of_range(error: ValidationError, name: str) -> Words:
    limits = [f"{word} {error.schema[key]}" for key, word in _LIMITS.items() if key in error.schema]
    hint = f"write a number {' and '.join(limits)}"
    return "malformed", f"{name} cannot be {error.instance}", hint


_LIMITS = {"minimum": "of at least", "maximum": "of at most"}


def _incomplete(error: ValidationError, name: str) -> Words:
    given = error.instance
    wanted = {key for each, keys in error.validator_value.items() if each in given for key in keys}
    needed = " and ".join(sorted(wanted - given.keys()))
    return "missing-key", f"{name} is incomplete", f"also write {needed}"


def _forbidden(error: ValidationError, name: str) -> Words:
    schema = error.parent.schema if error.parent else error.schema
    hint = schema.get("x-says", "") or error.schema.get("x-says", "")
    return "malformed", f"{name} holds keys that exclude each other", hint


def _shown(value: Any) -> str:
    if isinstance(value, str):
        line = " ".join(value.split())
        return f"“{line[:60]}{'…' if len(line) > 60 else ''}”"  # noqa: PLR2004 - a line's worth
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return "a list" if isinstance(value, list) else "a group of keys"


_TOO_FEW = ("empty-value", "{name} has too few entries", "write at least {limit}")
_PLAIN: Mapping[str, Words] = {
    "minLength": ("empty-value", "{name} is empty", "write something{or_remove}"),
    "maxLength": ("too-long", "{name} has {size} characters", "write at most {limit}"),
    "minItems": _TOO_FEW,
    "minProperties": _TOO_FEW,
    "maxItems": ("too-long", "{name} has too many entries", "write at most {limit}"),
    "uniqueItems": ("repeated-entry", "{name} holds the same entry twice", "remove one of the two"),
}
_REFUSED = ("malformed", "{name} is not as it should be", "compare it with the schema")
_JUDGED: Mapping[str, Callable[[ValidationError, str], Words]] = {
    "type": _wrong_type,
    "enum": _not_a_choice,
    "pattern": _wrong_form,
    "minimum": _out_of_range,
    "maximum": _out_of_range,
    "dependentRequired": _incomplete,
    "not": _forbidden,
}
