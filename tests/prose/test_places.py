"""Each text that is read as prose: its faults are reported where they stand, `show` prints it."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from conftest import guidepress
from guidepress.content import parse_content
from guidepress.history.archive import Archive
from guidepress.model.facts import Prose, facts_of
from guidepress.validate.check import find_problems
from laws.edits import at
from laws.generate import GID, describe_files, encoded, everything, leaves, schema_at

if TYPE_CHECKING:
    from pathlib import Path

LONGEST = facts_of(Prose)[1].most


@cache
def marked() -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return a guideline with a link that leads nowhere in each prose, and the fields of those."""
    files = everything()
    found = [
        leaf
        for kind, data in files.items()
        for leaf in leaves(data, (kind,))
        if schema_at(describe_files()[kind], leaf.path[1:]).get("maxLength") == LONGEST
        # Plain text, as long as prose may be.
        and leaf.path[-1] != "abstract"
    ]
    for number, leaf in enumerate(found):
        home: Any = at(files, leaf.path[:-1])
        home[leaf.path[-1]] = f"{leaf.value} [x](#nowhere-{number})"
    lines = {
        f"{kind}.yaml": json.dumps(data, ensure_ascii=False, indent=1).encode()
        for kind, data in files.items()
    }
    return encoded(files) | lines, tuple(leaf.field for leaf in found)


def test_a_fault_in_any_prose_is_reported_on_its_line() -> None:
    files, fields = marked()
    content = parse_content(files, GID, GID)
    assert not content.problems
    problems = find_problems(content, Archive(id=GID))
    reported = [
        files[each.position.file.removeprefix(f"{GID}/")]
        .decode()
        .split("\n")[each.position.line - 1]
        for each in problems
        if each.rule == "unknown-link"
    ]
    assert not [
        field
        for number, field in enumerate(fields)
        if sum(f"(#nowhere-{number})" in line for line in reported) != 1
    ]


def test_any_prose_can_be_shown_as_it_is_read(tmp_path: Path) -> None:
    files, fields = marked()
    for name, text in files.items():
        file = tmp_path / "content" / GID / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text)
    shown = guidepress(tmp_path, "show", GID).stdout
    assert not [field for number, field in enumerate(fields) if f"#nowhere-{number}]" not in shown]
