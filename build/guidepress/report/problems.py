"""Problems told: a table of functions from problems to text."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from guidepress.problem import Position, Problem
from guidepress.report.escape import for_json, for_sarif, for_terminal, render_annotation


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems by place and rule, each once, without words that nobody could read."""
    return sorted({_shortened(each) for each in problems})


_ENDLESS = re.compile(r"(\S{80})\S{120,}")


def _shortened(problem: Problem) -> Problem:
    message, hint = (_ENDLESS.sub(r"\1…", each) for each in (problem.message, problem.hint))
    return problem._replace(message=message, hint=hint)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any problem is more than a warning."""
    return any(problem.severity == "error" for problem in problems)


def count_problems(problems: Sequence[Problem]) -> tuple[int, int, int]:
    """Return how many errors, warnings and accepted warnings there are."""
    found = [problem.severity for problem in problems]
    return found.count("error"), found.count("warning"), found.count("note")


def render_text(problems: Sequence[Problem]) -> str:
    """Return a line a problem; control characters cannot reach the terminal."""
    return "".join(f"{for_terminal(str(problem))}\n" for problem in sort_problems(problems))


def render_json(problems: Sequence[Problem]) -> str:
    """Return the problems as JSON, with counts of errors and warnings."""
    found = sort_problems(problems)
    errors, warnings, notes = count_problems(found)
    data = {
        "errors": errors,
        "warnings": warnings,
        "accepted": notes,
        "problems": [_problem_data(problem) for problem in found],
    }
    return for_json(data)


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
    places = "".join(f" ({other.message} at {other.position})" for other in problem.related)
    message = _said(problem) + places
    level = "notice" if problem.severity == "note" else problem.severity
    return render_annotation(level, problem.position, problem.rule, message)


def _said(problem: Problem) -> str:
    return f"{problem.message}; {problem.hint}" if problem.hint else problem.message


def render_sarif(problems: Sequence[Problem]) -> str:
    """Return SARIF 2.1.0 (OASIS), as code scanning services read it."""
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
    return for_json(data)


def _sarif_result(problem: Problem) -> dict[str, Any]:
    accepted = {"kind": "inSource", "justification": for_sarif(problem.hint)}
    return {
        "suppressions": [accepted] if problem.severity == "note" else [],
        "ruleId": problem.rule,
        "level": problem.severity,
        "message": {"text": for_sarif(_said(problem))},
        "locations": [_sarif_location(problem.position)],
        "relatedLocations": [
            {**_sarif_location(other.position), "message": {"text": for_sarif(other.message)}}
            for other in problem.related
        ],
    }


def _sarif_location(position: Position) -> dict[str, Any]:
    from urllib.parse import quote

    region = {"startLine": position.line, "startColumn": position.column}
    artifact = {"uri": quote(position.file, errors="surrogatepass")}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


PROBLEM_REPORTS: Mapping[str, Callable[[Sequence[Problem]], str]] = {
    "text": render_text,
    "json": render_json,
    "github": render_github,
    "sarif": render_sarif,
}
