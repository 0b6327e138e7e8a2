"""Which fields of an entity are which kind of change, and which are only stamps: as described."""

from collections.abc import Iterator, Mapping
from typing import Any

from guidepress.diff.parts import KINDS, WHOLE
from guidepress.model import (
    Evidence,
    Guideline,
    Identity,
    List,
    NamedCondition,
    Scale,
    Source,
    Statement,
)
from guidepress.model.facts import Described, fields_of, is_kind, item_of, name_of

_STAMP = "stamp"


def _stamps_of(kind: Any) -> tuple[str, ...]:
    return tuple(each.key for each in fields_of(kind) if each.facts.change == _STAMP)


def _name_of(kind: Any) -> str:
    return name_of(kind).replace("_", "-")


# What is compared in ways of its own, and what is one value as a whole.
_APART = frozenset({"id", "text", "citations", "evidence", "content", "intro", "doses", "custom"})
_AS_A_WHOLE = frozenset({NamedCondition, Scale})


def _change_of(kind: Any, each: Described) -> str:
    """Return the kind of change that a field is described with, or that its name gives."""
    if each.facts.change or each.key in _APART or kind in _AS_A_WHOLE:
        return each.facts.change
    return f"{each.key.replace('_', '-')}-changed"


def _changes_of(kind: Any) -> Mapping[str, tuple[str, ...]]:
    """Return each kind of change with the fields that it covers."""
    found: dict[str, tuple[str, ...]] = {}
    for each in fields_of(kind):
        change = _change_of(kind, each)
        if change not in {"", _STAMP, "lineage-changed"}:
            found[change] = (*found.get(change, ()), each.key)
    return found


# What changes with every release and is never reported as a change.
TOP_STAMPS = _stamps_of(Guideline)
GUIDELINE_STAMPS = _stamps_of(Identity)

# Lists of entities, in the order in which their changes are reported, and the kind of entry.
_KINDS = {
    each.key: item_of(each.type)
    for each in fields_of(Guideline)
    if item_of(each.type) not in {None, List}
}
LISTS: Mapping[str, str] = {key: _name_of(kind) for key, kind in _KINDS.items()}

# What has no kind of change of its own is an "other-changed": nothing is left out.
FIELDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "guideline": _changes_of(Identity),
    "list": _changes_of(List),
    "source": _changes_of(Source),
    "statement": _changes_of(Statement),
    **{_name_of(kind): _changes_of(kind) for kind in _KINDS.values()},
}
EVIDENCE_FIELDS = {
    each.facts.change: (each.key,) for each in fields_of(Evidence) if each.facts.change
}


def _prefixes_of(entity: str, kind: Any) -> Iterator[tuple[str, str]]:
    for each in fields_of(kind):
        item = item_of(each.type)
        named = is_kind(item) and any(field.key == "id" for field in fields_of(item))
        change = _change_of(kind, each) or "other-changed"
        if named and each.key not in {"content", *KINDS, *WHOLE} and change != "lineage-changed":
            stem = each.key if change == "other-changed" else change.removesuffix("-changed")
            yield f"{entity}-{stem}".replace("_", "-"), f"{entity}-{change}"


# How the kinds of change begin that concern entries with ids, such as the doses of an option; and
# the kind of change of the list as a whole.
ENTRIES: Mapping[str, str] = {prefix: f"{prefix}-changed" for prefix in KINDS.values()} | {
    prefix: whole
    for entity, kind in (
        ("guideline", Identity),
        *((_name_of(kind), kind) for kind in _KINDS.values()),
    )
    for prefix, whole in _prefixes_of(entity, kind)
}
