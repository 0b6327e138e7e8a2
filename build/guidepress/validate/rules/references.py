"""Citations and references, both ways."""

from __future__ import annotations

from collections.abc import Iterator

from guidepress.bibliography.identity import Same, Works
from guidepress.model import Reference, to_data
from guidepress.problem import Problem, Related, did_you_mean
from guidepress.prose import find_forgotten_citations, find_malformed_citations
from guidepress.validate.context import RuleContext, warning


def unknown_citation(context: RuleContext) -> Iterator[Problem]:
    """A citation names a reference of references.yaml."""
    known = {reference.id for reference in context.guideline.references}
    for statement in context.statements:
        for key in statement.citations:
            if key not in known:
                place = context.content.find(statement.id, "text", needle=f"@{key}")
                hint = did_you_mean(key, known) or f"add {key} to references.yaml"
                yield Problem(place, "unknown-citation", f"no reference has the id {key}", hint)


def malformed_citation(context: RuleContext) -> Iterator[Problem]:
    """A citation is written [@key] or [@key; @key]."""
    known = {reference.id for reference in context.guideline.references}
    for statement in context.statements:
        for _start, _end, text in find_malformed_citations(statement.text):
            place = context.content.find(statement.id, "text", needle=text)
            hint = "write [@maki-2007] or [@maki-2007; @le-cesne-2012]"
            yield Problem(place, "malformed-citation", f"{text} is not a citation", hint)
        for text, citation in find_forgotten_citations(statement.text, known):
            place = context.content.find(statement.id, "text", needle=text)
            message = f"{text} looks like a citation"
            yield Problem(place, "malformed-citation", message, f"write {citation}")


def uncited_reference(context: RuleContext) -> Iterator[Problem]:
    """Each reference is cited by a statement."""
    cited = {key for statement in context.statements for key in statement.citations}
    for reference in context.guideline.references:
        if reference.id not in cited:
            place = context.content.position(reference.id, "id")
            hint = f"cite it as [@{reference.id}], or remove it"
            message = f"no statement cites {reference.id}"
            yield warning(place, "uncited-reference", message, hint)


def duplicate_reference(context: RuleContext) -> Iterator[Problem]:
    """No two references are one work; the same title, year and first author is suspicious."""
    works = Works()
    for reference in context.guideline.references:
        data = to_data(reference)
        if same := works.find_same(data):
            yield _duplicate(context, reference, same)
        works.add(data)


def _duplicate(context: RuleContext, second: Reference, same: Same) -> Problem:
    field = same.what if same.certain else "title"
    place = context.content.position(second.id, field)
    related = Related(context.content.position(same.id, field), f"first used by {same.id}")
    return Problem(
        place,
        "duplicate-reference",
        f"{second.id} has the {same.what} of {same.id}",
        "keep one of the two and cite that",
        (related,),
        "error" if same.certain else "warning",
    )


def reference_after_update(context: RuleContext) -> Iterator[Problem]:
    """No reference is younger than the day on which the guideline was updated."""
    updated = context.guideline.identity.updated
    if not updated or not updated[:4].isdecimal():
        return
    for reference in context.guideline.references:
        if reference.year and reference.year > int(updated[:4]):
            place = context.content.position(reference.id, "issued")
            message = f"{reference.id} is of {reference.year}, the guideline was updated {updated}"
            hint = "correct the year, or move `updated` in guideline.yaml"
            yield Problem(place, "reference-after-update", message, hint)


def retracted_reference(context: RuleContext) -> Iterator[Problem]:
    """Retracted work is not cited unawares."""
    retracted = {
        reference.id
        for reference in context.guideline.references
        if any(notice.kind == "retraction" for notice in reference.custom.notices)
    }
    for statement in context.statements:
        for key in statement.citations:
            if key in retracted and key not in statement.cites_retracted:
                place = context.content.find(statement.id, "text", needle=f"@{key}")
                hint = f"cite other work, or write `cites_retracted: [{key}]` in the statement"
                message = f"{key} has been retracted"
                yield Problem(place, "retracted-reference", message, hint)
