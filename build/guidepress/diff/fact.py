"""What differs, as data: facts know no severity and no sentence."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

from guidepress.model.walk import Entity


def canonical(value: Any) -> bytes:
    """Return the one form in which we write and hash JSON (RFC 8785 for data without floats)."""
    options = {"sort_keys": True, "separators": (",", ":"), "ensure_ascii": False}
    return (json.dumps(value, allow_nan=False, **options) + "\n").encode()  # type: ignore[arg-type]


def prose_of(value: Any) -> str | None:
    """Return the text of one side of a fact: prose, one field of it, or statements one by one."""
    if isinstance(value, list) and value and all(_has_text(each) for each in value):
        return " ".join(each["text"] for each in value)
    if isinstance(value, dict) and len(value) == 1:
        value = next(iter(value.values()))
    return value if isinstance(value, str) else None


def _has_text(value: Any) -> bool:
    return isinstance(value, dict) and "in" in value and "text" in value


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One difference. ``subject`` is a path of ids; ``operations`` index the comparison's patch."""

    kind: str
    subject: str
    old: Any = None
    new: Any = None
    operations: list[int] = field(default_factory=list, compare=False)

    @cached_property
    def fingerprint(self) -> str:
        """The sha256 of the canonical (kind, subject, old, new); messages do not enter it."""
        return sha256(canonical([self.kind, self.subject, self.old, self.new])).hexdigest()

    @property
    def entity(self) -> str:
        """The id of the entity that the fact is about, or that holds the part it is about."""
        first, *others = self.subject.split("/")
        in_lists = first in {"guideline", "lists"}
        return others[0] if others and not in_lists else self.subject.rpartition("/")[2]

    def ids(self) -> set[str]:
        """Return every id that the fact is about, and the addresses of parts, ``owner.part``."""
        first, *steps = self.subject.split("/")
        names = [first, *steps, *_ids_in([self.old, self.new])]
        if self.kind.endswith(("-renamed", "-moved")):
            names += [*str(self.old).split("/"), *str(self.new).split("/")]
        return {*names, *(f"{self.entity}.{each}" for each in names)}


def _ids_in(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _ids_in(each)
    elif isinstance(value, dict):
        yield from (str(value[key]) for key in ("id", "column") if key in value)
        for each in value.values():
            yield from _ids_in(each)


@dataclass(frozen=True, kw_only=True)
class Question:
    """A probable rename: asked of the editor, never answered by the tool."""

    old: str
    new: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All that differs between two bundles, and the patch that leads from one to the other.

    ``entities`` are those of the older and of the newer bundle, for all who look something up.
    """

    old: Any
    new: Any
    facts: tuple[Fact, ...]
    patch: tuple[dict[str, Any], ...]
    stamps: tuple[int, ...]
    questions: tuple[Question, ...] = ()
    entities: tuple[tuple[Entity, ...], ...] = ()
