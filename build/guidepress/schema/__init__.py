"""JSON Schema: the verdict, and each fault with its place, in the words of the author.

The way: ``load`` (schemas, the quick verdict, plain scalars in their type) → the faults, each with
its place → ``messages`` (in words).
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any

from guidepress.problem import NEAR, Problem, find_nearest
from guidepress.schema.load import is_valid, load_schema, load_shape
from guidepress.schema.messages import ValidationError, explain_error
from guidepress.source.text import Document

# Letters by their category, but without a form: fillers of Hangul, and Braille without a dot.
_FORMLESS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# Spaces, controls, joiners, marks without a letter below them (Unicode Standard, section 4.5).
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Me", "Mn", "Zl", "Zp", "Zs"})


def is_blank(text: str) -> bool:
    """Tell whether a reader would see nothing of the text, which is not empty."""
    # The first letter decides for nearly every text.
    if not text or "!" <= text[0] <= "~":
        return False
    return not any("!" <= each <= "~" or _is_seen(each) for each in text)


def _is_seen(letter: str) -> bool:
    return letter not in _FORMLESS and unicodedata.category(letter) not in _UNSEEN


def find_blank_texts(document: Document) -> Iterator[Problem]:
    """Yield a problem for each text that has characters, but none that anybody sees."""
    for path, text in document.find_texts(is_blank):
        name = next((part for part in reversed(path) if isinstance(part, str)), "the file")
        message = f"{name} holds only characters that nobody sees (U+{ord(text[0]):04X})"
        hint = "write something, or remove the line"
        yield Problem(document.position(path), "empty-value", message, hint)


Path = list[str | int]
MAX_FAULTS = 500
_ENOUGH = 100


def find_faults(
    kind: str, document: Document, reported: Iterable[Problem] = ()
) -> Iterator[Problem]:
    """Yield what the schema refuses, and the texts in which there is nothing to see.

    The quick verdict decides, the slow one explains. A text that the reader has ``reported`` for
    its characters is not reported again as empty.
    """
    refused = [] if is_valid(kind, document.data) else list(_find_refused(kind, document))
    yield from refused
    known = {problem.position for problem in (*refused, *reported)}
    blank = (each for each in find_blank_texts(document) if each.position not in known)
    yield from islice(blank, MAX_FAULTS)


def _find_refused(kind: str, document: Document) -> Iterator[Problem]:
    errors = _explain(kind, document.data)
    found = list(islice(_distinct(kind, errors, document), MAX_FAULTS))
    if not found:
        hint = "compare the file with the schema"
        found = [Problem(document.position([]), "malformed", "the schema refuses this file", hint)]
    yield from found
    # Two errors may be reported as one fault, so what was cut is counted before.
    if len(errors) > MAX_FAULTS:
        message = f"the file has more faults than these {len(found)}"
        hint = "fix these first; the others are reported after that"
        yield Problem(found[-1].position, "too-many-faults", message, hint)


def explain(kind: str, data: Any) -> list[str]:
    """Return ``path: message`` for each fault of published data."""
    errors = _explain(kind, data)
    places = ("/".join(map(str, each.absolute_path)) or kind for each in errors)
    return [f"{place}: {_in_words(each)}" for place, each in zip(places, errors, strict=True)]


@cache
def slow_validator() -> Any:
    """Return jsonschema's validator, with patterns that mean what the quick one's mean.

    Python's ``$`` also fits before a line break at the end; in ECMAScript and Rust it does not.
    Its search for repeated entries takes minutes for a list of 20,000; ours is linear.
    """
    from jsonschema import Draft202012Validator, ValidationError
    from jsonschema.validators import extend

    def pattern(_validator: Any, wanted: str, instance: Any, _schema: Any) -> Iterator[Any]:
        exact = re.sub(r"\$$", r"\\Z", wanted)
        if isinstance(instance, str) and not re.search(exact, instance):
            yield ValidationError(f"{instance!r} does not match {wanted!r}")

    def unique(_validator: Any, wanted: bool, instance: Any, _schema: Any) -> Iterator[Any]:  # noqa: FBT001 - the signature is jsonschema's
        if wanted and isinstance(instance, list):
            spellings = {json.dumps(each, sort_keys=True) for each in instance}
            if len(spellings) < len(instance):
                yield ValidationError("an entry stands here twice")

    def properties(*words: Any) -> Iterator[Any]:
        # What is required cannot be fixed by removing its line.
        for error in Draft202012Validator.VALIDATORS["properties"](*words):
            if len(error.path) == 1 and error.path[0] in words[-1].get("required", ()):
                error.is_required = True
            yield error

    ours = {"pattern": pattern, "uniqueItems": unique, "properties": properties}
    return extend(Draft202012Validator, ours)  # type: ignore[no-untyped-call]


def _explain(kind: str, data: Any) -> list[ValidationError]:
    errors = islice(slow_validator()(load_schema(kind)).iter_errors(data), MAX_FAULTS + 1)
    return sorted(errors, key=lambda error: [str(part) for part in error.absolute_path])


def _in_words(error: ValidationError) -> str:
    return "; ".join(part for part in explain_error(error)[1:] if part)


def _distinct(
    kind: str, errors: Iterable[ValidationError], document: Document
) -> Iterator[Problem]:
    """Yield a problem an error; of a misspelt key and a missing one, only the misspelling."""
    errors = list(errors)
    chosen = {tuple(each.absolute_path) for each in errors if each.validator == "enum"}
    mistyped = {tuple(each.absolute_path) for each in errors if each.validator == "type"}
    surplus = {
        tuple(each.absolute_path) for each in errors if each.validator == "additionalProperties"
    }
    for error in errors:
        # The choices say more than the type; what keys exclude each other says nothing of a list;
        # of several keys one is needed, and a key that is none of them was probably meant as one.
        one_of = surplus if "properties" not in error.schema else ()
        less_telling = {"type": chosen, "not": mistyped, "required": one_of}
        if tuple(error.absolute_path) in less_telling.get(error.validator, ()):
            continue
        path: Path = list(error.absolute_path)
        if error.validator == "required":
            yield from _missing_keys(error, document, path)
        elif error.validator == "additionalProperties":
            yield from _unknown_keys(kind, error, document, path)
        else:
            rule, message, hint = explain_error(error)
            position = document.position(path, key=error.instance is None)
            yield Problem(position, rule, message, hint)


def _missing_keys(error: ValidationError, document: Document, path: Path) -> Iterator[Problem]:
    # jsonschema gives one error a missing key, with the key only in its message.
    instance: Mapping[str, Any] = error.instance
    missing = next(each for each in error.validator_value if error.message.startswith(f"{each!r} "))
    unknown = [key for key in instance if key not in error.schema.get("properties", {})]
    if error.schema.get("additionalProperties") is False and find_nearest(
        missing, unknown[:_ENOUGH], NEAR
    ):
        return
    message, hint = f"{missing} is missing{_entry(document, path)}", f"add `{missing}: …`"
    yield Problem(document.position(path), "missing-key", message, hint)


def _unknown_keys(
    kind: str, error: ValidationError, document: Document, path: Path
) -> Iterator[Problem]:
    known = error.schema["properties"]
    missing = [key for key in error.schema.get("required", []) if key not in error.instance]
    for key in [each for each in error.instance if each not in known]:
        if near := find_nearest(key, missing, NEAR) or find_nearest(key, known, NEAR):
            hint = f"did you mean {near}?"
        elif homes := _find_homes(kind, path, key):
            hint = f"write it below {' or '.join(homes)}"
        elif error.instance[key] is None:
            hint = "a comma between { and } begins a new key: put the text in quotation marks"
        else:
            hint = f"the keys here are {', '.join(known)}"
        where, message = [*path, key], f"{key} is not a key here{_entry(document, path)}"
        yield Problem(document.position(where, key=True), "unknown-key", message, hint)


def _find_homes(kind: str, path: Path, key: str) -> list[str]:
    """Return below which keys of an entry a key may be that is none of its own."""
    shape: Mapping[str, Any] = load_shape(kind)
    for part in path:
        shape = shape.get("items" if isinstance(part, int) else "properties", {})
        shape = shape if isinstance(part, int) else shape.get(part, {})
    below = {name: each.get("items", each) for name, each in shape.get("properties", {}).items()}
    return [name for name, each in below.items() if key in each.get("properties", ())]


def _entry(document: Document, path: Path) -> str:
    """Name the innermost entry by its id, as authors know it."""
    value = document.data
    name = ""
    for part in path:
        value = value[part]
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            name = value["id"]
    return f" in {name}" if name else ""
