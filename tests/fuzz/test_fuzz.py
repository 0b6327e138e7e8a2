"""A fixed number of fuzzed inputs, from the corpus on; ``make fuzz`` goes on for longer."""

from __future__ import annotations

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

HARNESS = Path(__file__).parent / "harness.py"
RUNS = 3_000
# What is compared and exported as a whole takes longer.
FEWER = {"bundle": 40, "index": 200}


FORMATS = {
    "json": "json",
    "xml": "pubmed",
    "wos": "web-of-science",
    "enw": "endnote",
    "ris": "ris",
    "nbib": "pubmed",
    "bibtex": "bibtex",
}


@pytest.mark.parametrize("target", ["yaml", "prose", *FEWER, *FORMATS])
def test_nothing_that_is_made_up_breaks_a_reader(target: str, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    if target == "yaml":
        shutil.copytree(HERE / "files", corpus)
    else:
        corpus.mkdir()
        texts = records(target) if target in FORMATS else list(STRINGS.values())
        texts = [digest(target, number) for number in range(20)] if target in FEWER else texts
        for number, text in enumerate(texts):
            (corpus / str(number)).write_bytes(text.encode("utf-8", "surrogatepass"))
    runs = FEWER.get(target, RUNS)
    limits = [f"-runs={runs}", "-seed=1", "-max_len=600", "-timeout=20", "-rss_limit_mb=0"]
    done = subprocess.run(
        [
            sys.executable,
            str(HARNESS),
            target,
            str(corpus),
            *limits,
            f"-artifact_prefix={tmp_path}/",
        ],
        capture_output=True,
        check=False,
        timeout=LIMIT,
    )
    said = done.stderr.decode(errors="replace")
    assert done.returncode == 0, said[-3_000:]
    assert f"Done {runs}" in said


def records(form: str) -> list[str]:
    """Return the cases of a format, to begin from."""
    file = TESTS / "bibliography" / "cases" / f"{FORMATS[form]}.yaml"
    return [case["text"] for case in yaml.safe_load(file.read_text(encoding="utf-8"))]


def digest(target: str, number: int) -> str:
    """Return noise that is the same on each run, for a target that makes alterations of it."""
    return "".join(sha256(f"{target} {number} {part}".encode()).hexdigest() for part in range(3))
