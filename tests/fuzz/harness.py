"""Fuzz what strangers write: ``python tests/fuzz/harness.py TARGET [CORPUS] [-runs=N …]`` (libFuzzer).

Several targets, with commas between them, are fuzzed one after the other, each in a copy of the process: to
instrument the tool takes five seconds. Their corpora are folders of CORPUS, and "TARGET: done" ends each that held.

A fault is an exception, a hang or a limit broken; its input is written to ``crash-*``. Put it into
``tests/hostile/files`` once it is mended.
"""

from __future__ import annotations

import resource
import shutil
import sys
import tempfile
from contextlib import suppress
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from xml.etree import ElementTree as ET

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["guidepress", "yaml"]):
    from guidepress.bibliography.read import FORMATS
    from guidepress.bibliography.reading import read_reference
    from guidepress.bring_in import import_file
    from guidepress.classify.classify import describe
    from guidepress.content.figures import ENDINGS, find_svg_fault, judge_figure
    from guidepress.diff.compare import find_repeated_ids
    from guidepress.export import EXPORTS
    from guidepress.history.frozen import parse_frozen
    from guidepress.history.reading import read_archive
    from guidepress.model import Guideline, from_data
    from guidepress.problem import UnusableError
    from guidepress.prose.citations import (
        find_citations,
        find_malformed_citations,
        without_citations,
    )
    from guidepress.prose.misreadings import find_links, find_misreadings, find_raw_html
    from guidepress.prose.render import render_commonmark, render_html, render_plain, render_reading
    from guidepress.release.verify import verify_archive
    from guidepress.report.problems import PROBLEM_REPORTS
    from guidepress.source.parse import parse_document
    from guidepress.source.text import MAX_PROBLEMS

sys.path.insert(0, str(Path(__file__).parents[1]))
from bring_in.summary import SUMMARY
from fuzz.foreign import altered_xml
from fuzz.frozen import RELEASES, altered, freeze
from limits import LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from guidepress.export import Export


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


@cache
def _released() -> Mapping[str, Any]:
    return parse_frozen("bundle", (RELEASES / "1.0.0.json").read_bytes())


@cache
def _folder() -> Path:
    """Return a folder for the files of one guideline; the system removes it some day."""
    return Path(tempfile.mkdtemp(prefix="fuzz-"), RELEASES.parent.name)


def read_bundle(noise: bytes) -> None:
    """A problem of the file, or data that is compared with a release and exported."""
    data = altered("bundle", noise)
    freeze(_folder(), data)
    problems = verify_archive(_folder(), "content/x")
    for report in PROBLEM_REPORTS.values():
        report(problems).encode()
    try:
        bundle = parse_frozen("bundle", data)
    except ValueError:
        assert problems
        return
    for export in EXPORTS.values():
        _answers(partial(_exported, export, bundle))
    if not find_repeated_ids(bundle):
        _answers(lambda: describe(_released(), bundle, "1.0.0", "2.0.0", []).to_json())


def _exported(export: Export, bundle: Mapping[str, Any]) -> bytes:
    return export.render(from_data(Guideline, bundle)).encode()


def _answers(work: Callable[[], object]) -> None:
    with suppress(UnusableError):
        work()


def read_index(noise: bytes) -> None:
    """Problems of the index, or an archive of the releases that it names."""
    folder = _folder()
    if not folder.exists():
        shutil.copytree(RELEASES, folder / "releases")
    (folder / "releases/index.json").write_bytes(altered("releases", noise))
    problems = verify_archive(folder, "content/x")
    archive = read_archive(folder, "content/x", judged=True)
    assert problems or archive.listed
    assert problems or len(archive.releases) == len(archive.listed)


def read_summary(noise: bytes) -> None:
    """Content that can be read again, or one answer for the whole."""
    file = _folder().parent / "summary.xml"
    file.write_bytes(altered_xml(SUMMARY, noise))
    with suppress(UnusableError):
        made = import_file(file, _folder().with_name("new"), "content/new")
        for name, data in made.files.items():
            assert not name.endswith(".yaml") or not parse_document(data, name)[1], name


# What runs, fetches or leads away.
_ALIVE = ("script", "foreignObject", "iframe", "a", "set", "animate", "handler", "listener")


# Some of it runs; without that part it is a drawing.
_DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>Dose</title><defs><style>a{}</style>'
    '<linearGradient id="g"><stop offset="0"/></linearGradient></defs><g fill="url(#g)" style="fill:red">'
    '<path d="M0 0L1 1"/><text x="1" y="1">5 mg</text><use href="#g"/></g><script/><a onload="x"/></svg>'
)


def read_figure(noise: bytes) -> None:
    """A picture of a known format, of which nothing runs, or the reason why it is not shown."""
    data = altered_xml(_DRAWING, noise)
    found = judge_figure(data)
    assert found.fault or found.media_type in ENDINGS
    # What begins as another format may hold an SVG all the same.
    if b"svg" in data and not find_svg_fault(data):
        for element in ET.fromstring(data).iter():  # noqa: S314 - what was let through
            assert element.tag.rpartition("}")[2] not in _ALIVE
            assert not any(key.rpartition("}")[2].startswith("on") for key in element.attrib)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "yaml": read_yaml,
    "prose": read_prose,
    "bundle": read_bundle,
    "index": read_index,
    "summary": read_summary,
    "figure": read_figure,
    **{form: partial(read_records, form) for form in FORMATS},
}


# Bytes. libFuzzer's own limit also counts what the process that started this one had in memory.
MEMORY = 1_000_000_000


def main() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    first, *others = sys.argv[1].split(",")
    if not others:
        _fuzz(first, sys.argv[2:])
    folder, *options = sys.argv[2:]
    broken = [each for each in (first, *others) if not _holds(each, f"{folder}/{each}", options)]
    sys.exit(bool(broken))


def _holds(target: str, corpus: str, options: list[str]) -> bool:
    child = get_context("fork").Process(target=_fuzz, args=(target, [corpus, *options]))
    child.start()
    child.join(LIMIT)
    child.kill()
    held = child.exitcode == 0
    sys.stderr.write(f"{target}: {'done' if held else 'broken'}\n")
    return held


def _fuzz(target: str, words: list[str]) -> NoReturn:
    atheris.Setup([sys.argv[0], *words], TARGETS[target])
    atheris.Fuzz()
    sys.exit("atheris ends the process")


if __name__ == "__main__":
    main()
