"""Fuzz what strangers write: ``python tests/fuzz/harness.py TARGET [CORPUS] [-runs=N …]`` (libFuzzer).

A fault is an exception, a hang or a limit broken; its input is written to ``crash-*``. Put it into
``tests/hostile/files`` once it is mended.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["guidepress", "yaml"]):
    from guidepress.bibliography.read import FORMATS
    from guidepress.bibliography.reading import read_reference
    from guidepress.problem import UnusableError
    from guidepress.prose import (
        find_links,
        find_misreadings,
        find_raw_html,
        render_commonmark,
        render_html,
        render_plain,
        render_reading,
    )
    from guidepress.prose.citations import (
        find_citations,
        find_malformed_citations,
        without_citations,
    )
    from guidepress.source import parse_document
    from guidepress.source.text import MAX_PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Callable


def read_yaml(data: bytes) -> None:
    """A document or a problem, and every place of a problem inside the file."""
    document, problems = parse_document(data, "x.yaml")
    assert document is not None or problems
    assert len(problems) <= MAX_PROBLEMS + 1
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for problem in problems:
        assert 1 <= problem.position.line <= lines + 1
        assert problem.position.column >= 1
        assert problem.message
    if document is not None and isinstance(document.data, dict):
        for key in document.data:
            assert document.position([key], key=True).line >= 1


def read_prose(data: bytes) -> None:
    """Citations parse as what they are, and no text becomes an element that we do not write."""
    text = data.decode("utf-8", errors="replace")
    for citation in find_citations(text):
        assert text[citation.start : citation.end].startswith("[@")
        assert citation.keys
    for start, end, said in find_malformed_citations(text):
        assert text[start:end] == said
    assert len(without_citations(text)) <= len(text)
    html = render_html(text, lambda keys: f"<cite>{len(keys)}</cite>").lower()
    for element in ("<script", "<img", "<iframe", "<svg", "<style", "<form", "<object", "<base"):
        assert element not in html
    assert 'href="javascript' not in html
    for found, message, hint in find_misreadings(text):
        assert found in message
        assert hint
    assert all(each in text for each in (*find_raw_html(text), *find_links(text)))
    for render in (render_plain, render_commonmark, lambda each: render_reading(each, str)):
        render(text)


def read_records(form: str, data: bytes) -> None:
    """Records, each a reference or a fault with its place, or one answer for the whole."""
    text = data.decode("utf-8", errors="replace")
    try:
        found = [read_reference(record) for record in FORMATS[form](text)]
    except UnusableError:
        return
    for each in found:
        assert each.fault or each.data["title"]
        assert each.place
        assert all(remark.reason for remark in each.left_out)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "yaml": read_yaml,
    "prose": read_prose,
    **{form: partial(read_records, form) for form in FORMATS},
}


def main() -> None:
    target = TARGETS[sys.argv[1]]
    atheris.Setup([sys.argv[0], *sys.argv[2:]], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
