"""Law 9: bad input gets a place, a reason and what to do; never a traceback, and never bad advice."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from difflib import SequenceMatcher
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import TESTS, overlay
from guidepress.bibliography.read import references_in
from guidepress.content import parse_content
from guidepress.history.archive import Archive
from guidepress.model import SCHEMA_VERSION
from guidepress.problem import UnusableError
from guidepress.release.verify import verify_archive
from guidepress.report.problems import PROBLEM_REPORTS
from guidepress.validate.check import check_guideline, find_problems
from laws.effort import many
from laws.generate import GID, describe_files, encoded, everything, guidelines
from laws.table import cases

if TYPE_CHECKING:
    from pathlib import Path

    from guidepress.problem import Problem
    from laws.generate import Files

LAW = 9
KINDS = tuple(describe_files())
BAD = TESTS / "examples" / "bad"


# Any damage -------------------------------------------------------------------------------------

PIECES = st.one_of(
    st.text(max_size=6),
    st.sampled_from(
        [*"{}[]:,\"'#&*!|>%@`-?~", "\n", "\t", "- ", ": ", "\x00", "﻿", "\u2028", "null"]
    ),
)


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, bytes]:
    """Draw the files of a guideline, in one of which up to four pieces are put in or cut out."""
    files = {name: text.decode() for name, text in encoded(draw(guidelines())).items()}
    name = draw(st.sampled_from(sorted(files)))
    text = files[name]
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(text)))
        cut = draw(st.integers(0, 40))
        text = text[:place] + draw(PIECES) + text[place + cut :]
    files[name] = text
    return {each: body.encode("utf-8", "surrogatepass") for each, body in files.items()}


@many
@given(damaged())
def test_any_damage_is_a_problem_with_a_place_or_does_no_harm(files: dict[str, bytes]) -> None:
    content = parse_content(files, GID, f"content/{GID}")
    problems = list(find_problems(content, Archive(id=GID)))
    for problem in problems:
        assert_helps(problem, files)
    for render in PROBLEM_REPORTS.values():
        assert render(problems).isascii() or render(problems).encode()


def assert_helps(problem: Problem, files: dict[str, bytes]) -> None:
    """A problem has a file that there is or must be, a line of it, and says what is wrong."""
    place = problem.position
    assert place.file.startswith(f"content/{GID}/"), problem
    body = files.get(place.file.removeprefix(f"content/{GID}/"), b"")
    # A line for each break that any editor counts, and one more.
    assert 1 <= place.line <= 1 + len(re.findall(rb"\r\n|\r|\n", body)) + 1, problem
    assert place.column >= 1, problem
    assert problem.message, problem
    assert "\n" not in problem.message, problem


_BEGINS = {
    "ris": "TY  - JOUR\nTI  - A\n",
    "nbib": "PMID- 1\nTI  - A\n",
    "bibtex": "@article{a, title={",
    "csl": "[",
    "xml": "<?xml version='1.0'?><PubmedArticleSet><PubmedArticle>",
    "wos": "FN Web of Science\nPT J\nTI A\n",
}


@many
@given(st.sampled_from(sorted(_BEGINS)), st.text(max_size=200), st.integers(0, 3))
def test_any_bibliography_is_read_or_refused_in_a_sentence(
    form: str, noise: str, place: int
) -> None:
    begin = _BEGINS[form]
    text = [noise, begin + noise, noise + begin, begin + noise + begin][place]
    with suppress(UnusableError):
        references_in(text)


# What once ended in a traceback -----------------------------------------------------------------


def frozen_as(folder: Path, data: bytes) -> Path:
    """Write a guideline whose only release is these bytes, with an index that names their hash."""
    releases = folder / "content" / GID / "releases"
    releases.mkdir(parents=True)
    (releases / "1.0.0.json").write_bytes(data)
    entry = {
        "id": "1.0.0",
        "version": "1.0.0",
        "kind": "release",
        "impact": "initial",
        "released": "2016-01-02",
        "bundle_sha256": sha256(data).hexdigest(),
    }
    index = {
        "id": "releases",
        "schema_version": SCHEMA_VERSION,
        "guideline": GID,
        "releases": [entry],
    }
    (releases / "index.json").write_text(json.dumps(index), encoding="utf-8")
    return releases.parent


FROZEN = {
    "frozen: nested too deep": b"[" * 100_000,
    "frozen: a list": b"[]\n",
    "frozen: a number": b"5\n",
    "frozen: not JSON": b"{\n",
    "frozen: empty": b"",
    "frozen: not UTF-8": b"\xff\xfe{}",
    "frozen: half a letter": b'{"id": "\\ud800"}\n',
    "frozen: a key twice": b'{"id": "a", "id": "b"}\n',
    "frozen: not a number": b'{"id": NaN}\n',
}


@pytest.mark.parametrize("case", cases(LAW, FROZEN))
def test_a_frozen_file_of_any_kind_is_a_problem(case: str, tmp_path: Path) -> None:
    folder = frozen_as(tmp_path, FROZEN[case])
    try:
        problems = verify_archive(folder, f"content/{GID}")
    except Exception as error:
        message = f"{type(error).__name__}: {error}"
        raise AssertionError(message) from error
    assert problems


# Advice -----------------------------------------------------------------------------------------

MEANT = re.compile(r"did you mean (?P<word>[^?]{1,80})\?")


@cache
def advised() -> list[str]:
    """Return the bad examples of which a message says what was probably meant."""
    texts = {
        folder.name: (folder / "expected.txt").read_text("utf-8")
        for folder in sorted(BAD.iterdir())
    }
    return [f"meant: {name}" for name, text in texts.items() if MEANT.search(text)]


@pytest.mark.parametrize("case", cases(LAW, advised()))
def test_what_was_probably_meant_is_accepted(case: str, tmp_path: Path) -> None:
    folder = overlay(tmp_path / "content" / "base", BAD / case.removeprefix("meant: "))
    before = check_guideline(folder, tmp_path).problems
    (problem, *_) = [each for each in before if MEANT.search(each.hint)]
    file = tmp_path / problem.position.file
    file.write_text(followed(file.read_text("utf-8"), problem), encoding="utf-8")
    after = check_guideline(folder, tmp_path).problems
    assert problem not in after
    assert [each.rule for each in after].count(problem.rule) <= [
        each.rule for each in before
    ].count(problem.rule), after


def followed(text: str, problem: Problem) -> str:
    """Return the text with what the message complains of as the hint would have it."""
    meant = MEANT.search(problem.hint)
    assert meant
    right = meant["word"]
    said = [*re.findall(r"[“`]([^”`]+)[”`]", problem.message), *problem.message.split()]
    start = len("\n".join(["", *text.split("\n")[: problem.position.line - 1]]))
    wrong = max(
        (each for each in said if each in text[start:] and each != right),
        key=lambda each: SequenceMatcher(None, each, right).ratio(),
    )
    return text[:start] + text[start:].replace(wrong, right, 1)


def in_row(folder: Path, problem: Problem) -> None:
    """Write the condition of a cell where the message says: in the row that it is in."""
    written = re.search(r"write `(applies_when: .+?)` in the row", problem.hint)
    row = re.search(r"^the row [a-z-]+\.([a-z-]+) ", problem.message)
    assert written
    assert row
    lines = (folder / "options.yaml").read_text("utf-8").splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if re.search(rf"\bid: {row[1]}\b", line))
    if "{id:" in lines[at]:
        lines[at] = lines[at].replace("cells:", f"{written[1]}, cells:")
    else:
        lines.insert(at + 1, f"{' ' * 14}{written[1]}\n")
    (folder / "options.yaml").write_text("".join(lines), encoding="utf-8")


def accepted(folder: Path, problem: Problem) -> None:
    """Accept the warning as the message says."""
    where = re.search(r"`(where: [^`]+)`", problem.hint)
    assert where
    text = (folder / "guideline.yaml").read_text("utf-8").rstrip("\n")
    text += "" if "\nsuppressions:" in text else "\nsuppressions:"
    text += f"\n  - {{rule: {problem.rule}, {where[1]}, reason: The source says no more.}}\n"
    (folder / "guideline.yaml").write_text(text, encoding="utf-8")


ONLY_SHOWN = {"only shown: write it in the row": in_row, "only shown: accept it": accepted}


@pytest.mark.parametrize("case", cases(LAW, ONLY_SHOWN))
def test_a_condition_that_is_only_shown_goes_as_the_message_says(case: str, tmp_path: Path) -> None:
    folder = overlay(tmp_path / "content" / "base", BAD / "condition-beside-a-dose")
    left = said(folder)
    while left:
        ONLY_SHOWN[case](folder, left[0])
        # No answer leads into a refusal; one in the row is for that row alone.
        wanted = left[1:] if case.endswith("row") else []
        left = said(folder)
        assert [each.message for each in left] == [each.message for each in wanted]


def said(folder: Path) -> list[Problem]:
    """Return what is wrong, without what is accepted."""
    found = check_guideline(folder, folder.parents[1]).problems
    return [each for each in found if each.severity != "note"]


WITHOUT = [f"missing: {kind}" for kind in KINDS if kind != "guideline"]


@pytest.mark.parametrize("case", cases(LAW, WITHOUT))
def test_a_missing_file_can_be_written_as_the_message_says(case: str) -> None:
    """`write `factors: []` there if there are none`: that text must be accepted."""
    kind = case.removeprefix("missing: ")
    files = {name: body for name, body in encoded(bare()).items() if name != f"{kind}.yaml"}
    content = parse_content(files, GID, f"content/{GID}")
    found = find_problems(content, Archive(id=GID))
    problem = next((each for each in found if each.rule == "missing-file"), None)
    if problem is None:
        # The file may be left out.
        return
    written = re.search(r"write `([^`]+)`", problem.hint)
    assert written, problem
    files[f"{kind}.yaml"] = written[1].encode()
    content = parse_content(files, GID, f"content/{GID}")
    assert [
        each
        for each in find_problems(content, Archive(id=GID))
        if each.position.file.endswith(f"{kind}.yaml")
    ] == []


def bare() -> Files:
    """Return a guideline in which nothing names anything of another file."""
    return {
        "guideline": {
            key: value for key, value in everything()["guideline"].items() if key != "sections"
        }
        | {"body": ["factors", "options"]},
        "factors": {"factors": [{"id": "site", "name": "Site"}]},
        "options": {"options": [{"id": "excision", "name": "Excision"}]},
        "recommendations": {"recommendations": []},
        "references": {"references": []},
    }
