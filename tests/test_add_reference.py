"""References from a librarian's files: what is read, the key, what is refused, what stays."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conftest import BASE, TESTS, guidepress, overlay
from guidepress.bibliography.identity import make_key
from guidepress.bibliography.read import read_references, references_in
from guidepress.bibliography.tidy import tidy_pages
from guidepress.edit.entry import render_entries, scalar
from guidepress.problem import Position, UnusableError
from guidepress.schema.load import is_valid, typed
from guidepress.source.parse import parse_document
from guidepress.source.text import find_in_escapes

if TYPE_CHECKING:
    from pathlib import Path

CASES = sorted(
    file
    for file in (TESTS / "references").iterdir()
    if file.suffix in {".nbib", ".ris", ".bib", ".json"}
)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A project with one guideline."""
    overlay(tmp_path / "content" / "base")
    return tmp_path


HEAD = "# yaml-language-server: $schema=../../schema/references.schema.json\nreferences:\n"


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.name)
def test_each_format_becomes_entries_that_validate(file: Path) -> None:
    entries: list[dict[str, Any]] = []
    for found in read_references(file):
        key = make_key(found.data, {each["id"] for each in entries})
        entries.append({"id": key, **found.data})
    text = f"{HEAD}{render_entries(entries, 2)}"
    assert text == file.with_name(f"{file.name}.yaml").read_text(encoding="utf-8")
    document, problems = parse_document(text.encode(), "references.yaml")
    assert document is not None
    assert not problems
    data = typed("references", document.data)
    assert is_valid("references", data)
    assert data["references"] == entries


def test_one_reference_is_added_with_a_key_and_every_comment_stays(small: Path) -> None:
    file = small / "content/base/references.yaml"
    old = file.read_text(encoding="utf-8").replace(
        "  - id: soole-2014", "  # the oldest one of ours\n  - id: soole-2014  # cited once"
    )
    file.write_text(old, encoding="utf-8")
    done = guidepress(small, "add", "reference", str(TESTS / "references/maki.nbib"))
    assert done.returncode == 0, done.stderr
    assert "added maki-2007 to content/base/references.yaml:" in done.stdout
    assert "cite it as [@maki-2007]" in done.stdout
    new = file.read_text(encoding="utf-8")
    written = done.stdout.partition(":\n")[2].rpartition("cite it")[0]
    assert new.replace(written, "") == old
    assert new.index("le-cesne-2012") < new.index("maki-2007") < new.index("# the oldest one")


def test_what_is_there_already_is_named_and_not_added_again(small: Path) -> None:
    items = [
        {"type": "article-journal", "title": "Another title", "PMID": "22749255"},
        {"title": "X", "DOI": "https://doi.org/10.1016/J.EJCA.2012.05.012"},
    ]
    (small / "some.json").write_text(json.dumps(items), encoding="utf-8")
    done = guidepress(small, "add", "reference", "some.json")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "2 records: 2 already there",
        "already there: “Another title” (some.json, item 1) is le-cesne-2012 (same PMID), with another title; cite it as [@le-cesne-2012]",
        "already there: “X” (some.json, item 2) is le-cesne-2012 (same DOI), with another title; cite it as [@le-cesne-2012]",
    ]
    assert (small / "content/base/references.yaml").read_bytes() == (
        BASE / "references.yaml"
    ).read_bytes()


@pytest.mark.parametrize(
    ("tag", "kinds"),
    [
        ("EIN ", ["erratum"]),
        ("CRI ", ["erratum"]),
        ("PRIN", ["erratum"]),
        ("RIN ", ["retraction"]),
        ("RRI ", ["retraction"]),
        ("ECI ", ["expression-of-concern"]),
        *((tag, []) for tag in ("EFR ", "CRF ", "PROF", "ROF ", "RRF ", "ECF ", "CON ")),
    ],
)
def test_pubmed_links_count_for_the_work_that_they_are_about(tag: str, kinds: list[str]) -> None:
    (found,) = references_in(f"PMID- 17602081\nTI  - A title.\n{tag}- Lancet. 2008;1(1):2\n")
    assert [each["kind"] for each in found.data.get("notices", [])] == kinds


@pytest.mark.parametrize(
    ("lines", "citations"),
    [
        (
            "PT  - Retracted Publication\n",
            ["PubMed, publication type “Retracted Publication”"],
        ),
        ("PT  - Retracted Publication\nRIN - Lancet. 2008;1(1):2\n", ["Lancet. 2008;1(1):2"]),
        (
            "PT  - Retracted Publication\nEIN - Lancet. 2008;1(1):2\n",
            ["Lancet. 2008;1(1):2", "PubMed, publication type “Retracted Publication”"],
        ),
        # The notice of a retraction was not itself retracted.
        ("PT  - Retraction of Publication\n", []),
    ],
)
def test_what_pubmed_calls_retracted_is_retracted_without_a_link_too(
    lines: str, citations: list[str]
) -> None:
    (found,) = references_in(f"PMID- 17602081\nTI  - A title.\n{lines}")
    assert [each["citation"] for each in found.data.get("notices", [])] == citations


def test_a_retracted_work_without_a_link_is_told_where_it_is_cited(small: Path) -> None:
    nbib = (TESTS / "references/maki.nbib").read_text(encoding="utf-8")
    stated = nbib.replace("PT  - Journal Article", "PT  - Retracted Publication")
    (small / "one.nbib").write_text(stated.replace("17602081", "23583130"), encoding="utf-8")
    assert guidepress(small, "add", "notice", "one.nbib").returncode == 0
    assert "stanelle-2013 has been retracted" in guidepress(small, "validate").stdout


def test_a_key_that_is_there_or_was_ever_released_is_not_used_again(project: Path) -> None:
    listed = project / "some.json"
    maki = {"title": "Something else", "author": [{"family": "Maki"}], "issued": {"raw": "2007"}}
    listed.write_text(json.dumps([maki, {**maki, "title": "A third one"}]), encoding="utf-8")
    done = guidepress(project, "add", "reference", "some.json")
    assert "added maki-2007a" in done.stdout
    assert "added maki-2007b" in done.stdout
    # An id of an older release that the content has no more.
    file = project / "content/childhood-sts-recurrent/references.yaml"
    before, _, rest = file.read_text(encoding="utf-8").partition("  - id: zagars-2003")
    file.write_text(before, encoding="utf-8")
    assert rest
    zagars = {"title": "Not that one", "author": [{"family": "Zagars"}], "issued": {"raw": "2003"}}
    listed.write_text(json.dumps(zagars), encoding="utf-8")
    assert "added zagars-2003a" in guidepress(project, "add", "reference", "some.json").stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "hello",
            "it is none of RIS, PubMed (.nbib, XML), Web of Science, EndNote (.enw, XML), BibTeX and CSL-JSON",
        ),
        ("", "it is empty"),
        ("[", "this is not CSL-JSON: it cannot be read as JSON"),
        ("[]", "it holds no reference"),
        ("[1]", "write a list of items"),
        (
            "<?xml version='1.0'?><PubmedArticleSet>",
            "this is not XML as PubMed or EndNote writes it",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_told(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "some.txt").write_text(text, encoding="utf-8")
    with pytest.raises(UnusableError, match=re.escape(said)):
        read_references(tmp_path / "some.txt")


def test_a_file_that_cannot_be_used_changes_nothing(small: Path) -> None:
    done = guidepress(small, "add", "reference", "absent.ris")
    assert done.returncode == 2
    assert done.stderr == ("guidepress: absent.ris cannot be read: No such file or directory\n")
    assert (small / "content/base/references.yaml").read_bytes() == (
        BASE / "references.yaml"
    ).read_bytes()


def test_a_list_that_is_empty_or_in_brackets_is_filled_or_refused(small: Path) -> None:
    file = small / "content/base/references.yaml"
    file.write_text("# ours\nreferences: []\n", encoding="utf-8")
    assert (
        guidepress(small, "add", "reference", str(TESTS / "references/maki.nbib")).returncode == 0
    )
    assert file.read_text(encoding="utf-8").startswith("# ours\nreferences:\n  - id: maki-2007\n")
    file.write_text("references: [{id: a, type: book, title: A}]\n", encoding="utf-8")
    done = guidepress(small, "add", "reference", str(TESTS / "references/maki.nbib"))
    assert done.returncode == 2
    assert "run `guidepress fmt` first" in done.stderr


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp"])))
def test_any_text_reads_back_from_its_scalar(text: str) -> None:
    # What no content may hold is told, however it is written.
    assume(not list(find_in_escapes(text, Position("x", 1, 1))))
    document, _ = parse_document(f"- {scalar(text)}\n".encode(), "x")
    assert document is None
    document, problems = parse_document(f"a: {{b: {scalar(text)}, c: d}}\n".encode(), "x")
    assert document is not None, problems
    assert document.data == {"a": {"b": text, "c": "d"}}


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("2755–63", "2755-2763"),
        ("2755--2763", "2755-2763"),
        ("S12-S20", "S12-S20"),
        ("e123", "e123"),
        ("99-101", "99-101"),
        ("12", "12"),
    ],
)
def test_pages_are_written_in_full_with_a_hyphen(written: str, tidy: str) -> None:
    assert tidy_pages(written) == tidy
