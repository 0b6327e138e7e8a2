"""Whatever a text holds, each reader shows it and obeys it in nothing."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from io import BytesIO
from unicodedata import category

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from guidepress.cli.terminal import Terminal
from guidepress.problem import Position, Problem
from guidepress.report.escape import (
    for_annotation,
    for_comment,
    for_json,
    for_sarif,
    for_terminal,
    render_annotation,
)
from guidepress.report.problems import PROBLEM_REPORTS

HOSTILE = [
    "\x1b]0;owned\x07\x1b[31mRED",
    "bad\n::error::x",
    "::add-mask::x",
    "##[add-matcher]x",
    "```\nAll checks passed, merge\n```",
    "@name ![x](https://example.org/t.png)",
    "#1 GH-1 owner/name#1 owner@example.org",
    "https://example.org www.example.org :+1: $x$",
    "<img src=x> <details> <!-- x",
    "[x](javascript:alert(1)) [x]: y",
    "- list",
    "1. list",
    "+ list",
    "# heading",
    "===",
    "| a | b |",
    "\u202eright to left\u2069",
    "half a letter \ud800",
    "50%0A::error::",
    "a\\b [link](2)",
]
# Pieces that mean something somewhere, beside any character that there is.
pieces = st.one_of(
    st.sampled_from(HOSTILE),
    st.sampled_from(
        [
            *"`*_{}[]()<>|~&$!#@:;%\\/-+=.\n\r\t\x1b\x07\x00\x85\u2028\u200b\u202e",
            "::",
            "##[",
            "```",
        ]
    ),
    st.text(st.characters(exclude_categories=[]), max_size=5),
)
texts = st.lists(pieces, max_size=8).map("".join)
many = settings(
    max_examples=400, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
COMMAND = re.compile(r"\s*::|.*##\[")


class Rendered(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.tags.append(data)


def shown(text: str) -> str:
    """Return the text with what no reader shows replaced, and on one line."""
    return "".join(
        each if each.isprintable() or category(each) == "Zs" else "\ufffd"
        for each in text.replace("\n", " ")
    )


def squeezed(text: str) -> str:
    return " ".join(text.replace("\u200b", "").replace("\ufffd", " ").split())


def assert_is_only_text(text: str) -> None:
    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for before, tags in (("- ", ["ul", "li"]), ("## ", ["h2"]), ("A word: ", ["p"])):
        parser = Rendered()
        parser.feed(markdown.render(before + for_comment(text)))
        parser.close()
        assert parser.tags == tags or not text.strip(), parser.tags
        told = parser.text.strip().removeprefix("A word:")
        assert squeezed(told) == squeezed(shown(text))
        # What services make links and mentions of, in the text that they have rendered.
        assert not re.search(r"[@#][^\s\u200b]|https?://|www\.|gh-[0-9]|:\w+:", told, re.IGNORECASE)


@many
@given(texts)
def test_a_comment_shows_a_text_and_names_and_links_nobody(text: str) -> None:
    assert_is_only_text(text)


@many
@given(texts)
def test_a_terminal_is_given_one_line_that_it_only_shows(text: str) -> None:
    line = for_terminal(text)
    assert all(each.isprintable() or category(each) == "Zs" for each in line)
    assert not COMMAND.match(line)
    assert line.replace("# #[", "##[").replace(": :", "::") == shown(text).replace(
        "# #[", "##["
    ).replace(": :", "::")


@many
@given(texts, texts)
def test_an_annotation_is_one_command_that_says_the_text(title: str, text: str) -> None:
    line = render_annotation("error", Position(f"content/{title}", 1, 2), title, text)
    assert line.count("\n") == 1
    found = re.fullmatch(r"::error file=([^,:]*),line=1,col=2,title=([^,:]*)::(.*)\n", line)
    assert found, line
    assert decoded(found[3]) == "".join(
        each if shown(each) == each or each in "\r\n" else "\ufffd" for each in text
    )


def decoded(text: str) -> str:
    return re.sub(r"%([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), text)


@many
@given(texts, texts)
def test_a_scanner_is_given_json_without_links(name: str, text: str) -> None:
    problem = Problem(Position(f"content/{name}/options.yaml", 1, 1), "rule", text, text)
    report = PROBLEM_REPORTS["sarif"]([problem])
    assert all(each == "\n" or shown(each) == each for each in report)
    (result,) = json.loads(report)["runs"][0]["results"]
    message = result["message"]["text"]
    assert not re.search(r"(?<!\\)(?:\\\\)*[\[\]]", message)
    assert re.sub(r"\\([\\\[\]])", r"\1", message) == (f"{text}; {text}" if text else "")


@pytest.mark.parametrize("text", HOSTILE)
def test_known_attacks_are_text(text: str) -> None:
    assert_is_only_text(text)
    assert not COMMAND.match(for_terminal(text))
    assert "\n" not in for_annotation(text)
    assert for_sarif("[x](y)") == r"\[x\](y)"


@pytest.mark.parametrize("form", PROBLEM_REPORTS)
@pytest.mark.parametrize("text", HOSTILE)
def test_a_problem_with_a_hostile_name_is_told_harmlessly_in_each_format(
    form: str, text: str
) -> None:
    problem = Problem(Position(f"content/{text}/options.yaml", 1, 1), "rule", text, text)
    report = PROBLEM_REPORTS[form]([problem])
    assert all(each == "\n" or shown(each) == each for each in report)
    lines = report.splitlines()
    assert sum(bool(COMMAND.match(line)) for line in lines if form in {"text", "github"}) == (
        form == "github"
    )


def written(*pieces: str) -> str:
    stream = BytesIO()
    terminal = Terminal(stream, encoding="utf-8", errors="backslashreplace", newline="\n")
    for piece in pieces:
        assert terminal.write(piece) == len(piece)
    terminal.flush()
    return stream.getvalue().decode()


@many
@given(texts)
def test_whatever_is_written_a_terminal_obeys_no_line_of_it(text: str) -> None:
    for line in written(text).split("\n"):
        assert all(each.isprintable() or category(each) == "Zs" for each in line)
        assert not COMMAND.match(line)
    assert written(text).count("\n") == text.count("\n")


def test_a_line_that_goes_on_is_no_new_line() -> None:
    assert written("a", "::error::x\n") == "a::error::x\n"
    assert written("", "::error::x\n") == ": :error::x\n"
    assert written("a\n", "::error::x") == "a\n: :error::x"
    assert written("a\nb", "", "::c") == "a\nb::c"


def test_what_is_escaped_already_is_written_as_it_is() -> None:
    stream = BytesIO()
    terminal = Terminal(stream, encoding="utf-8", newline="\n")
    terminal.write_exactly("::notice::\x1b[2K")
    terminal.flush()
    assert stream.getvalue() == b"::notice::\x1b[2K"


def test_json_is_the_same_data_and_speaks_to_nobody() -> None:
    data = {"a": HOSTILE[:-3], "##[b]": "é"}
    assert json.loads(for_json(data)) == data
    assert "##[" not in for_json(data)
    assert all(each == "\n" or each.isprintable() for each in for_json(data))
