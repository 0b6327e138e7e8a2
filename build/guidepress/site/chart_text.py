"""What a reader copies into a patient's record: one option, with all that it can be held to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.classify import cite
from guidepress.export.evidence import statements_on
from guidepress.export.wording import (
    NOT_STATED,
    render_approval,
    render_recommendations,
    render_standing,
    render_stated,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guidepress.model import Option, Statement
    from guidepress.site.view import View


def render_chart_text(view: View, option: Option) -> list[str]:
    """Return the lines of the record: option, conditions, levels, statements, version and dates.

    The address is missing: only the page that is being read knows where it stands.
    """
    return list(_chart_lines(view, option))


def _chart_lines(view: View, option: Option) -> Iterator[str]:
    identity = view.guideline.identity
    yield option.name
    yield f"Applies when: {'; and '.join(view.words.of_option(option)) or 'no condition stated'}"
    yield f"Standing: {render_standing(option)}"
    for recommendation in render_recommendations(view.guideline, option):
        yield f"Recommendation: {recommendation}"
    yield from (f"Approval: {render_approval(each)}" for each in option.regulatory)
    for statement, evidence in view.support(option).gradings:
        meaning = view.meaning(evidence)
        said = _with_works(view, statement)
        yield f"Level {evidence.level}: {meaning}. Given for: {said}"
    for statement in statements_on(view.guideline, option):
        if not statement.evidence:
            yield f"Also stated: {_with_works(view, statement)}"
    if ungraded := view.ungraded(option):
        yield f"Evidence: {ungraded}"
    yield f"From: {identity.title}, version {identity.version}"
    dates = (
        ("released", identity.released),
        ("content updated", identity.updated),
        ("reviewed", identity.reviewed),
    )
    yield "; ".join(f"{name} {day or NOT_STATED}" for name, day in dates)
    yield "Not medical advice. It may have been superseded since."


def _with_works(view: View, statement: Statement) -> str:
    """Return the claim with the works that it cites: numbers would mean nothing in a record."""
    works = (
        f"{cite(work)}, PMID {work.pmid}" if work.pmid else cite(work)
        for work in view.works(statement.citations)
    )
    cited = "; ".join(works)
    return f"{render_stated(statement)} [{cited}]" if cited else render_stated(statement)
