"""Problems told: a table of functions from problems to text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from guidepress.problem import Position, Problem


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems by place and rule, each once."""
    return sorted(set(problems))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any problem is more than a warning."""
    return any(problem.severity == "error" for problem in problems)


def render_text(problems: Sequence[Problem]) -> str:
    """Return a line a problem; control characters cannot reach the terminal."""
    return "".join(f"{_one_line(str(problem))}\n" for problem in sort_problems(problems))


def _one_line(text: str) -> str:
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)


def render_json(problems: Sequence[Problem]) -> str:
    """Return the problems as JSON, with counts of errors and warnings."""
    import json

    found = sort_problems(problems)
    errors = sum(problem.severity == "error" for problem in found)
    data = {
        "errors": errors,
        "warnings": len(found) - errors,
        "problems": [_problem_data(problem) for problem in found],
    }
    return json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _problem_data(problem: Problem) -> dict[str, Any]:
    related = [
        {**_place_data(other.position), "message": other.message} for other in problem.related
    ]
    return {
        **_place_data(problem.position),
        "rule": problem.rule,
        "severity": problem.severity,
        "message": problem.message,
        "hint": problem.hint,
        "related": related,
    }


def _place_data(position: Position) -> dict[str, Any]:
    return {"file": position.file, "line": position.line, "column": position.column}


def render_github(problems: Sequence[Problem]) -> str:
    """Return workflow commands that become annotations of the lines on GitHub."""
    return "".join(_command(problem) for problem in sort_problems(problems))


def _command(problem: Problem) -> str:
    place = problem.position
    properties = {
        "file": place.file,
        "line": str(place.line),
        "col": str(place.column),
        "title": problem.rule,
    }
    said = ",".join(f"{key}={_escaped(value, ',:')}" for key, value in properties.items())
    message = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
    return f"::{problem.severity} {said}::{_escaped(message)}\n"


def _escaped(text: str, more: str = "") -> str:
    """Escape as workflow commands want it: per cent, line breaks, and separators in properties."""
    for sign in ("%", "\r", "\n", *more):
        text = text.replace(sign, f"%{ord(sign):02X}")
    return _one_line(text)


def render_sarif(problems: Sequence[Problem]) -> str:
    """Return SARIF 2.1.0 (OASIS), as code scanning services read it."""
    import json

    found = sort_problems(problems)
    rules = [{"id": rule} for rule in sorted({problem.rule for problem in found})]
    tool = {"driver": {"name": "guidepress", "rules": rules}}
    run = {
        "tool": tool,
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(problem) for problem in found],
    }
    data = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _sarif_result(problem: Problem) -> dict[str, Any]:
    message = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
    return {
        "ruleId": problem.rule,
        "level": problem.severity,
        "message": {"text": message},
        "locations": [_sarif_location(problem.position)],
        "relatedLocations": [
            {**_sarif_location(other.position), "message": {"text": other.message}}
            for other in problem.related
        ],
    }


def _sarif_location(position: Position) -> dict[str, Any]:
    region = {"startLine": position.line, "startColumn": position.column}
    artifact = {"uri": position.file}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


PROBLEM_REPORTS: Mapping[str, Callable[[Sequence[Problem]], str]] = {
    "text": render_text,
    "json": render_json,
    "github": render_github,
    "sarif": render_sarif,
}
