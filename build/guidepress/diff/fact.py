"""What differs, as data: facts know no severity and no sentence."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any


def canonical(value: Any) -> bytes:
    """Return the one form in which we write and hash JSON (RFC 8785 for data without floats)."""
    options = {"sort_keys": True, "separators": (",", ":"), "ensure_ascii": False}
    return (json.dumps(value, allow_nan=False, **options) + "\n").encode()  # type: ignore[arg-type]


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
        return others[0] if first == "statements" else self.subject.rpartition("/")[2]


@dataclass(frozen=True, kw_only=True)
class Question:
    """A probable rename: asked of the editor, never answered by the tool."""

    old: str
    new: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All that differs between two bundles, and the patch that leads from one to the other."""

    old: Any
    new: Any
    facts: tuple[Fact, ...]
    patch: tuple[dict[str, Any], ...]
    stamps: tuple[int, ...]
    questions: tuple[Question, ...] = ()
