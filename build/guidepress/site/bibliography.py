"""A reference as readers know it, in the order of parts of the NLM's citation style."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guidepress.model import Name, Reference

# More authors than this are shortened on the page; the data keep them all.
MOST_AUTHORS = 6
SHOWN_OF_MANY = 3


def render_authors(reference: Reference) -> str:
    """Return the authors, shortened with "et al." where there are many or not all are known."""
    names = [_name(each) for each in reference.author]
    if not names:
        return ""
    many = len(names) > MOST_AUTHORS
    shown = names[:SHOWN_OF_MANY] if many else names
    et_al = ", et al." if many or not reference.custom.authors_complete else ""
    return f"{', '.join(shown)}{et_al}"


def _name(name: Name) -> str:
    if name.literal:
        return name.literal
    initials = (name.given or "").replace(" ", "").replace(".", "")
    parts = (name.non_dropping_particle, name.family, initials, name.suffix)
    return " ".join(part for part in parts if part)


def render_source(reference: Reference) -> str:
    """Return journal, year, volume, issue and pages, as far as stated."""
    return " ".join(_source_parts(reference))


def _source_parts(reference: Reference) -> Iterator[str]:
    if reference.container_title:
        yield f"{reference.container_title}."
    if reference.publisher:
        yield f"{reference.publisher}."
    volume = reference.volume or ""
    issue = f"({reference.issue})" if reference.issue else ""
    pages = f":{reference.page.replace('-', chr(0x2013))}" if reference.page else ""
    year = str(reference.year) if reference.year else ""
    joined = f"{year};{volume}{issue}{pages}" if volume or issue or pages else year
    if joined:
        yield f"{joined}."
