"""A newcomer with nothing but the wheel: from an empty folder to a second release on a site.

``newcomer/script.txt`` says what the newcomer does, ``newcomer/<step>.txt`` what is read.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from typing import TYPE_CHECKING

import pytest

from conftest import TESTS
from guidepress.site.handbook import stage_handbook
from limits import LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.checkout, pytest.mark.slow]

FOLDER = TESTS / "newcomer"


def install(wheel: Path, target: Path) -> Path:
    """Install the wheel into a fresh environment, beside the dependencies that are here."""
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    environment = target / "venv"
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True, timeout=LIMIT
    )
    python = environment / "bin" / "python"
    chosen = [*pip, "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(chosen, check=True, timeout=LIMIT)
    # Of a folder that is only added to the path, editable installations are not followed.
    (site,) = environment.glob("lib/python*/site-packages")
    here = sysconfig.get_path("purelib")
    (site / "dependencies.pth").write_text(f"{here}\n", encoding="utf-8")
    return environment / "bin"


def steps() -> Iterator[tuple[str, list[str]]]:
    for block in (FOLDER / "script.txt").read_text(encoding="utf-8").strip().split("\n\n"):
        name, *lines = block.split("\n")
        yield name, lines


def play(lines: list[str], place: Path, programs: Path) -> tuple[Path, str]:
    """Do what the lines say and return what a terminal shows of it."""
    shown = []
    edited, old = place, ""
    for line in lines:
        word, _, rest = line.partition(" ")
        if word == "cd":
            place /= rest
        elif word == "copy":
            shutil.copy(TESTS / "references" / rest, place)
        elif word == "edit":
            edited = place / rest
        elif word == "-":
            old = rest
        elif word == "+":
            text = edited.read_text(encoding="utf-8")
            assert old in text
            edited.write_text(text.replace(old, rest, 1), encoding="utf-8")
        else:
            shown.append(f"{line}\n{run(rest, place, programs)}")
            continue
        shown.append(f"{line}\n")
    return place, "".join(shown)


def run(command: str, place: Path, programs: Path) -> str:
    done = subprocess.run(
        shlex.split(command),
        cwd=place,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": ""},
        timeout=LIMIT,
    )
    said = re.sub(r"[0-9]+\.[0-9] s$", "… s", done.stdout, flags=re.MULTILINE)
    return said + (f"(exit code {done.returncode})\n" if done.returncode else "")


def test_a_newcomer_gets_from_an_empty_folder_to_a_second_release(
    wheel: Path, tmp_path: Path
) -> None:
    programs = install(wheel, tmp_path)
    place = tmp_path / "home"
    place.mkdir()
    told = {}
    for name, lines in steps():
        place, told[name] = play(lines, place, programs)
    expected = {
        file.stem: file.read_text(encoding="utf-8")
        for file in sorted(FOLDER.glob("*.txt"))
        if file.stem != "script"
    }
    assert told == expected
    assert not [name for name, text in told.items() if "Traceback" in text]
    page = (place / "site/example/index.html").read_text(encoding="utf-8")
    assert "what is measured before it is given" in page
    assert (place / "site/example/1.0.0/index.html").is_file()
    # The handbook that came with the wheel is the whole one.
    pages = {file.relative_to(place / "site/docs") for file in place.glob("site/docs/**/*.html")}
    staged = {f"{page.with_suffix('.md')}" for page in pages}
    assert {f"docs/{name}" for name in staged} == stage_handbook().keys()
