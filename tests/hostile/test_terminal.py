"""Whatever names, texts and arguments a stranger chooses, no command lets them speak for it."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from conftest import guidepress, overlay
from guidepress.cli import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "\x1b]0;owned\x07\x1b[31mRED"
COMMAND = "bad\n::error::x"
HOSTILE = f"{TITLE}{COMMAND}\x9b2J\u202e\r##[error]x"
OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
RECORDS = (
    f"TY  - JOUR\nTI  - {TITLE}\nAU  - {TITLE}, A\nPY  - 2001\nER  - \n"
    f"TY  - JOUR\nTI  - \nN1  - {TITLE}\nER  - \n::error::x\n"
)
# What each command is asked beside the hostile word itself, which every command is given.
ASKED: dict[str, list[list[str]]] = {
    "validate": [[], ["--format", "json"], ["--format", "github"], ["--format", "sarif"]],
    "show": [["base"], ["--guideline", "base", HOSTILE]],
    "explain": [[]],
    "fmt": [["--check"], ["content/base", HOSTILE]],
    "add": [
        [each, *more]
        for each, more in (
            ("reference", ["records.ris", "--dry-run"]),
            ("reference", ["records.ris", "--format", "json"]),
            ("reference", ["--text", f"{TITLE} A. {HOSTILE}. J. 2001;1:2."]),
            ("reference", ["records.ris", "--add-anyway", HOSTILE]),
            ("option", [HOSTILE, "--name", HOSTILE]),
            ("factor", ["another", "--name", HOSTILE]),
            ("note", [HOSTILE]),
            ("notice", ["notices.csv"]),
            (HOSTILE, []),
        )
    ],
    "refs": [
        ["--where", "hostile"],
        ["--where", HOSTILE],
        ["--uncited"],
        ["--retracted", "notices.csv"],
    ],
    "status": [[], ["--guideline", HOSTILE]],
    "diff": [["1.0.0", "draft"], [HOSTILE, "draft"], ["--guideline", HOSTILE]],
    "release": [
        ["base", "--date", *more]
        for more in (
            [HOSTILE],
            ["2015-01-29"],
            ["2015-01-29", "--dry-run"],
            ["2015-01-29", "--version", HOSTILE],
            ["2015-01-29", "--kind", "withdrawal", "--reason", HOSTILE],
        )
    ],
    "accept": [
        [word, "--impact", "patch", "--by", HOSTILE, "--reason", HOSTILE, "--type", HOSTILE]
        for word in (HOSTILE, "0" * 64)
    ],
    "tombstone": [
        ["base", word, "--date", day, "--reason", HOSTILE]
        for word, day in ((HOSTILE, "2015-01-29"), ("1.0.0", HOSTILE), ("1.0.0", "2015-01-29"))
    ],
    "verify": [[], ["--against", HOSTILE], ["--signed", HOSTILE]],
    "sign": [["--key", HOSTILE]],
    "build": [[], ["--against", HOSTILE], ["--stage-only"]],
    "export": [["base@draft", "--to", "csl"], ["base", "--to", HOSTILE], [f"base@{HOSTILE}"]],
    "serve": [["--address", HOSTILE]],
}


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which every name that can be hostile is."""
    project = tmp_path_factory.mktemp("terminal")
    overlay(project / "content" / "base")
    for name in (TITLE, COMMAND, os.fsdecode(b"\xff\x9b31m")):
        overlay(project / "content" / name)
    text = HOSTILE.encode("unicode_escape").decode().replace('"', '\\"')
    references = project / "content/base/references.yaml"
    entry = (
        f'  - id: hostile\n    type: book\n    title: "{text}"\n    custom:\n      notices: []\n'
    )
    references.write_text(references.read_text("utf-8") + entry, "utf-8")
    (project / "content/base" / f"{TITLE}.yaml").write_text("a: b\n", "utf-8")
    (project / "records.ris").write_text(RECORDS, "utf-8")
    (project / "notices.csv").write_text(f"pmid,kind,citation\n1,{TITLE},x\n", "utf-8")
    (project / "mkdocs.yml").write_text('site_name: "\\e]0;owned\\a"\n', "utf-8")
    return project


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_lets_a_name_or_a_text_speak(name: str, ground: Path) -> None:
    for words in (*ASKED.get(name, [[]]), [HOSTILE], ["--guideline", HOSTILE], [f"--{HOSTILE}"]):
        if name == "init" and words == [HOSTILE]:
            continue  # It would make a folder of that name, and may.
        done = guidepress(ground, name, *words)
        told = done.stdout + done.stderr
        assert "Traceback" not in told, words
        assert done.returncode in {0, 1, 2}, words
        assert not OBEYED.search(told.replace("\n", "")), (words, told)
        is_for_runners = words == ["--format", "github"]
        lines = [each for each in told.split("\n") if each.lstrip().startswith("::")]
        assert not lines or is_for_runners, (words, lines)
        assert not [each for each in lines if each.startswith("::error::x")], words
        # A line that is a command already is read as nothing else.
        assert is_for_runners or "##[" not in told, words
