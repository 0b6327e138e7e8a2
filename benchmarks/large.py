"""One large guideline: 500 recommendations and 2,000 statements, with doses and a table.

``python benchmarks/large.py FOLDER`` writes a project there, and measures what the commands take on
it. Figures are of processor time, with start-up, so that a busy machine changes them little.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
RECOMMENDATIONS, STATEMENTS, DRUGS = 500, 2_000, 50


def make(folder: Path) -> None:
    """Write the guideline; the same numbers give the same bytes."""
    folder.mkdir(parents=True)
    works = [
        {
            "id": f"author-{number}",
            "type": "article-journal",
            "author": [{"family": f"Author{number}", "given": "A"}],
            "title": f"A trial of drug {number % DRUGS} in {number} children",
            "container-title": "Journal of Trials",
            "issued": str(1990 + number % 30),
            "PMID": str(10_000_000 + number),
        }
        for number in range(400)
    ]
    files: dict[str, dict[str, Any]] = {
        "guideline": {
            "id": folder.name,
            "title": "A large guideline",
            "document_type": "guideline",
            "language": "en",
            "audience": "health-professional",
            "population": {"condition": "cough", "age": "children"},
            "updated": "2026-01-01",
            "scales": [
                {"id": "grade", "version": "2013"},
                {"id": "grade-strength", "version": "2013"},
            ],
            "body": ["factors", "options", "background", "recommendations"],
            "sections": [_section()],
        },
        "factors": {
            "factors": [
                {"id": "age", "name": "Age", "type": "number", "unit": "a"},
                {"id": "weight", "name": "Body weight", "type": "number", "unit": "kg"},
            ]
        },
        "options": {"options": [_option(number) for number in range(DRUGS)]},
        "recommendations": {
            "recommendations": [_made(number) for number in range(RECOMMENDATIONS)]
        },
        "references": {"references": works},
    }
    for name, data in files.items():
        text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=1_000)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def _text(number: int) -> str:
    cited = f"[@author-{number % 400}; @author-{(number * 7 + 1) % 400}]"
    return (
        f"In trial {number} of drug {number % DRUGS}, {number % 97 + 1} of {number % 97 + 120} "
        f"children had fewer days of cough than with placebo, and few of them were harmed {cited}."
    )


def _statement(owner: str, number: int) -> dict[str, Any]:
    return {"id": f"{owner}-{number}", "kind": "rationale", "text": _text(number)}


def _section() -> dict[str, Any]:
    rows = [
        {"id": f"r{row}", "cells": {"drug": f"drug {row}", "days": str(row + 1)}}
        for row in range(60)
    ]
    columns = [{"id": "drug", "title": "Drug"}, {"id": "days", "title": "Days", "unit": "d"}]
    block = {"id": "days-table", "table": {"title": "Days", "columns": columns, "rows": rows}}
    said = [_statement("background", each) for each in range(STATEMENTS - 3 * RECOMMENDATIONS)]
    return {"id": "background", "title": "Background", "content": [block, *said]}


def _option(number: int) -> dict[str, Any]:
    return {
        "id": f"drug-{number}",
        "name": f"Drug {number}",
        "interventions": [{"kind": "drug", "name": f"drug {number}"}],
        "doses": [
            {
                "id": f"drug-{number}-dose",
                "intervention": f"drug {number}",
                "amount": str(number + 5),
                "unit": "mg",
                "per": "kg",
                "basis": "dose",
                "routes": ["PO"],
                "times_per_day": "2",
                "applies_when": {"factor": "weight", "at_least": "10"},
            }
        ],
    }


def _made(number: int) -> dict[str, Any]:
    return {
        "id": f"advice-{number}",
        "number": f"{number // 20 + 1}.{number % 20 + 1}",
        "text": f"Drug {number % DRUGS} should be offered to children of {number % 15 + 1} years.",
        "about": [f"drug-{number % DRUGS}"],
        "direction": "for",
        "grades": [
            {
                "strength": {"scale": "grade-strength", "level": "strong"},
                "certainty": {"scale": "grade", "level": "low"},
            }
        ],
        "applies_when": {"factor": "age", "at_least": str(number % 15 + 1)},
        "content": [_statement(f"advice-{number}", number * 3 + each) for each in range(3)],
    }


def measure(project: Path, *words: str) -> None:
    """Run a command, and print what it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "guidepress", *words]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{' '.join(words):48} {took:6.2f} s {after.ru_maxrss // 1024:5} MB at most so far")
    if done.returncode:
        sys.exit(done.stdout[-2_000:] + done.stderr[-2_000:])


def main(folder: Path) -> None:
    """Make the project, and measure."""
    shutil.copytree(ROOT / "site_overrides", folder / "site_overrides")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    (folder / ".stage").mkdir()
    content = folder / "content/large"
    make(content)
    measure(folder, "validate", "--no-cache")
    measure(folder, "release", "large", "--date", "2026-01-02")
    file = content / "recommendations.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("few of them were", "some of them were", 50), encoding="utf-8")
    measure(folder, "validate", "--no-cache")
    measure(folder, "diff", "--guideline", "large")
    measure(folder, "build")
    measure(folder, "build", "--drafts")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
