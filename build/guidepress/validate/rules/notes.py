"""Reasons: each change has one, and each note is about something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.problem import Position, Problem
from guidepress.validate.subject import warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guidepress.classify import Change
    from guidepress.validate.subject import Subject


def missing_reason(subject: Subject) -> Iterator[Problem]:
    """Each major or minor change since the last release is covered by a note."""
    if subject.delta is None:
        return
    for change in subject.delta.changes:
        if change.impact in {"major", "minor"} and change.reason is None:
            yield _missing(subject, change)


def _missing(subject: Subject, change: Change) -> Problem:
    about = change.fact.entity
    hint = (
        f"write notes/{about}.yaml with about: [{about}], reason: … and "
        "reason_type: new-evidence | safety | error-corrected | editorial | source-updated"
    )
    place = subject.content.position(about)
    message = f"no note says why: {change.sentence.removesuffix('.')}"
    return warning(place, "missing-reason", message, hint)


def note_about_nothing(subject: Subject) -> Iterator[Problem]:
    """A note explains a change that there is; an acceptance still fits its change."""
    if subject.delta is None:
        return
    used = {change.reason for change in subject.delta.changes}
    from guidepress.validate.subject import notes_of

    for note, noted in zip(subject.content.notes, notes_of(subject.content), strict=True):
        if noted.reason in used:
            continue
        if note.accept:
            message = "the accepted change is no longer the one that was accepted"
            hint = "look at `guidepress diff` again and accept its present fingerprint"
            place = Position(note.file, note.position.line, note.position.column)
            yield Problem(place, "note-about-nothing", message, hint)
        else:
            message = f"nothing of {', '.join(note.about)} has changed since the last release"
            hint = "remove the note, or correct what it is about"
            yield warning(note.position, "note-about-nothing", message, hint)
