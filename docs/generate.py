"""Write the schemas that follow from the description, and the pages that are tables of the code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from derive_schemas import authoring_schema, published_schema, with_alerts

from guidepress.classify.change import IN_WORDS
from guidepress.classify.rows import Rule
from guidepress.classify.table import RULES
from guidepress.resources import SCHEMA_FOLDER
from guidepress.schema.load import AUTHORING, load_schema
from guidepress.validate.rules import RULES as CONTENT_RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parent


def render_changes() -> str:
    """Return the table of kinds of change."""
    head = """# What counts as which change

Every difference between two versions is one of these kinds. The first row of a kind whose condition fits decides.
*Lowest* is the least impact that an editor may accept in a note, by the fingerprint of the one change. A change of
harm, dose or contraindication, and a retraction, carries an alert beside its impact.

A sentence says that one text became another only where it stands in its place; what came, or went, elsewhere is named on its
own. Longer differences are left to the words beside it. Works are named by author and year, and by their ids too where two
would be called alike; only JSON holds the keys of citations.

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
    """Return the list of rules; what each asks for and why stands on its own page."""
    head = """# Rules

`guidepress validate` checks the YAML, then the schema, then these rules, and tells all faults at once. A line that
begins with `warning:` does not stop a draft; some of them stop a release. `guidepress explain RULE` prints the page of
a rule. A warning that is right as it stands is accepted in `guideline.yaml`, with a reason; it is then a `note:` that
gives this reason, and `diff` repeats it where what it is about changes:

```yaml
suppressions:
  - {rule: partial-level, where: resection-synovial, reason: The source gives no more.}
```

| rule | asks for |
| --- | --- |
"""
    ours = [rule.__name__.replace("_", "-") for rule, _ in CONTENT_RULES]
    others = sorted({page.stem for page in (DOCS / "rules").glob("*.md")} - set(ours))
    return head + "".join(_rule_row(name) for name in [*ours, *others])


def _rule_row(name: str) -> str:
    page = DOCS / "rules" / f"{name}.md"
    lines = page.read_text(encoding="utf-8").splitlines() if page.is_file() else []
    if len(lines) < 3 or not lines[2]:  # noqa: PLR2004 - a title, an empty line, a sentence
        where = page.relative_to(DOCS.parent)
        message = f"the rule {name} has no page: write {where}, what it asks for on its third line"
        raise SystemExit(message)
    return f"| [{name}](rules/{name}.md) | {lines[2]} |\n"


def render_reference() -> str:
    """Return every field that an editor writes, as the authoring schemas describe it."""
    head = """# Every field

The same words that an editor shows when you point at a field. **Bold** fields are needed.
"""
    return head + "".join(_kind_part(kind) for kind in AUTHORING)


def _kind_part(kind: str) -> str:
    schema = load_schema(kind)
    file = {"note": "notes/<word>.yaml", "scale": "schema/scales/<scale>.yaml"}
    heading = f"\n## {file.get(kind, f'{kind}.yaml')}\n\n{schema['description']}\n"
    parts = [(f"{kind}: {name}", each) for name, each in schema.get("$defs", {}).items()]
    tables = [f"\n### {name}\n\n{part['description']}\n\n{_fields(part)}" for name, part in parts]
    return heading + f"\n{_fields(schema)}" + "".join(tables)


def _fields(schema: dict[str, Any]) -> str:
    needed = schema.get("required", [])
    rows = [
        f"| {f'**{name}**' if name in needed else name} | {_cell(field)} |\n"
        for name, field in schema.get("properties", {}).items()
    ]
    return "| field | what |\n| --- | --- |\n" + "".join(rows) if rows else ""


def _cell(field: dict[str, Any]) -> str:
    target = str(field.get("$ref", field.get("items", {}).get("$ref", ""))).rpartition("/")[2]
    says = [field.get("description", "")]
    says += [f"See *{target}*."] if target else []
    says += (
        ["One of " + ", ".join(f"`{each}`" for each in field["enum"]) + "."]
        if "enum" in field
        else []
    )
    says += [f"Such as `{field['examples'][0]}`."] if field.get("examples") else []
    return " ".join(part for part in says if part).replace("|", "\\|")


PAGES = {"changes.md": render_changes, "reference.md": render_reference, "rules.md": render_rules}


def render_schemas() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each schema that follows from the description."""
    for kind in ("bundle", *AUTHORING):
        schema = published_schema() if kind == "bundle" else authoring_schema(kind)
        yield f"{kind}.schema.json", _text(schema)
    yield "versions.schema.json", _text(with_alerts(load_schema("versions")))


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    # First the schemas, from which one of the pages is made.
    for name, text in render_schemas():
        (SCHEMA_FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
    for page, render in PAGES.items():
        (DOCS / page).write_text(render(), encoding="utf-8", newline="\n")
