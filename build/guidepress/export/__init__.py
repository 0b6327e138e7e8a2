"""A guideline as text that other people's tools read.

Each format is one function from a guideline to text (``markdown``, ``table`` for CSV, ``jsonld``,
``fhir``); they share their words (``wording``), lines with labels (``details``), and what an option
rests on (``evidence``).
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from guidepress.bibliography.write import REFERENCE_EXPORTS
from guidepress.export.details import CAVEATS, with_status
from guidepress.export.fhir import render_fhir
from guidepress.export.jsonld import render_jsonld
from guidepress.export.markdown import render_markdown
from guidepress.export.table import render_options_csv, render_tables
from guidepress.export.wording import as_of
from guidepress.model import Custom, Date, Guideline, Identity, Name, Reference

__all__ = ["EXPORTS", "REFERENCE_EXPORTS", "Export", "as_reference", "render_tables", "with_status"]


def as_reference(guideline: Guideline, address: str = "") -> Reference:
    """Return the guideline as an item that can be cited.

    ``address`` is where that version stands for good. No format has a field for the version that
    all readers show, nor one for the date of the content, which can be years older than that of
    the release, nor one for what became of it: so the title names all three. Who adapted a source
    is not its author: the author is our publisher where one is stated, and nobody otherwise.
    """
    identity = guideline.identity
    version = f"version {identity.version}" if identity.version else "draft"
    publisher = identity.publisher
    return Reference(
        id=f"{identity.id}-{identity.version or 'draft'}".replace(".", "-"),
        type="webpage",
        title=f"{identity.title} ({version}, {as_of(identity.updated)})"
        f"{f' {CAVEATS[identity.status]}' if identity.status in CAVEATS else ''}",
        author=(Name(literal=publisher),) if publisher else (),
        issued=_issued(identity),
        publisher=publisher,
        language=identity.language,
        url=address or None,
        custom=Custom(),
    )


def _issued(identity: Identity) -> Date | None:
    if identity.released is None:
        return None
    return Date(date_parts=(tuple(int(part) for part in identity.released.split("-")),))


class Export(NamedTuple):
    """How a format is called beside a bundle, and the function that writes it."""

    file: str
    render: Callable[[Guideline], str]


def _of_references(render: Callable[[Sequence[Reference]], str]) -> Callable[[Guideline], str]:
    return lambda guideline: render(guideline.references)


EXPORTS = {
    "csl": Export("references.csl.json", _of_references(REFERENCE_EXPORTS["csl"])),
    "bibtex": Export("references.bib", _of_references(REFERENCE_EXPORTS["bibtex"])),
    "ris": Export("references.ris", _of_references(REFERENCE_EXPORTS["ris"])),
    "csv": Export("options.csv", render_options_csv),
    # The site generator takes every .md below it for a page of its own.
    "markdown": Export("guideline.md.txt", render_markdown),
    "jsonld": Export("guideline.jsonld", render_jsonld),
    "fhir-r5": Export("fhir-r5.json", render_fhir),
}
