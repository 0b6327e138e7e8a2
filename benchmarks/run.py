"""Measure side by side in one run, and rewrite the tables in ``benchmarks/README.md``."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path
from statistics import median
from typing import NamedTuple

import mutations
import pages
import scale
import search
import sizes
import validation
from cost import ENVIRONMENT, Budget, say

ROOT = Path(__file__).parents[1]
README = Path(__file__).with_name("README.md")
RUNS = 15
TOPICS = ("times", "changes", "sizes", "scale", "pages", "search", "validation")


class Measured(NamedTuple):
    """A command, and the wall time of each run in seconds."""

    name: str
    command: list[str]
    times: list[float]


def measure(commands: dict[str, list[str]]) -> list[Measured]:
    """Run the commands in turn, A B C A B C, after a round that does not count."""
    measured = [Measured(name, command, []) for name, command in commands.items()]
    for number in range(RUNS + 1):
        for each in measured:
            start = time.perf_counter()
            subprocess.run(each.command, cwd=ROOT, check=True, capture_output=True, env=ENVIRONMENT)
            if number:
                each.times.append(time.perf_counter() - start)
    return measured


def commands(folder: Path) -> dict[str, list[str]]:
    """Return what is measured; the first is the peer of all others."""
    python = sys.executable
    staged = folder / "mkdocs.yml"
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").split("# Pages are staged")[0]
    subprocess.run([python, "-m", "guidepress", "build", "--stage-only"], cwd=ROOT, check=True)
    text = text.replace("docs_dir: .stage", f"docs_dir: {ROOT / '.stage' / 'docs'}")
    text = text.replace("custom_dir: site_overrides", f"custom_dir: {ROOT / 'site_overrides'}")
    staged.write_text(text, encoding="utf-8")
    guidepress = [python, "-m", "guidepress"]
    plain = [python, "-m", "mkdocs", "build", "--quiet", "--no-strict", "--config-file"]
    return {
        '`python -c "import yaml"`': [python, "-c", "import yaml"],
        "`guidepress validate`": [*guidepress, "validate"],
        "`guidepress validate --no-cache`": [*guidepress, "validate", "--no-cache"],
        "`guidepress diff 1.0.0 2.0.0`": [*guidepress, "diff", "1.0.0", "2.0.0"],
        "`guidepress verify`": [*guidepress, "verify"],
        "`guidepress build`, nothing edited": [*guidepress, "build"],
        "`mkdocs build` of the same staged pages": [
            *plain,
            str(staged),
            "--site-dir",
            str(folder / "site"),
        ],
    }


def render_table(measured: list[Measured]) -> str:
    """Return medians, and ratios to the first command."""
    peer = median(measured[0].times)
    lines = [
        "| command | median | least | most | × the first |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for name, _, times in measured:
        middle = median(times)
        figures = (
            f"{middle * 1000:.0f} ms | {min(times) * 1000:.0f} ms | {max(times) * 1000:.0f} ms"
        )
        lines.append(f"| {name} | {figures} | {middle / peer:.1f} |")
    lines += ["", f"{RUNS} runs each, in turn, on {_machine()}"]
    return "\n".join(lines)


def write_part(name: str, table: str) -> None:
    """Put the table between its marks in the page, and show it."""
    begin, end = f"<!-- begin: {name} -->", f"<!-- end: {name} -->"
    head, _, rest = README.read_text(encoding="utf-8").partition(begin)
    tail = rest.partition(end)[2]
    README.write_text(f"{head}{begin}\n{table}\n{end}{tail}", encoding="utf-8", newline="\n")
    print(table)


def numbers(text: str) -> list[int]:
    """Return the numbers of a list with commas."""
    return [int(each) for each in text.split(",") if each]


def main() -> None:
    """Measure, show and write down, a topic after the other."""
    options = _options()
    budget = Budget(time.monotonic() + options.budget)
    topics = {
        "times": _write_times,
        "changes": _write_changes,
        "sizes": lambda: write_part("sizes", sizes.render_table()),
        "scale": lambda: scale.measure(
            options.guidelines,
            options.plain,
            lambda table: write_part("scale", f"{table}\n\n{_machine()}"),
            budget,
            options.place,
            options.old,
            options.repeats,
        ),
        "pages": lambda: write_part("pages", pages.render_table()),
        "search": lambda: write_part("search", search.render_table()),
        "validation": lambda: write_part("validation", validation.render_table()),
    }
    failed = []
    for name in options.only or topics:
        say(f"{name} …")
        try:
            if budget.left() < 0:
                message = "no time was left"
                raise TimeoutError(message)  # noqa: TRY301  # told as any other
            topics[name]()
        except Exception as error:  # noqa: BLE001  # the other topics are measured all the same
            failed.append(f"{name}: not measured: {type(error).__name__}: {error}")
            say(failed[-1])
    if failed:
        sys.exit("\n".join(failed))


def _options() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--guidelines", type=numbers, default=[20, 250, 1_000])
    parser.add_argument("--plain", type=int, default=500, help="pages for MkDocs alone")
    parser.add_argument("--old", default="", help="revision with the builder to compare with")
    parser.add_argument("--repeats", type=int, default=1, help="cold builds of each size")
    parser.add_argument("--only", action="append", choices=TOPICS, help="may be given repeatedly")
    parser.add_argument("--budget", type=float, default=86_400, help="seconds, roughly")
    parser.add_argument("--place", type=Path, default=scale.PLACE, help="where projects are kept")
    return parser.parse_args()


def _machine() -> str:
    kind = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"{kind}, Python {platform.python_version()}."


def _write_changes() -> None:
    write_part("changes", mutations.render_table(mutations.score()))
    write_part("combined", mutations.render_combined())


def _write_times() -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_part("times", render_table(measure(commands(Path(folder)))))


if __name__ == "__main__":
    main()
