"""Validation beside check-jsonschema with the same schema: one guideline, and a thousand."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
NAME = "gonorrhoea"
# A guideline with doses, tables, conditions and recommendations.
SOURCE = ROOT / "tests/pieces" / NAME
KINDS = ("guideline", "factors", "options", "recommendations", "references")
RUNS = {1: 5, 1_000: 1}


def render_table() -> str:
    """Measure in turn, and return processor time of whole processes, start-up included."""
    lines = ["| guidelines | command | looks at | median | × the first |"]
    lines.append("| ---: | --- | --- | ---: | ---: |")
    for number, runs in RUNS.items():
        with tempfile.TemporaryDirectory() as folder:
            lines += _rows(_project(Path(folder), number), number, runs)
    return "\n".join(lines)


def _project(folder: Path, number: int) -> Path:
    """Copy the guideline as often, without its releases, each under an id of its own."""
    for index in range(number):
        name = NAME if number == 1 else f"{NAME}-{index}"
        target = folder / "content" / name
        shutil.copytree(SOURCE, target)
        file = target / "guideline.yaml"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(f"id: {NAME}\n", f"id: {name}\n", 1), encoding="utf-8")
    return folder


def _rows(project: Path, number: int, runs: int) -> list[str]:
    mine = [sys.executable, "-m", "guidepress", "validate"]
    commands = {
        ("`check-jsonschema`", "options.yaml, its schema"): [_peer(project, "options")],
        ("`check-jsonschema`, once a schema", "each file, its schema"): [
            _peer(project, kind) for kind in KINDS
        ],
        ("`guidepress validate --no-cache`", "all files, schemas and rules"): [
            [*mine, "--no-cache"]
        ],
        ("`guidepress validate`, nothing changed", "the same, from the cache"): [mine],
    }
    times: dict[tuple[str, str], list[float]] = {key: [] for key in commands}
    for _ in range(runs):
        # In this order: what looks anew leaves its verdicts for the one that asks the cache.
        for key, each in commands.items():
            times[key].append(sum(_seconds(command, project) for command in each))
    middles = {key: median(each) for key, each in times.items()}
    peer = next(iter(middles.values()))
    return [
        f"| {number:,} | {name} | {looks_at} | {middle:.2f} s | {middle / peer:.2f} |"
        for (name, looks_at), middle in middles.items()
    ]


def _peer(project: Path, kind: str) -> list[str]:
    files = [str(file) for file in sorted(project.glob(f"content/*/{kind}.yaml"))]
    schema = str(ROOT / "schema" / f"{kind}.schema.json")
    tool = Path(sys.executable).with_name("check-jsonschema")
    return [str(tool), "--schemafile", schema, *files]


def _seconds(command: list[str], project: Path) -> float:
    """Return the processor time of a command, which a busy machine changes little."""
    before = os.times()
    done = subprocess.run(command, cwd=project, capture_output=True, check=False, env=os.environ)
    after = os.times()
    seconds = sum(after[2:4]) - sum(before[2:4])
    if done.returncode != 0:
        message = f"{command[0]} found problems:\n{done.stdout.decode()[:2000]}"
        raise RuntimeError(message)
    return seconds
