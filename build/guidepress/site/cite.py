"""How a reader cites a release: in words, and for the tools of those who write."""

from collections.abc import Mapping
from typing import NamedTuple

from msgspec.structs import replace

from guidepress.export import REFERENCE_EXPORTS, as_reference
from guidepress.model import Guideline, Reference, Source
from guidepress.site.publication import Publication

# The name of a format as readers know it, its key in the table of exports, and its file.
_FORMATS = (
    ("BibTeX", "bibtex", "cite.bib"),
    ("RIS", "ris", "cite.ris"),
    ("CSL-JSON", "csl", "cite.csl.json"),
)


class Format(NamedTuple):
    """One form of the citation: its name, the file that holds it, and its text."""

    name: str
    file: str
    text: str


class Citation(NamedTuple):
    """A release as it is cited; ``address`` is where it stands for good."""

    text: str
    address: str
    reference: Reference
    formats: tuple[Format, ...]


def cite_release(guideline: Guideline, publication: Publication) -> Citation:
    """Return the citation of a release, at the address that stays."""
    identity = guideline.identity
    address = f"{publication.address}{identity.id}/{identity.version}/index.html"
    reference = as_reference(guideline, address)
    reference = replace(reference, container_title=publication.name)
    author = f"{identity.publisher}. " if identity.publisher else ""
    formats = (
        Format(name, file, REFERENCE_EXPORTS[key]([reference])) for name, key, file in _FORMATS
    )
    # What a version in error is called ends with a stop of its own.
    title = reference.title.removesuffix(".")
    return Citation(
        text=f"{author}{title}. {publication.name}; {identity.released}. "
        f"{_adapted(identity.source)}Available from:",
        address=address,
        reference=reference,
        formats=tuple(formats),
    )


def _adapted(source: Source | None) -> str:
    return f"Adapted from {source.title}, {source.publisher}. " if source else ""


def stage_citation(citation: Citation) -> Mapping[str, bytes]:
    """Return the files of a citation by their names beside the page of the release."""
    return {each.file: each.text.encode() for each in citation.formats}
