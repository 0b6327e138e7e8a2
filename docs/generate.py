"""Write the pages of the handbook that are tables of the code: ``changes.md`` and ``rules.md``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from guidepress.classify import IN_WORDS, RULES, Rule
from guidepress.validate.rules import RULES as CONTENT_RULES

if TYPE_CHECKING:
    from collections.abc import Callable

DOCS = Path(__file__).parent
EXAMPLES = DOCS.parent / "tests" / "examples" / "bad"


def render_changes() -> str:
    """Return the table of kinds of change."""
    head = """# What counts as which change

Every difference between two versions is one of these kinds. The first row of a kind whose condition fits decides.
*Lowest* is the least impact that an editor may accept in a note, by the fingerprint of the one change. A change of
harm, dose or contraindication, and a retraction, carries an alert beside its impact.

| kind of change | when | impact | lowest | sentence |
| --- | --- | --- | --- | --- |
"""
    return head + "".join(_change_row(rule) for rule in RULES)


def _change_row(rule: Rule) -> str:
    impact, floor = IN_WORDS[rule.impact], IN_WORDS[rule.floor]
    condition = " ".join((rule.when.__doc__ or "").split())
    when = "" if condition.startswith("Fit every") else condition
    return f"| `{rule.kind}` | {when} | {impact} | {floor} | {rule.sentence} |\n"


def render_rules() -> str:
    """Return the rules beyond the schema, each with an example of what it says."""
    head = """# Rules

`guidepress validate` checks the YAML, then the schema, then these rules, and tells all faults at once. A line that
begins with `warning:` does not stop a draft; some of them stop a release.

"""
    known = {_name(rule) for rule, _ in CONTENT_RULES}
    others = sorted({line.rpartition("[")[2].rstrip("]") for line in _example_lines()} - known)
    parts = [_rule_part(rule) for rule, _ in CONTENT_RULES]
    parts.append(f"# YAML and schema\n\n{_OTHERS}\n")
    parts += [f"## {name}\n{_example(name)}" for name in others]
    return head + "\n".join(parts)


_OTHERS = "What is no YAML, or not of the shape that the schema gives, is told under these names."


def _name(rule: Callable[..., object]) -> str:
    return rule.__name__.replace("_", "-")


def _example(name: str) -> str:
    example = next((line for line in _example_lines() if line.endswith(f"[{name}]")), "")
    return f"\n```text\n{example}\n```\n" if example else ""


def _rule_part(rule: Callable[..., object]) -> str:
    says = " ".join((rule.__doc__ or "").split())
    return f"## {_name(rule)}\n\n{says}\n{_example(_name(rule))}"


def _example_lines() -> list[str]:
    files = sorted(EXAMPLES.glob("*/expected.txt"))
    return [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]


PAGES = {"changes.md": render_changes, "rules.md": render_rules}

if __name__ == "__main__":
    for page, render in PAGES.items():
        (DOCS / page).write_text(render(), encoding="utf-8", newline="\n")
