"""The site as every Python at hand builds it, and what differs between two sites.

``GUIDEPRESS_PYTHONS`` may hold more folders to look for Pythons in.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from conftest import REPOSITORY, copy_project
from limits import LIMIT

AROUND = 40


def find_pythons() -> dict[str, str]:
    """Return the newest of each Python >= 3.11 that is on the path or kept by pyenv, by version."""
    places = [
        *os.environ.get("PATH", "").split(os.pathsep),
        *os.environ.get("GUIDEPRESS_PYTHONS", "").split(os.pathsep),
        *map(str, sorted(Path.home().glob(".pyenv/versions/*/bin"))),
    ]
    names = [f"python3.{minor}" for minor in range(11, 20)]
    found = {}
    for name in names:
        for place in filter(None, places):
            program = shutil.which(name, path=place)
            if program and _version(program) == name.removeprefix("python"):
                found[name] = program
    return found


def _version(program: str) -> str:
    code = "import sys, venv; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run(
        [program, "-c", code], capture_output=True, text=True, check=False, timeout=LIMIT
    )
    return done.stdout.strip()


def find_differences(one: Path, other: Path) -> list[str]:
    """Return a line for each file that is not the same in both folders, with its first difference."""
    names = {
        _name(file, folder)
        for folder in (one, other)
        for file in folder.rglob("*")
        if file.is_file()
    }
    found = []
    for name in sorted(names):
        if not (one / name).is_file() or not (other / name).is_file():
            found.append(f"{name}: only in {one if (one / name).is_file() else other}")
        elif difference := first_difference((one / name).read_bytes(), (other / name).read_bytes()):
            found.append(f"{name}: {difference}")
    return found


def _name(file: Path, folder: Path) -> str:
    return file.relative_to(folder).as_posix()


def first_difference(one: bytes, other: bytes) -> str:
    """Return where two files part, and what stands there in each; nothing if they do not."""
    if one == other:
        return ""
    pairs = enumerate(zip(one, other, strict=False))
    place = next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))
    line = one.count(b"\n", 0, place) + 1
    start = max(0, place - AROUND // 2)
    return f"byte {place}, line {line}: {one[start : start + AROUND]!r} and {other[start : start + AROUND]!r}"


def install(program: str, room: Path, wheel: Path) -> Path:
    """Install a wheel and what it depends on, as locked, into an empty environment of that Python."""
    # pip would take minutes where the machine is busy.
    uv = Path(sys.executable).with_name("uv")
    environment = room / "venv"
    command = [str(uv), "venv", "--quiet", "--python", program, str(environment)]
    subprocess.run(command, check=True, timeout=LIMIT)
    python = environment / "bin/python"
    locked = room / "locked.txt"
    lines = (REPOSITORY / "requirements/dev.txt").read_text("utf-8")
    names = re.findall(r"^[a-z0-9.-]+==[^\s\\]+[^\\\n]*", lines, re.MULTILINE)
    locked.write_text("\n".join(names), "utf-8")
    command = [str(uv), "pip", "install", "--quiet", "--python", str(python)]
    command += ["--constraint", str(locked), str(wheel)]
    subprocess.run(command, check=True, timeout=LIMIT)
    return python


def build(python: str | Path, project: Path) -> Path:
    """Build the repository's site with an installed Guidepress, in a new folder."""
    copy_project(project)
    command = [python, "-m", "guidepress", "build"]
    subprocess.run(command, cwd=project, check=True, timeout=LIMIT)
    return project / "site"
