"""Formatting: one layout, and nothing that the file says or remarks is lost."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from conftest import BASE, REPOSITORY, TESTS, guidepress, overlay
from guidepress.content import parse_content
from guidepress.edit.comments import find_comments
from guidepress.edit.entry import fold
from guidepress.edit.layout import format_text
from guidepress.source.parse import parse_document

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = sorted(
    file
    for folder in ("examples", "versions", "releases", "reports")
    for file in (TESTS / folder).rglob("*.yaml")
)


def formatted(text: str, file: str) -> str:
    """The formatted text, or the text itself where it must be mended first."""
    found, problems = format_text(text.encode(), file)
    assert (found is None) == bool(problems)
    return text if found is None else found


def test_comments_go_where_their_entry_goes() -> None:
    before = (TESTS / "fmt/before/options.yaml").read_text(encoding="utf-8")
    after = (TESTS / "fmt/after/options.yaml").read_text(encoding="utf-8")
    assert formatted(before, "options.yaml") == after


def test_every_example_keeps_its_model_and_its_comments_and_is_formatted_once() -> None:
    assert len(EXAMPLES) > 100
    for file in EXAMPLES:
        try:
            old = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        name = f"notes/{file.name}" if file.parent.name == "notes" else file.name
        new = formatted(old, name)
        assert formatted(new, name) == new, file
        assert model(name, new) == model(name, old), file
        if new != old:
            assert comments(new) == comments(old), file


def model(name: str, text: str) -> object:
    """What the guideline is with this file in the place of the base's."""
    files = {file.name: file.read_bytes() for file in BASE.glob("*.yaml")}
    content = parse_content({**files, name: text.encode()}, "base", "base")
    return content.guideline, content.notes and [note.reason for note in content.notes]


def comments(text: str) -> list[str]:
    return sorted(each.text for each in find_comments(text))


@pytest.mark.checkout
def test_our_own_content_is_formatted() -> None:
    done = guidepress(REPOSITORY, "fmt", "--check")
    assert done.returncode == 0, done.stdout


def test_formatting_writes_or_only_says_what_it_would_write(tmp_path: Path) -> None:
    folder = overlay(tmp_path / "content" / "base")
    old = (folder / "options.yaml").read_bytes()
    done = guidepress(tmp_path, "fmt", "--check", "content/base/options.yaml")
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "would change content/base/options.yaml\n",
        "1 file, 1 would change\n",
    )
    assert (folder / "options.yaml").read_bytes() == old
    done = guidepress(tmp_path, "fmt")
    assert done.returncode == 0
    assert "changed content/base/options.yaml\n" in done.stdout
    assert guidepress(tmp_path, "fmt", "--check").returncode == 0
    assert guidepress(tmp_path, "validate").returncode == 0


def test_a_file_with_faults_is_told_and_left_alone(tmp_path: Path) -> None:
    folder = overlay(tmp_path / "content" / "base")
    (folder / "factors.yaml").write_text("factors: [\n", encoding="utf-8")
    done = guidepress(tmp_path, "fmt", "content/base/factors.yaml")
    assert done.returncode == 1
    assert done.stdout.startswith("content/base/factors.yaml:2:1: this is not YAML")
    assert (folder / "factors.yaml").read_text(encoding="utf-8") == "factors: [\n"


LINES = (BASE / "options.yaml").read_text(encoding="utf-8").split("\n")
REMARKS = st.sampled_from(["# one", "#two", "# - id: x", "#   spaced  out", "# a: [b"])


@st.composite
def remarked(draw: st.DrawFn) -> str:
    """The base's options with comments and empty lines at random places and depths."""
    found = []
    for line in LINES:
        if draw(st.integers(0, 5)) == 0:
            found.append(draw(st.sampled_from(["", "  "])) if draw(st.booleans()) else "")
        if draw(st.integers(0, 4)) == 0:
            found.append(" " * draw(st.integers(0, 9)) + draw(REMARKS))
        ends = line and draw(st.integers(0, 4)) == 0
        found.append(f"{line}  {draw(REMARKS)}" if ends else line)
    return "\n".join(found) + "\n"


# A failing text is small enough to read; to shrink it takes minutes.
@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(remarked())
def test_wherever_comments_stand_they_and_the_model_stay(text: str) -> None:
    new = formatted(text, "options.yaml")
    assert formatted(new, "options.yaml") == new
    assert comments(new) == comments(text)
    assert model("options.yaml", new) == model("options.yaml", text)


WORDS = st.sampled_from(
    ["dose", "a", "- x", "#", ": y", "[@maki-2007; @soole-2014]", "'", '"', "é"]
)
SPACES = st.sampled_from([" ", " ", " ", "  ", "\n", "\n\n", "\n  ", " \n", "\u00a0"])


@settings(deadline=None)
@given(st.lists(st.tuples(WORDS, SPACES), min_size=1, max_size=60))
def test_any_text_reads_back_from_its_wrapped_lines(parts: list[tuple[str, str]]) -> None:
    value = "".join(word + space for word, space in parts)
    first, rest = fold(value, 4)
    text = "\n".join([f"a:\n  b: {first}", *rest, "  c: d"]) + "\n"
    document, problems = parse_document(text.encode(), "x")
    assert document is not None, problems
    assert document.data == {"a": {"b": value, "c": "d"}}


def test_a_pipe_that_nobody_writes_into_is_named_and_not_read(tmp_path: Path) -> None:
    folder = overlay(tmp_path / "content" / "base")
    (folder / "options.yaml").unlink()
    os.mkfifo(folder / "options.yaml")
    done = guidepress(tmp_path, "fmt", "--check")
    assert done.returncode == 1
    assert "base/options.yaml:1:1: this is not an ordinary file; write the file" in done.stdout
