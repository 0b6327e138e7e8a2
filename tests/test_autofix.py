"""``validate --fix`` fixes what has one safe mend, and touches nothing else."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from conftest import guidepress, overlay
from guidepress.edit.autofix import autofix
from limits import LIMIT, read_until, running

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = "../../schema/references.schema.json"
BEFORE = """\
\ufeff# ours
references:
  - id: maki-2007\x20\x20
    type: article-journal  # seen
    title: >-
      A title\x20\x20
      in two lines
    page: 2755–63  # as PubMed has it
    PMID: https://pubmed.ncbi.nlm.nih.gov/17602081/
    DOI: "https://doi.org/10.1200/JCO.2006.10.4117"
    container-title: Cafe\u0301"""
AFTER = """\
# yaml-language-server: $schema=../../schema/references.schema.json
# ours
references:
  - id: maki-2007
    type: article-journal  # seen
    title: >-
      A title\x20\x20
      in two lines
    page: 2755-2763  # as PubMed has it
    PMID: 17602081
    DOI: "10.1200/JCO.2006.10.4117"
    container-title: Caf\u00e9
"""


def test_each_mend_is_made_where_the_fault_stands_and_comments_stay() -> None:
    for text in (BEFORE, BEFORE.replace("\n", "\r\n")):
        new, fixes = autofix(text.encode(), "content/x/references.yaml", SCHEMA)
        assert new.decode() == AFTER
        assert "PMID: https://pubmed.ncbi.nlm.nih.gov/17602081/ is now 17602081" in [
            each.what for each in fixes
        ]


def test_what_is_sound_is_left_as_it_is() -> None:
    assert autofix(AFTER.encode(), "content/x/references.yaml", SCHEMA) == (AFTER.encode(), [])


TWICE = """\
references:
  - id: a-2001
    type: book  # as printed
    volume: 3
    type: book
    title: One
    title: Other
    DOI: 10.1/a#b
    DOI: 10.1/a
    note: One
      and more
    note: One
"""


def test_a_key_that_stands_twice_alike_is_written_once_and_any_other_stays() -> None:
    text = AFTER.replace("    volume", "") + TWICE.partition("\n")[2]
    new, fixes = autofix(text.encode(), "content/x/references.yaml", SCHEMA)
    assert new.decode() == text.replace("    volume: 3\n    type: book\n", "    volume: 3\n")
    assert fixes == [(16, "removed a key that stood here twice, as it was")]


def test_an_address_of_another_work_is_no_pmid() -> None:
    for address in ("https://doi.org/10.3233/12345", "https://example.org/17602081"):
        text = AFTER.replace("PMID: 17602081", f"PMID: {address}").encode()
        assert autofix(text, "content/x/references.yaml", SCHEMA) == (text, [])


def test_what_cannot_be_read_is_left_as_it_is() -> None:
    for data in (b"\xff\xfe", b""):
        assert autofix(data, "content/x/references.yaml", SCHEMA) == (data, [])


def test_validate_says_what_it_mended_and_what_is_left(tmp_path: Path) -> None:
    folder = overlay(tmp_path / "content" / "base")
    file = folder / "references.yaml"
    text = file.read_text(encoding="utf-8")
    wrong = text.replace("DOI: 10.", "DOI: https://doi.org/10.").replace(
        "PMID: 23583130", "PMID: x"
    )
    file.write_text(wrong, encoding="utf-8")
    assert guidepress(tmp_path, "validate").returncode == 1
    done = guidepress(tmp_path, "validate", "--fix")
    assert done.returncode == 1
    assert done.stdout.count("\n") == 1
    assert "PMID cannot be “x”" in done.stdout
    assert (
        "mended content/base/references.yaml:25: DOI: "
        "https://doi.org/10.1016/j.ejca.2012.05.012 is now 10.1016/j.ejca.2012.05.012\n"
    ) in done.stderr
    assert file.read_text(encoding="utf-8") == text.replace("PMID: 23583130", "PMID: x")


@pytest.mark.timing
def test_watching_looks_again_when_a_file_is_saved_and_ends_calmly(tmp_path: Path) -> None:
    folder = overlay(tmp_path / "content" / "base")
    command = [sys.executable, "-m", "guidepress", "validate", "--watch"]
    streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with running(command, cwd=tmp_path, **streams) as process:
        assert read_until(process.stderr, "watching; end with Ctrl-C\n")[0] == "no problems\n"
        (folder / "factors.yaml").write_text("", encoding="utf-8")
        read_until(process.stdout, "the file is empty")
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=LIMIT)
    assert process.returncode == 0
    assert "Traceback" not in said
