"""What a change of a published schema means, for those who read documents and for those who keep them.

Two directions matter. *Readers* were written against the older schema: whatever the newer one lets
pass must not surprise them. *Kept* documents were frozen under the older schema: the newer one must
still let them pass. A field that may be absent can be added without harm to either, since readers
ignore what they do not know; all else that changes a verdict needs a new major version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

CLASSES = ("none", "patch", "minor", "major")
READERS, KEPT = "readers", "kept documents"

# What says something to people, and nothing to a validator.
_TELLING = {"$id", "$schema", "$comment", "$defs", "title", "description", "examples", "deprecated"}
_LEAST = {"minLength", "minItems", "minimum", "minProperties"}
_MOST = {"maxLength", "maxItems", "maximum", "maxProperties"}
_WALKED = {"properties", "required", "items", "enum", "$ref"}


class Finding(NamedTuple):
    """One difference: where, what, whom it breaks (nobody, if empty), and its class."""

    path: str
    what: str
    breaks: tuple[str, ...]
    size: str


def find_differences(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Finding]:
    """Yield what differs between two versions of a schema."""
    yield from _compare(_at(old, old), _at(new, new), (old, new, set()), "")


def class_of(old: dict[str, Any], new: dict[str, Any]) -> str:
    """Return the least class that the change may claim: none, patch, minor or major."""
    sizes = {finding.size for finding in find_differences(old, new)}
    if not sizes and old != new:
        return "patch"
    return max(sizes, key=CLASSES.index, default="none")


def claimed(old: str, new: str) -> str:
    """Return the class that two versions claim."""
    before, after = ([int(part) for part in version.split(".")] for version in (old, new))
    steps = zip(("major", "minor", "patch"), before, after, strict=True)
    return next((size for size, was, now in steps if was != now), "none")


# Both schemas, and the pairs that were compared: a kind may lead back to itself.
Roots = tuple[dict[str, Any], dict[str, Any], set[tuple[int, int]]]


def _at(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference; what stands beside it only tells."""
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    return schema


def _compare(
    old: dict[str, Any], new: dict[str, Any], roots: Roots, path: str
) -> Iterator[Finding]:
    if (id(old), id(new)) in roots[2]:
        return
    roots[2].add((id(old), id(new)))
    yield from _required(old, new, path)
    yield from _enum(old, new, path)
    for keyword in sorted((old.keys() | new.keys()) - _TELLING - _WALKED):
        if not keyword.startswith("x-") and old.get(keyword) != new.get(keyword):
            yield _keyword(keyword, old.get(keyword), new.get(keyword), path)
    yield from _properties(old, new, roots, path)
    if "items" in old and "items" in new:
        items = _at(old["items"], roots[0]), _at(new["items"], roots[1])
        yield from _compare(*items, roots, f"{path}/*")
    elif "items" in old or "items" in new:
        yield _keyword("items", old.get("items"), new.get("items"), path)


def _properties(
    old: dict[str, Any], new: dict[str, Any], roots: Roots, path: str
) -> Iterator[Finding]:
    before, after = old.get("properties", {}), new.get("properties", {})
    for key in sorted(before.keys() | after.keys()):
        place = f"{path}/{key}"
        if key not in before:
            yield Finding(place, "a field is added", (), "minor")
        elif key not in after:
            yield Finding(place, "a field is gone", (READERS,), "major")
        else:
            yield from _compare(_at(before[key], roots[0]), _at(after[key], roots[1]), roots, place)


def _required(old: dict[str, Any], new: dict[str, Any], path: str) -> Iterator[Finding]:
    before, after = set(old.get("required", ())), set(new.get("required", ()))
    for key in sorted(after - before):
        yield Finding(f"{path}/{key}", "a field becomes required", (KEPT,), "major")
    for key in sorted(before - after):
        yield Finding(f"{path}/{key}", "a field may now be absent", (READERS,), "major")


def _enum(old: dict[str, Any], new: dict[str, Any], path: str) -> Iterator[Finding]:
    if "enum" not in old and "enum" not in new:
        return
    if "enum" not in old:
        yield Finding(path, "a list of values is new", (KEPT,), "major")
    elif "enum" not in new:
        yield Finding(path, "a list of values is gone", (READERS,), "major")
    else:
        for value in sorted(set(new["enum"]) - set(old["enum"])):
            yield Finding(path, f"the value {value} is new", (READERS,), "major")
        for value in sorted(set(old["enum"]) - set(new["enum"])):
            yield Finding(path, f"the value {value} is gone", (KEPT,), "major")


def _keyword(keyword: str, old: Any, new: Any, path: str) -> Finding:
    """Judge a rule that changed; one that is not understood may break both."""
    if keyword in _LEAST | _MOST and None not in {old, new}:
        narrower = new > old if keyword in _LEAST else new < old
    elif keyword == "uniqueItems":
        narrower = bool(new)
    elif old is None:
        narrower = True
    elif new is None:
        narrower = False
    else:
        return Finding(path, f"{keyword} is another", (READERS, KEPT), "major")
    what = f"{keyword} is {'narrower' if narrower else 'wider'}"
    return Finding(path, what, (KEPT,) if narrower else (READERS,), "major")
