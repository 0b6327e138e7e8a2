"""A retracted and an incomplete work, as the tools of their users show them."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest
import rispy

from bibliography.generate import as_models, make_references
from conftest import TESTS
from guidepress.bibliography.write import REFERENCE_EXPORTS, render_coins
from limits import LIMIT

if TYPE_CHECKING:
    from pathlib import Path

NOTICE = {"kind": "retraction", "citation": "J Test Med. 2014;13(1):99", "DOI": "10.1000/n"}
WORKS = as_models(
    [
        {
            "id": "alpha-2013",
            "type": "article-journal",
            "title": "A retracted work",
            "author": [{"family": "Alpha", "given": "Iota"}],
            "container-title": "J Test Med",
            "issued": "2013",
            "notices": [NOTICE],
        },
        {
            "id": "beta-2013",
            "type": "article-journal",
            "title": "A work of many",
            "author": [{"family": "Beta", "given": "Kappa"}],
            "authors_complete": False,
            "container-title": "J Test Med",
            "issued": "2013",
        },
    ]
)


def test_rispy_reads_both_notes() -> None:
    retracted, incomplete = rispy.loads(REFERENCE_EXPORTS["ris"](WORKS))
    assert retracted["title"] == "RETRACTED: A retracted work"
    assert retracted["notes"] == ["retraction: J Test Med. 2014;13(1):99 [doi:10.1000/n]"]
    assert incomplete["notes"] == ["The list of authors is not complete (et al.)"]


def test_pybtex_reads_both() -> None:
    from pybtex.database import parse_string  # type: ignore[import-untyped]

    library = parse_string(REFERENCE_EXPORTS["bibtex"](WORKS), "bibtex")
    assert "RETRACTED" in library.entries["alpha-2013"].fields["title"]
    assert "retraction: J Test Med" in library.entries["alpha-2013"].fields["note"]
    assert str(library.entries["beta-2013"].persons["author"][-1]) == "others"


def test_pybtex_reads_five_hundred_references_of_every_shape() -> None:
    from pybtex.database import parse_string

    references = make_references(500, seed=3)
    library = parse_string(REFERENCE_EXPORTS["bibtex"](as_models(references)), "bibtex")
    assert len(library.entries) == 500


def test_coins_say_what_is_retracted_and_what_is_an_article() -> None:
    retracted, _ = WORKS
    shown = parse_qs(render_coins(retracted))
    assert shown["rft.atitle"] == ["RETRACTED: A retracted work"]
    assert shown["rft.genre"] == ["article"]
    book = as_models([{"id": "a", "type": "book", "title": "A", "ISBN": "9783161484100"}])[0]
    shown = parse_qs(render_coins(book))
    assert shown["rft.title"] == ["A"]
    assert shown["rft.identifier"] == ["urn:ISBN:9783161484100"]


def test_csl_says_it_where_processors_look() -> None:
    retracted, incomplete = json.loads(REFERENCE_EXPORTS["csl"](WORKS))
    assert retracted["status"] == "retracted"
    assert retracted["note"] == "retraction: J Test Med. 2014;13(1):99 [doi:10.1000/n]"
    assert incomplete["note"] == "The list of authors is not complete (et al.)"
    assert incomplete["author"][-1] == {"literal": "others"}
    assert "status" not in incomplete


def test_citation_js_shows_what_is_retracted_and_that_authors_are_missing(tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text(REFERENCE_EXPORTS["csl"](WORKS), encoding="utf-8")
    words = ["node", "citations.mjs", str(tmp_path / "r.json")]
    done = subprocess.run(
        words, cwd=TESTS / "node", capture_output=True, text=True, check=True, timeout=LIMIT
    )
    read = json.loads(done.stdout)
    (_, retracted), (_, incomplete) = read["bibliography"]
    assert "Alpha I. RETRACTED: A retracted work. J Test Med." in retracted
    assert "Beta K, others. A work of many." in incomplete
    assert [each.get("status") for each in read["items"]] == ["retracted", None]


def test_citation_js_reads_references_of_every_shape(tmp_path: Path) -> None:
    # It takes 20 ms for each; pybtex reads five hundred of them.
    references = make_references(150, seed=3)
    (tmp_path / "r.json").write_text(REFERENCE_EXPORTS["csl"](as_models(references)), "utf-8")
    words = ["node", "citations.mjs", str(tmp_path / "r.json")]
    done = subprocess.run(
        words, cwd=TESTS / "node", capture_output=True, text=True, check=True, timeout=LIMIT
    )
    read = json.loads(done.stdout)
    assert len(read["bibliography"]) == 150
    titles = [each["title"].removeprefix("RETRACTED: ") for each in read["items"]]
    assert titles == [each["title"] for each in references]


@pytest.mark.parametrize("form", ["csl", "bibtex"])
def test_pandoc_prints_that_a_work_is_retracted(form: str, tmp_path: Path) -> None:
    listed = tmp_path / {"csl": "r.json", "bibtex": "r.bib"}[form]
    listed.write_text(REFERENCE_EXPORTS[form](WORKS), encoding="utf-8")
    (tmp_path / "a.md").write_text("[@alpha-2013; @beta-2013]\n", encoding="utf-8")
    words = ["pandoc", "a.md", "--citeproc", f"--bibliography={listed.name}", "-t", "plain"]
    done = subprocess.run(
        words, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=LIMIT
    )
    assert "retracted: a retracted work" in " ".join(done.stdout.split()).lower()
    assert "Beta, Kappa et al." in done.stdout


def test_biber_reads_a_hundred_references_without_a_warning(tmp_path: Path) -> None:
    text = REFERENCE_EXPORTS["bibtex"](as_models(make_references(100, seed=3)))
    (tmp_path / "r.bib").write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["biber", "--tool", "r.bib"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT,
    )
    assert done.returncode == 0, done.stdout[-2000:]
    assert "ERROR" not in done.stdout
    assert done.stdout.count("WARN") == 0, done.stdout[-2000:]
