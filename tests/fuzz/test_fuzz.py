"""A fixed number of fuzzed inputs, from the corpus on; ``make fuzz`` goes on for longer."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from conftest import TESTS
from hostile.cases import HERE, STRINGS
from limits import LIMIT
from test_figures import OTHER, jpeg, png, webp

HARNESS = Path(__file__).parent / "harness.py"
# What is compared and exported as a whole takes longer.
WHOLE = ("bundle", "index", "summary")


# An SVG of what is shown, and of each thing that is not.
ALIVE = b"".join(
    [
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">',
        *(b"<script/>", b'<a x:href="javascript:b"/>', b"<foreignObject/>", b"<set/>"),
        *(b'<g onload="a"/>', b"<style>@import 'a';</style>", b'<use href="#a"/>', b"</svg>"),
    ]
)
FIGURES = (png(), jpeg(), webp(), OTHER, ALIVE)
FORMATS = {
    "json": "json",
    "xml": "pubmed",
    "wos": "web-of-science",
    "enw": "endnote",
    "ris": "ris",
    "nbib": "pubmed",
    "bibtex": "bibtex",
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("targets", "runs"), [(("yaml", "prose", "figure", *FORMATS), 1_500), (WHOLE, 50)]
)
def test_nothing_that_is_made_up_breaks_a_reader(
    targets: tuple[str, ...], runs: int, tmp_path: Path
) -> None:
    corpora = tmp_path / "corpora"
    for target in targets:
        write_corpus(target, corpora / target)
    limits = [f"-runs={runs}", "-seed=1", "-max_len=600", "-timeout=20", "-rss_limit_mb=0"]
    command = [sys.executable, str(HARNESS), ",".join(targets), str(corpora), *limits]
    done = subprocess.run(
        [*command, f"-artifact_prefix={tmp_path}/"],
        capture_output=True,
        check=False,
        timeout=LIMIT,
    )
    said = done.stderr.decode(errors="replace")
    assert done.returncode == 0, said[-3_000:]
    assert re.findall(r"^(\w+): done$", said, re.MULTILINE) == [*targets]
    assert all(int(each) >= runs for each in re.findall(r"Done (\d+) runs", said))


def write_corpus(target: str, corpus: Path) -> None:
    if target == "yaml":
        shutil.copytree(HERE / "files", corpus)
        return
    corpus.mkdir(parents=True)
    for number, data in enumerate(beginnings(target)):
        (corpus / str(number)).write_bytes(data)


def beginnings(target: str) -> list[bytes]:
    """Return what a fuzzer begins from."""
    if target == "figure":
        return list(FIGURES)
    if target in WHOLE:
        return [digest(target, number).encode() for number in range(20)]
    texts = records(target) if target in FORMATS else STRINGS.values()
    return [text.encode("utf-8", "surrogatepass") for text in texts]


def records(form: str) -> list[str]:
    """Return the cases of a format, to begin from."""
    file = TESTS / "bibliography" / "cases" / f"{FORMATS[form]}.yaml"
    return [case["text"] for case in yaml.safe_load(file.read_text(encoding="utf-8"))]


def digest(target: str, number: int) -> str:
    """Return noise that is the same on each run, for a target that makes alterations of it."""
    return "".join(sha256(f"{target} {number} {part}".encode()).hexdigest() for part in range(3))
