"""The handbook's path from a collection to citations, walked as it is written."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from conftest import REPOSITORY, guidepress

if TYPE_CHECKING:
    from pathlib import Path

COLLECTION = """TY  - JOUR
TI  - New work of ours
AU  - Alpha, Iota
PY  - 2020
KW  - tests
UR  - internal-pdf://alpha.pdf
ER  -
TY  - JOUR
TI  - Another work
AU  - Beta, Kappa
PY  - 2021
ER  -

TY  - JOUR
PY  - 2001
ER  -
"""


def sessions() -> list[tuple[str, str]]:
    """Return each command of the page, and what the page says that it prints."""
    text = (REPOSITORY / "docs/references.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```console\n\$ ([^\n]+)\n(.*?)```", text, re.DOTALL)
    return [(command, printed) for command, printed in blocks]


def test_each_command_of_the_page_prints_what_the_page_says(tmp_path: Path) -> None:
    project = tmp_path / "project"
    assert guidepress(tmp_path, "init", str(project)).returncode == 0
    (project / "collection.ris").write_text(COLLECTION, encoding="utf-8")
    shown = sessions()
    assert len(shown) == 3
    for command, printed in shown:
        done = guidepress(project, *shlex.split(command)[1:])
        pattern = r"[\s\S]*?".join(re.escape(part) for part in printed.split("...\n"))
        assert re.fullmatch(pattern, done.stdout), done.stdout
    guideline = project / "content/example/guideline.yaml"
    assert "alpha-2020" not in guideline.read_text(encoding="utf-8")
    done = guidepress(project, "refs", "--uncited", "--remove")
    assert "removed: example: alpha-2020" in done.stdout
