"""YAML as editors meet it: every value keeps its spelling and its place."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
import yaml

from guidepress.source import parse
from guidepress.source.parse import parse_document, read_document
from guidepress.source.text import MAX_PROBLEMS, Plain
from limits import QUADRATIC

if TYPE_CHECKING:
    from pathlib import Path

TEXT = b"""\
id: x
volume: 1.10
country: NO
level: 2E1
quoted: "1.10"
list:
  - a: 1
    text: >-
      one [@maki-2007]
      two [@soole-2014]
"""


def test_scalars_keep_their_spelling() -> None:
    document, problems = parse_document(TEXT, "x.yaml")
    assert problems == []
    assert document is not None
    assert document.data["volume"] == "1.10"
    assert document.data["country"] == "NO"
    assert document.data["level"] == "2E1"
    assert isinstance(document.data["level"], Plain)
    assert not isinstance(document.data["quoted"], Plain)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (["id"], "x.yaml:1:5"),
        (["list"], "x.yaml:7:3"),
        (["list", 0, "a"], "x.yaml:7:8"),
        (["list", 0, "text"], "x.yaml:8:11"),
        (["list", 0, "missing"], "x.yaml:7:5"),
        (["list", 9, "a"], "x.yaml:7:3"),
    ],
)
def test_every_value_has_a_place_and_what_is_missing_that_of_its_parent(
    path: list[str | int], place: str
) -> None:
    document, _ = parse_document(TEXT, "x.yaml")
    assert document is not None
    assert str(document.position(path)) == place


def test_a_word_inside_folded_text_is_found_on_its_own_line() -> None:
    document, _ = parse_document(TEXT, "x.yaml")
    assert document is not None
    assert str(document.find(["list", 0, "text"], "@soole-2014")) == "x.yaml:10:12"


def test_columns_count_code_points() -> None:
    document, _ = parse_document("k: {ä: 1, ü: 2}\n".encode(), "x.yaml")
    assert document is not None
    assert document.position(["k", "ü"]).column == 14


HOSTILE = {
    "deep lists": b"[" * 25_000,
    "deep maps": b"{a: " * 25_000,
    "laughs": b"a: &a [x, x]\n"
    + b"".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n".encode()
        for n in range(20)
    ),
    "tags": b"%TAG ! tag:x,2000:\n" * 3_000 + b"---\na: 1\n",
    "long line": b"a: " + b"x" * 900_000,
    "too large": b"a: " + b"x" * 2_000_000,
    "nul": b"a: \x00\n",
    "utf-16": "a: 1\n".encode("utf-16"),
    "surrogate": b'a: "\\ud800"\n',
    "quotes": b"a: '" * 20_000,
    "questions": b"? " * 50_000,
    "anchors": b"".join(b"k%d: &a%d 1\n" % (n, n) for n in range(5_000)),
    "tabs": b"\t\n" * 499_000,
    "the same key": b"a:\n" * 330_000,
    "many pairs": b"[" + b"a: b, " * 160_000 + b"]",
    "many names": b"{" + b"a, " * 300_000 + b"}",
    "accents": "a: e\u0301\n".encode() * 140_000,
    "cut texts": b"- a #\n" * 160_000,
}


@pytest.mark.timeout(QUADRATIC)
@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_text_is_a_problem_or_harmless_and_does_not_hang(case: str) -> None:
    document, problems = parse_document(HOSTILE[case], "x.yaml")
    assert document is not None or problems
    assert len(problems) <= MAX_PROBLEMS + 1


def test_a_flood_of_faults_says_that_there_are_more() -> None:
    _, problems = parse_document(b"a:\n" * 2_000, "x.yaml")
    assert [each.rule for each in problems[-2:]] == ["duplicate-key", "too-many-faults"]


# What an editor may type, and the rule, the line and the column that answer it.
FAULTS = {
    "title: a: b\n": "1:9 yaml-syntax",
    "id: 1\ntitle: @x\n": "2:8 yaml-syntax",
    "text: [@maki-2007] said so\n": "1:8 yaml-syntax",
    'a: 1\nb: "not closed\nc: 2\n': "2:4 yaml-syntax",
    "a: >5 mg\n": "1:7 yaml-syntax",
    "a:\n  b: 1\n c: 2\n": "3:2 yaml-syntax",
    "a:\n\tb: 1\n": "2:1 yaml-tab",
    "a:\n-\tb: 1\n": "2:2 yaml-tab",
    "a: |\n  one\n\ttwo\n": "3:1 yaml-tab",
    "a: 1\nb: 2\na: 3\n": "3:1 duplicate-key",
    "a: &x 1\n": "1:4 yaml-anchor",
    "<<: 1\n": "1:1 yaml-anchor",
    "a: !!str 1\n": "1:4 yaml-tag",
    "%YAML 1.2\n---\na: 1\n": "1:1 yaml-directive",
    "%FOO\n---\na: 1\n": "1:5 yaml-directive",
    "a: 1\n---\nb: 2\n": "2:1 yaml-several-documents",
    "a: dose #1 good\n": "1:8 yaml-comment-cuts-text",
    "a: dose\t#1 good\n": "1:8 yaml-comment-cuts-text",
    "a: 1\rb: 2\n": "1:5 yaml-line-break",
    "a: 1\u2028b: 2\n": "1:5 yaml-line-break",
    "a: x\u202ey\n": "1:5 yaml-bidi",
    "a: x\x07y\n": "1:5 yaml-control-character",
    "a: x\ufeffy\n": "1:5 yaml-control-character",
    'a: "x\\0y"\n': "1:4 yaml-control-character",
    'a: "\\e[31m"\n': "1:4 yaml-control-character",
    'a: "x\\u202ey"\n': "1:4 yaml-bidi",
    'a: "x\\Ny"\n': "1:4 yaml-line-break",
    'a: "e\\u0301"\n': "1:4 yaml-not-nfc",
    "\ufeffa: 1\n": "1:1 yaml-encoding",
    "": "1:1 yaml-empty",
    "# nothing\n": "1:1 yaml-empty",
    "- a\n": "1:1 yaml-not-mapping",
    "[a]: b\n": "1:1 yaml-key",
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_is_told_once_where_it_is_and_in_words_for_editors(text: str) -> None:
    _, problems = parse_document(text.encode(), "x.yaml")
    told = [
        f"{each.position.line}:{each.position.column} {each.rule}" for each in sorted(set(problems))
    ]
    assert told == [FAULTS[text]]
    assert problems[0].message
    assert problems[0].hint


HARMLESS = {
    "a: one  # a comment stands two spaces away\n": "one",
    'a: "tabs\\tand\\nline breaks are no danger"\n': "tabs\tand\nline breaks are no danger",
    "a: caf\u00e9\r\n": "caf\u00e9",
    "a: no-break\u00a0space\n": "no-break\u00a0space",
    "---\na: one document may say where it begins\n": "one document may say where it begins",
}


@pytest.mark.parametrize("text", HARMLESS)
def test_what_does_no_harm_is_let_be(text: str) -> None:
    document, problems = parse_document(text.encode(), "x.yaml")
    assert problems == []
    assert document is not None
    assert document.data == {"a": HARMLESS[text]}


def test_all_faults_are_told_in_spite_of_tabs() -> None:
    text = b"a:\n\tb: 1\n\tb: 2\nc: &x 1\n"
    _, problems = parse_document(text, "x.yaml")
    assert [(each.position.line, each.rule) for each in sorted(problems)] == [
        (2, "yaml-tab"),
        (3, "yaml-tab"),
        (3, "duplicate-key"),
        (4, "yaml-anchor"),
    ]


def test_a_duplicate_key_says_where_the_first_one_is() -> None:
    _, problems = parse_document(b"a: 1\nb: 2\na: 3\n", "x.yaml")
    (first,) = problems[0].related
    assert (str(first.position), first.message) == ("x.yaml:1:1", "first defined")


def test_keys_have_places_of_their_own() -> None:
    document, _ = parse_document(TEXT, "x.yaml")
    assert document is not None
    assert str(document.position(["list", 0, "text"], key=True)) == "x.yaml:8:5"
    assert str(document.position(["list"], key=True)) == "x.yaml:6:1"


def test_only_ordinary_files_are_read(tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text("secret: 1\n", encoding="utf-8")
    (tmp_path / "link.yaml").symlink_to(outside)
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    (tmp_path / "folder.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    for name in ("link", "loop", "folder", "pipe", "missing"):
        document, problems = read_document(tmp_path / f"{name}.yaml", "x.yaml")
        assert document is None
        assert [each.rule for each in problems] == ["unreadable-file"]


def test_a_huge_file_is_refused_by_its_size_unread(tmp_path: Path) -> None:
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as file:
        file.truncate(10**11)
    document, problems = read_document(huge, "x.yaml")
    assert document is None
    assert [(each.rule, each.message) for each in problems] == [
        ("yaml-too-large", "the file has 100000000000 bytes")
    ]


# The other parser skips a directive that it does not know; no content is lost by that.
SKIPPED = "%FOO\n---\na: 1\n"


@pytest.mark.parametrize("text", [each for each in FAULTS if each != SKIPPED])
def test_where_the_quick_parser_is_missing_the_other_one_finds_the_fault(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parse, "_LOADER", yaml.SafeLoader)
    _, problems = parse_document(text.encode(), "x.yaml")
    assert FAULTS[text].partition(" ")[2] in {each.rule for each in problems}


def test_half_a_character_is_refused_by_both_parsers(monkeypatch: pytest.MonkeyPatch) -> None:
    assert parse_document(b'a: "\\ud800"\n', "x.yaml")[1]
    monkeypatch.setattr(parse, "_LOADER", yaml.SafeLoader)
    assert parse_document(b'a: "\\ud800"\n', "x.yaml")[1]
