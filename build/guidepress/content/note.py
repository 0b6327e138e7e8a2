"""Why something changed since the last release, in the words of the editors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from guidepress.problem import Position
    from guidepress.source import Document


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """A file of ``notes/``; ``about`` holds ids, kinds of change, fingerprints or ``guideline``."""

    file: str
    position: Position
    about: tuple[str, ...]
    reason: str
    reason_type: str
    link: str | None = None
    impact: Literal["major", "minor", "patch"] | None = None
    accept: str | None = None
    accepted_by: str | None = None
    answer: str | None = None


def note_from(document: Document) -> Note:
    """Build a note from a document that passed its schema."""
    values = {**document.data, "about": tuple(document.data["about"])}
    return Note(file=document.file, position=document.position(["about"], key=True), **values)
