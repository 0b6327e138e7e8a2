"""Build the site with every Python at hand, from wheel and checkout, and say what differs, if anything.

``make reproducible`` runs it; ``GUIDEPRESS_PYTHONS`` may hold more folders to look for Pythons in.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

REPOSITORY = Path(__file__).parents[2]
AROUND = 40
LIMIT = 600  # seconds for each step; installing asks a registry


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


def build(program: str, room: Path, source: str) -> Path:
    """Build the repository's site in the room with that Python; ``source`` is what is installed."""
    subprocess.run([program, "-m", "venv", str(room / "venv")], check=True, timeout=LIMIT)
    python = str(room / "venv/bin/python")
    install = [python, "-m", "pip", "install", "--quiet", *source.split(" ")]
    locked = room / "locked.txt"
    lines = (REPOSITORY / "requirements/dev.txt").read_text("utf-8")
    locked.write_text(
        "\n".join(re.findall(r"^[a-z0-9.-]+==[^\s\\]+[^\\\n]*", lines, re.MULTILINE)), "utf-8"
    )
    subprocess.run([*install, "--constraint", str(locked)], check=True, timeout=LIMIT)
    project = room / "project"
    for name in ("content", "site_overrides"):
        shutil.copytree(REPOSITORY / name, project / name)
    shutil.copy(REPOSITORY / "mkdocs.yml", project)
    (project / ".stage").mkdir()
    subprocess.run([python, "-m", "guidepress", "build"], cwd=project, check=True, timeout=LIMIT)
    return project / "site"


def main() -> None:
    """Build, compare each with the next, and end with 1 where anything differs."""
    pythons = find_pythons()
    with TemporaryDirectory() as temporary:
        room = Path(temporary)
        wheel = [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--wheel-dir",
            temporary,
        ]
        subprocess.run([*wheel, str(REPOSITORY)], check=True, timeout=LIMIT)
        (file,) = room.glob("*.whl")
        asked = {f"{name}, wheel": (program, str(file)) for name, program in pythons.items()}
        first = next(iter(pythons))
        asked[f"{first}, checkout"] = (pythons[first], f"--editable {REPOSITORY}")
        sites = {}
        for number, (name, (program, source)) in enumerate(asked.items()):
            (room / str(number)).mkdir()
            sites[name] = build(program, room / str(number), source)
        found = [
            f"{one} and {other}: {line}"
            for one, other in pairwise(sites)
            for line in find_differences(sites[one], sites[other])
        ]
    print(*found, f"built with: {'; '.join(asked)}", f"{len(found)} differences", sep="\n")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
