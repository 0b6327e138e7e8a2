"""The table of exports: each is a function from a guideline to text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from guidepress.bibliography.write import REFERENCE_EXPORTS
from guidepress.export.fhir import render_fhir
from guidepress.export.jsonld import render_jsonld
from guidepress.export.markdown import render_markdown
from guidepress.export.table import render_options_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from guidepress.model import Guideline, Reference


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
