"""Count lines of code by package, and compare them with the budgets of the project.

A line of code is one that is neither blank, nor a comment, nor part of a docstring. Fails where
a number is over its budget; one that is over it already may not grow.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "build/guidepress"
OVERRIDES = ROOT / "site_overrides"
# Files of the projects that `guidepress init` makes are no code of ours.
TEMPLATE = PACKAGE / "edit/template"
CLIENT = "client"
# What few installations need, by the beginning of the module's path in the package.
EXTRAS = ("bring_in/", "edit/form", "export/fhir/")

_NO_CODE = frozenset(
    {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENCODING,
        tokenize.ENDMARKER,
    }
)
_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


BUDGETS: Mapping[str, int] = {
    "core": 13_000,
    "extras": 3_000,
    "scripts": 1_800,
    "templates": 1_300,
    "modules": 130,
    "median function": 10,
    "longest function": 60,
}
# What is over its budget for now: it is printed, may not grow, and is taken out when it fits.
LATE: Mapping[str, int] = {"core": 26_550, "modules": 238}


def code_lines(text: str) -> set[int]:
    """Return the numbers of the lines that hold code."""
    found: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in _NO_CODE:
            found.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, _DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            docstring = node.body[0]
            found -= set(range(docstring.lineno, (docstring.end_lineno or docstring.lineno) + 1))
    return found


def function_lengths(text: str) -> Iterator[int]:
    """Yield how many lines of code each function has, those inside it included."""
    lines = code_lines(text)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield len(lines & set(range(node.lineno, (node.end_lineno or node.lineno) + 1)))


def written_lines(folder: Path, *endings: str) -> int:
    """Return the lines of files that are not Python and not blank."""
    files = (file for file in sorted(folder.rglob("*")) if file.suffix in endings)
    return sum(
        bool(line.strip()) for file in files for line in file.read_text("utf-8").splitlines()
    )


def python_files(
    package: Path = PACKAGE, client: Path = ROOT / "build/client/guidepress_client"
) -> Iterator[tuple[str, str]]:
    """Yield each module's path in the package or below ``client/``, and its text."""
    for folder, prefix in ((package, ""), (client, f"{CLIENT}/")):
        for file in sorted(folder.rglob("*.py")):
            if not file.is_relative_to(package / "edit/template"):
                yield prefix + file.relative_to(folder).as_posix(), file.read_text("utf-8")


def part_of(module: str) -> str:
    """Return which budget a module counts for: core, extras or client."""
    if module.startswith(f"{CLIENT}/"):
        return CLIENT
    return "extras" if module.startswith(EXTRAS) else "core"


def count() -> tuple[dict[str, int], dict[str, int]]:
    """Return the lines of code of each room of the package, and the numbers that have budgets."""
    rooms: dict[str, int] = {}
    parts = {"core": 0, "extras": 0, CLIENT: 0}
    lengths: list[int] = []
    modules = 0
    for module, text in python_files():
        room = module.partition("/")[0] if "/" in module else "base"
        lines = len(code_lines(text))
        rooms[room] = rooms.get(room, 0) + lines
        parts[part_of(module)] += lines
        lengths += function_lengths(text)
        modules += part_of(module) != CLIENT
    numbers = {
        **parts,
        "scripts": written_lines(PACKAGE, ".js"),
        "templates": written_lines(OVERRIDES, ".html"),
        "modules": modules,
        "median function": round(median(lengths)),
        "longest function": max(lengths),
    }
    return rooms, numbers


def find_faults(
    numbers: Mapping[str, int],
    budgets: Mapping[str, int] = BUDGETS,
    late: Mapping[str, int] = LATE,
) -> list[str]:
    """Return a sentence for each number that is too large, or is called late and is not."""
    return [
        *(
            f"{name}: {numbers[name]} of {late.get(name, budget)}"
            for name, budget in budgets.items()
            if numbers[name] > late.get(name, budget)
        ),
        *(
            f"{name}: it fits; take it out of LATE"
            for name in sorted(late)
            if numbers[name] <= budgets[name]
        ),
    ]


def main() -> int:
    """Print the table; return 1 where a budget is exceeded."""
    rooms, numbers = count()
    for room, lines in sorted(rooms.items(), key=lambda each: -each[1]):
        print(f"{lines:7} {room}")
    for name, number in numbers.items():
        beside = f" of {BUDGETS[name]}" if name in BUDGETS else ""
        print(f"{number:7}{beside:10} {name}{' (over its budget)' if name in LATE else ''}")
    faults = find_faults(numbers)
    for fault in faults:
        print(f"lines of code: {fault}; see docs/decisions.md", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
