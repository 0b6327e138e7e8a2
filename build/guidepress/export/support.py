"""What an option rests on: every level that the source gave, and what it left ungraded."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guidepress.model import Evidence, Guideline, Option, Section, Statement


class Support(NamedTuple):
    """The levels, each with the one statement that it was given for, and the other statements."""

    gradings: tuple[tuple[Statement, Evidence], ...]
    cited: tuple[Statement, ...]
    uncited: tuple[Statement, ...]


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
    cited = tuple(statement for statement in ungraded if statement.citations)
    uncited = tuple(statement for statement in ungraded if not statement.citations)
    return Support(tuple(graded), cited, uncited)


NOT_KNOWN = "citations not known"


def knows_citations(guideline: Guideline) -> bool:
    """Tell whether a missing citation is one that the source lacks, or one that nobody knows."""
    reconstruction = guideline.identity.reconstruction
    return reconstruction is None or "citations" not in reconstruction.not_known


def render_ungraded(support: Support, *, known: bool = True) -> str:
    """Say what carries no level: "cited, not graded", "no citation", or how many are which.

    Those that the source states for a population are counted apart, with the population.
    ``known`` is False where a reconstruction does not know the citations.
    """
    lacking = "no citation" if known else NOT_KNOWN
    groups = (("cited, not graded", support.cited), (lacking, support.uncited))
    counts = [
        (count, whom, what)
        for what, said in groups
        for whom, count in Counter(each.population for each in said).items()
    ]
    if not support.gradings and len(counts) <= 1 and not any(whom for _, whom, _ in counts):
        return counts[0][-1] if counts else lacking
    told = "; ".join(f"{_statements(count, whom)}: {what}" for count, whom, what in counts)
    return f"also {told}" if support.gradings and told else told


def _statements(count: int, whom: str | None) -> str:
    number = "1 statement" if count == 1 else f"{count} statements"
    return f"{number} on {whom}" if whom else number


_KINDS = {
    "benefit": "benefits",
    "harm": "harms",
    "dose": "doses",
    "contraindication": "contraindications",
    "interaction": "interactions",
    "resources": "use of resources",
    "values": "values and preferences",
}


def render_not_held(guideline: Guideline) -> str:
    """Say what the document does not cover, where its editors say so; nothing is concluded."""
    names = [_KINDS.get(each, each) for each in guideline.identity.not_covered]
    if not names:
        return ""
    *others, last = names
    listed = f"{', '.join(others)} or {last}" if others else last
    return f"This document does not cover {listed}: look for these elsewhere."
