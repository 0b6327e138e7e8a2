"""Every format as its exporters write it: what is taken, what is left out, and what is noted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import TESTS
from guidepress.bibliography.read import read_references, references_in
from guidepress.problem import UnusableError
from guidepress.schema.load import is_valid

HERE = Path(__file__).parent
CASES = [
    pytest.param(case, id=f"{file.stem}: {case['it']}")
    for file in sorted((HERE / "cases").glob("*.yaml"))
    for case in yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - every value as it is written
]


def plain(value: Any) -> Any:
    """Return the value as YAML without types has it."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return str(value).lower() if isinstance(value, bool) else value


@pytest.mark.parametrize("case", CASES)
def test_a_record_is_read_as_its_format_means_it(case: dict[str, Any]) -> None:
    found = references_in(case["text"])
    assert len(found) == len(case["works"])
    for work, each in zip(case["works"], found, strict=True):
        if work == "null":
            assert each.fault
            continue
        assert not each.fault
        assert is_valid("references", {"references": [{"id": "x", **each.data}]})
        for key, value in work.items():
            assert plain(each.data.get(key)) == (None if value == "null" else value), key
    left = " | ".join(f"{one.value} {one.reason}" for each in found for one in each.left_out)
    notes = " | ".join(f"{one.value} {one.reason}" for each in found for one in each.remarks)
    assert [words for words in case.get("left_out", []) if words not in left] == []
    assert [words for words in case.get("notes", []) if words not in notes] == []


def test_there_are_more_than_a_hundred_and_forty_cases() -> None:
    assert len(CASES) > 140


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="x">', "RDF"),
        ('<?xml version="1.0"?>\n<modsCollection xmlns="x">', "MODS"),
        ('<?xml version="1.0"?>\n<listBibl xmlns="x">', "TEI"),
        ('<?xml version="1.0"?>\n<ONIXMessage>', "XML of another kind"),
        ('"Key","Item Type","Publication Year"\n"A","journalArticle","2013"\n', "a table (CSV)"),
        ("Title;Author;Year\nA;B;2013\n", "a table (CSV)"),
        ("RT Journal Article\nSR Electronic\nT1 A\nA1 Alpha, I\n", "RefWorks' tagged format"),
        ("<!DOCTYPE html>\n<html><body>A</body></html>", "a web page"),
        ("%PDF-1.7\n", "a PDF"),
        ("PK\x03\x04\x14", "a compressed file, such as DOCX or XLSX"),
    ],
)
def test_what_is_not_read_is_named_with_what_to_export_instead(text: str, what: str) -> None:
    with pytest.raises(UnusableError) as refused:
        references_in(text)
    assert str(refused.value) == f"this is {what}; export it as RIS, BibTeX or CSL JSON"


RIS = "TY  - JOUR\nTI  - Über 5 µg\nAU  - Müller, É\nER  - \n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_of_unicode_is_read(encoding: str, tmp_path: Path) -> None:
    mark = "" if encoding in {"utf-8", "utf-8-sig", "utf-16"} else "\ufeff"
    (tmp_path / "a.ris").write_bytes(f"{mark}{RIS}".replace("\n", "\r\n").encode(encoding))
    (found,) = read_references(tmp_path / "a.ris")
    assert found.data["title"] == "Über 5 µg"
    assert not found.remarks


def test_what_is_not_unicode_is_read_with_a_remark_on_its_letters(tmp_path: Path) -> None:
    plain = "TY  - JOUR\nTI  - Plain\nER  - \n"
    (tmp_path / "a.ris").write_bytes((RIS + plain).encode("cp1252"))
    first, second = read_references(tmp_path / "a.ris")
    assert first.data["author"] == [{"family": "Müller", "given": "É"}]
    assert sorted(first.remarks[0].value) == sorted("ÜµüÉ")
    assert "Windows-1252" in first.remarks[0].reason
    assert not second.remarks


@pytest.mark.parametrize(
    "title", ["Correction of anaemia in adults", "A tongue that was retracted", "Lids (retracted)"]
)
def test_words_of_anatomy_are_no_notice(title: str) -> None:
    (found,) = references_in(f"TY  - JOUR\nTI  - {title}\nER  - \n")
    assert found.data == {"type": "article-journal", "title": title}
    assert not found.remarks


def test_zoteros_own_json_is_named() -> None:
    with pytest.raises(UnusableError, match="this is Zotero's own JSON; export it as CSL JSON"):
        references_in('{"items": [{"itemType": "journalArticle", "title": "A"}]}')


def test_letters_are_composed_and_braces_of_any_depth_are_read() -> None:
    (found,) = references_in("TY  - JOUR\nTI  - U\u0308ber 5\nER  - \n")
    assert found.data["title"] == "Über 5"
    deep, many = "{" * 40 + "deep" + "}" * 40, "{A}" * 20 + '{\\"o}' + "{B}"
    (found,) = references_in(f"@book{{a, title={{{deep} {many}}}}}")
    assert found.data["title"] == f"deep {'A' * 20}öB"


def test_a_type_of_pubmed_is_taken_and_not_left_out() -> None:
    (found,) = references_in("PMID- 1\nTI  - A.\nPT  - Journal Article\nDB  - Example\n")
    assert [each.field for each in found.left_out] == ["DB"]


def test_a_record_that_cannot_be_read_states_nothing() -> None:
    broken, _ = references_in("@article{a, title={A\n@article{b, title={B}}\n")
    assert broken.fault
    assert broken.data == {}


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.ris").write_bytes(b"TY  - JOUR\nTI  - \x81\x8d\nER  - \n")
    with pytest.raises(UnusableError, match="it is not UTF-8; export it again as UTF-8"):
        read_references(tmp_path / "a.ris")
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n\x81\x8d")
    with pytest.raises(UnusableError, match="this is a PDF; export it as RIS"):
        read_references(tmp_path / "a.pdf")


@pytest.mark.parametrize("name", ["maki.nbib", "graaf.ris", "graaf.bib", "graaf.json"])
def test_each_field_of_a_file_is_taken_or_left_out_with_its_place(name: str) -> None:
    for found in read_references(TESTS / "references" / name):
        assert found.place.split()[0] in {"line", "item"}
        for remark in found.left_out:
            assert remark.field
            assert remark.reason
            assert remark.place.split()[0] in {"line", "item"}
