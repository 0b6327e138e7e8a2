"""Whatever a file holds: records or one plain answer, never a traceback, a hang or a flood."""

from __future__ import annotations

import random
import resource
from typing import TYPE_CHECKING

import pytest

from bibliography.test_reading import CASES
from bibliography.zotero import EXPORTS
from guidepress.bibliography.read import read_references, references_in
from guidepress.problem import UnusableError

if TYPE_CHECKING:
    from pathlib import Path

    from guidepress.bibliography.draft import Found

TEXTS = [str(case.values[0]["text"]) for case in CASES]  # type: ignore[index]  # a case is a mapping
PIECES = [
    "\n", "{", "}", '"', "\\", "$", "@", "@article{", "TY  - ", "ER", "AU  - ", "<", ">", "&", "&#x110000;",
    "&#0;", "\u202e", "\x00", "\ufffe", ",", ";", " and ", " et al", "[", "]", "null", "1e400", "%", "%ZZ",
    "10.1000/", "PMID: ", "PMID- ", "\\url{", "$$", "\\begin{x}", "<sup>", "doi:", "=", "#", "(", "\t",
    " " * 50, "a" * 5000, "\u0301" * 50, "--", "S1-", "Jr.", "0000", "-1", '{"date-parts":[[1,2,3,4]]}',
]  # fmt: skip


def damaged(source: random.Random) -> str:
    text = source.choice(TEXTS)
    for _ in range(source.randrange(1, 12)):
        start = source.randrange(len(text) + 1)
        end = min(len(text), start + source.randrange(1, 40))
        piece = source.choice(
            [source.choice(PIECES), "", text[start:end] * 20, source.choice(TEXTS)[:60]]
        )
        text = text[:start] + piece + text[end if source.random() < 0.5 else start :]
    return text


def test_six_hundred_damaged_files_end_in_records_or_in_one_answer() -> None:
    source = random.Random(19)
    for _ in range(600):
        text = damaged(source)
        for each in references_or_none(text):
            assert each.fault or each.data["title"]
            assert each.place


def references_or_none(text: str) -> list[Found]:
    try:
        return references_in(text)
    except UnusableError:
        return []


def hostile_bytes(source: random.Random) -> bytes:
    """Return a file that is damaged below its letters: cut off, of no encoding, with odd bytes."""
    text = source.choice([damaged(source), *EXPORTS.values()])
    encoding = source.choice(["utf-8", "utf-16", "utf-16-be", "cp1252", "utf-8-sig", "utf-32"])
    data = bytearray(text.encode(encoding, "replace"))
    for _ in range(source.randrange(20)):
        place = source.randrange(len(data) + 1)
        odd = source.choice(
            [b"\x00", b"\xff\xfe", b"\x1b[2J", b"\x85", b"\xed\xa0\x80", b"\x1a", b"\r"]
        )
        data[place : place + source.randrange(3)] = odd
    return bytes(data[: source.randrange(len(data) + 1)] if source.random() < 0.5 else data)


def test_three_hundred_hostile_files_end_in_records_or_in_one_answer(tmp_path: Path) -> None:
    source = random.Random(20)
    before = resource.getrusage(resource.RUSAGE_SELF)
    for number in range(300):
        file = tmp_path / f"{number}.{source.choice(['ris', 'bib', 'json', 'xml', 'csv'])}"
        file.write_bytes(hostile_bytes(source))
        started = resource.getrusage(resource.RUSAGE_SELF).ru_utime
        for each in records_or_none(file):
            assert each.fault or each.data["title"]
            assert "\x1b" not in str(each.data)
        # A guard against hanging; not a measure.
        assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - started < 5, number
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert after.ru_maxrss - before.ru_maxrss < 300_000


def records_or_none(file: Path) -> list[Found]:
    try:
        return read_references(file)
    except UnusableError:
        return []


FLOODS = {
    "records": "TY  - JOUR\n" * 50_000,
    "names": "TY  - JOUR\nTI  - x\n" + "AU  - Alpha, B\n" * 50_000 + "ER  - \n",
    "folded lines": "TY  - JOUR\nTI  - x\n" + "abc\n" * 200_000 + "ER  - \n",
    "names in one field": "TY  - JOUR\nTI  - x\nAU  - " + "Alpha and " * 100_000 + "\nER  - \n",
    "spaces": "TY  - JOUR\nTI  - " + " " * 1_000_000 + "x\nER  - \n",
    "tags": "TY  - JOUR\nTI  - " + "<i " * 300_000 + "x\nER  - \n",
    "open braces": "@article{a, title={" + "{" * 1_000_000,
    "open entries": "@a{b,c={ " * 100_000,
    "doubling strings": "".join(f"@string{{s{n} = s{n - 1} # s{n - 1}}}\n" for n in range(1, 60)) + "@article{a,title=s59}",
    "commands": "@article{a, title={" + "\\foo{x} " * 10_000 + "}}",
    "lists": "[" * 1_000_000,
    "digits": '[{"title": "A", "issued": {"date-parts": [[2020]], "season": "' + "9" * 5_000 + '"}}]',
    "elements": "<PubmedArticleSet>" + "<a>" * 300_000,
    "entities": "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><PubmedArticleSet>&b;</PubmedArticleSet>",
    "a file of this machine": "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><PubmedArticleSet><PubmedArticle><ArticleTitle>&a;</ArticleTitle></PubmedArticle></PubmedArticleSet>",
}  # fmt: skip


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_is_answered_or_read_within_bounds(flood: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF)
    found = references_or_none(FLOODS[flood])
    assert all(each.fault or each.data for each in found)
    assert "root:" not in str(found)
    after = resource.getrusage(resource.RUSAGE_SELF)
    # Guards against hanging and against a flood of memory; not measures.
    assert after.ru_utime - before.ru_utime < 30
    assert after.ru_maxrss - before.ru_maxrss < 300_000


def test_ten_thousand_records_and_seven_hundred_and_fifty_of_one_name_are_read() -> None:
    many = "".join(
        f"TY  - JOUR\nAU  - Alpha, B\nTI  - Work {n}\nPY  - 2020\nER  - \n" for n in range(10_000)
    )
    assert len(references_in(many)) == 10_000
