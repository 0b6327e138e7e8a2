"""Reasons: each change has one, and each note is about something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guidepress.problem import Position, Problem
from guidepress.validate.context import RuleContext, notes_of, warning

if TYPE_CHECKING:
    from guidepress.classify.change import Change
    from guidepress.diff.fact import Fact, Question


def missing_reason(context: RuleContext) -> Iterator[Problem]:
    """Each major or minor change since the last release is covered by a note."""
    if context.delta is None:
        return
    asked = asked_about(context)
    reported: set[Question] = set()
    for change in context.delta.changes:
        if change.impact not in {"major", "minor"} or change.reason is not None:
            continue
        question = next((asked[part] for part in _ids_of(change.fact) if part in asked), None)
        if question is None:
            yield _missing(context, change)
        elif question not in reported:
            reported.add(question)
            yield _unanswered(context, question)


def _ids_of(fact: Fact) -> list[str]:
    """Return the ids on the path of what changed, and on those of where it moved from and to."""
    homes = [fact.old, fact.new] if fact.kind.endswith("-moved") else []
    return "/".join([fact.subject, *map(str, homes)]).split("/")


def asked_about(context: RuleContext) -> dict[str, Question]:
    """Return the open question about each id of a probable rename: it comes before any reason.

    A suppression answers that the two are different.
    """
    from guidepress.validate.check import is_accepted
    from guidepress.validate.rules.ids import probable_rename

    questions = context.delta.questions if context.delta else ()
    asked = zip(questions, probable_rename(context), strict=True)
    still = [each for each, problem in asked if not is_accepted(context.content, problem)]
    return {entity: each for each in still for entity in (each.old, each.new)}


def _unanswered(context: RuleContext, question: Question) -> Problem:
    """Return one problem for all changes of a probable rename: it still stops a release."""
    message = f"no note says why {question.new} stands where {question.old} was"
    hint = "first answer whether it is a rename (probable-rename); a rename needs one note at most"
    if question.new == question.old:
        message = f"no note says why so much of {question.new} changed"
        hint = "first answer whether it is still the same thing (probable-rename)"
    return warning(context.at(question.new), "missing-reason", message, hint)


def _missing(context: RuleContext, change: Change) -> Problem:
    hint = f"say why: guidepress add note {change.name} --guideline {context.content.id}"
    message = f"no note says why: {change.sentence.removesuffix('.')}"
    return warning(_place_of(context, change.fact), "missing-reason", message, hint)


def _place_of(context: RuleContext, fact: Fact) -> Position:
    content = context.content
    if fact.entity in content.by_id:
        return context.at(fact.entity)
    # What is gone, and a scale, have no place of their own: their list is the nearest.
    key = f"{fact.kind.partition('-')[0]}s"
    files = (name for name, document in content.documents.items() if key in document.data)
    return content.file_position(next(files, "guideline"), key)


def note_about_nothing(context: RuleContext) -> Iterator[Problem]:
    """A note explains a change that there is; an acceptance still fits its change."""
    if context.delta is None:
        return
    used = {change.reason for change in context.delta.changes}
    present = {change.fact.fingerprint for change in context.delta.changes}
    for note, noted in zip(context.content.notes, notes_of(context.content), strict=True):
        if note.accept in present if note.accept else noted.reason in used:
            continue
        if note.accept:
            message = "the accepted change is no longer the one that was accepted"
            hint = "look at `guidepress diff` again and accept its present fingerprint"
            place = note.position._replace(file=note.file)
            yield Problem(place, "note-about-nothing", message, hint)
        else:
            message = f"nothing of {', '.join(note.about)} has changed since the last release"
            hint = "remove the note, or correct what it is about"
            yield warning(note.position, "note-about-nothing", message, hint)


def acceptance_refused(context: RuleContext) -> Iterator[Problem]:
    """A lower impact is accepted no lower than the floor of the change."""
    changes = context.delta.changes if context.delta else ()
    by_fingerprint = {change.fact.fingerprint: change for change in changes}
    for note in context.content.notes:
        change = by_fingerprint.get(note.accept or "")
        refusal = change.refuse(note.impact or change.impact) if change else ""
        if refusal:
            place = note.position._replace(file=note.file)
            hint = "remove the note, or state an impact that is not below the floor"
            yield Problem(place, "acceptance-refused", refusal, hint)
