"""A reference as readers know it, in the parts of the NLM's citation style."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guidepress.model import Name, Reference


def render_authors(reference: Reference) -> str:
    """Return all authors that are known, with "et al." where there were more.

    They are not shortened: who searches for the last author finds the reference too.
    """
    names = [_name(each) for each in reference.author]
    if names and reference.custom.authors_complete is False:
        names.append("et al.")
    return ", ".join(names)


def _name(name: Name) -> str:
    if name.literal:
        return name.literal
    initials = (name.given or "").replace(" ", "").replace(".", "")
    parts = (name.whole_family, initials, name.suffix)
    return " ".join(part for part in parts if part)


def family_first(name: Name) -> str:
    """Return ``van der Graaf, Winette T. A.``, as indexes and reference managers write a name."""
    return name.literal or ", ".join(filter(None, (name.whole_family, name.given, name.suffix)))


def render_source(reference: Reference) -> str:
    """Return journal, year, volume, issue and pages, as far as stated."""
    return " ".join(_source_parts(reference))


def _source_parts(reference: Reference) -> Iterator[str]:
    if reference.container_title:
        yield f"{reference.container_title}."
    if reference.edition:
        yield f"Edition {reference.edition}."
    publisher = ": ".join(filter(None, (reference.publisher_place, reference.publisher)))
    if publisher:
        yield f"{publisher}."
    if imprint := _imprint(reference):
        yield f"{imprint}."
    if reference.number:
        yield f"No. {reference.number}."
    if reference.accessed:
        yield f"Accessed {reference.accessed.iso}."


def _imprint(reference: Reference) -> str:
    volume = reference.volume or ""
    issue = f"({reference.issue})" if reference.issue else ""
    pages = f":{reference.page.replace('-', chr(0x2013))}" if reference.page else ""
    year = str(reference.year) if reference.year else ""
    return f"{year};{volume}{issue}{pages}" if volume or issue or pages else year
