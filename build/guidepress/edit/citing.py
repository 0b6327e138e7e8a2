"""Where a work is cited: which statements of which guidelines."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from guidepress.bibliography.tidy import tidy_doi, tidy_pmid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guidepress.content import Content
    from guidepress.model import Reference, Statement
    from guidepress.problem import Position


class Citing(NamedTuple):
    """A statement that cites a reference, and the levels that rest on it."""

    position: Position
    statement: str
    levels: tuple[str, ...]


def find_references(content: Content, wanted: str) -> Iterator[Reference]:
    """Yield the references that have the key, the PMID or the DOI, however it is written."""
    for reference in content.guideline.references:
        names = {reference.id, reference.pmid, (reference.doi or "").lower() or None}
        if {wanted, tidy_pmid(wanted), tidy_doi(wanted).lower()} & names:
            yield reference


def find_citing(content: Content, key: str) -> Iterator[Citing]:
    """Yield the statements of the content that cite the reference."""
    for statement in _statements(content):
        if key in statement.citations:
            place = content.find(statement.id, "text", needle=f"@{key}")
            levels = (each.level for each in statement.evidence if key in each.references)
            yield Citing(place, statement.id, tuple(levels))


def _statements(content: Content) -> Iterator[Statement]:
    guideline = content.guideline
    yield from (each.intro for each in guideline.lists if each.intro)
    for option in guideline.options:
        yield from option.statements
    for section in guideline.sections:
        yield from section.statements
