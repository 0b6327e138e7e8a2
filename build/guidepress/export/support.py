"""What an option rests on: every level that the source gave, and what it left ungraded."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guidepress.model import Evidence, Guideline, Option, Section, Statement


class Support(NamedTuple):
    """The levels, each with the one statement that it was given for, and counts of the others."""

    gradings: tuple[tuple[Statement, Evidence], ...]
    cited: int
    uncited: int


def find_about(guideline: Guideline, option: Option) -> Iterator[tuple[Section, Statement]]:
    """Yield the statements that stand in sections but speak of the option."""
    for section in guideline.sections:
        for statement in section.statements:
            if option.id in statement.about:
                yield section, statement


def statements_on(guideline: Guideline, option: Option) -> list[Statement]:
    """Return what is said of the option, on it and elsewhere."""
    return [*option.statements, *(statement for _, statement in find_about(guideline, option))]


def find_support(guideline: Guideline, option: Option) -> Support:
    """Return what is said of the option, on it and elsewhere; no level spreads to a neighbour."""
    said = statements_on(guideline, option)
    graded = [(statement, evidence) for statement in said for evidence in statement.evidence]
    ungraded = [statement for statement in said if not statement.evidence]
    cited = sum(bool(statement.citations) for statement in ungraded)
    return Support(tuple(graded), cited, len(ungraded) - cited)


NOT_KNOWN = "citations not known"


def knows_citations(guideline: Guideline) -> bool:
    """Tell whether a missing citation is one that the source lacks, or one that nobody knows."""
    reconstruction = guideline.identity.reconstruction
    return reconstruction is None or "citations" not in reconstruction.not_known


def render_ungraded(support: Support, *, known: bool = True) -> str:
    """Say what carries no level: "cited, not graded", "no citation", or how many are which.

    ``known`` is False where a reconstruction does not know the citations.
    """
    if not known and not support.gradings and not support.cited:
        return NOT_KNOWN
    if not support.gradings and not support.cited:
        return "no citation"
    if not support.gradings and not support.uncited:
        return "cited, not graded"
    counts = ((support.cited, "cited, not graded"), (support.uncited, "no citation"))
    said = [f"{_statements(count)} {what}" for count, what in counts if count]
    return f"{'also ' if support.gradings else ''}{', '.join(said)}" if said else ""


def _statements(count: int) -> str:
    return "1 statement:" if count == 1 else f"{count} statements:"


def render_not_held(guideline: Guideline) -> str:
    """Say which kinds of statement the document does not have, so that nobody infers them.

    Of a reconstruction nothing is said: what it lacks may only be lost.
    """
    if guideline.identity.reconstruction:
        return ""
    kinds = {statement.kind for statement in guideline.statements()}
    wanted = {"dose": "doses", "harm": "harms", "contraindication": "contraindications"}
    missing = [name for kind, name in wanted.items() if kind not in kinds]
    if not missing:
        return ""
    *others, last = missing
    listed = f"{', '.join(others)} or {last}" if others else last
    return f"This document makes no statement on {listed}: look for these elsewhere."
