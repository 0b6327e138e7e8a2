"""Citations and references, both ways."""

from __future__ import annotations

from collections.abc import Iterator

from guidepress.bibliography.identity import Same, Works
from guidepress.model import Reference, to_data
from guidepress.near import did_you_mean
from guidepress.problem import Problem, Related
from guidepress.prose import find_forgotten_citations, find_malformed_citations
from guidepress.validate.subject import Subject, warning


def unknown_citation(subject: Subject) -> Iterator[Problem]:
    """A citation names a reference of references.yaml."""
    known = {reference.id for reference in subject.guideline.references}
    for statement in subject.statements():
        for key in statement.citations:
            if key not in known:
                place = subject.content.find(statement.id, "text", needle=f"@{key}")
                hint = did_you_mean(key, known) or f"add {key} to references.yaml"
                yield Problem(place, "unknown-citation", f"no reference has the id {key}", hint)


def malformed_citation(subject: Subject) -> Iterator[Problem]:
    """A citation is written [@key] or [@key; @key]."""
    known = {reference.id for reference in subject.guideline.references}
    for statement in subject.statements():
        for _start, _end, text in find_malformed_citations(statement.text):
            place = subject.content.find(statement.id, "text", needle=text)
            hint = "write [@maki-2007] or [@maki-2007; @le-cesne-2012]"
            yield Problem(place, "malformed-citation", f"{text} is not a citation", hint)
        for text, citation in find_forgotten_citations(statement.text, known):
            place = subject.content.find(statement.id, "text", needle=text)
            message = f"{text} looks like a citation"
            yield Problem(place, "malformed-citation", message, f"write {citation}")


def uncited_reference(subject: Subject) -> Iterator[Problem]:
    """Each reference is cited by a statement."""
    cited = {key for statement in subject.statements() for key in statement.citations}
    for reference in subject.guideline.references:
        if reference.id not in cited:
            place = subject.content.position(reference.id, "id")
            hint = f"cite it as [@{reference.id}], or remove it"
            message = f"no statement cites {reference.id}"
            yield warning(place, "uncited-reference", message, hint)


def duplicate_reference(subject: Subject) -> Iterator[Problem]:
    """No two references are one work; the same title, year and first author is suspicious."""
    works = Works()
    for reference in subject.guideline.references:
        data = to_data(reference)
        if same := works.find_same(data):
            yield _duplicate(subject, reference, same)
        works.add(data)


def _duplicate(subject: Subject, second: Reference, same: Same) -> Problem:
    field = same.what if same.certain else "title"
    place = subject.content.position(second.id, field)
    related = Related(subject.content.position(same.id, field), f"first used by {same.id}")
    return Problem(
        place,
        "duplicate-reference",
        f"{second.id} has the {same.what} of {same.id}",
        "keep one of the two and cite that",
        (related,),
        "error" if same.certain else "warning",
    )


def reference_after_update(subject: Subject) -> Iterator[Problem]:
    """No reference is younger than the day on which the guideline was updated."""
    updated = subject.guideline.identity.updated
    if not updated or not updated[:4].isdecimal():
        return
    for reference in subject.guideline.references:
        if reference.year and reference.year > int(updated[:4]):
            place = subject.content.position(reference.id, "issued")
            message = f"{reference.id} is of {reference.year}, the guideline was updated {updated}"
            hint = "correct the year, or move `updated` in guideline.yaml"
            yield Problem(place, "reference-after-update", message, hint)


def retracted_reference(subject: Subject) -> Iterator[Problem]:
    """Retracted work is not cited unawares."""
    retracted = {
        reference.id
        for reference in subject.guideline.references
        if any(notice.kind == "retraction" for notice in reference.custom.notices)
    }
    for statement in subject.statements():
        for key in statement.citations:
            if key in retracted and key not in statement.cites_retracted:
                place = subject.content.find(statement.id, "text", needle=f"@{key}")
                hint = f"cite other work, or write `cites_retracted: [{key}]` in the statement"
                message = f"{key} has been retracted"
                yield Problem(place, "retracted-reference", message, hint)
