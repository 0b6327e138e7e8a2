"""YAML as editors meet it: every value keeps its spelling and its place."""

from __future__ import annotations

import time

import pytest

from guidepress.source import Plain, parse_document

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
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_text_is_a_problem_or_harmless_and_quick(case: str) -> None:
    start = time.process_time()
    document, problems = parse_document(HOSTILE[case], "x.yaml")
    assert document is not None or problems
    assert time.process_time() - start < 5
